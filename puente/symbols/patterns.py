"""The shapes that document symbols take, as regular expressions.

They read plain text (`puente.symbols.finding` maps dashes and spaces first), and every repetition
is bounded, so that no text makes them slower than linear. Groups are named as the fields of a
symbol; `path`, `body` and `rest` are taken apart by the reader of their form.
"""

import re
from collections.abc import Iterable
from functools import cache

from puente.symbols.organs import organs

_MONTH = (
    "(?ai:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december)"
)
_OF_MONTH = rf"[º°]?\s{{0,2}}(?:de\s)?{_MONTH}(?!\w)"
_DAY = rf"(?:[12][0-9]|3[01]|0?[1-9]){_OF_MONTH}"
# Covers lose the space before their date: "Doc. 48/1330 de diciembre de 2013" is Doc. 48/13 of the
# 30th. A day of two digits is likelier than one of one digit.
_GLUED = rf"[0-9]{{1,5}}?(?=(?:[12][0-9]|3[01]){_OF_MONTH})|[0-9]{{2,5}}?(?=[1-9]{_OF_MONTH})"
_DIGITS = rf"(?:{_GLUED}|[0-9]{{1,5}}(?![0-9]))"
_NUMBER = rf"(?P<number>(?!{_DAY}){_DIGITS})"
_ANY_YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
_YEAR = rf"(?P<year>[0-9]{{2}}(?={_DAY})|{_ANY_YEAR})"
# The digits of "doc. 6 rev. 13 abril 1998" are the day: the mark has no number.
_MARK_NUMBER = rf"(?!{_DAY})(?:{_GLUED}|[0-9]{{1,3}}(?![0-9]))"
# Some covers print "ad. 5" for "add. 5".
_MARK = (
    rf"(?:(?ai:rev|add|corr)(?:\.(?:[ \t]?{_MARK_NUMBER})?|[ \t]?{_MARK_NUMBER})"
    rf"|(?ai:ad)\.[ \t]?{_MARK_NUMBER})"
)
_MARKS = rf"(?P<marks>(?:[\s,/]{{0,3}}{_MARK}){{0,3}})"
_TYPED_MARK = (
    rf"(?:(?:rev|add|corr)(?![a-z])(?:[.\s\-]{{0,2}}{_MARK_NUMBER})?|ad[.\s]{{1,2}}{_MARK_NUMBER})"
)
_TYPED_MARKS = rf"(?P<marks>(?:[\s,/.\-]{{0,3}}{_TYPED_MARK}){{0,3}})"

_SLASH = r"\s?/\s?"
_SLASH_YEAR = rf"{_SLASH}{_YEAR}(?!{_SLASH}[0-9])"
_SESSION = (
    r"(?P<session>(?ai:[IVXLC]{1,8}))[\s-]{0,3}(?P<term>(?ai:[OE0]))"
    rf"{_SLASH}(?P<session_year>{_ANY_YEAR})"
)
_MEETING = rf"(?P<meeting>[0-9]{{1,4}}){_SLASH}(?P<meeting_year>{_ANY_YEAR})"
# "CP/RES. 1093 (2145)/17" is CP/RES. 1093 (2145/17).
_CLOSED_MEETING = (
    rf"\((?P<closed_meeting>[0-9]{{1,4}})\){_SLASH}(?P<closed_year>{_ANY_YEAR})(?!{_SLASH}[0-9])"
)
# The Assembly's list of resolutions prints "AG/RES. 1 ((XLVI-E/14) rev. 1".
_IN_PARENTHESES = (
    rf"\s{{0,3}}(?:\(\(?\s?(?:{_SESSION}(?:\s?\))?|{_MEETING}\s?\))|{_CLOSED_MEETING})"
)
_KIND = r"(?P<kind>(?ai:res|dec|doc|inf|acta|sa(?=\.)|od(?=\.)))(?![A-Za-z])"

SERIES = (
    rf"(?ai:OEA|OAS){_SLASH}(?ai:ser)\s?[./]\s?(?ai:[A-Z])"
    rf"(?:(?:{_SLASH}(?ai:[IVXLC]{{1,8}})(?![A-Za-z])(?:-[OE](?![A-Za-z]))?){{1,3}}"
    r"(?:\.[0-9]{1,3}(?![0-9])){0,3})?"
)
"""A series mark, which often stands above a symbol: OEA/Ser.G, OEA/Ser.L/V/II.98."""

NEIGHBOURHOOD = re.compile(r"/|[CEW][BDEHS][AP]?\s?[0-9]|C\)?,?\s{1,2}[nN]")
"""Pattern that stands in every printed symbol, at most `REACH` characters from its ends."""
REACH = 160

