"""The sides of an identity, as a person says them and as they are kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from records import SIDES, Identity
from vectorstore.documents import from_json, to_json

Side = str | int | tuple[str, ...] | tuple[int, ...] | None
Said = Mapping[str, Side]
"""What a person says a report is: some of `SIDES` by name, each with its value."""


def with_said(identity: Identity, said: Said) -> Identity:
    """An identity with the sides that a person said. Raises TypeError where there is none such."""
    return replace(identity, **said)  # type: ignore[arg-type] # each side by its own name


def sides_of(identity: Identity, names: Collection[str]) -> dict[str, Any]:
    """An identity → those of its sides, as plain JSON."""
    document = json.loads(to_json(identity))
    return {name: document[name] for name in SIDES if name in names}


def with_sides(identity: Identity, sides: Mapping[str, Any]) -> Identity:
    """An identity with sides as `sides_of` makes them."""
    return from_json(Identity, json.dumps({**json.loads(to_json(identity)), **sides}))
