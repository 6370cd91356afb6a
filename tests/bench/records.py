"""People and their records, with a few that have far more than others."""

import random

from cases.casefile.models import Case, CaseEvent, EventKind, Party, Recognition
from cases.charges.models import Charge, ChargeUpdate, Sentence
from cases.detention.models import Detention, Release, Transfer
from cases.institutions.models import Institution
from cases.laws.models import Law, Provision, ProvisionEdition
from cases.letters.models import Demand, LetterText, OpenLetter, Signature
from people.models import CurrentStatus, NameForm, Person
from tests.bench.copying import Loader
from tests.bench.invented import Invented, invented_people, partial_date, passage, skewed, state
from tests.bench.sizes import Size

# The person and the case that have more of everything than a page can be lucky with.
CROWDED_PERSON = 1
CROWDED_CASE = 1
CROWDED_CHARGES = 20
CROWDED_EVENTS = 40
CROWDED_DEFENDANTS = 300
_PARTS = 3  # of each article of a code
_OUTCOMES = ("brought", "convicted", "convicted", "convicted", "dropped", "acquitted", "unknown")


def load_people(loader: Loader, size: Size, chance: random.Random) -> list[Invented]:
    """People and three name forms each. Person `n` has id n; returned in that order from 1."""
    people = invented_people(size.people, chance)
    statuses = [value for value in CurrentStatus.values]
    loader.load(
        Person,
        "id slug name_en name_ru sort_en sort_ru sex born occupation_en summary_en summary_ru "
        "status status_on state published_at",
        (
            (
                number, f"person-{number}", one.en, one.ru, one.sort_en, one.sort_ru, one.sex,
                partial_date(chance, 1940, 2006), "journalist", passage(chance, 20),
                passage(chance, 30), statuses[skewed(len(statuses), 1.5, chance)],
                partial_date(chance, 2020, 2025), *_standing(number, chance),
            )
            for number, one in enumerate(people, start=1)
        ),
    )  # fmt: skip
    loader.load(
        NameForm,
        "person_id text language script kind given surname preferred keys",
        (
            row
            for number, one in enumerate(people, start=1)
            for row in (
                (number, one.en, "en", "Latn", "known_as", one.given_en, one.surname_en, True,
                 one.keys("en")),
                (number, one.ru, "ru", "Cyrl", "legal", one.given_ru, one.surname_ru, True,
                 one.keys("ru")),
                (number, f"{one.given_en} {one.surname_en}s", "de", "Latn", "transliteration",
                 one.given_en, one.surname_en, False, one.keys("en")),
            )
        ),
    )  # fmt: skip
    return people


def _standing(number: int, chance: random.Random) -> tuple[str, str | None]:
    """State and when it was first public; the first hundred of a kind are public."""
    value = "published" if number <= 100 else state(chance)
    return value, None if value == "draft" else "2024-01-01 00:00:00+00"


def load_laws(loader: Loader, size: Size, chance: random.Random) -> int:
    """Laws, articles with parts, editions, institutions. Returns the number of provisions."""
    loader.load(
        Law,
        "id slug number signed title_en title_ru summary_en summary_ru state published_at",
        (
            (
                number, f"law-{number}", f"{number}-ФЗ", partial_date(chance, 2012, 2025),
                passage(chance, 8), passage(chance, 8), passage(chance, 40), passage(chance, 40),
                *_standing(number, chance),
            )
            for number in range(1, size.laws + 1)
        ),
    )  # fmt: skip
    articles = size.articles_of_codes
    provisions = articles * (_PARTS + 1)

    def nodes() -> "list[tuple[object, ...]]":
        found: list[tuple[object, ...]] = []
        for number in range(1, articles + 1):
            first = (number - 1) * (_PARTS + 1) + 1
            for part in range(_PARTS + 1):
                found.append(
                    (
                        first + part, f"uk-{number}-{part}", "УК", str(number),
                        str(part) if part else "", f"{number:>10} {part:>4}",
                        first if part else None, passage(chance, 8), passage(chance, 8),
                        skewed(size.laws, 1.0, chance) + 1, *_standing(1, chance),
                    )
                )  # fmt: skip
        return found

    loader.load(
        Provision,
        "id slug code article part sort_key parent_id title_en title_ru introduced_by_id state "
        "published_at",
        nodes(),
    )
    loader.load(
        ProvisionEdition,
        "provision_id in_force_from in_force_to enacted_by_id prison_months_min prison_months_max "
        "state published_at",
        (
            (
                number, f"{year}-03-04", f"{year + 3}-03-04", skewed(size.laws, 1.0, chance) + 1,
                36, 120, *_standing(1, chance),
            )
            for number in range(1, provisions + 1)
            for year in (2019, 2022)
        ),
    )  # fmt: skip
    loader.load(
        Institution,
        "id slug kind name_en name_ru place_en state published_at",
        (
            (
                number, f"institution-{number}", "court" if number % 3 else "colony",
                f"Court {number}", f"Суд № {number}", f"Town {number % 80}",
                *_standing(number, chance),
            )
            for number in range(1, size.institutions + 1)
        ),
    )  # fmt: skip
    return provisions


