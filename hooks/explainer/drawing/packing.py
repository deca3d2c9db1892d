"""A PNG with the same pixels in fewer bytes: vl-convert packs in haste, and knows no palette.

A drawing has few colours, and one byte for each pixel says which. To find that byte for two million
pixels must not take longer than to draw them, so it is done by tables over whole bands of the
picture: the number of a colour is the sum of what four tables (for red, green, blue and alpha) hold
for it. Such tables exist when the colours can be taken away one after the other, each by a value
that no other has by then; where they cannot, a band that mixes the others tells them apart.
"""

from __future__ import annotations

import io
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops

Colour = tuple[int, ...]  # red, green, blue, alpha, and what mixed bands have for it
MOST = 256  # colours of a palette
_LEVEL = 4  # of zlib: more takes longer and saves little
_MIXES = ((1, 3, 7), (5, 11, 2), (13, 1, 29))  # how often red, green and blue are in a mixed band


def packed(picture: bytes) -> bytes:
    """Return a PNG of red, green, blue and alpha as one with the same pixels in fewer bytes."""
    image: Image.Image = Image.open(io.BytesIO(picture))
    assert image.mode == "RGBA", "vl-convert makes no other"
    counted: list[tuple[int, Colour]] | None = image.getcolors(MOST)  # type: ignore[assignment]
    found = _by_palette(image, counted) if counted else None
    if found is None:
        return _packed_again(picture)
    out = io.BytesIO()
    found.save(out, "PNG", compress_level=_LEVEL)
    return out.getvalue()


def flattened(picture: bytes) -> bytes:
    """Return a PNG without transparent parts in as few bytes as 256 colours take: so for a card,
    which is looked at for a second."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    out = io.BytesIO()
    image.quantize(MOST, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _by_palette(image: Image.Image, counted: list[tuple[int, Colour]]) -> Image.Image | None:
    """The same picture as the numbers of its colours; None if no tables tell these apart."""
    known = [colour for _, colour in sorted(counted, reverse=True)]  # small numbers pack better
    bands, mixed = list(image.split()), list(known)
    tables = _tables(mixed)
    for mix in _MIXES:
        if tables:
            break
        mixed = [(*colour, _sum(colour, mix)) for colour in mixed]
        bands.append(_added(bands, [[n * factor % MOST for n in range(MOST)] for factor in mix]))
        tables = _tables(mixed)
    if not tables:
        return None
    numbers = _added(bands, tables)
    numbers.putpalette([part for colour in known for part in colour], "RGBA")
    return numbers


def _sum(colour: Colour, mix: Sequence[int]) -> int:
    return sum(n * factor for n, factor in zip(colour, mix, strict=False)) % MOST


def _added(bands: Iterable[Image.Image], tables: Iterable[Sequence[int]]) -> Image.Image:
    """The sum, pixel by pixel, of what the tables hold for the values of the bands."""
    read = [
        band.point(list(table)) for band, table in zip(bands, tables, strict=False) if any(table)
    ]
    total = read[0] if read else Image.new("L", next(iter(bands)).size)
    for one in read[1:]:
        total = ImageChops.add_modulo(total, one)
    return total


def _tables(colours: Sequence[Colour]) -> list[list[int]] | None:
    """For each band, what to add for each of its values, so that every colour has the sum that is
    its place in the list; None if there are none that can be found this way."""
    places = range(len(colours[0]))
    having: dict[tuple[int, int], set[int]] = defaultdict(set)  # by band and value: which colours
    for number, colour in enumerate(colours):
        for band in places:
            having[band, colour[band]].add(number)
    alone = [key for key, numbers in having.items() if len(numbers) == 1]
    order = []
    while alone:
        key = alone.pop()
        if len(having[key]) != 1:
            continue
        number = next(iter(having[key]))
        order.append((number, key))
        for band in places:
            left = having[band, colours[number][band]]
            left.discard(number)
            if len(left) == 1:
                alone.append((band, colours[number][band]))
    if len(order) < len(colours):
        return None
    tables = [[0] * MOST for _ in places]
    for number, (band, value) in reversed(order):  # what comes later is no one else's any more
        others = sum(tables[one][colours[number][one]] for one in places if one != band)
        tables[band][value] = (number - others) % MOST
    return tables


def _packed_again(picture: bytes) -> bytes:
    """The same picture, colour by colour as it was, packed with more care."""
    at, before, packed, after = 8, picture[:8], b"", b""
    while at < len(picture):
        end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
        if picture[at + 4 : at + 8] == b"IDAT":
            packed += picture[at + 8 : end - 4]
        elif packed:
            after += picture[at:end]
        else:
            before += picture[at:end]
        at = end
    body = b"IDAT" + zlib.compress(zlib.decompress(packed), 3)
    size, check = ((n & 0xFFFFFFFF).to_bytes(4, "big") for n in (len(body) - 4, zlib.crc32(body)))
    return before + size + body + check + after
