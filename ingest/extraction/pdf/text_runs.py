"""Pages of a PDF as runs: stretches of text that one drawing command set, with their geometry.

A run keeps one font, size and baseline, so it is all that lines need, and a page has 140 runs for
its 3,200 characters (`realdocs`): asking pdfium for the box of every character takes twice as long.
"""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import hypot
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_BOLD_WEIGHT = 600
_BOLD_NAMES = (b"bold", b"black", b"heavy")
_LONGEST_NAME = 128
_PICTURES = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM)
_SEGMENTS_OF_A_BOX = 5
# Points; a filled box as thin as this is a rule.
_THIN = 3.0
# More are a drawing, not a table.
_MOST_EDGES = 5_000


_Pointer = Any
"""A pointer of pypdfium2, which has no types."""


def _plain(function: _Pointer, *arguments: type, result: type | None = None) -> Callable[..., Any]:
    """The function of pdfium with handles as numbers: half the time of pypdfium2's objects."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_HANDLE, _INDEX = ctypes.c_void_p, ctypes.c_int
_object_at = _plain(pdfium_c.FPDFText_GetTextObject, _HANDLE, _INDEX, result=ctypes.c_ssize_t)
_size_at = _plain(pdfium_c.FPDFText_GetFontSize, _HANDLE, _INDEX, result=ctypes.c_double)
_place_at = _plain(pdfium_c.FPDFText_GetMatrix, _HANDLE, _INDEX, _HANDLE, result=_INDEX)
_box_at = _plain(pdfium_c.FPDFText_GetLooseCharBox, _HANDLE, _INDEX, _HANDLE, result=_INDEX)
_font_of = _plain(pdfium_c.FPDFTextObj_GetFont, _HANDLE, result=_HANDLE)
_weight_of = _plain(pdfium_c.FPDFFont_GetWeight, _HANDLE, result=_INDEX)
_name_of = _plain(
    pdfium_c.FPDFFont_GetBaseFontName, _HANDLE, _HANDLE, ctypes.c_size_t, result=ctypes.c_size_t
)


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of text with its place in points, counted from the lower left corner.

    `after_space` says that a space was drawn before it; those that pdfium adds, in front of some
    hyphens too, are left out. `turned` is how many quarters it is turned against the clock.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool
    after_space: bool
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line that is drawn, or one side of a box; from (left, bottom) to (right, top)."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """Runs and edges of a page in the order of drawing; `pictured` is the share under pictures.

    Lengths and places are in points; heights count from below.
    """

    number: int
    width: float
    height: float
    runs: tuple[TextRun, ...]
    edges: tuple[Edge, ...]
    pictured: float


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """The page with that index, which counts from 0."""
    page = document[index]
    try:
        width, height = page.get_size()
        edges, pictured = _read_drawings(page, width * height)
        return Page(
            number=index + 1,
            width=width,
            height=height,
            runs=tuple(_read_runs(page)),
            edges=tuple(edges),
            pictured=pictured,
        )
    finally:
        page.close()


def _read_runs(page: pdfium.PdfPage) -> Iterator[TextRun]:
    textpage = page.get_textpage()
    handle = ctypes.cast(textpage.raw, _HANDLE).value
    count = pdfium_c.FPDFText_CountChars(textpage.raw)
    text = _characters(textpage.raw, count)
    is_bold = cache(_is_bold)
    after_space = True
    for drawn, start, end in _stretches(handle, count):
        words = text[start:end]
        bare = words.strip()
        # What pdfium adds between words and lines belongs to no object.
        if bare and drawn:
            first = start + len(words) - len(words.lstrip())
            left, right, baseline, size, turned = _measure(handle, first, len(bare))
            yield TextRun(
                text=bare,
                left=left,
                right=right,
                baseline=baseline,
                size=size,
                is_bold=is_bold(_font_of(drawn)),
                after_space=after_space or words[0].isspace(),
                turned=turned,
            )
            after_space = words[-1].isspace()
        elif drawn:
            after_space = True
    textpage.close()


def _stretches(textpage: int | None, count: int) -> Iterator[tuple[int, int, int]]:
    """Each object with its first character and the one behind its last.

    An object's characters follow each other, so its end is found by leaps and by halving, in half
    the time of asking every character.
    """
    start = 0
    while start < count:
        drawn = _object_at(textpage, start)
        inside, leap = start, 1
        while start + leap < count and _object_at(textpage, start + leap) == drawn:
            inside = start + leap
            leap *= 2
        outside = min(start + leap, count)
        while outside - inside > 1:
            middle = (inside + outside) // 2
            if _object_at(textpage, middle) == drawn:
                inside = middle
            else:
                outside = middle
        yield drawn, start, outside
        start = outside


def _characters(raw: _Pointer, count: int) -> str:
    """The text with one character for each of pdfium's."""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium_c.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
    if len(text) == count and "\0" not in text:
        return text
    return "".join(chr(pdfium_c.FPDFText_GetUnicode(raw, index)) for index in range(count))


