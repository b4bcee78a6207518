"""One table of what characters are turned into before anything reads them."""

import re
import unicodedata

LOST = "\ufffd"
"""Mark that converters write for one they could not read."""

# Word's own marks for notes and fields, where a converter let them through.
_WORD_MARKS = dict.fromkeys((0x02, 0x13, 0x14, 0x15), LOST)
_INVISIBLE = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, 0xFFFE, 0xFFFF), None
)
_SPACES = dict.fromkeys(
    (
        0x0B, 0x0C, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F,
        0x3000,
    ),
    " ",
)  # fmt: skip
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x09}
_HYPHENS = {0x2010: "-", 0x2011: "-", 0x1E: "-", 0x1F: None}
# Symbol and Wingdings signs in the private use area; deleting them would lose brackets and
# bullets (U+F05B, U+F05D, U+F0B7 in real files).
_SYMBOL_FONT = {0xF000 + code: chr(code) for code in range(0x20, 0x7F)} | {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "▪", 0xF0D8: "▪", 0xF0FC: "•", 0xF0B0: "°", 0xF0B1: "±",
    0xF0B8: "÷", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0AE: "→", 0xF0E0: "→", 0xF0D7: "·",
    0xF0BE: "—",
}  # fmt: skip
_TABLE = _CONTROLS | _INVISIBLE | _SPACES | _HYPHENS | _WORD_MARKS | _SYMBOL_FONT
# Most lines need nothing, and a search is five times as fast as the translation.
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}\t]|  ")


def normalise(text: str) -> str:
    """The text in NFC, with plain spaces and nothing invisible; only a leading tab stays."""
    if not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    translated = unicodedata.normalize("NFC", text.translate(_TABLE))
    tab = "\t" if translated.startswith("\t") else ""
    return tab + re.sub(r"[ \t]+", " ", translated.removeprefix("\t"))
