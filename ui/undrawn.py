"""What Streamlit keeps of every widget that a session ever drew → of those that are drawn.

Of a widget that is not drawn any more Streamlit 1.67 drops the value, but not how it is read, what
it calls and its key: some 3 KB, as long as the session lives. The keys of our buttons name
conversations and answers, so each question leaves widgets behind in every page that lists it.
"""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx


def forget_undrawn() -> None:
    """Let go of all widgets that were not drawn when the page was drawn last.

    To be called as a page begins to be drawn. What somebody clicked on while it was being drawn
    anew without it is still heeded: callbacks are called before that.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    session = context.session_state
    with session._lock:  # SessionState has nothing public for this
        state = session._state
        widgets = state._new_widget_state
        drawn = state._old_state.keys() | widgets.states.keys()
        widgets.widget_metadata = {
            widget: known for widget, known in widgets.widget_metadata.items() if widget in drawn
        }
        keys = state._key_id_mapper._key_id_mapping
        state._key_id_mapper.set_key_id_mapping(
            {key: widget for key, widget in keys.items() if widget in drawn}
        )
