"""Make a key for a partner organisation; it is printed once and kept nowhere in clear."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cases.access.models import PartnerOrganisation
from cases.access.services import issue_key


class Command(BaseCommand):
    """`manage.py issue_key "Example NGO" "nightly copy"`."""

    help = "Makes an API key for a partner organisation and prints it once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose key, and what for."""
        parser.add_argument("partner", help="name of the partner organisation")
        parser.add_argument("name", help="what the key is for")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the organisation when it is new, and the key."""
        partner_name, name = options["partner"].strip(), options["name"].strip()
        if not partner_name or not name:
            raise CommandError("Give the partner's name and what the key is for.")
        partner, _made = PartnerOrganisation.objects.get_or_create(name=partner_name)
        if not partner.active:
            raise CommandError(f"{partner} is not active: activate it in the admin first.")
        _row, key = issue_key(partner=partner, name=name)
        self.stdout.write(key)
        self.stderr.write("This key is shown only now. Revoke it in the admin.")
