from importlib import resources

import pytest

from puente.errors import SymbolError
from puente.model.documents import Language, Symbol
from puente.symbols.finding import (
    can_mean,
    find_all_series,
    find_series,
    find_symbols,
    find_typed_symbols,
    is_family,
    is_mark,
    is_same_act,
    matches,
    parse_symbol,
    slug,
    without_series,
    without_symbols,
)
from puente.symbols.organs import organ_name

PRINTED = [
    ("AG/RES. 2356 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES. 2356 (XXXVIII-0/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES. 2356 (XXXVIII–O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES. 2356 (XXXVIII\u2011O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES.\u00a02356 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES.2356(XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES 2356 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("ag/res. 2356 (xxxviii-o/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/ RES. 2356 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("AG/RES.\n2694 (XLI-O/11)", "AG/RES. 2694 (XLI-O/11)"),
    ("AG/RES. 1479 (XXVII-\nO/97)", "AG/RES. 1479 (XXVII-O/97)"),
    ("AG/RES. 1306 (XXV- O/95)", "AG/RES. 1306 (XXV-O/95)"),
    ("AG/DEC. 52 (XXXVII O/07)", "AG/DEC. 52 (XXXVII-O/07)"),
    ("AG/RES. 1 ((XLVI-E/14) rev. 1", "AG/RES. 1 (XLVI-E/14) rev. 1"),
    ("AG/RES. 2 (LI-E/16) rev. 2", "AG/RES. 2 (LI-E/16) rev. 2"),
    ("AG/RES.  2652  (XL-O/11) aprobada en la cuarta sesión", "AG/RES. 2652 (XL-O/11)"),
    ("(véase AG/RES. 2356 (XXXVIII-O/08)).", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("“Declaración de Medellín” AG/DEC.57 (XXXVIII-0/08).", "AG/DEC. 57 (XXXVIII-O/08)"),
    ("la resolución AG/RES. 2141, que solicita", "AG/RES. 2141"),
    ("la resoluciónAG/RES. 2141 (XXXV-O/05)", "AG/RES. 2141 (XXXV-O/05)"),
    ("AG/RES. 2141 (XXXV-O/05)sobre", "AG/RES. 2141 (XXXV-O/05)"),
    ("AG/RES-2356/08", "AG/RES. 2356/08"),
    ("RES. 252 (XXXIV-O/08) sobre Género", "RES. 252 (XXXIV-O/08)"),
    ("CIM/RES. 252/08 (XXXIV-O/08)", "CIM/RES. 252 (XXXIV-O/08)"),
    ("CP/RES. 1234 (1456/19)", "CP/RES. 1234 (1456/19)"),
    ("CP/RES. 942 (1662/2008)", "CP/RES. 942 (1662/08)"),
    ("CP/ACTA 1700/09", "CP/ACTA 1700/09"),
    ("CP/OD.1520/05", "CP/OD.1520/05"),
    ("CP/INF.5432/07", "CP/INF. 5432/07"),
    ("CP/CAJP/SA.432/06", "CP/CAJP/SA. 432/06"),
    ("CIDH/RELE/INF. 2/09", "CIDH/RELE/INF. 2/09"),
    ("REMJA-V/doc.7/04", "REMJA-V/doc.7/04"),
    ("CIDI/CAM/doc.5/13", "CIDI/CAM/doc.5/13"),
    ("XYZ/doc.12/10 rev.3", "XYZ/doc.12/10 rev. 3"),
    ("AG/doc.4548/06 add. 6 corr. 1", "AG/doc.4548/06 add. 6 corr. 1"),
    ("AG/Doc. 4548/06 Add.6, Corr.1", "AG/doc.4548/06 add. 6 corr. 1"),
    ("AG/doc.3303/95 rev. 1Montrouis", "AG/doc.3303/95 rev. 1"),
    ("CP/doc.3327/00\nrev. 1", "CP/doc.3327/00 rev. 1"),
    ("CP/doc.3327/00 corr.", "CP/doc.3327/00 corr."),
    ("CP/doc.3327/00 add more", "CP/doc.3327/00"),
    ("CE/AM-75/09 rev.2", "CE/AM-75/09 rev. 2"),
    ("CE/AM-59/08 rev. 1.  Likewise", "CE/AM-59/08 rev. 1"),
    ("CE/AM - 59/08Rev.1", "CE/AM-59/08 rev. 1"),
    ("CE/AM\x1e59/08", "CE/AM-59/08"),
    ("CE/AM59/08", "CE/AM-59/08"),
    ("CE/AM-59/08 rev.\n2. Los Estados", "CE/AM-59/08 rev."),
    ("CAJP/GT/TM-14/04 add.5\n13 octubre 2004", "CAJP/GT/TM-14/04 add. 5"),
    ("CP/CAJP-2456/07 y otros", "CP/CAJP-2456/07"),
    ("CP/CAJP-2456/97", "CP/CAJP-2456/97"),
    ("CAJP-2456/07", "CAJP-2456/07"),
    ("OEA/Ser.G CP/doc.3327/00", "CP/doc.3327/00"),
    ("OEA/Ser.G\nCE/AM-59/08 rev. 1", "CE/AM-59/08 rev. 1"),
    ("OEA/Ser.GCP/doc.3327/00", "CP/doc.3327/00"),
    ("OEA/Ser.P AG/RES. 2027 (XXXIV-O/04)", "AG/RES. 2027 (XXXIV-O/04)"),
    ("OEA/Ser.PAG/RES. 2027 (XXXIV-O/04)", "AG/RES. 2027 (XXXIV-O/04)"),
    ("OEA/Ser.P/AG/RES. 2027 (XXXIV-O/04)", "AG/RES. 2027 (XXXIV-O/04)"),
    ("OEA/Ser.L/V/II CIDH/RELE/INF. 2/09", "CIDH/RELE/INF. 2/09"),
    ("OEA/Ser.L/V/II.98 doc. 6 rev.", "OEA/Ser.L/V/II.98 doc. 6 rev."),
    ("OAS/Ser.L/V/II.98, Doc. 6 rev., 13 April 1998", "OEA/Ser.L/V/II.98 doc. 6 rev."),
    ("OEA/Ser.L/V/II.98 doc. 6 rev. 13 abril 1998", "OEA/Ser.L/V/II.98 doc. 6 rev."),
    ("OEA/Ser.L/V/II.98 doc. 6 rev. 1 13 abril 1998", "OEA/Ser.L/V/II.98 doc. 6 rev. 1"),
    ("OEA/Ser.L/V/II.77, rev 1, Doc 18", "OEA/Ser.L/V/II.77 doc. 18 rev. 1"),
    ("OEA/Ser.L/V/II.77.rev.1, doc. 18", "OEA/Ser.L/V/II.77 doc. 18 rev. 1"),
    ("OEA/SER.L/V/II.Doc.68", "OEA/Ser.L/V/II doc. 68"),
    ("OEA/Ser.L/V/II. Doc. 48/13", "OEA/Ser.L/V/II doc. 48/13"),
    ("OEA/Ser.L/V/II. Doc. 48/1330 de diciembre de 2013", "OEA/Ser.L/V/II doc. 48/13"),
    ("Doc. 48/1330 diciembre 2013", "doc. 48/13"),
    ("A/RES/48/1330 de diciembre de 1993", "A/RES/48/13"),
    ("A/RES/48/10420 December 1993", "A/RES/48/104"),
    ("A/RES/48/104 de diciembre", "A/RES/48/10"),
    ("CCPR/C/21/Rev.1/Add. 1326 May 2004", "CCPR/C/21/Rev.1/Add.13"),
    ("CCPR/C/21/Rev.1/Add.13", "CCPR/C/21/Rev.1/Add.13"),
    ("CCPR/C/83/D/1149/2002", "CCPR/C/83/D/1149/2002"),
    ("U.N. Doc. A/58/121", "A/58/121"),
    ("U.N. Doc.A/58/121.", "A/58/121"),
    ("A/58/121/Add.1", "A/58/121/Add.1"),
    ("A/RES/48/246", "A/RES/48/246"),
    ("A/RES. 48/246", "A/RES/48/246"),
    ("A/RES/217 A (III)", "A/RES/217 A (III)"),
    ("A/RES/ES-10/15", "A/RES/ES-10/15"),
    ("A/HRC/RES/7/3", "A/HRC/RES/7/3"),
    ("A/HRC/S-9/2", "A/HRC/S-9/2"),
    ("A/C.3/63/L.5", "A/C.3/63/L.5"),
    ("A/CONF.157/23", "A/CONF.157/23"),
    ("S/RES/1325 (2000)", "S/RES/1325 (2000)"),
    ("S/2006/37", "S/2006/37"),
    ("E/CN.4/2000/82", "E/CN.4/2000/82"),
    ("E/CN.4/Sub.2/1997/14", "E/CN.4/Sub.2/1997/14"),
    ("E/C.12/GC/18", "E/C.12/GC/18"),
    ("HRI/GEN/1/Rev.9", "HRI/GEN/1/Rev.9"),
    ("CRC/GC/2003/5", "CRC/GC/2003/5"),
    ("LC/G.2367(SES.32/3)", "LC/G.2367"),
    ("la Decisión CD45 (D1) del 30 de septiembre", "CD45 (D1)"),
    ("CD45.R1", "CD45.R1"),
    ("CD45/INF/2", "CD45/INF/2"),
    ("CD48/6, Rev. 1", "CD48/6, Rev. 1"),
    ("CSP26.R10", "CSP26.R10"),
    ("WHA57.19", "WHA57.19"),
    ("WHA 57.19", "WHA57.19"),
    ("AG/RES.  (XXX-O/00)", "AG/RES. (XXX-O/00)"),
    ("CP/RES. 1093 (2145)/17", "CP/RES. 1093 (2145/17)"),
    ("AGRES 1289(XXIV-0/94)", "AG/RES. 1289 (XXIV-O/94)"),
    ("CIMRES. 214 (XXIX-O/98)", "CIM/RES. 214 (XXIX-O/98)"),
    ("CAJP/GT/TM-14/04 ad. 5", "CAJP/GT/TM-14/04 add. 5"),
    ("A/66/48 and Corr.1", "A/66/48"),
    ("A/61/121/Add.1 y Corr.1", "A/61/121/Add.1"),
    ("OEA/Ser.L/V/II.95 doc.7 rev.", "OEA/Ser.L/V/II.95 doc. 7 rev."),
    ("LC/G.2589(SES.34/12)", "LC/G.2589"),
    ("A/L.632", "A/L.632"),
    ("UN/POP/EGM-MIG/2006/04", "UN/POP/EGM-MIG/2006/04"),
    ("CIDH, Informe No. 43/01, Caso 11.603", "Informe No. 43/01"),
    ("IACHR, Report No. 43/01", "Informe No. 43/01"),
    ("INFORME N 81/01", "Informe No. 81/01"),
    ("REPORT Nº 47/02", "Informe No. 47/02"),
    ("REPORT Nº 47/021", "Informe No. 47/02"),
    ("Relatório Nº 25/2004", "Informe No. 25/04"),
    ("la Opinión Consultiva OC-17/02 de 28 de agosto", "OC-17/02"),
    ("Advisory Opinion OC–18/03", "OC-18/03"),
    ("Serie C No. 149, párr. 3", "Series C No. 149"),
    ("Judgment of July 4, 2006. Series C No. 149.", "Series C No. 149"),
    ("Inter-Am. Ct. H.R. (ser. C) No. 4", "Series C No. 4"),
]

NOT_PRINTED = [
    "13/02/2009", "24/7", "y/o", "and/or", "OPS/OMS", "CEPAL/CELADE", "SIEMCA/SIEMMES", "EE.UU.",
    "DDSE/SEDI", "resolución 2356", "la res. 5", "res judicata", "artículo 17", "G-20", "CD45",
    "https://www.oas.org/AG/RES.2356.pdf", "www.un.org/A/58/121", "sem/AG/RES.2356", "HTTP/1.1",
    "S/. 18,924.00", "S/ 1500", "Série A/B, N° 44", "TCP/IP 5", "ISO/IEC 27001", "Informe 54/01",
    "Nº 54-2002/JUS/CNDH-SE", "PER/02/U39", "CD4/CD8", "doc. 12/05/2009", "OEA/Ser.G", "AG/RES.",
    "CP/RES. 12 de mayo", "CCPR/C", "A/B/12", "el DEC y sus socios",
    "Series A no. 28", "OC-17", "Report No. 5", "Informe N 2005", "the series C60 and 3/4",
]  # fmt: skip

TYPED = [
    ("ag res 2356", "AG/RES. 2356"),
    ("AG/RES2356", "AG/RES. 2356"),
    ("AG RES. 2356(XXXVIII-0/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("ag-res-2356-xxxviii-o-08", "AG/RES. 2356 (XXXVIII-O/08)"),
    ("ag res 2356 2008", "AG/RES. 2356/08"),
    ("AG resolución No. 2356", "AG/RES. 2356"),
    ("resolución AG/RES 2356", "AG/RES. 2356"),
    ("documento CE/AM-59/08 rev 1", "CE/AM-59/08 rev. 1"),
    ("resolución 2356", "RES. 2356"),
    ("RESOLUCIÓN NÚMERO 1080", "RES. 1080"),
    ("resolution 2356", "RES. 2356"),
    ("RES 252", "RES. 252"),
    ("declaración 57", "DEC. 57"),
    ("ag/dec 57", "AG/DEC. 57"),
    ("ce am 75 09 rev 2", "CE/AM-75/09 rev. 2"),
    ("CE/AM-75/09rev2", "CE/AM-75/09 rev. 2"),
    ("ce-am-75-09-rev-2", "CE/AM-75/09 rev. 2"),
    ("CE/AM-75", "CE/AM-75"),
    ("cajp gt tm 14 04 add 5", "CAJP/GT/TM-14/04 add. 5"),
    ("cp cajp 2456 07", "CP/CAJP-2456/07"),
    ("cp res 942 1662/08", "CP/RES. 942 (1662/08)"),
    ("cp doc 3327 00", "CP/doc.3327/00"),
    ("oea/ser.g cp/doc.3327/00 rev 1", "CP/doc.3327/00 rev. 1"),
    ("oea/ser.l/v/ii.98 doc 6 rev", "OEA/Ser.L/V/II.98 doc. 6 rev."),
    ("a/58/121", "A/58/121"),
    ("a res 48 246", "A/RES/48/246"),
    ("s res 1325 2000", "S/RES/1325 (2000)"),
    ("e/cn.4/sub.2/1997/14", "E/CN.4/Sub.2/1997/14"),
    ("cd45 d1", "CD45 (D1)"),
    ("AGRES 1289(XXIV-0/94)", "AG/RES. 1289 (XXIV-O/94)"),
    ("AG-RES-2343", "AG/RES. 2343"),
    ("agres2343", "AG/RES. 2343"),
    ("agres_1289_xxiv-o94", "AG/RES. 1289 (XXIV-O/94)"),
    ("CIMRES214-xxix-o98", "CIM/RES. 214 (XXIX-O/98)"),
    ("cp/res 1093 (2145)/17", "CP/RES. 1093 (2145/17)"),
    ("cajp/gt/tm-14/04 ad 5", "CAJP/GT/TM-14/04 add. 5"),
    ("a/66/48 and corr.1", "A/66/48"),
    ("lc/g.2589(ses.34/12)", "LC/G.2589"),
    ("un/pop/egm-mig/2006/04", "UN/POP/EGM-MIG/2006/04"),
    ("informe 43/01", "Informe No. 43/01"),
    ("informe CIDH 54/01", "Informe No. 54/01"),
    ("informe-no-47-02", "Informe No. 47/02"),
    ("report no 43/01", "Informe No. 43/01"),
    ("oc 17/02", "OC-17/02"),
    ("serie c 149", "Series C No. 149"),
    ("series-c-no-149", "Series C No. 149"),
]

NOT_TYPED = [
    "33 actividades", "13 de febrero de 2009", "artículo 17", "resolución de conflictos", "G-20",
    "resolución 13 de febrero de 2009", "resolution 3 May 2009", "resolución 1/18", "dec 5",
    "agenda 2030", "covid-19", "ce 2009", "AG 38", "informe 12", "documento 12", "rev 2",
    "a 58 121", "párrafo 12", "y/o 24/7", "www.oas.org/ag/res/2356",
]  # fmt: skip

PAIR = ["AG/RES. 2356 (XXXVIII-O/08)", "CE/AM-59/08 rev. 1", "CE/AM-75/09 rev. 2"]
SEEDS = [
    ("000_b970aea098a26726", PAIR),
    ("001_cb9db84e974536e1", PAIR),
    ("002_29d997e29b83f3a9", ["CAJP/GT/TM-14/04 add. 5"]),
    (
        "003_f0108a1cdbcb2580",
        [
            "AG/RES. 2141 (XXXV-O/05)",
            "AG/RES. 2141",
            "AG/RES. 2141 (XXXV-O/05)",
            "RES. 252 (XXXIV-O/08)",
            "CD45 (D1)",
            "AG/RES. 2141 (XXXV-O/05)",
            "CP/CAJP-2456/07",
            "AG/DEC. 57 (XXXVIII-O/08)",
        ],
    ),
    ("004_d0817203a57a5ef9", []),
]

PARTS = [
    Symbol(
        text="AG/RES. 2356 (XXXVIII-O/08)",
        organ="AG",
        kind="RES",
        number=2356,
        year=2008,
        session="XXXVIII-O",
    ),
    Symbol(text="CE/AM-59/08 rev. 1", organ="CE/AM", kind="doc", number=59, year=2008, rev=1),
    Symbol(
        text="CP/RES. 942 (1662/08)",
        organ="CP",
        kind="RES",
        number=942,
        year=2008,
        meeting="1662/08",
    ),
    Symbol(
        text="AG/doc.4548/06 add. 6 corr. 1",
        organ="AG",
        kind="doc",
        number=4548,
        year=2006,
        add=6,
        corr=1,
    ),
    Symbol(text="CP/CAJP-2456/97", organ="CP/CAJP", kind="doc", number=2456, year=1997),
    Symbol(
        text="RES. 252 (XXXIV-O/08)",
        organ=None,
        kind="RES",
        number=252,
        year=2008,
        session="XXXIV-O",
    ),
    Symbol(
        text="AG/RES. (XXX-O/00)", organ="AG", kind="RES", number=None, year=2000, session="XXX-O"
    ),
    Symbol(
        text="OEA/Ser.L/V/II.98 doc. 6 rev.",
        organ="OEA/Ser.L/V/II.98",
        kind="doc",
        number=6,
        rev="",
    ),
    Symbol(text="A/58/121", organ="UN/A", kind="doc", number=121, session="58"),
    Symbol(text="A/RES/48/246", organ="UN/A", kind="RES", number=246, session="48"),
    Symbol(text="S/RES/1325 (2000)", organ="UN/S", kind="RES", number=1325, year=2000),
    Symbol(text="E/CN.4/2000/82", organ="UN/E/CN.4", kind="doc", number=82, year=2000),
    Symbol(text="CCPR/C/21/Rev.1/Add.13", organ="UN/CCPR/C", kind="doc", number=21, rev=1, add=13),
    Symbol(
        text="CCPR/C/83/D/1149/2002",
        organ="UN/CCPR/C",
        kind="D",
        number=1149,
        year=2002,
        session="83",
    ),
    Symbol(text="A/C.3/63/L.5", organ="UN/A/C.3", kind="L", number=5, session="63"),
    Symbol(text="A/HRC/WG.6/8/HND/1", organ="UN/A/HRC/WG.6/HND", kind="doc", number=1, session="8"),
    Symbol(text="CD45 (D1)", organ="PAHO/CD", kind="D", number=1, session="45"),
    Symbol(text="CD45.R1", organ="PAHO/CD", kind="RES", number=1, session="45"),
    Symbol(text="A/L.632", organ="UN/A", kind="L", number=632),
    Symbol(text="Informe No. 43/01", organ="CIDH", kind="INFORME", number=43, year=2001),
    Symbol(text="OC-17/02", organ="CORTEIDH", kind="OC", number=17, year=2002),
    Symbol(text="Series C No. 149", organ="CORTEIDH", kind="C", number=149),
    Symbol(text="UN/POP/EGM-MIG/2006/04", organ="UN/POP/EGM-MIG", kind="doc", number=4, year=2006),
    Symbol(text="WHA57.19", organ="WHO/WHA", kind="RES", number=19, session="57"),
]


@pytest.mark.parametrize(("text", "symbol"), PRINTED)
def test_a_printed_symbol_is_found_once_in_its_canonical_spelling(text: str, symbol: str):
    assert [mention.symbol.text for mention in find_symbols(text)] == [symbol]


@pytest.mark.parametrize("text", NOT_PRINTED)
def test_what_only_looks_like_a_symbol_is_not_found(text: str):
    assert find_symbols(text) == ()


@pytest.mark.parametrize(("text", "symbol"), PRINTED)
def test_a_symbol_can_be_typed_as_it_is_printed(text: str, symbol: str):
    (mention,) = find_symbols(text)
    assert parse_symbol(mention.raw) == parse_symbol(symbol) == mention.symbol


@pytest.mark.parametrize(("text", "symbol"), TYPED)
def test_a_typed_symbol_is_found_once_in_its_canonical_spelling(text: str, symbol: str):
    assert [mention.symbol.text for mention in find_typed_symbols(text)] == [symbol]


@pytest.mark.parametrize("text", NOT_TYPED)
def test_ordinary_words_and_numbers_in_a_question_are_no_symbols(text: str):
    assert find_typed_symbols(text) == ()


@pytest.mark.parametrize(("seed", "symbols"), SEEDS)
def test_the_seeds_cite_these_symbols_and_no_others(seed: str, symbols: list[str]):
    text = resources.files("seeds").joinpath(f"{seed}.txt").read_text(encoding="utf-8")
    assert [mention.symbol.text for mention in find_symbols(text)] == symbols


@pytest.mark.parametrize("symbol", PARTS, ids=lambda symbol: symbol.text)
def test_a_symbol_is_read_into_its_parts(symbol: Symbol):
    assert parse_symbol(symbol.text) == symbol


def test_a_mention_stands_where_the_symbol_does_without_its_series():
    (mention,) = find_symbols("OEA/Ser.G CP/doc.3327/00, aprobado")
    assert (mention.raw, mention.start, mention.end) == ("CP/doc.3327/00", 10, 24)


def test_a_typed_mention_includes_the_word_that_names_its_kind():
    (mention,) = find_typed_symbols("qué dice la resolución ag res 2356 de la niñez")
    assert (mention.raw, mention.start, mention.end) == ("resolución ag res 2356", 12, 34)


def test_symbols_of_one_paragraph_are_found_in_order():
    text = "AG/RES. 2555 (XL-O/10), AG/RES.\n2694 (XLI-O/11) y A/RES/48/104"
    assert [mention.raw for mention in find_symbols(text)] == [
        "AG/RES. 2555 (XL-O/10)",
        "AG/RES.\n2694 (XLI-O/11)",
        "A/RES/48/104",
    ]


@pytest.mark.parametrize("far", [1, 159, 160, 161, 319, 320, 321, 5000])
def test_prose_between_two_symbols_does_not_hide_them(far: int):
    text = "CE/AM-59/08" + " a" * far + "AG/RES. 2141 (XXXV-O/05) rev. 1"
    assert [mention.symbol.text for mention in find_symbols(text)] == [
        "CE/AM-59/08",
        "AG/RES. 2141 (XXXV-O/05) rev. 1",
    ]


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("CONSEJO PERMANENTE\nOEA/Ser.G\nCE/AM-59/08", "OEA/Ser.G"),
        ("OAS / ser. l/v/ii.98 doc. 6", "OEA/Ser.L/V/II.98"),
        ("OEA/Ser.K/XXXIV.5", "OEA/Ser.K/XXXIV.5"),
        ("CE/AM-59/08", None),
    ],
)
def test_the_series_above_a_symbol_is_found_by_itself(text: str, series: str | None):
    assert find_series(text) == series


@pytest.mark.parametrize(
    "text",
    [
        "«AG/RES. 2356 (XXXVIII-O/08)».",
        " (ag res 2356 xxxviii-o/08)\n",
        "OAS/Ser.P AG/RES. 2356 (XXXVIII-O/08)",
    ],
)
def test_what_stands_around_a_single_symbol_is_overlooked(text: str):
    assert parse_symbol(text).text == "AG/RES. 2356 (XXXVIII-O/08)"


@pytest.mark.parametrize(
    "text", ["", "migrantes", "OEA/Ser.G", "AG/RES. 1 y AG/RES. 2", "el párrafo 3 de AG/RES. 2356"]
)
def test_anything_but_one_symbol_is_refused(text: str):
    with pytest.raises(SymbolError):
        parse_symbol(text)


@pytest.mark.parametrize(
    ("asked", "borne", "expected"),
    [
        ("AG/RES. 2356", "AG/RES. 2356 (XXXVIII-O/08)", True),
        ("resolución 2356", "AG/RES. 2356 (XXXVIII-O/08)", True),
        ("AG/RES. 2356 (XXXVIII-O/08)", "AG/RES. 2356", True),
        ("AG/RES. 2356 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVII-O/07)", False),
        ("AG/RES. 2356 (XXXVIII-O/08)", "AG/RES. 2356 rev. 1", False),
        ("Informe No. 47/02", "Report No. 47/02", True),
        ("CE/AM-75/09", "CE/AM-75/09 rev. 2", False),
        ("CE/AM-75/09 rev. 2", "CE/AM-75/09", False),
        ("CE/AM-75/09 rev. 1", "CE/AM-75/09 rev. 2", False),
        ("OEA/Ser.L/V/II.98 doc. 6 rev.", "OEA/Ser.L/V/II.98 doc. 6 rev. 1", False),
        ("A/58/121", "A/59/121", False),
        ("AG/RES. (XXX-O/00)", "AG/RES. (XXX-O/00)", False),
        ("AG/RES. 1717", "AG/RES. (XXX-O/00)", False),
    ],
)
def test_a_symbol_matches_where_it_has_what_was_asked(asked: str, borne: str, expected: bool):
    assert matches(parse_symbol(asked), parse_symbol(borne)) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("AG/RES. 2141", "AG/RES. 2141 (XXXV-O/05)", True),
        ("CP/DEC. 28 (1502/05)", "CP/DEC. 28", True),
        ("AG/RES. 1 (I-O/71)", "AG/RES. 1 (XLVI-E/14)", False),
        ("AG/RES. 2141", "AG/DEC. 2141 (XXXV-O/05)", False),
        ("AG/RES. 2141 rev. 1", "AG/RES. 2141 (XXXV-O/05)", False),
        ("CP/doc.3654", "CP/doc.3654/02", False),
        ("RES. 2141", "AG/RES. 2141 (XXXV-O/05)", False),
    ],
)
def test_an_act_is_one_with_and_without_its_session(first, second, expected):
    assert is_same_act(parse_symbol(first), parse_symbol(second)) is expected


