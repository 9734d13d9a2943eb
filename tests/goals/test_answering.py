"""Which questions are about all goals together."""

from __future__ import annotations

import numpy as np
import pytest

from goals.answering import Asked, asked_about_goals
from tests.fakes import PredictableEmbedder


class NearToAll(PredictableEmbedder):
    """A model to which any two texts are near, as some are."""

    def question(self, text):
        vector = np.append(super().question(text), 3.0).astype(np.float32)
        return vector / np.linalg.norm(vector)


@pytest.mark.parametrize("embedder", [PredictableEmbedder(), NearToAll("near to all")])
def test_how_alike_two_questions_must_be_is_the_models_own(embedder):
    assert asked_about_goals("哪些目标没完成？", embedder) is Asked.MISSED
    assert asked_about_goals("2022年完成河道整治多少公里？", embedder) is None