_LEFT = r"(?<![\w/@\\-])"
# A symbol may be glued to a word ("resoluciónAG/RES. 2356") or a series ("OEA/Ser.PAG/RES. 2027").
_GLUED_LEFT = (
    rf"(?:{_LEFT}(?<!(?ai:ser)\.)|(?<=[a-záéíóúñ])(?=[A-Z])|(?<=(?ai:ser)\.[A-Z])"
    r"|(?<=(?ai:ser)\.[A-Z]/))"
)
_LOOSE = r"[\s/.\-]{1,3}"


@cache
def printed_forms() -> tuple[re.Pattern[str], ...]:
    """Symbols of the inter-American bodies, as documents print them."""
    known = f"(?ai:{'|'.join(sorted({part for code in _own() for part in code.split('/')}))})"
    segment = rf"(?:{known}|[A-Z][A-Z0-9]{{1,11}})(?:-[IVXLC]{{1,6}})?"
    path = rf"(?P<organ>{segment}(?:{_SLASH}{segment}){{0,4}})"
    dashed_paths = rf"(?ai:{_any_of((code for code in _dashed() if '/' in code), _SLASH)})"
    dashed = rf"(?P<organ>{known}(?:{_SLASH}{segment}){{1,4}}|(?ai:{_any_of(_dashed(), _SLASH)}))"
    organ = _any_of((code for code in _own() if "/" not in code), _SLASH)
    return tuple(
        re.compile(form)
        for form in (
            rf"{_GLUED_LEFT}{path}{_SLASH}{_KIND}\.?[\s-]{{0,3}}"
            rf"(?:{_NUMBER}(?:{_SLASH_YEAR})?|(?=\())(?:{_IN_PARENTHESES})?{_MARKS}",
            rf"{_GLUED_LEFT}{dashed}\s?-\s?{_NUMBER}{_SLASH_YEAR}{_MARKS}",
            # Converters drop Word's non-breaking hyphen: "CE/AM75/09".
            rf"{_GLUED_LEFT}(?P<organ>{dashed_paths})\s?{_NUMBER}{_SLASH_YEAR}{_MARKS}",
            rf"{_LEFT}(?P<organ>{SERIES})\.?[\s,.]{{0,3}}(?P<early_mark>{_MARK})?[\s,.]{{0,3}}"
            rf"(?P<kind>(?ai:doc))\.?\s{{0,2}}{_NUMBER}(?:{_SLASH_YEAR})?{_MARKS}",
            rf"{_LEFT}(?P<kind>RES|DEC|Res|Dec)\.\s{{0,2}}{_NUMBER}{_IN_PARENTHESES}{_MARKS}",
            # Heads of old resolutions leave the slash out; the session says what they are.
            rf"{_LEFT}(?P<organ>{organ})\s?(?P<kind>RES|DEC)\.?\s{{0,2}}{_NUMBER}{_IN_PARENTHESES}"
            rf"{_MARKS}",
            rf"{_LEFT}(?P<kind>(?ai:doc))\.\s{{0,2}}{_NUMBER}{_SLASH_YEAR}{_MARKS}",
        )
    )


@cache
def typed_forms() -> tuple[re.Pattern[str], ...]:
    """The same symbols as people type them, and what they remember of one."""
    path = rf"(?P<organ>(?:{_any_of(_own(), _LOOSE)})|[A-Z]{{2,12}}(?:/[A-Z]{{2,12}}){{0,3}}(?=/))"
    dashed = rf"(?P<organ>{_any_of(_dashed(), _LOOSE)})"
    word = r"resoluci[oóÓ]n|resolution|declaraci[oóÓ]n|declaration"
    ordinal = r"(?:n(?:[.º°o]{1,2}|[uúÚ]m(?:\.|ero|ber)?)\s?)?"
    year = (
        rf"(?:{_SLASH_YEAR}"
        rf"|[\s\-(]{{1,2}}(?!{_DAY})(?P<loose_year>{_ANY_YEAR})(?!\s?/)(?!\w)\)?)"
    )
    place = (
        r"(?:[\s(\-]{0,3}(?P<session>[IVXLC]{1,8})[\s\-]{0,3}(?P<term>[OE0])[\s/\-]{0,2}"
        rf"(?P<session_year>{_ANY_YEAR})\)?|[\s(]{{1,3}}{_MEETING}(?!{_SLASH}[0-9])\)?"
        rf"|\s{{0,2}}{_CLOSED_MEETING})"
    )
    return tuple(
        re.compile(form, re.ASCII | re.IGNORECASE)
        for form in (
            rf"{_LEFT}{path}{_LOOSE}(?P<kind>res|dec|doc|inf|acta|sa|od|{word})(?![a-z])"
            rf"[\s/.\-]{{0,3}}{ordinal}{_NUMBER}{year}?{place}?{_TYPED_MARKS}",
            # Without a year only a dash tells "CE/AM-75" from words and numbers.
            rf"{_LEFT}{dashed}(?:{_LOOSE}(?=[0-9]{{1,5}}[\s/\-]{{1,2}}[0-9])|-){_NUMBER}"
            rf"(?:[\s/\-]{{1,2}}(?!{_DAY}){_YEAR})?{_TYPED_MARKS}",
            rf"{_LEFT}(?P<organ>{SERIES})\.?[\s,.]{{0,3}}(?P<kind>doc)[.\s]{{0,3}}{_NUMBER}"
            rf"(?:{_SLASH_YEAR})?{_TYPED_MARKS}",
            rf"{_LEFT}(?P<kind>res|{word}|(?-i:DEC(?=\.)))(?![a-z])[.\s]{{0,2}}{ordinal}{_NUMBER}(?![\w/])"
            rf"{place}?{_TYPED_MARKS}",
            rf"{_LEFT}(?P<kind>doc)(?:umento|ument)?[.\s]{{0,3}}{_NUMBER}{_SLASH_YEAR}{_TYPED_MARKS}",
            # "AGRES 1289(XXIV-0/94)", and names of files: "CIMRES214-xxix-o98".
            rf"{_LEFT}(?P<organ>{'|'.join(code for code in _own() if '/' not in code)})"
            rf"(?P<kind>res|dec|doc)(?![a-z])[\s/.\-]{{0,3}}{_NUMBER}{year}?{place}?{_TYPED_MARKS}",
        )
    )


