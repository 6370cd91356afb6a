"""What linking tells upwards: links or texts of articles changed. Sent inside the transaction."""

from django.dispatch import Signal

# Arguments: article_ids (list of int).
links_changed = Signal()
