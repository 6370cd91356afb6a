"""The admin of people, organisations, merges and accounts."""

from people.admin import (  # noqa: F401  (they register)
    accounts,
    duplicates,
    merging,
    organisations,
    persons,
    who_is_this,
)
