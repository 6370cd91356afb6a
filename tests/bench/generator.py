"""A large database in a few minutes: the same rows in every run."""

import random
import time
from collections.abc import Callable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from people.models import Person
from tests.bench import evidence, news, records
from tests.bench.copying import Loader, without_triggers
from tests.bench.sizes import FULL, Size


def fill_database(size: Size = FULL, *, say: Callable[[str], object] = print) -> None:
    """Fill the empty tables of the current database. Refuses a database that holds people."""
    if Person.objects.exists():
        raise ValueError("This database holds people already; the generator fills only empty ones.")
    began = time.monotonic()
    chance = random.Random(20250703)
    # Looked up now: no question can be asked on a connection that is in the middle of a COPY.
    ContentType.objects.get_for_models(*apps.get_models())
    loader = Loader(say)
    with transaction.atomic(), without_triggers():
        people = records.load_people(loader, size, chance)
        provisions = records.load_laws(loader, size, chance)
        records.load_cases(loader, size, chance, provisions)
        records.load_letters(loader, size, chance, people)
        evidence.load_evidence(loader, size, chance, people)
        news.load_outlets(loader, size, chance)
        news.load_articles(loader, size, chance, people)
    say(f"  {loader.rows:,} rows in {time.monotonic() - began:.0f} s")


def settle_database(*, say: Callable[[str], object] = print) -> None:
    """What a server does by itself in its first hours: statistics and the visibility map."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    say(f"  analysed in {time.monotonic() - began:.0f} s")
