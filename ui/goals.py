"""The page of goals and results: each goal with what was done for it, the money, and its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from exports.word import to_docx
from exports.workbook import to_xlsx
from goals.form import as_book, as_document
from goals.kept import followed_in, matrix_of
from goals.outcome import USUAL, asks_for_a_reason
from goals.records import Attainment, Matrix, MatrixLine, Result, counts
from goals.saying import deviation_written, outcome_name
from goals.years import chain, earlier_of, projects_over_years
from records import Evidence, Report
from ui import charts, notices, report_view, viewer
from ui.access import Role, User, require
from ui.language import _, language, n_
from ui.names import person_name
from ui.plain import plain
from ui.selection import keyed
from ui.services import Services
from vectorstore.library import Library
from vectorstore.reviews import Mark

_MOST_LINES = 8
"""Lines of money that the chart has room for: the largest."""


_PLACE = "goals"
_OPENED_FROM = "goals-opened-from"


def page(services: Services, user: User) -> None:
    """Draw the page."""
    st.header(_("Goals and results"), anchor=False)
    reports = services.library.reports()
    if not reports:
        notices.note(_("The shelf is empty. Add reports on the page “Reports” first."))
        return
    report = _chosen(reports)
    with st.spinner(_("Goals are being matched to results; once for each report.")):
        made = _matrix(services.library, report.id, _key(services, report))
    if made.lines:
        _summary(made)
        shown = _filtered(made.lines)
        line = _table(shown)
        _exports(report, made)
        if line is None:
            st.caption(_("Choose a row to see its sentences, and to confirm or undo its matches."))
        else:
            _detail(services, user, report, line)
    else:
        notices.note(_("This report sets no goals that could be followed."))
    _without_goal(services, user, report, made)
    _over_the_years(services, user, report, reports)


@st.cache_resource(max_entries=32, show_spinner=False)
def _matrix(_library: Library, report_id: str, _on: str) -> Matrix:
    """A report's matrix; `_on` says of which shelf and with which marks, and is not looked at."""
    return matrix_of(_library, report_id)


def _key(services: Services, report: Report) -> str:
    marks = services.library.goal_matches.marks(report.id)
    last = max((m.at.isoformat() for m in marks), default="")
    return f"{services.library.generation()} {len(marks)} {last}"


def confirm(
    services: Services, user: User, report: Report, line: MatrixLine, result: str, mark: Mark
) -> None:
    """Keep what the user says of a match. Raises AccessDenied."""
    require(user, Role.AUDITOR)
    services.library.goal_matches.mark(report.id, line.goal.name, result, mark, user.id)


def _chosen(reports: Sequence[Report]) -> Report:
    newest = sorted(reports, key=lambda r: (-(r.identity.year or 0), r.identity.title))
    chosen = st.selectbox(
        _("Report"), newest, format_func=lambda r: r.identity.title, key="goals-report"
    )
    return chosen or newest[0]


def _summary(made: Matrix) -> None:
    st.caption(
        _(
            "A deviation of more than ±{percent} % of the target, and every goal that was missed, "
            "asks for the reason that the report gives.",
            percent=USUAL,
        )
    )
    names = {o: outcome_name(o, language()) for o in Attainment}
    of = {names[o]: n for o, n in counts(made).items()}
    money = sorted(
        (m for m in made.money if m.budget is not None and m.executed is not None),
        key=lambda m: -(m.budget.base if m.budget else 0),
    )[:_MOST_LINES]
    left, right = st.columns(2, gap="small")
    with left:
        charts.framed(_("What became of the goals"), charts.counted(of))
    if money:
        with right:
            charts.framed(_("Planned and spent"), charts.planned_and_spent(money))


def _filtered(lines: Sequence[MatrixLine]) -> list[MatrixLine]:
    with st.container(key="filters-goals"):
        left, right = st.columns([3, 2])
    outcomes = left.pills(
        _("Outcome"),
        list(Attainment),
        selection_mode="multi",
        format_func=lambda o: outcome_name(o, language()),
        key="goals-outcomes",
        label_visibility="collapsed",
    )
    words = right.text_input(
        _("Words in the goal or its results"),
        key="goals-words",
        label_visibility="collapsed",
        placeholder=_("Words in the goal or its results"),
    ).strip()
    return [
        line
        for line in lines
        if (not outcomes or line.outcome in outcomes)
        and (not words or any(words in text for text in _texts(line)))
    ]


def _texts(line: MatrixLine) -> list[str]:
    return [line.goal.name, *(r.place.text for r in line.results)]


