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

from figures.audit import examine
from figures.checks.registry import check_names
from figures.indicators import NAMES
from languages import of_pair
from operations.commands import command
from records import Finding, Indicator, Report
from vectorstore import shelf
from vectorstore.catalogue import Catalogue
from vectorstore.errors import StoreError
from vectorstore.named import reports_named
from vectorstore.settings import StoreSettings


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
        print(options.line(row, options.language))
    return 0


Rows = Callable[[Catalogue, Sequence[Report]], Iterator[dict[str, Any]]]


def _rows(catalogue: Catalogue, names: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    with catalogue.reading() as connection:
        reports = [standing.report for standing in shelf.standing(connection).values()]
    return list(rows(catalogue, reports_named(reports, names)))


def _audits(catalogue: Catalogue, reports: Sequence[Report]) -> Iterator[dict[str, Any]]:
    """Each report with its findings as kept, and what of it was examined and held."""
    with catalogue.reading() as connection:
        kept = shelf.findings(connection, [r.id for r in reports])
        texts = {r.id: shelf.text(connection, r.id) for r in reports}
    for report in reports:
        text = texts[report.id]
        looked = examine(text, report.identity) if text else None
        yield {
            "report": report.source,
            "id": report.id,
            "title": report.identity.title,
            "findings": [_finding(k.finding) for k in kept.get(report.id, ())],
            "held": {s.value: n for s, n in looked.held.items()} if looked else {},
            "figures": looked.figures if looked else 0,
            "figures_examined": looked.examined if looked else 0,
            "examination": looked.in_words("zh") if looked else "",
            "examination_en": looked.in_words("en") if looked else "",
        }


def _finding(finding: Finding) -> dict[str, Any]:
    first, name = finding.evidence[0], check_names().get(finding.check)
    return {
        "check": finding.check,
        "name": name.zh if name else finding.check,
        "name_en": name.en if name else finding.check,
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


_SEVERITIES = {
    "error": ("有误", "wrong"),
    "doubtful": ("存疑", "perhaps wrong"),
    "note": ("提示", "worth knowing"),
}


def _audit_text(row: dict[str, Any], language: str) -> str:
    """A report's findings, numbered, each with its sentences and their pages."""
    zh = language == "zh"
    lines = [
        f"{row['report']}  {row['title']}",
        f"  {row['examination' if zh else 'examination_en']}",
    ]
    if not row["findings"]:
        lines.append(
            "  没有发现对不上的数。" if zh else "  Nothing was found that does not add up."
        )
    for n, found in enumerate(row["findings"], start=1):
        severity = _SEVERITIES[found["severity"]][not zh]
        lines.append(f"  {n}. [{severity}] {found['name' if zh else 'name_en']}")
        told = found["calculation" if zh else "calculation_en"]
        lines += [f"     {line}" for line in told.splitlines()]
        for place in found["evidence"]:
            where = f"第{place['page']}页" if zh else f"Page {place['page']}"
            lines.append(
                f"     {where}：{place['text']}" if zh else f"     {where}: {place['text']}"
            )
    return "\n".join(lines) + "\n"


def _indicator_line(row: dict[str, Any], language: str) -> str:
    year = row["year"] or ""
    label = NAMES[row["name"]]
    name = of_pair(language, label.zh, label.en)
    return f"{row['report']}\t{year}\t{name}\t{row['value']} {row['unit']}\t{row['page']}"


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, rows, line, about in (
        ("audit", _audits, _audit_text, "what does not add up in the reports 报告中对不上的数"),
        ("table", _indicators, _indicator_line, "the figures that the reports state 报告中的指标"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("reports", nargs="*", metavar="REPORT", help="id, file or title")
        command.add_argument("--json", action="store_true", help="as JSON")
        command.add_argument(
            "--language", choices=("zh", "en"), default="zh", help="of what is told 输出语言"
        )
        command.set_defaults(rows=rows, line=line)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
