"""Figures of reading articles beside trafilatura: CPU a page and F1, first seen and of a known source."""
