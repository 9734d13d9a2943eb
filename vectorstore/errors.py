"""What can go wrong with the shelf, said so that a person knows what to do."""

from __future__ import annotations


class StoreError(Exception):
    """The shelf cannot do what was asked; `zh` and `en` say what happened and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


class LibraryBusyError(StoreError):
    """Another process is writing to the shelf, and did not finish in the time given."""


class StoreMismatchError(StoreError):
    """The shelf was made with another model, other settings or another version of Jiwen."""
