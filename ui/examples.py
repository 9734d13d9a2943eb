"""What is on the shelf → questions worth asking: examples for an empty page, and follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.records import Answer, State
from records import Indicator, Report, Section
from ui.language import _
from ui.names import indicator_name

# Headings by their words → what to ask about them.
_TOPICS = ("成效", "问题", "改进", "目标", "奖")


def short_names(reports: Iterable[Report]) -> dict[str, str]:
    """Reports → by department, the shortest name that it goes by and no other of them does."""
    named: dict[str, set[str]] = {}
    for identity in (report.identity for report in reports):
        for name in (*identity.short_names, identity.department):
            named.setdefault(name, set()).add(identity.department)
    found = {department: department for whose in named.values() for department in whose}
    for name in sorted(filter(None, named), key=len, reverse=True):
        department, *others = named[name]
        if not others:
            found[department] = name
    return found


def examples(
    reports: Sequence[Report],
    indicators: Mapping[str, Sequence[Indicator]],
    sections: Mapping[str, Sequence[Section]],
    names: Mapping[str, str],
    limit: int = 4,
) -> list[str]:
    """Reports, and by report id their indicators and sections → at most `limit` questions.

    Only what the reports have is asked for: the newest first, and different kinds of question.
    A report without a year or a department cannot be asked for by name; `names` are what
    departments are called (`short_names` of the whole shelf).
    """
    dated = [r for r in reports if r.identity.year is not None and r.identity.department]
    newest = sorted(dated, key=lambda r: r.identity.year or 0, reverse=True)
    figure: list[str] = []
    topics: list[str] = []
    for report in newest:
        name = names[report.identity.department]
        figure += _about_figures(report, name, indicators.get(report.id, ()))
        topics += _about_topics(report, name, sections.get(report.id, ()))
    compared = _comparisons(newest, names, indicators)
    mixed = [*figure[:1], *compared[:1], *topics[:2], *figure[1:], *topics[2:], *compared[1:]]
    return list(dict.fromkeys(mixed))[:limit]


def nearest_reports(answer: Answer, reports: Sequence[Report], limit: int = 40) -> list[Report]:
    """An answer → the reports that it was asked about, the newest first; all, where none is."""
    scope = answer.understood.scope
    asked = [
        report
        for report in reports
        if (not scope.departments or report.identity.department in scope.departments)
        and (not scope.years or report.identity.year in scope.years)
    ]
    return sorted(asked or reports, key=lambda r: -(r.identity.year or 0))[:limit]


def nearest(
    question: str,
    reports: Sequence[Report],
    indicators: Mapping[str, Sequence[Indicator]],
    sections: Mapping[str, Sequence[Section]],
    names: Mapping[str, str],
    limit: int = 3,
) -> list[str]:
    """A question that was not answered → those most like it that can be, by the signs in common."""
    asked = _pairs(question)
    askable: list[str] = []
    for report in reports:
        if report.identity.year is not None and report.identity.department:
            name = names[report.identity.department]
            askable += _about_figures(report, name, indicators.get(report.id, ()))
            askable += _about_topics(report, name, sections.get(report.id, ()))
    alike = sorted(dict.fromkeys(askable), key=lambda other: -len(asked & _pairs(other)))
    return alike[:limit]


def _pairs(text: str) -> set[str]:
    line = "".join(text.split()).casefold()
    return {line[i : i + 2] for i in range(len(line) - 1)}


def _about_figures(report: Report, name: str, indicators: Iterable[Indicator]) -> list[str]:
    year = report.identity.year
    stated = dict.fromkeys(i.name for i in indicators if i.year == year)
    return [
        _(
            'What was "{indicator}" of {name} in {year}?',
            indicator=indicator_name(i),
            name=name,
            year=year,
        )
        for i in stated
    ]


def _about_topics(report: Report, name: str, sections: Iterable[Section]) -> list[str]:
    of: dict[str, object] = {"name": name, "year": report.identity.year}
    words = "".join(h for section in sections for h in section.headings)
    questions = {
        "成效": _("What did {name} achieve in {year}?", **of),
        "问题": _("What problems did {name} report for {year}?", **of),
        "改进": _("What does {name} mean to improve after {year}?", **of),
        "目标": _("What were the performance goals of {name} for {year}?", **of),
        "奖": _("Which prizes did {name} win in {year}?", **of),
    }
    return [questions[topic] for topic in _TOPICS if topic in words]


def _comparisons(
    reports: Sequence[Report],
    names: Mapping[str, str],
    indicators: Mapping[str, Sequence[Indicator]],
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
            both = [i.name for i in indicators.get(newer.id, ()) if i.name in common]
            if both:
                found.append(
                    _(
                        'How did "{indicator}" of {name} change from {before} to {after}?',
                        indicator=indicator_name(both[0]),
                        name=names[newer.identity.department],
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
    """An answer, and what is on the shelf → at most `limit` questions to go on with.

    None where the question was not answered: others would only be in the way there.
    """
    cited = [f.report for f in answer.passages]
    if not cited or answer.state is not State.ANSWERED:
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
    name = short_names(reports).get(department, department)
    for indicator in indicators.get(report.id, ()):
        question = _(
            'What was "{indicator}" of {name} in {year}?',
            indicator=indicator_name(indicator.name),
            name=name,
            year=year,
        )
        if indicator.year == year and indicator_name(indicator.name) not in asked:
            found.append(question)
    return list(dict.fromkeys(found))[:limit]
