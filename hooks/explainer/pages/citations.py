"""How to cite a chart: the original producers first, then the site that gathered and checked.

Short and full in words; BibTeX and RIS for those who keep a bibliography. No date of access: the
build does not know the day on which somebody reads.
"""

from __future__ import annotations

from explainer.pages.chart_text import Said


def short_citation(said: Said, address: str) -> str:
    """Return a credit for a caption, like `Acme; The Name of the Site, 2026, https://…`."""
    locale = said.locale
    return locale.typeset(f"{_producers(said)}; {locale.site_name}, {_year(said)}, {address}")


def full_citation(said: Said, address: str) -> str:
    """Return the whole reference in the page's language."""
    locale = said.locale
    return locale.word(
        "citation",
        _producers(said),
        _year(said),
        _measure(said),
        locale.site_name,
        said.cutoff[0].lower() + said.cutoff[1:],
        address,
    )


def bibtex(said: Said, address: str) -> str:
    """Return a BibTeX entry; names are braced, so that nothing in them is abbreviated."""
    locale = said.locale
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in said.producers),
        "title": f"{{{_escaped(_measure(said))}}}",
        "publisher": _escaped(locale.site_name),
        "year": _year(said),
        "url": address,
        "note": _escaped(said.cutoff),
        "language": "french" if locale.code == "fr" else "english",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{locale.site_key}-{said.chart.id}-{locale.code},\n{body}\n}}\n"


def ris(said: Said, address: str) -> str:
    """Return a RIS entry of type DATA."""
    cutoff = said.last_read
    lines = [
        ("TY", "DATA"),
        *(("AU", name) for name in said.producers),
        ("TI", _measure(said)),
        ("PB", said.locale.site_name),
        ("PY", _year(said)),
        ("DA", f"{cutoff:%Y/%m/%d}"),
        ("UR", address),
        ("LA", said.locale.code),
        ("N1", said.cutoff),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _producers(said: Said) -> str:
    return said.locale.listed(list(said.producers))


def _measure(said: Said) -> str:
    """A chart is cited by what it measures; its title is a finding, and findings change."""
    return said.subtitle


def _year(said: Said) -> str:
    return str(said.last_read.year)


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "&%$#_{}" else sign for sign in text)
