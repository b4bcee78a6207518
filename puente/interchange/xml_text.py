"""Text as XML holds it."""

import re
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text as the content of an element; what XML cannot hold is left out."""
    return escape(_FORBIDDEN.sub("", text))


def xml_attribute(text: str) -> str:
    """The text as the value of an attribute, quoted; what XML cannot hold is left out."""
    return quoteattr(_FORBIDDEN.sub("", text))
