"""The corpus folder: names are only names, and every file ends up where the shelf says."""

from __future__ import annotations

from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from ingest.corpus import Corpus, file_id, files_in, safe_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("2022_自评报告.pdf", "2022_自评报告.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\x.docx", "_x.docx"),
        ("/tmp/x.txt", "_tmp_x.txt"),
        ("<script>alert(1)</script>.txt", "_script_alert(1)_script_.txt"),
        ("\x00a\nb.txt", "_a_b.txt"),
        ("...", "report"),
        ("", "report"),
    ],
)
def test_a_name_from_anywhere_becomes_only_a_name(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@given(st.text(max_size=300))
def test_no_name_leads_out_of_the_folder_or_hides(name: str) -> None:
    kept = safe_name(name)
    assert kept == Path(kept).name
    assert not kept.startswith(".")
    assert 0 < len(kept.encode()) <= 190


def test_a_staged_file_takes_its_place_once_its_report_is_on_the_shelf(tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("自评报告", encoding="utf-8")
    corpus = Corpus(tmp_path / "corpus")
    corpus.stage(new, "id1")
    assert corpus.files() == []
    corpus.settle({"id1": "2022.txt"})
    assert (corpus.folder / "2022.txt").read_text(encoding="utf-8") == "自评报告"


def test_a_staged_file_whose_report_never_came_is_gone(tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("自评报告", encoding="utf-8")
    corpus = Corpus(tmp_path / "corpus")
    corpus.stage(new, "id1")
    corpus.settle({})
    assert list(corpus.folder.iterdir()) == []


def test_a_withdrawn_file_comes_back_when_its_report_stayed(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    (tmp_path / "2022.txt").write_text("自评报告", encoding="utf-8")
    corpus.withdraw("2022.txt", "id1")
    assert corpus.files() == []
    corpus.settle({"id1": "2022.txt"})
    assert corpus.files() == [tmp_path / "2022.txt"]


def test_a_source_outside_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not inside"):
        Corpus(tmp_path / "corpus").path("../secret.txt")


def test_two_files_of_one_name_get_two_places(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    (tmp_path / "报告.pdf").write_bytes(b"one")
    assert corpus.free_source("报告.pdf", "abcdef0123") == "报告-abcdef01.pdf"


def test_hidden_files_and_folders_are_no_reports(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", ".git/c.txt", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert files_in(tmp_path) == [tmp_path / n for n in ("a.txt", "b.txt", "sub/d.txt")]


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"same")
    assert file_id(tmp_path / "a.txt") == file_id(tmp_path / "b.txt")
