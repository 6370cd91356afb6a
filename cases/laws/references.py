"""Pure: references to provisions in texts, read and written.

«п. «д» ч. 2 ст. 207.3 УК РФ», «чч. 1 и 2 ст. 205.2 УК», «ч. 3 ст. 30, ч. 2 ст. 167 УК РФ» (an
attempt), «ст. 20.3.3 ч. 1 КоАП РФ», the long form, "Article 207.3, Part 2, point 'd'". A text is
cut into pieces (points, parts, articles, codes); pieces that stand together make references. Point
letters are Cyrillic and go over by sound: «д» is "d", never "e" for being the fifth. A Latin letter
that some writers mean by place ("c", "e", "f"...) is marked doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from cases.laws.reference_words import (
    ANNOUNCED,
    APART,
    ARTICLE,
    ASIDE,
    CODE,
    CONFIRMED,
    DOUBTFUL_POINTS,
    ELSEWHERE,
    LONGEST_ANNOUNCEMENT,
    NUMBER_SEEN,
    PART,
    PIECE,
    POINT,
    POINT_IN_ENGLISH,
    STATUTE,
    TOGETHER,
    UNSAID,
    code_of,
    numbers_of,
    points_of,
)

Stage = Literal["completed", "preparation", "attempt"]

COMPLETED: Final = "completed"
PREPARATION: Final = "preparation"
ATTEMPT: Final = "attempt"
_STAGE_OF_PART: Final[dict[str, Stage]] = {"1": PREPARATION, "3": ATTEMPT}
_PART_OF_STAGE: Final = {PREPARATION: "1", ATTEMPT: "3"}

CRIMINAL: Final = "УК"
ADMINISTRATIVE: Final = "КоАП"
_ENGLISH_CODES: Final = {
    "УК": "the Criminal Code of Russia",
    "КоАП": "the Code of Administrative Offences of Russia",
    "УПК": "the Code of Criminal Procedure of Russia",
    "УИК": "the Penal Code of Russia",
}
# The Criminal Code ends at 361; official sites print 207.3 as 2073.
_LAST_CRIMINAL_ARTICLE: Final = 361
_LONGEST_RUN: Final = 80
_LONGEST_GAP: Final = 40
_LONGEST_ASIDE: Final = 200
# How far from its number a citation may reach to either side.
_REACH: Final = 300
_FIRST_OF_CRIMINAL_ARTICLES: Final = 105  # of those with a point in their number
_ENGLISH_CODE: Final = re.compile(r"(?:Criminal|Penal)\s+Code", re.IGNORECASE)
_CYRILLIC: Final = re.compile("[а-яіў]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProvisionReference:
    """One provision as cited.

    code: УК, КоАП, УПК, УИК, or "" where the text does not say; article, part: numbers as text;
    point: one Cyrillic letter; stage: preparation or attempt by art. 30 of the Criminal Code.
    doubtful: the letter of the point may have been meant by its place in the alphabet.
    """

    code: str
    article: str
    part: str = ""
    point: str = ""
    stage: Stage = "completed"
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceSpan:
    """References that one stretch of a text makes; start and end in code points."""

    start: int
    end: int
    surface: str
    references: tuple[ProvisionReference, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    values: tuple[str, ...]
    start: int
    end: int
    apart: bool = False  # a comma or an "and" stands before it


@dataclass(slots=True)
class _Group:
    """One article with the parts and points that belong to it."""

    article: str
    parts: tuple[str, ...]
    points: tuple[str, ...]
    start: int
    end: int
    code: str = ""
    stage: Stage = "completed"


def parse_reference(text: str) -> list[ProvisionReference]:
    """All provisions a citation names, in order; empty for a text that names none."""
    found: list[ProvisionReference] = []
    for span in find_references(text):
        found += [reference for reference in span.references if reference not in found]
    return found


def find_references(text: str) -> list[ReferenceSpan]:
    """The stretches of `text` that cite provisions. Linear in the length of the text.

    A bare "article 5" without a code is left out: contracts and constitutions have articles too.
    A number that only Russian codes have (207.3, 20.3.3) counts without one.
    """
    spans: list[ReferenceSpan] = []
    for start, end in _places(text):
        for run in _runs(list(_pieces(text, start, end)), text):
            for group in _groups(run):
                surface = text[group.start : group.end]
                references = _references(group, surface)
                if references:
                    spans.append(ReferenceSpan(group.start, group.end, surface, references))
    return spans


def format_reference(reference: ProvisionReference, language: str) -> str:
    """The reference as written in `language`: as Russian courts do for ru, in English otherwise.

    >>> format_reference(ProvisionReference("УК", "207.3", "2", "д"), "en")
    'Art. 207.3 part 2 (д) of the Criminal Code of Russia'
    """
    if language == "ru":
        return _in_russian(reference)
    words = f"Art. {reference.article}"
    if reference.part:
        words += f" part {reference.part}"
    if reference.point:
        words += f" ({reference.point})" if reference.part else f", point «{reference.point}»"
    if reference.stage != COMPLETED:
        words = f"Art. 30 part {_PART_OF_STAGE[reference.stage]}, {words}"
    return f"{words} of {_ENGLISH_CODES[reference.code]}" if reference.code else words


def _in_russian(reference: ProvisionReference) -> str:
    words = f"ст. {reference.article}"
    if reference.part:
        words = f"ч. {reference.part} {words}"
    if reference.point:
        words = f"п. «{reference.point}» {words}"
    if reference.stage != COMPLETED:
        words = f"ч. {_PART_OF_STAGE[reference.stage]} ст. 30, {words}"
    return f"{words} {reference.code} РФ" if reference.code else words


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text that may hold citations, in order, none touching the next."""
    start = end = -1
    for number in NUMBER_SEEN.finditer(text):
        at, behind = number.span()
        announced = ANNOUNCED.search(text, max(0, at - LONGEST_ANNOUNCEMENT), at)
        if announced is None and CONFIRMED.match(text, behind) is None:
            continue
        if end < at - _REACH:
            if end >= 0:
                yield start, end
            start = max(0, at - _REACH)
        end = min(len(text), behind + _REACH)
    if end >= 0:
        yield start, end


