"""Records ↔ the JSON they are kept as."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from vectorstore.records import Finding, Identity, Indicator, Passage, Report, ReportText

Record = TypeVar("Record", Finding, Identity, Indicator, Passage, Report, ReportText)

_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Finding, Identity, Indicator, Passage, Report, ReportText)
}


def to_json(record: Record) -> str:
    """A record → its JSON, every field by its name."""
    return _ADAPTERS[type(record)].dump_json(record).decode()


def from_json(kind: type[Record], document: str) -> Record:
    """JSON made by `to_json` → the record, equal to the one it was made from."""
    record: Record = _ADAPTERS[kind].validate_json(document)
    return record
