"""What the reader is given of a sentence and of a table's row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.context import in_prose, in_table

TEXT = st.text(max_size=400)


def test_a_sentence_stands_marked_under_its_heading_after_what_is_before_it():
    told = in_prose("（二）预算执行情况", "全年预算2,000万元。", "支出1,900万元，\n执行率95%。")
    assert told == "（二）预算执行情况：全年预算2,000万元。⟨支出1,900万元， 执行率95%。⟩"


def test_a_heading_that_the_sentence_begins_with_is_not_said_twice():
    assert in_prose("一、概况", "", "一、概况 现有职工49人。") == "⟨一、概况 现有职工49人。⟩"


def test_a_row_stands_marked_after_its_table_s_title_and_columns():
    told = in_table("收支表\n单位：万元 项目 决算数", "基本支出\t790.00")
    assert told == "收支表 单位：万元 项目 决算数：⟨基本支出 790.00⟩"


@given(heading=TEXT, before=TEXT, sentence=TEXT)
def test_the_sentence_is_kept_longest_and_the_text_nearest_before_it(heading, before, sentence):
    told = in_prose(heading, before, sentence)
    around, _, said = told[:-1].rpartition("⟨" + " ".join(sentence.split())[:220])
    assert (told[-1], said) == ("⟩", "")
    assert around.endswith(" ".join(before.split())[-40:])
    assert len(around) <= 40 + 1 + 40


@given(table=TEXT, row=TEXT)
def test_a_long_table_head_leaves_room_for_the_row(table, row):
    told = in_table(table, row)
    assert told.endswith(f"：⟨{' '.join(row.split())[:220]}⟩")
    assert told.startswith(" ".join(table.split())[:120])
