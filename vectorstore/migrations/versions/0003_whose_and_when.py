"""Identities say place, coverage, project and more; corrections say which sides a person set."""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SIDES = ("title", "year", "place", "department", "kind")
"""The sides that a person could set before."""

_DIVISION = re.compile(r".{2,}?(?:自治区|自治州|自治县|自治旗|地区|省|市|区|县|旗|州|盟)")


def upgrade() -> None:
    """Give every identity the sides it lacks; what a person set, side by side."""
    connection = op.get_bind()
    corrections = _corrections(connection)
    _reports(connection, corrections)


def _corrections(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Corrections by side → the last one of every report: what a person said, by side.

    What was set once and put back later is confirmed as it was read.
    """
    op.execute("ALTER TABLE corrections RENAME COLUMN document TO said")
    query = "SELECT id, report_id, as_read, said FROM corrections ORDER BY id"
    said_of: dict[str, dict[str, Any]] = {}
    for number, report_id, as_read, said in connection.execute(sa.text(query)).all():
        read, now = _identity(json.loads(as_read)), _identity(json.loads(said))
        names = [n for n in _SIDES if read[n] != now[n] or n in said_of.get(report_id, {})]
        said_of[report_id] = {n: now[n] for n in names}
        kept = {n: read[n] for n in _SIDES if n == "title" or n in names}
        connection.execute(
            sa.text("UPDATE corrections SET as_read = :as_read, said = :said WHERE id = :id"),
            {"id": number, "as_read": _json(kept), "said": _json(said_of[report_id])},
        )
    return said_of


def _reports(connection: sa.Connection, corrections: dict[str, dict[str, Any]]) -> None:
    """Reports' documents in the new form; why each side was read so is known after a new reading.

    A report that is something else than was read, by a correction of another file of its name, has
    those sides confirmed.
    """
    query = "SELECT id, document FROM reports ORDER BY serial"
    for report_id, document in connection.execute(sa.text(query)).all():
        report = json.loads(document)
        del report["confidence"]
        read, now = _identity(report["as_read"]), _identity(report["identity"])
        said = corrections.get(report_id, {})
        confirmed = [n for n in _SIDES if n in said or read[n] != now[n]]
        report |= {"identity": now, "as_read": read, "traits": [], "confirmed": confirmed}
        connection.execute(
            sa.text("UPDATE reports SET document = :document WHERE id = :id"),
            {"id": report_id, "document": _json(report)},
        )


def _identity(old: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": old["title"],
        "year": old["year"],
        "figure_years": [] if old["year"] is None else [old["year"]],
        "place": _path(old["district"]),
        "place_code": "",
        "department": old["department"],
        "higher": "",
        "short_names": old["short_names"],
        "coverage": "未定",
        "project": "",
        "kind": old["kind"],
    }


def _path(district: str) -> list[str]:
    """云岭市青禾县 → 云岭市, 青禾县; in one piece where it cannot be told apart."""
    divisions = _DIVISION.findall(district)
    return divisions if "".join(divisions) == district else [district]


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)
