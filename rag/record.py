"""Answers ↔ the JSON documents they are kept as on the shelf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rag.errors import RecordError
from rag.records import Answer
from records import SIDES, Coverage
from vectorstore.answers import KeptAnswer
from vectorstore.library import Library

VERSION = 3
"""The form of the documents. Change it with the records, and say in `_NEXT` how a document of the
form before becomes one of the new: what was kept is never written anew, it is read so."""

_ANSWER = TypeAdapter(Answer)


def to_document(answer: Answer) -> dict[str, Any]:
    """An answer → plain JSON, all of it but its id, which is the shelf's to give."""
    document: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    del document["id"]
    return document


def from_document(answer_id: str, version: int, document: dict[str, Any]) -> Answer:
    """A kept document of any form there ever was → the answer; of today's form, the equal one.

    Raises RecordError where a newer version of Jiwen wrote it, or where it is not whole.
    """
    if version > VERSION:
        raise RecordError(
            f"回答 {answer_id} 由更新版本的绩问写成（格式 {version} > {VERSION}）。请升级绩问。",
            f"Answer {answer_id} was written by a newer Jiwen (form {version} > {VERSION}). "
            "Upgrade Jiwen.",
        )
    try:
        for form in range(version, VERSION):
            document = _NEXT[form](document)
        return _ANSWER.validate_python({**document, "id": answer_id})
    except (ValidationError, LookupError) as error:
        raise RecordError(
            f"回答 {answer_id} 的记录不完整，无法读取。请从备份恢复数据库。",
            f"The record of answer {answer_id} is not whole and cannot be read. "
            "Restore the database from a backup.",
        ) from error


def _form_2_of_1(document: dict[str, Any]) -> dict[str, Any]:
    """Form 1 had several shapes: what was added to it later was not there in the first answers."""
    return {
        "elsewhere": [],
        **document,
        "passages": [{**p, "report": _as_read(p["report"])} for p in document["passages"]],
        "asked_with": None,
        "made_with": None,
    }


def _form_3_of_2(document: dict[str, Any]) -> dict[str, Any]:
    """Form 2 knew answers and refusals only, and one question a message; a reranker at most read.

    What a refusal quoted was shown as the nearest there is. It knew a place as one word, and
    nothing of what an identity had been read from.
    """
    understood, made_with = document["understood"], document["made_with"]
    near = "near" if document["quotation"] else "nothing"
    if made_with is not None:
        rest = {name: value for name, value in made_with.items() if name != "reranker"}
        made_with = {**rest, "reader": made_with["reranker"]}
    return {
        **document,
        "state": near if document["refusal"] else "answered",
        "understood": {"parts": [understood["standalone"]], **understood},
        "made_with": made_with,
        "passages": [{**p, "report": _with_sides(p["report"])} for p in document["passages"]],
    }


def _as_read(report: dict[str, Any]) -> dict[str, Any]:
    """A report of the first shape did not say what it had been read as."""
    return report if "as_read" in report else {**report, "as_read": report["identity"]}


def _with_sides(report: dict[str, Any]) -> dict[str, Any]:
    identity, as_read = _with_place(report["identity"]), _with_place(report["as_read"])
    confirmed = [name for name in SIDES if identity[name] != as_read[name]]
    now = {"identity": identity, "as_read": as_read, "traits": [], "confirmed": confirmed}
    return {**report, **now}


def _with_place(identity: dict[str, Any]) -> dict[str, Any]:
    year, district = identity["year"], identity["district"]
    return {
        "figure_years": [] if year is None else [year],
        "place": [district] if district else [],
        "place_code": "",
        "higher": "",
        "coverage": Coverage.UNKNOWN,
        "project": "",
        **identity,
    }


_NEXT: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _form_2_of_1, 2: _form_3_of_2}
"""By a form's number, what makes a document of it one of the next."""


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
