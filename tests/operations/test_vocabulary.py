"""What the rooms log is in the vocabulary, and all of the vocabulary is logged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations import metrics
from operations.events import EVENTS, FOREIGN
from operations.stopwatch import Stopwatch, time_fields

ROOT = Path(__file__).parents[2]
ROOMS = ("ui", "rag", "ingest", "figures", "vectorstore", "models", "operations")


def events_logged() -> Iterator[tuple[str, list[str], str]]:
    """Every call of `event` → each name it may have, its fields written out, and where it is."""
    for path in [ROOT / "app.py", *(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named: dict[str, list[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, []).extend(strings(node.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "event",
                "event_with_trace",
            ):
                fields = [k.arg for k in node.keywords if k.arg is not None]
                name = node.args[1]
                names = named[name.id] if isinstance(name, ast.Name) else strings(name)
                for one in names:
                    yield one, fields, f"{path.name}:{node.lineno}"


def strings(node: ast.AST) -> list[str]:
    return [
        n.value
        for n in ast.walk(node)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and "." in n.value
    ] or [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and n.value == "incident"]


def test_every_event_that_is_logged_is_in_the_vocabulary_with_its_fields() -> None:
    for name, fields, where in events_logged():
        assert name in EVENTS, f"{where}: {name}"
        assert set(fields) <= set(EVENTS[name].fields), f"{where}: {name} {fields}"


def test_no_event_of_the_vocabulary_is_never_logged() -> None:
    assert set(EVENTS) - {name for name, _fields, _where in events_logged()} == {FOREIGN}


def test_the_times_of_a_report_are_counted_by_stages_that_metrics_know() -> None:
    stages = {f"{stage}_s" for stage in metrics._REPORT_STAGES}
    times = {field for field in EVENTS["report.added"].fields if field.endswith("_s")}
    assert times == stages
    times = {field for field in EVENTS["question.answered"].fields if field.endswith("_s")}
    assert times == {f"{stage}_s" for stage in metrics._QUESTION_STAGES}


def test_a_stopwatch_adds_up_what_belongs_to_one_stage() -> None:
    watch = Stopwatch()
    for stage in ("read", "embed", "read"):
        watch.lap(stage)
    assert list(watch.seconds) == ["read", "embed"]
    told = time_fields({"read": 0.25, "embed": 1.5})
    assert told == {"read_s": 0.25, "embed_s": 1.5, "total_s": 1.75}
    assert time_fields({}) == {"total_s": pytest.approx(0)}
