"""Records ↔ the JSON they are kept as."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from languages import N_
from records import Identity, Passage, Report, ReportText
from vectorstore.errors import BrokenTextError

Record = TypeVar("Record", Identity, Passage, Report, ReportText)

_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Identity, Passage, Report, ReportText)
}


def to_json(record: Record) -> str:
    """A record → its JSON, every field by its name. Raises BrokenTextError where it is not text."""
    try:
        return _ADAPTERS[type(record)].dump_json(record).decode()
    except PydanticSerializationError as error:
        raise BrokenTextError(
            N_(
                "There are broken characters that cannot be kept: {error}. Save the file "
                "again as UTF-8 text, DOCX or PDF."
            ),
            error=error,
        ) from error


def from_json(kind: type[Record], document: str) -> Record:
    """JSON made by `to_json` → the record, equal to the one it was made from."""
    record: Record = _ADAPTERS[kind].validate_json(document)
    return record
