"""`jiwen` as a package: built, installed outside the checkout, asked and served from there.

It is installed beside this environment's own packages, which are not installed again.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.request
import venv
import zipfile
from pathlib import Path
from urllib.error import URLError

import pytest

import jiwen
from models.version import VERSION
from tests.test_architecture import ALLOWED

ROOT = Path(__file__).parents[1]
ROOMS = [room for room in ALLOWED if (ROOT / room).is_dir()]
TRAINING = (ROOT / "reader" / "data", ROOT / "reader" / "README.md")
"""What is not installed: training is done in a checkout, where its data are."""
REPORT = (
    "2022年度江岸市临河区水务局部门整体支出绩效自评报告\n一、预算执行情况\n"
    "2022年全年预算数为2,000.00万元，执行数为1,900.00万元，预算执行率为95.00%。\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built in a copy of it."""
    source = tmp_path_factory.mktemp("source")
    leave = shutil.ignore_patterns("__pycache__", "secrets.toml")
    for name in (*ROOMS, ".streamlit"):
        shutil.copytree(ROOT / name, source / name, ignore=leave)
    for name in ("app.py", "jiwen.py", "pyproject.toml", "README.md", "requirements.in"):
        shutil.copy(ROOT / name, source)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(source), str(source))
    (made,) = source.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are of an environment in which the wheel is installed."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, symlinks=True)
    pip("--python", str(home / "bin" / "python"), "install", "--no-deps", str(wheel))
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A shelf of its own, no chat model, nothing of the checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "PYTHON"))}
    for name in ("JIWEN_CORPUS", "DATABASE_URL", "CHROMA_URL"):
        kept.pop(name, None)
    return {**kept, "JIWEN_HOME": str(tmp_path / "data"), "LLM": "off"}


def pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "-q", "--no-input", *arguments],
        check=True,
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )


def test_every_room_and_everything_in_it_is_in_the_wheel(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    here = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".mo")
        if not {path, *path.parents} & {*TRAINING}
    }
    assert here - packed == set()


def test_it_installs_what_requirements_in_names_in_the_version_written_once(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = archive.read(f"jiwen-{VERSION}.dist-info/METADATA").decode()
    needed = [line for line in about.splitlines() if line.startswith("Requires-Dist: ")]
    named = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert len(needed) == sum(line[:1].isalpha() for line in named)
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"]


def test_installed_it_takes_a_report_and_answers(
    bin_folder: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    report = tmp_path / "2022_江岸市临河区水务局_部门整体支出绩效自评报告.txt"
    report.write_text(REPORT, encoding="utf-8")
    for arguments, told in (
        (["ingest", "add", report.name], "水务局"),
        (["ask", "2022年预算执行率是多少？"], "95.00%"),
        (["table"], "1900"),
    ):
        done = subprocess.run(
            [bin_folder / "jiwen", *arguments],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert told in done.stdout


def test_installed_it_serves_the_pages_to_this_machine_only(
    bin_folder: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "server.log"
    with (
        log.open("wb") as file,
        subprocess.Popen(
            [bin_folder / "jiwen", "serve", "--server.port", str(port)],
            cwd=tmp_path,
            env=environ,
            stdout=file,
            stderr=file,
        ) as server,
    ):
        try:
            assert b"Streamlit" in page(f"http://127.0.0.1:{port}/", server)
            assert page(f"http://127.0.0.1:{port}/_stcore/health", server) == b"ok"
        finally:
            server.terminate()
    assert "Network URL" not in log.read_text()


def page(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """What is at the address, once the server answers."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return bytes(answer.read())
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the server ended")


def test_a_command_says_what_it_is_for_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for arguments in (["--help"], ["ask", "--help"], ["ingest", "--help"], ["audit", "--help"]):
        with pytest.raises(SystemExit) as ended:
            jiwen.main(arguments)
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert "usage: jiwen" in told
        assert any("\u4e00" <= character <= "\u9fff" for character in told)


def test_a_wrong_command_and_a_command_that_fails_keep_their_exit_codes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIWEN_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        jiwen.main(["answer"])
    assert ended.value.code == 2
    assert jiwen.main(["audit", "no-such-report"]) == 2
    assert "no-such-report" in capsys.readouterr().err
