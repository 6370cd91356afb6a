"""The only words that `people` sends upwards. `cases.receivers` listens."""

from django.dispatch import Signal

# Sent inside the transaction. Arguments: person (Person), kind (created, updated, published,
# withdrawn), fields (list of names), by (account or None), reason (text), was_public (before it).
person_changed = Signal()

# Sent inside the transaction. Arguments: survivor, absorbed (Person), by, reason.
person_merged = Signal()

# Sent inside the transaction when a merge was undone. Arguments as of person_merged.
person_unmerged = Signal()
