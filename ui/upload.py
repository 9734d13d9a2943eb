"""New reports: dropped, read in the background, looked at and corrected, then put on the shelf."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from figures.indicators import indicators
from ingest.arriving import recalled
from ingest.page_image import is_pdf, page_png
from ingest.reading import Reading
from ingest.said import as_said
from records import Indicator, Report, ReportText, Unsure
from ui import notices, shelf
from ui.access import User
from ui.identity_form import identity_form
from ui.intake import Choice, Intake, Item, State
from ui.language import _, n_
from ui.names import indicator_name
from ui.places import asked_line, report_line
from ui.plain import plain
from ui.series import written
from ui.services import Services
from ui.unread import how_read, unread
from vectorstore.sides import Said

_MOST_CHANGES = 12
_BEGINNING = 300  # characters of a file without pages
_ENDINGS = ["pdf", "docx", "xlsx", "html", "htm", "txt", "doc", "wps"]


def panel(services: Services, user: User, *, expanded: bool) -> None:
    """Draw the place for new reports."""
    intake = _intake()
    with st.expander(
        _("Add reports"), expanded=expanded or intake is not None, icon=":material/upload_file:"
    ):
        if intake is None:
            _drop(services, user)
        elif intake.busy:
            _watching()
        elif any(item.state is State.UNDERSTOOD for item in intake.items):
            _look(services, user, intake)
        else:
            _summary(intake)


def _intake() -> Intake | None:
    found: Intake | None = st.session_state.get("intake")
    return found


def _drop(services: Services, user: User) -> None:
    round_ = st.session_state.setdefault("intake-round", 0)
    files = st.file_uploader(
        _("Drop PDF, DOCX, XLSX, HTML or TXT files here"),
        type=_ENDINGS,
        accept_multiple_files=True,
        key=f"files-{round_}",
    )
    if files:
        # A callback: a click that comes while the page is still being drawn is not lost.
        st.button(
            n_("Read {n} file", "Read {n} files", len(files)),
            type="primary",
            key="read-files",
            on_click=_read,
            args=(services, user, files),
        )


def _read(services: Services, user: User, files: Sequence[UploadedFile]) -> None:
    brought = [(file.name, file.getvalue()) for file in files]
    st.session_state["intake"] = Intake(
        brought, partial(shelf.read, user, settings=services.reading)
    )
    st.session_state["intake-round"] += 1


@st.fragment(run_every=0.5)
def _watching() -> None:
    intake = _intake()
    if intake is None or not intake.busy:
        st.rerun()
        return
    for item in intake.items:
        _progress(item)


def _progress(item: Item) -> None:
    words = plain(item.name, 60)
    if item.state in (State.READING, State.ADDING):
        share = item.done / item.total if item.total else 0.0
        stages = {
            "read": _("reading"),
            "embed": _("understanding the passages"),
            "store": _("putting in"),
        }
        stage = stages.get(item.stage, _("beginning"))
        left = item.seconds_left(time.monotonic())
        if left is None:
            text = _("{name} · {stage}", name=words, stage=stage)
        else:
            text = _("{name} · {stage}, {n} s left", name=words, stage=stage, n=round(left) or 1)
        st.progress(min(share, 1.0), text=text)
    else:
        st.caption(f"{words} · {_state_name(item.state)}")


def _state_name(state: State) -> str:
    names = {
        State.WAITING: _("waits"),
        State.READING: _("reading"),
        State.UNDERSTOOD: _("read"),
        State.ADDING: _("putting in"),
        State.DONE: _("on the shelf"),
        State.LEFT: _("left out"),
        State.FAILED: _("not read"),
    }
    return names[state]


def _look(services: Services, user: User, intake: Intake) -> None:
    st.caption(_("This is what was understood. Correct what is wrong, then put the reports in."))
    choices = {}
    for i, item in enumerate(intake.items):
        if item.failure is not None:
            _unreadable(item.name, item.failure)
        elif item.reading is not None:
            choices[i] = _choice(services, i, item, item.reading)
    decided = {i: choice for i, choice in choices.items() if choice is not None}
    wanted = sum(choice.add for choice in decided.values())
    open_ = len(choices) - len(decided)
    if open_:
        notices.warn(
            n_(
                "{n} file waits for you to say which version is to stay.",
                "{n} files wait for you to say which version is to stay.",
                open_,
            )
        )
    with st.container(horizontal=True, gap="small"):
        if st.button(
            n_("Put {n} report on the shelf", "Put {n} reports on the shelf", wanted),
            type="primary",
            disabled=not wanted or bool(open_),
            key="put-in",
        ):
            intake.put(decided, partial(shelf.put, services, user))
            st.rerun()
        st.button(_("Discard"), on_click=_discard, key="discard")


def _unreadable(name: str, failure: Exception) -> None:
    st.text(_("{name} · cannot be read", name=name))
    notices.trouble(failure)


def _choice(services: Services, i: int, item: Item, reading: Reading) -> Choice | None:
    """Draw one file with its status → what is to become of it; None while that is not decided."""
    key = f"intake-{st.session_state['intake-round']}-{i}"
    there = services.library.report(reading.report_id)
    report = recalled(services.library, services.corpus, reading)
    old = None if there else shelf.version_of(services, report.identity)
    asked = asked_line(report)
    scanned = any(notice.why is Unsure.PICTURE_READ for notice in reading.notices)
    status = (
        _("on the shelf already")
        if there
        else _("a new version: please choose")
        if old
        else _("new")
    )
    marks = [
        status,
        _("to decide: {sides}", sides=asked) if asked else "",
        _("read from a scan") if scanned else "",
    ]
    title = plain(" · ".join([*filter(None, marks), report_line(report), item.name]))
    alone = len(st.session_state["intake"].items) == 1
    with st.expander(title, expanded=bool(asked or old) or alone):
        if there is not None:
            notices.note(_("This very file is on the shelf already: nothing will change."))
            return Choice({}, replacing=False, add=False)
        st.caption(
            _(
                "{pages} pages, {signs} characters",
                pages=reading.page_count,
                signs=f"{len(reading.text.text):,}",
            )
        )
        st.caption(how_read(reading.pages, len(reading.text.tables)))
        unread(reading.notices)
        form, first = st.columns([3, 2], gap="medium")
        with first:
            _first_page(item, reading)
        with form:
            said = identity_form(report, key)
        now = as_said(report, said, reading.text.text).identity
        old = shelf.version_of(services, now)
        return (
            Choice(said, replacing=False, add=True)
            if old is None
            else _versions(services, key, said, reading, old)
        )


def _versions(
    services: Services, key: str, said: Said, reading: Reading, old: Report
) -> Choice | None:
    """Draw the choice between a file and the version of it that is there; None until it is made."""
    notices.warn(_("The shelf has a version of this report: {source}", source=old.source))
    with services.library.snapshot() as now:
        before, old_text = now.indicators([old.id]).get(old.id, ()), now.text(old.id)
    stated = f"{key}-figures"
    if stated not in st.session_state:  # it takes a moment, and every click draws this again
        st.session_state[stated] = indicators(reading.text, old.identity.year)
    gone, come = changes(before, old_text, st.session_state[stated], reading.text)
    st.caption(_("What changes with this file"))
    if not gone and not come:
        st.text(_("No heading and no key figure differs."))
    for sign, lines in (("−", gone), ("+", come)):
        for line in lines[:_MOST_CHANGES]:
            st.text(f"{sign} {line}")
        if len(lines) > _MOST_CHANGES:
            st.caption(f"{sign} " + _("… and {n} more", n=len(lines) - _MOST_CHANGES))
    decision = st.radio(
        _("Which one is to stay?"),
        ["replace", "keep"],
        index=None,
        format_func={
            "replace": _("This one: it replaces the old version"),
            "keep": _("The old one: this file is left out"),
        }.__getitem__,
        key=f"{key}-old",
    )
    if decision is None:
        return None
    return Choice(said, replacing=decision == "replace", add=decision == "replace")


def changes(
    old: Iterable[Indicator], old_text: ReportText, new: Iterable[Indicator], new_text: ReportText
) -> tuple[list[str], list[str]]:
    """The key figures and headings of two versions → what only the old has, and only the new."""
    before, after = _said(old, old_text), _said(new, new_text)
    gone = [line for line in before if line not in after]
    return gone, [line for line in after if line not in before]


def _said(indicators: Iterable[Indicator], text: ReportText) -> dict[str, None]:
    figures = [
        f"{i.year or ''} {indicator_name(i.name)} {written(i.value)} {i.unit}".strip()
        for i in indicators
    ]
    headings = [" › ".join(section.headings) for section in text.sections if section.headings]
    return dict.fromkeys([*figures, *headings])


def _first_page(item: Item, reading: Reading) -> None:
    """Draw how the file begins: its first page as printed, or its first lines."""
    with notices.shown():
        if is_pdf(item.path):
            st.image(page_png(item.path, 1, 0.8), alt=_("page {page}", page=1))
        else:
            st.text(reading.text.text[:_BEGINNING])


def _summary(intake: Intake) -> None:
    for item in intake.items:
        if item.failure is not None:
            st.text(item.name)
            notices.trouble(item.failure)
        elif item.outcome is not None:
            words = {
                "added": _("added"),
                "replaced": _("in place of the old version"),
                "unchanged": _("there already"),
            }[item.outcome.status.value]
            report = item.outcome.report.identity
            st.success(plain(f"{item.name} · {report.title} · {words}"), icon=":material/check:")
        else:
            st.caption(plain(f"{item.name} · {_state_name(item.state)}"))
    st.button(_("Add more"), on_click=_discard, key="add-more", type="primary")


def _discard() -> None:
    intake = st.session_state.pop("intake", None)
    if intake is not None:
        intake.discard()
