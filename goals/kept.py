"""The shelf's reports → their matrices, made once and kept, with people's marks laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from goals.matching import FITTED
from goals.matrix import candidates, line_of, matrix, unclaimed
from goals.missed import missed
from goals.outcome import actual_value
from goals.parts import statements
from goals.records import Matrix, MatrixLine, Result, Statement
from goals.setting import goals_in_prose, indicator_rows
from goals.years import Followed, followed
from models.embedder import Embedder
from records import ReportText
from vectorstore.goal_matches import GoalMark
from vectorstore.library import Library
from vectorstore.reviews import Mark

RULES = 4
"""Counted up where other goals, matches or figures are read from the same text."""

_MATRIX = TypeAdapter(Matrix)
_FOLLOWED = TypeAdapter(Followed)


def matrix_of(library: Library, report_id: str) -> Matrix:
    """A report on the shelf → its matrix, as people's marks have it.

    Made at first sight, and kept until the report is read otherwise. Raises StoreError where the
    report is not there.
    """
    made_with = _made_with(library.embedder)
    kept = library.goal_matches.document(report_id, "", made_with)
    if kept is None:
        made = matrix(library.text(report_id), library.embedder)
        library.goal_matches.keep(report_id, "", made_with, _MATRIX.dump_json(made).decode())
    else:
        made = _MATRIX.validate_json(kept)
    marks = library.goal_matches.marks(report_id)
    return marked(made, marks, library.text(report_id), library.embedder) if marks else made


def followed_in(library: Library, earlier_id: str, report_id: str) -> Followed:
    """Two reports of one body, a year apart → what became of the first one's promises in the other.

    Made once and kept, as `matrix_of`.
    """
    made_with = _made_with(library.embedder)
    kept = library.goal_matches.document(report_id, earlier_id, made_with)
    if kept is not None:
        return _FOLLOWED.validate_json(kept)
    before, after = library.report(earlier_id), library.report(report_id)
    same_year = bool(before and after and before.identity.year == after.identity.year)
    made = followed(
        library.text(earlier_id), library.text(report_id), library.embedder, same_year=same_year
    )
    document = _FOLLOWED.dump_json(made).decode()
    library.goal_matches.keep(report_id, earlier_id, made_with, document)
    return made


def _made_with(embedder: Embedder) -> str:
    return f"{RULES} {FITTED} {embedder.name}"


def marked(made: Matrix, marks: Sequence[GoalMark], text: ReportText, embedder: Embedder) -> Matrix:
    """A matrix and people's marks → the matrix in which these count: lines that a mark concerns
    are settled again, with what was confirmed, and without what was not."""
    said = statements(text)
    told = candidates(said, goals_in_prose(text, said), indicator_rows(text))
    late = missed(told, embedder)
    lines = []
    for line in made.lines:
        mine = [m for m in marks if m.goal == line.goal.name]
        if mine:
            results = _as_marked(line, mine, told)
            line = line_of(line.goal, results, made.money, said, late, embedder)
        lines.append(line)
    return replace(made, lines=tuple(lines), without_goal=unclaimed(lines, told))


def _as_marked(
    line: MatrixLine, marks: Sequence[GoalMark], told: Sequence[Statement]
) -> list[Result]:
    said = {m.result: m.mark for m in marks}
    results = [*line.results, *line.suggested]
    there = {r.place.text for r in results}
    added = [
        Result(s.place, s.path, 1.0, True, actual_value(line.goal, s.place.text))
        for s in told
        if s.place.text not in there and said.get(s.place.text) is Mark.CONFIRMED
    ]
    kept = [r for r in results if said.get(r.place.text) is not Mark.DISMISSED]
    sure = [replace(r, sure=True) if said.get(r.place.text) is Mark.CONFIRMED else r for r in kept]
    return sorted([*sure, *added], key=lambda r: (not r.sure, -r.probability))
