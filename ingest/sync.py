"""A folder and the shelf → what must happen for the shelf to equal the folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from records import Report


@dataclass(frozen=True, slots=True)
class Plan:
    """`unread` files are new or changed; `gone` are the reports that no file stands for."""

    unread: tuple[Path, ...]
    unchanged: tuple[Report, ...]
    gone: tuple[Report, ...]


def plan(files: Mapping[Path, str], reports: Sequence[Report]) -> Plan:
    """Files (path → sha256 of its bytes) and reports on the shelf → what must happen."""
    ids = set(files.values())
    on_shelf = {report.id for report in reports}
    names = {path.name for path, file_id in files.items() if file_id not in on_shelf}
    return Plan(
        unread=tuple(path for path, file_id in files.items() if file_id not in on_shelf),
        unchanged=tuple(report for report in reports if report.id in ids),
        # A report whose file changed under its name is replaced, not gone.
        gone=tuple(r for r in reports if r.id not in ids and Path(r.source).name not in names),
    )
