"""Where editors decide on what came through the public forms. Built on modeladmin, which asks for permission on every
single object: what has been decided can no longer be changed, whoever asks."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import re_path, reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import EditView, IndexView, InspectView

from cms.core.localisation import active_language, locale_ids

from .models import Activity, InitiativePage, MembershipRequest, Reason, State, Submission
from .moderation import AlreadyDecidedError, ReasonMissingError, approve, refuse, withdraw

_ACTIONS = {"approve": approve, "refuse": refuse, "withdraw": withdraw}


class ModerationPermissionHelper(PermissionHelper):
    """Who may change a kind of submission moderates it: reads it, corrects it while it waits, and decides."""

    def user_can_list(self, user: Any) -> bool:
        return self.user_can_moderate(user)

    def user_can_inspect_obj(self, user: Any, obj: Submission) -> bool:
        return self.user_can_moderate(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Submission) -> bool:
        return self.user_can_moderate(user) and obj.is_pending

    def user_can_delete_obj(self, user: Any, obj: Submission) -> bool:
        # What is public is taken off the list first, which visitors' copies and the index notice.
        return not obj.is_approved and self.user_has_specific_permission(user, self.get_perm_codename("delete"))

    def user_can_moderate(self, user: Any) -> bool:
        return self.user_has_specific_permission(user, self.get_perm_codename("change"))

    def user_can_do(self, user: Any, action: str, obj: Submission) -> bool:
        """Return whether `user` may approve, refuse or withdraw this one submission."""
        allowed = obj.is_approved if action == "withdraw" else obj.is_pending
        return allowed and self.user_can_moderate(user)


class SubmissionIndexView(IndexView):
    """The list. What waits is read on the screen and taken away by nobody: the public list has a file of its own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "export" in request.GET:
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class SubmissionInspectView(InspectView):
    """One submission with the buttons of a decision."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        helper: Any = self.permission_helper
        return context | {
            "submission": self.instance,
            "may_edit": helper.user_can_edit_obj(self.request.user, self.instance),
            "may": {name: helper.user_can_do(self.request.user, name, self.instance) for name in _ACTIONS},
            "reasons": Reason.choices,
            "decide_url": reverse(self.url_helper.get_action_url_name("decide"), args=[self.instance.pk]),
            "edit_url": self.url_helper.get_action_url("edit", self.instance.pk),
            "shown_fields": self.model_admin.shown_fields(self.instance),
        }

    def get_meta_title(self) -> str:
        return str(self.instance)


class SubmissionEditView(EditView):
    """Correcting what waits. Saved under a lock: a correction must not undo a decision made at the same moment."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        current = self.model._default_manager.select_for_update().get(pk=self.instance.pk)
        if not current.is_pending:
            messages.error(self.request, _("Somebody else has decided on “%(title)s” already.") % {"title": current})
            return redirect(self.url_helper.get_action_url("inspect", current.pk))
        response: HttpResponse = super().form_valid(form)
        return response

    def get_success_url(self) -> str:
        return str(self.url_helper.get_action_url("inspect", self.instance.pk))


