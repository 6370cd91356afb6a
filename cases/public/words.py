"""How the pages put facts into words. An accusation is never worded as guilt.

Russian words that change with the person's sex take it from the record; where sources do not say,
a form that fits both is used.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from cases.casefile.models import RecognitionStatus
from cases.charges.models import ChargeOutcome, Regime, Sentence
from cases.charges.selectors import ChargeHistory
from cases.feeds.models import Ownership
from cases.laws.models import Code, Provision, ProvisionEdition
from cases.public.countries import COUNTRIES
from people.models import CurrentStatus, Person, Sex
from tracker.lib.partial_dates import PartialDate

# "is charged under" and "was convicted under" are what a court or an investigator did, not what the
# person did. ChargeOutcome.REQUALIFIED: the accusation goes on under another provision.
_OUTCOMES: dict[str, Promise] = {
    ChargeOutcome.BROUGHT: gettext_lazy("charged"),
    ChargeOutcome.REQUALIFIED: gettext_lazy("charge re-qualified"),
    ChargeOutcome.DROPPED: gettext_lazy("charge dropped"),
    ChargeOutcome.CONVICTED: gettext_lazy("convicted by a court"),
    ChargeOutcome.ACQUITTED: gettext_lazy("acquitted"),
    ChargeOutcome.UNKNOWN: gettext_lazy("outcome not known"),
}

_STATUS_BY_SEX: dict[str, dict[str, Promise]] = {
    CurrentStatus.RELEASED: {
        Sex.FEMALE: pgettext_lazy("of a woman", "released"),
        Sex.MALE: pgettext_lazy("of a man", "released"),
    },
    CurrentStatus.EXCHANGED: {
        Sex.FEMALE: pgettext_lazy("of a woman", "released in a prisoner exchange"),
        Sex.MALE: pgettext_lazy("of a man", "released in a prisoner exchange"),
        Sex.UNKNOWN: gettext_lazy("released in a prisoner exchange"),
    },
    CurrentStatus.DIED: {
        Sex.FEMALE: pgettext_lazy("of a woman", "died"),
        Sex.MALE: pgettext_lazy("of a man", "died"),
    },
    CurrentStatus.UNKNOWN: {Sex.UNKNOWN: gettext_lazy("whereabouts not known")},
}

_LABELS: dict[str, Promise] = {
    "blocked-in-russia": gettext_lazy("blocked in Russia"),
    "undesirable": gettext_lazy("declared “undesirable” in Russia"),
    "foreign-agent-in-russia": gettext_lazy("declared a “foreign agent” in Russia"),
    "foreign-agent": gettext_lazy("declared a “foreign agent” in Russia"),
}

# Being on a wider list, having a dossier or a campaign is not recognition (domain finding two).
RECOGNISING = frozenset(
    {RecognitionStatus.POLITICAL_PRISONER, RecognitionStatus.PRISONER_OF_CONSCIENCE}
)

_HELD = frozenset({CurrentStatus.IMPRISONED, CurrentStatus.IN_CUSTODY, CurrentStatus.HOUSE_ARREST})


def status_words(person: Person) -> str:
    """Where the person is, in the form of words that fits them."""
    forms = _STATUS_BY_SEX.get(person.status, {})
    words = forms.get(person.sex) or forms.get(Sex.UNKNOWN)
    return str(words) if words else str(person.get_status_display())


def is_held(person: Person) -> bool:
    """Whether the person is held: the sign beside the status is filled."""
    return person.status in _HELD


def outcome_words(outcome: str) -> str:
    """What became of a charge, as an act of the authorities."""
    return str(_OUTCOMES.get(outcome, outcome))


def outcome_class(outcome: str) -> str:
    """The CSS class of the sign beside an outcome."""
    return f"outcome-{outcome}" if outcome in ChargeOutcome.values else ""


def provision_words(provision: Provision) -> str:
    """The provision for readers who do not know Russian citations; "" on Russian pages."""
    pieces = [_("Art. %s") % provision.article]
    if provision.part:
        pieces.append(_("part %s") % provision.part)
    if provision.point:
        pieces.append(_("point %s") % f"«{provision.point}»")
    return ", ".join([" ".join(pieces), str(Code(provision.code).label)])


@dataclass(frozen=True)
class ChargeGroup:
    """Charges under points of one part with one outcome, cited together as courts do."""

    outcome: str
    on: PartialDate | None
    count: int
    provisions: list[Provision]

    @property
    def whole(self) -> str:
        """What all have in common: «ч. 2 ст. 207.3 УК РФ»."""
        first = self.provisions[0]
        return Provision(code=first.code, article=first.article, part=first.part).reference


def grouped(histories: Iterable[ChargeHistory]) -> list[ChargeGroup]:
    """Charges as groups, in their order; another count of the same charge is another group."""
    groups: dict[tuple[str, ...], ChargeGroup] = {}
    for history in histories:
        provision, latest = history.provision, history.latest
        on = latest.on if latest else None
        key = (
            provision.code, provision.article, provision.part, str(bool(provision.point)),
            history.outcome, str(on), history.charge.stage, str(history.charge.count),
        )  # fmt: skip
        group = groups.setdefault(key, ChargeGroup(history.outcome, on, history.charge.count, []))
        if provision.pk not in [known.pk for known in group.provisions]:
            group.provisions.append(provision)
    return list(groups.values())


def article_of(provision: Provision) -> Provision:
    """The public node at the top of the provision's branch: the article with its title."""
    top, node = provision, provision.parent
    while node is not None:
        if node.is_public:
            top = node
        node = node.parent
    return top


