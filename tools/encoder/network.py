"""The encoder as PyTorch computes it, to train it: BERT (Devlin et al., 2019) on given tensors."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tools.encoder.wheel import Weights

_PADDING = 1
_FAR = -1e4
"""Added to the attention to a place that only fills up its row."""


class Network:
    """Layers of the encoder, by the names that `tools.encoder.wheel` gives its tensors.

    `tensors` hold the word pieces of `kept` alone; those of layers from `trained` on have
    gradients.
    """

    def __init__(self, weights: Weights, kept: Sequence[int], trained: int) -> None:
        self._weights = weights
        self._width = weights.tensors["emb.word"].shape[1]
        known = dict(weights.tensors) | {"emb.word": weights.tensors["emb.word"][kept]}
        self.tensors = {name: torch.tensor(value) for name, value in known.items()}
        self.trained = {
            name: tensor.requires_grad_()
            for name, tensor in self.tensors.items()
            if name.startswith("l") and int(name[1:].split(".")[0]) >= trained
        }

    def vectors(self, texts: Sequence[Sequence[int]]) -> Tensor:
        """Mean vectors of some texts, given as numbers of pieces: shape (texts, width)."""
        longest = max(map(len, texts))
        rows = [[*text, *[_PADDING] * (longest - len(text))] for text in texts]
        pieces = torch.tensor(rows)
        filled = torch.arange(longest) < torch.tensor(list(map(len, texts)))[:, None]
        own = self.tensors
        places = own["emb.pos"][:longest] + own["emb.type"][: self._width]
        state = self._normalised(functional.embedding(pieces, own["emb.word"]) + places, "emb.ln")
        far = (~filled)[:, None, None, :] * _FAR
        for layer in range(self._weights.layers):
            state = self._layer(state, far.to(state.dtype), f"l{layer}.")
        counted = filled[:, :, None].to(state.dtype)
        return ((state * counted).sum(1) / counted.sum(1)).float()

    def _layer(self, state: Tensor, far: Tensor, name: str) -> Tensor:
        texts, places, width = state.shape
        heads = self._weights.heads
        query, key, value = (
            self._linear(state, f"{name}{each}").view(texts, places, heads, -1).transpose(1, 2)
            for each in "qkv"
        )
        # PyTorch's own attention takes half of a step on a processor, this a tenth.
        alike = torch.softmax(query * (width // heads) ** -0.5 @ key.transpose(2, 3) + far, -1)
        attended = (alike @ value).transpose(1, 2).reshape(texts, places, width)
        state = self._normalised(state + self._linear(attended, f"{name}ao"), f"{name}aln")
        inner = functional.gelu(self._linear(state, f"{name}fi"))
        return self._normalised(state + self._linear(inner, f"{name}fo"), f"{name}oln")

    def _linear(self, state: Tensor, name: str) -> Tensor:
        return functional.linear(state, self.tensors[f"{name}.w"], self.tensors[f"{name}.b"])

    def _normalised(self, state: Tensor, name: str) -> Tensor:
        scale, shift = self.tensors[f"{name}.w"], self.tensors[f"{name}.b"]
        return functional.layer_norm(state, (self._width,), scale, shift, self._weights.epsilon)


def learned(network: Network) -> Mapping[str, NDArray[np.float32]]:
    """The trained tensors as arrays, float32, by name."""
    return {name: tensor.detach().numpy() for name, tensor in network.trained.items()}
