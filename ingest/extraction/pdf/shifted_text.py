"""Pages whose letters are shifted: their fonts number the signs, and tell no letters."""

from collections.abc import Iterator

# The commonest words of the four languages; a page without any is
# looked at more closely.
_COMMON = frozenset(
    ("de", "la", "que", "el", "en", "y", "a", "los", "del", "se", "las", "por", "un", "para", "con",
     "no", "una", "su", "al", "lo", "como", "o", "más", "e", "es", "the", "of", "and", "to", "in",
     "that", "is", "for", "on", "with", "as", "by", "it", "be", "not", "was", "at", "from", "this",
     "da", "do", "em", "os", "um", "uma", "na", "ao", "dos", "le", "les", "des", "du", "et", "une",
     "dans", "est", "pour")
)  # fmt: skip
_FEWEST_WORDS = 12
_FURTHEST = 64
_MANY = 0.1


def is_shifted(text: str) -> bool:
    """Test for a text that has no common word, and many when each sign is another some places on.

    "6HQWHQFLD GH OD &RUWH" is "Sentencia de la Corte", 29 places on.
    """
    words = text.split()
    if len(words) < _FEWEST_WORDS or any(word.lower() in _COMMON for word in words):
        return False
    return any(
        sum(word in _COMMON for word in shifted) >= _MANY * len(words) for shifted in _shifts(words)
    )


def _shifts(words: list[str]) -> Iterator[list[str]]:
    for places in (*range(-_FURTHEST, 0), *range(1, _FURTHEST + 1)):
        yield ["".join(chr(max(0, ord(sign) + places)) for sign in word) for word in words]
