"""Embedders by name."""

from puente.embedding.e5 import E5Embedder
from puente.embedding.hashing import HashingEmbedder
from puente.embedding.protocol import Embedder
from puente.embedding.sentence_transformers import SentenceTransformerEmbedder
from puente.embedding.universal import UniversalEmbedder


def open_embedder(name: str) -> Embedder:
    """The encoder of that name: the shipped one, the tests' one, or one of puente[models].

    Raises EmbedderError.
    """
    match name:
        case "e5-small-es-en-2":
            return E5Embedder()
        case "use-multilingual-v3":
            return UniversalEmbedder()
        case "hashing-64":
            return HashingEmbedder()
        case _:
            return SentenceTransformerEmbedder(name)
