"""A page set further in than the others of its report: its broken lines are joined all the same."""

from __future__ import annotations

from ingest.loaded import Line, Loaded, Page
from ingest.structure import structure

WIDTH = 30


def set_in(page: int, left: float) -> list[Line]:
    """Five paragraphs of two full lines and a rest each, their first lines two characters in."""
    lines = []
    for n in range(5):
        text = (
            f"第{page}页第{n}段收入预算为一千二百万元比上年有所增加，"
            + "各项工作有序开展" * 8
            + "。"
        )
        first, rest = text[: WIDTH - 2], text[WIDTH - 2 :]
        pieces = [rest[i : i + WIDTH] for i in range(0, len(rest), WIDTH)]
        lines += [Line(first, left + 2, 0.3, 10.5)]
        lines += [Line(piece, left, 0.3, 10.5) for piece in pieces]
    return lines


def test_paragraphs_of_a_page_that_is_set_further_in_are_whole() -> None:
    pages = tuple(Page(n, tuple(set_in(n, left))) for n, left in ((1, 0.0), (2, 3.8), (3, 0.0)))
    report = structure(Loaded("pypdf", pages))
    paragraphs = report.text.strip().split("\n")
    assert len(paragraphs) == 15
    assert all(p.startswith("第") and p.endswith("。") for p in paragraphs)


def test_indented_lines_that_all_begin_paragraphs_stay_apart() -> None:
    full = [
        Line(
            "第一页的段落写满了整整一行没有剩余的位置可以再写字了这就是一行。"[:WIDTH], 2, 0.3, 10.5
        )
    ]
    pages = (Page(1, tuple(set_in(1, 0.0))), Page(2, tuple(full * 4)))
    paragraphs = structure(Loaded("pypdf", pages)).text.strip().split("\n")
    assert len(paragraphs) == 9
