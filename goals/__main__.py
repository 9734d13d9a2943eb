"""`python -m goals REPORT…`: what the shelf's reports set out to do, what was done, and the money.

A report's matrix is made when it is first asked for, with the search model, and kept.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from exports.word import to_docx
from exports.workbook import to_xlsx
from goals.as_json import matrix_json
from goals.form import as_book, as_document
from goals.kept import matrix_of
from goals.outcome import asks_for_a_reason
from goals.records import Matrix, MatrixLine
from goals.saying import deviation_written, outcome_name, reason_lead
from languages import translate
from models.embedding import load_embedder
from models.settings import ModelSettings
from operations.commands import command
from records import Report
from vectorstore.library import Library
from vectorstore.named import reports_named
from vectorstore.settings import StoreSettings


@command("goals")
def main(arguments: Sequence[str], prog: str = "python -m goals") -> int:
    """Command-line arguments → exit code: 0 done, 2 it could not be done."""
    options = _parser(prog).parse_args(arguments)
    files = [to for to in (options.xlsx, options.docx) if to is not None]
    embedder = load_embedder(ModelSettings.from_environ(os.environ))
    library = Library.open(StoreSettings.from_environ(os.environ), embedder)
    try:
        reports = reports_named(library.reports(), options.reports)
        if files and len(reports) != 1:
            print(
                "一个文件只能写一份报告，请写明是哪一份。 A file takes one report: say which one.",
                file=sys.stderr,
            )
            return 2
        made = [(report, matrix_of(library, report.id)) for report in reports]
    finally:
        library.close()
    now = datetime.now(UTC).astimezone()
    for report, matrix in made:
        title = report.identity.title
        if options.xlsx is not None:
            options.xlsx.write_bytes(to_xlsx(as_book(title, matrix, "zh", now)))
        if options.docx is not None:
            options.docx.write_bytes(to_docx(as_document(title, matrix, "zh", now)))
    if options.json:
        rows = [matrix_json(report, matrix) for report, matrix in made]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not files:
        for report, matrix in made:
            print(*_as_text(report, matrix), sep="\n")
    return 0


def _as_text(report: Report, matrix: Matrix) -> Iterator[str]:
    yield f"# {report.identity.title}"
    for line in matrix.lines:
        yield from _line_as_text(line)
    if matrix.without_goal:
        yield "未对应目标的成效 Results that no goal speaks of："
        yield from (f"  {s.place.text}（第{s.place.page}页）" for s in matrix.without_goal)


def _line_as_text(line: MatrixLine) -> Iterator[str]:
    outcome = outcome_name(line.outcome, "zh")
    yield f"[{outcome}] {line.goal.name} {deviation_written(line)}".rstrip()
    for result in line.results:
        yield f"  → {result.place.text}（第{result.place.page}页）"
    for result in line.suggested:
        yield f"  ? {result.place.text}（第{result.place.page}页）"
    for money in line.money:
        amounts = [q.as_written for q in (money.budget, money.executed) if q is not None]
        yield f"  ¥ {money.name}：{' / '.join(amounts)}"
    if line.reason is not None:
        yield f"  {reason_lead(line, 'zh')}{line.reason.text}"
    elif asks_for_a_reason(line.outcome, line.deviation):
        yield f"  {translate('zh', 'The report gives no reason.')}"


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("reports", nargs="*", metavar="REPORT", help="id, file or title")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="the 绩效自评表 as XLSX")
    parser.add_argument("--docx", type=Path, metavar="FILE", help="the 绩效自评表 as DOCX")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
