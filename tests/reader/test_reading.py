"""A question and sentences → how probable it is that each answers."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embedding import load_embedder
from models.settings import ModelSettings
from reader.context import in_prose
from reader.opening import open_reader
from reader.reading import Bounds, ByMeaning, ByPairs, CandidateSentence, any_answers
from tests.fakes import PredictableScores

BOUNDS = Bounds(near=0.1, answered=0.5)
PROBABILITIES = st.lists(st.floats(0, 1), max_size=8)


class LogOdds:
    """A cross-encoder that says what a test tells it to, sentence by sentence."""

    name = "log odds"

    def __init__(self, *said: float) -> None:
        self._said = said

    def scores(self, question, sentences):
        return np.array(self._said[: len(sentences)], np.float32)


@pytest.fixture(scope="module")
def embedder():
    return load_embedder(ModelSettings.from_environ({}))


def candidates(embedder, question: str, *sentences: str) -> list[CandidateSentence]:
    """Sentences with the cosines of their vectors and the question's."""
    texts = [in_prose("二、工作成效", "", sentence) for sentence in sentences]
    cosines = embedder.passages(sentences) @ embedder.question(question)
    return [CandidateSentence(t, float(c)) for t, c in zip(texts, cosines, strict=True)]


def test_without_another_named_the_embedding_is_the_reader(embedder):
    settings = ModelSettings.from_environ(os.environ).model_copy(update={"reranker_model": None})
    assert isinstance(open_reader(settings, embedder), ByMeaning)


@pytest.mark.parametrize(
    ("language", "question"),
    [("zh", "敬老院住进去多少老人？"), ("en", "How many old people live in the nursing home?")],
)
def test_by_meaning_what_answers_is_probable_and_what_does_not_is_not(embedder, language, question):
    reader = ByMeaning(embedder, BOUNDS)
    said = ("养老服务中心入住长者126名。", "完成雨污管网改造46公里。", "预算编制应更加精细。")
    right, *wrong = reader.probabilities(
        question, language, candidates(embedder, question, *said)
    ).tolist()
    assert right > 4 * max(wrong)
    assert max(wrong) < BOUNDS.answered


def test_the_nearer_the_more_probable_and_even_where_it_is_fitted_to_be(embedder):
    reader = ByMeaning(embedder, BOUNDS, slope=10.0, even=1.0)
    cosines = np.linspace(-1, 1, 9)
    told = reader.probabilities("多少？", "zh", [CandidateSentence("", float(c)) for c in cosines])
    assert told.dtype == np.float32
    assert (np.diff(told) >= 0).all()
    assert told[0] < 0.001 < 0.999 < told[-1]


def test_a_cross_encoder_s_scores_are_log_odds():
    reader = ByPairs(LogOdds(0.0, np.log(3), -np.log(3), 1e4, -1e4), BOUNDS)
    told = reader.probabilities("多少？", "zh", [CandidateSentence(str(n), 0.0) for n in range(5)])
    assert told == pytest.approx([0.5, 0.75, 0.25, 1.0, 0.0], abs=1e-6)


def test_of_no_sentences_there_are_no_probabilities(embedder):
    for reader in (ByMeaning(embedder, BOUNDS), ByPairs(LogOdds(), BOUNDS)):
        assert reader.probabilities("多少？", "zh", []).shape == (0,)


def test_other_bounds_and_another_calibration_are_another_reader(embedder):
    names = {
        ByMeaning(embedder, BOUNDS).name,
        ByMeaning(embedder, BOUNDS, slope=3.0).name,
        ByMeaning(embedder, BOUNDS, even=0.5).name,
        ByMeaning(embedder, Bounds(near=0.2, answered=0.5)).name,
        ByMeaning(embedder, Bounds(near=0.1, answered=0.6)).name,
        ByPairs(PredictableScores(), BOUNDS).name,
    }
    assert len(names) == 6


def test_any_of_two_even_sentences_answers_three_times_in_four():
    assert any_answers([0.5, 0.5]) == pytest.approx(0.75)
    assert any_answers([]) == 0.0


@given(PROBABILITIES)
def test_that_any_answers_is_at_least_as_probable_as_that_the_best_does(probabilities):
    assert max(probabilities, default=0.0) - 1e-9 <= any_answers(probabilities) <= 1.0


@given(PROBABILITIES)
def test_many_improbable_sentences_do_not_add_up_to_an_answer(probabilities):
    best = sorted(probabilities, reverse=True)[:3]
    assert any_answers(probabilities) == pytest.approx(any_answers(best))
