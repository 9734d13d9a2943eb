"""An answer → plain JSON, for programs. Nothing is left out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from rag.records import (
    Answer,
    AnswerSentence,
    AskedWith,
    Citation,
    FigureTable,
    Found,
    MadeWith,
    ModelSettings,
    Understood,
)

_ASKED_WITH = TypeAdapter[AskedWith | None](AskedWith | None)
_MODEL_SETTINGS = TypeAdapter[ModelSettings | None](ModelSettings | None)
_MADE_WITH = TypeAdapter[MadeWith | None](MadeWith | None)
_UNDERSTOOD = TypeAdapter(Understood)


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer → plain JSON, for programs.

    A place is what a citation points at: from `start` to `end` of the text of passage `n`'s report,
    in characters; the passage itself says from where to where it goes.
    """
    return {
        "id": answer.id,
        "user": answer.user,
        "asked_at": answer.asked_at.isoformat(),
        "asked_with": _ASKED_WITH.dump_python(answer.asked_with, mode="json"),
        "question": answer.question,
        "understood": _UNDERSTOOD.dump_python(answer.understood, mode="json"),
        "state": answer.state.value,
        "refused": bool(answer.refusal),
        "answer": answer_text(answer),
        "notes": list(answer.notes),
        "elsewhere": list(answer.elsewhere),
        "phrased_by": answer.phrased_by.value,
        "sentences": [_json_sentence(s) for s in answer.sentences],
        "table": None if answer.table is None else _json_table(answer.table),
        "verdicts": [
            {
                "kind": v.kind,
                "written": v.written,
                "standing": v.standing.value,
                "passage": v.citation.n if v.citation else None,
                "place": _json_place(v.citation),
                "calculation": v.calculation,
                "sentence": i,
            }
            for i, s in enumerate(answer.sentences)
            for v in s.verdicts
        ],
        "quotation": [asdict(q) for q in answer.quotation],
        "wording": answer.wording,
        "wording_problem": answer.wording_problem,
        "passages": [_json_passage(found) for found in answer.passages],
        "model": answer.model,
        "model_settings": _MODEL_SETTINGS.dump_python(answer.model_settings, mode="json"),
        "made_with": _MADE_WITH.dump_python(answer.made_with, mode="json"),
        "seconds": {
            "retrieve": answer.seconds.retrieve,
            "first_token": answer.seconds.first_token,
            "total": answer.seconds.total,
        },
    }


def answer_text(answer: Answer) -> str:
    """What was answered, as running text: the refusal, or the sentences."""
    return answer.refusal or "\n".join(s.text for s in answer.sentences)


def _json_sentence(sentence: AnswerSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "citations": list(dict.fromkeys(c.n for c in sentence.citations)),
        "places": [_json_place(c) for c in sentence.citations],
        "supported": sentence.supported,
        "corrected": any(c.corrected for c in sentence.citations),
    }


def _json_place(citation: Citation | None) -> dict[str, Any] | None:
    return None if citation is None else asdict(citation)


def _json_table(table: FigureTable) -> dict[str, Any]:
    return {
        "columns": list(table.columns),
        "rows": [
            [
                {
                    "text": cell.text,
                    "citation": cell.citation.n if cell.citation else None,
                    "place": _json_place(cell.citation),
                    "calculation": cell.calculation,
                }
                for cell in row
            ]
            for row in table.rows
        ],
    }


def _json_passage(found: Found) -> dict[str, Any]:
    passage, identity = found.passage, found.report.identity
    return {
        "n": found.n,
        "report": found.report.source,
        "report_id": found.report.id,
        "title": identity.title,
        "year": identity.year,
        "department": identity.department,
        "headings": list(passage.headings),
        "first_page": passage.first_page,
        "last_page": passage.last_page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(found.score, 4),
    }
