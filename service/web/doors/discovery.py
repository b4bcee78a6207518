"""Addresses by which a page's head leads to the same in other forms."""

import re
from urllib.parse import parse_qsl, urlencode

_PAGE = re.compile(r"/([a-z]{2})/(?:(search)|doc/([^/]+)|documents|collections/([^/]+))")


def feed_of(address: str) -> str:
    """The address of the feed of a page without its ending and query, and its query behind a mark.

    Empty for a page that has none: of lists of documents only that of a collection has one.
    """
    path, _, query = address.partition("?")
    found = _PAGE.fullmatch(path)
    if not found:
        return ""
    interface, is_search, slug, name = found.groups()
    pairs = [each for each in parse_qsl(query) if each[0] not in ("page", "sort", "version")]
    if is_search:
        return f"/feeds/{interface}/search.{{}}?{urlencode(pairs)}" if dict(pairs).get("q") else ""
    if slug:
        return f"/feeds/{interface}/works/{slug}.{{}}"
    if not name and [each for each, _ in pairs] == ["collection"]:
        name = urlencode({"": pairs[0][1]})[1:].replace("+", "%20")
    return f"/feeds/{interface}/collections/{name}.{{}}" if name else ""
