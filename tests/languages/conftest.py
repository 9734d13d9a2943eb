"""A language that nobody has translated into yet."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from languages.extraction import extract

TOY = "fr"
"""French in name and in its plural; what it says is the English in «»."""


@pytest.fixture(scope="session")
def toy() -> Catalog:
    """The catalogue of the toy language: every message there is."""
    messages = Catalog(TOY)
    for message in extract():
        if message.id:
            one = isinstance(message.id, str)
            said = f"«{message.id}»" if one else tuple(f"«{form}»" for form in message.id)
            messages.add(message.id, said)
    return messages
