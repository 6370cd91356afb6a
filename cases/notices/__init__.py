"""What the staff is told by mail: a digest a day of sources that broke, fell silent or came back."""
