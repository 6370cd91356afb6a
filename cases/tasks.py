"""Index: imports every tasks module so that Celery finds it. Nobody of ours imports this module."""

import cases.articles.tasks  # noqa: F401
import cases.changes.tasks  # noqa: F401
import cases.feeds.tasks  # noqa: F401
import cases.linking.tasks  # noqa: F401
import cases.notices.tasks  # noqa: F401
import cases.proposals.tasks  # noqa: F401
import cases.stories.tasks  # noqa: F401
