"""Index: imports every model so that Django finds it. Nobody of ours imports this module."""

import cases.access.models  # noqa: F401
import cases.articles.keeping.lasting  # noqa: F401
import cases.articles.models  # noqa: F401
import cases.casefile.models  # noqa: F401
import cases.changes.models  # noqa: F401
import cases.charges.models  # noqa: F401
import cases.detention.models  # noqa: F401
import cases.evidence.models  # noqa: F401
import cases.feeds.health.changes  # noqa: F401
import cases.feeds.models  # noqa: F401
import cases.imports.models  # noqa: F401
import cases.institutions.models  # noqa: F401
import cases.laws.models  # noqa: F401
import cases.letters.models  # noqa: F401
import cases.linking.models  # noqa: F401
import cases.notices.models  # noqa: F401
import cases.proposals.models  # noqa: F401
import cases.stories.models  # noqa: F401
