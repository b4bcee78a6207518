"""Rules that no schema can state, each by the code of the refusal: the description tells them."""

from typing import Any

from puente.errors import QueryTooLongError
from puente.search.question.query_parser import LONGEST, parse_query
from tests.fixtures.builders import EMBEDDER


def breaks_a_rule(code: str, case: Any) -> bool:
    """Test whether a request that fits the schema breaks the rule that it is refused for."""
    if code == "query-too-long":
        text = case.query["q"]
        return len(text) <= LONGEST and _has_too_many_words(text)
    if code == "bad-vector":
        # How long a vector is depends on the encoder.
        return bool(case.body.get("vector") or case.body.get("dimensions"))
    if code == "unknown-model":
        return case.body.get("model") not in (None, EMBEDDER.name)
    return False


def _has_too_many_words(text: str) -> bool:
    try:
        parse_query(text)
    except QueryTooLongError:
        return True
    return False