def _pieces(text: str, start: int, end: int) -> Iterator[_Piece]:
    for match in PIECE.finditer(text, start, end):
        at, behind = match.span()
        if match["code"] is not None:
            yield _Piece(CODE, (code_of(match["code"]),), at, behind)
        elif match["article"] is not None:
            numbers = numbers_of(match["article"])
            if match["prime"] is not None:
                numbers = (*numbers[:-1], f"{numbers[-1]}.{match['prime']}")
            yield _Piece(ARTICLE, numbers, at, behind)
            if match["inner_part"] is not None:
                yield _Piece(PART, (match["inner_part"],), behind, behind)
        elif match["part"] is not None:
            yield _Piece(PART, numbers_of(match["part"]), at, behind)
            if match["inner_point"] is not None:
                yield _Piece(POINT, points_of(match["inner_point"]), behind, behind)
        elif match["ordinal_part"] is not None:
            yield _Piece(PART, numbers_of(match["ordinal_part"]), at, behind)
        elif match["part_first"] is not None:
            yield _Piece(PART, (match["part_first"],), at, behind)
        elif match["points"] is not None:
            yield _Piece(POINT, points_of(match["points"]), at, behind)
        elif match["first"] is not None:
            yield _Piece(ARTICLE, numbers_of(match["first"]), at, behind)
        elif match["bare"] is not None:
            yield _Piece(ARTICLE, numbers_of(match["bare"]), at, match.end("bare"))
            yield _Piece(CODE, (code_of(match["bare_code"]),), match.start("bare_code"), behind)


def _runs(pieces: list[_Piece], text: str) -> Iterator[list[_Piece]]:
    """Pieces with nothing but joining words between them."""
    run: list[_Piece] = []
    for piece in pieces:
        if run:
            gap = text[run[-1].end : max(run[-1].end, piece.start)]
            # No citation is that long; a list of thousands must not cost the square of its length.
            if _LONGEST_GAP < len(gap) <= _LONGEST_ASIDE:
                gap = ASIDE.sub(" ", gap)
            if len(run) >= _LONGEST_RUN or len(gap) > _LONGEST_GAP or not _joined(gap):
                yield run
                run = []
            elif APART.search(ASIDE.sub(" ", gap)):
                piece = replace(piece, apart=True)
        run.append(piece)
    if run:
        yield run


def _joined(gap: str) -> bool:
    return bool(TOGETHER.fullmatch(gap) or TOGETHER.fullmatch(ASIDE.sub(" ", gap)))


