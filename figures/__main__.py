"""`python -m figures audit [REPORT…]` and `table [REPORT…]`: what the shelf's reports state.

Only the catalogue is read: neither model is needed, and another process may be writing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from operations.commands import command
from records import Finding, Indicator, Report
from vectorstore import shelf
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError
from vectorstore.settings import StoreSettings

_PREFIX = 6
"""Characters of an id that are enough to name a report by."""


@command("figures")
def main(arguments: Sequence[str], prog: str = "python -m figures") -> int:
    """Command-line arguments → exit code: 0 done, 2 it could not be done."""
    options = _parser(prog).parse_args(arguments)
    try:
        settings = StoreSettings.from_environ(os.environ)
        settings.home.mkdir(parents=True, exist_ok=True)
        catalogue = Catalogue(settings)
        try:
            rows = _rows(catalogue, options.reports, options.rows)
        finally:
            catalogue.close()
    except StoreError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    for row in [] if options.json else rows:
        print(options.line(row))
    return 0


Rows = Callable[[Catalogue, Sequence[Report]], Iterator[dict[str, Any]]]


def _rows(catalogue: Catalogue, names: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    with catalogue.reading() as connection:
        reports = [standing.report for standing in shelf.standing(connection).values()]
    return list(rows(catalogue, _named(reports, names)))


def _named(reports: Sequence[Report], names: Sequence[str]) -> list[Report]:
    """All reports, or those named by the beginning of their id, their file or their title."""
    if not names:
        return list(reports)
    found: dict[str, Report] = {}
    for name in names:
        mine = [
            r
            for r in reports
            if (len(name) >= _PREFIX and r.id.startswith(name))
            or name in (r.source, r.identity.title)
        ]
        if not mine:
            raise StoreError(
                f"报告库里没有报告叫 {name!r}。用 python -m ingest list 查看。",
                f"No report goes by {name!r}. See what is there: python -m ingest list.",
            )
        found |= {r.id: r for r in mine}
    return list(found.values())


def _findings(catalogue: Catalogue, reports: Sequence[Report]) -> Iterator[dict[str, Any]]:
    with catalogue.reading() as connection:
        kept = shelf.findings(connection, [r.id for r in reports])
    for report in reports:
        for k in kept.get(report.id, ()):
            yield _finding(report, k.finding)


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    first = finding.evidence[0]
    return {
        "report": report.source,
        "id": report.id,
        "title": report.identity.title,
        "check": finding.check,
        "severity": finding.severity.value,
        "statement": first.text,
        "page": first.page,
        "stated": finding.stated,
        "recomputed": finding.recomputed,
        "calculation": finding.calculation_zh,
        "calculation_en": finding.calculation_en,
        "evidence": [{"page": e.page, "text": e.text} for e in finding.evidence],
    }


def _indicators(catalogue: Catalogue, reports: Sequence[Report]) -> Iterator[dict[str, Any]]:
    with catalogue.reading() as connection:
        kept = shelf.indicators(connection, [r.id for r in reports])
    for report in reports:
        for indicator in kept.get(report.id, ()):
            yield _indicator(report, indicator)


def _indicator(report: Report, indicator: Indicator) -> dict[str, Any]:
    return {
        "report": report.source,
        "id": report.id,
        "title": report.identity.title,
        "department": report.identity.department,
        "year": indicator.year,
        "name": indicator.name,
        "value": str(indicator.value),
        "unit": indicator.unit,
        "as_written": indicator.as_written,
        "page": indicator.evidence.page,
        "statement": indicator.evidence.text,
    }


def _finding_line(row: dict[str, Any]) -> str:
    where = f"{row['report']} 第{row['page']}页"
    return f"[{row['severity']}] {where} {row['check']}\n  {row['calculation']}"


def _indicator_line(row: dict[str, Any]) -> str:
    year = row["year"] or ""
    return f"{row['report']}\t{year}\t{row['name']}\t{row['value']} {row['unit']}\t{row['page']}"


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, rows, line, about in (
        ("audit", _findings, _finding_line, "what does not add up in the reports 报告中对不上的数"),
        ("table", _indicators, _indicator_line, "the figures that the reports state 报告中的指标"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("reports", nargs="*", metavar="REPORT", help="id, file or title")
        command.add_argument("--json", action="store_true", help="as JSON")
        command.set_defaults(rows=rows, line=line)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