@cache
def united_nations_forms(*, typed: bool) -> tuple[re.Pattern[str], ...]:
    """Symbols of the United Nations; single letters only where what follows leaves no doubt."""
    heads = {code.split("/")[1] for code in organs() if code.startswith("UN/")}
    bodies = _any_of((head for head in heads if len(head) > 1), "/")
    word = r"(?!(?ai:rev|add|corr)(?![A-Za-z]))(?:[A-Z]{1,6}|Sub|Misc)(?:\.\s?[0-9]{1,4})?"
    segment = (
        rf"(?:E?S-[0-9]{{1,2}}(?![0-9])|{_GLUED}|[0-9]{{1,5}}(?![0-9a-z])|{word}(?![A-Za-z0-9]))"
    )
    resolution = r"(?ai:RES)(?:\.?\s?/\s?|\.?\s)"
    start = (
        rf"(?:[ASE]{_SLASH}(?:DEC|HRC|PRST|INF|NGO|ICEF|(?:AC|CN?|CONF|PC)\.\s?[0-9]{{1,3}})"
        # The Assembly puts the session into its symbols since the thirty-first, of 1976.
        rf"|A{_SLASH}(?:3[1-9]|[4-9][0-9]|1[0-4][0-9]|E?S-[0-9]{{1,2}})"
        rf"|[SE]{_SLASH}(?:19|20)[0-9]{{2}}|(?:{bodies}){_SLASH}{segment})"
    )
    # "A/66/48 and Corr.1" is A/66/48, read with its corrigendum.
    also = r"(?:\s(?:and|y|et|e)\s(?:Add|Corr)\.\s?[0-9]{1,2}(?![0-9]))?"
    marks = (_TYPED_MARKS if typed else _MARKS) + also
    forms = [
        rf"(?P<path>{start}(?:{_SLASH}{segment}){{1,6}})(?!{_SLASH}[0-9]){marks}",
        rf"(?P<path>[ASE]{_SLASH}{resolution}{segment}(?:{_SLASH}{segment}){{0,2}})"
        rf"(?!{_SLASH}[0-9]){marks}",
        rf"(?P<path>[ASE]{_SLASH}{resolution}[0-9]{{1,4}})(?:\s?(?P<part>[A-Z]))?"
        rf"\s?\((?P<parenthesis>[IVXLC]{{1,8}}|(?:19|20)[0-9]{{2}})\){marks}",
        rf"(?P<path>LC{_SLASH}[GLRW]\.\s?[0-9]{{1,4}})(?![0-9])"
        rf"(?:\s?\(SES\.\s?[0-9]{{1,2}}/[0-9]{{1,2}}\))?{marks}",
        # A document of a plenary meeting: A/L.632.
        rf"(?P<path>[AE]{_SLASH}L\.\s?[0-9]{{1,4}})(?![0-9]){marks}",
    ]
    if typed:
        forms.append(
            rf"(?P<path>a{_LOOSE}(?:res|hrc){_LOOSE}[0-9]{{1,3}}{_LOOSE}[0-9]{{1,3}}"
            rf"|s{_LOOSE}res{_LOOSE}[0-9]{{1,4}})(?![0-9])"
            rf"(?:[\s(]{{1,3}}(?P<parenthesis>(?:19|20)[0-9]{{2}})\)?)?{marks}"
        )
    # "U.N. Doc.A/58/121" is glued to its abbreviation.
    left = r"(?:(?<![\w/@\\.-])|(?<=[Dd]oc\.))"
    return tuple(
        re.compile(left + form, re.ASCII | re.IGNORECASE if typed else 0) for form in forms
    )


