"""Streamlit's entry. The server imports it once; every visit to a page runs it as a script."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from models.version import VERSION
from operations.incidents import watch_threads
from operations.logs import event, reporting, take_over
from operations.metrics import counting
from operations.settings import OperationsSettings, OperationsSettingsError
from ui.access import refuse_open_door
from ui.notices import trouble
from ui.services import Opening, opening
from ui.settings import Misconfigured
from ui.site import site
from ui.watching import routes

_LOG = logging.getLogger("jiwen.app")


def _tell(error: Exception) -> bool:
    trouble(error)
    return True


def _settings() -> OperationsSettings:
    try:
        return OperationsSettings.from_environ(os.environ)
    except OperationsSettingsError as error:
        raise SystemExit(str(error)) from None


def _shared() -> Opening:
    return opening(os.environ)


@asynccontextmanager
async def _serving(_app: st.App) -> AsyncIterator[None]:
    auth = bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets
    address = st.get_option("server.address")
    try:
        refuse_open_door(address, auth, os.environ)
    except Misconfigured as error:
        raise SystemExit(str(error)) from None
    with reporting(_settings(), logging.INFO), counting():
        take_over("streamlit", "uvicorn", "websockets")
        # _tell logs what Streamlit would log just before, on many lines and with all it says.
        logging.getLogger("streamlit.error_util").addFilter(
            lambda record: record.msg != "Uncaught app execution"
        )
        watch_threads()
        event(_LOG, "server.started", version=VERSION, address=address)
        _shared()  # the shelf and the models load while the first visitor is on the way
        yield
        event(_LOG, "server.stopped")


if __name__ == "__main__":
    site(os.environ)
else:
    # Streamlit looks for this very form in the source, and takes a file without it for a script.
    app = st.App(
        __file__,
        lifespan=_serving,
        routes=routes(_shared, is_open=_settings().open_metrics),
        on_script_error=_tell,
    )
