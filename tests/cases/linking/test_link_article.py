"""An article is searched: whom and what it names, what is linked at once and what is asked about."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.articles.models import Article, Stage
from cases.changes.models import Change, ChangeKind
from cases.linking import services
from cases.linking.models import (
    LinkCalibration,
    LinkCandidate,
    LinkDecision,
    LinkStatus,
    Mention,
)
from cases.linking.selectors import articles_naming
from people.models import NameKind, Person
from people.services.name_forms import add_name_form, retire_name_form
from tests.cases.linking.conftest import give_text
from tests.factories import (
    make_charge,
    make_letter,
    make_name_form,
    make_person,
    make_provision,
)
from tracker.lib import clock

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]


@pytest.fixture
def gorinov() -> Person:
    return make_person("Alexei Gorinov", "Алексей Горинов", sex="m")


@pytest.fixture
def kozyreva() -> Person:
    return make_person("Darya Kozyreva", "Дарья Козырева", sex="f")


def the_link(article: Article, person: Person) -> LinkCandidate:
    return LinkCandidate.objects.get(article=article, person=person)


def test_a_full_name_in_another_case_is_linked_at_once_with_score_reasons_and_a_change(
    placed: Placed, gorinov: Person
) -> None:
    article = placed("Суд отказал Алексею Горинову. Горинов остаётся в колонии.")

    services.link_article(article.pk)

    link = the_link(article, gorinov)
    assert (link.status, link.automatic) == (LinkStatus.ACCEPTED, True)
    assert link.score >= 0.9
    assert [m.surface for m in link.mentions.order_by("start")] == ["Алексею Горинову", "Горинов"]
    decision = link.decisions.get()
    assert decision.decided_by is None
    assert (decision.score, decision.reasons) == (link.score, link.reasons)
    assert any("Алексею Горинову" in reason["text"] for reason in decision.reasons)
    change = Change.objects.get(kind=ChangeKind.LINKED)
    assert (change.record_type, change.record_id) == ("person", gorinov.pk)
    assert (change.people, change.public, change.summary) == ([gorinov.pk], True, "A title")
    article.refresh_from_db()
    assert (article.stage, article.next_attempt_at) == (Stage.LINKED, None)


def test_linking_twice_changes_nothing_the_second_time(placed: Placed, gorinov: Person) -> None:
    article = placed("Алексей Горинов выступил в суде.")
    services.link_article(article.pk)

    assert services.link_article(article.pk) is None
    services.link_again(article.pk)

    assert LinkCandidate.objects.count() == LinkDecision.objects.count() == 1
    assert Mention.objects.count() == 1
    assert Change.objects.filter(kind=ChangeKind.LINKED).count() == 1


def test_a_surname_in_the_title_is_linked_through_the_full_name_in_the_text(
    placed: Placed, gorinov: Person
) -> None:
    article = placed("Алексей Горинов остаётся под стражей.", title="Горинова не отпустили")

    services.link_article(article.pk)

    mention = Mention.objects.get(article=article, in_title=True)
    assert (mention.surface, mention.start, mention.end) == ("Горинова", 0, 8)
    in_text = Mention.objects.get(article=article, in_title=False)
    assert (in_text.start, in_text.end) == (0, 15)
    assert in_text.sentence[in_text.sentence_start :].startswith("Алексей Горинов")


def test_a_surname_alone_is_a_question_and_never_a_link(placed: Placed, gorinov: Person) -> None:
    article = placed("Горинов сказал, что вернётся.")

    services.link_article(article.pk)

    link = the_link(article, gorinov)
    assert link.status == LinkStatus.UNDECIDED
    assert link.score < 0.5


def test_a_frequent_surname_alone_is_not_even_a_question(placed: Placed) -> None:
    make_person("Ivan Popov", "Иван Попов")
    article = placed("Попов сказал, что вернётся.")

    services.link_article(article.pk)

    assert not LinkCandidate.objects.exists()


def test_two_surnames_of_one_letter_speak_for_each_other_but_a_person_decides(
    placed: Placed, gorinov: Person
) -> None:
    kamardin = make_person("Artyom Kamardin", "Артём Камардин")
    text = "Da Gorinov a Kamardin: i firmatari della lettera si rivolgono ai leader."
    before = placed(text, language="it")
    services.link_article(before.pk)
    make_letter(signed_by=(gorinov, kamardin))
    after = placed(text, language="it")

    services.link_article(after.pk)

    assert the_link(after, kamardin).score > the_link(before, kamardin).score
    assert the_link(after, kamardin).status == LinkStatus.UNDECIDED


def test_machine_translation_that_loses_the_gender_is_asked_about_and_not_linked(
    placed: Placed, kozyreva: Person
) -> None:
    article = placed("An activist from Petersburg, Darya Kozyrev, was jailed.", language="en")

    services.link_article(article.pk)

    link = the_link(article, kozyreva)
    assert (link.status, link.automatic) == (LinkStatus.UNDECIDED, False)
    assert any(reason["code"] == "other_gender" and reason["against"] for reason in link.reasons)
    assert not Change.objects.filter(kind=ChangeKind.LINKED).exists()


def test_a_recorded_misspelling_is_found_but_only_asked_about(
    placed: Placed, kozyreva: Person
) -> None:
    make_name_form(kozyreva, "Daria Kozirewa", kind=NameKind.MISSPELLING)
    article = placed("Daria Kozirewa was sentenced.", language="en")

    services.link_article(article.pk)

    assert the_link(article, kozyreva).status == LinkStatus.UNDECIDED


def test_a_never_match_form_keeps_its_name_away_from_the_person(
    placed: Placed, gorinov: Person
) -> None:
    article = placed("Алексей Петрович Горинов открыл выставку.")
    make_name_form(gorinov, "Алексей Петрович Горинов", language="ru", kind=NameKind.NEVER_MATCH)

    services.link_article(article.pk)

    assert not LinkCandidate.objects.exists()


def test_namesakes_are_asked_about_and_neither_is_linked(placed: Placed) -> None:
    one = make_person("Ivan Petrov", "Иван Зарецкий")
    other = make_person("Ivan Petrov", "Иван Зарецкий")
    article = placed("Ивана Зарецкого судили. Иван Зарецкий молчал.")

    services.link_article(article.pk)

    assert {the_link(article, person).status for person in (one, other)} == {LinkStatus.UNDECIDED}
    assert set(Mention.objects.values_list("status", flat=True)) == {"ambiguous"}


def test_a_patronymic_tells_namesakes_apart(placed: Placed) -> None:
    one = make_person("Ivan One", "Зарецкий Иван Сергеевич")
    make_person("Ivan Two", "Зарецкий Иван Петрович")
    article = placed("Ивана Сергеевича Зарецкого судили. Позже Иван Зарецкий уехал.")

    services.link_article(article.pk)

    assert [link.person for link in LinkCandidate.objects.all()] == [one]
    assert the_link(article, one).status == LinkStatus.ACCEPTED


def test_a_frequent_name_without_context_is_asked_about_and_with_it_linked(
    placed: Placed,
) -> None:
    trofimov = make_person("Andrei Trofimov", "Андрей Трофимов", sex="m")
    football = placed("Андрей Трофимов забил два мяча.")
    court = placed("Приговор: Андрей Трофимов осуждён на десять лет колонии.")

    services.link_article(football.pk)
    services.link_article(court.pk)

    asked, linked = the_link(football, trofimov), the_link(court, trofimov)
    assert (asked.status, linked.status) == (LinkStatus.UNDECIDED, LinkStatus.ACCEPTED)
    assert "frequent_name" in [reason["code"] for reason in asked.reasons]
    assert "subject" in [reason["code"] for reason in linked.reasons]


def test_the_provision_a_person_is_charged_under_speaks_for_the_link(placed: Placed) -> None:
    person = make_person("Andrei Trofimov", "Андрей Трофимов", sex="m")
    provision = make_provision("207.3", "2", "д")
    make_charge(person, provision)
    article = placed("Андрей Трофимов, п. «д» ч. 2 ст. 207.3 УК РФ.")

    services.link_article(article.pk)

    codes = [reason["code"] for reason in the_link(article, person).reasons]
    assert "charged_provision" in codes
    to_provision = LinkCandidate.objects.get(provision=provision)
    assert (to_provision.status, to_provision.automatic) == (LinkStatus.ACCEPTED, True)
    assert to_provision.mentions.get().surface == "п. «д» ч. 2 ст. 207.3 УК РФ"


def test_a_link_to_a_draft_is_not_told_to_the_public(placed: Placed, researcher: Any) -> None:
    draft = make_person("Alexei Gorinov", "Алексей Горинов", state="draft")
    article = placed("Алексей Горинов выступил.")

    services.link_article(article.pk)

    assert Change.objects.get(kind=ChangeKind.LINKED).public is False
    assert list(articles_naming(draft, None)) == []
    assert list(articles_naming(draft, researcher)) == [article]


def test_a_withdrawn_person_is_no_longer_found(placed: Placed) -> None:
    make_person("Alexei Gorinov", "Алексей Горинов", state="withdrawn")
    article = placed("Алексей Горинов выступил.")

    services.link_article(article.pk)

    assert not LinkCandidate.objects.exists()


def test_a_new_name_is_found_by_a_process_that_is_already_running(
    placed: Placed, gorinov: Person, researcher: Any
) -> None:
    services.link_article(placed("Алексей Горинов выступил.").pk)  # builds the finder
    article = placed("Alekseja Gorinowa zatrzymano.", language="pl")
    add_name_form(gorinov, text="Lyosha Zelentsov", by=researcher, reason="pen name")
    pen_name = placed("Lyosha Zelentsov wrote again.", language="en")

    services.link_article(article.pk)
    services.link_article(pen_name.pk)

    assert the_link(article, gorinov).score > 0
    assert the_link(pen_name, gorinov).status == LinkStatus.ACCEPTED


def test_when_a_name_is_retired_the_machine_takes_its_link_back_and_says_so(
    placed: Placed, gorinov: Person, researcher: Any
) -> None:
    form = add_name_form(gorinov, text="Lyosha Zelentsov", by=researcher, reason="pen name")
    article = placed("Lyosha Zelentsov wrote again.", language="en")
    services.link_article(article.pk)

    retire_name_form(form, by=researcher, reason="another person")
    assert services.relink_person(gorinov.pk) == 1
    services.link_article(article.pk)

    link = the_link(article, gorinov)
    assert link.status == LinkStatus.REJECTED
    assert Change.objects.filter(kind=ChangeKind.UNLINKED, record_id=gorinov.pk).count() == 1
    assert link.decisions.get().superseded_at is not None


def test_a_new_version_of_the_text_replaces_the_mentions_of_the_old_one(
    placed: Placed, gorinov: Person
) -> None:
    article = placed("Алексей Горинов выступил.")
    services.link_article(article.pk)
    newer = give_text(article, "Вчера Алексей Горинов выступил.")

    services.link_again(article.pk)

    mention = Mention.objects.get(article=article)
    assert (mention.text_id, mention.start) == (newer.pk, 6)
    assert the_link(article, gorinov).mentions.get() == mention


def test_a_changed_person_brings_recent_articles_back_to_the_queue_of_work(
    placed: Placed, gorinov: Person
) -> None:
    naming = placed("Писали о Горинове.")
    other = placed("Ничего о нём.")
    for article in (naming, other):
        services.link_article(article.pk)

    assert services.relink_person(gorinov.pk) == 1

    naming.refresh_from_db()
    other.refresh_from_db()
    assert (naming.stage, other.stage) == (Stage.PLACED, Stage.LINKED)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Зосима Хаджимурадов", "They held Zosima Khadzhimuradov.", "en"),
        ("Зосима Щербаков", "Zosima Schtscherbakow schwieg.", "de"),
        ("Зосима Щербаков", "O Zosimie Szczerbakowie.", "pl"),
        ("Зосима Ёлкин", "Zosima Yolkin was there.", "en"),
        ("Зосима Ёлкин", "Zosima Elkin was there.", "en"),
        ("Zosima Perepelkin", "Зосиму Перепёлкина увели.", "ru"),
        ("Зосима Перепелкин", "Зосиму Перепелкіна вивели.", "uk"),
    ],
)
def test_a_new_person_is_looked_for_in_articles_of_other_alphabets(
    placed: Placed, name: str, text: str, language: str
) -> None:
    naming = placed(text, language=language)
    other = placed("Nobody is named in this one. Тут никого.", language=language)
    for article in (naming, other):
        services.link_article(article.pk)
    latin = name.isascii()
    person = make_person(name if latin else "X Y", "" if latin else name, sex="m")
    person.name_forms.exclude(text=name).delete()

    assert services.relink_person(person.pk) == 1
    assert services.link_article(naming.pk) != []


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("김정은", "김정은은 말했다.", "ko"),
        ("王", "王小明被捕。", "zh"),
        ("ნინო წერეთელი", "ნინო წერეთელი დააკავეს.", "ka"),
        ("प्रिया शर्मा", "प्रिया शर्मा को गिरफ्तार किया गया।", "hi"),
    ],
)
def test_so_is_one_whose_script_is_spelled_otherwise_in_names_that_are_compared(
    placed: Placed, name: str, text: str, language: str
) -> None:
    naming = placed(text, language=language)
    other = placed("Nobody is named in this one. Тут никого.", language=language)
    Article.objects.update(stage=Stage.LINKED)
    person = make_person("X Y", "", sex="m")
    person.name_forms.all().delete()
    make_name_form(person, name, language=language)

    assert services.relink_person(person.pk) == 1
    naming.refresh_from_db()
    other.refresh_from_db()
    assert (naming.stage, other.stage) == (Stage.PLACED, Stage.LINKED)


def test_a_fault_moves_the_article_on_before_it_is_raised(
    placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = placed("Алексей Горинов выступил.")

    def broken(*args: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(services, "find_links_of", broken)
    with pytest.raises(RuntimeError):
        services.link_article(article.pk)

    article.refresh_from_db()
    assert article.stage == Stage.PLACED
    assert article.next_attempt_at is not None and article.next_attempt_at > clock.now()
    assert "a fault" in article.parked_reason


def test_text_that_cannot_be_stored_is_linked_all_the_same(placed: Placed, gorinov: Person) -> None:
    article = placed("\u202eАлексей\u200b Горинов\u00ad выступил. " + "x" * 200_000)

    services.link_article(article.pk)

    assert the_link(article, gorinov).status == LinkStatus.ACCEPTED


def test_a_calibration_in_force_sets_scores_right_says_so_and_keeps_the_score_of_the_rules(
    placed: Placed, kozyreva: Person
) -> None:
    LinkCalibration.objects.create(
        decisions=200,
        active=True,
        parameters={"person": {"slope": 1.0, "shift": -4.0, "checked": 20}},
    )
    article = placed("Дарья Козырева выступила в суде.")
    services.link_article(article.pk)
    link = the_link(article, kozyreva)
    assert link.raw_score is not None
    assert link.score < 0.9 <= link.raw_score
    assert (link.status, link.reasons[-1]["code"]) == ("undecided", "calibrated")
