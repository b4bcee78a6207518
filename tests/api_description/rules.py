"""Rules that no schema can state, each by the code of the refusal: the description tells them."""

from typing import Any

from puente.errors import QueryTooLongError
from puente.search.question.query_parser import LONGEST, parse_query


def breaks_a_rule(code: str, case: Any) -> bool:
    """Test whether a request that fits the schema breaks the rule that it is refused for."""
    if code == "query-too-long":
        text = case.query["q"]
        return len(text) <= LONGEST and _has_too_many_words(text)
    return False


def _has_too_many_words(text: str) -> bool:
    try:
        parse_query(text)
    except QueryTooLongError:
        return True
    return False
