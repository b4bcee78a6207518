"""Good files with damage, the same for the same seed."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from functools import cache

from tests.badfiles.files import GOOD, zipped
from tests.fixtures.documents.synthetic import make_document
from tests.fixtures.documents.typesetter import write_pdf
from tests.paths import FIXTURES as _PROBES


def mutant(kind: str, seed: int) -> bytes:
    """A good file of a kind with one to four kinds of damage.

    Of packages every second one is damaged before it is packed, for its checksums find the rest.
    """
    chance = random.Random(f"{kind} {seed}")
    content = _sound(kind)
    if kind in ("docx", "odt") and seed % 2:
        whole = zipfile.ZipFile(io.BytesIO(content))
        parts: dict[str, str | bytes] = {name: whole.read(name) for name in whole.namelist()}
        name = chance.choice([each for each in parts if each.endswith(".xml")])
        return zipped({**parts, name: _damaged(whole.read(name), chance)})
    return _damaged(content, chance)


@cache
def _sound(kind: str) -> bytes:
    """A file with all that the reader of a kind knows."""
    if kind == "pdf":
        return write_pdf(make_document()[:25])
    probe = _PROBES / f"probe.{kind}"
    return probe.read_bytes() if probe.exists() else GOOD[kind]()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for damage in chance.choices(_DAMAGES, k=chance.randint(1, 4)):
        if len(changed) > 1:
            changed = damage(changed, chance)
    return bytes(changed)


def _flip(content: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 3, 10, 50))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _cut_off(content: bytearray, chance: random.Random) -> bytearray:
    return content[: chance.randrange(1, len(content))]


def _cut_out(content: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def _double(content: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 50)) + content[end:]


def _move(content: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(content, chance)
    rest, place = content[:start] + content[end:], chance.randrange(start + 1)
    return rest[:place] + content[start:end] + rest[place:]


def _overwrite(content: bytearray, chance: random.Random) -> bytearray:
    start, end = _span(content, chance)
    content[start:end] = chance.choice((b"\0", b"\xff", b"{", b"<", b" ")) * (end - start)
    return content


def _grow(content: bytearray, chance: random.Random) -> bytearray:
    """A number becomes a great one."""
    places = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
    if places:
        place = chance.choice(places)
        content[place : place + 1] = chance.choice(
            (b"-1", b"0", b"65536", b"4294967295", b"9" * 30)
        )
    return content


def _span(content: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content))
    return start, min(len(content), start + chance.choice((1, 4, 64, 512, 4096)))


_DAMAGES: Sequence[Callable[[bytearray, random.Random], bytearray]] = (
    _flip,
    _cut_off,
    _cut_out,
    _double,
    _move,
    _overwrite,
    _grow,
)
