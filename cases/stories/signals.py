"""What stories tell upwards: an article found its place. Sent inside the transaction of the write."""

from django.dispatch import Signal

# Arguments: story (Story), article (Article), opened (bool: the article began the story).
article_placed = Signal()
