"""Addresses of originals, as a manifest may state them; nothing here follows one."""

import re
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000
_SEEN = re.compile(r"[^\s\x00-\x1f\x7f<>\"\\^`{|}]+")


def is_web_address(text: str) -> bool:
    """Test for the address of a page or a file that a reader may open."""
    if len(text) > LONGEST_ADDRESS or not _SEEN.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        is_whole = parts.hostname is not None and parts.port != 0
    except ValueError:  # a port or a host in brackets that is none
        return False
    return parts.scheme in ("http", "https") and is_whole and "@" not in parts.netloc