def load_cases(loader: Loader, size: Size, chance: random.Random, provisions: int) -> None:
    """Cases with parties, charges, events, sentences, detentions, recognitions."""
    loader.load(
        Case,
        "id slug title_en title_ru number opened summary_en summary_ru state published_at",
        (
            (
                number, f"case-{number}", f"Case of {passage(chance, 3)} {number}",
                f"Дело {passage(chance, 3)} {number}", f"1-{number}/2023",
                partial_date(chance, 2014, 2025), passage(chance, 25), passage(chance, 25),
                *_standing(number, chance),
            )
            for number in range(1, size.cases + 1)
        ),
    )  # fmt: skip
    parties = _parties(size, chance)
    loader.load(
        Party,
        "id case_id person_id role state published_at",
        (
            (number, case, person, role, *_standing(1, chance))
            for number, (case, person, role) in enumerate(parties, start=1)
        ),
    )
    defendants = [
        number for number, (_c, _p, role) in enumerate(parties, start=1) if role == "defendant"
    ]
    charges = _charges(size, chance, defendants, provisions)
    loader.load(
        Charge,
        "id party_id provision_id stage count act_on state published_at",
        (
            (number, party, provision, "completed", count, partial_date(chance, 2018, 2025),
             *_standing(number, chance))
            for number, (party, provision, count) in enumerate(charges, start=1)
        ),
    )  # fmt: skip
    loader.load(
        ChargeUpdate,
        "charge_id outcome on position state published_at",
        (
            (number, outcome, partial_date(chance, 2019, 2025), position, *_standing(1, chance))
            for number in range(1, len(charges) + 1)
            for position, outcome in enumerate(
                ("brought", chance.choice(_OUTCOMES))[: chance.randint(1, 2)], start=1
            )
        ),
    )
    loader.load(
        Sentence,
        "party_id pronounced prison_months regime text_en text_ru state published_at",
        (
            (party, partial_date(chance, 2019, 2025), chance.randint(12, 240), "general",
             "years in a general-regime colony", "лет колонии общего режима",
             *_standing(1, chance))
            for party in defendants
            if chance.random() < 0.55
        ),
    )  # fmt: skip
    _load_events(loader, size, chance, parties)
    _load_detentions(loader, size, chance)
    loader.load(
        Recognition,
        "person_id by_en by_ru status since state published_at",
        (
            (number, "Example NGO", "Пример", "political_prisoner",
             partial_date(chance, 2019, 2025), *_standing(number, chance))
            for number in range(1, min(size.recognitions, size.people) + 1)
        ),
    )  # fmt: skip


def _parties(size: Size, chance: random.Random) -> list[tuple[int, int, str]]:
    crowd = min(CROWDED_DEFENDANTS, size.people)
    found = [(CROWDED_CASE, person, "defendant") for person in range(1, crowd + 1)]
    for case in range(2, size.cases + 1):
        people = {(case - 1) % size.people + 1}
        if case <= 6:
            people.add(CROWDED_PERSON)
        if chance.random() < 0.03:
            people |= {chance.randint(1, size.people) for _ in range(chance.randint(2, 10))}
        found += [(case, person, "defendant") for person in people]
        if chance.random() < 0.05:
            found.append((case, chance.randint(1, size.people), "defence"))
    return found


