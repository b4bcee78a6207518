"""Web pages -> blocks: those saved from a browser, and those that a word processor wrote."""

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from ingest.extraction.html.body import HtmlBody
from ingest.extraction.html.footnotes import find_notes
from ingest.extraction.html.main_content import main_part, survey, words
from ingest.extraction.plain_text import decode
from ingest.extraction.wordprocessing.block_builder import BlockBuilder
from ingest.extraction.wordprocessing.content import give
from puente.errors import ExtractionError
from puente.model.blocks import Extracted, Properties
from puente.model.reports import Reason

# libxml2 stops at 2,048 and loses the rest without a word.
MAX_DEPTH = 1_000
# lxml takes 40 s for a tag of 100,000 attributes.
MAX_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(rb"<[^<>]{10000,}")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_DECLARED = re.compile(rb"(?:charset|<\?xml[^>]*encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Encodings to be believed; others `decode` tells by itself, or nobody writes pages in.
_BELIEVED = re.compile(r"(?:cp|iso8859|koi8|mac|big5|gb|euc|shift_jis)[\w-]*")
_RUNNING = re.compile(r"mso-element:(?:header|footer)")
_LATIN = {"iso8859-1", "cp1252"}


def read_html(path: Path, content: bytes) -> Extracted:
    """The main part of a web page."""
    return _read_page(path, _decode(path, content, declared=None))


def read_web_archive(path: Path, content: bytes) -> Extracted:
    """The main part of the first page in a web page that was saved as one file."""
    archive = email.message_from_bytes(content, policy=email.policy.compat32)
    for part in archive.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                text = _decode(path, page, declared=part.get_content_charset())
                return _read_page(path, text)
    raise ExtractionError(path, Reason.MALFORMED, "the web archive holds no page")


def _read_page(path: Path, text: str) -> Extracted:
    page = _parse(path, text)
    part = main_part(page)
    found = survey(page)
    if found.depth > MAX_DEPTH:
        detail = f"its elements are nested more than {MAX_DEPTH:,} deep"
        raise ExtractionError(path, Reason.MALFORMED, detail)
    body = HtmlBody(found, find_notes(page))
    body.take(part)
    flow = BlockBuilder(path)
    give(flow, body.content)
    return flow.extracted(_properties(page), _running_heads(page))


def _running_heads(page: etree._Element) -> Iterator[str]:
    """The lines of the headers and footers that word processors write into their pages."""
    for element in page.iter("div"):
        style = element.get("style", "").replace(" ", "")
        if element.get("title") in ("header", "footer") or _RUNNING.search(style):
            yield from filter(None, (" ".join(line.split()) for line in element.itertext()))


def _parse(path: Path, text: str) -> etree._Element:
    content = _XML_DECLARATION.sub("", text, count=1).replace("\0", "").encode("utf-8", "replace")
    for tag in _LONG_TAG.finditer(content):
        if len(_QUOTED.sub(b"", tag.group()).split()) > MAX_ATTRIBUTES:
            detail = f"an element has more than {MAX_ATTRIBUTES:,} attributes"
            raise ExtractionError(path, Reason.MALFORMED, detail)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        return html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ExtractionError(path, Reason.MALFORMED, f"it is no web page: {error}") from error


def _decode(path: Path, content: bytes, *, declared: str | None) -> str:
    """The text of a page, in the encoding that it declares or shows."""
    match = _DECLARED.search(content[:_HEAD])
    name = declared or (match[1].decode("ascii", "replace") if match else "")
    try:
        codec = codecs.lookup(name).name
        if _BELIEVED.fullmatch(codec) and codec not in _LATIN:
            return content.decode(codec)
    except (LookupError, ValueError):
        pass  # a name or bytes that are wrong: the content says better
    return decode(path, content)


def _properties(page: etree._Element) -> Properties:
    stated = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content", "").strip()
        for meta in page.iter("meta")
    }
    dates = (_DATE.match(stated.get(name, "")) for name in words()["dates"])
    body = page.find("body")
    languages = (element.get("lang") for element in (page, body) if element is not None)
    title = page.findtext(".//title") or ""
    return Properties(
        title=" ".join(title.split()) or None,
        date=next((date.group() for date in dates if date), None),
        language=next((language for language in languages if language), None),
        keywords=next((stated[name] for name in words()["keywords"] if stated.get(name)), None),
    )
