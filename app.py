"""Streamlit's entry. The server imports it once; every visit to a page runs it as a script."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from ui.access import refuse_open_door
from ui.notices import trouble
from ui.services import opening
from ui.settings import Misconfigured
from ui.site import site


def _tell(error: Exception) -> bool:
    trouble(error)
    return True


@asynccontextmanager
async def _serving(_app: st.App) -> AsyncIterator[None]:
    auth = bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets
    try:
        refuse_open_door(st.get_option("server.address"), auth, os.environ)
    except Misconfigured as error:
        raise SystemExit(str(error)) from None
    opening(os.environ)  # the shelf and the models load while the first visitor is on the way
    yield


if __name__ == "__main__":
    site(os.environ)
else:
    app = st.App(__file__, lifespan=_serving, on_script_error=_tell)
