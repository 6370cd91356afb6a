"""What stands around a name: streets and foundations that bear it, gaps that join its words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from people.names.language.folding import APOSTROPHES, HYPHENS, INVISIBLE, fold, soften
from people.names.language.inflection import UNDECLINED, nominatives
from people.names.language.particles import words_of_kind
from people.names.language.tables import rows
from people.names.language.written import suffix_within

SPACE: Final = "space"
DOT: Final = "dot"
LINE: Final = "line"
PARTICLE: Final = "particle"
LINEAGE: Final = "lineage"
# "and" between two words: a break, but for double surnames (Ортега и Гассет).
CONJUNCTION: Final = "conjunction"
BREAK: Final = ""
_CONJUNCTIONS: Final = frozenset("и й і та y e i".split())

_LONGEST_GAP: Final = 20
# Long runs of blanks are what `asides` leaves behind.
# Marks, or the apostrophe of a soft sign: Igor' Petrov.
_SPACES: Final = re.compile(rf"(?:[*†‡]{{0,3}}|[{APOSTROPHES}])[ \u00a0\u202f\t]{{1,400}}")
_DOT: Final = re.compile(r"\.[ \u00a0\u202f]{0,2}(?:-[ ]?)?")
_LINE: Final = re.compile(r"[ \t]{0,3}\r?\n[ \t]{0,3}")
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]+")
_GAP_WORD: Final = re.compile(rf"[^\W\d_]+|['’ʼ\s\u00a0{HYPHENS}]|[^\s]")
_JOINING: Final = re.compile(rf"['’ʼ \u00a0\u202f{HYPHENS}]+")
# The word before a name, over a quotation mark or an abbreviating dot; read backwards, for then it
# is found at once.
_WORDS_BEFORE: Final = re.compile(r"\n?[ \u00a0.«\"“„‘']{1,3}([^\W\d_]+)")
_OPENING: Final = "«“„\"'‘"
_WORD_AFTER: Final = re.compile(r"(?:['’]s?)?[ \u00a0»\"”-]{1,2}([^\W\d_]+)")
_SUFFIX_AFTER: Final = re.compile(
    r"[, \u00a0-]{1,3}(?:(?:Jr|Sr|мл|ст)\.|(?:Jr|Sr|Junior|Senior|II|III|IV)\b"
    r"|младш\w{2,3}\b|старш\w{2,3}\b|молодш\w{2,3}\b|mladší\w*|młodsz\w+)"
)
# Before a name these words cannot stand with a nominative: prepositions, nouns and adjectives of men in
# the genitive («против Александра», «известного журналиста Александра»).
_WORD_BEFORE: Final = re.compile(r"\n?[ \u00a0]([^\W\d_]+)")
_OBLIQUE: Final = re.compile(
    r"(?:у|от|для|без|против|кроме|до|после|около|вокруг|ради|возле|вместо|среди|из|на|в|во|о|об"
    r"|за|к|с|со|над|под|при|про|через|від|для|проти|біля|після|замість|крім|серед|з|із|зі|до|по"
    r"|ад|супраць|пасля|для|без|з|са"
    r"|\w+(?:ого|его|ього|ага|яго)|\w*(?:тора|ента|анта|иста|іста|истра|теля|лога|ника|ката|аря|нера|мьера|лера"
    r"|дира|кира|арха|графа|офа|отца|автора|брата|сына|мужа|деда|друга|главы|судьи|коллеги|сотрудника"
    r"|дела|делу|деле|имени|смерти|ареста|задержания|приговора|убийства|убийстве|суда|суде|показания"
    r"|слова|словам))",
    re.IGNORECASE,
)
# Women's words in the accusative end in -у as well (сестру, актрису), but not these.
_DATIVE: Final = re.compile(
    r"\w+(?:тору|енту|анту|исту|нистру|леру|неру|серу|меру|мьеру|керу|деру|вцу|телю|арю|логу|нику|кату"
    r"|путату|дату|графу|главам|ерам|орам|ентам|истам|никам|телям|едам|атам)",
    re.IGNORECASE,
)
_LABELS_AT_MOST: Final = 60


@lru_cache(maxsize=4_000)
def gap_kind(gap: str, after_initial: bool) -> str:
    """What lies between two name words: SPACE, DOT, LINE, PARTICLE, LINEAGE, or "" (a break)."""
    if _SPACES.fullmatch(gap):
        return SPACE
    if after_initial and (gap == "" or _DOT.fullmatch(gap)):
        return DOT
    if _LINE.fullmatch(gap):
        return LINE
    words = [piece for piece in _GAP_WORD.findall(gap) if not _JOINING.fullmatch(piece)]
    if words and len(words) <= 3 and not gap.startswith("\n"):
        folded = [fold(word) for word in words]
        if len(folded) == 1 and folded[0] in _CONJUNCTIONS:
            return CONJUNCTION
        if all(word in words_of_kind("particle") for word in folded):
            return PARTICLE
        if all(word in words_of_kind("lineage") for word in folded):
            return LINEAGE
    return BREAK


def gap_between(text: str, end: int, start: int, after_initial: bool) -> str:
    """`gap_kind` of the text between two places; a long gap is a break without looking."""
    if start - end > _LONGEST_GAP:
        return SPACE if _SPACES.fullmatch(text, end, start) else BREAK
    return gap_kind(_INVISIBLE.sub("", text[end:start]), after_initial)


@cache
def _bearers(place: str) -> frozenset[str]:
    return frozenset(fold(word) for where, word in rows("name_bearers") if where == place)


def bearer_of_name(text: str, start: int, end: int, language: str, *, genitive: bool) -> str:
    """The word that makes `text[start:end]` the name of a street, foundation or law; "" if none.

    `genitive`: whether the name can stand in the genitive there. «Глава фонда Горинов» is the
    man, «фонд Горинова» is not.
    """
    after = _WORD_AFTER.match(text, end, end + 40)
    if after is not None and (
        (after[1][:1].isupper() and fold(after[1]) in _bearers("after"))
        or fold(after[1]) in _bearers("after-small")
    ):
        return after[1]
    before = _word_before(_WORDS_BEFORE, text, start)
    if not before or len(before) > 14:
        return ""
    if fold(before) in _bearers(f"named-{language}"):
        return before
    # «Теплоход «Фёдор Журавлёв»»: what is quoted behind such a word is its name.
    quoted = text[start - 1] in _OPENING
    if quoted or (genitive and language not in UNDECLINED):
        forms = nominatives(soften(before), language)
        if any(fold(form.word) in _bearers("before") for form in forms):
            return before
    return ""


# «Орловский район», «на Орловском проспекте»: an adjective of a place, whoever is called so.
_PLACE_NOUN: Final = re.compile(
    r"[ \u00a0](?:(?:городск|районн|областн|краев|гарнизонн|міськ|раённ|гарадск)\w{2,4}[ \u00a0]\w"
    r"|(?:район|област|кра[йяею]|краем|округ|проспект|улиц|площад|переул|шоссе|набережн|бульвар|вокзал"
    r"|сельсовет|губерни|уезд|волост|поселен|мост|пруд|кладбищ|рынок|рынк|монастыр|кремл|епархи|митропол"
    r"|централ|университет|вулиц|площ|провулок|провулк|вобласц|раён|вуліц|праспект)\w{0,4}(?!\w))"
)
_ADJECTIVE: Final = re.compile(
    r"[^\W\d_]+(?:[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|а|і|ої|ій|у|ою|ага|аму|ая|ай|і)"
    r"|[нв](?:ый|ого|ому|ым|ом|ая|ой|ую|ое|ий|і|ої|ій))",
    re.IGNORECASE,
)


def is_adjective_of_place(text: str, start: int, end: int) -> bool:
    """Whether the word at a place is the adjective of a street or region: «Орловская область»."""
    return (
        _PLACE_NOUN.match(text, end) is not None
        and _ADJECTIVE.fullmatch(text, start, end) is not None
    )


def _word_before(backwards: re.Pattern[str], text: str, start: int) -> str:
    found = backwards.match(text[max(0, start - 30) : start][::-1])
    return found[1][::-1] if found is not None else ""


def suffix_after(text: str, end: int) -> str:
    """Jr, младший, II directly after a name or behind a hyphen of it, as written; "" if none."""
    within = suffix_within(text[max(0, end - 20) : end].lower())
    if within:
        return within
    found = _SUFFIX_AFTER.match(text, end, end + 20)
    return found.group().strip(" ,\u00a0") if found is not None else ""


def is_oblique_before(text: str, start: int) -> bool:
    """Whether the word before a name shows that the name cannot stand in the nominative there.

    For East Slavic texts, where «Александра Козырева» is a woman or a man in the genitive.
    """
    before = _word_before(_WORD_BEFORE, text, start)
    return bool(before) and _OBLIQUE.fullmatch(before) is not None


# «По словам главы ведомства Александра Жарова», «директора Института политики Евгения Минченко».
_OFFICE: Final = re.compile(
    r"\w*(?:директора|ректора|доктора|прокурора|губернатора|редактора|сенатора|министра|премьера|мэра|лидера"
    r"|тренера|офицера|инженера|менеджера|президента|депутата|адвоката|солдата|делегата|кандидата|магната"
    r"|руководителя|председателя|заместителя|представителя|основателя|создателя|учителя|писателя|правозащитника"
    r"|начальника|советника|полковника|подполковника|сотрудника|чиновника|секретаря|журналиста|активиста"
    r"|артиста|юриста|посла|капитана|майора|генерала|сержанта|лейтенанта|адмирала|члена|главы|судьи|коллеги"
    r"|отца|брата|сына|мужа|деда|дяди|друга|внука|ведущего|управляющего|снайпера|режиссёра|режиссера)",
    re.IGNORECASE,
)
_IN_GENITIVE: Final = re.compile(
    r"(?:[^\W\d_]+(?:[аяыи]|[оеё]в|[оеё]й|[ое]го|[ыи]х)|[А-ЯЁA-Z]{2,}|и|по|в|на)"
)
_MOST_WORDS_OF_OFFICE: Final = 5


def is_office_before(text: str, start: int) -> bool:
    """Whether an office of a man in the genitive stands before a name, with what it is the office of."""
    before = text[max(0, start - 90) : start]
    if not before.endswith((" ", "\u00a0")):
        return False
    words = before.rsplit(None, _MOST_WORDS_OF_OFFICE + 1)[-_MOST_WORDS_OF_OFFICE - 1 :]
    for word in reversed(words):
        if _OFFICE.fullmatch(word):
            return True
        if not _IN_GENITIVE.fullmatch(word.strip('«»"')):
            return False
    return False


_BEFORE_LABEL: Final = re.compile(r"[\n(\[|/©•.…!?»”\"]")


def is_dative_before(text: str, start: int) -> bool:
    """Whether the word before a name is a man's office, or several people's, in the dative.

    «Тренеру Алену», «зампредам Александру»: what follows is in the dative as well, and no woman;
    so it is over the name of a country («президенту Белоруссии Александру»).
    """
    before = _word_before(_WORD_BEFORE, text, start)
    if before[:1].isupper():
        before = _word_before(_WORD_BEFORE, text, start - len(before) - 1)
    return bool(before) and _DATIVE.fullmatch(before) is not None


@cache
def _byline() -> re.Pattern[str]:
    labels = "|".join(
        re.escape(word).replace(r"\ ", r"\s+")
        for where, word in sorted(rows("name_bearers"), key=lambda row: -len(row[1]))
        if where == "byline"
    )
    return re.compile(
        rf"(?:\A|{_BEFORE_LABEL.pattern}\s*)(?:(?:{labels})\s*[:/–—-]|©|(?:{labels})\s+©"
        rf"|(?:by|photo by|text by|reporting by|written by|edited by|фото|снимка|foto)[ \u00a0])"
        rf"[^\n:;!?]{{0,{_LABELS_AT_MOST}}}$",
        re.IGNORECASE,
    )


def byline_before(text: str, start: int) -> str:
    """The label that makes a name the author of a text or picture («Фото:»), as written; "" if none."""
    line = text.rfind("\n", max(0, start - 2 * _LABELS_AT_MOST), start) + 1
    before = text[max(line, start - 2 * _LABELS_AT_MOST) : start]
    if not before.strip():
        return ""
    pattern = _byline()
    for place in (0, *[sign.start() for sign in _BEFORE_LABEL.finditer(before)]):
        found = pattern.match(before, place)
        if found is not None:
            return found.group().strip(" \n(|.")
    return ""
