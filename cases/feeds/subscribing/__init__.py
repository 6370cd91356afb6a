"""From an outlet's site or a list to the sources that are watched."""
