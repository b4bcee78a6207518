"""The parameters that requests may carry; anything else is refused."""

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic.json_schema import SkipJsonSchema

from puente.catalogue.passages import LinkFilter
from puente.corrections.review import CorrectionAction, ProposedCorrection
from puente.interchange.formats import ExportFormat
from puente.model.alignments import Decision, Severity
from puente.model.documents import Language, Visibility
from puente.model.filters import EARLIEST, FILTERS, LATEST, Filter, Filters, Matching
from puente.model.identifiers import SegmentId
from puente.model.queries import Sort
from puente.search.question.query_parser import LONGEST, MOST_WORDS, parse_filters
from puente.search.retrieval import RetrievalOptions
from service.web.problems import RepeatedParameterError

_MOST_VALUES = 50
_LONGEST_ID = 512
_LONGEST_VERSION = 64
_MOST_RESULTS = RetrievalOptions().depth

_QUESTION = r"^[^\u0000]*[\p{L}\p{N}][^\u0000]*$"
"""A text with a letter or a digit: the description says so, and the core refuses what is none."""

Id = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]
"""Name of a document, a paragraph, a work or an alignment."""

_Year = Annotated[str, Field(pattern=r"^([1-9][0-9]{3})?$")]

_Form = TypeVar("_Form", bound=BaseModel)

Page = Annotated[int, Field(ge=1, le=1000, description="Page of the answer, from 1.")]

Size = Annotated[int, Field(ge=1, le=100, description="How many on a page.")]


class NoParameters(BaseModel):
    """No parameters at all."""

    model_config = ConfigDict(extra="forbid")


def _value_type(narrowing: Filter) -> object:
    """The type of one value, with what the description says of it: the core refuses the others."""
    if narrowing.typed is not str:
        return narrowing.typed
    if narrowing.pattern:
        return Annotated[str, Field(json_schema_extra={"pattern": narrowing.pattern})]
    return Annotated[str, Field(json_schema_extra={"minLength": 1})]


def _meaning(narrowing: Filter) -> str:
    """The meaning of a filter, with the rules that no schema can state."""
    if narrowing.checked:
        return f"{narrowing.description} A value that no document has is refused."
    if narrowing.matching is Matching.WITHIN:
        return f"{narrowing.description} A span ends no earlier than it begins."
    return narrowing.description


if TYPE_CHECKING:
    _FilterFields = NoParameters
else:
    _FilterFields = create_model(
        "_FilterFields",
        __base__=NoParameters,
        **{
            each.parameter: (
                list[_value_type(each)],
                Field([], max_length=_MOST_VALUES, description=_meaning(each)),
            )
            for each in FILTERS
        },
    )


class FilterParameters(_FilterFields):
    """Filters: values of one are alternatives, all filters must hold."""

    def filters(self) -> Filters:
        """The filters as the core knows them, each value once; raises FilterError."""
        return parse_filters({each.parameter: getattr(self, each.parameter) for each in FILTERS})


class QuestionParameters(NoParameters):
    """A question."""

    q: str = Field(
        "",
        description="The question: words, a “quoted phrase”, a symbol; with a letter or a digit,"
        f" and up to {MOST_WORDS} words outside of quotes.",
        json_schema_extra={"minLength": 1, "maxLength": LONGEST, "pattern": _QUESTION},
    )


class SuggestFormat(StrEnum):
    """Shape of the completions of a question."""

    JSON = "json"
    OPENSEARCH = "opensearch"


class SuggestParameters(NoParameters):
    """Beginning of a question, and how much completes it."""

    q: str = Field(
        "",
        description="What has been typed, with a letter or a digit.",
        json_schema_extra={"minLength": 1, "maxLength": LONGEST, "pattern": _QUESTION},
    )
    size: int = Field(10, ge=1, le=20, description="How many at most; half of them may be terms.")
    format: SuggestFormat = Field(
        SuggestFormat.JSON,
        description="`opensearch`: the list that browsers read (`application/x-suggestions+json`).",
    )


class NearestParameters(FilterParameters):
    """Paragraphs among which the nearest are looked for, and how many are wanted."""

    size: Size = 10


class RecordFormat(StrEnum):
    """Form in which a document or a paragraph is described."""

    JSON = "json"
    RIS = "ris"
    CSL = "csl"
    BIBTEX = "bibtex"


class RecordParameters(NoParameters):
    """Form of the answer about a document or a paragraph."""

    format: RecordFormat = Field(
        RecordFormat.JSON,
        description="`ris`, `csl` (CSL-JSON, a list of one item) and `bibtex`: its reference, for"
        " Zotero and other reference managers.",
    )


class DocumentListParameters(FilterParameters):
    """Documents, or works, to list."""

    page: Page = 1
    size: Size = 50


class DocumentSort(StrEnum):
    """Order of a list of documents."""

    ID = "id"
    DATE = "date"
    ADDED = "added"


