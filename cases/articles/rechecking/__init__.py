"""Asking again for pages that were read: when, and what changed in the wording."""