def _groups(run: list[_Piece]) -> list[_Group]:
    """The articles of a run with what belongs to each, codes and stages spread over them."""
    groups: list[_Group] = []
    parts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    start: int | None = None
    uncoded = 0
    leading = ""  # «УК РФ, статья 280.3»
    for at, piece in enumerate(run):
        if piece.kind == CODE and piece.values[0] == STATUTE and (piece.apart or not groups):
            continue  # «закон, статья 280.3» speaks of two things
        if piece.kind == CODE:
            if not groups:
                leading = piece.values[0]
            for group in groups[uncoded:]:
                group.code = piece.values[0]
                group.end = piece.end if group is groups[-1] else group.end
            uncoded = len(groups)
        elif piece.kind == ARTICLE:
            for number, article in enumerate(piece.values):
                own_parts, own_points = (parts, points) if number == 0 else ((), ())
                begin = piece.start if start is None else start
                groups.append(_Group(article, own_parts, own_points, begin, piece.end))
            parts, points, start = (), (), None
        elif groups and _belongs_behind(run, at, groups[-1]):
            if piece.kind == PART:
                groups[-1].parts += piece.values
            else:
                groups[-1].points += piece.values
            groups[-1].end = piece.end
        else:
            start = piece.start if start is None else start
            if piece.kind == PART:
                parts += piece.values
            else:
                points += piece.values
    for group in groups:
        group.code = group.code or leading
    return _with_stages(groups)


def _belongs_behind(run: list[_Piece], at: int, group: _Group) -> bool:
    """Whether a part or point belongs to the article before it rather than to the one behind."""
    piece = run[at]
    if piece.start == piece.end:
        return True  # it stood in brackets at the number itself
    if (group.parts if piece.kind == PART else group.points) and run[at - 1].kind in (
        ARTICLE,
        CODE,
    ):
        return False
    for later in run[at + 1 :]:
        if later.kind == CODE:
            return True
        if later.kind == ARTICLE:
            # «ст. 30 ч. 3, ст. 167» or «ст. 167, ч. 1 ст. 222»: the comma shows where it belongs,
            # and without any the citation goes on as it began.
            if later.apart != piece.apart:
                return later.apart
            return run[0].kind == ARTICLE
    return True


def _with_stages(groups: list[_Group]) -> list[_Group]:
    """Art. 30 said before an article is its stage, not a provision of its own; so is art. 33."""
    kept: list[_Group] = []
    stage: Stage = "completed"
    start: int | None = None
    for group in groups:
        is_stage = group.article == "30" and group.code in ("", CRIMINAL)
        if is_stage and group.parts[:1] and group.parts[0] in _STAGE_OF_PART:
            stage, start = _STAGE_OF_PART[group.parts[0]], group.start
            continue
        if group.article == "33" and group.code in ("", CRIMINAL) and group is not groups[-1]:
            continue  # complicity, said before the article proper
        if stage != COMPLETED:
            group.stage, group.start = stage, group.start if start is None else start
            stage, start = "completed", None
        kept.append(group)
    return kept


def _references(group: _Group, surface: str) -> tuple[ProvisionReference, ...]:
    if group.code in (ELSEWHERE, STATUTE):
        return ()
    article = _unflattened(group.article, group.code)
    code = _code_by_number(article, surface) if group.code in ("", UNSAID) else group.code
    if code is None:
        if group.code != UNSAID or _ENGLISH_CODE.search(surface) is None:
            return ()  # "§ 129 StGB" is of the writer's own country
        code = ""
    elif group.code == UNSAID and code == "":
        code = CRIMINAL
    found: list[ProvisionReference] = []
    for part in group.parts or ("",):
        # Points stand with the last part that was named.
        points = group.points if part == (group.parts or ("",))[-1] else ()
        for letter in points or ("",):
            point = POINT_IN_ENGLISH.get(letter, letter)
            reference = ProvisionReference(code, article, part, point, group.stage)
            found.append(replace(reference, doubtful=letter in DOUBTFUL_POINTS))
    return tuple(found)


def _code_by_number(article: str, surface: str) -> str | None:
    """The code that an article's number alone shows, "" where it could be two; None for none.

    20.3.3 stands in the code of offences only, 207.3 in the Criminal Code most likely. "Article 6.1"
    in a text of another language is of a convention rather than of the code of offences.
    """
    if article.count(".") == 2:
        return ADMINISTRATIVE
    if "." not in article:
        return None
    if int(article.partition(".")[0]) < _FIRST_OF_CRIMINAL_ARTICLES:
        return "" if _CYRILLIC.search(surface) else None
    return ""


def _unflattened(article: str, code: str) -> str:
    """Official sites print superscripts flat: 2073 of the Criminal Code is 207.3."""
    if code == CRIMINAL and article.isdigit() and int(article) > _LAST_CRIMINAL_ARTICLE:
        if len(article) == 4 and int(article[:3]) <= _LAST_CRIMINAL_ARTICLE:
            return f"{article[:3]}.{article[3]}"
    return article