class DocumentsParameters(DocumentListParameters):
    """Documents to list, and in what order."""

    sort: DocumentSort = Field(
        DocumentSort.ID,
        description="By id, by date, or by the day on which they were added: the newest first,"
        " those without a date last.",
    )


class SegmentListParameters(NoParameters):
    """Segments of a document to list."""

    page: Page = 1
    size: Size = 50


class ReadingParameters(NoParameters):
    """Choices of a reader about how a question is understood."""

    respell: bool = Field(
        True,
        description="Whether a word that neither language nor the collection has is searched as"
        " the nearest one; `false` searches every word as it was typed.",
    )
    expand: bool = Field(
        True,
        description="Whether a word is also searched as its translations, related words, and the"
        " name or acronym of the same thing; `false` or `off` searches words in their own"
        " spelling and language only. The meaning of the question counts all the same.",
    )
    sort: Sort | SkipJsonSchema[None] = Field(
        None,
        description="Order of the results. `date`: the newest document first, the undated last;"
        " `relevance`: the best first. Without it that is the order too, unless the question asks"
        " for the latest: then the documents that are near the best come first, the newest before"
        " the others.",
    )
    years: bool = Field(
        True,
        description="Whether years in the question say of when documents are: a span in words"
        " (`since 2010`) filters, a single year makes its documents count for more; `false`"
        " searches them as words.",
    )


class SearchParameters(FilterParameters, ReadingParameters, QuestionParameters):
    """A question to the API."""

    visibility: Visibility = Field(
        Visibility.PUBLIC,
        description="Restricted documents are for readers who sign on, and then always among the"
        " others.",
    )
    page: int = Field(
        1,
        ge=1,
        le=1000,
        description="Page of the answer, from 1. It begins within the"
        f" {_MOST_RESULTS} best results: (page - 1) * size is less than {_MOST_RESULTS}.",
    )
    size: Size = 10


class FeedParameters(FilterParameters, ReadingParameters, QuestionParameters):
    """A question whose newest answers make a feed."""


class ConcordanceParameters(FilterParameters, QuestionParameters):
    """Words, and in which documents to look for them."""

    page: Page = 1
    size: Size = 20


class ResultsParameters(FilterParameters, QuestionParameters):
    """A question on the page of results, or words on that of the concordance."""

    page: Page = 1


class SearchPageParameters(ResultsParameters, ReadingParameters):
    """A question on the page of results.

    `since` and `until` are the two fields of a form that ask for a span of years.
    """

    since: _Year = ""
    until: _Year = ""

    def span(self) -> str:
        """The span of years that a form asks for, as the filter spells it; empty for none."""
        if not (self.since or self.until):
            return ""
        return f"{self.since or EARLIEST}-{self.until or LATEST}"


class FilteredPageParameters(FilterParameters):
    """Documents to report on, and the page of the report."""

    page: Page = 1


class DivergenceGrouping(StrEnum):
    """Things that the page of divergences lists."""

    PASSAGE = "passage"
    DOCUMENT = "document"


class DivergencePageParameters(FilteredPageParameters):
    """Divergences to show on a page."""

    severity: Severity | None = None
    by: DivergenceGrouping = DivergenceGrouping.PASSAGE


