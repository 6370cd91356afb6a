"""Figures, printed for people: `make bench`. Nothing here passes or fails."""
