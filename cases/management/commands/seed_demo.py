"""manage.py seed_demo: load the founding story."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.demo.load import load_founding_story
from tracker.lib.errors import TrackerError


class Command(BaseCommand):
    """Loads the founding story; doing it again changes nothing."""

    help = "Load the founding story: the letter of 3 July 2025, its signatories, laws and outlets."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say which row of which file is wrong."""
        try:
            load_founding_story(say=self.stdout.write)
        except TrackerError as error:
            raise CommandError(error.message) from error