class ListOrder(StrEnum):
    """Order of a list of works on a page; what has no date comes last by date."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    ADDED = "added"


class BrowseParameters(FilterParameters):
    """Works to list on a page, and in what order."""

    sort: ListOrder = ListOrder.NEWEST
    page: Page = 1


class ExportParameters(FilterParameters):
    """Alignments to take out, and the format."""

    format: ExportFormat = Field(ExportFormat.TMX, description="What it is written as.")
    work: str = Field(
        "",
        max_length=_LONGEST_ID,
        description="One work only; else all that pass the filters.",
    )
    confirmed_only: bool = Field(False, description="Only what a person confirmed.")
    least_confidence: float = Field(0.0, ge=0, le=1, description="Leave out links under it.")

    def link_filter(self) -> LinkFilter:
        """Passages that are wanted."""
        return LinkFilter(
            confirmed_only=self.confirmed_only, least_confidence=self.least_confidence
        )


class DivergenceParameters(FilterParameters):
    """Of which works, or in which one, to list what differs."""

    work: str = Field(
        "",
        max_length=_LONGEST_ID,
        description="List the passages of this work instead of the works.",
    )
    severity: Severity | SkipJsonSchema[None] = Field(
        None,
        description="List the passages whose gravest difference is of this severity, of all works"
        " or of the one named.",
    )
    page: Page = 1
    size: Size = 50


class PageParameters(NoParameters):
    """Page of a list to show."""

    page: Page = 1


class SitemapParameters(NoParameters):
    """One of several files with addresses of documents."""

    page: Page | None = None


class ReadParameters(NoParameters):
    """Part of a long document to show, a place in it to go to, or words to find in it.

    `hit` is the paragraph with the words that is looked at, from 1.
    """

    part: Annotated[int, Field(ge=1, le=10_000)] | Literal["all"] | None = None
    at: str = Field("", max_length=_LONGEST_VERSION)
    find: str = ""
    hit: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

    @property
    def words(self) -> str:
        """The words to find, without white space around them."""
        return self.find.strip()

    @property
    def asks_for_first_find(self) -> bool:
        """Test for words alone: the answer leads to the first paragraph that has them."""
        return bool(self.words) and self.hit is None and self.part is None


class VersionParameters(NoParameters):
    """Language version of a document to show."""

    version: Language | None = None


class DocumentParameters(ReadParameters):
    """Language version of a document to show, and what of it."""

    version: Language | None = None


class AlignmentParameters(NoParameters):
    """Links of an alignment to list."""

    page: Page = 1
    size: Size = 50


class CorrectionForm(NoParameters):
    """Statements of every correction, be it the body of a program or the form of a page."""

    source: list[Id] = Field(
        [], max_length=_MOST_VALUES, description="Paragraphs of the source version."
    )
    target: list[Id] = Field(
        [], max_length=_MOST_VALUES, description="Paragraphs of the target version."
    )
    version: str = Field(
        max_length=_LONGEST_VERSION,
        description="The `version` of the alignment that was looked at.",
    )

    def proposing(self, action: CorrectionAction) -> ProposedCorrection:
        """An action on the named paragraphs, as the core knows it."""
        return ProposedCorrection(
            action=action,
            source=tuple(map(SegmentId, self.source)),
            target=tuple(map(SegmentId, self.target)),
            version=self.version,
        )


_SOME = {"minItems": 1}
_LINKING = {"enum": ["accept", "link"]}
# The sides that each action has to name; the core refuses a correction of nothing by its own code.
_SIDES: list[Any] = [
    {"required": ["source"], "properties": {"source": _SOME, "action": _LINKING}},
    {"required": ["target"], "properties": {"target": _SOME, "action": _LINKING}},
    {
        "required": ["source", "target"],
        "properties": {"source": _SOME, "target": _SOME, "action": {"const": "reject"}},
    },
]


class CorrectionBody(CorrectionForm):
    """Decision of a person on some paragraphs of two versions, at least one."""

    model_config = ConfigDict(json_schema_extra={"anyOf": _SIDES})

    action: CorrectionAction = Field(
        description="accept: the link is right as it is; reject: it is none, so it has paragraphs"
        " on both sides; link: these belong together and with no others, which moves, merges and"
        " splits."
    )

    def proposed(self) -> ProposedCorrection:
        """The correction as the core knows it."""
        return self.proposing(self.action)


class FormAction(StrEnum):
    """Action of a button on the review page."""

    ACCEPT = "accept"
    REJECT = "reject"
    JOIN_ABOVE = "join-above"
    JOIN_BELOW = "join-below"
    SEPARATE = "separate"
    MOVE = "move"
    DISMISS = "dismiss"
    ACCEPT_PAGE = "accept-page"
    UNDO = "undo"


class ReviewForm(CorrectionForm):
    """Fields that the forms of the review page send: a correction in terms of the rows of the page.

    The paragraphs are those that were ticked, or those of a correction that is dismissed; `to` is
    the row that they move to. A page is accepted that has the `row`.
    """

    action: FormAction
    row: int = 1
    to: int = 0


class ReviewParameters(NoParameters):
    """Rows of a review to show, and the one that has just been corrected."""

    page: Page = 1
    done: FormAction | Literal["changed"] | None = None
    row: int | None = None


class PairDecision(NoParameters):
    """Decision of a person on two documents."""

    are_versions: bool = Field(description="Whether they are versions of each other.")

    def decision(self) -> Decision:
        """The decision as the core knows it."""
        return Decision.CONFIRMED if self.are_versions else Decision.REJECTED


def refuse_repeated(request: Request) -> None:
    """Raise RepeatedParameterError for a parameter given twice that is no filter."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, count in counts.items() if count > 1]
    refused = [name for name in repeated if name not in FilterParameters.model_fields]
    if refused:
        raise RepeatedParameterError(refused)


async def read_review_form(request: Request) -> ReviewForm:
    """The form that a page has sent; raises RequestValidationError.

    It is read here, for the framework's own forms need one package more for files.
    """
    return await _read_form(request, ReviewForm)


async def read_pair_decision(request: Request) -> PairDecision:
    """The decision that a page has sent; raises RequestValidationError."""
    return await _read_form(request, PairDecision)


async def _read_form(request: Request, form: type[_Form]) -> _Form:
    sent = parse_qs((await request.body()).decode(errors="replace"))
    fields = {
        name: values if name in ("source", "target") else values[0] for name, values in sent.items()
    }
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        located = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(located) from error
