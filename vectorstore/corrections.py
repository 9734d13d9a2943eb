"""What people said a report is, kept past any new reading of its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from sqlalchemy import Connection, insert, select

from vectorstore import schema
from vectorstore.documents import from_json, to_json
from vectorstore.records import Identity, Report


def keep_correction(connection: Connection, report: Report, by: str) -> None:
    """Keep the report's identity as what a person says it is."""
    connection.execute(
        insert(schema.corrections).values(
            report_id=report.id,
            name=PurePosixPath(report.source).name,
            as_read=to_json(report.as_read),
            document=to_json(report.identity),
            by=by,
            at=datetime.now(UTC),
        )
    )


def corrected(connection: Connection, report: Report) -> Report:
    """A report as it was read → the same as a person corrected it, if one did.

    The last correction of these very bytes counts, else the last one of a file of this name that
    was read to be the same: another year's report may come under the same name.
    """
    if report.corrected:
        return report
    table = schema.corrections
    alike = (table.c.name == PurePosixPath(report.source).name) & (
        table.c.as_read == to_json(report.as_read)
    )
    for same in (table.c.report_id == report.id, alike):
        query = select(table.c.document).where(same).order_by(table.c.id.desc()).limit(1)
        document = connection.execute(query).scalar_one_or_none()
        if document is not None:
            return replace(report, identity=from_json(Identity, document))
    return report
