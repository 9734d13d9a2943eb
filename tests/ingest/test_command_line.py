"""`python -m ingest` as a curator uses it, on real files and a real shelf."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import __main__ as command_line
from tests.fakes import PredictableEmbedder
from tests.ingest.test_pipeline import written


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """A command → exit code, standard output, standard error."""
    monkeypatch.setenv("JIWEN_HOME", str(tmp_path / "home"))
    for name in ("JIWEN_CORPUS", "DATABASE_URL", "CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(command_line, "load_embedder", lambda settings: PredictableEmbedder())

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = command_line.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_a_folder_is_added_and_listed(run, tmp_path: Path) -> None:
    for year in (2021, 2022):
        written(tmp_path / "new" / f"{year}.txt", year=year)
    code, out, _ = run("add", tmp_path / "new", "--json")
    assert code == 0
    added = json.loads(out)["reports"]
    assert [(r["status"], r["year"], r["kind"]) for r in added] == [
        ("added", 2021, "绩效自评"),
        ("added", 2022, "绩效自评"),
    ]
    code, out, _ = run("list", "--json")
    assert [r["department"] for r in json.loads(out)] == ["滨江市水务局"] * 2


def test_a_file_that_cannot_be_read_is_told_and_the_others_go_in(run, tmp_path: Path) -> None:
    written(tmp_path / "new" / "2022.txt")
    (tmp_path / "new" / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    code, out, err = run("add", tmp_path / "new", "--json")
    summary = json.loads(out)
    assert code == 1
    assert [r["file"] for r in summary["reports"]] == ["2022.txt"]
    assert [Path(f["file"]).name for f in summary["failed"]] == ["old.doc"]
    assert "DOCX" in summary["failed"][0]["reason"]
    assert "old.doc" in err


def test_a_new_version_is_an_error_that_names_both_until_told_to_replace(
    run, tmp_path: Path
) -> None:
    assert run("add", written(tmp_path / "初稿.txt"))[0] == 0
    final = written(tmp_path / "定稿.txt", budget="1,200.00", rate="75.00")
    code, _, err = run("add", final)
    assert code == 1
    assert "初稿.txt" in err
    assert "定稿.txt" in err
    assert run("add", final, "--replace")[0] == 0
    assert [r["source"] for r in json.loads(run("list", "--json")[1])] == ["定稿.txt"]


def test_a_report_is_corrected_shown_and_removed(run, tmp_path: Path) -> None:
    run("add", written(tmp_path / "2022.txt"))
    code, out, _ = run("set", "2022.txt", "--year", "2023", "--json")
    assert (code, json.loads(out)["year"], json.loads(out)["corrected"]) == (0, 2023, True)
    code, out, _ = run("show", "2022.txt")
    assert code == 0
    assert "二、存在的主要问题" in out
    assert run("remove", "2022.txt")[0] == 0
    assert json.loads(run("list", "--json")[1]) == []
    assert run("remove", "2022.txt")[0] == 2


def test_all_that_was_read_is_shown_with_what_is_not_sure_at_its_place(run, tmp_path: Path) -> None:
    path = written(tmp_path / "2022.txt", more="办结率为\ufffd8%。\n\n以上情况属实。\n")
    run("add", path)
    lines = run("show", "2022.txt", "--text")[1].splitlines()
    at = lines.index("办结率为\ufffd8%。")
    assert "replaced" in lines[at + 1]
    assert lines[at + 2] == "以上情况属实。"
    shown = json.loads(run("show", "2022.txt", "--json")[1])
    assert shown["pages_read"] == {"text": [1], "ocr": [], "mixed": []}
    assert shown["tables"] == 0
    assert shown["notices"][0]["why"] == "replaced"


def test_every_side_of_a_report_can_be_set(run, tmp_path: Path) -> None:
    run("add", written(tmp_path / "2022.txt"))
    sides = {
        "--kind": "项目评价",
        "--place": "广州市增城区",
        "--coverage": "项目",
        "--project": "河道整治",
        "--higher": "广州市水务局",
        "--figure-years": "2022、2021",
    }
    code, out, _ = run("set", "2022.txt", *(part for pair in sides.items() for part in pair))
    now = json.loads(out)
    assert code == 0
    assert (now["kind"], now["coverage"], now["project"]) == ("项目评价", "项目", "河道整治")
    assert (now["place"], now["place_code"]) == (["广东省", "广州市", "增城区"], "440118")
    assert (now["higher"], now["figure_years"]) == ("广州市水务局", [2021, 2022])
    assert set(now["confirmed"]) >= {"place", "kind", "coverage", "project"}
    _, out, _ = run("list")
    assert "项目  河道整治" in out
    code, out, _ = run("set", "2022.txt", "--project", "")
    assert json.loads(out)["project"] == ""


def test_a_kind_that_there_is_not_is_refused(run, tmp_path: Path, capsys) -> None:
    run("add", written(tmp_path / "2022.txt"))
    with pytest.raises(SystemExit):
        run("set", "2022.txt", "--kind", "小说")
    assert "小说" in capsys.readouterr().err


def test_what_could_not_be_decided_is_told_with_its_candidates(run, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("会议通知\n\n请各单位准时参加会议，不得缺席。\n", encoding="utf-8")
    code, _, err = run("add", path)
    assert code == 0
    assert "to be looked at: 通知.txt" in err
    (listed,) = json.loads(run("list", "--json")[1])
    assert "department" in listed["undecided"]
    assert "未定 undecided: department" in run("show", "通知.txt")[1]
    run("set", "通知.txt", "--department", "滨江市水务局", "--year", "2022", "--place", "滨江市")
    (listed,) = json.loads(run("list", "--json")[1])
    assert not {"department", "year", "place"} & listed["undecided"].keys()


def test_a_year_given_with_a_file_is_its_year(run, tmp_path: Path) -> None:
    code, out, _ = run("add", written(tmp_path / "2022.txt"), "--year", "2020", "--json")
    assert (code, json.loads(out)["reports"][0]["year"]) == (0, 2020)


def test_a_sync_makes_the_shelf_equal_the_folder(run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    for year in (2020, 2021):
        written(folder / f"{year}.txt", year=year)
    run("add", folder)
    (folder / "2020.txt").unlink()
    written(folder / "2021.txt", year=2021, more="三、下一步改进措施\n\n加强。\n")
    written(folder / "2022.txt", year=2022)
    code, out, _ = run("sync", folder, "--json")
    summary = json.loads(out)
    assert code == 0
    assert [(r["file"], r["status"]) for r in summary["reports"]] == [
        ("2021.txt", "replaced"),
        ("2022.txt", "added"),
    ]
    assert len(summary["removed"]) == 1
    assert [r["year"] for r in json.loads(run("list", "--json")[1])] == [2021, 2022]


def test_a_sync_with_an_empty_folder_does_not_empty_the_shelf(run, tmp_path: Path) -> None:
    run("add", written(tmp_path / "2022.txt"))
    (tmp_path / "empty").mkdir()
    code, _, err = run("sync", tmp_path / "empty")
    assert code == 2
    assert "empty the shelf" in err
    assert len(json.loads(run("list", "--json")[1])) == 1


def test_a_rebuild_makes_the_same_shelf_with_another_model(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", written(tmp_path / "2022.txt"))
    run("set", "2022.txt", "--place", "滨江市水乡区")
    before = json.loads(run("list", "--json")[1])
    other = PredictableEmbedder("another", 32)
    monkeypatch.setattr(command_line, "load_embedder", lambda settings: other)
    assert run("rebuild")[0] == 0
    after = json.loads(run("list", "--json")[1])
    assert [(r["id"], r["place"]) for r in after] == [(before[0]["id"], ["滨江市", "水乡区"])]


def test_a_rebuild_that_would_lose_a_report_is_not_done(run, tmp_path: Path) -> None:
    run("add", written(tmp_path / "2022.txt"))
    (tmp_path / "home" / "corpus" / "2022.txt").unlink()
    code, _, err = run("rebuild")
    assert code == 2
    assert "2022.txt" in err
    assert len(json.loads(run("list", "--json")[1])) == 1
