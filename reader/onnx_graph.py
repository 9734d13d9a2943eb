"""The reader's layers → one ONNX file of them, in int8: what `models.pair_model` reads.

The graph is that of BERT (Devlin et al. 2018, as transformers' `BertModel` computes it) from the
first layer on, with the output over the first token; it is put together node by node, so that
nothing in it depends on an exporter's version. Matrices are quantised by column, activations as
they come (onnxruntime's dynamic quantisation).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

Weights = Mapping[str, NDArray[np.float32]]

_OPSET = 20
_EPSILON = 1e-12
_FAR_BELOW = -1e4


def write_onnx(weights: Weights, layers: int, heads: int, path: Path) -> None:
    """The weights by their names in transformers' BERT, and `score.*` → the file, quantised."""
    graph = _Graph(weights)
    x = graph.layers(layers, heads)
    first = graph.node("Gather", [x, graph.constant("first", np.array(0, np.int64))], axis=1)
    score = graph.linear(first, "score")
    graph.node("Squeeze", [score, graph.constant("last", np.array([1], np.int64))], output="scores")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(graph.model(weights["score.weight"].shape[1]), whole)
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            # Of 8 bits the sum of two products overflows on processors without VNNI.
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )


class _Graph:
    """Nodes and constants as they are put together."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """A named constant → its name."""
        self._constants.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str = "", **attributes: object) -> str:
        """A node → the name of its output."""
        output = output or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(self, x: str, name: str) -> str:
        """x · weight' + bias."""
        weight = self.constant(f"{name}.weight", np.ascontiguousarray(self._weight(name).T))
        product = self.node("MatMul", [x, weight])
        bias = self.constant(f"{name}.bias", self._weights[f"{name}.bias"])
        return self.node("Add", [product, bias])

    def layers(self, count: int, heads: int) -> str:
        """Every layer, one after another → what comes out of the last."""
        one = self.constant("one", np.array(1, np.float32))
        outside = self.node("Sub", [one, "mask"])
        far = self.constant("far_below", np.array(_FAR_BELOW, np.float32))
        axes = self.constant("axes", np.array([1, 2], np.int64))
        hidden = self.node("Unsqueeze", [self.node("Mul", [outside, far]), axes])
        x = "embedded"
        for number in range(count):
            x = self._layer(x, f"encoder.layer.{number}.", heads, hidden)
        return x

    def _layer(self, x: str, name: str, heads: int, hidden: str) -> str:
        seen = self.linear(self._attention(x, name, heads, hidden), f"{name}attention.output.dense")
        x = self._norm(self.node("Add", [x, seen]), f"{name}attention.output.LayerNorm")
        thought = self.linear(
            self.node("Gelu", [self.linear(x, f"{name}intermediate.dense")]), f"{name}output.dense"
        )
        return self._norm(self.node("Add", [x, thought]), f"{name}output.LayerNorm")

    def _attention(self, x: str, name: str, heads: int, hidden: str) -> str:
        size = self._weight(f"{name}attention.self.query").shape[0] // heads
        apart = self.constant("apart", np.array([0, 0, heads, size], np.int64))
        together = self.constant("together", np.array([0, 0, heads * size], np.int64))
        query, key, value = (
            self.node(
                "Transpose",
                [self.node("Reshape", [self.linear(x, f"{name}attention.self.{part}"), apart])],
                perm=order,
            )
            for part, order in (
                ("query", [0, 2, 1, 3]),
                ("key", [0, 2, 3, 1]),
                ("value", [0, 2, 1, 3]),
            )
        )
        scale = self.constant("scale", np.array(size**-0.5, np.float32))
        near = self.node(
            "Add", [self.node("Mul", [self.node("MatMul", [query, key]), scale]), hidden]
        )
        seen = self.node("MatMul", [self.node("Softmax", [near], axis=-1), value])
        seen = self.node("Transpose", [seen], perm=[0, 2, 1, 3])
        return self.node("Reshape", [seen, together])

    def _norm(self, x: str, name: str) -> str:
        weight = self.constant(f"{name}.weight", self._weight(name))
        bias = self.constant(f"{name}.bias", self._weights[f"{name}.bias"])
        return self.node("LayerNormalization", [x, weight, bias], axis=-1, epsilon=_EPSILON)

    def _weight(self, name: str) -> NDArray[np.float32]:
        return self._weights[f"{name}.weight"]

    def model(self, dimension: int) -> onnx.ModelProto:
        """All of it → the model: embedded (texts, tokens, dimension), mask (texts, tokens)."""
        graph = helper.make_graph(
            self._nodes,
            "reader",
            [
                helper.make_tensor_value_info(
                    "embedded", TensorProto.FLOAT, ["texts", "tokens", dimension]
                ),
                helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["texts", "tokens"]),
            ],
            [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["texts"])],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", _OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)
