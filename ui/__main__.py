"""`jiwen serve`: the pages. Options of Streamlit may follow: --server.port 8600."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Options of `streamlit run` → serves until it is stopped; exits with Streamlit's code."""
    from streamlit.web.cli import main as streamlit

    streamlit(["run", str(entry()), *arguments], prog_name="streamlit")
    return 0


def entry() -> Path:
    """Streamlit's script, with `.streamlit/config.toml` beside it: a checkout's, or installed."""
    beside = Path(__file__).parents[1] / "app.py"
    if beside.is_file():
        return beside
    files = metadata.files("jiwen") or []
    return next(Path(str(f.locate())).resolve() for f in files if f.name == "app.py")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
