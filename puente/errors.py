"""Every error raised on purpose.

    PuenteError                       code
    ├── ExtractionError               one of puente.model.reports.Reason
    ├── SettingsError                 bad-setting
    ├── PathNotFoundError             path-not-found
    ├── ManifestError                 bad-manifest
    ├── SymbolError                   not-a-symbol
    ├── QueryError                    bad-query
    │   ├── EmptyQueryError           empty-query
    │   ├── PageError                 bad-page
    │   ├── QueryTooLongError         query-too-long
    │   ├── BadCharacterError         bad-character
    │   ├── BadVectorError            bad-vector
    │   ├── UnknownModelError         unknown-model
    │   └── FilterError               bad-filter
    ├── EvaluationError               bad-evaluation
    ├── ImportFormatError             bad-import
    ├── MixedLanguagesError           mixed-languages
    ├── ExportTooLargeError           export-too-large
    ├── NothingToExportError          nothing-to-export
    ├── FileNotKeptError              file-not-kept
    ├── CorrectionError               bad-ruling
    ├── AlignmentNotFoundError        alignment-not-found
    ├── AlignmentChangedError         alignment-changed
    ├── NotWithdrawnError             not-withdrawn
    ├── EmbedderError                 embedder-unavailable
    ├── EmbedderBusyError             embedder-busy
    ├── UnsoundIndexError             unsound-index
    ├── RollbackError                 cannot-roll-back
    ├── SnapshotNameError             bad-snapshot-name
    ├── SnapshotPlaceError            snapshots-unavailable
    ├── SnapshotNotFoundError         snapshot-not-found
    ├── SnapshotExistsError           snapshot-exists
    ├── SnapshotMismatchError         snapshot-mismatch
    └── StoreError                    store-error
        ├── StoreUnavailableError     store-unavailable
        │   └── StoreBusyError        store-busy
        ├── IndexMismatchError        index-mismatch
        ├── DocumentNotFoundError     document-not-found
        ├── DocumentWithdrawnError    document-withdrawn
        ├── DocumentGoneError         document-gone
        ├── SegmentGoneError          segment-gone
        ├── AlignmentGoneError        alignment-gone
        ├── AddressMovedError         moved
        └── SegmentNotFoundError      segment-not-found

`code` is stable: commands print it, and the API answers with it. The message ends with the remedy.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from puente.model.reports import Reason

_COMPLAINTS = {
    "int_parsing": "it must be a whole number",
    "int_type": "it must be a whole number",
    "float_parsing": "it must be a number",
    "float_type": "it must be a number",
    "bool_parsing": "it must be true or false",
    "bool_type": "it must be true or false",
    "string_type": "it must be text",
    "list_type": "it must be a list",
    "greater_than_equal": "it must be {ge} or more",
    "less_than_equal": "it must be {le} or less",
    "enum": "it must be one of {expected}",
    "literal_error": "it must be one of {expected}",
    "string_too_short": "it must have {min_length} characters or more",
    "string_too_long": "it must have {max_length} characters or fewer",
    "extra_forbidden": "there is no field of that name",
    "missing": "it must not be missing",
    "path_not_file": "there is no such file",
    "path_not_directory": "there is no such folder",
    "json_invalid": "it is no valid JSON",
    "value_error": "{error}",
}
"""Words for a value that does not validate, by the kind of error of pydantic."""


def complaint_of(error: Mapping[str, Any]) -> str:
    """Words for what is wrong with a value, given an error of pydantic; its own for a rare one."""
    template = _COMPLAINTS.get(str(error["type"]), "")
    return template.format(**error.get("ctx", {})) if template else str(error["msg"])


class PuenteError(Exception):
    """Anything Puente refuses on purpose, with a stable `code`.

    The message is a template and the values in its braces, so that it can be said in another
    language. As text it is English.
    """

    code = "puente-error"

    def __init__(self, template: str = "", /, **values: object) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template = template
        self.values = values


class ExtractionError(PuenteError):
    """A file that cannot be read into blocks, with the reason code."""

    def __init__(self, path: Path | str, reason: Reason, detail: str) -> None:
        super().__init__("{name}: {detail}", name=Path(path).name, detail=detail)
        self.path = str(path)
        self.reason = reason
        self.detail = detail
        self.code = reason.value


class SettingsError(PuenteError):
    """A setting of the environment that cannot be used."""

    code = "bad-setting"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            "{name}: {detail}. Correct the variable or unset it.", name=name, detail=detail
        )


class PathNotFoundError(PuenteError):
    """A file or folder that was given and does not exist."""

    code = "path-not-found"

    def __init__(self, path: Path | str) -> None:
        super().__init__("{path}: no such file or folder. Check the path.", path=path)


class ManifestError(PuenteError):
    """A manifest that does not say what it should."""

    code = "bad-manifest"

    def __init__(self, path: Path | str, detail: str) -> None:
        super().__init__(
            "{path}: {detail}. Correct the manifest and ingest again.", path=path, detail=detail
        )


class NothingToPublishError(PuenteError):
    """A publication of files of which none is restricted, or none is stated to be public."""

    code = "nothing-to-publish"

    def __init__(self) -> None:
        super().__init__(
            "None of these files has a restricted document that the manifest or --visibility says "
            "is public; nothing was changed. State `visibility` public for what --publish is to "
            "make public."
        )


class ImportFormatError(PuenteError):
    """A translation memory that cannot be read."""

    code = "bad-import"

    def __init__(self, detail: str) -> None:
        super().__init__(
            "The translation memory cannot be read: {detail}. Export it as TMX 1.4.", detail=detail
        )


class MixedLanguagesError(PuenteError):
    """An export in a format that holds two languages, of documents in more."""

    code = "mixed-languages"

    def __init__(self, languages: Iterable[str]) -> None:
        super().__init__(
            "An XLIFF file has two languages, and this would have {languages}. Narrow it by work or"
            " by filters, or take TMX.",
            languages=", ".join(languages),
        )


class ExportTooLargeError(PuenteError):
    """An export of more passages than one request may take."""

    code = "export-too-large"

    def __init__(self, passages: int, most: int) -> None:
        super().__init__(
            "These are {passages} passages, and one request may take {most}. Narrow it by work or"
            " by filters, or run `puente export` where the index is.",
            passages=passages,
            most=most,
        )


class NothingToExportError(PuenteError):
    """An export of no passage in a format that cannot be without one."""

    code = "nothing-to-export"

    def __init__(self) -> None:
        super().__init__(
            "No aligned passage passes, and an XLIFF file cannot be empty. Widen what you ask for,"
            " or take another format."
        )


class SymbolError(PuenteError):
    """A text that was to be one document symbol and is not."""

    code = "not-a-symbol"

    def __init__(self, text: str) -> None:
        super().__init__(
            "“{text}” is not a document symbol. A symbol looks like “AG/RES. 2356 (XXXVIII-O/08)”.",
            text=text,
        )
        self.text = text


class QueryError(PuenteError):
    """A question that cannot be asked."""

    code = "bad-query"


class EmptyQueryError(QueryError):
    """A question without a word, a phrase or a symbol."""

    code = "empty-query"

    def __init__(self) -> None:
        super().__init__("The question is empty. Type a word, a “quoted phrase” or a symbol.")


class BadVectorError(QueryError):
    """A vector that no segment can be compared with."""

    code = "bad-vector"

    def __init__(self, length: int, dimension: int) -> None:
        super().__init__(
            "A vector has {dimension} finite numbers here, not all of them 0; this one has {length}"
            " numbers. Have its text embedded by this service.",
            length=length,
            dimension=dimension,
        )


class UnknownModelError(QueryError):
    """An encoder that the index was not made with."""

    code = "unknown-model"

    def __init__(self, model: str, own: str) -> None:
        super().__init__(
            "The encoder here is “{own}”, not “{model}”. Name it or leave `model` out.",
            model=model,
            own=own,
        )


class PageError(QueryError):
    """A page that cannot be cut from a ranking."""

    code = "bad-page"

    def __init__(self, most_results: int, largest_page: int) -> None:
        super().__init__(
            "Pages count from 1, have 1 to {largest_page} results, and reach the {most_results}"
            " best ones. Narrow the question to see others.",
            largest_page=largest_page,
            most_results=most_results,
        )


class QueryTooLongError(QueryError):
    """A question with more characters or words than are searched."""

    code = "query-too-long"

    def __init__(self, characters: int, words: int) -> None:
        super().__init__(
            "The question is too long. Shorten it to at most {characters} characters and"
            " {words} words.",
            characters=characters,
            words=words,
        )


class BadCharacterError(QueryError):
    """A question with a character that no text has."""

    code = "bad-character"

    def __init__(self, character: str) -> None:
        super().__init__(
            "The question has the character {character}, which is not text. Remove it.",
            character=f"U+{ord(character):04X}",
        )


class FilterError(QueryError):
    """A filter with a value that is not accepted."""

    code = "bad-filter"

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(
            "{name}: “{value}” is not accepted. Use {allowed}.",
            name=name,
            value=value,
            allowed=allowed,
        )
        self.name = name


class UnheldValueError(FilterError):
    """A filter with a value that no document has: it may have one tomorrow."""


class EvaluationError(PuenteError):
    """A file of questions or judgements that cannot be used."""

    code = "bad-evaluation"

    def __init__(self, path: Path | str, detail: str) -> None:
        super().__init__("{path}: {detail}.", path=path, detail=detail)


class FileNotKeptError(PuenteError):
    """A document whose original file is not kept here."""

    code = "file-not-kept"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "The original file of “{document_id}” is not kept here. Ask its publisher for it, by"
            " its `source_url` if it has one.",
            document_id=document_id,
        )


class CorrectionError(PuenteError):
    """A correction of links that cannot be kept."""

    code = "bad-ruling"

    def __init__(self, detail: str) -> None:
        super().__init__(
            "This is no correction: {detail}. Look at the alignment again.", detail=detail
        )


class AlignmentNotFoundError(PuenteError):
    """Two documents that are not aligned with each other."""

    code = "alignment-not-found"

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            "“{first}” and “{second}” are not aligned with each other.", first=first, second=second
        )


class AlignmentChangedError(PuenteError):
    """A correction of an alignment that is another one by now."""

    code = "alignment-changed"

    def __init__(self) -> None:
        super().__init__("The alignment has changed since it was read. Read it again and repeat.")


class NotWithdrawnError(PuenteError):
    """An undoing for a document that is not withdrawn."""

    code = "not-withdrawn"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "“{document_id}” is not withdrawn; nothing was changed. Check the id with"
            " `puente audit list`.",
            document_id=document_id,
        )


class EmbedderError(PuenteError):
    """An encoder that cannot be loaded or used."""

    code = "embedder-unavailable"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__("The encoder “{name}” cannot be used: {detail}", name=name, detail=detail)
        self.name = name


class EmbedderBusyError(PuenteError):
    """An encoder that is taken up by the texts of others."""

    code = "embedder-busy"

    def __init__(self) -> None:
        super().__init__(
            "The encoder is busy with the texts of others. Try again in a few seconds."
        )


class UnsoundIndexError(PuenteError):
    """A new index that does not hold or find what was put into it, and was not put to use."""

    code = "unsound-index"

    def __init__(self, url: str, detail: str) -> None:
        super().__init__(
            "The new index for {url} is not sound: {detail}. It was removed, and the present one"
            " stays in use. Run `puente doctor`, mend what it names, and try again.",
            url=url,
            detail=detail,
        )


class RollbackError(PuenteError):
    """An index that has no earlier one to go back to, or none that can be used now."""

    code = "cannot-roll-back"

    def __init__(self, url: str, detail: str) -> None:
        super().__init__("The index {url} cannot go back: {detail}", url=url, detail=detail)


class SnapshotNameError(PuenteError):
    """A name that a snapshot cannot have."""

    code = "bad-snapshot-name"

    def __init__(self, name: str) -> None:
        super().__init__(
            "“{name}” cannot name a snapshot. Use small letters, digits, - and _, 60 at most.",
            name=name,
        )


class SnapshotPlaceError(PuenteError):
    """A place for snapshots that does not exist or may not be used."""

    code = "snapshots-unavailable"

    def __init__(self, place: str, detail: str) -> None:
        super().__init__("No snapshot can be kept in {place}: {detail}", place=place, detail=detail)


class SnapshotNotFoundError(PuenteError):
    """No snapshot has that name."""

    code = "snapshot-not-found"

    def __init__(self, place: str, name: str, known: Iterable[str]) -> None:
        there = ", ".join(known)
        template = (
            "{place} has no snapshot “{name}”. Choose one of these: {there}."
            if there
            else "{place} has no snapshot “{name}”. Run `puente snapshot` to take one."
        )
        super().__init__(template, place=place, name=name, there=there)


class SnapshotExistsError(PuenteError):
    """A snapshot of that name was taken before."""

    code = "snapshot-exists"

    def __init__(self, place: str, name: str) -> None:
        super().__init__(
            "{place} has a snapshot “{name}” already. Choose another name.", place=place, name=name
        )


class SnapshotMismatchError(PuenteError):
    """A snapshot of an index that another encoder or analysis made than the one in use."""

    code = "snapshot-mismatch"

    def __init__(self, name: str, difference: str) -> None:
        super().__init__(
            "The snapshot “{name}” {difference}. Use what made it, or restore it where there is no"
            " index yet (--store) and run `puente reindex` there.",
            name=name,
            difference=difference,
        )


class StoreError(PuenteError):
    """Anything that goes wrong in a store."""

    code = "store-error"


class StoreUnavailableError(StoreError):
    """A store that cannot be opened or reached."""

    code = "store-unavailable"

    def __init__(self, url: str, detail: str) -> None:
        super().__init__("The store {url} cannot be used: {detail}", url=url, detail=detail)
        self.url = url


class StoreBusyError(StoreUnavailableError):
    """A store that another program is writing to."""

    code = "store-busy"


class IndexMismatchError(StoreError):
    """An index made with another schema, analyzer or encoder than the one in use."""

    code = "index-mismatch"

    def __init__(self, url: str, difference: str, *, is_readable: bool = True) -> None:
        template = (
            "The index {url} {difference}. Run `puente reindex --store {url}` to rebuild it."
            if is_readable
            else "The index {url} {difference}. Run `puente ingest` with another --store to make a"
            " new one."
        )
        super().__init__(template, url=url, difference=difference)


class DocumentNotFoundError(StoreError):
    """No document has that id."""

    code = "document-not-found"

    def __init__(self, document_id: str) -> None:
        super().__init__("No document has the id “{document_id}”.", document_id=document_id)


class DocumentWithdrawnError(StoreError):
    """A document that was withdrawn: it had that id, and is gone."""

    code = "document-withdrawn"

    def __init__(self, document_id: str, notice: str = "") -> None:
        template = (
            "“{document_id}” was withdrawn and can no longer be consulted. {notice}"
            if notice
            else "“{document_id}” was withdrawn and can no longer be consulted."
        )
        super().__init__(template, document_id=document_id, notice=notice)
        self.notice = notice


class DocumentGoneError(StoreError):
    """A document that had that id, and was taken out of the index."""

    code = "document-gone"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "“{document_id}” was part of the collection and is no longer in it. Look for it by its"
            " symbol or its title.",
            document_id=document_id,
        )


class SegmentGoneError(StoreError):
    """A paragraph whose text its document has no more; no other text has its id."""

    code = "segment-gone"

    def __init__(self, segment_id: str, document_id: str) -> None:
        super().__init__(
            "The paragraph “{segment_id}” is no longer in its document, which has changed since."
            " Read the document “{document_id}”.",
            segment_id=segment_id,
            document_id=document_id,
        )


class AlignmentGoneError(StoreError):
    """Two versions that were aligned under that address, and are not any more."""

    code = "alignment-gone"

    def __init__(self, work: str, first: str, second: str) -> None:
        super().__init__(
            "“{work}” is no longer aligned in “{first}” and “{second}”. Read each version by"
            " itself.",
            work=work,
            first=first,
            second=second,
        )


class AddressMovedError(StoreError):
    """A document, work or paragraph that has another id now."""

    code = "moved"

    def __init__(self, former: str, current: str) -> None:
        super().__init__(
            "“{former}” is “{current}” now. Ask for that.", former=former, current=current
        )
        self.former = former
        self.current = current


class ParagraphNotFoundError(StoreError):
    """An official number that leads to no paragraph of a document."""

    code = "paragraph-not-found"

    def __init__(self, document_id: str, official: str) -> None:
        super().__init__(
            "No address leads to paragraph “{number}” of “{document_id}”: no paragraph has that"
            " number, or several have. Look among its paragraphs.",
            number=official,
            document_id=document_id,
        )


class SegmentNotFoundError(StoreError):
    """No segment has that id."""

    code = "segment-not-found"

    def __init__(self, segment_id: str) -> None:
        super().__init__("No segment has the id “{segment_id}”.", segment_id=segment_id)
