"""The server itself refuses to start where anyone could change everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_without_sign_in_the_server_does_not_start_on_an_open_address(tmp_path: Path) -> None:
    environment = {**os.environ, "JIWEN_HOME": str(tmp_path), "LLM": "off"}
    environment.pop("JIWEN_ALLOW_UNAUTHENTICATED", None)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"]
    ended = subprocess.run(
        [*command, "--server.address", "0.0.0.0"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "JIWEN_ALLOW_UNAUTHENTICATED" in ended.stdout + ended.stderr
    assert "无登录启动" in ended.stdout + ended.stderr
