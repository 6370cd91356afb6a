"""Pure: the part that somebody has in a case of another: judge, prosecutor, lawyer, witness, deputy.

«Судья Мещанского суда Мария Ветрова», "His lawyer, Maria Vetrova,": an article about one prisoner names
many such people, and some of them bear the full name of another. «Адвокат Марии Ветровой» names her
lawyer, so with a declined name only an office counts, which nobody has *of* a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_OFFICE: Final = (
    r"судь(?:я|и|е|ю|[её]й)|прокурор\w{0,3}|помощни\w{1,3}\s+прокурора|следовател\w{1,3}|дознавател\w{1,3}"
    r"|гособвинител\w{1,3}|обвинител\w{1,3}|судд(?:я|і|ю|ею)|прокурорк\w|слідч(?:ий|ого|ому|им|а|ої)"
    r"|суддз(?:я|і|ю|ёй)|пракурор\w{0,3}|следч(?:ы|ага|аму|ым)"
    r"|judges?|prosecutors?|investigators?|Richter(?:in)?|Staatsanw(?:alt|ältin)|Ermittler(?:in)?"
    r"|juge|procureure?|enquêteur|enquêtrice|giudice|procura(?:tore|trice)|juez|jueza|fiscal"
    r"|sędzi[aęego]{0,3}|prokurator\w{0,3}|śledcz\w{1,3}|soudkyn\w{1,2}|soudce\w{0,2}|žalobc\w{1,2}"
    r"|teisėj\w{1,3}|prokuror\w{1,3}|tiesnes\w{1,3}"
)
_PART: Final = (
    r"адвокат(?:есса)?|защитни(?:к|ца)|свидетель(?:ница)?|потерпевш(?:ий|ая)|эксперт|доносчи(?:к|ца)|депутат"
    r"|полицейский|оперативник|омоновец|начальник|нотариус|переводчи(?:к|ца)|захисни(?:к|ця)|свідок|експерт"
    r"|абарон(?:ца|ніца)|сведка|lawyer|attorney|witness|expert|deputy|lawmaker|officer|informer"
    r"|Anw(?:alt|ältin)|Zeug(?:e|in)|Abgeordneter?|avocate?|témoin|députée?|avvocat[oa]|testimone|deputat[oa]"
    r"|abogad[oa]|testigo|diputad[oa]|adwokat(?:ka)?|obroń(?:ca|czyni)|świadek|poseł|posłanka|advokát(?:ka)?"
    r"|obháj(?:ce|kyně)|svěd(?:ek|kyně)|poslan(?:ec|kyně)|advokat(?:as|ė)|liudytoj(?:as|a)|advokāt[se]"
)
# What may stand between the part and the name: an institution in the genitive, names of towns.
_BETWEEN: Final = (
    r"(?:\s+(?:[А-ЯЁЇІЄҐЎA-ZÀ-Ž][\w-]*|\w{4,}(?:ого|его|ой|ей|ых|их|ага|аго|ої|ій|ego|iej|ého)|суда|отдела|комитета"
    r"|прокуратуры|полиции|собрания|совета|управления|района|области|края|города|думы|по|делам|of|the"
    r"|court|district|city|regional|police|state|council|du|de|la|del|della|di|des))"
)
_FORMER: Final = re.compile(
    r"(?:бывш\w{2,3}|экс-|колишн\w{1,3}|былы?|former|ex-|ehemalig\w{1,2}|anci\w+|była?|byl\w+)\s*$",
    re.IGNORECASE,
)
_BEFORE: Final = tuple(
    re.compile(rf"(?<!\w)(?P<word>(?i:{words})),?{_BETWEEN}{{0,6}}\s+$")
    for words in (_OFFICE, _PART)
)
_BEHIND: Final = tuple(
    re.compile(
        rf"\s*[,(]\s*(?:(?:his|her|their|an?|the|его|её|ее|их|sein|ihre?|son|sa|suo|sua|su|jego|jej)\s+)?"
        rf"(?P<word>(?i:{words}))(?!\w)"
    )
    for words in (_OFFICE, _PART)
)
_NEAR: Final = 110
_LINE_END: Final = re.compile(r"[\n.;:!?](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class PartInCase:
    """A part at a name, as written; office: of court or prosecution rather than of the defence."""

    word: str
    office: bool


def part_at(
    text: str, start: int, end: int, occupations: str, *, declined: bool
) -> PartInCase | None:
    """The part of another's case that stands at the name; None for none, or for the person's own.

    occupations: those on record. declined: whether the name stands in another case than the first.
    """
    before = _LINE_END.split(text[max(0, start - _NEAR) : start])[-1]
    behind = text[end : end + _NEAR]
    known = occupations.lower()
    for number, office in enumerate((True, False)):
        found = _BEFORE[number].search(before)
        if found is not None and (office or not declined):
            if _FORMER.search(before[: found.start()]) is None and not _own(found["word"], known):
                return PartInCase(found["word"], office)
        after = _BEHIND[number].match(behind)
        if after is not None and not _own(after["word"], known):
            return PartInCase(after["word"], office)
    return None


def _own(word: str, known: str) -> bool:
    """Whether the record has it for an occupation of this person."""
    return bool(known) and word.lower()[: max(4, len(word) - 2)] in known
