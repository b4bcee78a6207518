"""JSON shapes of vectors: what is sent, and what is answered."""

import base64
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from puente.model.documents import Language
from puente.model.queries import Role
from puente.model.segments import SegmentKind
from puente.search.nearness import NearSegment
from service.web.api.schemas.documents import TranslationSchema
from service.web.parameters import NoParameters
from service.web.urls import permalink

MOST_TEXTS = 64
LONGEST_TEXT = 8000
_MOST_NUMBERS = 4096

Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Model = Annotated[str, Field(min_length=1, max_length=256)]
Dimension = Annotated[int, Field(ge=1, le=_MOST_NUMBERS)]
UserName = Annotated[str, Field(max_length=256)]

_MODEL = "Name of the encoder, as answers give it; another one's is refused."
_LANGUAGE = "Language of what is embedded; without it, it is not known."


class EmbedBody(NoParameters):
    """Texts to embed."""

    texts: list[Text] = Field(
        min_length=1,
        max_length=MOST_TEXTS,
        description=f"The texts, each of up to {LONGEST_TEXT} characters.",
    )
    role: Role = Field(Role.PASSAGE, description="What the texts are to a search.")
    language: Language | SkipJsonSchema[None] = Field(None, description=_LANGUAGE)
    model: Model | SkipJsonSchema[None] = Field(None, description=_MODEL)


class EmbedAnswer(BaseModel):
    """A vector of unit length for each text, in order."""

    model: str
    dimension: int
    vectors: list[list[float]]

    @classmethod
    def from_rows(cls, rows: NDArray[np.float32], model: str) -> Self:
        return cls(model=model, dimension=rows.shape[1], vectors=rows.tolist())


class EncodingFormat(StrEnum):
    """Way to write a vector."""

    FLOAT = "float"
    BASE64 = "base64"


class EmbeddingsBody(NoParameters):
    """Texts to embed, in the shape of OpenAI's embeddings."""

    input: Text | Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)] = Field(
        description=f"A text, or a list of up to {MOST_TEXTS}, each of up to {LONGEST_TEXT}"
        " characters."
    )
    model: Model = Field(description=_MODEL)
    encoding_format: EncodingFormat = Field(
        EncodingFormat.FLOAT,
        description="`base64`: the bytes of a vector's numbers, four each, the lowest first.",
    )
    dimensions: Dimension | SkipJsonSchema[None] = Field(
        None, description="Length of the vectors; another is refused."
    )
    user: UserName | SkipJsonSchema[None] = Field(None, description="Not looked at.")
    role: Role = Field(
        Role.PASSAGE, description="What the texts are to a search; an addition to that shape."
    )
    language: Language | SkipJsonSchema[None] = Field(None, description=_LANGUAGE)

    @property
    def texts(self) -> list[str]:
        """The texts, be it one or several."""
        return [self.input] if isinstance(self.input, str) else self.input


class EmbeddingSchema(BaseModel):
    """The vector of one text."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str


class UsageSchema(BaseModel):
    """Words of the texts."""

    prompt_tokens: int
    total_tokens: int


class EmbeddingsAnswer(BaseModel):
    """A vector of unit length for each text; `usage` counts their words, not pieces of words."""

    object: Literal["list"] = "list"
    data: list[EmbeddingSchema]
    model: str
    usage: UsageSchema

    @classmethod
    def from_rows(cls, rows: NDArray[np.float32], body: EmbeddingsBody, model: str) -> Self:
        is_packed = body.encoding_format is EncodingFormat.BASE64
        count = sum(len(text.split()) for text in body.texts)
        return cls(
            data=[
                EmbeddingSchema(index=index, embedding=_packed(row) if is_packed else row.tolist())
                for index, row in enumerate(rows)
            ],
            model=model,
            usage=UsageSchema(prompt_tokens=count, total_tokens=count),
        )


class NearestBody(NoParameters):
    """A text or a vector, either of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {
                    "required": ["text"],
                    "properties": {"text": {"minLength": 1}, "vector": {"maxItems": 0}},
                },
                {
                    "required": ["vector"],
                    "properties": {"vector": {"minItems": 1}, "text": {"maxLength": 0}},
                },
            ]
        }
    )

    text: str = Field("", max_length=LONGEST_TEXT, description="The text.")
    vector: list[float] = Field(
        [],
        max_length=_MOST_NUMBERS,
        description="The vector, as long as `dimension` of `embed` says; its length is made 1.",
    )
    role: Role = Field(Role.QUERY, description="What the text is to a search.")
    language: Language | SkipJsonSchema[None] = Field(None, description=_LANGUAGE)
    model: Model | SkipJsonSchema[None] = Field(None, description=_MODEL)

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if bool(self.text) == bool(self.vector):
            raise ValueError("Give a text or a vector")
        return self


class NearSchema(BaseModel):
    """A paragraph with its cosine to what was asked, and its official translations."""

    document: str
    segment: str
    language: Language
    text: str
    score: float
    translations: list[TranslationSchema]
    title: str
    symbol: str | None
    kind: SegmentKind
    heading_path: list[str]
    url: str

    @classmethod
    def from_record(cls, near: NearSegment) -> Self:
        shown = near.shown
        return cls(
            document=shown.document.id,
            segment=shown.segment.id,
            language=shown.segment.language,
            text=shown.segment.text,
            score=near.score,
            translations=[TranslationSchema.from_record(each) for each in shown.translations],
            title=shown.document.title,
            symbol=shown.document.symbol.text if shown.document.symbol else None,
            kind=shown.segment.kind,
            heading_path=list(shown.segment.heading_path),
            url=permalink(shown.document, shown.segment),
        )


class NearestAnswer(BaseModel):
    """The nearest paragraphs by cosine; versions and repetitions are not put together."""

    model: str
    hits: list[NearSchema]

    @classmethod
    def from_records(cls, found: Iterable[NearSegment], model: str) -> Self:
        return cls(model=model, hits=[NearSchema.from_record(each) for each in found])


def _packed(row: NDArray[np.float32]) -> str:
    """The numbers of a vector as bytes in base64."""
    return base64.b64encode(row.astype("<f4").tobytes()).decode("ascii")
