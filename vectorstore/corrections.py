"""What people said a report is, kept past any new reading of its file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, insert, select

from records import SIDES, Report
from vectorstore import schema
from vectorstore.sides import sides_of, with_sides


def keep_correction(connection: Connection, report: Report, by: str) -> None:
    """Keep the sides of a report that a person confirmed, and what those had been read as."""
    connection.execute(
        insert(schema.corrections).values(
            report_id=report.id,
            name=PurePosixPath(report.source).name,
            as_read=_json(sides_of(report.as_read, {"title", *report.confirmed})),
            said=_json(sides_of(report.identity, report.confirmed)),
            by=by,
            at=datetime.now(UTC),
        )
    )


def corrected(connection: Connection, report: Report) -> Report:
    """A report as it was read → the same with the sides that a person said, if one did.

    The last correction of these very bytes counts, else the last one of a file of this name whose
    title and whose sides concerned were read the same: another report may come under the name. What
    follows from the sides (short names) is left to who has the text.
    """
    table = schema.corrections
    query = select(table.c.report_id, table.c.as_read, table.c.said).order_by(table.c.id.desc())
    of_bytes = query.where(table.c.report_id == report.id).limit(1)
    if row := connection.execute(of_bytes).first():
        return _with(report, json.loads(row.said))
    read = sides_of(report.as_read, SIDES)
    for row in connection.execute(query.where(table.c.name == PurePosixPath(report.source).name)):
        if all(read[name] == value for name, value in json.loads(row.as_read).items()):
            return _with(report, json.loads(row.said))
    return report


def _with(report: Report, said: dict[str, Any]) -> Report:
    return replace(report, identity=with_sides(report.identity, said), confirmed=tuple(said))


def _json(sides: dict[str, Any]) -> str:
    return json.dumps(sides, ensure_ascii=False)
