"""What the READMEs say is so: settings, commands, pictures, the retriever's example."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import jiwen
from rag.export import FORMATS

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
ROOMS = (
    *("ui", "rag", "ingest", "figures", "vectorstore", "reader", "models", "operations"),
    "places",
)
SETTING = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")


def variables_read() -> set[str]:
    """The environment variables that code names itself: upper-case words given with an `env`."""
    found = set()
    for path in [ROOT / "app.py", *(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.AST] = []
            if isinstance(node, ast.Call):
                parts = [node.func, *node.args]
            elif isinstance(node, ast.Subscript):
                parts = [node.value, node.slice]
            names = {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}
            if names & {"env", "environ"}:
                found |= {
                    part.value
                    for part in parts
                    if isinstance(part, ast.Constant)
                    and isinstance(part.value, str)
                    and SETTING.fullmatch(part.value)
                }
    return found


def fenced(readme: Path, language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), re.S)


def commands(readme: Path) -> list[str]:
    return [line for block in fenced(readme, "bash") for line in block.splitlines() if line]


def test_the_tables_of_settings_are_what_the_settings_say(tmp_path: Path) -> None:
    """They are made anew in documents that lack a row, have one that nobody reads, or are empty."""
    kept = [readme.read_text(encoding="utf-8") for readme in READMES]
    (row,) = re.findall(r"^\| `JIWEN_HOME` \| `data` .*\n", kept[0], re.M)
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(kept[0].replace(row, ""), encoding="utf-8")
    last = next(line for line in kept[1].splitlines() if line.startswith("| `JIWEN_ALLOW_"))
    (tmp_path / "README.zh.md").write_text(
        kept[1].replace(last, f"{last}\n| `GONE` | | |"), encoding="utf-8"
    )
    assert jiwen.main(["settings", "--documents", str(tmp_path)]) == 0
    made = [(tmp_path / readme.name).read_text(encoding="utf-8") for readme in READMES]
    assert made == kept, "run make settings"
    limits = Path("docs", "settings.md")
    assert (tmp_path / limits).read_bytes() == (ROOT / limits).read_bytes(), "run make settings"


def test_a_readme_without_its_table_of_settings_is_told_before_any_is_written(
    tmp_path: Path,
) -> None:
    outdated = READMES[0].read_text(encoding="utf-8").replace("| `JIWEN_HOME` |", "| `GONE` |")
    (tmp_path / "README.md").write_text(outdated, encoding="utf-8")
    (tmp_path / "README.zh.md").write_text("# 绩问\n", encoding="utf-8")
    with pytest.raises(ValueError, match="变量"):
        jiwen.main(["settings", "--documents", str(tmp_path)])
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == outdated


def test_no_variable_is_read_but_by_the_settings() -> None:
    set_for_others = {"HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_PROGRESS_BARS"}
    assert variables_read() <= set_for_others


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = (commands(readme) for readme in READMES)
    assert english == chinese


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_every_kind_of_file_that_answers_are_exported_as_is_named(readme: Path) -> None:
    (said,) = (
        line
        for line in readme.read_text(encoding="utf-8").splitlines()
        if "python -m rag export" in line
    )
    assert [ending for ending in FORMATS if not re.search(rf"{re.escape(ending)}\b", said)] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_the_pictures_are_there(readme: Path) -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme.read_text(encoding="utf-8"))
    assert pictures
    assert [p for p in pictures if not (ROOT / p).is_file()] == []


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a shelf of its own, with the real embedding model and no chat model."""
    home = tmp_path_factory.mktemp("home")
    return {**os.environ, "JIWEN_HOME": str(home), "LLM": "off", "PYTHONPATH": str(ROOT)}


def test_the_commands_run_as_they_stand(home: dict[str, str]) -> None:
    for command in commands(READMES[0]):
        program, *arguments = shlex.split(command)
        if program == "curl":
            continue  # tests/ui/test_watching.py asks a running server
        if program == "make":
            # These tests are run by `make test`; `make run` is driven by the browser tests.
            done = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True)
        else:
            assert program == "python"
            done = subprocess.run(
                [sys.executable, *arguments], cwd=ROOT, env=home, capture_output=True
            )
        assert done.returncode == 0, f"{command}: {done.stderr.decode()}"


def test_the_example_finds_the_passage(home: dict[str, str]) -> None:
    (example,) = fenced(READMES[0], "python")
    assert list(fenced(READMES[1], "python")) == [example]
    subprocess.run(
        [sys.executable, "-m", "ingest", "add", "corpus"], cwd=ROOT, env=home, check=True
    )
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, env=home, capture_output=True, check=True
    )
    assert "7,017.17" in done.stdout.decode()
