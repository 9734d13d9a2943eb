"""What code says in an answer, in Chinese and in English, and how it calls bodies and reports."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from rag.errors import LexiconError
from rag.records import Answer, Standing, Verdict
from records import Coverage, Identity, Kind, Report

_FILE = "messages.toml"


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """What `messages.toml` has: keys → languages → words. Raises LexiconError where it is wrong."""
    found = tomllib.loads((Path(__file__).parent / _FILE).read_text("utf-8"))
    for key, said in found.items():
        fields = {frozenset(f for _, f, _, _ in Formatter().parse(w) if f) for w in said.values()}
        if "zh" not in said or len(fields) > 1:
            raise LexiconError(_FILE, f"{key}: no Chinese, or other fields in another language")
    return found


def say(language: str, key: str, **values: object) -> str:
    """A message, its fields filled in, in `language` (zh, en); in Chinese where it has none."""
    if key == "page":
        key = "page_one" if values["first"] == values["last"] else "page_many"
    said = messages()[key]
    return said.get(language, said["zh"]).format(**values)


def listed(language: str, items: list[str]) -> str:
    """Items → one enumeration."""
    return say(language, "comma").join(items)


def verdict_lines(answer: Answer) -> Iterator[str]:
    """An answer → what its numbers, years and names were found to be, in a line or two."""
    language = answer.understood.language
    verdicts = {(v.kind, v.written): v for s in answer.sentences for v in s.verdicts}.values()
    numbers = [v for v in verdicts if v.kind == "number"]
    missing = _written(numbers, Standing.MISSING)
    derived = [f"{v.written} = {v.calculation}" for v in numbers if v.standing is Standing.DERIVED]
    found = len(_written(numbers, Standing.FOUND))
    if found:
        key = "all_found_one" if found == 1 else "all_found"
        yield say(language, key, n=found)
    if derived:
        yield say(language, "derived", n=len(derived), written=listed(language, derived))
    if missing:
        yield say(language, "missing", n=len(missing), written=listed(language, missing))
    others = _written([v for v in verdicts if v.kind != "number"], Standing.MISSING)
    if others:
        yield say(language, "missing_other", written=listed(language, others))


def _written(verdicts: list[Verdict], standing: Standing) -> list[str]:
    return [v.written for v in verdicts if v.standing is standing]


_KINDS = {
    Kind.SELF_EVALUATION: "self-evaluation report",
    Kind.FISCAL_EVALUATION: "fiscal evaluation",
    Kind.PROJECT_EVALUATION: "project evaluation",
    Kind.BUDGET: "budget",
    Kind.BUDGET_EXECUTION: "budget execution report",
    Kind.FINAL_ACCOUNTS: "final accounts",
    Kind.WORK_REPORT: "government work report",
    Kind.STATISTICS: "statistical bulletin",
    Kind.AUDIT: "audit report",
    Kind.OTHER: "report",
}


def whose(identity: Identity) -> str:
    """A report's identity → the body it is of, or the place where it names none; else its title."""
    return identity.department or identity.district or identity.title


def of_what(identity: Identity) -> str:
    """A report's identity → whose figures it states: the body's, one unit's, one project's.

    So reports of one body and year that stand side by side are called by different names.
    """
    if identity.coverage is Coverage.PROJECT and identity.project:
        return f"{whose(identity)}“{identity.project}”"
    if identity.coverage is Coverage.UNIT and identity.department:
        return f"{identity.department}（本级）"
    if identity.coverage is Coverage.GOVERNMENT and not identity.department:
        return f"{identity.district}本级"
    return whose(identity)


def report_name(report: Report, language: str) -> str:
    """A report → its body, year and kind, short."""
    identity = report.identity
    said = of_what(identity)
    if language == "en":
        year = f" {identity.year}" if identity.year else ""
        return f"{said}{year} ({_KINDS[identity.kind]})"
    year = f"{identity.year}年" if identity.year else ""
    kind = identity.kind.removesuffix("报告")
    return f"{said}{year}{kind}报告"