def _charges(
    size: Size, chance: random.Random, defendants: list[int], provisions: int
) -> list[tuple[int, int, int]]:
    """One charge for each defendant, then more for some; (party, provision, count) are unique."""
    found: dict[tuple[int, int, int], None] = {}
    for party in defendants:
        found[party, skewed(provisions, 2.0, chance) + 1, 1] = None
    for count in range(2, CROWDED_CHARGES + 2):
        found[1, skewed(provisions, 2.0, chance) + 1, count] = None
    while len(found) < size.charges:
        party = chance.choice(defendants)
        found[party, skewed(provisions, 2.0, chance) + 1, chance.randint(1, 3)] = None
    return list(found)


def _load_events(
    loader: Loader, size: Size, chance: random.Random, parties: list[tuple[int, int, str]]
) -> None:
    kinds = EventKind.values

    def rows() -> "list[tuple[object, ...]]":
        found: list[tuple[object, ...]] = []
        for number in range(size.events):
            crowded = number < CROWDED_EVENTS * 2
            party = 1 if crowded else chance.randint(1, len(parties))
            found.append(
                (
                    parties[party - 1][0], party if number % 2 else None,
                    kinds[number % len(kinds)], partial_date(chance, 2018, 2025),
                    chance.randint(1, size.institutions), "It happened.", "Это произошло.",
                    *_standing(1 if crowded else 1000, chance),
                )
            )  # fmt: skip
        return found

    loader.load(
        CaseEvent,
        "case_id party_id kind happened court_id text_en text_ru state published_at",
        rows(),
    )


def _load_detentions(loader: Loader, size: Size, chance: random.Random) -> None:
    people = [CROWDED_PERSON] * 6 + [
        chance.randint(1, size.people) for _ in range(size.detentions - 6)
    ]
    loader.load(
        Detention,
        "id person_id kind since until state published_at",
        (
            (number, person, "custody", f"{2014 + number % 5}-03", f"{2020 + number % 5}-03",
             *_standing(number, chance))
            for number, person in enumerate(people, start=1)
        ),
    )  # fmt: skip
    loader.load(
        Transfer,
        "detention_id institution_id arrived state published_at",
        (
            (number, chance.randint(1, size.institutions), partial_date(chance, 2018, 2025),
             *_standing(1, chance))
            for number in range(1, len(people) + 1)
            for _stay in range(4 if number <= 6 else chance.randint(1, 2))
        ),
    )  # fmt: skip
    loader.load(
        Release,
        "detention_id kind on state published_at",
        (
            (number, "served", partial_date(chance, 2020, 2025), *_standing(1, chance))
            for number in range(1, len(people) + 1, 4)
        ),
    )


def load_letters(loader: Loader, size: Size, chance: random.Random, people: list[Invented]) -> None:
    """Letters; the first has thousands of signatures."""
    loader.load(
        OpenLetter,
        "id slug title_en title_ru dated summary_en summary_ru state published_at",
        (
            (number, f"letter-{number}", f"Letter {number}", f"Письмо {number}",
             f"{2018 + number % 8}-07-03", passage(chance, 30), passage(chance, 30),
             *_standing(number, chance))
            for number in range(1, size.letters + 1)
        ),
    )  # fmt: skip
    loader.load(
        LetterText,
        "letter_id language kind title text state published_at",
        (
            (number, language, "full", f"Letter {number}", passage(chance, 300),
             *_standing(1, chance))
            for number in range(1, size.letters + 1)
            for language in ("ru", "en")
        ),
    )  # fmt: skip
    loader.load(
        Demand,
        "letter_id key text_en text_ru state published_at",
        (
            (number, f"demand-{key}", passage(chance, 10), passage(chance, 10),
             *_standing(1, chance))
            for number in range(1, size.letters + 1)
            for key in range(3)
        ),
    )  # fmt: skip

    def signatures() -> "list[tuple[object, ...]]":
        found: list[tuple[object, ...]] = []
        for letter in range(1, size.letters + 1):
            number = size.signatures_of_largest if letter == 1 else chance.randint(3, 30)
            for position, person in enumerate(
                chance.sample(range(1, size.people + 1), min(number, size.people)), start=1
            ):
                one = people[person - 1]
                found.append(
                    (letter, person, f"{one.en} {position}", one.ru,
                     "signatory" if position < 1500 else "supporter", position,
                     *_standing(1, chance))
                )  # fmt: skip
        return found

    loader.load(
        Signature,
        "letter_id person_id name_en name_ru role position state published_at",
        signatures(),
    )
