"""What many parts of an answer say alike: lists, pages, verdicts, what reports are called."""

from __future__ import annotations

from collections.abc import Iterator

from languages import N_, translate
from rag.records import Answer, Standing, Verdict
from records import Coverage, Identity, Kind, Report


def listed(language: str, items: list[str]) -> str:
    """Items → one enumeration."""
    return translate(language, ", ").join(items)


def pages(language: str, first: int, last: int) -> str:
    """The first and last page → where that is."""
    if first == last:
        return translate(language, "page {first}", first=first)
    return translate(language, "pages {first}–{last}", first=first, last=last)


# Two messages and no plural: Chinese, which has none, says 均 of several.
_FOUND = N_("1 number stands in the sources ✓")
_ALL_FOUND = N_("{n} numbers all stand in the sources ✓")


def verdict_lines(answer: Answer) -> Iterator[str]:
    """An answer → what its numbers, years and names were found to be, in a line or two."""
    language = answer.understood.language
    verdicts = {(v.kind, v.written): v for s in answer.sentences for v in s.verdicts}.values()
    numbers = [v for v in verdicts if v.kind == "number"]
    missing = _written(numbers, Standing.MISSING)
    derived = [f"{v.written} = {v.calculation}" for v in numbers if v.standing is Standing.DERIVED]
    found = len(_written(numbers, Standing.FOUND))
    if found:
        message = _FOUND if found == 1 else _ALL_FOUND
        yield translate(language, message, n=found)
    if derived:
        yield translate(
            language,
            "{n} computed from the sources ✓: {written}",
            n=len(derived),
            written=listed(language, derived),
        )
    if missing:
        yield translate(
            language,
            "{n} not in the sources: {written}",
            n=len(missing),
            written=listed(language, missing),
        )
    others = _written([v for v in verdicts if v.kind != "number"], Standing.MISSING)
    if others:
        yield translate(language, "Not in the sources: {written}", written=listed(language, others))


def _written(verdicts: list[Verdict], standing: Standing) -> list[str]:
    return [v.written for v in verdicts if v.standing is standing]


_KINDS = {
    Kind.SELF_EVALUATION: N_("self-evaluation report"),
    Kind.FISCAL_EVALUATION: N_("fiscal evaluation"),
    Kind.PROJECT_EVALUATION: N_("project evaluation"),
    Kind.BUDGET: N_("budget"),
    Kind.BUDGET_EXECUTION: N_("budget execution report"),
    Kind.FINAL_ACCOUNTS: N_("final accounts"),
    Kind.WORK_REPORT: N_("government work report"),
    Kind.STATISTICS: N_("statistical bulletin"),
    Kind.AUDIT: N_("audit report"),
    Kind.OTHER: N_("report"),
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
    kind = translate(language, _KINDS[identity.kind])
    if not identity.year:
        return translate(language, "{whose} ({kind})", whose=said, kind=kind)
    return translate(language, "{whose} {year} ({kind})", whose=said, year=identity.year, kind=kind)
