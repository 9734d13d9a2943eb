"""Answers ↔ the JSON documents they are kept as on the shelf."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rag.errors import RecordError
from rag.records import Answer
from vectorstore.answers import KeptAnswer
from vectorstore.library import Library

VERSION = 1
"""The form of the documents; a new field of the records without a default makes a new one."""

_ANSWER = TypeAdapter(Answer)


def to_document(answer: Answer) -> dict[str, Any]:
    """An answer → plain JSON, all of it but its id, which is the shelf's to give."""
    document: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    del document["id"]
    return document


def from_document(answer_id: str, version: int, document: dict[str, Any]) -> Answer:
    """A kept document → the answer, equal to the one it was made from.

    Raises RecordError where it was written by another version of Jiwen.
    """
    try:
        if version != VERSION:
            raise RecordError(
                f"回答 {answer_id} 由另一版本的绩问写成（格式 {version}）。请用那个版本打开。",
                f"Answer {answer_id} was written by another version of Jiwen (form {version}). "
                "Open it with that version.",
            )
        return _ANSWER.validate_python({**document, "id": answer_id})
    except ValidationError as error:
        raise RecordError(
            f"回答 {answer_id} 的记录不完整，无法读取。请从备份恢复数据库。",
            f"The record of answer {answer_id} is not whole and cannot be read. "
            "Restore the database from a backup.",
        ) from error


def save(library: Library, answer: Answer) -> Answer:
    """Keep an answer for good → the same with the id it got."""
    answer_id = library.answers.save(
        answer.user, answer.asked_at, answer.question, VERSION, to_document(answer)
    )
    return replace(answer, id=answer_id)


def kept(library: Library, answer_id: str) -> Answer:
    """The id of an answer → the answer as it was given. Raises RecordError, StoreError."""
    return read(library.answers.get(answer_id))


def read(kept_answer: KeptAnswer) -> Answer:
    """A kept answer → the answer as it was given. Raises RecordError."""
    return from_document(kept_answer.id, kept_answer.version, kept_answer.document)