def _table(lines: Sequence[MatrixLine]) -> MatrixLine | None:
    st.caption(n_("{n} goal", "{n} goals", len(lines)))
    not_told = _("The report does not say.")
    table = pd.DataFrame(
        {
            "outcome": [outcome_name(line.outcome, language()) for line in lines],
            "goal": [line.goal.name for line in lines],
            "target": [line.goal.target.as_written if line.goal.target else "" for line in lines],
            "actual": [line.actual.as_written if line.actual else "" for line in lines],
            "deviation": [deviation_written(line) for line in lines],
            "done": [" / ".join(r.place.text for r in line.results) or not_told for line in lines],
            "money": ["；".join(m.name for m in line.money) for line in lines],
            "suggested": [len(line.suggested) for line in lines],
        }
    )
    column = st.column_config
    state = st.dataframe(
        table,
        key=keyed("goals-table", [line.goal.name for line in lines]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "outcome": column.TextColumn(_("Outcome"), width=130),
            "goal": column.TextColumn(_("Goal"), width=280),
            "target": column.TextColumn(_("Target"), width="small"),
            "actual": column.TextColumn(_("Actual"), width="small"),
            "deviation": column.TextColumn(_("Deviation"), width="small"),
            "done": column.TextColumn(_("What was done"), width=320),
            "money": column.TextColumn(_("Money"), width="small"),
            "suggested": column.NumberColumn(_("Suggestions"), width="small"),
        },
    )
    chosen = state.selection.rows
    return lines[chosen[0]] if chosen and chosen[0] < len(lines) else None


def _exports(report: Report, made: Matrix) -> None:
    what = report.identity.title, made, language(), datetime.now(UTC).astimezone()
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Self-evaluation form (XLSX)"),
            lambda: to_xlsx(as_book(*what)),
            file_name="jiwen-goals.xlsx",
            icon=":material/table:",
            on_click="ignore",
            key="goals-xlsx",
        )
        st.download_button(
            _("Self-evaluation form (DOCX)"),
            lambda: to_docx(as_document(*what)),
            file_name="jiwen-goals.docx",
            icon=":material/description:",
            on_click="ignore",
            key="goals-docx",
        )


def _detail(services: Services, user: User, report: Report, line: MatrixLine) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="goal"):
        st.subheader(outcome_name(line.outcome, language()), anchor=False)
        st.text(line.goal.name)
        _computed(line)
        if user.role >= Role.AUDITOR:
            _matches(services, user, report, line)
    places = [
        (_("Goal"), line.goal.place),
        *((_("What was done"), r.place) for r in line.results),
        *((_("Suggestion"), r.place) for r in line.suggested),
        *((_("Money"), m.place) for m in line.money),
        *([(_("Reason"), line.reason)] if line.reason else []),
    ]
    with right:
        _cards(services, user, report, places, f"goal-{line.goal.place.start}")


def _computed(line: MatrixLine) -> None:
    if line.deviation is not None and line.actual and line.goal.target:
        st.text(
            _(
                "Target {target}, actual {actual}: off by {deviation}.",
                target=line.goal.target.as_written,
                actual=line.actual.as_written,
                deviation=deviation_written(line),
            )
        )
    for money in line.money:
        rate = "" if money.rate is None else f" · {money.rate}%"
        amounts = [q.as_written for q in (money.budget, money.executed) if q is not None]
        st.text(f"{money.name}：{' / '.join(amounts)}{rate}")
    if line.reason is not None and not line.reason_sure:
        st.caption(_("Whether the sentence marked “Reason” explains it is not sure."))
    elif line.reason is None and asks_for_a_reason(line.outcome, line.deviation):
        st.text(_("The report gives no reason beside the result or among the problems."))


def _matches(services: Services, user: User, report: Report, line: MatrixLine) -> None:
    """What a person may do with each match: confirm a suggestion, undo one that counts."""
    said = {
        m.result: m
        for m in services.library.goal_matches.marks(report.id)
        if m.goal == line.goal.name
    }

    def button(label: str, result: str, mark: Mark) -> None:
        key = keyed(f"goal-{mark.value}", [line.goal.name, result])
        if st.button(label, key=key, type="tertiary"):
            confirm(services, user, report, line, result, mark)
            st.rerun()

    for result in (*line.results, *line.suggested):
        text = result.place.text
        st.caption(plain(_shortened(text)))
        if text in said:
            st.caption(plain(" · ".join((_("Confirmed"), person_name(services, said[text].by)))))
            button(_("Take it back"), text, Mark.OPEN)
        elif result.sure:
            button(_("Undo this match"), text, Mark.DISMISSED)
        else:
            button(_("Confirm this match"), text, Mark.CONFIRMED)
    for text, mark in said.items():
        if mark.mark is Mark.DISMISSED:
            by = person_name(services, mark.by)
            st.caption(plain(" · ".join((_("Undone"), by, _shortened(text)))))
            button(_("Take it back"), text, Mark.OPEN)


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _cards(
    services: Services,
    user: User,
    report: Report,
    places: Sequence[tuple[str, Evidence]],
    key: str,
) -> None:
    """Draw places of a report, each under what it is, or the report opened at one of them."""
    if viewer.opened(_PLACE) == report.id and st.session_state.get(_OPENED_FROM) == key:
        viewer.beside(services, user, _PLACE)
        return
    text = services.library.text(report.id)
    actions = report_view.openings(services, report)
    cards = []
    for n, (what, place) in enumerate(places, start=1):
        around = report_view.paragraph_at(text, place.start, place.end)
        spans = [(place.start, place.end)]
        card = report_view.place_card(report, text, around, spans, n, actions)
        cards.append({**card, "title": what})
    action = report_view.draw_cards(cards, key)
    if action:
        view, n = action
        place = places[n - 1][1]
        st.session_state[_OPENED_FROM] = key
        report_view.open_at(services, _PLACE, view, report, [(place.start, place.end)])
        st.rerun()


