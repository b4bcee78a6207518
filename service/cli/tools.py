"""The commands that need no index: files and text in, what Puente makes of them out."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from puente.errors import ExtractionError
from puente.model.documents import Language
from puente.model.queries import Role
from service.cli.language import error_line, messages
from service.cli.options import AsJson, Paths, read_settings
from service.cli.output import (
    SOME_REJECTED,
    print_json,
    print_line,
    printable,
    progress_bar,
    say,
    typed_lines,
)
from service.cli.usage import SpokenTyper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.pipeline.worker_protocol import ReadDocument
    from puente.alignment.scoring import Similarity
    from puente.model.alignments import DocumentPair
    from puente.model.identifiers import DocumentId
    from puente.model.reports import Proposal
    from puente.model.segments import Segment

tools = SpokenTyper()


@tools.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A file.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines (the only form).")] = True,
) -> None:
    """Show one file as its document and segments; one in two languages as both its versions."""
    del jsonl
    for read in _read(file).versions:
        print_json({"document": asdict(read.document)})
        for segment in read.segments:
            print_json({"segment": asdict(segment)})


@tools.command()
def sentences(
    lang: Annotated[Language, typer.Option(help="Language of the text.")] = Language.ES,
) -> None:
    """Split each line of standard input into sentences."""
    from puente.text.sentences import split_sentences

    for line in typed_lines():
        print_json(list(split_sentences(line, lang)))


@tools.command()
def symbols() -> None:
    """Find the document symbols in each line of standard input."""
    from puente.symbols.finding import find_symbols
    from service.cli.tables import mention_row

    for line in typed_lines():
        print_json([mention_row(mention) for mention in find_symbols(line)])


@tools.command()
def pair(paths: Paths, as_json: AsJson = False) -> None:
    """Find which files translate each other."""
    from ingest.pairing.matcher import ReadTexts
    from ingest.pairing.matcher import pair as pair_documents
    from ingest.pipeline.stable_ids import settle_name
    from ingest.pipeline.worker_pool import read_safely
    from ingest.sources.listing import list_files
    from puente.embedding import open_embedder

    names: dict[DocumentId, str] = {}
    read_documents, rejected = {}, False
    for file in list_files(paths):
        try:
            versions = read_safely(file).versions
        except ExtractionError as error:
            say(error_line(error))
            rejected = True
            continue
        for version in versions:
            read = settle_name(version, None, names)
            names[read.document.id] = str(file.path)
            read_documents[read.document.id] = read
    texts = ReadTexts(
        {document_id: read.segments for document_id, read in read_documents.items()},
        open_embedder(read_settings().embedder),
    )
    with progress_bar() as show:
        found = pair_documents(
            [read.document for read in read_documents.values()], texts, report_progress=show
        )
    pairs = [_files_of(each, names) for each in found.pairs]
    proposals = [{**_files_of(each, names), "reason": each.reason} for each in found.proposals]
    if as_json:
        print_json({"pairs": pairs, "proposals": proposals})
    else:
        for row in pairs:
            print_line(printable("  =  ".join(map(str, row.values()))))
        for row in proposals:
            print_line(printable("  ?  ".join(map(str, row.values()))))
        if not (pairs or proposals):
            say(messages().text("pairing.none"))
    if rejected:
        raise typer.Exit(SOME_REJECTED)


def _files_of(
    found: "DocumentPair | Proposal", names: "Mapping[DocumentId, str]"
) -> dict[str, Any]:
    """The files of two documents under their languages, and how well they are aligned."""
    ids = (found.source_id, found.target_id)
    return {
        **{each.rpartition(".")[2]: names[each] for each in ids},
        "score": round(found.score, 4),
    }


@tools.command("align")
def align_command(
    spanish: Annotated[Path, typer.Argument(metavar="ES", help="The Spanish file.")],
    english: Annotated[Path, typer.Argument(metavar="EN", help="The English file.")],
    lines: Annotated[bool, typer.Option("--lines", help="Each line is a paragraph.")] = False,
    as_json: AsJson = False,
) -> None:
    """Align two files paragraph by paragraph."""
    from puente.alignment.aligner import align
    from puente.alignment.warnings import find_warnings
    from service.cli.tables import alignment_table

    try:
        sides = [_segments(spanish, Language.ES, lines), _segments(english, Language.EN, lines)]
    except ExtractionError as error:
        if as_json:
            print_json({"links": [], "score": 0.0, "warnings": [error.code]})
        raise
    alignment = align(sides[0], sides[1], _similarity())
    doubts = find_warnings(alignment, sides[0], sides[1])
    for doubt in doubts:
        say(f"{doubt}: {messages().name('doubts', doubt)}")
    if not as_json:
        alignment_table(alignment, {s.id: s for side in sides for s in side})
        return
    places = {segment.id: index for side in sides for index, segment in enumerate(side)}
    links = [
        {
            "es": [places[each] for each in bead.source],
            "en": [places[each] for each in bead.target],
            "score": round(bead.confidence, 4),
        }
        for bead in alignment.beads
    ]
    print_json({"links": links, "score": round(alignment.score, 4), "warnings": doubts})


def _segments(path: Path, language: Language, lines: bool) -> "tuple[Segment, ...]":
    """The segments of a side, of a file in two languages its own; raises ExtractionError."""
    from ingest.pipeline.read_document import read_lines

    if lines:
        return read_lines(path, language).segments
    read = _read(path)
    by_language = {version.document.language: version for version in read.versions}
    return by_language.get(language, read).segments


@tools.command()
def embed(
    role: Annotated[Role, typer.Option(help="What the texts are to a search.")] = Role.PASSAGE,
    language: Annotated[
        Language | None, typer.Option("--lang", help="The language of the texts, if it is known.")
    ] = None,
) -> None:
    """Turn each line of standard input into a vector of unit length."""
    from puente.embedding import open_embedder

    embedder = open_embedder(read_settings().embedder)
    for line in typed_lines():
        print_json(embedder.embed([line], role=role, language=language)[0].tolist())


def _read(path: Path) -> "ReadDocument":
    """The document of one file; raises ExtractionError."""
    from ingest.pipeline.worker_pool import read_safely
    from ingest.sources.listing import list_files

    files = list_files([path])
    if path.is_dir():
        raise typer.BadParameter("give one file, not a folder", param_hint=str(path))
    return read_safely(files[0])


def _similarity() -> "Similarity":
    """The cosines of the encoder that the settings name."""
    from puente.alignment.similarity import cosine_similarity
    from puente.embedding import open_embedder

    return cosine_similarity(open_embedder(read_settings().embedder), (Language.ES, Language.EN))
