"""What is on the shelf → questions worth asking: examples for an empty page, and follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.records import Answer
from ui.language import _
from ui.names import indicator_name
from vectorstore.records import Identity, Indicator, Report, Section

# Headings by their words → what to ask about them.
_TOPICS = ("成效", "问题", "改进", "目标", "奖")


def short_name(identity: Identity) -> str:
    """A department → the shortest name it goes by."""
    return min((n for n in (*identity.short_names, identity.department) if n), key=len, default="")


def examples(
    reports: Sequence[Report],
    indicators: Mapping[str, Sequence[Indicator]],
    sections: Mapping[str, Sequence[Section]],
    limit: int = 4,
) -> list[str]:
    """Reports, and by report id their indicators and sections → at most `limit` questions.

    Only what the reports have is asked for: the newest first, and different kinds of question.
    A report without a year or a department cannot be asked for by name.
    """
    dated = [r for r in reports if r.identity.year is not None and short_name(r.identity)]
    newest = sorted(dated, key=lambda r: r.identity.year or 0, reverse=True)
    figure: list[str] = []
    topics: list[str] = []
    for report in newest:
        figure += _about_figures(report, indicators.get(report.id, ()))
        topics += _about_topics(report, sections.get(report.id, ()))
    compared = _comparisons(newest, indicators)
    mixed = [*figure[:1], *compared[:1], *topics[:2], *figure[1:], *topics[2:], *compared[1:]]
    return list(dict.fromkeys(mixed))[:limit]


def _about_figures(report: Report, indicators: Iterable[Indicator]) -> list[str]:
    year = report.identity.year
    names = list(dict.fromkeys(i.name for i in indicators if i.year == year))
    name = short_name(report.identity)
    return [
        _(
            "What was “{indicator}” of {name} in {year}?",
            indicator=indicator_name(i),
            name=name,
            year=year,
        )
        for i in names
    ]


def _about_topics(report: Report, sections: Iterable[Section]) -> list[str]:
    words = "".join(h for section in sections for h in section.headings)
    questions = {
        "成效": _("What did {name} achieve in {year}?", **_of(report)),
        "问题": _("What problems did {name} report for {year}?", **_of(report)),
        "改进": _("What does {name} mean to improve after {year}?", **_of(report)),
        "目标": _("What were the performance goals of {name} for {year}?", **_of(report)),
        "奖": _("Which prizes did {name} win in {year}?", **_of(report)),
    }
    return [questions[topic] for topic in _TOPICS if topic in words]


def _of(report: Report) -> dict[str, object]:
    return {"name": short_name(report.identity), "year": report.identity.year}


def _comparisons(
    reports: Sequence[Report], indicators: Mapping[str, Sequence[Indicator]]
) -> list[str]:
    found = []
    for newer in reports:
        for older in reports:
            same = newer.identity.department == older.identity.department
            if not same or newer.identity.kind != older.identity.kind:
                continue
            if (newer.identity.year or 0) - (older.identity.year or 0) != 1:
                continue
            common = {i.name for i in indicators.get(older.id, ())}
            names = [i.name for i in indicators.get(newer.id, ()) if i.name in common]
            if names:
                found.append(
                    _(
                        "How did “{indicator}” of {name} change from {before} to {after}?",
                        indicator=indicator_name(names[0]),
                        name=short_name(newer.identity),
                        before=older.identity.year,
                        after=newer.identity.year,
                    )
                )
    return found


def follow_ups(
    answer: Answer,
    reports: Sequence[Report],
    indicators: Mapping[str, Sequence[Indicator]],
    limit: int = 3,
) -> list[str]:
    """An answer, and what is on the shelf → at most `limit` questions to go on with."""
    cited = [f.report for f in answer.passages]
    if not cited:
        return []
    report = cited[0]
    year, department = report.identity.year, report.identity.department
    if year is None:
        return []
    found: list[str] = []
    years = {r.identity.year for r in reports if r.identity.department == department}
    for other in (year - 1, year + 1):
        if other in years:
            found.append(_("And in {year}?", year=other))
    asked = answer.understood.standalone
    for indicator in indicators.get(report.id, ()):
        question = _(
            "What was “{indicator}” of {name} in {year}?",
            indicator=indicator_name(indicator.name),
            name=short_name(report.identity),
            year=year,
        )
        if indicator.year == year and indicator_name(indicator.name) not in asked:
            found.append(question)
    return list(dict.fromkeys(found))[:limit]
