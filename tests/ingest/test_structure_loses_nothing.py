"""Whatever a report is made of, nothing of its body is lost."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.loaded import Line, Loaded, Page, RawTable
from ingest.structure import structure
from ingest.width import width
from tests.ingest.structured import table

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)
NUMBERS = st.from_regex(r"[1-9]\d{0,2}(,\d{3}){0,2}\.\d\d(万元|%|分)", fullmatch=True)
SENTENCE = st.lists(CHINESE | NUMBERS, min_size=1, max_size=8).map(lambda p: "，".join(p) + "。")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)
HEADS = ("一、", "（一）", "1. ", "（1）", "第一部分 ", "2、", "(二) ", "①")
HEADING = st.builds(str.__add__, st.sampled_from(HEADS), CHINESE)
CELL = CHINESE | NUMBERS | st.just("")
TABLE = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=2, max_size=6)
)


def wrapped(text: str, limit: int) -> list[str]:
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > limit:
            lines.append("")
        lines[-1] += character
    return lines


def printed(blocks: Sequence[Line | RawTable]) -> Counter[str]:
    texts = [b.text if isinstance(b, Line) else "".join(c.text for c in b.cells) for b in blocks]
    return Counter("".join("".join(texts).split()))


@settings(max_examples=60, deadline=None)
@given(
    # The same line at the edges of two pages is a running head, and rightly left out.
    st.lists(HEADING | PARAGRAPH | TABLE, min_size=1, max_size=12, unique_by=str),
    st.integers(15, 40),
    st.data(),
)
def test_nothing_of_the_body_is_lost_and_sections_cover_it(parts, limit, data):
    blocks: list[Line | RawTable] = []
    for name, part in zip("甲乙丙丁戊己庚辛壬癸子丑", parts, strict=False):
        if isinstance(part, str):
            blocks += [Line(line) for line in wrapped(part, limit)]
        else:
            blocks += [table(*part), Line(f"{name}表后另有文字。")]  # a repeated header may go
    cut = data.draw(st.integers(0, len(blocks)))
    pages = (Page(1, tuple(blocks[:cut])), Page(2, tuple(blocks[cut:])))
    report = structure(Loaded("text", pages))
    assert not printed(blocks) - Counter(report.text)
    covered = 0
    for section in report.sections:
        assert section.start == covered
        covered = section.end
    assert covered == len(report.text)
    assert list(report.page_starts) == sorted(report.page_starts)
    assert len(report.page_starts) == 2
    for made in report.tables:
        for row in made.rows:
            assert report.text[row.start : row.end] == "\t".join(row.cells)
            assert made.start <= row.start < row.end <= made.end
            assert len(row.cells) == len(made.columns)
