"""Invented people with their case forms, and articles that name them; the same in every run."""

import random
from dataclasses import dataclass
from itertools import accumulate

from tests.bench.invented import _BEGINNINGS, _ENDINGS, _GIVEN_MEN, _GIVEN_WOMEN, _MIDDLES, _pairs

# Endings of the six cases: what is cut from the nominative, and what then follows.
_MAN = {
    "ий": (1, "й я ю я ем и"),
    "ь": (1, "ь я ю я ем е"),
    "й": (1, "й я ю я ем е"),
    "я": (1, "я и е ю ей е"),
    "": (0, " а у а ом е"),
}
_WOMAN = {
    "ия": (1, "я и и ю ей и"), "я": (1, "я и е ю ей е"), "га": (1, "а и е у ой е"),
    "а": (1, "а ы е у ой е"),
}  # fmt: skip
_SURNAMES = {
    "ский": (2, "ий ого ому ого им ом"), "ская": (2, "ая ой ой ую ой ой"),
    "енко": (0, "     "), "ва": (1, "а ой ой у ой ой"), "на": (1, "а ой ой у ой ой"),
    "": (0, " а у а ым е"),
}  # fmt: skip
_PATRONYMICS = {"а": (1, "а ы е у ой е"), "": (0, " а у а ем е")}
# How two other systems spell what the first spells so.
_SYSTEMS = (
    (),
    (("sk", "sk"), ("ya", "ia"), ("yu", "iu"), ("ii", "iy"), ("kh", "h")),
    (("skii", "sky"), ("ii", "y"), ("yo", "e"), ("zh", "j")),
)


@dataclass(frozen=True)
class Named:
    """A person with Russian names in six cases and the Latin spelling on record."""

    given: tuple[str, ...]
    patronymic: tuple[str, ...]
    surname: tuple[str, ...]
    latin: tuple[str, str]

    @property
    def on_record(self) -> list[str]:
        """The two names that the record holds."""
        whole = f"{self.surname[0]} {self.given[0]} {self.patronymic[0]}"
        return [whole, " ".join(self.latin)]


@dataclass(frozen=True)
class Article:
    """A text with the places where people on record stand in it: (start, end)."""

    text: str
    language: str
    planted: tuple[tuple[int, int], ...]


def declined(word: str, table: dict[str, tuple[int, str]]) -> tuple[str, ...]:
    """The six cases of a name by the first ending of `table` that it has."""
    for ending, (cut, cases) in table.items():
        if word.endswith(ending):
            stem = word[: len(word) - cut]
            return tuple(stem + case for case in cases.split(" "))
    raise ValueError(word)


def invented_people(number: int, seed: int = 1) -> list[Named]:
    """That many people with one of some 30,000 surnames each; some are borne by many."""
    chance = random.Random(seed)
    begin, middle, end = _pairs(_BEGINNINGS), _pairs(_MIDDLES), _pairs(_ENDINGS)
    surnames = [(a, (b,), z) for a in begin for b in middle for z in end]
    surnames += [
        (a, (b, c), z) for a in begin for b in middle[::4] for c in middle[::2] for z in end
    ]
    chance.shuffle(surnames)
    # Пётр and Павел lose a vowel in the other cases, which the tables above do not know.
    men = [pair for pair in _pairs(_GIVEN_MEN) if pair[0] not in ("Пётр", "Павел")]
    women = _pairs(_GIVEN_WOMEN)
    found = []
    for _ in range(number):
        first, middles, last = surnames[int(len(surnames) * chance.random() ** 1.5)]
        woman = chance.random() < 0.3
        given = chance.choice(women if woman else men)
        stem, latin = (first[i] + "".join(part[i] for part in middles) for i in (0, 1))
        father = chance.choice(("Иван", "Максим", "Олег", "Борис", "Степан", "Роман", "Антон"))
        found.append(
            Named(
                declined(given[0], _WOMAN if woman else _MAN),
                declined(father + ("овна" if woman else "ович"), _PATRONYMICS),
                declined(stem + last[2 if woman else 0], _SURNAMES),
                (given[1], latin + last[3 if woman else 1]),
            )
        )
    return found


