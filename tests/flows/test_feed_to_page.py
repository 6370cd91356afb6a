"""The journey: from an outlet's feed to the person's page, the API and the change stream."""

import re
from pathlib import Path

import pytest

from tests.flows.whole_tracker import PREPARE, page, rss, whole_tracker

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

TITLE = "Мосгорсуд отклонил апелляцию защиты"
PARAGRAPHS = [
    "Мосгорсуд оставил в силе приговор Алексею Горинову, бывшему муниципальному депутату. "
    "Заседание прошло в закрытом режиме, слушателей в зал не пустили.",
    "Адвокат сообщил, что Горинов участвовал в заседании по видеосвязи из колонии. Защита будет "
    "обжаловать решение в кассации.",
]


def test_an_article_travels_from_the_feed_to_the_person_s_page(tmp_path: Path) -> None:
    with whole_tracker(tmp_path) as tracker:
        site = tracker.site
        feed = rss(site, "Test Courier", [("/news/1", TITLE, PARAGRAPHS[0])], "ru")
        site.serve("/feed.xml", feed, headers={"ETag": '"1"'}, content_type="application/rss+xml")
        site.serve("/news/1", page(TITLE, PARAGRAPHS, "ru"))
        slug, public_id = tracker.manage(PREPARE.format(urls=[site.url("/feed.xml")])).split()

        took = tracker.wait_until(
            lambda: TITLE in tracker.get(f"/people/{slug}/"), "the article on the person's page"
        )
        print(f"From a new feed to the person's page: {took:.1f} s")

        assert TITLE in tracker.get(f"/ru/people/{slug}/")
        # An article gets its story after its links: whom it names tells where it belongs.
        tracker.wait_until(lambda: tracker.api("stories/")["results"], "the article's story")
        (story,) = tracker.api("stories/")["results"]
        story_page = tracker.get(f"/stories/{story['slug']}/")
        assert TITLE in story_page and "Alexei Gorinov" in story_page
        assert site.url("/news/1") in story_page

        (link,) = tracker.api(f"links/?person={public_id}")["results"]
        assert link["automatic"] and link["confidence"] >= 0.9
        assert link["url"] == site.url("/news/1")

        tracker.wait_until(
            lambda: any(c["kind"] == "linked" for c in tracker.api("changes/")["results"]),
            "the link in the change stream",
        )
        changes = tracker.api("changes/")["results"]
        told = [(change["kind"], change["record_type"]) for change in changes]
        assert told.count(("created", "story")) == 1
        assert told.count(("created", "article")) == 1
        assert [kind for kind, _ in told].count("linked") == 1

        # The feed is polled again, asked with the validator, and nothing is doubled.
        tracker.wait_until(lambda: len(site.seen("/feed.xml")) >= 2, "the second poll")
        assert site.seen("/feed.xml")[-1].headers.get("if-none-match") == '"1"'
        assert len(site.seen("/news/1")) == 1
        assert tracker.number("SELECT count(*) FROM cases_article") == 1
        assert re.search("human-rights", site.seen("/feed.xml")[0].headers["user-agent"])
