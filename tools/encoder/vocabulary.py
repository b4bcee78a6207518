"""The word pieces that Spanish and English texts use, and the tokenizer that cuts into them."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from tools.encoder.wheel import Weights

MARKS = 4
"""Pieces that are no text: start, padding, end, unknown."""
_BATCH = 10_000


def tokenizer_of(pieces: Sequence[tuple[str, float]], unknown: int) -> Tokenizer:
    """A SentencePiece unigram tokenizer (Kudo, 2018) over these pieces, without marks."""
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def pieces_of(
    texts: Iterable[str], pieces: Sequence[tuple[str, float]], unknown: int
) -> NDArray[np.int64]:
    """Numbers of the pieces to keep: the marks, all that the texts use, single Latin letters."""
    tokenizer = tokenizer_of(pieces, unknown)
    used = np.zeros(len(pieces), bool)
    used[:MARKS] = True
    rest = iter(texts)
    while batch := list(islice(rest, _BATCH)):
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            used[encoding.ids] = True
    for number, (piece, _) in enumerate(pieces):
        if len(letter := piece.removeprefix("▁")) == 1 and "LATIN" in unicodedata.name(letter, ""):
            used[number] = True
    return np.flatnonzero(used)


def kept_pieces(weights: Weights, folder: Path) -> list[int]:
    """Numbers, in the wheel, of the word pieces of an encoder's files, in their order."""
    numbers: dict[str, int] = {}
    for number, (piece, _) in enumerate(weights.pieces):
        numbers.setdefault(piece, number)
    known = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
    return [numbers[piece] for piece, _ in known["model"]["vocab"]]
