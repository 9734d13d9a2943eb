"""Looking at every vector finds the nearest; keywords weigh what stands in the text most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.vectorstore.made import made
from vectorstore.hits import Hit
from vectorstore.keywords import Keywords
from vectorstore.search import committed
from vectorstore.settings import StoreSettings
from vectorstore.vectors import embedding_text, pack, sentence_texts, unpack

UNIT = st.floats(-1, 1, width=16)


@given(hnp.arrays(np.float32, st.tuples(st.integers(0, 5), st.just(8)), elements=UNIT))
def test_vectors_are_kept_to_half_precision(vectors):
    again = unpack(pack(vectors), 8)
    assert again.shape == vectors.shape
    assert again.dtype == np.float32
    np.testing.assert_array_equal(again, vectors)


@given(
    st.lists(st.sampled_from(["standing", "half done"]), max_size=40),
    st.integers(1, 20),
)
def test_what_is_not_committed_takes_no_place_among_the_hits(reports, limit):
    every = [Hit(f"p{i}", report, 1.0 - i / 100) for i, report in enumerate(reports)]
    expected = [hit for hit in every if hit.report_id == "standing"][:limit]
    assert (
        committed(lambda n: every[:n], limit, lambda hit: hit.report_id == "standing") == expected
    )


def test_all_of_a_large_shelf_and_each_part_of_it_are_ranked_alike(library, embedder):
    shelf = [
        made(f"第{n}局", 2020 + n % 5, tuple(f"{n}{i}项支出{n * i}万元。" for i in range(20)))
        for n in range(10)
    ]
    for each in shelf:
        each.onto(library)
    question = embedder.question("第3项支出24万元")
    passages = [passage for each in shelf for passage in each.passages]
    vectors = embedder.passages([embedding_text(passage) for passage in passages])
    scores = dict(zip((p.id for p in passages), (vectors @ question).tolist(), strict=True))
    for scope in (None, [each.report.id for each in shelf[::3]]):
        hits = library.dense(question, 7, scope)
        within = [p.id for p in passages if scope is None or p.report_id in scope]
        best = sorted((scores[i] for i in within), reverse=True)[:7]
        assert [hit.score for hit in hits] == pytest.approx(best, abs=2e-3)
        assert all(hit.score == pytest.approx(scores[hit.passage_id], abs=2e-3) for hit in hits)


def test_a_heading_counts_but_less_than_the_text(tmp_path):
    plain = made(sentences=("完成河道整治。", "新建学校。", "其他事项。"))
    first, second, third = plain.passages
    titled = replace(third, headings=("学校建设",))
    index = Keywords(tmp_path / "keywords")
    words = index.follow({"r@1": 3}, lambda version: [first, second, titled])
    found = [hit.passage_id for hit in words.search("学校", 5, None)]
    assert found == [second.id, third.id]


def test_a_number_is_found_however_it_is_written(tmp_path):
    water = made(sentences=("预算数为8,318.83万元。", "预算数为8,271.47万元。"))
    index = Keywords(tmp_path / "keywords")
    words = index.follow({"r@1": 2}, lambda version: water.passages)
    for written in ("8318.83", "8,318.83万元", "８，３１８．８３"):
        assert words.search(written, 1, None)[0].passage_id == water.passages[0].id


def test_a_row_is_embedded_with_its_own_words_and_a_passage_with_its_headings():
    passage = made().passages[0]
    assert embedding_text(passage).endswith(passage.text)
    assert "一、基本情况" in embedding_text(passage)


def test_a_sentence_is_embedded_under_its_heading_and_a_row_under_its_table():
    text = "二、收支\n全年支出12万元。"
    passage = replace(
        made().passages[0], start=0, text=text, sentences=((0, 4), (5, 14)), headings=("二、收支",)
    )
    assert sentence_texts(passage) == ["二、收支", "二、收支：全年支出12万元。"]
    assert sentence_texts(replace(passage, headings=())) == ["二、收支", "全年支出12万元。"]

    rows = replace(passage, text="培训费\t12\n1\t2", sentences=((0, 6), (7, 10)), table=0)
    titled = replace(rows, context="表1 支出（单位：万元） 项目、决算数")
    assert sentence_texts(titled) == [
        "表1 支出（单位：万元）：培训费",
        "表1 支出（单位：万元） 项目、决算数",
    ]
    assert sentence_texts(replace(rows, context="项目、决算数")) == [
        "二、收支：培训费",
        "二、收支：项目、决算数",
    ]


def test_the_shelf_lies_under_jiwen_home_unless_told_otherwise(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = StoreSettings.from_environ({})
    assert settings.home == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'catalogue.sqlite'}"
    assert settings.chroma_url is None
    told = StoreSettings.from_environ(
        {"JIWEN_HOME": "/srv/x", "DATABASE_URL": "sqlite:///y", "CHROMA_URL": "https://z:1"}
    )
    assert (str(told.home), told.database_url, told.chroma_url) == (
        "/srv/x",
        "sqlite:///y",
        "https://z:1",
    )
