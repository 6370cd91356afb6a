"""Writes of accounts by their owners."""

from people.models import Account


def choose_mail(account: Account, *, wants_digest: bool, language: str) -> None:
    """Whether the account's owner is mailed about sources, and in which language (empty: the site's)."""
    account.wants_digest, account.language = wants_digest, language
    account.save(update_fields=["wants_digest", "language"])
