"""What can go wrong while answering, said so that a person knows what to do."""

from __future__ import annotations

from typing import ClassVar

from languages import N_
from operations.errors import Foreseen


class RagError(Foreseen):
    """What cannot be done; it says what happened and what to do."""


class ChatModelError(RagError):
    """The chat model could not be used, or broke off in the middle."""

    without_content: ClassVar[bool] = True


class RagSettingsError(RagError):
    """An environment variable of answering has a value that makes no sense."""

    without_content: ClassVar[bool] = True


class RecordError(RagError):
    """A kept answer cannot be read."""

    without_content: ClassVar[bool] = True


class LexiconError(RagError):
    """A file of words that comes with Jiwen is not as it has to be; `file` and `why` say where."""

    without_content: ClassVar[bool] = True

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            N_("{file} of rag is wrong: {why}. Mend it, or restore the file."), file=file, why=why
        )
