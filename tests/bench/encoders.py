"""Speed of the shipped encoder and of the former one, side by side on the sample documents.

`python -m tests.bench.encoders` prints, for each, the paragraphs that one core embeds in a second
and the milliseconds of a question, in processor time, and the memory of the process after it. The
former one needs puente[models]: run it in the environment of `make test-models`.
"""

import resource
import statistics
import time
from collections.abc import Callable

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.embedding.segments import embed_segments
from puente.embedding.universal import UNIVERSAL
from puente.model.documents import Language
from puente.model.queries import Role
from puente.model.segments import Segment, SegmentKind
from tests.paths import SEEDS

QUESTIONS = (
    "derechos de los trabajadores migrantes", "trafficking in persons", "remesas familiares",
    "who pays for the secretariat", "cooperación técnica en materia migratoria", "asylum",
)  # fmt: skip
ROUNDS = 5


def main() -> None:
    """Print a row for each encoder."""
    read = (read_document(file).segments for file in list_files([SEEDS]))
    paragraphs = [
        each for segments in read for each in segments if each.kind is SegmentKind.PARAGRAPH
    ]
    words = statistics.mean(len(each.text.split()) for each in paragraphs)
    print(f"{len(paragraphs)} paragraphs of {words:.0f} words")
    print("| encoder | paragraphs/s | question (ms) | memory (MB) |")
    print("|---|---|---|---|")
    for name in (UNIVERSAL, SHIPPED):
        print(_row(name, paragraphs), flush=True)


def _row(name: str, paragraphs: list[Segment]) -> str:
    embedder = open_embedder(name)
    embedder.embed(["x"], role=Role.QUERY)
    spent = min(_seconds(lambda: embed_segments(embedder, paragraphs)) for _ in range(ROUNDS))
    asked = [
        _seconds(lambda text=text: embedder.embed([text], role=Role.QUERY, language=Language.ES))
        for _ in range(ROUNDS)
        for text in QUESTIONS
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate, question = len(paragraphs) / spent, 1000 * statistics.median(asked)
    return f"| {name} | {rate:.0f} | {question:.1f} | {memory:.0f} |"


def _seconds(work: Callable[[], object]) -> float:
    """Processor seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
