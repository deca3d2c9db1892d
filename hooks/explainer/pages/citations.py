"""How to cite a chart: the original producers first, then the site that gathered and checked.

Short and full in words; BibTeX and RIS for those who keep a bibliography. No date of access: the
build does not know the day on which somebody reads.
"""

from __future__ import annotations

from explainer.pages.chart_text import ChartText


def short_citation(chart_text: ChartText, address: str) -> str:
    """Return a credit for a caption, like `Acme; The Name of the Site, 2026, https://…`."""
    locale = chart_text.locale
    return locale.typeset(
        f"{_producers(chart_text)}; {locale.site_name}, {_year(chart_text)}, {address}"
    )


def full_citation(chart_text: ChartText, address: str) -> str:
    """Return the whole reference in the page's language."""
    locale = chart_text.locale
    return locale.word(
        "citation",
        _producers(chart_text),
        _year(chart_text),
        _measure(chart_text),
        locale.site_name,
        chart_text.cutoff[0].lower() + chart_text.cutoff[1:],
        address,
    )


def bibtex(chart_text: ChartText, address: str) -> str:
    """Return a BibTeX entry; names are braced, so that nothing in them is abbreviated."""
    locale = chart_text.locale
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in chart_text.credit.names),
        "title": f"{{{_escaped(_measure(chart_text))}}}",
        "publisher": _escaped(locale.site_name),
        "year": _year(chart_text),
        "url": address,
        "note": _escaped(_notes(chart_text)),
        "language": "french" if locale.code == "fr" else "english",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{locale.site_key}-{chart_text.chart.id}-{locale.code},\n{body}\n}}\n"


def ris(chart_text: ChartText, address: str) -> str:
    """Return a RIS entry of type DATA."""
    cutoff = chart_text.last_read
    lines = [
        ("TY", "DATA"),
        *(("AU", name) for name in chart_text.credit.names),
        ("TI", _measure(chart_text)),
        ("PB", chart_text.locale.site_name),
        ("PY", _year(chart_text)),
        ("DA", f"{cutoff:%Y/%m/%d}"),
        ("UR", address),
        ("LA", chart_text.locale.code),
        ("N1", _notes(chart_text)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines)


def _producers(chart_text: ChartText) -> str:
    return str(chart_text.credit)


def _notes(chart_text: ChartText) -> str:
    """The cut-off date, behind who compiled the figures where that is not who produced them."""
    credit = chart_text.credit
    return ". ".join(
        ([str(credit)] if credit.producers and credit.compilers else []) + [chart_text.cutoff]
    )


def _measure(chart_text: ChartText) -> str:
    """A chart is cited by what it measures; its title is a finding, and findings change."""
    return chart_text.subtitle


def _year(chart_text: ChartText) -> str:
    return str(chart_text.last_read.year)


# A brace counts for BibTeX even after a backslash: so braces, too, are named.
_TEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def _escaped(text: str) -> str:
    """A text in which TeX finds no command."""
    return "".join(_TEX.get(sign, sign) for sign in _one_line(text))


def _one_line(text: str) -> str:
    """A text in which no record begins: a name of the site comes from another file than data."""
    return " ".join(text.splitlines())
