"""What of a report may leave, to whom, as tables. No reading and no writing; `passing` applies them."""

from .vocabularies import Category, PassedField, ReferralKind

Field = PassedField

# Whom a category usually goes to, the first first. The content pack says the same.
KINDS: dict[str, tuple[ReferralKind, ...]] = {
    Category.CSAM: (ReferralKind.POLICE, ReferralKind.INHOPE, ReferralKind.HOST_NOTICE),
    Category.CSAM_AI: (ReferralKind.POLICE, ReferralKind.INHOPE, ReferralKind.PLATFORM_NOTICE),
    Category.GROOMING: (
        ReferralKind.POLICE,
        ReferralKind.CHILD_PROTECTION,
        ReferralKind.HELPLINE,
        ReferralKind.PLATFORM_NOTICE,
    ),
    Category.SEXTORTION_CHILD: (ReferralKind.POLICE, ReferralKind.HELPLINE, ReferralKind.PLATFORM_NOTICE),
    Category.SELF_GENERATED_CHILD: (ReferralKind.HELPLINE, ReferralKind.PLATFORM_NOTICE, ReferralKind.POLICE),
    Category.UNSOLICITED_SEXUAL: (ReferralKind.PLATFORM_NOTICE, ReferralKind.POLICE, ReferralKind.HELPLINE),
    Category.CSE_TRAFFICKING: (ReferralKind.POLICE, ReferralKind.CHILD_PROTECTION, ReferralKind.PROSECUTOR),
    Category.CYBERBULLYING: (ReferralKind.PLATFORM_NOTICE, ReferralKind.HELPLINE, ReferralKind.CHILD_PROTECTION),
    Category.VAWG_ONLINE: (ReferralKind.POLICE, ReferralKind.PLATFORM_NOTICE, ReferralKind.OTHER),
    Category.HATE_SPEECH: (ReferralKind.PLATFORM_NOTICE, ReferralKind.POLICE),
    Category.SELF_HARM: (ReferralKind.HELPLINE, ReferralKind.POLICE, ReferralKind.PLATFORM_NOTICE),
    Category.UNSUITABLE: (ReferralKind.PLATFORM_NOTICE,),
    Category.SCAM_ACCOUNT: (ReferralKind.PLATFORM_NOTICE, ReferralKind.POLICE, ReferralKind.AKSK),
    Category.PRIVACY_OTHER: (ReferralKind.PLATFORM_NOTICE, ReferralKind.OTHER),
}

_NOTICE = frozenset({Field.CATEGORY, Field.ADDRESSES, Field.EXPLANATION, Field.LEGAL_GROUND})
_INVESTIGATION = frozenset(
    {
        Field.CATEGORY, Field.ADDRESSES, Field.DESCRIPTION, Field.HAPPENED_WHEN, Field.AGE_BAND, Field.COUNTY,
        Field.CHILD_KNOWN,
    }
)  # fmt: skip
# What each kind of recipient needs to act at all. Everything else is added by hand, one tick a field.
MINIMAL_FIELDS: dict[str, frozenset[Field]] = {
    ReferralKind.POLICE: _INVESTIGATION,
    ReferralKind.PROSECUTOR: _INVESTIGATION,
    ReferralKind.CHILD_PROTECTION: frozenset(
        {
            Field.CATEGORY,
            Field.DESCRIPTION,
            Field.HAPPENED_WHEN,
            Field.AGE_BAND,
            Field.COUNTY,
            Field.CHILD_KNOWN,
            Field.IS_IN_DANGER,
        }
    ),
    ReferralKind.HELPLINE: frozenset({Field.CATEGORY, Field.AGE_BAND, Field.LANGUAGE}),
    ReferralKind.INHOPE: frozenset({Field.CATEGORY, Field.ADDRESSES, Field.HOST_COUNTRY, Field.SITE_TYPE}),
    ReferralKind.PLATFORM_NOTICE: _NOTICE,
    ReferralKind.HOST_NOTICE: _NOTICE,
    ReferralKind.AKSK: frozenset({Field.CATEGORY, Field.ADDRESSES, Field.PLATFORM, Field.HAPPENED_WHEN}),
    ReferralKind.OTHER: frozenset({Field.CATEGORY}),
}
# What would tell a company or a network abroad who the reporter is. Never passed, whoever ticks it.
_POINTS_AT_REPORTER = frozenset(
    {Field.CONTACT, Field.REPORTER_ROLE, Field.COUNTY, Field.LANGUAGE, Field.CHILD_KNOWN, Field.DONE_SO_FAR}
)
FORBIDDEN_FIELDS: dict[str, frozenset[Field]] = {
    ReferralKind.PLATFORM_NOTICE: _POINTS_AT_REPORTER,
    ReferralKind.HOST_NOTICE: _POINTS_AT_REPORTER,
    ReferralKind.INHOPE: _POINTS_AT_REPORTER,
}
NOTICES = frozenset({ReferralKind.PLATFORM_NOTICE, ReferralKind.HOST_NOTICE})
NEEDS_ADDRESS = NOTICES | {ReferralKind.INHOPE}
# What the moderator writes for this one referral; the rest comes from the report.
WRITTEN_FIELDS = frozenset({Field.EXPLANATION, Field.LEGAL_GROUND, Field.HOST_COUNTRY})
# Days until somebody asks what became of it.
FOLLOW_UP_DAYS: dict[str, int] = {
    ReferralKind.POLICE: 14,
    ReferralKind.PROSECUTOR: 30,
    ReferralKind.CHILD_PROTECTION: 7,
    ReferralKind.HELPLINE: 3,
}
USUAL_FOLLOW_UP_DAYS = 7
# Offences of Articles 3 to 7 of Directive 2011/93/EU: such a notice names no notifier (DSA, Article 16(2)(c)).
CHILD_SEXUAL_ABUSE = frozenset(
    {
        Category.CSAM, Category.CSAM_AI, Category.GROOMING, Category.SEXTORTION_CHILD, Category.SELF_GENERATED_CHILD,
        Category.UNSOLICITED_SEXUAL, Category.CSE_TRAFFICKING,
    }
)  # fmt: skip


def kinds_for(category: str) -> list[ReferralKind]:
    """Return all kinds of recipients, those a report of `category` usually goes to first."""
    usual = KINDS.get(category, ())
    return [*usual, *(kind for kind in ReferralKind if kind not in usual)]


def allowed_fields(kind: str) -> list[Field]:
    """Return what may be passed to recipients of `kind`: the minimum first, then the rest as in the vocabulary."""
    minimal, forbidden = MINIMAL_FIELDS[kind], FORBIDDEN_FIELDS.get(kind, frozenset())
    allowed = [entry for entry in Field if entry not in forbidden]
    return sorted(allowed, key=lambda entry: entry not in minimal)
