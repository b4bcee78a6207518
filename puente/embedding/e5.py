"""multilingual-e5-small cut down to Spanish and English, on ONNX Runtime: the shipped embedder."""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puente.embedding.unit_rows import unit_rows
from puente.errors import EmbedderError
from puente.model.documents import Language
from puente.model.queries import Role

SHIPPED = "e5-small-es-en-2"
_START, _END = 0, 2
_WINDOW = 510
"""Pieces that the model reads at once, without the marks of start and end."""
_SPACES = re.compile(" {2,}")
_DAMAGED = "its files are damaged or incomplete ({}). Install Puente again."


class E5Embedder:
    """multilingual-e5-small (Wang et al., 2024) with the word pieces of two languages, 8-bit.

    All its cosines lie between .8 and .9, so the mean vector of the text's language and role is
    taken away; of a text whose language is not known, that of both. The files are read when the
    first text is embedded: then damaged ones raise EmbedderError.
    """

    name = SHIPPED
    dimension = 384

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def embed(
        self, texts: Sequence[str], *, role: Role, language: Language | None = None
    ) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        # Each text is run alone: numbers are rounded by the largest of a run, so that a text would
        # have another vector in other company, and without padding it is half as fast again.
        rows = np.stack([self._model.vector(f"{role}: {text}") for text in texts])
        return unit_rows(rows - self._model.centre(role, language))

    def pieces(self, text: str) -> list[int]:
        """The word pieces of a text by number, between the marks of its start and end."""
        return [_START, *self._model.pieces(text), _END]

    def centre(self, role: Role, language: Language | None) -> NDArray[np.float32]:
        """The mean vector of a role in a language, in all languages for one that has none."""
        return self._model.centre(role, language)

    @cached_property
    def _model(self) -> "_Model":
        if self._folder is not None:
            return _Model(self._folder)
        with as_file(files("puente.embedding") / "e5_small") as folder:
            return _Model(folder)


class _Model:
    """The session, the word pieces and the mean vectors of a folder."""

    def __init__(self, folder: Path) -> None:
        # They take .2 s, and most commands embed nothing.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # Questions are answered beside each other: with more threads they wait for each other.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # All of its changes to the graph would join two nodes into a slower one (tools/encoder).
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(
                folder / "model.onnx", options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "pieces.json"))
            characters = json.loads((folder / "characters.json").read_text(encoding="ascii"))
            with np.load(BytesIO((folder / "centres.npz").read_bytes())) as centres:
                self._centres = {name: centres[name] for name in centres.files}
        # The libraries raise whatever they like for a damaged file.
        except Exception as error:
            raise EmbedderError(SHIPPED, _DAMAGED.format(type(error).__name__)) from error
        self._characters = str.maketrans(characters)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The vector of one text, of unit length; of a long one the mean over its windows."""
        pieces = self.pieces(text)
        windows = [pieces[at : at + _WINDOW] for at in range(0, len(pieces), _WINDOW)]
        summed = np.sum([len(window) * self._run(window) for window in windows], axis=0)
        return np.asarray(summed / np.linalg.norm(summed), np.float32)

    def pieces(self, text: str) -> list[int]:
        plain = _SPACES.sub(" ", text.translate(self._characters))
        return list(self._tokenizer.encode(plain, add_special_tokens=False).ids)

    def _run(self, window: Sequence[int]) -> NDArray[np.float32]:
        pieces = np.array([[_START, *window, _END]], np.int32)
        places = np.arange(pieces.shape[1], dtype=np.int32)
        asked = {"pieces": pieces, "places": places}
        [[vector]] = self._session.run(None, asked)
        return np.asarray(vector, np.float32)

    def centre(self, role: Role, language: Language | None) -> NDArray[np.float32]:
        centre = self._centres.get(f"{role}.{language}")
        if centre is None:
            known = [each for name, each in self._centres.items() if name.startswith(f"{role}.")]
            centre = np.mean(known or [np.zeros(E5Embedder.dimension)], axis=0)
        return np.asarray(centre, np.float32)
