"""What stands around every page: sign-in, language, the page list, and what to do in trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from languages import LANGUAGES, N_
from ui import aids, audit, chat, figures, goals, notices, records, reports, streamlits_words
from ui.access import Role, User, current_user, require, role_name, signs_in
from ui.language import _, choose, language, remember
from ui.plain import plain
from ui.services import Opening, Services, opening
from ui.settings import Misconfigured
from ui.style import style
from ui.undrawn import forget_undrawn

# A file of our own: the browser would fetch a named icon from elsewhere.
_LOGO = str(Path(__file__).parent / "logo.svg")
_ICON = str(Path(__file__).parent / "icon.svg")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what draws it, its title in English, its icon, its address, and who sees it."""

    body: Callable[[Services, User], None]
    title: str
    icon: str
    path: str
    role: Role


PAGES = (
    Page(chat.page, N_("Ask"), ":material/forum:", "ask", Role.READER),
    Page(reports.page, N_("Reports"), ":material/library_books:", "reports", Role.READER),
    Page(figures.page, N_("Figures"), ":material/bar_chart:", "figures", Role.READER),
    Page(goals.page, N_("Goals and results"), ":material/flag:", "goals", Role.READER),
    Page(audit.page, N_("Audit"), ":material/rule:", "audit", Role.AUDITOR),
    Page(records.page, N_("Records"), ":material/history:", "records", Role.AUDITOR),
)
"""Every page there is, in the order of the list; the site opens at the first."""


def site(environ: Mapping[str, str]) -> None:
    """Draw the site for one visitor; `environ` says where the shelf and the models are."""
    remember()  # first, so that it is not lost if the visitor turns away while a page is drawn
    st.set_page_config(page_title=_("Jiwen"), page_icon=_ICON, layout="wide")
    forget_undrawn()
    style()
    streamlits_words.translate()
    try:
        user = current_user()
    except Misconfigured as error:
        notices.trouble(error)
        return
    if user is None:
        _door()
        return
    st.logo(_LOGO, size="large", icon_image=_ICON)
    shared = opening(environ)
    entries = [_entry(page, user, shared) for page in PAGES if user.role >= page.role]
    st.navigation(entries, expanded=True).run()
    with st.sidebar:
        _foot(user)


def _entry(page: Page, user: User, shared: Opening) -> st.Page:
    return st.Page(
        lambda: draw(page, user, shared),
        title=_(page.title),
        icon=page.icon,
        url_path=page.path,
        default=page is PAGES[0],
    )


def draw(page: Page, user: User, shared: Opening) -> None:
    """Draw a page for a visitor; where they may not see it, why."""
    services = _ready(shared)
    if services is None:
        return
    if user.role >= Role.CURATOR and (shared.progress or shared.unrenewed):
        _renewal_notice(shared)
    services.people[user.id] = user.name
    with notices.shown():
        require(user, page.role)
        page.body(services, user)


def _ready(shared: Opening) -> Services | None:
    shared.wait(0.5)
    if shared.failure is not None:
        notices.trouble(shared.failure)
        st.button(
            _("Try again"), on_click=shared.again, icon=":material/refresh:", key="open-again"
        )
    elif shared.services is None:
        _opening_notice(shared)
    return shared.services


@st.fragment(run_every=1.0)
def _opening_notice(shared: Opening) -> None:
    if shared.services is not None or shared.failure is not None:
        st.rerun()
    if shared.progress is None:
        notices.note(_("The shelf and the language model are being opened; a few seconds."))
    else:
        _stage, done, total = shared.progress
        notices.note(
            _("The shelf is brought up to date: {done} of {total}.", done=done, total=total)
        )


@st.fragment(run_every=2.0)
def _renewal_notice(shared: Opening) -> None:
    """How far reports are read again, until all of them are; then what could not be."""
    stage, done, total = shared.progress or ("", 0, 0)
    if stage == "index":
        notices.note(
            _(
                "The index of vectors had lost reports, and is made again: {done} of {total}.",
                done=done,
                total=total,
            )
        )
    elif stage:
        notices.note(
            _(
                "Reports that an earlier version of Jiwen read are read again: {done} of {total}. "
                "Until then they stand as they were read.",
                done=done,
                total=total,
            )
        )
    for failure in shared.unrenewed:
        reason = failure.why.worded(language())
        notices.warn(_("{file} was not read again: {reason}", file=failure.name, reason=reason))


def _door() -> None:
    with st.container(key="welcome"):
        st.header(_("Jiwen"), anchor=False)
        if st.user.is_logged_in:
            notices.warn(
                _("You are signed in, but have no role here. Ask whoever runs Jiwen for one.")
            )
            st.button(_("Sign out"), on_click=st.logout)
        else:
            st.text(_("Sign in to ask the performance reports."))
            st.button(_("Sign in"), type="primary", on_click=st.login)
        _language_switch()


def _foot(user: User) -> None:
    with st.container(key="foot"):
        _language_switch()
        aids.draw([page.path for page in PAGES])
        if signs_in():
            st.caption(plain(f"{user.name} · {role_name(user.role)}"))
            st.button(_("Sign out"), on_click=st.logout, type="tertiary", icon=":material/logout:")


def _language_switch() -> None:
    chosen = st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        default=language(),
        format_func=LANGUAGES.__getitem__,
        key="language-switch",
        label_visibility="collapsed",
        required=True,
    )
    if chosen and chosen != language():
        choose(chosen)
        st.rerun()
