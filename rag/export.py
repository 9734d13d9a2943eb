"""Answers → the kinds of file that one may take away (`FORMATS`).

Nothing is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from exports.document import (
    Block,
    Column,
    Document,
    Heading,
    Look,
    Paragraph,
    Signatures,
    Span,
    Table,
)
from languages import N_, translate
from rag.answer_json import as_json
from rag.errors import RagError
from rag.messages import of_what, pages, verdict_lines
from rag.records import (
    Answer,
    AnswerSentence,
    Citation,
    FigureTable,
    Found,
    Phrasing,
)
from rag.text import one_line

_MARKUP = re.compile(r"([\\`*_\[\]<>~$&|:^@]|(?<=www)\.|^[-+#=])", re.I)
_LIST_NUMBER = re.compile(r"^(\d{1,9})([.)])")


def sources(answer: Answer) -> tuple[tuple[int, Found, str], ...]:
    """An answer → its footnotes: number, passage, and the sentence quoted; each place once."""
    found = {item.n: item for item in answer.passages}
    listed = []
    for number, (n, start, end) in enumerate(_cited(answer), start=1):
        passage = found[n].passage
        quoted = passage.text[start - passage.start : end - passage.start]
        listed.append((number, found[n], one_line(quoted)))
    return tuple(listed)


def _cited(answer: Answer) -> tuple[tuple[int, int, int], ...]:
    """The places an answer rests on, in the order in which it first names them."""
    citations = [c for s in answer.sentences for c in s.citations]
    citations += [v.citation for s in answer.sentences for v in s.verdicts if v.citation]
    if answer.table:
        citations += [c.citation for row in answer.table.rows for c in row if c.citation]
    citations += [Citation(q.n, q.start, q.end) for q in answer.quotation]
    return tuple(dict.fromkeys((c.n, c.start, c.end) for c in citations))


def _marks(answer: Answer, citations: Sequence[Citation]) -> str:
    numbers = {place: i for i, place in enumerate(_cited(answer), start=1)}
    return "".join(f"[{numbers[(c.n, c.start, c.end)]}]" for c in citations)


def _where(item: Found, language: str) -> str:
    identity, passage = item.report.identity, item.passage
    where = pages(language, passage.first_page, passage.last_page)
    path = " › ".join(passage.headings)
    about = " · ".join(p for p in (str(identity.year or ""), of_what(identity)) if p)
    return " · ".join(p for p in (identity.title, about, path, where, item.report.source) if p)


_PHRASED = {
    Phrasing.QUOTATION: N_("The answer is the reports' own words."),
    Phrasing.CODE: N_("The answer was composed by code from the reports' figures."),
    Phrasing.MODEL: N_("The answer was phrased by the model {model} and checked by code."),
}


def _facts(answer: Answer) -> Iterator[str]:
    """What an auditor asks of an answer, line by line: who, when, which model, how checked."""
    language = answer.understood.language
    yield from verdict_lines(answer)
    yield translate(language, _PHRASED[answer.phrased_by], model=answer.model)
    if made := answer.made_with:
        yield translate(
            language,
            "Jiwen {program} (rules {rules}, embedding model {embedding}, shelf "
            "{shelf} as of change {generation}).",
            program=made.program,
            rules=made.rules,
            embedding=made.embedding_model,
            shelf=made.shelf,
            generation=made.generation,
        )
    if answer.wording_problem:
        yield translate(
            language, "The model's wording was not used: {problem}", problem=answer.wording_problem
        )
        if answer.wording and answer.phrased_by is not Phrasing.MODEL:
            yield translate(
                language, "The model's wording: {wording}", wording=one_line(answer.wording)
            )
    asked = answer.asked_at.isoformat(timespec="seconds")
    yield translate(
        language,
        "Asked by {user} at {at}; record {id}",
        user=answer.user or "–",
        at=asked,
        id=answer.id,
    )


def _sentence_text(sentence: AnswerSentence, language: str) -> str:
    notes = ""
    if not sentence.supported:
        notes += translate(language, "(not supported by the reports)")
    if any(c.corrected for c in sentence.citations):
        notes += translate(language, "(source corrected by code)")
    calculations = [f"{v.written} = {v.calculation}" for v in sentence.verdicts if v.calculation]
    return " ".join([sentence.text.replace("\t", "  "), notes, *calculations]).strip()


# Markdown ----------------------------------------------------------------------------------


def escaped(text: str) -> str:
    """Any text → Markdown that shows it as it is, on one line."""
    line = _MARKUP.sub(r"\\\1", one_line(text))
    return _LIST_NUMBER.sub(r"\1\\\2", line)


def to_markdown(answers: Sequence[Answer]) -> str:
    """Answers → Markdown, one heading each; what reports and people wrote is escaped."""
    return "\n".join(line for answer in answers for line in _markdown(answer))


def _markdown(answer: Answer) -> Iterator[str]:
    language = answer.understood.language
    yield f"# {escaped(answer.question)}\n"
    for line in (answer.refusal, *answer.notes):
        if line:
            yield f"{escaped(line)}\n"
    for sentence in answer.sentences:
        text = escaped(_sentence_text(sentence, language))
        yield f"- {text} {escaped(_marks(answer, sentence.citations))}"
    if answer.table:
        yield ""
        yield from _markdown_table(answer, answer.table)
    yield ""
    for line in answer.elsewhere:
        yield f"{escaped(line)}\n"
    for line in _facts(answer):
        yield f"> {escaped(line)}  "
    yield f"\n## {translate(language, 'Sources')}\n"
    for number, item, quoted in sources(answer):
        yield f"{number}. {escaped(_where(item, language))}: “{escaped(quoted)}”"
    yield ""


def _markdown_table(answer: Answer, table: FigureTable) -> Iterator[str]:
    yield "| " + " | ".join(map(escaped, table.columns)) + " |"
    yield "|" + " --- |" * len(table.columns)
    for row in table.rows:
        cells = [
            escaped(f"{cell.text} {_marks(answer, [cell.citation] if cell.citation else [])}")
            + (f" {escaped(f'({cell.calculation})')}" if cell.calculation else "")
            for cell in row
        ]
        yield "| " + " | ".join(cells) + " |"


# Word and PDF ------------------------------------------------------------------------------

_EXPORTED = N_(
    "Questions: {n}. The number behind a sentence is its source's: the reports' own words, listed "
    "below each answer."
)


def as_document(
    answers: Sequence[Answer], made: datetime, title: str = "", language: str = ""
) -> Document:
    """Answers → a document, one heading each, with their sources and how they were checked.

    Without a `title` it is called a record of questions; `language` is of the document itself,
    the first answer's where none is given: each answer stays in its own.
    """
    language = language or (answers[0].understood.language if answers else "zh")
    blocks: list[Block] = [Paragraph(translate(language, _EXPORTED, n=len(answers)), small=True)]
    for n, answer in enumerate(answers, start=1):
        blocks += _blocks(answer, f"{n}. " if len(answers) > 1 else "")
    blocks.append(Signatures())
    return Document(
        title or translate(language, "Questions and answers"), language, made, tuple(blocks)
    )


def _blocks(answer: Answer, number: str) -> Iterator[Block]:
    language = answer.understood.language
    yield Heading(number + one_line(answer.question))
    for line in (answer.refusal, *answer.notes):
        if line:
            yield Paragraph(line)
    for sentence in answer.sentences:
        text = Span(_sentence_text(sentence, language))
        yield Paragraph((text, Span(_marks(answer, sentence.citations), Look.RAISED)))
    if answer.table:
        yield _table(answer, answer.table)
    for line in answer.elsewhere:
        yield Paragraph(line)
    for line in _facts(answer):
        yield Paragraph(line, small=True)
    yield Heading(translate(language, "Sources"), level=2)
    for n, item, quoted in sources(answer):
        yield Paragraph(f"[{n}] {_where(item, language)}: “{quoted}”", small=True)


def _table(answer: Answer, table: FigureTable) -> Table:
    return Table(
        tuple(Column(label) for label in table.columns),
        tuple(
            tuple(
                (
                    Span(cell.text + (f" ({cell.calculation})" if cell.calculation else "")),
                    Span(_marks(answer, [cell.citation] if cell.citation else []), Look.RAISED),
                )
                for cell in row
            )
            for row in table.rows
        ),
    )


# Files -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what a button calls it, and the answers → its bytes.

    A document is headed by the title, and in the language, that `make` is given behind the
    answers; of either "" is the usual one, as `as_document` says.
    """

    label: str
    make: Callable[[Sequence[Answer], str, str], bytes]


