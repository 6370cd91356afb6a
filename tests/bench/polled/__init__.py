"""Figures of polling: our sweep beside reader and newsboat, against one local server."""
