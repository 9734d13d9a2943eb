"""An answer → the JSON that `python -m rag --json` prints."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from rag.records import Answer, AnswerSentence, FigureTable, Found, MadeWith, Understood

_MADE_WITH = TypeAdapter[MadeWith | None](MadeWith | None)
_UNDERSTOOD = TypeAdapter(Understood)


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer → plain JSON, for programs."""
    return {
        "id": answer.id,
        "question": answer.question,
        "understood": _UNDERSTOOD.dump_python(answer.understood, mode="json"),
        "state": answer.state.value,
        "refused": bool(answer.refusal),
        "answer": answer_text(answer),
        "notes": list(answer.notes),
        "elsewhere": list(answer.elsewhere),
        "phrased_by": answer.phrased_by.value,
        "sentences": [_sentence(s) for s in answer.sentences],
        "table": None if answer.table is None else _table(answer.table),
        "verdicts": [
            {
                "kind": v.kind,
                "written": v.written,
                "standing": v.standing.value,
                "passage": v.citation.n if v.citation else None,
                "calculation": v.calculation,
            }
            for s in answer.sentences
            for v in s.verdicts
        ],
        "quotation": [{"n": q.n, "text": q.text} for q in answer.quotation],
        "wording": answer.wording,
        "wording_problem": answer.wording_problem,
        "passages": [_passage(found) for found in answer.passages],
        "model": answer.model,
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


def _sentence(sentence: AnswerSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "citations": list(dict.fromkeys(c.n for c in sentence.citations)),
        "supported": sentence.supported,
        "corrected": any(c.corrected for c in sentence.citations),
    }


def _table(table: FigureTable) -> dict[str, Any]:
    return {
        "columns": list(table.columns),
        "rows": [
            [
                {
                    "text": cell.text,
                    "citation": cell.citation.n if cell.citation else None,
                    "calculation": cell.calculation,
                }
                for cell in row
            ]
            for row in table.rows
        ],
    }


def _passage(found: Found) -> dict[str, Any]:
    passage, identity = found.passage, found.report.identity
    return {
        "n": found.n,
        "report": found.report.source,
        "title": identity.title,
        "year": identity.year,
        "department": identity.department,
        "headings": list(passage.headings),
        "first_page": passage.first_page,
        "last_page": passage.last_page,
        "text": passage.text,
        "score": round(found.score, 4),
    }
