"""Every periodic task in one table: name, task, seconds. Plain data; a test asserts that each name exists."""

SCHEDULE: list[tuple[str, str, float]] = [
    ("heartbeat", "tracker.heartbeat", 30),
    ("settle changes", "cases.changes.tasks.settle_changes", 5),
    ("poll due feeds", "cases.feeds.tasks.poll_due_feeds", 5),
    ("judge due sources", "cases.feeds.tasks.judge_due_sources", 60),
    ("forget old polls", "cases.feeds.tasks.forget_old_polls", 3600),
    ("plan staff digests", "cases.notices.tasks.plan_staff_digests", 300),
    ("send staff digests", "cases.notices.tasks.send_staff_digests", 60),
    ("take new entries", "cases.articles.tasks.take_new_entries", 5),
    ("fetch due articles", "cases.articles.tasks.fetch_due_articles", 5),
    ("extract due articles", "cases.articles.tasks.extract_due_articles", 5),
    ("recheck due articles", "cases.articles.tasks.recheck_due_articles", 30),
    ("ask web archive", "cases.articles.tasks.ask_web_archive", 5),
    ("link new articles", "cases.linking.tasks.link_new_articles", 5),
    ("place new articles", "cases.stories.tasks.place_new_articles", 5),
    ("read linked articles", "cases.proposals.tasks.read_linked_articles", 5),
    ("relink changed people", "cases.linking.tasks.relink_changed_people", 5),
]
