"""What a proposal says, and why it was read so, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.proposals.models import ProposalQuote

_REGIMES = {
    "settlement": gettext_lazy("colony settlement"),
    "general": gettext_lazy("general-regime colony"),
    "strict": gettext_lazy("strict-regime colony"),
    "special": gettext_lazy("special-regime colony"),
    "prison": gettext_lazy("prison"),
}
_PUNISHMENTS = {
    "imprisonment": gettext_lazy("imprisonment"),
    "forced_labour": gettext_lazy("forced labour"),
    "corrective_labour": gettext_lazy("corrective labour"),
    "compulsory_labour": gettext_lazy("compulsory labour"),
    "fine": gettext_lazy("a fine"),
    "treatment": gettext_lazy("compulsory treatment"),
}
_STEPS = {
    "case_opened": gettext_lazy("case opened"),
    "begun": gettext_lazy("begun"),
    "ended": gettext_lazy("ended"),
}
_MEASURES = {
    "custody": gettext_lazy("custody"),
    "house_arrest": gettext_lazy("house arrest"),
    "restriction": gettext_lazy("ban on certain actions, bail or a pledge not to leave"),
}
_OUTCOMES = {
    "upheld": gettext_lazy("sentence upheld"),
    "reduced": gettext_lazy("sentence reduced"),
    "increased": gettext_lazy("sentence increased"),
    "overturned": gettext_lazy("sentence overturned or case sent back"),
}
_REGISTERS = {
    "terrorists_extremists": gettext_lazy("list of terrorists and extremists"),
    "foreign_agents": gettext_lazy("register of “foreign agents”"),
    "wanted": gettext_lazy("wanted list"),
}
_HOW = {
    "served": gettext_lazy("term served"),
    "parole": gettext_lazy("parole"),
    "pardon": gettext_lazy("pardon"),
    "amnesty": gettext_lazy("amnesty"),
    "acquitted": gettext_lazy("acquitted"),
    "measure_changed": gettext_lazy("preventive measure changed"),
    "fine": gettext_lazy("sentenced to a fine"),
    "rearrest": gettext_lazy("arrested again at the gate"),
    "administrative": gettext_lazy("administrative arrest"),
    "exchange": gettext_lazy("exchange"),
    "death": gettext_lazy("death"),
    "unknown": gettext_lazy("unknown"),
}
_REASONS = {
    "words": gettext_lazy("the words of the event: {text}"),
    "who_named": gettext_lazy("the person is named beside them: {text}"),
    "who_relative": gettext_lazy("“who” stands for the name before it: {text}"),
    "who_pronoun": gettext_lazy("a pronoun stands for the only person it can mean {text}"),
    "who_role": gettext_lazy(
        "“the activist” or the like stands for the only person it can mean {text}"
    ),
    "date": gettext_lazy("the date: {text}"),
    "date_relative": gettext_lazy("the date, counted from the day of publication: {text}"),
    "no_date": gettext_lazy("the sentence gives no date"),
    "background": gettext_lazy("the article recalls it; it is not its news"),
}


def term_in_words(months: int) -> str:
    """A term in years and months: "6 years 11 months"."""
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(count)d year", "%(count)d years", years) % {"count": years})
    if rest:
        parts.append(ngettext("%(count)d month", "%(count)d months", rest) % {"count": rest})
    return " ".join(parts)


def values_in_words(values: Mapping[str, Any]) -> str:
    """What a proposal or a row says beside its kind: "7 years, general-regime colony"; may be empty."""
    parts: list[str] = []
    if values.get("outcome"):
        parts.append(str(_OUTCOMES.get(values["outcome"], values["outcome"])))
    if values.get("measure"):
        measure = str(_MEASURES.get(values["measure"], values["measure"]))
        form = _("%(measure)s, extended") if values.get("action") == "extended" else "%(measure)s"
        parts.append(form % {"measure": measure})
    if values.get("register"):
        parts.append(str(_REGISTERS.get(values["register"], values["register"])))
    if values.get("step"):
        parts.append(str(_STEPS.get(values["step"], values["step"])))
    if values.get("life"):
        parts.append(_("for life"))
    if values.get("punishment") and values["punishment"] != "fine":
        parts.append(str(_PUNISHMENTS.get(values["punishment"], values["punishment"])))
    if values.get("months"):
        term = term_in_words(int(values["months"]))
        parts.append(_("to %(term)s") % {"term": term} if values.get("outcome") else term)
    if values.get("by_months"):
        parts.append(_("by %(term)s") % {"term": term_in_words(int(values["by_months"]))})
    if values.get("days"):
        days = int(values["days"])
        parts.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    if values.get("regime"):
        parts.append(str(_REGIMES.get(values["regime"], values["regime"])))
    if values.get("fine"):
        parts.append(_("fine of %(sum)s RUB") % {"sum": values["fine"]})
    if values.get("suspended"):
        parts.append(_("suspended"))
    if values.get("in_absentia"):
        parts.append(_("in absentia"))
    if values.get("how"):
        parts.append(str(_HOW.get(values["how"], values["how"])))
    if values.get("provisions"):
        parts.append("; ".join(values["provisions"]))
    elif values.get("from") and values.get("to"):
        parts.append(
            _("from %(one)s to %(other)s") % {"one": values["from"], "other": values["to"]}
        )
    elif values.get("to"):
        parts.append(_("to %(other)s") % {"other": values["to"]})
    elif values.get("from"):
        parts.append(_("from %(one)s") % {"one": values["from"]})
    return ", ".join(parts)


def in_words(label: str, values: Mapping[str, Any]) -> str:
    """The kind and the values: "sentenced: imprisonment, 7 years, general-regime colony"."""
    more = values_in_words(values)
    return f"{label}: {more}" if more else label


@dataclass(frozen=True)
class Piece:
    """A piece of a quote; code: what it is marked for, or empty."""

    text: str
    code: str


def pieces(quote: ProposalQuote) -> list[Piece]:
    """The quote cut at what was found in it: the person, the words of the event, the date."""
    spans = sorted(
        (one["span"][0] - quote.start, one["span"][1] - quote.start, str(one.get("code", "")))
        for one in quote.reasons
        if isinstance(one, dict) and one.get("span")
    )
    found: list[Piece] = []
    at = 0
    for start, end, code in spans:
        if start < at or end > len(quote.quote):
            continue
        if start > at:
            found.append(Piece(quote.quote[at:start], ""))
        found.append(Piece(quote.quote[start:end], code.partition("_")[0]))
        at = end
    return [*found, Piece(quote.quote[at:], "")]


def reasons_in_words(quote: ProposalQuote) -> list[str]:
    """Why the sentence was read so, one line a reason."""
    lines = []
    for one in quote.reasons:
        words = _REASONS.get(str(one.get("code", "")))
        if words is not None:
            text = str(one.get("text", ""))
            lines.append(str(words).format(text=f"“{text}”" if text else "").strip())
    return lines
