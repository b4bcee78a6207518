"""Document symbols: found in texts and in questions, compared, put into addresses."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from puente.errors import SymbolError
from puente.model.documents import Mention, Symbol
from puente.symbols.parsing import (
    read_health,
    read_human_rights,
    read_inter_american,
    read_population,
    read_united_nations,
    spell_series,
)
from puente.symbols.patterns import (
    NEIGHBOURHOOD,
    REACH,
    SERIES,
    health_forms,
    human_rights_forms,
    population_forms,
    printed_forms,
    typed_forms,
    united_nations_forms,
)

_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], Symbol | None]]

# Dashes, spaces and slashes that are only typography (Word's non-breaking hyphen is \x1e, pdfium's
# hyphen at the end of a line \x02); one character for one, so offsets hold.
_PLAIN = str.maketrans(
    "\x02\x1e\u00ad\u2010\u2011\u2012\u2013\u2212\u00a0\u2007\u2009\u202f\u2044", "--------    /"
)
# Most texts have none, and a search is much faster than the translation.
_TYPOGRAPHY = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_ADDRESS = re.compile(r"(?ai:https?://|ftp://|www\.)[^\s<>\"”»]+")
_SERIES = re.compile(SERIES)
# Acts that each organ numbers on from session to session.
_NUMBERED_ON = frozenset({"RES", "DEC"})
# Kinds that the name of a file says in letters; "1-20-05" is none.
_NAMING = frozenset({"RES", "DEC", "doc", "INF", "ACTA", "INFORME", "OC"})
_COPY = re.compile(r"(?:\W|_|es|en|pt|fr|esp|eng|ing|por|fra|spa|[sefp]|copy|copia|final|v?\d)*")
_KIND_WORD = re.compile(
    r"(?<!\w)(?ai:resoluci[oóÓ]n|resolution|declaraci[oóÓ]n|declaration|decisi[oóÓ]n|decision"
    r"|documento|document|doc\.?)\s{1,2}$"
)
_AROUND = " \t\r\n.,;:()\"'“”«»¿?¡!"


def find_symbols(text: str) -> tuple[Mention, ...]:
    """The symbols in a text as documents print them, in order and without overlap."""
    plain = _plain(text)
    return _scan(text, plain, _neighbourhoods(plain), _printed())


def find_typed_symbols(text: str) -> tuple[Mention, ...]:
    """The symbols in what a person typed: any case, punctuation missing, parts left open.

    "resolución 2356" has no organ. A word like that before a symbol belongs to its mention.
    """
    plain = _plain(text).replace("_", " ")  # names of files: "agres_1289_xxiv-o94"
    mentions = _scan(text, plain, [(0, len(plain))], (*_printed(), *_typed()))
    return tuple(_with_kind_word(mention, text, plain) for mention in mentions)


def find_series(text: str) -> str | None:
    """The first series mark in a text, such as OEA/Ser.G."""
    match = _SERIES.search(text.translate(_PLAIN))
    return spell_series(match.group()) if match else None


def find_all_series(text: str) -> tuple[str, ...]:
    """The series marks in a text, spelled as documents print them: OEA/Ser.G, OEA/Ser.L/V/II."""
    marks = _SERIES.finditer(text.translate(_PLAIN))
    return tuple(spell_series(mark.group()) for mark in marks)


def without_series(text: str) -> str:
    """The text without its series marks, each as a space."""
    return _SERIES.sub(" ", text.translate(_PLAIN))


def without_symbols(text: str) -> str:
    """The text without its symbols and its first series mark."""
    rest = text
    for mention in reversed(find_symbols(text)):
        rest = rest[: mention.start] + rest[mention.end :]
    series = find_series(rest)
    return rest.replace(series, " ") if series else rest


def is_mark(line: str) -> bool:
    """Test for a line that is symbols or a series mark and nothing else."""
    rest = without_symbols(line)
    return rest != line and not any(character.isalnum() for character in rest)


def parse_symbol(text: str) -> Symbol:
    """The symbol that the whole text is, however it is typed; raises SymbolError.

    A series mark may stand before it: OEA/Ser.G CP/doc.3327/00.
    """
    mentions = find_typed_symbols(text)
    if len(mentions) != 1:
        raise SymbolError(text)
    before = text[: mentions[0].start].strip(_AROUND)
    after = text[mentions[0].end :].strip(_AROUND)
    if after or (before and not _SERIES.fullmatch(before.translate(_PLAIN))):
        raise SymbolError(text)
    return mentions[0].symbol


def symbol_in_name(name: str) -> Symbol | None:
    """The symbol that the name of a file is, but for a language or a copy: agres1480-en."""
    mentions = find_typed_symbols(name)
    if len(mentions) != 1 or mentions[0].start:
        return None
    symbol, rest = mentions[0].symbol, name[mentions[0].end :]
    is_whole = symbol.organ and symbol.kind in _NAMING and _COPY.fullmatch(rest.lower())
    return symbol if is_whole and symbol.number is not None else None


def matches(asked: Symbol, borne: Symbol) -> bool:
    """Test whether a document's symbol is the one asked for, as far as that was said.

    What the asked one leaves open matches anything, but a mark is never left out: CE/AM-75/09 is
    the first version, not rev. 2. Without a number it matches nothing. A resolution that is borne
    without its session or meeting is the one asked for with it.
    """
    if asked.kind in _NUMBERED_ON and not (borne.session or borne.meeting or borne.year):
        asked = replace(asked, year=None, session=None, meeting=None)
    marks = [(asked.rev, borne.rev), (asked.add, borne.add), (asked.corr, borne.corr)]
    return _agree(asked, borne) and all(first == second for first, second in marks)


def is_same_act(first: Symbol, second: Symbol) -> bool:
    """Test for one act cited with and without its session or meeting: AG/RES. 2141.

    Only acts that an organ numbers on from session to session can be named without it.
    """
    if first.organ is None or first.kind not in _NUMBERED_ON or first.number is None:
        return False
    names = ("organ", "kind", "number", "rev", "add", "corr")
    is_alike = all(getattr(first, name) == getattr(second, name) for name in names)
    places = [(each.session, each.meeting, each.year) for each in (first, second)]
    return is_alike and (places[0] == places[1] or (None, None, None) in places)


def can_mean(cited: Symbol, asked: Symbol) -> bool:
    """Test whether a symbol as a text cites it can be the asked one, or a version of it.

    Citations leave out what their reader knows: the organ (RES. 252 for CIM/RES. 252) or the
    session (AG/RES. 2141).
    """
    known = replace(
        asked,
        organ=cited.organ and asked.organ,
        year=cited.year and asked.year,
        session=cited.session and asked.session,
        meeting=cited.meeting and asked.meeting,
    )
    return _agree(known, cited)


def _agree(asked: Symbol, borne: Symbol) -> bool:
    """Test whether a symbol has every part that the asked one states."""
    return asked.number is not None and all(
        stated is None or stated == part for stated, part in _parts(asked, borne)
    )


def _parts(first: Symbol, second: Symbol) -> tuple[tuple[object, object], ...]:
    """The parts of two symbols, side by side."""
    names = ("organ", "kind", "number", "year", "session", "meeting", "rev", "add", "corr")
    return tuple((getattr(first, name), getattr(second, name)) for name in names)


def is_family(first: Symbol, second: Symbol) -> bool:
    """Test whether two symbols differ at most in their rev., add. and corr. marks."""
    if first.number is None:
        return False
    same = (first.organ, first.kind, first.number) == (second.organ, second.kind, second.number)
    places = (
        (first.year, second.year),
        (first.session, second.session),
        (first.meeting, second.meeting),
    )
    return same and all(None in place or place[0] == place[1] for place in places)


def slug(symbol: Symbol) -> str:
    """The symbol as it stands in addresses: ce-am-75-09-rev-2."""
    return re.sub(r"[^a-z0-9]+", "-", symbol.text.lower()).strip("-")


@cache
def _printed() -> tuple[_Form, ...]:
    return (
        *((form, read_inter_american) for form in printed_forms()),
        *((form, read_united_nations) for form in united_nations_forms(typed=False)),
        *((form, read_population) for form in population_forms(typed=False)),
        *((form, read_health) for form in health_forms(typed=False)),
        *((form, read_human_rights) for form in human_rights_forms(typed=False)),
    )


@cache
def _typed() -> tuple[_Form, ...]:
    return (
        *((form, read_inter_american) for form in typed_forms()),
        *((form, read_united_nations) for form in united_nations_forms(typed=True)),
        *((form, read_population) for form in population_forms(typed=True)),
        *((form, read_health) for form in health_forms(typed=True)),
        *((form, read_human_rights) for form in human_rights_forms(typed=True)),
    )


def _plain(text: str) -> str:
    """The text without typography and addresses, each character in its place."""
    plain = text.translate(_PLAIN) if _TYPOGRAPHY.search(text) else text
    return _ADDRESS.sub(lambda address: "\0" * len(address.group()), plain)


def _neighbourhoods(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text where a printed symbol can stand: prose has few slashes."""
    start = end = 0
    for anchor in NEIGHBOURHOOD.finditer(plain):
        if anchor.start() - REACH > end:
            yield start, end
            start = anchor.start() - REACH
        end = anchor.end() + REACH
    yield start, end


def _scan(
    text: str, plain: str, stretches: Iterable[tuple[int, int]], forms: tuple[_Form, ...]
) -> tuple[Mention, ...]:
    """The mentions of all forms; of those that overlap the first, then the longest."""
    found = [
        Mention(
            raw=text[match.start() : match.end()],
            start=match.start(),
            end=match.end(),
            symbol=symbol,
        )
        for start, end in stretches
        for pattern, read in forms
        for match in pattern.finditer(plain, start, end)
        if (symbol := read(match))
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _with_kind_word(mention: Mention, text: str, plain: str) -> Mention:
    word = _KIND_WORD.search(plain, max(0, mention.start - 20), mention.start)
    start = word.start() if word else mention.start
    return Mention(
        raw=text[start : mention.end], start=start, end=mention.end, symbol=mention.symbol
    )