class SubmissionAdmin(ModelAdmin):
    """A list of submissions, what waits first."""

    menu_icon = "list-ul"
    permission_helper_class = ModerationPermissionHelper
    index_view_class = SubmissionIndexView
    inspect_view_enabled = True
    inspect_view_class = SubmissionInspectView
    edit_view_class = SubmissionEditView
    inspect_template_name = "admin/campaigns/submission.html"
    history_view_enabled = False
    list_per_page = 50
    list_export = ()
    # What waits comes first, and of that what has waited longest.
    ordering = ("is_decided", "waiting_since", "-submitted_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        is_pending = Q(state=State.PENDING)
        waiting: Any = self.model._default_manager.annotate(
            is_decided=Case(When(is_pending, then=0), default=1, output_field=IntegerField()),
            waiting_since=Case(When(is_pending, then=F("submitted_at")), default=None),
        )
        found: QuerySet[Any] = waiting.order_by(*self.ordering)
        return found if self.permission_helper.user_can_moderate(request.user) else found.none()

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        pattern = rf"^{self.base_url_path}/decide/(?P<pk>\d{{1,18}})/$"
        name = self.url_helper.get_action_url_name("decide")
        return (*super().get_admin_urls_for_registration(), re_path(pattern, require_POST(self.decide), name=name))

    def shown_fields(self, submission: Any) -> list[tuple[Any, Any]]:
        """Return name and value of what an editor reads before a decision."""
        names = self.inspect_view_fields
        return [
            (submission._meta.get_field(name).verbose_name, _display(submission, name))
            for name in names
            if _display(submission, name) not in ("", None)
        ]

    def decide(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Carry out a decision and go back to the list; say so where somebody else was faster."""
        submission = get_object_or_404(self.model, pk=pk)
        action = request.POST.get("action", "")
        helper: Any = self.permission_helper
        if action not in _ACTIONS or not helper.user_can_moderate(request.user):
            raise PermissionDenied
        decide: Any = _ACTIONS[action]
        chosen = {name: request.POST.get(name, "")[:300] for name in ("reason", "note")} if action != "approve" else {}
        try:
            decide(submission=submission, moderator=request.user, **chosen)
        except AlreadyDecidedError:
            messages.error(request, _("Somebody else has decided on “%(title)s” already.") % {"title": submission})
        except ReasonMissingError:
            messages.error(request, _("Choose a reason, and for another reason write which."))
            return redirect(self.url_helper.get_action_url("inspect", submission.pk))
        else:
            said = {
                "approve": _("“%(title)s” is on the public list."),
                "refuse": _("“%(title)s” was refused."),
                "withdraw": _("“%(title)s” is no longer on the public list."),
            }
            messages.success(request, said[action] % {"title": submission})
        return redirect(self.url_helper.get_action_url("index"))


class ActivityAdmin(SubmissionAdmin):
    """Activities for the register."""

    model = Activity
    menu_label = gettext_lazy("Activities")
    menu_icon = "calendar-check"
    base_url_path = "campaigns/activities"
    list_display = ("title", "organisation", "date", "municipality", "state", "submitted_at")
    list_filter = ("state", "year", "county")
    search_fields = ("title", "organisation")
    inspect_view_fields = (
        "organisation", "title", "kind", "date", "municipality", "county", "audiences", "expected_number",
        "description", "language",
    )  # fmt: skip
    panels = [
        FieldPanel("organisation"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldRowPanel([FieldPanel("municipality"), FieldPanel("expected_number")]),
        FieldPanel("audiences"),
        FieldPanel("description"),
    ]


class MembershipRequestAdmin(SubmissionAdmin):
    """Requests to join an initiative."""

    model = MembershipRequest
    menu_label = gettext_lazy("Membership requests")
    menu_icon = "group"
    base_url_path = "campaigns/memberships"
    list_display = ("organisation", "initiative", "sector", "state", "submitted_at")
    list_filter = ("state", "sector")
    search_fields = ("organisation",)
    inspect_view_fields = ("organisation", "sector", "municipality", "country", "description", "language")
    panels = [
        FieldPanel("organisation"),
        FieldPanel("sector"),
        FieldRowPanel([FieldPanel("municipality"), FieldPanel("country")]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        initiatives = InitiativePage.objects.filter(
            translation_key=OuterRef("initiative_key"), locale_id=locale_ids().get(active_language()), alias_of=None
        )
        return super().get_queryset(request).annotate(initiative_name=Subquery(initiatives.values("title")[:1]))

    @admin.display(description=gettext_lazy("initiative"))
    def initiative(self, submission: Any) -> str:
        """Return the title of the initiative, in the language of the admin."""
        return submission.initiative_name or "–"

    def shown_fields(self, submission: Any) -> list[tuple[Any, Any]]:
        titles = InitiativePage.objects.filter(translation_key=submission.initiative_key, alias_of=None)
        titles = titles.order_by("locale__language_code" if active_language() == "en" else "-locale__language_code")
        name = titles.values_list("title", flat=True).first() or "–"
        return [(_("initiative"), name), *super().shown_fields(submission)]


class RegistersGroup(ModelAdminGroup):
    """The menu entry of both."""

    menu_label = gettext_lazy("Registers")
    menu_icon = "clipboard-list"
    menu_order = 310
    items = (ActivityAdmin, MembershipRequestAdmin)


def _display(submission: Any, name: str) -> Any:
    if name == "audiences":
        return ", ".join(map(str, submission.audience_labels))
    display = getattr(submission, f"get_{name}_display", None)
    return display() if display else localize(getattr(submission, name))
