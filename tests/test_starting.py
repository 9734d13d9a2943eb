"""A command starts with what it needs: what is heavy is imported where it is used.

What is imported is looked at, not the time: that is `make bench-start`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

HEAVY = {
    "altair",
    "chromadb",
    "cv2",
    "docx",
    "httpx",
    "httpx2",
    "langchain_core",
    "langchain_openai",
    "openai",
    "openpyxl",
    "pandas",
    "pypinyin",
    "rapidocr",
    "reportlab",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "streamlit",
    "torch",
    "transformers",
    "xllamacpp",
}

RUN = """
import json, sys
from {room}.__main__ import main
code = main({arguments!r})
print(json.dumps([code, sorted({{name.partition(".")[0] for name in sys.modules}})]))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with one small report."""
    home = tmp_path_factory.mktemp("home")
    report = home / "2022_江岸市临河区水务局_部门整体支出绩效自评报告.txt"
    report.write_text(
        "2022年度江岸市临河区水务局部门整体支出绩效自评报告\n一、预算执行情况\n"
        "2022年全年预算数为2,000.00万元，执行数为1,900.00万元，预算执行率为95.00%。\n",
        encoding="utf-8",
    )
    run(home, "ingest", ["add", str(report)])
    return home


def run(home: Path, room: str, arguments: list[str]) -> tuple[str, set[str]]:
    """A command in a fresh interpreter → what it printed, and the packages it imported."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(room=room, arguments=arguments)],
        cwd=ROOT,
        env={**os.environ, "JIWEN_HOME": str(home), "LLM": "off"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    *printed, imported = done.stdout.splitlines()
    code, names = json.loads(imported)
    assert code == 0, done.stderr
    return "\n".join(printed), set(names)


def test_a_question_is_answered_without_what_is_heavy(home: Path) -> None:
    printed, imported = run(home, "rag", ["2022年预算执行率是多少？"])
    assert "95.00%" in printed
    assert imported & HEAVY == set()


def test_a_question_without_an_answer_is_refused_without_it(home: Path) -> None:
    printed, imported = run(home, "rag", ["2017年的会议费是多少？"])
    assert "没有2017年" in printed
    assert imported & HEAVY == set()


@pytest.mark.parametrize(
    ("room", "arguments"),
    [("figures", ["audit"]), ("figures", ["table"]), ("models", ["--check"])],
)
def test_what_needs_no_model_starts_without_it(home: Path, room: str, arguments: list[str]) -> None:
    _, imported = run(home, room, arguments)
    assert imported & HEAVY == set()


def test_the_list_of_reports_reads_no_weights(home: Path) -> None:
    printed, imported = run(home, "ingest", ["list"])
    assert "水务局" in printed
    assert imported & (HEAVY - {"docx"}) == set()
