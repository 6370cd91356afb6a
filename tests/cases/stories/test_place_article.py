"""Placing by the machine, with a real database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from cases.articles.models import Article, ArticleText
from cases.changes.models import Change
from cases.linking.services import link_article
from cases.stories.models import Story, StoryMembership
from cases.stories.placing import TELL_OF_GROWTH_EVERY
from cases.stories.services import (
    lock_story,
    merge_stories,
    move_article,
    place_again,
    place_article,
    tell_of_growth,
)
from people.models import Account
from tests.factories import make_article, make_outlet, make_story
from tests.support.race import race
from tracker.lib import clock

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
ARREST_RU = "В Петербурге задержали поэта Артура Лискина"
ARREST_RU_BODY = "К Артуру Лискину пришли с обыском из-за антивоенных стихов. Его арестовал суд."
ARREST_EN = "St. Petersburg poet Artur Liskin detained over anti-war verse"
ARREST_EN_BODY = "Police searched Liskin's flat; a court put him under arrest for his poems."
OTHER_RU = "Инженер Олег Барсуков получил семь лет колонии за донаты"
OTHER_RU_BODY = "Суд в Твери приговорил Олега Барсукова по статье 282.3."


def article(title: str, body: str = "", *, hours: float | None = 0, **columns: Any) -> Article:
    """An article that was read, published so many hours after Monday morning (None: no date)."""
    language = "ru" if any("а" <= c <= "я" for c in title) else "en"
    columns = {"language": language, "stage": "named"} | columns
    at = MONDAY + timedelta(hours=hours) if hours is not None else None
    made = make_article(title, published_on_site_at=at, summary=body, **columns)
    return made


def placed(made: Article) -> Story:
    story = place_article(made.pk)
    assert story is not None
    return story


@pytest.mark.django_db
def test_an_event_in_two_languages_is_one_story() -> None:
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    same = placed(article(ARREST_EN, ARREST_EN_BODY, hours=5))
    assert same == story
    assert (same.articles_count, same.title_ru, same.title_en) == (2, ARREST_RU, ARREST_EN)
    assert (same.first_at, same.last_at) == (MONDAY, MONDAY + timedelta(hours=5))


@pytest.mark.django_db
def test_a_summary_is_an_article_s_and_names_its_outlet() -> None:
    courier = make_outlet("Courier")
    placed(article(ARREST_RU, ARREST_RU_BODY, outlet=make_outlet("Вестник")))
    story = placed(article(ARREST_EN, ARREST_EN_BODY + " Really." * 200, outlet=courier))
    assert story.summary_ru == f"Вестник: {ARREST_RU_BODY}"
    assert story.summary_en.startswith(f"Courier: {ARREST_EN_BODY}")
    assert len(story.summary_en) < 720 and story.summary_en.endswith("Really.")


@pytest.mark.django_db
def test_a_membership_keeps_its_score_and_reasons() -> None:
    placed(article(ARREST_RU, ARREST_RU_BODY))
    second = article(ARREST_EN, ARREST_EN_BODY)
    placed(second)
    membership = StoryMembership.objects.get(article=second)
    assert membership.score is not None and membership.score > 0.3
    assert {"names", "concepts"} <= {reason["kind"] for reason in membership.reasons}


@pytest.mark.django_db
def test_another_event_is_another_story_with_an_address_in_ascii() -> None:
    one = placed(article(ARREST_RU, ARREST_RU_BODY))
    other = placed(article(OTHER_RU, OTHER_RU_BODY))
    assert one != other
    assert other.slug.isascii() and other.slug.startswith("inzhener-oleg-barsukov")


@pytest.mark.django_db
def test_placing_twice_does_nothing_the_second_time() -> None:
    made = article(ARREST_RU, ARREST_RU_BODY)
    placed(made)
    assert place_article(made.pk) is None
    assert StoryMembership.objects.count() == Story.objects.count() == 1


@pytest.mark.django_db
def test_a_placed_article_is_at_the_end_of_its_way() -> None:
    made = article(ARREST_RU)
    placed(made)
    made.refresh_from_db()
    assert (made.stage, made.next_attempt_at) == ("linked", None)


@pytest.mark.django_db
def test_an_article_not_yet_searched_for_names_waits() -> None:
    assert place_article(article(ARREST_RU, stage="extracted").pk) is None


@pytest.mark.django_db
def test_a_new_article_is_searched_for_names_and_then_gets_its_story() -> None:
    made = article(ARREST_RU, stage="extracted")
    link_article(made.pk)
    made.refresh_from_db()
    assert made.stage == "named"
    assert made.next_attempt_at is not None and made.next_attempt_at <= clock.now()
    assert placed(made).memberships.get().article == made


@pytest.mark.django_db
def test_an_article_read_anew_keeps_its_story() -> None:
    made = article(ARREST_RU, ARREST_RU_BODY)
    story = placed(made)
    Article.objects.filter(pk=made.pk).update(title=OTHER_RU, summary="", stage="named")
    assert placed(made) == story


@pytest.mark.django_db
def test_an_event_long_past_is_not_joined() -> None:
    old = placed(article(ARREST_RU, ARREST_RU_BODY))
    new = placed(article(ARREST_EN, ARREST_EN_BODY, hours=24 * 30))
    assert old != new


@pytest.mark.django_db
def test_an_article_without_a_date_joins_an_old_event_and_leaves_its_days_alone() -> None:
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    same = placed(article(ARREST_EN, ARREST_EN_BODY, hours=None))
    assert same == story
    assert (same.first_at, same.last_at) == (MONDAY, MONDAY)


@pytest.mark.django_db
def test_an_article_with_a_date_joins_one_that_gave_none() -> None:
    story = placed(article(ARREST_EN, ARREST_EN_BODY, hours=None))
    assert placed(article(ARREST_RU, ARREST_RU_BODY)) == story


@pytest.mark.django_db
def test_the_machine_adds_nothing_to_a_locked_story(researcher: Account) -> None:
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    lock_story(story, by=researcher, reason="complete")
    assert placed(article(ARREST_EN, ARREST_EN_BODY)) != story


@pytest.mark.django_db
def test_new_articles_follow_a_merge_made_by_a_person(researcher: Account) -> None:
    one = placed(article(ARREST_RU, ARREST_RU_BODY))
    other = placed(article(OTHER_RU, OTHER_RU_BODY))
    merge_stories(one, into=other, by=researcher, reason="one trial")
    assert placed(article(ARREST_EN, ARREST_EN_BODY)) == other


@pytest.mark.django_db
def test_placing_again_respects_what_a_person_placed(researcher: Account) -> None:
    made = article(ARREST_RU, ARREST_RU_BODY)
    placed(made)
    target = make_story("Another story")
    move_article(made, to=target, by=researcher, reason="it belongs there")
    assert place_again(made.pk) is None
    assert StoryMembership.objects.get(article=made).story == target


@pytest.mark.django_db
def test_placing_again_mends_a_wrong_place() -> None:
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    wrong = article(ARREST_EN, ARREST_EN_BODY)
    elsewhere = make_story("Wrong", articles=(wrong,))
    answer = place_again(wrong.pk)
    assert answer == (story, True)
    elsewhere.refresh_from_db()
    assert elsewhere.merged_into == story
    assert place_again(wrong.pk) == (story, False)
    story.refresh_from_db()
    assert story.articles_count == story.memberships.count() == 2


@pytest.mark.django_db
def test_a_story_of_an_unpublished_outlet_shows_nothing_until_a_public_article_comes() -> None:
    hidden = make_outlet("Secret outlet", state="draft")
    story = placed(article("Тайный заголовок: задержан поэт Артур Лискин", outlet=hidden))
    assert not Story.objects.published().filter(pk=story.pk).exists()
    assert "tay" not in story.slug
    assert not Change.objects.filter(record_type="story", public=True).exists()
    same = placed(article(ARREST_RU, ARREST_RU_BODY))
    assert same == story
    assert Story.objects.published().get().title == ARREST_RU
    assert Change.objects.get(record_type="story", public=True).kind == "published"


@pytest.mark.django_db
def test_forty_articles_are_not_forty_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    for hours in range(5):
        placed(article(ARREST_EN, ARREST_EN_BODY, hours=hours))
    told = Change.objects.filter(record_type="story", record_id=story.pk)
    assert [change.kind for change in told] == ["created"]
    assert tell_of_growth() == 0  # told of it a moment ago
    later = clock.now() + TELL_OF_GROWTH_EVERY + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tell_of_growth() == 1
    newest = told.order_by("-id")[0]
    assert (newest.kind, newest.summary, newest.public) == ("updated", "5 more articles", True)
    assert tell_of_growth() == 0


@pytest.mark.django_db
def test_articles_of_an_unpublished_outlet_are_not_counted_where_a_story_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hidden = make_outlet("Secret outlet", state="draft")
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    assert placed(article(ARREST_EN, ARREST_EN_BODY, outlet=hidden)) == story
    told = Change.objects.filter(record_type="story", record_id=story.pk)
    later = clock.now() + TELL_OF_GROWTH_EVERY + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tell_of_growth() == 0, "of an article that nobody outside can see nothing is said"
    placed(article(ARREST_EN, ARREST_EN_BODY, hours=1))
    assert tell_of_growth() == 1
    assert told.order_by("-id")[0].summary == "1 more article"


WIRE = (
    "The poet Artur Liskin was detained in St. Petersburg on Monday after police searched his "
    "flat at dawn. Investigators accuse him of justifying terrorism in a poem that he read to "
    "friends. His lawyer said that the charge was absurd and that they would appeal."
)


@pytest.mark.django_db
def test_a_reprint_is_a_copy_of_the_article_that_came_first() -> None:
    reprint, original = article(ARREST_EN, hours=3), article(ARREST_EN, hours=1)
    for made, text in ((reprint, WIRE + " Reporting by Reuters."), (original, WIRE)):
        ArticleText.objects.create(
            article=made, text=text, language="en", sha256=f"{made.pk:064x}",
            extracted_at=clock.now(),
        )  # fmt: skip
        placed(made)
    reprint.refresh_from_db()
    original.refresh_from_db()
    assert (reprint.derived_from, original.derived_from) == (original, None)


@pytest.mark.django_db
def test_two_beginnings_of_one_event_are_merged_when_a_third_article_joins_them() -> None:
    letter = placed(
        article(
            "Девять матерей написали в ООН",
            "Галина Ершова и другие просят освободить 340 больных заключённых.",
        )
    )
    echo = placed(
        article("Nina Toropova: our sons are ill", "She wrote to the UN. Her son is in prison.")
    )
    assert letter != echo
    both = placed(
        article(
            "Mothers of political prisoners write to the UN",
            "Galina Yershova and Nina Toropova signed a letter asking for the release of 340 ill "
            "prisoners. Our sons are ill in prison, wrote Toropova.",
        )
    )
    echo.refresh_from_db()
    assert both == letter
    assert echo.merged_into == letter
    assert both.articles_count == 3
    told = Change.objects.get(record_type="story", record_id=echo.pk, kind="merged")
    assert told.public


@pytest.mark.django_db
def test_an_article_that_cannot_be_placed_steps_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    made = article(ARREST_RU)

    def fail(*_args: object) -> None:
        raise RuntimeError("broken rule")

    monkeypatch.setattr("cases.stories.kept.fingerprint_of", fail)
    with pytest.raises(RuntimeError):
        place_article(made.pk)
    made.refresh_from_db()
    assert made.stage == "named" and made.attempts == 1
    assert made.next_attempt_at is not None and made.next_attempt_at > clock.now()
    assert "broken rule" in made.parked_reason


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_new_event_open_one_story() -> None:
    first, second = article(ARREST_RU, ARREST_RU_BODY), article(ARREST_EN, ARREST_EN_BODY)
    race(lambda: placed(first), lambda: placed(second))
    assert Story.objects.count() == 1
    assert StoryMembership.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_article_given_to_two_workers_is_placed_once() -> None:
    made = article(ARREST_RU, ARREST_RU_BODY)
    answers = race(lambda: place_article(made.pk), lambda: place_article(made.pk))
    assert sum(answer is not None for answer in answers) == 1
    assert StoryMembership.objects.count() == 1


@pytest.mark.django_db
def test_placing_asks_so_many_queries_whatever_the_number_of_articles(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(30):
        placed(article(ARREST_RU, ARREST_RU_BODY, hours=number))
    made = article(ARREST_EN, ARREST_EN_BODY, hours=31)
    assert connection.vendor == "postgresql"
    with django_assert_max_num_queries(40):
        placed(made)
