"""A few steps of the real training on a small report, and what comes of it."""

from __future__ import annotations

import os

import numpy as np
import pytest

from models.embedding import load_embedder
from models.pinned import EMBEDDING_MODEL
from models.settings import ModelSettings
from models.trainable import TrainableEmbedder
from reader.examples import EmbeddedPassage, EmbeddedReport, Example, LabelledReport, Sentence
from reader.measuring import area_under_curve, asked, table
from reader.reports import Style
from reader.training import Recipe, train

SENTENCES = (
    "全年支出8,271.47万元，执行率99.43%。",
    "办理政务服务1.72万宗，群众满意度99.9%。",
    "荣获全省先进集体称号。",
    "部分绩效指标不够细化。",
    "下一步将加强预算管理。",
    "现有在职人员49人。",
)
REPORT = LabelledReport(
    "w0/small",
    EmbeddedReport(
        tuple(Sentence(text, text, text) for text in SENTENCES),
        (
            EmbeddedPassage("".join(SENTENCES[:3]), range(0, 3)),
            EmbeddedPassage("".join(SENTENCES[3:]), range(3, 6)),
        ),
    ),
    (
        Example("花了多少钱？", Style.EVERYDAY, frozenset({0}), frozenset({4})),
        Example("得了什么奖？", Style.EVERYDAY, frozenset({2}), frozenset()),
        Example("How many people work there?", Style.ENGLISH, frozenset({5}), frozenset()),
        Example("局长是谁？", Style.EVERYDAY, frozenset(), frozenset({5})),
    ),
)
RECIPE = Recipe(rounds=2, frozen_layers=11, learning_rate=3e-4)


@pytest.fixture(scope="module")
def folder():
    return ModelSettings.from_environ(os.environ).folder / EMBEDDING_MODEL.folder_name


@pytest.fixture(scope="module")
def trained(folder):
    losses = []
    model = TrainableEmbedder(folder)
    weights = train(model, [REPORT], RECIPE, lambda step, steps, loss: losses.append(loss))
    return weights, losses


def test_only_the_layers_not_frozen_change(trained, folder):
    weights, _ = trained
    assert {name.split(".")[2] for name in weights} == {"11"}
    before = TrainableEmbedder(folder).thaw(11)
    assert any(not np.array_equal(before[n].detach().numpy(), weights[n]) for n in weights)


def test_the_loss_falls(trained):
    _, losses = trained
    assert len(losses) == 2 * RECIPE.rounds
    assert sum(losses[2:]) < sum(losses[:2])


def test_the_same_data_give_the_same_weights(trained, folder):
    again = train(TrainableEmbedder(folder), [REPORT], RECIPE)
    for name, weight in trained[0].items():
        assert np.array_equal(weight, again[name]), name


def test_measuring_ranks_the_right_sentence_and_passage():
    class Told:
        """Every text has a direction of its own; a question that of the sentence it is told."""

        name, dimension = "told", len(SENTENCES)

        def passages(self, texts):
            rows = [[float(s in t) for s in SENTENCES] for t in texts]
            return np.array(rows, np.float32)

        def question(self, text):
            place = {"花了多少钱？": 0, "得了什么奖？": 1}.get(text, 5)
            return np.eye(len(SENTENCES), dtype=np.float32)[place]

    outcomes = asked(Told(), REPORT)
    assert [o.sentence_rank for o in outcomes] == [1, 3, 1, None]
    assert [o.passage_rank for o in outcomes] == [1, 1, 1, None]
    assert "0.67 / 1.00 / 1.00" in table(outcomes)


def test_the_area_under_the_curve_counts_pairs():
    assert area_under_curve([0.9, 0.5], [0.1, 0.5]) == 0.875
    assert area_under_curve([0.9], []) == 0.5


def test_the_embedder_that_is_trained_gives_the_vectors_that_are_used(folder):
    model, embedder = TrainableEmbedder(folder), load_embedder(ModelSettings.from_environ({}))
    ours = model.passages(SENTENCES, 144, 4).numpy()
    assert (ours * embedder.passages(SENTENCES)).sum(1).min() > 0.999
