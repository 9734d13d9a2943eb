"""One report, written by rule in several formats, must come out as it went in."""

from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.load import load
from ingest.structure import structure
from ingest.width import width
from tests.ingest.made_files import body, text_pdf

TITLE = "2021年度海陵市水务局部门整体支出绩效自评报告"
CHINESE = "一二三四五六七八九十"
WORDS = st.sampled_from(
    ["统筹推进", "全面落实", "重点工作", "资金使用", "绩效管理", "预算执行", "环境治理", "安全生产"]
)
FACTS = st.one_of(
    st.just("取得成效"),
    st.decimals(0, 9999, places=2).map(lambda n: f"完成投资{n:,}万元"),
    st.decimals(0, 30, places=1).map(lambda n: f"增长{n}%"),
    st.integers(2, 9999).map(lambda n: f"共计{n}项"),
)
CLAUSE = st.builds("{}{}{}".format, WORDS, WORDS, FACTS)
SENTENCE = st.lists(CLAUSE, min_size=2, max_size=5).map(lambda clauses: "，".join(clauses) + "。")
PROSE = st.lists(SENTENCE, min_size=1, max_size=6).map("".join)
LIST = st.lists(WORDS, min_size=2, max_size=5).map(
    lambda words: [f"{n}.组织完成{word}工作。" for n, word in enumerate(words, start=1)]
)


@st.composite
def reports(draw):
    """Paragraphs, and the heading paths that they make."""
    paragraphs, paths = [TITLE], []
    for a in range(draw(st.integers(2, 4))):
        outer = f"{CHINESE[a]}、{draw(WORDS)}情况"
        paragraphs.append(outer)
        paths.append((outer,))
        for b in range(draw(st.integers(0, 3))):
            inner = draw(st.sampled_from(["（{}）{}分析", "({}) {}完成情况"]))
            inner = inner.format(CHINESE[b], draw(WORDS))
            paragraphs.append(inner)
            paths.append((outer, inner))
            kind = draw(st.sampled_from(["prose", "list", "ladder"]))
            if kind == "ladder":
                for c in range(draw(st.integers(2, 3))):
                    third = f"{c + 1}. {draw(WORDS)}方面"
                    paragraphs += [third, draw(PROSE)]
                    paths.append((outer, inner, third))
            else:
                paragraphs.append(draw(PROSE))
                paragraphs += draw(LIST) if kind == "list" else [draw(PROSE)]
        if paragraphs[-1] == outer:
            paragraphs.append(draw(PROSE))
    # Where a page's lines begin is not told by one or two of them.
    paragraphs.append("".join(draw(SENTENCE) for _ in range(8)))
    return paragraphs, paths


def as_pdf(path: Path, paragraphs: list[str]) -> Path:
    story = [body(text) for text in paragraphs]
    return text_pdf(path, story, foot=lambda n: f"第 {n} 页")


def as_word(path: Path, paragraphs: list[str]) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(path)
    return path


def as_text(path: Path, paragraphs: list[str]) -> Path:
    path.write_text("\n\n".join(paragraphs), "utf-8")
    return path


def as_wrapped_text(path: Path, paragraphs: list[str]) -> Path:
    lines = []
    for text in paragraphs:
        lines.append("    ")
        for character in text:
            if width(lines[-1] + character) > 36 and character not in "，。、；：）”%":
                lines.append("")
            lines[-1] += character
    path.write_text("\n".join(lines), "gb18030")
    return path


@pytest.mark.parametrize("write", [as_pdf, as_word, as_text, as_wrapped_text])
@settings(max_examples=8, deadline=None)
@given(report=reports())
def test_a_report_comes_out_as_it_went_in(tmp_path_factory, write, report):
    paragraphs, paths = report
    read = structure(load(write(tmp_path_factory.mktemp("made") / "report", paragraphs)))
    assert read.text.splitlines() == paragraphs
    assert [section.headings for section in read.sections if section.headings] == paths
