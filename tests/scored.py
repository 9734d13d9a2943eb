"""What is said and how it is understood: lists of cases in data files, scored as a whole.

`test_years.py` has its cases in `years.toml` beside it, a table for each of its lists:

    # What the list is about.
    [named]
    floor = 26
    cases = [["去年的预算", [2023]], …]     # what is said, what it has to be understood as

Where all cases of a list are understood as the same, that stands once, as `expected`, and the
cases are what is said alone. What is said of several parts (a conversation, a claim and its
source) is a list of them.

A sentence that is not understood is added as it stands and the floor is left where it is: it is
named with every run until something that holds for more than it makes it right. A sentence that is
understood raises the floor by one. The floor never falls.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import eq
from pathlib import Path
from typing import Any

Understood = Callable[[Any], Any]
Agree = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """How many cases of a list are understood, how many have to be, and which are not."""

    of_what: str
    cases: int
    floor: int
    wrong: tuple[str, ...]

    @property
    def right(self) -> int:
        """How many are understood."""
        return self.cases - len(self.wrong)

    def __str__(self) -> str:
        """The score in a line, and a line for each case that is not understood."""
        return "\n  ".join((f"{self.of_what}: {self.right} of {self.cases}", *self.wrong))

    def hold(self) -> None:
        """Fail where fewer are understood than before, or where the floor was not raised."""
        assert self.right >= self.floor, f"{self.floor} were understood before.\n{self}"
        assert self.right == self.floor, f"Raise the floor to {self.right}.\n{self}"


def score(file: Path, name: str, understood: Understood, agree: Agree = eq) -> Score:
    """The list `name` of a file of cases, and what understands what is said → its score.

    `agree(expected, found)` says whether what was found will do.
    """
    table = lists_of(file)[name]
    cases = table["cases"]
    pairs = [(said, table["expected"]) for said in cases] if "expected" in table else cases
    found = [(said, expected, _plain(understood(said))) for said, expected in pairs]
    wrong = tuple(
        f"{_shown(said)} → {_shown(got)}, not {_shown(expected)}"
        for said, expected, got in found
        if not agree(expected, got)
    )
    return Score(f"{file.name} [{name}]", len(cases), table["floor"], wrong)


def lists_of(file: Path) -> dict[str, dict[str, Any]]:
    """A file of cases → its lists by name."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _plain(value: Any) -> Any:  # whatever a test makes of a sentence
    """As a data file can have it: tuples are lists, members of an enumeration their values."""
    return json.loads(json.dumps(value, default=_written))


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} is nothing that a file of cases can have")


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
