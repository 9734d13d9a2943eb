"""How the pages look beyond what the theme says: widths, the panel that stays, the phone."""

from __future__ import annotations

import streamlit as st

from ui.language import _

_CSS = """
<style>
.stMainBlockContainer { padding-top: 3.2rem; padding-bottom: 2rem; max-width: 1500px; }
/* However many conversations there are, what stands below them stays in reach. */
.st-key-conversations { max-height: max(14rem, calc(100dvh - 22.5rem)); overflow-y: auto; }
/* A script takes no room. */
.stElementContainer:has(> .stHtml > script:only-child) { display: none; }
/* What Streamlit says in English only. */
[data-testid="InputInstructions"] { display: none; }
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after {
  content: var(--choose-files); font-size: 0.95rem;
}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {
  content: var(--file-limit); font-size: 0.85rem;
}
/* Streamlit's greys and its blue on blue are too faint to read. */
[data-testid="stCaptionContainer"] { color: inherit; opacity: 0.75; }
[data-testid="stButtonGroup"] button:is([aria-pressed="true"], [aria-checked="true"]),
[data-testid="stButtonGroup"] button:is([aria-pressed="true"], [aria-checked="true"]) * {
  color: light-dark(#22577a, #8cc4e8);
}
.st-key-key-figures [data-testid="stMetricValue"] { font-size: 1.15rem; }
[data-testid="stSidebarUserContent"] { display: flex; flex-direction: column; }
.stBottomBlockContainer, [data-testid="stBottomBlockContainer"] { padding-bottom: 1.2rem; }
[data-testid="stBottomBlockContainer"] > .stVerticalBlock { gap: 0.3rem; }
.st-key-welcome { max-width: 46rem; margin: 6vh auto 0; }
[data-testid="stLayoutWrapper"]:has(> .st-key-welcome):has(~ [data-testid="stLayoutWrapper"]) {
  display: none;
}
.st-key-turns { max-width: 52rem; margin: 0 auto; width: 100%; }
/* Below the newest question there is room, so that it can stand at the top from the beginning. */
[class*="st-key-turn-"] { scroll-margin-top: 1.2rem; }
.st-key-turns > [data-testid="stLayoutWrapper"]:last-child:not(:first-child) {
  min-height: calc(100dvh - 15rem);
}
/* What to ask next goes in the very moment that the next question comes, not a while after; its
   wrapper as well, or the gap before it would go later. */
.st-key-turns > [data-testid="stLayoutWrapper"]:not(:last-child)
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-suggestions-"]) {
  display: none;
}
/* A question just sent floats over the field, and pushes nothing about. */
[data-testid="stBottomBlockContainer"] { position: relative; }
[data-testid="stLayoutWrapper"]:has(> .st-key-sent) {
  position: absolute; right: 1rem; bottom: 100%; width: auto; max-width: 85%; pointer-events: none;
}
@media (min-width: 900px) {
  .stColumn:has(> div :is(.st-key-evidence, .st-key-viewer)) {
    align-self: flex-start; position: sticky; top: 3.2rem;
  }
  /* An opened page is as wide as what one reads it beside. */
  .stHorizontalBlock:has(> .stColumn .st-key-viewer) > .stColumn {
    flex: 1 1 0 !important; width: 0 !important;
  }
  .st-key-viewer { --viewer-height: calc(100dvh - 7.5rem); }
  .stMain:has([data-testid="stBottomBlockContainer"]) .st-key-viewer {
    --viewer-height: calc(100dvh - 15.5rem);
  }
  .st-key-evidence { max-height: calc(100vh - 15.5rem); overflow-y: auto; padding-right: 0.3rem; }
}
@media (max-width: 640px) {
  /* Two filters in a row, so that what they filter is in view. */
  [class*="st-key-filters-"] [data-testid="stColumn"] {
    flex: 1 1 40%; min-width: calc(50% - 0.5rem); width: auto;
  }
  .stMainBlockContainer { padding: 4.5rem 0.9rem 2rem; }
  /* A table of many years scrolls: no column is one character wide. */
  .stTable { overflow-x: auto; }
  .stTable :is(th, td) { min-width: 6rem; }
  [class*="st-key-turn-"] { scroll-margin-top: 4.5rem; }
  /* Here the evidence is below the answer: it comes when the answer does not push it any more. */
  .stHorizontalBlock:has(.st-key-stop) .st-key-evidence { display: none; }
  .st-key-turns > [data-testid="stLayoutWrapper"]:last-child:not(:first-child) {
    min-height: 55dvh;
  }
}
</style>
"""


# As large as `aids.js` has the browser keep it, before anything is drawn.
_TEXT_SIZE = """
<script>
{
  const share = Number(localStorage.getItem("jiwen-text-size") || 1);
  const { style } = document.documentElement;
  if (share !== 1 && !style.fontSize) {
    style.fontSize = `${parseFloat(getComputedStyle(document.documentElement).fontSize) * share}px`;
  }
}
</script>
"""

_FOLD_SIDEBAR = """
<script>
/* {n} */
if (window.innerWidth < 768) {
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}
</script>
"""


def fold_sidebar() -> None:
    """On a phone, let the sidebar go once something was chosen in it."""
    # Streamlit runs a script again only where it has changed.
    n = st.session_state["sidebar-folded"] = st.session_state.get("sidebar-folded", 0) + 1
    st.html(_FOLD_SIDEBAR.replace("{n}", str(n)), unsafe_allow_javascript=True)


def style() -> None:
    """Put the style on the page."""
    files = _("Choose files")
    limit = _("At most {n} MB each", n=st.get_option("server.maxUploadSize"))
    said = f':root {{ --choose-files: "{files}"; --file-limit: "{limit}"; }}'
    st.html(_CSS.replace("<style>", f"<style>\n{said}", 1))
    st.html(_TEXT_SIZE, unsafe_allow_javascript=True)
