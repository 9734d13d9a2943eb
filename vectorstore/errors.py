"""What can go wrong with the shelf, said so that a person knows what to do."""

from __future__ import annotations

from typing import ClassVar

from operations.errors import Foreseen


class StoreError(Foreseen):
    """The shelf cannot do what was asked; it says what happened and what to do."""

    without_content: ClassVar[bool] = True


class LibraryBusyError(StoreError):
    """Another process is writing to the shelf, and did not finish in the time given."""


class StoreMismatchError(StoreError):
    """The shelf was made with another model, other settings or another version of Jiwen."""


class BrokenTextError(StoreError):
    """There are characters in a report that cannot be kept."""


def is_panic(error: BaseException) -> bool:
    """Whether Chroma or Tantivy, written in Rust, broke off: they do on files cut short.

    Their exception has no class that could be imported, and is no `Exception`.
    """
    return type(error).__name__ == "PanicException"
