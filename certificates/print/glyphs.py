"""Which characters the shipped fonts can show, read from the fonts themselves (spec/print.md 3.5, 7.1.5).

A PDF/UA document may not hold a character without glyph, so what the fonts lack is replaced before it is set.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
REPLACEMENT = "□"
_BREAKS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n", "\t": "    "}
_SEGMENTS, _GROUPS = 4, 12
"""Numbers of the two table formats in use: 16-bit segments, and groups over all of Unicode."""


def printable(text: str) -> str:
    """The text in composed form; control and invisible characters removed.

    A character without glyph becomes its compatible form, or ``REPLACEMENT``.
    """
    for found, instead in _BREAKS.items():
        text = text.replace(found, instead)
    shown = covered()
    return "".join(_shown(character, shown) for character in unicodedata.normalize("NFC", text))


@cache
def covered() -> frozenset[int]:
    """Code points that every shipped font has a glyph for."""
    fonts = sorted(FONTS.glob("*.ttf"))
    return frozenset.intersection(*(_code_points(font.read_bytes()) for font in fonts))


def _shown(character: str, shown: frozenset[int]) -> str:
    if character == "\n":
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} or 0xFE00 <= ord(character) <= 0xFE0F:
        return ""
    if ord(character) in shown:
        return character
    simpler = unicodedata.normalize("NFKC", character)
    return simpler if all(ord(part) in shown for part in simpler) else REPLACEMENT


def _code_points(font: bytes) -> frozenset[int]:
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + index * 8 + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _SEGMENTS:
            found |= _from_segments(font, start + offset)
        elif form == _GROUPS:
            found |= _from_groups(font, start + offset)
    return frozenset(found)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + index * 16)
        if name == tag:
            return int(offset)
    raise ValueError(f"The font has no table {tag.decode()}")


def _from_segments(font: bytes, at: int) -> set[int]:
    """Format 4: segments of 16-bit code points; glyph 0 means none."""
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    found: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", font, offsets_at + 2 * index + offset + 2 * (code - first))
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found


def _from_groups(font: bytes, at: int) -> set[int]:
    """Format 12: groups of code points."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for index in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + index * 12)
        found.update(range(first, last + 1))
    return found
