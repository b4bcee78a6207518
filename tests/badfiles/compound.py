"""Compound files (OLE), written plainly: 512-byte sectors, no small streams."""

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096


def compound(streams: Mapping[str, bytes], *, fat_loop: bool = False) -> bytes:
    """A compound file of those streams, padded so that none is small; its FAT may be a circle."""
    padded = {name: content.ljust(_SMALLEST, b"\0") for name, content in streams.items()}
    entries, chains, body = [], [], b""
    names = list(padded)
    directory_sectors = -(-(len(names) + 1) // 4)
    next_sector = 1 + directory_sectors
    for index, (name, content) in enumerate(padded.items()):
        count = -(-len(content) // _SECTOR)
        right = index + 2 if index + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, next_sector, len(content), right=right))
        chain = [*range(next_sector + 1, next_sector + count), _END]
        chains += [next_sector] * count if fat_loop else chain
        body += content.ljust(count * _SECTOR, b"\0")
        next_sector += count
    root = _entry("Root Entry", 5, _END, 0, child=1)
    directory = b"".join([root, *entries]).ljust(directory_sectors * _SECTOR, b"\0")
    fat = [_FAT, *range(2, 1 + directory_sectors), _END, *chains]
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    if len(packed) != _SECTOR:
        raise ValueError("one sector of FAT holds 128 sectors")
    return _header() + packed + directory + body


def _header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _SMALLEST, _END, 0,
                        _END, 0)  # fmt: skip
    return head + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE
) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters), kind, 1, _FREE, right, child)
        + bytes(16 + 4 + 16)
        + struct.pack("<IQ", start, size)
    )
