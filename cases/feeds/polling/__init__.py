"""Polling: when a source is asked, how, and what is kept of its answer."""
