"""Which reading of files this is."""

READING = 5
"""Raise it whenever a file is read, cut into passages, or understood otherwise than before, its
indicators and findings included: at the next start, every report that an earlier reading made is
then read again from its file."""