@cache
def population_forms(*, typed: bool) -> tuple[re.Pattern[str], ...]:
    """Papers of meetings of the Population Division: UN/POP/EGM-MIG/2006/04."""
    form = (
        rf"{_LEFT}(?P<meeting>UN/POP/[A-Z]{{2,6}}(?:-[A-Z]{{2,6}})?)"
        r"/(?P<year>(?:19|20)[0-9]{2})/(?P<number>[0-9]{1,3})(?![0-9/])"
    )
    return (re.compile(form, re.ASCII | re.IGNORECASE if typed else 0),)


@cache
def health_forms(*, typed: bool) -> tuple[re.Pattern[str], ...]:
    """Symbols of the governing bodies of PAHO (CD45.R1, CD45 (D1), CD45/INF/2) and of WHO."""
    marks = _TYPED_MARKS if typed else _MARKS
    forms = [
        rf"{_LEFT}(?P<body>CD|CSP|CE)(?P<session>[1-9][0-9]{{1,2}})(?P<rest>\s?\([DR][0-9]{{1,2}}\)"
        rf"|[./]\s?[DR]\s?[0-9]{{1,2}}|/(?:INF/)?[0-9]{{1,2}})(?![0-9A-Za-z]){marks}",
        rf"{_LEFT}(?P<body>WHA|EB)\s?(?P<session>[1-9][0-9]{{0,2}})(?P<rest>\.\s?R?[0-9]{{1,2}})"
        rf"(?![0-9A-Za-z]){marks}",
    ]
    if typed:
        forms.append(
            rf"{_LEFT}(?P<body>CD|CSP|CE)\s?(?P<session>[1-9][0-9]{{1,2}})(?P<rest>\s?[DR]\s?[0-9]{{1,2}})"
            rf"(?![0-9a-z]){marks}"
        )
    return tuple(re.compile(form, re.ASCII | re.IGNORECASE if typed else 0) for form in forms)


@cache
def human_rights_forms(*, typed: bool) -> tuple[re.Pattern[str], ...]:
    """Marks of the inter-American Commission and Court of Human Rights.

    Informe No. 43/01 and Report No. 43/01 are one; OC-17/02 is an advisory opinion, Series C No.
    149 a judgment. The mark of a note may stick to a year: "REPORT Nº 47/021".
    """
    left = r"(?<![\w/@\\.-])"
    year = (
        r"(?P<year>(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?=[1-9]?(?![0-9])))"
        r"(?:[1-9](?![0-9/]))?(?![0-9])"
    )
    ordinal = r"[nN](?:[ºª°oO](?![a-z])\.?|\.\s?[ºª°oO]?|[uúUÚ][mM]\.?|[rR][oO]\.?)?\s{0,2}"
    report = r"(?:[Ii](?:nforme|NFORME)|[Rr](?:eport|EPORT|elat[oó]rio|ELAT[OÓ]RIO|apport|APPORT))"
    between = r"[\s\-]{1,2}(?:(?:cidh|iachr)[\s\-]{1,2})?" if typed else r"\s{1,2}"
    optional = "?" if typed else ""
    space = r"[\s\-]{1,2}" if typed else r"\s{1,2}"
    slash = r"\s?[/\-]\s?" if typed else _SLASH
    series = r"(?:[Ss]eries?|[Ss][eé]rie|SERIES?|S[EÉ]RIE|[Ss]er\.)"
    forms = (
        rf"{left}{report}{between}(?:{ordinal}[\s\-]?){optional}"
        rf"(?P<number>[0-9]{{1,3}}){slash}{year}",
        rf"{left}OC\s?{'[- ]?' if typed else '-'}\s?(?P<opinion>[0-9]{{1,2}}){slash}"
        r"(?P<year>(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?![0-9]))",
        rf"{left}{series}\)?,?{space}C\)?,?{space}(?:{ordinal}[\s\-]?){optional}"
        r"(?P<judgment>[0-9]{1,3})(?![0-9/])",
    )
    return tuple(re.compile(form, re.ASCII | re.IGNORECASE if typed else 0) for form in forms)


def _own() -> list[str]:
    return [code for code in organs() if not code.startswith(("OEA/", "UN/", "PAHO/", "WHO/"))]


def _dashed() -> list[str]:
    return [code for code, organ in organs().items() if organ.dashed]


def _any_of(codes: Iterable[str], slash: str) -> str:
    """An alternation of organs, the longest first, with what may stand for their slashes."""
    return "|".join(code.replace("/", slash) for code in sorted(codes, key=len, reverse=True))
