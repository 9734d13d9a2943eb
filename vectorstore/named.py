"""Reports by what a command line calls them."""

from __future__ import annotations

from collections.abc import Sequence

from languages import N_
from records import Report
from vectorstore.errors import StoreError

_PREFIX = 6
"""Characters of an id that are enough to name a report by."""


def called(reports: Sequence[Report], name: str) -> list[Report]:
    """The reports that a name may mean: the beginning of an id, a file, or a title."""
    return [
        r
        for r in reports
        if (len(name) >= _PREFIX and r.id.startswith(name)) or name in (r.source, r.identity.title)
    ]


def reports_named(reports: Sequence[Report], names: Sequence[str]) -> list[Report]:
    """The reports of these names, each once; all of them where none is named.

    Raises StoreError where nothing goes by a name.
    """
    found: dict[str, Report] = {}
    for name in names:
        mine = called(reports, name)
        if not mine:
            raise StoreError(
                N_("No report goes by {name!r}. See what is there: python -m ingest list."),
                name=name,
            )
        found |= {r.id: r for r in mine}
    return list(found.values()) if names else list(reports)
