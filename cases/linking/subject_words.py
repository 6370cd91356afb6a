"""Pure: words that say a text is about prosecution, courts and prisons.

They are weak evidence that a frequent name means the person on record and not a footballer.
"""

import re
from typing import Final

_BEGINNINGS: Final = """
политзаключ политическ репресс осужд осуди приговор колони сизо арест задерж обвин дело\\b дела\\b
уголовн суд\\b суда\\b суде\\b судья прокур адвокат фейк дискредитац экстремист терроризм иноагент
узник этап освобод помилов обмен диссидент оппозицион правозащит мемориал овд
політв'яз засудж вирок ув'язн заарешт звинувач колонії
палітвязн асудж прысуд затрым
political\\sprisoner prisoner prison jail jailed imprison sentenc convict dissident detain arrest
court trial charge extremis terroris discredit activist opposition crackdown antiwar anti-war
häftling gefangen inhaftier verurteil gericht haft straf dissident regimekritiker
prisonnier condamn détenu procès arrêt tribunal emprisonn opposant
prigionier condann detenut carcere processo dissident tribunale
więźni wiezni skazan areszt kolonii sąd\\b sądu wyrok oskarż opozycjonist
preso detenid condenad cárcel tribunal juicio opositor
vězn odsouz soud zatčen trest
политически\\sзатворник затворник осъден затвор съд\\b присъд
""".split()

_PATTERN: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(_BEGINNINGS, key=len, reverse=True)) + ")", re.IGNORECASE
)
_WORD: Final = re.compile(r"[\w'’-]{0,40}")
_LETTER: Final = re.compile(
    r"(?<!\w)(?:открыт\w+ письм|письм[оае]|обращени|воззвани|призв|open letter|letter|appeal"
    r"|offener brief|offenen brief|appell|aufruf|lettre|appel|lettera|appello|list(?: otwarty)?\b"
    r"|apel|carta|apelo|dopis|výzv|отворено писмо|лист\b|звернен)",
    re.IGNORECASE,
)


def subject_words(text: str, *, most: int = 6) -> tuple[str, ...]:
    """Up to `most` words of the subject in `text`, as far as its first 20,000 characters.

    Each as it stands there; of one beginning only the first.
    """
    found: dict[str, str] = {}
    for match in _PATTERN.finditer(text[:20_000]):
        rest = _WORD.match(text, match.end())
        found.setdefault(match.group().casefold(), match.group() + (rest.group() if rest else ""))
        if len(found) >= most:
            break
    return tuple(found.values())


def speaks_of_letter(text: str) -> bool:
    """Whether a text speaks of a letter or an appeal at all."""
    return _LETTER.search(text[:20_000]) is not None
