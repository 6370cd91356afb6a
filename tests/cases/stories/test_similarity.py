"""Scores: what makes an article part of a story, and what never does."""

from datetime import UTC, datetime, timedelta

from cases.stories.fingerprints import Fingerprint, fingerprint
from cases.stories.similarity import Member, StoryScore, TermWeights, choose, profile, score

WINDOW = timedelta(days=7)
MONDAY = datetime(2031, 3, 3, 10, tzinfo=UTC)


def scored(article: Fingerprint, *members: Fingerprint, at: datetime | None = MONDAY) -> StoryScore:
    story = profile([Member(member, MONDAY) for member in members])
    return score(article, at, story, TermWeights(), WINDOW)


def russian(title: str, body: str = "") -> Fingerprint:
    return fingerprint(title, body, "ru")


def english(title: str, body: str = "") -> Fingerprint:
    return fingerprint(title, body, "en")


def test_one_event_in_two_languages_fits() -> None:
    found = scored(
        english("Poet Artur Liskin detained in St. Petersburg", "Police searched his flat."),
        russian("В Петербурге задержали поэта Артура Лискина", "К нему пришли с обыском."),
    )
    assert found.value > 0.5
    assert {"names", "concepts"} <= found.signals


def test_a_famous_name_alone_is_never_enough() -> None:
    about_one = russian("Виктор Жердев объявил голодовку")
    about_other = english("Viktor Zherdev wins a literature prize in Hamburg")
    found = scored(about_other, about_one)
    assert choose({1: found}, threshold=0.05) is None


def test_two_people_sentenced_in_one_court_are_two_stories() -> None:
    one = russian("Суд в Твери приговорил Марину Селезневу к пяти годам", "Приговор вынес суд.")
    other = russian("Суд в Твери приговорил Олега Барсукова к семи годам", "Приговор вынес суд.")
    found = scored(other, one)
    assert "other people" in found.doubts
    assert choose({1: found}, threshold=0.35) is None


def test_time_between_them_counts_against_it() -> None:
    one = russian("Умер политзаключённый Павел Кушнаренко")
    near = scored(one, one, at=MONDAY + timedelta(hours=20))
    far = scored(one, one, at=MONDAY + timedelta(days=6))
    assert near.value > far.value
    assert "far in time" in far.doubts


def test_without_a_date_time_says_nothing() -> None:
    one = russian("Умер политзаключённый Павел Кушнаренко")
    assert "far in time" not in scored(one, one, at=None).doubts


def test_of_two_stories_that_fit_alike_neither_is_taken() -> None:
    one = russian("Умер политзаключённый Павел Кушнаренко", "Смерть в тюрьме Читы")
    found = scored(one, one)
    assert choose({1: found, 2: found}, threshold=0.35) is None
    assert choose({1: found}, threshold=0.35) == 1


def test_a_name_in_every_article_says_little() -> None:
    rare, common = TermWeights(1_000, {}), TermWeights(1_000, {"gorinov": 900})
    assert common.of("gorinov") < rare.of("gorinov") / 5


def test_reasons_name_what_was_shared() -> None:
    found = scored(
        english("Poet Artur Liskin detained in St. Petersburg"),
        russian("В Петербурге задержали поэта Артура Лискина"),
    )
    names = next(reason for reason in found.reasons() if reason["kind"] == "names")
    assert "liskin" in names["shared"]
