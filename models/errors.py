"""What can go wrong with the models: each message says what happened and what to do."""

from __future__ import annotations

from typing import ClassVar

from operations.errors import Foreseen


class ModelError(Foreseen):
    """A model cannot be used; it says what happened and what to do."""

    without_content: ClassVar[bool] = True


class ModelSettingsError(ModelError):
    """An environment variable of the models has a value that makes no sense."""


class ModelUnavailableError(ModelError):
    """A model is not here and could not be brought, or is not byte for byte what was pinned."""


class ChatServerError(ModelError):
    """The embedded chat model's server did not start or stopped answering."""
