"""The admin of people, organisations, merges and accounts."""

from people.admin import accounts, merging, organisations, persons  # noqa: F401  (they register)
