"""Rules that no schema can state, each by the code of the refusal: the description tells them."""

from collections.abc import Mapping
from typing import Any

from puente.catalogue.catalogue import Catalogue
from puente.errors import QueryTooLongError, SymbolError
from puente.search.query_parser import LONGEST, parse_query
from puente.search.retrieval import RetrievalOptions
from tests.api_description.holdings import Holdings


def breaks_a_rule(code: str, case: Any, holdings: Holdings) -> bool:
    """Test whether a request that fits the schema breaks the rule that it is refused for."""
    query: Mapping[str, Any] = case.query or {}
    match code:
        case "bad-filter":
            return _has_unheld_value(query, holdings) or _ends_before_it_begins(query)
        case "bad-page":
            first = (query.get("page", 1) - 1) * query.get("size", 10)
            return bool(first >= RetrievalOptions().depth)
        case "query-too-long":
            return len(query["q"]) <= LONGEST and _has_too_many_words(query["q"])
        case "bad-ruling" if "are_versions" in case.body:
            languages = {each.rpartition(".")[2] for each in case.path_parameters.values()}
            return len(languages) == 1
        case "bad-ruling":
            # The other rules are of the alignment as it is, which the sender has read.
            is_one_sided = not (case.body.get("source") and case.body.get("target"))
            return case.body["action"] == "reject" and is_one_sided
        case "not-a-symbol":
            return _is_no_symbol(case.path_parameters["symbol"])
    return False


def _has_unheld_value(query: Mapping[str, Any], holdings: Holdings) -> bool:
    """Test for a filter with a value that no document has."""
    return any(not set(query.get(name, ())) <= held for name, held in holdings.checked.items())


def _ends_before_it_begins(query: Mapping[str, Any]) -> bool:
    """Test for a span of years whose end comes before its beginning."""
    spans = (each.split("-") for each in query.get("year", ()))
    return any(years[-1] < years[0] for years in spans)


def _has_too_many_words(text: str) -> bool:
    try:
        parse_query(text)
    except QueryTooLongError:
        return True
    return False


def _is_no_symbol(text: str) -> bool:
    try:
        Catalogue(()).symbol(text)
    except SymbolError:
        return True
    return False
