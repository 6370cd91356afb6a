"""Outlets, feeds, articles, stories and links: a few outlets and people make most of the news."""

import random
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cases.articles.models import Article, ArticleText
from cases.feeds.models import Feed, FeedEntry, FeedPoll, Outlet, Ownership
from cases.linking.models import LinkCandidate, LinkDecision, Mention
from cases.stories.models import Story, StoryMembership
from tests.bench.copying import Loader
from tests.bench.invented import Invented, headline, passage, skewed
from tests.bench.sizes import Size

_FIRST = datetime(2018, 1, 1, tzinfo=UTC)
_DAYS = 2_900
_ONE_REASON = '[{"text": "full name in the title", "weight": 0.9}]'
_LANGUAGES = ("ru", "ru", "ru", "en", "de", "fr")
_STATES = ("published",) * 30 + ("withdrawn",)


def load_outlets(loader: Loader, size: Size, chance: random.Random) -> None:
    """Outlets and feeds with what they said."""
    loader.load(
        Outlet,
        "id slug name name_ru site_url country languages ownership state published_at",
        (
            (number, f"outlet-{number}", f"Outlet {number}", f"Издание {number}",
             f"https://outlet{number}.example/", ("RU", "LV", "US", "DE", "")[number % 5],
             "{ru}", Ownership.values[number % len(Ownership.values)],
             "draft" if number % 50 == 49 else "published", "2024-01-01 00:00:00+00")
            for number in range(1, size.outlets + 1)
        ),
    )  # fmt: skip
    loader.load(
        Feed,
        "id outlet_id url language active next_poll_at last_outcome",
        (
            (number, number % size.outlets + 1, f"https://outlet.example/{number}.xml", "ru",
             number % 4 != 0, "2030-01-01 00:00:00+00", "ok")
            for number in range(1, size.feeds + 1)
        ),
    )  # fmt: skip
    loader.load(
        FeedPoll,
        "feed_id started_at milliseconds outcome status",
        (
            (number % size.feeds + 1, "2025-06-01 00:00:00+00", 300, "ok", 200)
            for number in range(size.polls)
        ),
    )
    loader.load(
        FeedEntry,
        "feed_id guid guid_sha256 url title taken_at",
        (
            (number % size.feeds + 1, f"guid-{number}", f"{number:064x}",
             f"https://outlet.example/entry/{number}", f"Entry {number}", "2025-06-01 00:00:00+00")
            for number in range(size.entries)
        ),
    )  # fmt: skip


def _moment(minutes: int) -> str:
    return (_FIRST + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:00+00")


def load_articles(
    loader: Loader, size: Size, chance: random.Random, people: list[Invented]
) -> None:
    """Articles in stories, linked to people; the newest have the highest ids."""
    total = _DAYS * 24 * 60
    minutes = array("l", (total * number // size.articles for number in range(size.articles)))
    story_of = array("l", (skewed(size.stories, 2.0, chance) + 1 for _ in range(size.articles)))
    person_of = array("l", (skewed(size.people, 2.5, chance) + 1 for _ in range(size.articles)))

    def articles() -> "Iterator[tuple[object, ...]]":
        for index in range(size.articles):
            language = _LANGUAGES[index % len(_LANGUAGES)]
            one = people[person_of[index] - 1]
            at = _moment(minutes[index])
            yield (
                index + 1, skewed(size.outlets, 3.0, chance) + 1,
                f"https://outlet.example/articles/{index + 1}", f"{index + 1:064x}",
                headline(chance, one.ru if language == "ru" else one.en, language), language,
                at, at, at, "linked", chance.choice(_STATES), at,
            )  # fmt: skip

    loader.load(
        Article,
        "id outlet_id url key title language published_on_site_at first_seen_at ordered_at stage "
        "state published_at",
        articles(),
    )
    _load_stories(loader, size, minutes, story_of, people, person_of, chance)
    _load_links(loader, size, chance, person_of)
    loader.load(
        ArticleText,
        "id article_id title text language sha256 extractor extracted_at",
        (
            (number, number, f"Title {number}", passage(chance, 60), "ru", f"{number:064x}",
             "trafilatura", "2025-06-01 00:00:00+00")
            for number in range(1, min(size.texts, size.articles) + 1)
        ),
    )  # fmt: skip
    loader.load(
        Mention,
        "article_id text_id kind start end surface sentence",
        (
            (number, number, "person", 10, 25, people[person_of[number - 1] - 1].ru,
             passage(chance, 15))
            for number in range(1, min(size.mentions, size.texts, size.articles) + 1)
        ),
    )  # fmt: skip


def _load_stories(
    loader: Loader,
    size: Size,
    minutes: "array[int]",
    story_of: "array[int]",
    people: list[Invented],
    person_of: "array[int]",
    chance: random.Random,
) -> None:
    count, first, last = ([0] * (size.stories + 1) for _ in range(3))
    about = [0] * (size.stories + 1)
    for index, story in enumerate(story_of):
        if not count[story]:
            first[story], about[story] = minutes[index], person_of[index]
        count[story] += 1
        last[story] = minutes[index]
    loader.load(
        Story,
        "id slug title title_en title_ru language first_at last_at articles_count state "
        "published_at",
        (
            (number, f"story-{number}", people[about[number] - 1].ru, "", "", "ru",
             _moment(first[number]) if count[number] else None,
             _moment(last[number]) if count[number] else None, count[number],
             "published" if count[number] else "draft", "2024-01-01 00:00:00+00")
            for number in range(1, size.stories + 1)
        ),
    )  # fmt: skip
    loader.load(
        StoryMembership,
        "story_id article_id score reasons",
        ((story, index, 0.8, _ONE_REASON) for index, story in enumerate(story_of, start=1)),
    )


def _load_links(loader: Loader, size: Size, chance: random.Random, person_of: "array[int]") -> None:
    statuses = ("accepted",) * 12 + ("undecided", "rejected", "deferred")

    def links() -> "Iterator[tuple[object, ...]]":
        number = 0
        while number < size.links:
            index = number % size.articles
            rounds = number // size.articles
            person = (
                person_of[index] if not rounds else (person_of[index] + rounds) % size.people + 1
            )
            number += 1
            if index % 200 == 0 and not rounds:
                yield (number, index + 1, None, index // 200 % size.letters + 1, None, "accepted",
                       True, 0.95, _ONE_REASON)  # fmt: skip
            elif index % 200 == 1 and not rounds:
                provision = skewed(size.articles_of_codes, 2.0, chance) + 1
                yield (number, index + 1, None, None, provision, "accepted", True, 0.95,
                       _ONE_REASON)  # fmt: skip
            else:
                status = chance.choice(statuses)
                score = round(chance.uniform(0.3, 1.0), 3)
                yield (number, index + 1, person, None, None, status, status == "accepted", score,
                       _ONE_REASON)  # fmt: skip

    loader.load(
        LinkCandidate,
        "id article_id person_id letter_id provision_id status automatic score reasons",
        links(),
    )
    loader.load(
        LinkDecision,
        "candidate_id verdict score reasons",
        ((number, "accepted", 0.95, _ONE_REASON) for number in range(1, size.links + 1, 5)),
    )