def test_the_series_of_a_question_are_found_and_left_out():
    text = "oas/ser.g y OEA/Ser.L/V/II.98 migrantes"
    assert find_all_series(text) == ("OEA/Ser.G", "OEA/Ser.L/V/II.98")
    assert without_series(text).split() == ["y", "migrantes"]


@pytest.mark.parametrize(
    ("cited", "asked", "expected"),
    [
        ("RES. 252 (XXXIV-O/08)", "CIM/RES. 252", True),
        ("AG/RES. 2141", "AG/RES. 2141 (XXXV-O/05)", True),
        ("AG/RES. 2141 (XXXV-O/05)", "AG/RES. 2141 (XXXIV-O/04)", False),
        ("CP/RES. 252", "CIM/RES. 252", False),
        ("CE/AM-75/09 rev. 2", "CE/AM-75/09", True),
        ("CE/AM-75/09", "CE/AM-75/09 rev. 2", False),
        ("AG/RES. 2141", "AG/DEC. 2141", False),
    ],
)
def test_a_citation_leaves_out_what_its_reader_knows(cited, asked, expected):
    assert can_mean(parse_symbol(cited), parse_symbol(asked)) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("CE/AM-75/09 rev. 1", "CE/AM-75/09 rev. 2", True),
        ("AG/doc.4548/06 add. 6", "AG/doc.4548/06 add. 6 corr. 1", True),
        ("AG/RES. 2141", "AG/RES. 2141 (XXXV-O/05)", True),
        ("CE/AM-75/09", "CE/AM-75/08", False),
        ("AG/RES. 1 (XLVI-E/14)", "AG/RES. 1 (XLVII-E/14)", False),
        ("CP/RES. 57", "CP/doc.57", False),
        ("RES. 252", "AG/RES. 252", False),
        ("AG/RES. (XXX-O/00)", "AG/RES. (XXX-O/00)", False),
    ],
)
def test_a_family_differs_only_in_its_marks(first: str, second: str, expected: bool):
    assert is_family(parse_symbol(first), parse_symbol(second)) is expected
    assert is_family(parse_symbol(second), parse_symbol(first)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CE/AM-75/09 rev. 2", "ce-am-75-09-rev-2"),
        ("AG/RES. 2356 (XXXVIII-O/08)", "ag-res-2356-xxxviii-o-08"),
        ("CAJP/GT/TM-14/04 add. 5", "cajp-gt-tm-14-04-add-5"),
        ("OEA/Ser.L/V/II.98 doc. 6 rev.", "oea-ser-l-v-ii-98-doc-6-rev"),
        ("CD45 (D1)", "cd45-d1"),
    ],
)
def test_a_slug_is_the_spelling_in_lower_case_and_dashes(text: str, expected: str):
    assert slug(parse_symbol(text)) == expected


