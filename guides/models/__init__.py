"""What readers learn from: audience hubs, guides, lesson plans, good practices, quizzes, glossary."""

from .audiences import AudienceAction, AudienceGuide, AudiencePage
from .glossary import GlossaryPage, GlossaryTerm, GlossaryTermPage
from .guides import GuideIndexPage, GuidePage
from .lessons import LessonAttachment, LessonPlanPage, LessonStep
from .practices import GoodPracticePage
from .quizzes import QuizPage

__all__ = [
    "AudienceAction",
    "AudienceGuide",
    "AudiencePage",
    "GlossaryPage",
    "GlossaryTerm",
    "GlossaryTermPage",
    "GoodPracticePage",
    "GuideIndexPage",
    "GuidePage",
    "LessonAttachment",
    "LessonPlanPage",
    "LessonStep",
    "QuizPage",
]
