"""Tables for people, on stdout."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from textwrap import shorten as cut
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.pairing.tmx_import import UnitOutcome, UnitReport
from puente.audit.trail import AuditRecord
from puente.catalogue.coverage import Coverage
from puente.catalogue.passages import Passage, VersionPair
from puente.evaluation.retrieval_metrics import EvaluationReport, Metrics
from puente.model.alignments import Alignment, Severity
from puente.model.documents import Document, Mention
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.queries import Query
from puente.model.reports import FileReport, IngestReport, Outcome, Reason, VisibilityNote
from puente.model.results import Hit, ResultPage, SymbolAnswer
from puente.model.segments import Segment
from service.access.keys import Key
from service.cli.doctor import Finding
from service.cli.language import messages
from service.cli.output import output, printable
from service.i18n.reasons import reasons

# In a file or a pipe nothing is wrapped: a line of a table or a paragraph stays one line.
_UNWRAPPED = 100_000
_TITLE = 70
"""Characters of a title that tell it from others and leave room for the rest of its line."""


def mention_row(mention: Mention) -> dict[str, Any]:
    """A mention as `puente symbols` prints it."""
    symbol = mention.symbol
    return {
        "raw": mention.raw, "start": mention.start, "end": mention.end, "symbol": symbol.text,
        "organ": symbol.organ, "kind": symbol.kind, "number": symbol.number, "year": symbol.year,
        "session": symbol.session, "meeting": symbol.meeting, "rev": symbol.rev,
        "add": symbol.add, "corr": symbol.corr,
    }  # fmt: skip


def report_table(report: IngestReport, titles: Mapping[DocumentId, str]) -> None:
    """Print what became of each file, what to do about it, the pairs, and what has no original.

    `titles` are those of the documents that there are; one that has gone is named by its id.
    """
    say = messages()

    def named(document_id: DocumentId) -> str:
        title = titles.get(document_id)
        return f"{_shorten(title)} ({document_id})" if title else document_id

    rows = [
        (
            each.source,
            say.name("cells", each.outcome),
            each.document_id or "",
            _shorten(titles.get(each.document_id, "")) if each.document_id else "",
            str(each.segments or ""),
            _why(each),
        )
        for each in report.files
    ]
    _print_table(_headings("file", "outcome", "document", "title", "segments", "why"), rows)
    with _console() as console:
        counts = Counter(each.outcome for each in report.files)
        counted = [
            f"{say.name('outcomes', each)}: {counts[each]}" for each in Outcome if counts[each]
        ]
        _print_text(console, "; ".join(counted))
        for reason in sorted({each.reason for each in report.rejected if each.reason}):
            _print_text(console, f"{reason}: {say.name('refusals', reason)}")
        notes = Counter(each.visibility_note for each in report.files)
        for note in VisibilityNote:
            if notes[note]:
                _print_text(console, f"{say.name('visibility', note)} {notes[note]}")
        for document_id in report.withdrawn:
            _print_text(console, f"{say.text('ingest.withdrawn')} {named(document_id)}")
        for document_id in report.published:
            _print_text(console, f"{say.text('ingest.published')} {named(document_id)}")
        for document_id in report.gone:
            _print_text(console, f"{say.text('ingest.gone')} {named(document_id)}")
        for document_id in report.removed:
            _print_text(console, f"{say.text('ingest.removed')} {document_id}")
        for pair in report.pairs:
            _print_text(
                console, f"{named(pair.source_id)}  =  {named(pair.target_id)}  ({pair.score:.2f})"
            )
        if report.proposals:
            _print_text(console, f"{say.text('ingest.proposals')} {len(report.proposals)}")
        for each in report.proposals:
            why = say.name("proposals", each.reason)
            both = f"{named(each.source_id)}  ?  {named(each.target_id)}"
            _print_text(console, f"{both}  ({each.score:.2f})  {why}")
        for document_id in report.unpaired:
            _print_text(console, f"{named(document_id)}  {say.text('ingest.unpaired')}")


def audit_table(records: Iterable[AuditRecord]) -> None:
    """Print the records of an audit trail."""
    say = messages()
    rows = [
        (
            str(each.number),
            each.at,
            each.who,
            say.name("acts", each.act),
            ", ".join(each.about),
            each.index or "",
            each.detail,
        )
        for each in records
    ]
    headings = _headings("number", "at", "who", "act", "about", "visibility", "detail")
    _print_table(headings, rows)


def _why(each: FileReport) -> str:
    detail = each.detail and messages().detail(each.detail)
    if each.reason:
        return "; ".join(filter(None, (f"{each.reason}: {detail}", each.visibility_note)))
    pages = ", ".join(map(str, each.unread_pages))
    unread = pages and f"{Reason.NEEDS_OCR}: {pages}"
    return "; ".join(filter(None, (unread, each.visibility_note, detail)))


def result_list(result: ResultPage, *, why: bool = False) -> None:
    """Print a page of results with the official translation under each, and why it answers."""
    with _console() as console:
        for answer in result.symbols:
            _print_text(console, _symbol_line(answer), style="bold")
        for correction in result.corrections:
            _print_text(console, f"“{correction.typed}” → “{correction.used}”")
        for line in _reading_lines(result.query):
            _print_text(console, line)
        for word in result.missing:
            _print_text(console, messages().text("answers.missing", word=word))
        for named in result.documents:
            about = " ".join(filter(None, (named.document.date, named.document.id)))
            line = f"{messages().text('answers.named')} {named.document.title}  {about}"
            _print_text(console, line, style="bold")
        if not result.hits:
            _print_text(console, messages().text("answers.nothing"))
            return
        if not result.is_answered:
            _print_text(console, messages().text("answers.nearest"))
        first = (result.page - 1) * result.size + 1
        for rank, hit in enumerate(result.hits, first):
            _print_hit(console, rank, hit, why=why)
        key = "answers.range" if result.total_is_exact else "answers.range_or_more"
        last = first + len(result.hits) - 1
        _print_text(console, messages().text(key, first=first, last=last, total=result.total))


def _reading_lines(query: Query) -> Iterator[str]:
    """A line for each thing that words of the question were taken for."""
    say = messages()
    if query.newest:
        yield say.text("answers.newest")
    if query.years:
        key = "answers.years_only" if query.narrowed != query.filters else "answers.years_first"
        yield say.text(key, years=say.years(query.years))


def _symbol_line(answer: SymbolAnswer) -> str:
    held = ", ".join(map(_named, answer.documents))
    say = messages()
    return say.text(
        "answers.symbol_held" if held else "answers.symbol_missing",
        symbol=answer.symbol.text,
        documents=held,
        citing=say.counted("answers.citing", len(answer.cited_by))
        if answer.cited_by
        else say.text("answers.uncited"),
    )


def _print_hit(console: Console, rank: int, hit: Hit, *, why: bool) -> None:
    head = Text(printable(f"{rank}. {hit.document.title}"), style="bold")
    head.append(f"  {hit.segment.id}  {hit.score:.2f} {'+'.join(hit.legs)}", style="not bold dim")
    text = Text(printable(hit.segment.text, keep="\n\t"))
    for span in hit.highlights:
        text.stylize("bold yellow", span.start, span.end)
    console.print(head)
    if hit.segment.heading_path:
        _print_text(console, " › ".join(hit.segment.heading_path), style="dim")
    console.print(text)
    for translation in hit.translations:
        words = " ".join(segment.text for segment in translation.segments)
        _print_text(console, f"{translation.language} ({translation.confidence:.2f})  {words}")
    for reason in reasons(hit, messages().text) if why else ():
        _print_text(console, f"– {reason}")
    for place in hit.also_in:
        also_in = messages().text("answers.also_in")
        _print_text(console, f"{also_in} {place.segment.id}  {place.document.title}")
    console.print()


def alignment_table(alignment: Alignment, segments: Mapping[SegmentId, Segment]) -> None:
    """Print the beads of an alignment side by side."""
    rows = [
        (_texts(bead.source, segments), _texts(bead.target, segments), f"{bead.confidence:.2f}")
        for bead in alignment.beads
    ]
    _print_table(("es", "en", *_headings("confidence")), rows, lines=True)


def _texts(ids: Iterable[SegmentId], segments: Mapping[SegmentId, Segment]) -> str:
    return "\n".join(segments[each].text for each in ids)


def diverging_works_table(pairs: Iterable[VersionPair]) -> None:
    """Print how many passages of each work diverge, by severity."""
    rows = [
        (
            pair.source.work_id,
            *(str(pair.summary.divergences.get(each, "")) for each in Severity),
            pair.source.title,
        )
        for pair in pairs
    ]
    severities = [messages().name("cells", each) for each in Severity]
    _print_table((*_headings("work"), *severities, *_headings("title")), rows)


def divergence_table(passages: Iterable[Passage]) -> None:
    """Print every divergence with what each side says of its own."""
    say = messages()
    rows = [
        (
            (passage.source or passage.target)[0].id,
            say.name("cells", divergence.severity),
            say.name("cells", divergence.kind),
            "; ".join(divergence.source),
            "; ".join(divergence.target),
        )
        for passage in passages
        for divergence in passage.bead.divergences
    ]
    names = _headings("segment", "severity", "kind", "only_in_source", "only_in_target")
    _print_table(names, rows)


def coverage_table(coverage: Coverage) -> None:
    """Print what each work has and lacks, and how many lack nothing."""
    rows = [
        (
            each.work_id,
            " ".join(version.language for version in each.versions),
            " ".join(each.missing),
            each.original or "",
            " ".join(version.language for version in each.unaligned),
            str(each.stale or ""),
            " ".join(document.id for document in each.probable),
            _shorten(each.versions[0].title),
        )
        for each in coverage.works
    ]
    names = _headings(
        "work", "versions", "missing", "original", "unaligned", "stale", "probably", "title"
    )
    _print_table(names, rows)
    say = messages()
    with _console() as console:
        _print_text(console, say.text("coverage.whole", count=coverage.whole))
        if coverage.pairing_is_due:
            _print_text(console, say.text("coverage.pairing_is_due"))
        if coverage.proposals:
            _print_text(console, f"{say.text('ingest.proposals')} {len(coverage.proposals)}")
        for each in coverage.proposals:
            why = say.name("proposals", each.reason)
            _print_text(console, f"  {_named(each.source)}  ?  {_named(each.target)}  {why}")


def _shorten(title: str) -> str:
    return cut(title, _TITLE, placeholder="…")


def _named(document: Document) -> str:
    """A document by its title, and its id, by which commands know it."""
    return f"{_shorten(document.title)} ({document.id})"


def unit_table(reports: Sequence[UnitReport]) -> None:
    """Print what became of each unit of a translation memory, and how many of each."""
    say = messages()
    rows = [
        (
            each.unit,
            say.name("cells", each.outcome),
            " ".join(each.source),
            " ".join(each.target),
        )
        for each in reports
    ]
    _print_table(_headings("unit", "outcome", "source", "target"), rows)
    counts = Counter(each.outcome for each in reports)
    named = [f"{say.name('units', each)}: {counts[each]}" for each in UnitOutcome if counts[each]]
    with _console() as console:
        _print_text(console, "; ".join(named))


def evaluation_table(report: EvaluationReport) -> None:
    """Print how well all questions and those of each type are answered, then their first pages."""
    figures = [*report.by_type.items(), (messages().text("headings.all"), report.overall)]
    for fields in (_ANSWERS, _FIRST_PAGES):
        rows = [(name, str(each.questions), *_metrics(each, fields)) for name, each in figures]
        _print_table(_headings("type", "questions", *fields), rows)


_ANSWERS = ("ndcg_10", "recall_10", "recall_100", "mrr", "hit_1", "hit_10", "work_10")
_FIRST_PAGES = (
    "refused", "wrongly_refused", "empty", "near_duplicates", "milliseconds_50", "milliseconds_95",
)  # fmt: skip


def _metrics(figures: Metrics, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        value = getattr(figures, field)
        if field.startswith("milliseconds"):
            yield f"{value:.1f}"
        else:
            yield "" if value is None else f"{value:.3f}"


def missed_table(report: EvaluationReport) -> None:
    """Print the questions whose answer was not first, or that nothing answers and something did."""
    rows = [
        (each.question.id, each.question.type, f"{each.reciprocal_rank:.2f}", each.question.text)
        for each in report.judged
        if not (each.refused if each.is_absent else each.hit_1)
    ]
    _print_table(_headings("id", "type", "reciprocal_rank", "question"), rows)


def key_table(keys: Iterable[Key], now: datetime) -> None:
    """Print the keys, oldest first; times are UTC."""
    say = messages()
    rows = [
        (
            key.name,
            say.name("key_states", key.state(now)),
            ", ".join(key.scopes),
            say.text("keys.all") if key.collections is None else ", ".join(key.collections),
            f"{key.expires:%Y-%m-%d %H:%M}" if key.expires else say.text("keys.never"),
            f"{key.made:%Y-%m-%d %H:%M} {key.made_by}",
            f"{key.revoked:%Y-%m-%d %H:%M} {key.revoked_by}" if key.revoked else "",
        )
        for key in keys
    ]
    _print_table(
        _headings("name", "state", "scopes", "collections", "expires", "made", "revoked"), rows
    )


def diagnosis_table(findings: Iterable[Finding]) -> None:
    """Print what was looked at, faults marked."""
    _print_table(
        ("", *_headings("what", "state")),
        [("✗" if each.is_fault else "✓", each.name, each.state) for each in findings],
    )


def _headings(*names: str) -> tuple[str, ...]:
    return tuple(messages().text(f"headings.{name}") for name in names)


def _print_table(
    names: Sequence[str], rows: Iterable[Sequence[str]], *, lines: bool = False
) -> None:
    table = Table(show_lines=lines, box=None if not lines else Table().box, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell, keep="\n" if lines else "")) for cell in row))
    with _console() as console:
        # Two long texts beside each other are folded everywhere.
        if not (lines or console.is_terminal):
            console.width = _UNWRAPPED
        console.print(table, soft_wrap=False)


def _print_text(console: Console, text: str, *, style: str = "") -> None:
    console.print(Text(printable(text, keep="\n\t"), style=style))


@contextmanager
def _console() -> Iterator[Console]:
    """Standard output as a console; raises OutputError."""
    with output() as stream:
        yield Console(file=stream, highlight=False, soft_wrap=not stream.isatty())
