"""What stands around every page: sign-in, language, the page list, and what to do in trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from languages import LANGUAGES
from ui import aids, audit, chat, figures, goals, notices, records, reports, streamlits_words
from ui.access import Role, User, current_user, role_name, signs_in
from ui.language import _, choose, language, remember
from ui.plain import plain
from ui.services import Opening, Services, opening
from ui.settings import Misconfigured
from ui.style import style

# A file of our own: the browser would fetch a named icon from elsewhere.
_LOGO = str(Path(__file__).parent / "logo.svg")
_ICON = str(Path(__file__).parent / "icon.svg")

Body = Callable[[Services, User], None]


def site(environ: Mapping[str, str]) -> None:
    """Draw the site for one visitor; `environ` says where the shelf and the models are."""
    st.set_page_config(page_title=_("Jiwen"), page_icon=_ICON, layout="wide")
    style()
    streamlits_words.translate()
    remember()  # first, so that it is not lost if the visitor turns away while a page is drawn
    try:
        user = current_user()
    except Misconfigured as error:
        notices.trouble(error)
        return
    if user is None:
        _door()
        return
    st.logo(_LOGO, size="large", icon_image=_ICON)
    st.navigation(_pages(user, opening(environ)), expanded=True).run()
    with st.sidebar:
        _foot(user)


def _pages(user: User, shared: Opening) -> list[st.Page]:
    def entry(body: Body, title: str, icon: str, path: str, *, first: bool = False) -> st.Page:
        return st.Page(
            lambda: _run(body, user, shared), title=title, icon=icon, url_path=path, default=first
        )

    pages = [
        entry(chat.page, _("Ask"), ":material/forum:", "ask", first=True),
        entry(reports.page, _("Reports"), ":material/library_books:", "reports"),
    ]
    pages.append(entry(figures.page, _("Figures"), ":material/bar_chart:", "figures"))
    pages.append(entry(goals.page, _("Goals and results"), ":material/flag:", "goals"))
    if user.role >= Role.AUDITOR:
        pages.append(entry(audit.page, _("Audit"), ":material/rule:", "audit"))
        pages.append(entry(records.page, _("Records"), ":material/history:", "records"))
    return pages


def _run(body: Body, user: User, shared: Opening) -> None:
    services = _ready(shared)
    if services is None:
        return
    if user.role >= Role.CURATOR and (shared.progress or shared.unrenewed):
        _renewal_notice(shared)
    services.people[user.id] = user.name
    with notices.shown():
        body(services, user)


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
        aids.draw()
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
