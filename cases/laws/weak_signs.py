"""Pure: words by which the press names an offence without citing the provision.

«фейки об армии», "discrediting the army", «госизмена». They suggest a provision and prove none:
a mention of them is ambiguous, makes no link by itself, and speaks for a person charged under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Article of the Criminal Code -> words, each the beginning of what may be inflected. The lists hold
# what outlets print in Russian, Ukrainian, English, German, French, Italian, Spanish, Polish, Czech.
_SIGNS: Final[dict[str, tuple[str, ...]]] = {
    "207.3": (
        r"(?:«|\"|“)?фейк\w{0,3}(?:»|\"|”)?\s+(?:об?|про|о\s+действиях)\s+(?:российск\w+\s+)?"
        r"(?:арми|вс\s+рф|вооруж[её]нн|военн)\w*",
        r"военн\w{2,3}\s+(?:«|\")?фейк\w{0,3}",
        r"(?:заведомо\s+)?ложн\w{2}\s+информаци\w{1,2}\s+(?:об?|про)\s+(?:российск\w+\s+)?"
        r"(?:арми|вооруж[её]нн|действиях\s+(?:вс|арми))\w*",
        r"фейк\w{0,3}\s+про\s+(?:російськ\w+\s+)?армі\w+",
        r"(?:fakes?|(?:fake|false)\s+(?:news|information)|misinformation|disinformation)[”\"’']?"
        r"\s+(?:about|on|regarding)\s+(?:the\s+)?(?:actions\s+of\s+(?:the\s+)?)?(?:Russia\w*[’']?s?\s+)?"
        r"(?:army|military|armed\s+forces|troops)",
        r"falsch\w{0,2}\s?(?:nachrichten|informationen)\s+über\s+(?:die\s+)?(?:russische\s+)?armee",
        r"fausses\s+informations\s+sur\s+l['’]armée",
        r"(?:informazioni|notizie)\s+false\s+sull['’]esercito|(?:false\s+informazioni|fake\s+news)"
        r"\s+sull['’]esercito",
        r"(?:información|informaciones|noticias)\s+falsas?\s+sobre\s+el\s+ejército",
        r"(?:fałszyw\w+\s+informacj\w+|fejk\w*)\s+(?:o|na\s+temat)\s+(?:rosyjskiej\s+)?armi\w+",
        r"(?:nepravdiv\w+|falešn\w+)\s+(?:informac\w+|zpráv\w*)\s+o\s+(?:ruské\s+)?armádě",
    ),
    "280.3": (
        r"дискредит(?:аци|иру|иров)\w*\s+(?:(?:использования|действий)\s+)?(?:российск\w+\s+)?"
        r"(?:арми|вс\s+рф|вооруж[её]нн)\w*",
        r"дискредитаці\w+\s+(?:російськ\w+\s+)?армі\w+",
        r"discredit(?:ing|ed|ation\s+of|s)?\s+(?:the\s+)?(?:Russia\w*[’']?s?\s+)?"
        r"(?:army|military|armed\s+forces)",
        r"diskreditierung\s+der\s+(?:russischen\s+)?(?:armee|streitkräfte)",
        r"discrédit(?:er|é|ation\s+de)?\s+(?:sur\s+)?l['’]armée",
        r"discredit(?:o|are|ato|amento)\s+(?:del)?l['’]esercito",
        r"(?:desacreditar|descrédito|desprestigi\w+)\s+(?:al?|del)\s+ejército",
        r"dyskredyt\w+\s+(?:rosyjskiej\s+)?armi\w+",
        r"diskredit\w+\s+(?:ruské\s+)?armády",
    ),
    "275": (
        r"госизмен\w{1,3}|государственн\w{2,3}\s+измен\w{1,2}|держзрад\w{1,2}"
        r"|державн\w{1,2}\s+зрад\w{1,2}",
        r"high\s+treason|state\s+treason|charged\s+with\s+treason|hochverrat\w{0,2}"
        r"|landesverrat\w{0,2}|haute\s+trahison|alto\s+tradimento|alta\s+traición"
        r"|zdrad\w{1,2}\s+stanu|velezrad\w{1,2}|vlastizrad\w{1,2}",
    ),
    "205.2": (
        r"оправдани\w{1,2}\s+терроризм\w*|виправданн\w+\s+тероризму",
        r"(?:justif(?:ying|ication\s+of|ied)|condoning)\s+(?:of\s+)?terrorism",
        r"rechtfertigung\s+(?:von\s+|des\s+)?terrorismus",
        r"(?:apologie\s+du|justification\s+du)\s+terrorisme|(?:apologia|giustificazione)\s+del"
        r"\s+terrorismo|(?:apología|justificación)\s+del\s+terrorismo",
        r"(?:usprawiedliwiani\w|pochwalani\w)\s+terroryzmu|ospravedlňování\s+terorismu",
    ),
    "205.5": (
        r"участи\w{1,2}\s+в\s+(?:деятельности\s+)?террористическ\w+\s+организац\w+",
        r"(?:participat\w+|membership)\s+in\s+a\s+terrorist\s+organi[sz]ation",
    ),
    "280": (r"призыв\w{1,3}\s+к\s+экстремизму", r"calls?\s+(?:for|to)\s+extremism"),
    "282.2": (
        r"участи\w{1,2}\s+в\s+(?:деятельности\s+)?экстремистск\w+\s+(?:организац|сообществ)\w+",
        r"(?:participat\w+\s+in|membership\s+in)\s+an\s+extremist\s+(?:organi[sz]ation|community)",
    ),
    "284.1": (
        r"нежелательн\w{2,3}\s+организац\w{1,3}",
        r"undesirable\s+organi[sz]ations?|unerwünscht\w+\s+organisation\w*"
        r"|organisations?\s+indésirables?|organizzazion\w\s+indesiderat\w|organizacj\w\s+niepożądan\w+",
    ),
    "330.1": (
        r"уклонени\w{1,2}\s+от\s+обязанностей\s+иноагент\w*",
        r"evad(?:ing|ed)\s+(?:the\s+)?(?:duties|obligations)\s+of\s+a\s+foreign\s+agent",
    ),
    "354.1": (
        r"реабилитаци\w{1,2}\s+нацизма",
        r"rehabilitati(?:on\s+of|ng)\s+nazism",
    ),
    "276": (r"шпионаж\w{0,2}|шпигунств\w{1,2}", r"charged\s+with\s+espionage|espionage\s+charges"),
}  # fmt: skip
# A word that every sign of an article holds: `str.find` passes over the rest of a text at once.
_MUST_HOLD: Final[dict[str, tuple[str, ...]]] = {
    "207.3": (
        "фейк", "ложн", "fake", "false ", "misinformation", "disinformation", "falsch", "fausses",
        "notizie false", "informazioni false", "falsa", "fałszyw", "fejk", "nepravdiv", "falešn",
    ),
    "280.3": (
        "дискредит", "discredit", "diskredit", "discrédit", "desacredit", "descrédito",
        "desprestigi", "dyskredyt",
    ),
    "275": (
        "измен", "держзрад", "зрад", "treason", "verrat", "trahison", "tradimento", "traición",
        "zdrad", "zrad",
    ),
    "205.2": ("терроризм", "тероризм", "terrorism", "terroryzm", "terorism"),
    "205.5": ("террористическ", "terrorist organi"),
    "280": ("экстремизм", "extremism"),
    "282.2": ("экстремистск", "extremist"),
    "284.1": ("нежелательн", "undesirable", "unerwünscht", "indésirable", "indesiderat", "niepożąd"),
    "330.1": ("иноагент", "foreign agent"),
    "354.1": ("нацизм", "nazism"),
    "276": ("шпионаж", "шпигунств", "espionage"),
}  # fmt: skip
_PATTERNS: Final = {
    article: re.compile(rf"(?<!\w)(?:{'|'.join(signs)})", re.IGNORECASE)
    for article, signs in _SIGNS.items()
}
_REACH: Final = 80


@dataclass(frozen=True, slots=True)
class WeakSign:
    """A place whose words suggest an article of the Criminal Code; start and end in code points."""

    start: int
    end: int
    article: str


def find_weak_signs(text: str) -> list[WeakSign]:
    """The places of `text` that name an offence without its number. Linear in the length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text  # offsets would not be those of the text (İ and the like)
    signs: list[WeakSign] = []
    for article, words in _MUST_HOLD.items():
        for word in words:
            if word in lowered:
                signs += _near(text, lowered, word, article)
    found: list[WeakSign] = []
    for sign in sorted(signs, key=lambda sign: (sign.start, -sign.end)):
        if not found or sign.start >= found[-1].end:
            found.append(sign)
    return found


def _near(text: str, lowered: str, word: str, article: str) -> Iterator[WeakSign]:
    """The signs of one article around the places of one of its words."""
    pattern = _PATTERNS[article]
    at, done = lowered.find(word), 0
    while at >= 0:
        match = pattern.search(text, max(done, at - _REACH), at + _REACH)
        if match is not None:
            yield WeakSign(match.start(), match.end(), article)
            done = match.end()
        at = lowered.find(word, max(done, at + len(word)))
