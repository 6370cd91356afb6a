"""Letters and provisions that an article speaks of."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.articles.models import Article
from cases.linking import services
from cases.linking.models import LinkCandidate, LinkStatus, Mention
from tests.factories import make_letter, make_person, make_provision
from tracker.lib import clock

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]


def test_a_provision_cited_without_its_code_is_asked_about(placed: Placed) -> None:
    provision = make_provision("207.3", "2")
    article = placed("Charged under Article 207.3, Part 2.", language="en")

    services.link_article(article.pk)

    link = LinkCandidate.objects.get(article=article, provision=provision)
    assert link.status == LinkStatus.UNDECIDED
    assert Mention.objects.get(kind="provision").status == "ambiguous"


def test_signatories_named_together_in_a_text_about_a_letter_link_the_letter(
    placed: Placed,
) -> None:
    people = [
        make_person("Boris Kagarlitsky", "Борис Кагарлицкий"),
        make_person("Azat Miftakhov", "Азат Мифтахов"),
        make_person("Ilya Shakursky", "Илья Шакурский"),
    ]
    letter = make_letter(signed_by=tuple(people), dated="2025-07-03")
    at = clock.now().replace(year=2025, month=7, day=4)
    text = "Письмо подписали Борис Кагарлицкий, Азат Мифтахов и Илья Шакурский."
    article = placed(text, published_on_site_at=at)
    much_later = placed(text, published_on_site_at=at + timedelta(days=200))

    services.link_article(article.pk)
    services.link_article(much_later.pk)

    def status(where: Article) -> Any:
        return LinkCandidate.objects.get(article=where, letter=letter).status

    assert (status(article), status(much_later)) == (LinkStatus.ACCEPTED, LinkStatus.UNDECIDED)
    assert "co_named" in [
        r["code"] for r in LinkCandidate.objects.get(article=article, person=people[0]).reasons
    ]


def test_an_article_headed_by_the_title_of_a_letter_is_linked_to_it_whenever_it_appeared(
    placed: Placed,
) -> None:
    letter = make_letter("Open letter of the eleven prisoners", dated="2015-07-03")
    article = placed("The text.", title="Open Letter of the Eleven Prisoners", language="en")

    services.link_article(article.pk)

    link = LinkCandidate.objects.get(article=article, letter=letter)
    assert (link.status, link.mentions.get().in_title) == (LinkStatus.ACCEPTED, True)


def test_a_letter_quoted_by_its_inflected_title_is_linked(placed: Placed) -> None:
    letter = make_letter(
        "Open letter of the eleven prisoners",
        title_ru="Открытое письмо одиннадцати политзаключённых",
        dated="2025-07-03",
    )
    at = clock.now().replace(year=2025, month=7, day=4)
    article = placed(
        "Авторы «Открытого письма одиннадцати политзаключенных» просят об обмене.",
        published_on_site_at=at,
    )

    services.link_article(article.pk)

    link = LinkCandidate.objects.get(article=article, letter=letter)
    assert link.status == LinkStatus.ACCEPTED
    assert link.mentions.get().surface == "Открытого письма одиннадцати политзаключенных"