def _without_goal(services: Services, user: User, report: Report, made: Matrix) -> None:
    if not made.without_goal:
        return
    with st.expander(
        n_(
            "{n} result that no goal speaks of",
            "{n} results that no goal speaks of",
            len(made.without_goal),
        )
    ):
        rows = pd.DataFrame(
            {
                "text": [s.place.text for s in made.without_goal],
                "page": [s.place.page for s in made.without_goal],
            }
        )
        column = st.column_config
        state = st.dataframe(
            rows,
            key=keyed("goals-without", [str(s.place.start) for s in made.without_goal]),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            column_config={
                "text": column.TextColumn(_("What was done"), width="large"),
                "page": column.NumberColumn(_("Page"), width=60),
            },
        )
        chosen = state.selection.rows
        if chosen and chosen[0] < len(made.without_goal):
            place = made.without_goal[chosen[0]].place
            _cards(services, user, report, [(_("What was done"), place)], "goals-without-card")


def _over_the_years(
    services: Services, user: User, report: Report, reports: Sequence[Report]
) -> None:
    earlier = earlier_of(report, reports)
    if not earlier:
        return
    st.subheader(_("What became of earlier promises"), anchor=False)
    for before in earlier:
        if not st.toggle(plain(before.identity.title), key=f"goals-before-{before.id[:12]}"):
            continue
        with st.spinner(_("Goals are being matched to results; once for each report.")):
            found = followed_in(services.library, before.id, report.id)
        for title, lines in (
            (_("Measures and plans"), found.promises),
            (_("Goals set then"), found.goals),
        ):
            if lines:
                st.text(title)
                line = _promises(lines, f"{title}-{before.id[:12]}")
                if line is not None:
                    places = [(_("What was done"), r.place) for r in line.results]
                    _cards(services, user, report, places, f"promise-{line.goal.place.start}")
        again = [a for a in found.problems if a.sure]
        if again:
            st.text(_("Problems that come again"))
            places = [(_("Problem"), a.now.place) for a in again]
            _cards(services, user, report, places, f"again-{before.id[:12]}")
    _projects(services, report, reports)


def _promises(lines: Sequence[MatrixLine], key: str) -> MatrixLine | None:
    not_told = _("The report does not say.")
    rows = pd.DataFrame(
        {
            "promise": [line.goal.name for line in lines],
            "done": [" / ".join(r.place.text for r in line.results) or not_told for line in lines],
            "suggested": [" / ".join(_words(line.suggested)) for line in lines],
        }
    )
    column = st.column_config
    state = st.dataframe(
        rows,
        key=keyed(key, [line.goal.name for line in lines]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "promise": column.TextColumn(_("Promise"), width="large"),
            "done": column.TextColumn(_("What was done"), width="large"),
            "suggested": column.TextColumn(_("Suggestion"), width="medium"),
        },
    )
    chosen = state.selection.rows
    line = lines[chosen[0]] if chosen and chosen[0] < len(lines) else None
    return line if line is not None and line.results else None


def _words(results: Sequence[Result]) -> list[str]:
    return [_shortened(r.place.text) for r in results[:2]]


def _projects(services: Services, report: Report, reports: Sequence[Report]) -> None:
    mine = next((of for of in chain(reports) if any(r.id == report.id for r in of)), [])
    money = [
        (r.identity.year, _matrix(services.library, r.id, _key(services, r)).money)
        for r in mine
        if r.identity.year is not None
    ]
    through = projects_over_years(money)
    if not through:
        return
    st.text(_("Projects through the years: planned / spent"))
    years = sorted({year for year, _lines in money})
    rows: list[Mapping[str, str]] = []
    for name, cells in through.items():
        row = {"project": name}
        for year in years:
            line = cells.get(year)
            sides = [line.budget, line.executed] if line else []
            row[str(year)] = " / ".join(q.as_written if q else "–" for q in sides)
        rows.append(row)
    project = st.column_config.TextColumn(_("Project"), width="medium")
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={"project": project})
