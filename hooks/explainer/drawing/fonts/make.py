"""Makes Facture Sans, a subset of IBM Plex Sans: woff2 for pages, TTF for charts. See README.md."""

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

FAMILY = "Facture Sans"
DESCRIPTION = (
    "A subset of IBM Plex Sans 3.005, without hinting, for French and English text. Its name "
    "is another because the SIL Open Font License reserves the name Plex for the original."
)
WEIGHTS = {400: "Regular", 600: "SemiBold"}
CHARACTERS = (
    "20-7E, A0-FF, 152, 153, 178, "  # Latin, and the French letters beyond Latin-1
    "300-302, 308, 327, "  # accents typed as characters of their own
    "2009, 202F, 2010-2015, 2018-201E, 2020, 2022, 2026, 2030, 2032, 2033, 2039, 203A, "
    "20AC, 2122, 2190-2193, 2197, 2198, 2212, 2248, 2260, 2264, 2265"
)
HERE = Path(__file__).parent
PAGES = HERE.parents[3] / "overrides" / "assets" / "fonts"


def subset(original: Path, style: str) -> TTFont:
    """The original with our characters only, under our name."""
    font = TTFont(original, recalcTimestamp=False)  # the same bytes at every run
    options = Options(hinting=False, layout_features=["ccmp", "kern", "liga", "mark", "mkmk"])
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 16, 17]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(CHARACTERS))
    subsetter.subset(font)

    regular = style == "Regular"
    names = {
        1: FAMILY if regular else f"{FAMILY} {style}",
        2: "Regular",
        3: f"3.005;{FAMILY.replace(' ', '')}-{style}",
        4: FAMILY if regular else f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        10: DESCRIPTION,
        16: FAMILY,
        17: style,
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


for weight, style in WEIGHTS.items():
    font = subset(Path(sys.argv[1]) / f"IBMPlexSans-{style}.woff2", style)
    for flavor, path in {
        None: HERE / f"facture-sans-{weight}.ttf",
        "woff2": PAGES / f"facture-sans-{weight}.woff2",
    }.items():
        font.flavor = flavor
        font.save(path)
        if flavor:  # the same in an SVG that travels alone
            shutil.copy(path, HERE)
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")
