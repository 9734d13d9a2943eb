"""Lists of cases: what is named, what holds the floor, and that every list is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scored import lists_of, score

TESTS = Path(__file__).parent
SCORED = sorted(file for file in TESTS.rglob("*.toml") if "floor" in file.read_text("utf-8"))


def written(folder: Path, floor: int) -> Path:
    file = folder / "numerals.toml"
    cases = '[["三", 3], ["三十", 30], ["一百零三", 103]]'
    file.write_text(f"[read]\nfloor = {floor}\ncases = {cases}\n", encoding="utf-8")
    return file


def understood(said: str) -> int:
    return {"三": 3, "三十": 30}.get(said, 0)


def test_what_is_not_understood_is_named_though_the_floor_is_held(tmp_path):
    found = score(written(tmp_path, 2), "read", understood)
    found.hold()
    assert str(found) == 'numerals.toml [read]: 2 of 3\n  "一百零三" → 0, not 103'


@pytest.mark.parametrize(
    ("floor", "told"), [(3, "3 were understood before"), (1, "Raise the floor to 2")]
)
def test_the_floor_neither_falls_nor_is_left_behind(tmp_path, floor, told):
    with pytest.raises(AssertionError, match=told) as raised:
        score(written(tmp_path, floor), "read", understood).hold()
    assert "一百零三" in str(raised.value)


@pytest.mark.parametrize("file", SCORED, ids=lambda file: file.relative_to(TESTS).as_posix())
def test_every_list_is_asked_by_the_test_beside_it(file):
    test = file.with_name(f"test_{file.stem}.py").read_text(encoding="utf-8")
    for name, table in lists_of(file).items():
        assert f'scored("{name}", ' in test, name
        said = [str(case if "expected" in table else case[0]) for case in table["cases"]]
        assert len(said) == len({*said}), f"{name} asks one thing twice"