def test_different_symbols_have_different_slugs():
    spellings = {symbol for _, symbol in [*PRINTED, *TYPED]}
    assert len({slug(parse_symbol(spelling)) for spelling in spellings}) == len(spellings)


@pytest.mark.parametrize(
    ("organ", "es", "en"),
    [
        ("CP", "Consejo Permanente", "Permanent Council"),
        ("UN/S", "Consejo de Seguridad", "Security Council"),
        (
            "OEA/Ser.L/V/II.98",
            "Comisión Interamericana de Derechos Humanos",
            "Inter-American Commission on Human Rights",
        ),
        ("XYZ", None, None),
    ],
)
def test_a_known_organ_has_its_names(organ: str, es: str | None, en: str | None):
    assert (organ_name(organ, Language.ES), organ_name(organ, Language.EN)) == (es, en)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("OEA/Ser.G", True),
        ("CP/RES. 1234 (1456/19)", True),
        ("(OEA/Ser.G – CE/AM-75/09 rev. 2)", True),
        ("Véase CP/RES. 1234 (1456/19)", False),
        ("13 octubre 2004", False),
        ("", False),
    ],
)
def test_a_mark_is_a_symbol_or_a_series_and_nothing_else(line: str, expected: bool):
    assert is_mark(line) is expected


def test_a_text_without_its_symbols_keeps_its_other_words():
    assert without_symbols("OEA/Ser.G Véase CP/RES. 1234 (1456/19), y").split() == [
        "Véase", ",", "y",
    ]  # fmt: skip
