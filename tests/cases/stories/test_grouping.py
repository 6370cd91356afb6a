"""The labelled articles, grouped by the rules: floors below which no change may fall."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from cases.demo.coverage import demo_feeds
from cases.stories.fingerprints import fingerprint
from cases.stories.grouping import b_cubed, group

LABELLED = Path(__file__).parents[2] / "samples" / "stories" / "labelled.jsonl"
THRESHOLD = 0.32  # STORY_THRESHOLD's default
WINDOW = timedelta(hours=168)


def test_labelled_articles_are_grouped_well() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: row["at"])
    truth = {row["id"]: row["story"] for row in rows}
    found = group(
        [
            (
                row["id"],
                fingerprint(row["title"], row["summary"], row["language"]),
                datetime.fromisoformat(row["at"]),
            )
            for row in rows
        ],
        threshold=THRESHOLD,
        window=WINDOW,
    )
    quality = b_cubed(found, truth)
    print(
        f"{len(rows)} articles of {len(set(truth.values()))} events: B-cubed precision "
        f"{quality.precision:.3f}, recall {quality.recall:.3f}, F1 {quality.f1:.3f}"
    )
    assert len(rows) >= 60
    assert quality.precision >= 0.98
    assert quality.recall >= 0.92


def test_b_cubed_counts_both_kinds_of_error() -> None:
    truth = {1: "a", 2: "a", 3: "b", 4: "b"}
    all_in_one = b_cubed({1: 0, 2: 0, 3: 0, 4: 0}, truth)
    all_alone = b_cubed({1: 0, 2: 1, 3: 2, 4: 3}, truth)
    assert (all_in_one.precision, all_in_one.recall) == (0.5, 1.0)
    assert (all_alone.precision, all_alone.recall) == (1.0, 0.5)
    assert b_cubed({1: 5, 2: 5, 3: 6, 4: 6}, truth).f1 == 1.0


SURNAMES = (
    "Абросимов Белозёров Варламов Гладышев Дерюгин Елагин Жилин Зиновьев Измайлов Калугин "
    "Лаптев Мартынов Назаров Овсянников Панкратов Радищев Савельев Тимашев Уваров Филатов"
).split()
CITIES = "Твери Самаре Томске Пензе Казани".split()


def test_one_template_about_many_people_stays_many_stories() -> None:
    """The same court report with another name each time: what near-duplicate search joins."""
    articles = [
        (
            number,
            fingerprint(
                f"Суд приговорил {surname}а к {number % 7 + 3} годам колонии за «фейки» об армии",
                f"Районный суд в {CITIES[number % 5]} признал Сергея {surname}а виновным по статье "
                f"207.3 УК. Прокурор просил больше. Вину он не признал, адвокат обжалует приговор.",
                "ru",
            ),
            datetime(2031, 3, 3, 10, number, tzinfo=UTC),
        )
        for number, surname in enumerate(SURNAMES)
    ]
    found = group(articles, threshold=THRESHOLD, window=WINDOW)
    assert len(set(found.values())) == len(SURNAMES)


def test_the_articles_of_the_demo_are_one_story_in_any_order() -> None:
    listed = [article for feed in demo_feeds() for article in feed.articles]
    articles = [
        (
            number,
            fingerprint(article.title, " ".join(article.paragraphs), article.language),
            datetime.fromisoformat(article.date).replace(tzinfo=UTC) if article.date else None,
        )
        for number, article in enumerate(listed)
    ]
    order = Random(7)
    for _round in range(25):
        order.shuffle(articles)
        found = group(articles, threshold=THRESHOLD, window=WINDOW)
        assert len(set(found.values())) == 1
