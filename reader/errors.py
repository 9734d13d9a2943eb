"""What can go wrong with the reader's data."""

from __future__ import annotations


class ReaderDataError(Exception):
    """A report, a question or the split is not as it must be; says which, and what is wrong."""
