"""What changes tell upwards: they were written. Sent inside the transaction of the write."""

from django.dispatch import Signal

# Arguments: changes (list of Change), as they were just written, by whichever way.
changes_written = Signal()
