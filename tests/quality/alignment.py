"""How well real paragraphs are aligned: `python -m tests.quality.alignment`.

Needs ../shared/realdocs. Prints strict and lax F1 on clean and disturbed pairs, of the documents
the aligner was tuned on and of those held out, with and without the shipped encoder.
"""

from puente.alignment.scoring import Similarity
from puente.alignment.similarity import cosine_similarity
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.evaluation.alignment_metrics import lax_f1, strict_f1
from puente.model.documents import Language
from tests.quality.alignment_noise import HARD, MILD, REAL
from tests.quality.realdocs import HELD_OUT, TUNED, load_pairs, without_wrong_pair
from tests.quality.test_alignment_quality import CLEAN, Documents, gold_and_found

LEVELS = {"clean": CLEAN, "mild": MILD, "real": REAL, "hard": HARD}


def main() -> None:
    """Print a row for each set of documents, a column for each level of noise."""
    print("| documents | " + " | ".join(LEVELS) + " |")
    print("|---" * (len(LEVELS) + 1) + "|")
    encoder = cosine_similarity(open_embedder(SHIPPED), (Language.ES, Language.EN))
    for name, which, similarity, documents in (
        ("tuned on, words alone", TUNED, None, load_pairs()),
        ("tuned on, with the encoder", TUNED, encoder, load_pairs()),
        ("held out, words alone", HELD_OUT, None, load_pairs()),
        ("held out, with the encoder", HELD_OUT, encoder, load_pairs()),
        ("held out, gold put right, words alone", HELD_OUT, None, without_wrong_pair()),
        ("held out, gold put right, with the encoder", HELD_OUT, encoder, without_wrong_pair()),
    ):
        cells = [_cell(level, which, similarity, documents) for level in LEVELS]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _cell(
    level: str, which: tuple[int, ...], similarity: Similarity | None, documents: Documents
) -> str:
    gold, found = gold_and_found(LEVELS[level], which, similarity=similarity, documents=documents)
    return f"{strict_f1(gold, found):.3f} / {lax_f1(gold, found):.3f}"


if __name__ == "__main__":
    main()
