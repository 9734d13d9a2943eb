"""Every vector looked at in one byte a number finds what floats find, whatever comes and goes."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.made import made
from vectorstore import quantised
from vectorstore.library import Library
from vectorstore.quantised import Codes, _pieces


@pytest.fixture
def large(settings, embedder):
    """A shelf that is searched as a large one is."""
    with closing(Library.open(settings.model_copy(update={"exact_at_most": 0}), embedder)) as shelf:
        yield shelf


def reports(numbers, sentences=20):
    return [
        made(
            f"第{n}局", 2020 + n % 5, tuple(f"{n}{i}项支出{n * i}万元。" for i in range(sentences))
        )
        for n in numbers
    ]


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_a_number_is_off_by_half_a_step_at_most(seed, rows):
    vectors = np.random.default_rng(seed).uniform(-1, 1, (rows, 16)).astype(np.float32)
    vectors[0, : seed % 17] = 0
    codes = Codes.room_for(len(vectors) + 2, 16)
    codes.put(1, vectors)
    again = codes.numbers[1:-1] * codes.scales[1:-1, None]
    steps = np.abs(vectors).max(axis=1, keepdims=True) / 127
    assert np.all(np.abs(again - vectors) <= steps / 2 + 1e-7)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2000)), max_size=12))
def test_pieces_have_the_rows_of_their_places_in_order(gaps_and_lengths):
    places, end = [], 0
    for gap, length in gaps_and_lengths:
        places.append((end + gap, end + gap + length))
        end = places[-1][1]
    pieces = _pieces(places)
    assert [r for piece in pieces for r in range(*piece)] == [r for p in places for r in range(*p)]
    assert all(0 < end - start <= quantised._AT_ONCE for start, end in pieces)


def test_codes_alone_find_most_of_the_nearest_and_all_of_them_among_twice_as_many():
    dice = np.random.default_rng(5)
    centres = dice.standard_normal((20, 384), dtype=np.float32)
    vectors = np.repeat(centres, 1000, axis=0)
    vectors += 0.25 * dice.standard_normal(vectors.shape, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    codes = Codes.room_for(len(vectors), 384)
    codes.put(0, vectors)
    scores = np.empty(len(vectors), np.float32)
    alone, among = [], []
    for centre in centres[:10]:
        question = centre + 0.5 * dice.standard_normal(384, dtype=np.float32)
        question /= np.linalg.norm(question)
        codes.score(question, _pieces([(0, len(vectors))]), scores)
        true = set(np.argsort(-(vectors @ question))[:50])
        best = np.argsort(-scores)
        alone.append(len(true & set(best[:50])) / 50)
        among.append(len(true & set(best[:100])) / 50)
    assert np.mean(alone) > 0.9
    assert np.mean(among) > 0.998


def test_it_finds_what_floats_find_with_the_same_scores(large, settings, embedder):
    for each in reports(range(12)):
        each.onto(large)
    some = [r.id for r in large.reports()[::3]]
    with closing(Library.open(settings, embedder)) as small:
        for words in ("第3项支出24万元", "支出", "115项"):
            question = embedder.question(words)
            for scope in (None, some):
                # Of two with the same score either may come first.
                expected = [hit.score for hit in small.dense(question, 15, scope)]
                found = large.dense(question, 15, scope)
                assert [hit.score for hit in found] == pytest.approx(expected, abs=1e-5)
                passages = large.passages([hit.passage_id for hit in found])
                assert {i: p.report_id for i, p in passages.items()} == {
                    hit.passage_id: hit.report_id for hit in found
                }


def test_reports_that_come_and_go_leave_what_is_there_found(large, embedder):
    question = embedder.question("支出")
    standing = []
    for each in reports(range(16)):
        standing.append(each.onto(large).id)
        large.dense(question, 5)
        if len(standing) > 3:
            large.remove(standing.pop(1))
        found = {hit.report_id for hit in large.dense(question, 1000)}
        assert found == set(standing)
    assert len(large._memory.quantised._codes.numbers) <= 2.5 * 4 * 20
