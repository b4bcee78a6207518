"""The graph of the encoder for ONNX Runtime: BERT (Devlin et al., 2019) with 8-bit weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from tools.encoder.wheel import Weights

_MICROSOFT = "com.microsoft"
_LARGEST = 127


def build(weights: Weights, kept: NDArray[np.int64], layers: Sequence[int]) -> ModelProto:
    """The model with these word pieces and layers: numbers of pieces to the mean of their vectors.

    Inputs, int32: `pieces` (texts, places), without padding, and `places` (places). Output:
    `vector`, float32, shape (texts, width).
    """
    graph = _Graph(weights)
    state = graph.embedding(kept)
    for layer in layers:
        state = graph.layer(state, f"l{layer}.")
    graph.mean(state)
    return graph.model()


class _Graph:
    """Nodes and constants as they are added; a node has the name of its output."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._width = weights.tensors["emb.word"].shape[1]

    def embedding(self, kept: NDArray[np.int64]) -> str:
        """Sum of the vectors of pieces and places, normalised; the pieces in 8 bits a row."""
        tensors = self._weights.tensors
        words = tensors["emb.word"][kept]
        scales = _scales(words).astype(np.float16)
        self._constant("word", np.rint(words / scales).astype(np.int8))
        self._constant("word.scale", scales)
        self._constant("place", tensors["emb.pos"] + tensors["emb.type"][: self._width])
        rows, scale = (self._float(self._add("Gather", [n, "pieces"], f"{n}.of")) for n in _WORDS)
        rows = self._add("Mul", [rows, scale], "word.scaled")
        places = self._add("Gather", ["place", "places"], "place.of")
        rows = self._add("Add", [rows, places], "embedded")
        norm = self._constants_of("emb.ln", ("w", "b"))
        return self._add(
            "LayerNormalization", [rows, *norm], "first", epsilon=self._weights.epsilon
        )

    def layer(self, state: str, name: str) -> str:
        """One layer: attention, then the network of two, each added to what came in."""
        queries = self._linear(state, f"{name}qkv", [f"{name}{each}" for each in "qkv"])
        sizes = self._constant(f"{name}sizes", np.array([self._width] * 3, np.int64))
        parts = [f"{name}{each}" for each in ("query", "key", "value")]
        self._nodes.append(helper.make_node("Split", [queries, sizes], parts, axis=2))
        attended = self._add(
            "MultiHeadAttention", parts, f"{name}attended", num_heads=self._weights.heads
        )
        state = self._normalised(state, self._linear(attended, f"{name}ao"), f"{name}aln")
        inner = self._add("Gelu", [self._linear(state, f"{name}fi")], f"{name}gelu")
        return self._normalised(state, self._linear(inner, f"{name}fo"), f"{name}oln")

    def mean(self, state: str) -> None:
        """Mean of the last vectors of a text."""
        axis = self._constant("along", np.array([1], np.int64))
        self._add("ReduceMean", [state, axis], "vector", keepdims=0)

    def model(self) -> ModelProto:
        """The finished model."""
        texts = ["texts", "places"]
        shapes = {"pieces": texts, "places": ["places"]}
        graph = helper.make_graph(
            self._nodes,
            "e5-small-es-en-2",
            [helper.make_tensor_value_info(n, TensorProto.INT32, s) for n, s in shapes.items()],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["texts", self._width])],
            self._constants,
        )
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)

    def _linear(self, state: str, name: str, parts: Sequence[str] = ()) -> str:
        """A product with weights of 8 bits by column; those of several parts side by side."""
        tensors, names = self._weights.tensors, parts or [name]
        weights = np.concatenate([tensors[f"{each}.w"] for each in names])
        scales = _scales(weights)
        inputs = [
            state,
            self._constant(f"{name}.weights", np.rint(weights / scales).astype(np.int8).T),
            self._constant(f"{name}.scales", scales[:, 0]),
            "",
            self._constant(f"{name}.bias", np.concatenate([tensors[f"{n}.b"] for n in names])),
        ]
        return self._add("DynamicQuantizeMatMul", inputs, name)

    def _normalised(self, state: str, added: str, name: str) -> str:
        """The sum of both, normalised.

        Two nodes: what ONNX Runtime makes of both, SkipLayerNormalization, takes ten times as long
        as LayerNormalization, a quarter of a run (1.32, one thread).
        """
        summed = self._add("Add", [state, added], f"{name}.sum")
        inputs = [summed, *self._constants_of(name, ("w", "b"))]
        return self._add(
            "LayerNormalization", inputs, f"{name}.state", epsilon=self._weights.epsilon
        )

    def _constants_of(self, name: str, parts: Sequence[str]) -> list[str]:
        tensors = self._weights.tensors
        return [self._constant(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in parts]

    def _constant(self, name: str, value: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _float(self, name: str) -> str:
        return self._add("Cast", [name], f"{name}.float", to=TensorProto.FLOAT)

    def _add(self, kind: str, inputs: Sequence[str], output: str, **attributes: float) -> str:
        domain = _MICROSOFT if kind in _OWN_OF_MICROSOFT else ""
        self._nodes.append(
            helper.make_node(kind, inputs, [output], output, domain=domain, **attributes)
        )
        return output


_WORDS = ("word", "word.scale")
_OWN_OF_MICROSOFT = frozenset(("DynamicQuantizeMatMul", "MultiHeadAttention", "Gelu"))


def _scales(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Factors by which the whole numbers of each row become the weights, shape (rows, 1)."""
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return np.asarray(np.where(largest > 0, largest, 1) / _LARGEST, np.float32)