def _document(answers: Sequence[Answer], title: str, language: str) -> Document:
    return as_document(answers, datetime.now(UTC).astimezone(), title, language)


# Who writes Word and PDF is imported when a file is made: only that needs it, and it takes a while.


def _word(answers: Sequence[Answer], title: str, language: str) -> bytes:
    from exports.word import to_docx

    return to_docx(_document(answers, title, language))


def _pdf(answers: Sequence[Answer], title: str, language: str) -> bytes:
    from exports.pdf import to_pdf

    return to_pdf(_document(answers, title, language))


def _markdown_file(answers: Sequence[Answer], _title: str, _language: str) -> bytes:
    return to_markdown(answers).encode()


def _json_file(answers: Sequence[Answer], title: str, _language: str) -> bytes:
    """A list of answers; of a conversation, which has a title, that and the list."""
    listed = [as_json(answer) for answer in answers]
    whole = {"title": title, "answers": listed} if title else listed
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".docx": Format(N_("Word (DOCX)"), _word),
        ".pdf": Format(N_("PDF"), _pdf),
        ".md": Format(N_("Markdown"), _markdown_file),
        ".json": Format(N_("JSON, for programs"), _json_file),
    }
)
"""The kinds of file there are, by the ending of a file's name."""


def export(answers: Sequence[Answer], to: Path) -> None:
    """Answers → the file `to`, of the kind that its ending says.

    Raises RagError for an ending that none of `FORMATS` has, OSError where it cannot be written.
    """
    kind = FORMATS.get(to.suffix.lower())
    if kind is None:
        raise RagError(
            N_("Cannot export to {name}: its ending has to be one of {endings}."),
            name=to.name,
            endings=" ".join(FORMATS),
        )
    to.write_bytes(kind.make(answers, "", ""))
