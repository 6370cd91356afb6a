"""What the records do when a person changes or is merged (`people.signals`)."""