def _measure(
    textpage: int | None, first: int, length: int
) -> tuple[float, float, float, float, int]:
    """Left and right side, baseline, size and quarter turns of a stretch of characters."""
    place = pdfium_c.FS_MATRIX()
    start, end = pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF()
    _place_at(textpage, first, ctypes.addressof(place))
    _box_at(textpage, first, ctypes.addressof(start))
    _box_at(textpage, first + length - 1, ctypes.addressof(end))
    size = _size_at(textpage, first) * hypot(place.c, place.d)
    if place.b == 0.0 and place.a > 0.0:
        return start.left, end.right, place.f, size, 0
    turned = _quarters(place.a, place.b)
    sides = [
        _turn(x, y, turned)[0]
        for box in (start, end)
        for x, y in ((box.left, box.bottom), (box.right, box.top))
    ]
    baseline = _turn(place.e, place.f, turned)[1]
    return min(sides[:2]), max(sides[2:]), baseline, size, turned


def _is_bold(font: int) -> bool:
    if _weight_of(font) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    _name_of(font, ctypes.addressof(name), _LONGEST_NAME)
    return any(word in name.value.lower() for word in _BOLD_NAMES)


def _quarters(cosine: float, sine: float) -> int:
    if abs(cosine) >= abs(sine):
        return 0 if cosine >= 0 else 2
    return 1 if sine > 0 else 3


def _turn(x: float, y: float, quarters: int) -> tuple[float, float]:
    """The point as a reader sees it who turns the page so that the text is upright."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarters]


def _read_drawings(page: pdfium.PdfPage, area: float) -> tuple[list[Edge], float]:
    """The straight lines of a page, and the share of it that pictures take."""
    edges: list[Edge] = []
    pictured = 0.0
    for index in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        drawn = pdfium_c.FPDFPage_GetObject(page.raw, index)
        kind = pdfium_c.FPDFPageObj_GetType(drawn)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH and len(edges) < _MOST_EDGES:
            edges += _path_edges(drawn)
        elif kind in _PICTURES:
            box = _bounds(drawn)
            pictured += max(0.0, box.right - box.left) * max(0.0, box.top - box.bottom)
    return edges, pictured / max(area, 1.0)


def _bounds(drawn: _Pointer) -> Edge:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(drawn, *sides)
    return Edge(*(side.value for side in sides))


def _path_edges(drawn: _Pointer) -> list[Edge]:
    """The sides of a path: of its box where it is one, of its parts where it is a whole grid."""
    if pdfium_c.FPDFPath_CountSegments(drawn) <= _SEGMENTS_OF_A_BOX:
        return _box_edges(_bounds(drawn))
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(drawn, matrix)
    points = list(_path_points(drawn, matrix))
    edges = []
    for (_, before), (moves, point) in pairwise(points):
        (x, y), (u, v) = before, point
        straight = abs(x - u) < _THIN or abs(y - v) < _THIN
        if not moves and straight:
            edges.append(Edge(min(x, u), min(y, v), max(x, u), max(y, v)))
    return edges


def _path_points(drawn: _Pointer, matrix: _Pointer) -> Iterator[tuple[bool, tuple[float, float]]]:
    """Each point of a path, and whether the pen was lifted on its way there."""
    x, y = ctypes.c_float(), ctypes.c_float()
    count = min(pdfium_c.FPDFPath_CountSegments(drawn), _MOST_EDGES)
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(drawn, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        moves = pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO
        yield (
            moves,
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            ),
        )


def _box_edges(box: Edge) -> list[Edge]:
    if box.top - box.bottom < _THIN or box.right - box.left < _THIN:
        return [box]
    return [
        Edge(box.left, box.bottom, box.right, box.bottom),
        Edge(box.left, box.top, box.right, box.top),
        Edge(box.left, box.bottom, box.left, box.top),
        Edge(box.right, box.bottom, box.right, box.top),
    ]
