"""After a change of `people.names`: make the keys of all name forms anew."""

from typing import Any

from django.core.management.base import BaseCommand

from people.services.name_forms import rebuild_name_keys


class Command(BaseCommand):
    """`manage.py rebuild_name_keys`; can be broken off and run again."""

    help = "Make the keys by which SQL finds people by name anew, after a change of the rules."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = rebuild_name_keys(say=lambda line: self.stderr.write(line))
        self.stdout.write(f"{changed} name forms have new keys.")