def term_words(months: int) -> str:
    """A term in years and months: 83 months is "6 years 11 months"."""
    years, rest = divmod(months, 12)
    pieces = []
    if years:
        pieces.append(ngettext("%d year", "%d years", years) % years)
    if rest or not years:
        pieces.append(ngettext("%d month", "%d months", rest) % rest)
    return " ".join(pieces)


def term_limit(months: int) -> str:
    """The same after "from" and "up to", which ask for another case in Russian."""
    years, rest = divmod(months, 12)
    pieces = []
    if years:
        pieces.append(npgettext("genitive", "%d year", "%d years", years) % years)
    if rest or not years:
        pieces.append(npgettext("genitive", "%d month", "%d months", rest) % rest)
    return " ".join(pieces)


def sentence_words(sentence: Sentence) -> str:
    """What was pronounced: term, regime, fine; "" when only the free text says it."""
    pieces = []
    if sentence.life:
        pieces.append(_("imprisonment for life"))
    elif sentence.prison_months is not None:
        pieces.append(_("%s of imprisonment") % term_words(sentence.prison_months))
    if sentence.regime:
        pieces.append(str(Regime(sentence.regime).label))
    if sentence.fine is not None:
        pieces.append(_("fine of %s") % money(sentence.fine, sentence.currency))
    return ", ".join(pieces)


def money(amount: Any, currency: str) -> str:
    """An amount with a thin space between thousands: "600 000 RUB"."""
    whole = f"{amount:,.2f}".removesuffix(".00").replace(",", "\N{NARROW NO-BREAK SPACE}")
    sign = pgettext("currency", "RUB") if currency == "RUB" else currency
    return f"{whole}\N{NO-BREAK SPACE}{sign}"


def sanction_words(edition: ProvisionEdition | None) -> str:
    """The term of imprisonment that an edition of a provision threatens with; "" without one."""
    if edition is None:
        return ""
    low, high = edition.prison_months_min, edition.prison_months_max
    if edition.life:
        if low:
            return _("from %s to life") % term_limit(low)
        return _("up to life imprisonment")
    if low and high:
        return _("from %(low)s to %(high)s of imprisonment") % {
            "low": term_limit(low),
            "high": term_limit(high),
        }
    if high:
        return _("up to %s of imprisonment") % term_limit(high)
    return ""


@dataclass(frozen=True)
class Conviction:
    """Whether a court convicted the person, as one of three separate facts."""

    convicted: list[ChargeHistory]
    pending: list[ChargeHistory]
    # A sentence is a conviction too, where no source read names the articles of the verdict.
    sentenced: bool = False

    @property
    def is_convicted(self) -> bool:
        """Whether a charge on record ended in a conviction, or a sentence is on record."""
        return bool(self.convicted) or self.sentenced


def conviction_of(histories: list[ChargeHistory], *, sentenced: bool = False) -> Conviction:
    """The charges that ended in a conviction, those without a known end, and whether sentenced."""
    return Conviction(
        [one for one in histories if one.outcome == ChargeOutcome.CONVICTED],
        [one for one in histories if one.outcome in (ChargeOutcome.BROUGHT, ChargeOutcome.UNKNOWN)],
        sentenced,
    )


def country_words(code: str) -> str:
    """The name of a country by its ISO 3166 code; the code where we have no name, "" when unknown."""
    if not code:
        return _("base not known")
    return str(COUNTRIES.get(code.upper(), code))


def ownership_words(value: str) -> str:
    """Who stands behind an outlet."""
    if value == Ownership.UNKNOWN:
        return _("ownership not known")
    return str(Ownership(value).label) if value in Ownership.values else value


def label_words(label: str) -> str:
    """An open label of an outlet: ours in words, others as they are written."""
    return str(_LABELS.get(label, label.replace("-", " ")))
