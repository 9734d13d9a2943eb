"""What a cosine says of meaning, whatever the embedding model."""

from __future__ import annotations

import os

import numpy as np
import pytest

from models.embedding import load_embedder
from models.settings import ModelSettings
from reader.scale import Scale, scale_of


class Mute:
    """An embedding model to which all texts are alike."""

    name = "mute"
    dimension = 2

    def passages(self, texts):
        return np.tile(np.array([1.0, 0.0], np.float32), (len(texts), 1))

    def question(self, text):
        return np.array([1.0, 0.0], np.float32)


@pytest.fixture(scope="module")
def embedder():
    return load_embedder(ModelSettings.from_environ(os.environ))


def test_a_cosine_counts_by_what_the_model_gives_to_related_and_unrelated_texts():
    scale = Scale(unrelated=0.8, related=0.9)
    assert scale.nearness(0.8) == pytest.approx(0.0)
    assert scale.nearness(0.9) == pytest.approx(1.0)
    assert scale.nearness(0.95) == pytest.approx(1.5)
    assert scale.nearness(0.7) == pytest.approx(-1.0)


def test_of_a_model_that_does_not_tell_texts_apart_all_is_half_near():
    scale = scale_of(Mute(), "zh")
    assert (scale.nearness(1.0), scale.nearness(-1.0)) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("language", "question"),
    [("zh", "敬老院住进去多少老人？"), ("en", "How many old people live in the nursing home?")],
)
def test_what_says_the_same_in_other_words_is_near_and_what_does_not_is_not(
    embedder, language, question
):
    scale = scale_of(embedder, language)
    vector = embedder.question(question)
    texts = ["养老服务中心入住长者126名。", "完成雨污管网改造46公里。", "预算编制应更加精细。"]
    near, *far = (scale.nearness(float(c)) for c in embedder.passages(texts) @ vector)
    assert near > 0.7
    assert max(far) < near - 0.3
