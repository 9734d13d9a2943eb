"""A command line that meets what nobody foresaw ends with a number, which its log has."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from languages import LANGUAGES
from operations.commands import REFUSED, UNEXPECTED, command
from vectorstore.errors import StoreError

ROOT = Path(__file__).parents[2]


def test_an_unexpected_error_ends_in_a_number_that_the_log_has(capsys):
    @command("tests")
    def main(arguments):
        raise LookupError("秘密")

    assert main([]) == UNEXPECTED
    err = capsys.readouterr().err
    (number,) = set(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", err))
    assert f"编号 {number}" in err
    assert f"number {number}" in err
    assert f"incident number={number}" in err
    assert "秘密" not in err


def test_an_error_that_says_itself_is_told_and_not_numbered(capsys):
    nobody = StoreError(
        "No report goes by {name!r}. See what is there: python -m ingest list.", name="a"
    )

    @command("tests")
    def main(arguments):
        raise nobody

    assert main([]) == REFUSED
    lines = capsys.readouterr().err.splitlines()
    assert lines == list(dict.fromkeys(nobody.worded(language) for language in LANGUAGES))
    assert "报告库里没有报告叫 'a'。用 python -m ingest list 查看。" in lines


def test_a_setting_that_means_nothing_is_told(capsys, monkeypatch):
    @command("tests")
    def main(arguments):
        raise AssertionError("not reached")

    monkeypatch.setenv("JIWEN_LOG", "xml")
    assert main([]) == REFUSED
    assert "JIWEN_LOG=xml" in capsys.readouterr().err


def test_a_column_that_is_not_there_is_no_trouble_with_the_disk(tmp_path):
    """As after a faulty upgrade: the catalogue is whole, and the program asks it for nonsense."""
    environment = {**os.environ, "JIWEN_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)

    def figures():
        arguments = [sys.executable, "-m", "figures", "audit"]
        return subprocess.run(
            arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    assert figures().returncode == 0
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as database:
        database.execute("ALTER TABLE reports RENAME COLUMN serial TO serials")
    database.close()
    done = figures()
    assert done.returncode == UNEXPECTED
    assert "出了意外（编号" in done.stderr
    assert "磁盘" not in done.stderr
    assert "incident number=" in done.stderr
    assert "sqlite3.OperationalError" in done.stderr
    assert "vectorstore/shelf.py:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["ingest", "rag", "bench.evaluation", "figures", "models"])
def test_every_command_line_is_so_wrapped(name):
    source = (ROOT / name.replace(".", "/")).with_suffix(".py")
    source = source if source.is_file() else ROOT / name / "__main__.py"
    assert '@command("' in source.read_text(encoding="utf-8")
