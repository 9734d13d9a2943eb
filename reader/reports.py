"""The reports and questions written by hand, and which of them are kept out of training."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reader.errors import ReaderDataError

DATA = Path(__file__).with_name("data")
SPLIT = DATA / "split.toml"

_FIELDS = {"question", "style", "answerable", "evidence", "answer", "near"}


class Style(StrEnum):
    """How a question is put: in the report's terms, as people talk, or in English."""

    PLAIN = "plain"
    EVERYDAY = "everyday"
    ENGLISH = "english"


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one report.

    `evidence` are verbatim pieces of the report that answer it, `near` verbatim pieces that look
    right and are not. Without an answer there is no evidence and `answer` is None.
    """

    text: str
    style: Style
    evidence: tuple[str, ...]
    answer: str | None
    near: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Whether the report answers it."""
        return bool(self.evidence)


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A report and what was asked about it; `name` is its path below the data, w1/name.

    `path` is the report's file, `text` what is in it.
    """

    name: str
    path: Path
    text: str
    questions: tuple[Question, ...]

    @property
    def writer(self) -> str:
        """Who wrote it: reports of one writer are alike."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Split:
    """The reports not trained on: for choosing how to train, to be examined on once, and those
    that came after the weights that are kept were made, to be trained on the next time."""

    development: tuple[str, ...]
    exam: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def kept_out(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.development, *self.exam, *self.later))


def read_reports(folder: Path = DATA) -> tuple[AskedReport, ...]:
    """A folder of WRITER/NAME.txt and NAME.jsonl → the reports, by name.

    Raises ReaderDataError with the file and the line.
    """
    paths = sorted(folder.glob("*/*.txt"))
    if not paths:
        raise ReaderDataError(f"{folder} has no reports: WRITER/NAME.txt and NAME.jsonl.")
    return tuple(_report(folder, path) for path in paths)


def read_split(reports: tuple[AskedReport, ...], path: Path = SPLIT) -> Split:
    """The file that names the reports kept out → the split; ReaderDataError if one is not there."""
    lists = tomllib.loads(path.read_text("utf-8"))
    split = Split(*(tuple(lists[group]) for group in ("development", "exam", "later")))
    unknown = split.kept_out - {report.name for report in reports}
    if unknown:
        raise ReaderDataError(f"{path} names reports that are not there: {sorted(unknown)}.")
    named = (*split.development, *split.exam, *split.later)
    if twice := {name for name in named if named.count(name) > 1}:
        raise ReaderDataError(f"{path} names reports in two groups: {sorted(twice)}.")
    return split


def _report(folder: Path, path: Path) -> AskedReport:
    name = path.relative_to(folder).with_suffix("").as_posix()
    text = path.read_text("utf-8")
    asked = path.with_suffix(".jsonl")
    if not asked.is_file():
        raise ReaderDataError(f"{path} has no questions: {asked.name} is missing.")
    return AskedReport(name, path, text, tuple(_questions(asked, text)))


def _questions(path: Path, text: str) -> Iterator[Question]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _question(json.loads(line), text)
        except (ValueError, TypeError) as error:
            raise ReaderDataError(f"{path}, line {number}: {error}") from error


def _question(fields: dict[str, object], text: str) -> Question:
    if set(fields) != _FIELDS:
        raise ValueError(f"its fields are {sorted(fields)}, not {sorted(_FIELDS)}.")
    evidence, near = _pieces(fields["evidence"], text), _pieces(fields["near"], text)
    answer = fields["answer"]
    if fields["answerable"] is not bool(evidence) or bool(answer) is not bool(evidence):
        raise ValueError("a question with an answer has evidence, one without has neither.")
    asked = str(fields["question"]).strip()
    if not asked:
        raise ValueError("the question is empty.")
    style = Style(str(fields["style"]))
    return Question(asked, style, evidence, str(answer) if answer else None, near)


def _pieces(value: object, text: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list of pieces.")
    for piece in value:
        if not isinstance(piece, str) or not piece.strip() or piece not in text:
            raise ValueError(f"not verbatim in the report: {piece!r}.")
    return tuple(value)
