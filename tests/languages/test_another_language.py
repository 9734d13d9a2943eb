"""A language more is a catalogue more, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import write_po

from languages import LANGUAGES, translate
from languages.messages import catalogue_path

ROOT = Path(__file__).parents[2]
COPIED = Path("languages")

SAY_IT_ALL = """
import json
from goals.records import Attainment
from goals.saying import outcome_name
from ingest.loaded import UnreadableFile
from languages import LANGUAGES, N_, translate, translate_plural
from operations.settings import OperationsSettings, OperationsSettingsError
from pathlib import Path
from rag.messages import pages
from streamlit.testing.v1 import AppTest
from vectorstore.errors import StoreError

PAGE = (
    "import streamlit as st\\n"
    "from ui.language import _, language\\n"
    "st.text(language())\\n"
    "st.text(_('Sign in to ask the performance reports.'))\\n"
)

def misset():
    try:
        OperationsSettings.from_environ({"JIWEN_LOG": "xml"})
    except OperationsSettingsError as error:
        return error

at = AppTest.from_string(PAGE)
at.query_params["lang"] = "fr"
print(json.dumps({
    "languages": LANGUAGES,
    "error": UnreadableFile(Path("a.pdf"), N_("the file is empty.")).worded("fr"),
    "command line": str(UnreadableFile(Path("a.pdf"), N_("the file is empty."))),
    "setting": misset().worded("fr"),
    "goal": outcome_name(Attainment.MET, "fr"),
    "answer": pages("fr", 2, 3),
    "plural": [translate_plural("fr", "{n} report", "{n} reports", n=n) for n in (0, 1, 2)],
    "page": [text.value for text in at.run(timeout=60).text],
}))
"""


@pytest.fixture(scope="module")
def said(toy, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What is said where there is a third catalogue, in a copy of the room of languages."""
    place = tmp_path_factory.mktemp("another")
    shutil.copytree(ROOT / COPIED, place / COPIED, ignore=shutil.ignore_patterns("__pycache__"))
    path = place / catalogue_path("fr").relative_to(ROOT)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as made:
        write_po(made, toy)
    done = subprocess.run(
        [sys.executable, "-c", SAY_IT_ALL],
        cwd=place,
        env={**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_switch_has_it_by_its_own_name(said) -> None:
    assert said["languages"] == LANGUAGES | {"fr": "français"}


def test_errors_and_what_is_inside_them_are_worded_in_it(said) -> None:
    assert said["error"] == "«the file is empty.»"
    assert said["setting"] == (
        "«JIWEN_LOG=xml cannot be used: it must be «one of text, json». Correct it, or leave it "
        "out.»"
    )


def test_a_command_line_says_it_in_every_language(said) -> None:
    others = {translate(code, "the file is empty.") for code in LANGUAGES if code != "fr"}
    assert {"文件是空的。", "the file is empty."} <= others
    lines = str(said["command line"]).removeprefix("a.pdf: ").splitlines()
    assert sorted(lines) == sorted({"«the file is empty.»"} | others)


def test_goals_and_answers_are_worded_in_it(said) -> None:
    assert said["goal"] == "«met»"
    assert said["answer"] == "«pages 2–3»"


def test_its_own_plural_is_followed(said) -> None:
    assert said["plural"] == ["«0 report»", "«1 report»", "«2 reports»"]


def test_pages_are_read_in_it(said) -> None:
    assert said["page"] == ["fr", "«Sign in to ask the performance reports.»"]
