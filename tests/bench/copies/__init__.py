"""Figures of near duplicates: precision and recall, articles a second, bytes an article."""