def surface_forms(person: Named) -> list[str]:
    """The 64 forms that a matcher of whole forms is given for a person."""
    forms = []
    for given, patronymic, surname in zip(
        person.given, person.patronymic, person.surname, strict=True
    ):
        g, p = f"{given[0]}.", f"{patronymic[0]}."
        forms += [
            f"{given} {surname}", f"{surname} {given}", f"{given} {patronymic} {surname}",
            f"{surname} {given} {patronymic}", f"{g} {surname}", f"{g} {p} {surname}",
            f"{g}{p} {surname}", f"{surname} {g}", f"{surname} {g} {p}",
        ]  # fmt: skip
    for system in _SYSTEMS:
        given, surname = person.latin
        for ours, theirs in system:
            given, surname = given.replace(ours, theirs), surname.replace(ours, theirs)
        forms += [f"{given} {surname}", f"{surname} {given}", f"{given[0]}. {surname}"]
    return [*forms, f"{person.given[0]} {person.patronymic[0][0]}. {person.surname[0]}"]


def articles(people: list[Named], number: int, seed: int = 2) -> list[Article]:
    """Texts of about 5 kB, three in four Russian, that name one or two people each and others too."""
    chance = random.Random(seed)
    others = invented_people(5_000, seed + 1)
    words = {"ru": _vocabulary(chance, 0), "en": _vocabulary(chance, 1)}
    weights = list(accumulate(1 / (rank + 8) for rank in range(_WORDS)))
    return [
        _article(people, others, words, weights, chance, "ru" if chance.random() < 0.75 else "en")
        for _ in range(number)
    ]


_WORDS = 12_000
_COMMON = (
    "и в не на что с по как из к у за от о для до это при его но были или уже также после",
    "the of and to in a that was for on with as by at from his it were is be had but not after",
)


def _vocabulary(chance: random.Random, side: int) -> list[str]:
    """Invented words, common ones short."""
    pieces = [part[side].lower() for part in (*_pairs(_BEGINNINGS), *_pairs(_MIDDLES))]
    ends = (
        ("о", "ать", "ность", "ный", "ами", "е")[:6] if side == 0 else ("", "e", "ing", "ed", "s")
    )
    found = _COMMON[side].split()
    for rank in range(len(found), _WORDS):
        count = 1 + (rank > 60) + (rank > 3_000 and chance.random() < 0.5)
        found.append("".join(chance.choices(pieces, k=count)) + chance.choice(ends))
    return found


def _article(
    people: list[Named],
    others: list[Named],
    words: dict[str, list[str]],
    weights: list[float],
    chance: random.Random,
    language: str,
) -> Article:
    pieces: list[str] = []
    planted: list[tuple[int, int]] = []
    length = written = 0
    # Two bytes a Cyrillic letter.
    while (goal := 2_750 if language == "ru" else 5_000) > length:
        sentence = chance.choices(words[language], cum_weights=weights, k=chance.randint(7, 18))
        sentence[0] = sentence[0].capitalize()
        if chance.random() < 0.35:  # a place, an organisation
            at = chance.randrange(len(sentence))
            sentence[at] = sentence[at].capitalize()
        text = " ".join(sentence)
        about, name = chance.random(), ""
        if about < 0.06 or (written == 0 and length > goal / 2):
            name = chance.choice(surface_forms_in(people[chance.randrange(len(people))], language))
            written += 1
        elif about < 0.15:
            name = chance.choice(surface_forms_in(others[chance.randrange(len(others))], language))
        if name:
            if about < 0.06 or about >= 0.15:
                planted.append((length + len(text) + 1, length + len(text) + 1 + len(name)))
            text = f"{text} {name} {chance.choice(words[language])}"
        pieces.append(text + (". " if chance.random() < 0.8 else ".\n\n"))
        length += len(pieces[-1])
    return Article("".join(pieces), language, tuple(planted))


def surface_forms_in(person: Named, language: str) -> list[str]:
    """The forms that a text in one language may hold."""
    forms = surface_forms(person)
    return forms[54:63] if language == "en" else [*forms[:54], forms[63]]
