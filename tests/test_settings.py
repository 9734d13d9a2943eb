"""What holds for the settings of every room."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from enum import Enum
from pathlib import Path
from typing import get_args

import pytest

import jiwen
from ingest.settings import MIB, IngestSettings
from models.errors import ModelSettingsError
from models.settings import ModelSettings
from operations.environment import RoomSettings, changed
from rag.errors import RagSettingsError
from rag.settings import RagSettings
from vectorstore.errors import StoreError
from vectorstore.settings import StoreSettings

ROOT = Path(__file__).parents[1]
ROOMS = jiwen.room_settings()


def test_the_settings_of_every_room_are_known() -> None:
    named = {ROOT / f"{room.__module__.replace('.', '/')}.py" for room in ROOMS}
    classes = re.compile(r"^class \w+\(RoomSettings\)", re.MULTILINE)
    assert named == {p for p in ROOT.glob("*/*.py") if classes.search(p.read_text("utf-8"))}


@pytest.mark.parametrize("room", ROOMS)
def test_every_setting_says_what_it_is_in_both_languages(room: type[RoomSettings]) -> None:
    for name, told in room.told().items():
        assert told.en
        assert told.zh
        assert told.own or told.source, f"{told.variable}: source"
        assert told.own or told.unit or is_choice(room, name), f"{told.variable}: unit"


def is_choice(room: type[RoomSettings], name: str) -> bool:
    """Whether a setting takes one of several words, which have no unit."""
    return any(kind is bool or issubclass(kind, Enum) for kind in kinds(room, name))


def kinds(room: type[RoomSettings], name: str) -> tuple[type, ...]:
    """What a setting may be: `Path | None` is a Path or nothing."""
    annotation = room.model_fields[name].annotation
    return get_args(annotation) or (annotation,)


@pytest.mark.parametrize("room", ROOMS)
def test_a_folder_or_an_address_is_a_place(room: type[RoomSettings]) -> None:
    for name, told in room.told().items():
        is_address = told.variable.endswith(("_URL", "_ENDPOINT"))
        assert told.place or not (is_address or Path in kinds(room, name)), told.variable


def test_a_variable_means_one_thing() -> None:
    names = [told.variable for room in ROOMS for told in room.told().values()]
    assert {name for name in names if names.count(name) > 1} == {"JIWEN_HOME"}


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_set_and_empty_variables_give_the_defaults(room: type[RoomSettings]) -> None:
    empty = {told.variable: " " for told in room.told().values()}
    assert room.from_environ({}) == room.from_environ(empty) == room()


def test_the_environment_is_read_at_entry_points_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_TIMEOUT", "5")
    monkeypatch.setenv("JIWEN_RAG_PASSAGES", "3")
    monkeypatch.setenv("PASSAGES", "3")
    assert RagSettings() == RagSettings.from_environ({})
    assert RagSettings.from_environ({"JIWEN_RAG_PASSAGES": "3"}).passages == 3


@pytest.mark.parametrize(
    ("room", "error", "variable", "value", "zh", "en"),
    [
        (
            RagSettings,
            RagSettingsError,
            "LLM_TIMEOUT",
            "soon",
            "应为数，大于 0",
            "a number above 0",
        ),
        (RagSettings, RagSettingsError, "LLM_PARALLEL", "0", "不小于 1", "of at least 1"),
        (RagSettings, RagSettingsError, "JIWEN_RAG_PASSAGES", "2.5", "应为整数", "a whole number"),
        (
            StoreSettings,
            StoreError,
            "JIWEN_VECTORSTORE_WAIT_SECONDS",
            "-1",
            "不小于 0",
            "at least 0",
        ),
        (
            IngestSettings,
            StoreError,
            "JIWEN_INGEST_MOST_PAGES",
            "all",
            "应为整数",
            "a whole number",
        ),
        (
            ModelSettings,
            ModelSettingsError,
            "JIWEN_MODELS_CHAT_SLOTS",
            "0",
            "不小于 1",
            "at least 1",
        ),
    ],
)
def test_a_value_that_makes_no_sense_is_told_in_both_languages(
    room: type[RoomSettings],
    error: type[StoreError],
    variable: str,
    value: str,
    zh: str,
    en: str,
) -> None:
    with pytest.raises(error) as raised:
        room.from_environ({variable: value})
    for said, language in ((raised.value.worded("zh"), zh), (raised.value.worded("en"), en)):
        assert f"{variable}={value}" in said
        assert language in said


REMOTE = ModelSettings.from_environ(
    {
        "LLM": "on",
        "LLM_BASE_URL": "https://li:secret@api.example/v1",
        "LLM_API_KEY": "sk-secret",
        "LLM_MODEL": "qwen3",
    }
)
ELSEWHERE = StoreSettings.from_environ(
    {
        "JIWEN_HOME": "/srv/jiwen",
        "DATABASE_URL": "postgresql://li:secret@db/jiwen",
        "CHROMA_URL": "http://chroma:8000",
    }
)


def test_an_answer_keeps_what_was_changed_and_neither_keys_nor_where_things_are() -> None:
    assert changed(REMOTE) == {"LLM_MODEL": "qwen3"}
    assert changed(ELSEWHERE) == {}
    assert changed(RagSettings.from_environ({"LLM_TIMEOUT": "180"})) == {}
    assert changed(RagSettings.from_environ({"LLM_TIMEOUT": "5"})) == {"LLM_TIMEOUT": "5"}


def test_settings_are_shown_without_keys_and_passwords() -> None:
    assert "LLM_BASE_URL=https://…@api.example/v1" in str(REMOTE)
    assert "DATABASE_URL=postgresql://…@db/jiwen" in str(ELSEWHERE)
    assert "secret" not in f"{REMOTE} {ELSEWHERE}"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        RagSettings().passages = 3
    with pytest.raises(ValueError, match="passage"):
        RagSettings(passage=3)


def test_the_pages_take_files_as_large_as_are_read() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * MIB == IngestSettings().most_bytes


def test_the_settings_of_now_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIWEN_UI_RECORDS_PAGE", "50")
    assert jiwen.main(["settings"]) == 0
    assert "JIWEN_UI_RECORDS_PAGE=50  # " in capsys.readouterr().out
    monkeypatch.setenv("JIWEN_UI_RECORDS_PAGE", "many")
    assert jiwen.main(["settings"]) == 2
    assert "JIWEN_UI_RECORDS_PAGE=many" in capsys.readouterr().err


def test_the_settings_alone_import_little() -> None:
    code = "import sys, jiwen; jiwen.main(['settings']); print('streamlit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False", done.stderr
