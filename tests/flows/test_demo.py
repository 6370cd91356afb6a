"""What a newcomer sees a minute after `make run`: one story, linked to the people its articles name."""

from pathlib import Path

import pytest

from cases.demo.coverage import demo_feeds
from tests.flows.whole_tracker import WholeTracker, whole_tracker

pytestmark = [pytest.mark.flow, pytest.mark.xdist_group("processes")]

ARTICLES = sum(len(feed.articles) for feed in demo_feeds())
ALL_LINKED = f"SELECT count(*) = {ARTICLES} FROM cases_article WHERE stage = 'linked'"


def accepted(tracker: WholeTracker) -> dict[str, list[str]]:
    """The accepted links: the English name of a person, and the outlets whose articles name them."""
    rows = tracker.rows(
        "SELECT person.name_en, array_agg(outlet.slug ORDER BY outlet.slug) "
        "FROM cases_linkcandidate AS link JOIN people_person AS person ON person.id = person_id "
        "JOIN cases_article AS article ON article.id = link.article_id "
        "JOIN cases_outlet AS outlet ON outlet.id = article.outlet_id "
        "WHERE link.status = 'accepted' GROUP BY person.name_en"
    )
    return dict(rows)


def test_the_founding_story_arrives_through_the_watcher(tmp_path: Path) -> None:
    with whole_tracker(tmp_path, demo=True) as tracker:
        took = tracker.wait_until(lambda: bool(tracker.number(ALL_LINKED)), "all articles linked")
        print(f"{ARTICLES} articles of the demo linked {took:.0f} s after the start")

        stories = tracker.api("stories/")["results"]
        (story,) = [one for one in stories if one["merged_into"] is None]
        page = tracker.get(f"/stories/{story['slug']}/")
        for name in ("Alexei Gorinov", "Darya Kozyreva", "Boris Kagarlitsky", "Artyom Kamardin"):
            assert name in page
        assert f"{ARTICLES} articles" in page
        assert "12 articles" in page  # what Ground News says, beside ours
        assert "https://www.pap.pl/aktualnosci/" in page  # the original, not the demo's page

        # One outlet is known to carry Reuters' own story; alike summaries of ours make no copies.
        copies = tracker.rows(
            "SELECT outlet.slug, first.slug FROM cases_article AS article "
            "JOIN cases_outlet AS outlet ON outlet.id = article.outlet_id "
            "JOIN cases_article AS original ON original.id = article.derived_from_id "
            "JOIN cases_outlet AS first ON first.id = original.outlet_id"
        )
        assert copies == [("the-star-malaysia", "reuters")]

        links = accepted(tracker)
        assert len(links) == 11  # through the one source that lists them all
        assert all("greenleft" in outlets for outlets in links.values())
        assert {"reuters", "pap", "ground-news"} <= set(links["Alexei Gorinov"])
        # "Darya Kozyrev" of a machine translation is a question for a person, not a link.
        asked = tracker.rows(
            "SELECT person.name_en, outlet.slug FROM cases_linkcandidate AS link "
            "JOIN people_person AS person ON person.id = link.person_id "
            "JOIN cases_article AS article ON article.id = link.article_id "
            "JOIN cases_outlet AS outlet ON outlet.id = article.outlet_id "
            "WHERE link.status = 'undecided'"
        )
        assert ("Darya Kozyreva", "unknown-via-ground-news") in asked
        assert "unknown-via-ground-news" not in links["Darya Kozyreva"]

        slug = tracker.rows("SELECT slug FROM people_person WHERE name_en = 'Artyom Kamardin'")
        assert "plea for solidarity" in tracker.get(f"/people/{slug[0][0]}/")
