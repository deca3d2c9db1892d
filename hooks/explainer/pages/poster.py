"""A chart as pictures: the two drawings of a page, and the poster that can travel alone.

On a page the words around a drawing are HTML; whoever takes the picture away has only the
picture. So the poster carries title, note, source, date, licence and address inside, in plain
colours, as SVG and as PNG at twice its size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from explainer.drawing import theme
from explainer.drawing.render import font_faces, for_page
from explainer.drawing.sizes import WIDE, LayoutSize, layouts, wrapped
from explainer.kinds.series import unit_of
from explainer.pages.chart_text import ChartText
from explainer.pages.policy import REFERRER, policy
from explainer.pages.render_queue import FOR_FILES, TASKS

MARGIN = 30
_INK, _SOFT, _GROUND = (theme.plain(colour) for colour in (theme.INK, theme.SOFT, theme.GROUND))
_VIEW = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')


class _Environment(jinja2.Environment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a dictionary holds, even under a name that a method has too: `words.copy`."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@lru_cache(maxsize=1)
def templates() -> jinja2.Environment:
    """The HTML and SVG templates: everything that they are given is escaped."""
    made = _Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
    )
    made.globals.update(policy=policy, referrer=REFERRER)
    return made


def spec(chart_text: ChartText, layout: LayoutSize) -> str:
    """Return the Vega-Lite specification of a chart as JSON text."""
    return chart_text.queue.spec(chart_text.chart, chart_text.library, chart_text.locale, layout)


def drawing(chart_text: ChartText, layout: LayoutSize, id: str) -> str:
    """Return one SVG of a chart for a page, with its title and description inside."""
    return for_page(
        _svg(chart_text, layout), f"{id}-{layout.name}", chart_text.alt, chart_text.description
    )


# A chart is on some pages, on its own and in its embed. As many as are made near one another are
# kept, not all: a large site need not fit in memory.
@lru_cache(maxsize=128)
def _svg(chart_text: ChartText, layout: LayoutSize) -> str:
    return chart_text.queue.svg(
        spec(chart_text, layout), chart_text.job, unit_of(chart_text.chart, chart_text.library)
    )


def drawings_at_hand(chart_text: ChartText) -> bool:
    """Whether the drawings of a chart are there already, from this build or an earlier one."""
    queue, unit = chart_text.queue, unit_of(chart_text.chart, chart_text.library)
    return all(
        queue.has(
            queue.spec_key(chart_text.chart, chart_text.library, chart_text.locale.code, layout)
        )
        and queue.has(queue.svg_key(spec(chart_text, layout), chart_text.job, unit))
        for layout in layouts(chart_text.chart.width)
    )


def draw(chart_text: ChartText, address: str, task: str) -> None:
    """Do one task of a chart; its queue keeps what is drawn."""
    if task == FOR_FILES:
        poster_png(chart_text, address)
    else:
        for layout in layouts(chart_text.chart.width):
            _svg(chart_text, layout)


def draw_all(chart_text: ChartText, address: str) -> None:
    """Draw all the pictures of a chart; its queue keeps them."""
    for task in TASKS:
        draw(chart_text, address, task)


@dataclass(frozen=True)
class _Style:
    size: int
    weight: int
    fill: str
    before: int  # from the line above to the first of this text

    def lines(self, text: str) -> list[str]:
        """The lines of a text, short enough for the wide letters that some viewers take instead."""
        letter = 0.57 if self.weight > 400 else 0.52
        return wrapped(text, int(WIDE.width / (self.size * letter)))


_TITLE = _Style(22, 600, _INK, 34)
_SUBTITLE = _Style(14, 400, _SOFT, 24)
_BODY = _Style(12, 400, _SOFT, 19)


@lru_cache(maxsize=8)  # of one chart after the other, for a file and for its PNG
def poster_svg(chart_text: ChartText, address: str) -> str:
    """Return the whole chart as one SVG document; `address` is that of its page."""
    inner = theme.plain(drawing(chart_text, WIDE, chart_text.chart.id))
    size = _VIEW.search(inner)
    assert size, "our drawings have a viewBox"
    width, height = float(size[1]), float(size[2])
    placed: list[dict[str, object]] = []

    def write(y: int, text: str, style: _Style) -> int:
        for index, line in enumerate(style.lines(text)):
            y += style.before if index == 0 else round(style.size * 1.35)
            placed.append({"y": y, "text": line, "style": style})
        return y

    locale = chart_text.locale
    top = write(write(MARGIN, chart_text.title, _TITLE), chart_text.subtitle, _SUBTITLE) + 18
    y = round(top + height)
    named = (
        ("reading", chart_text.how_to_read),
        ("scope", chart_text.scope),
        ("source", chart_text.sources),
    )
    below = [chart_text.note] if chart_text.note else []
    below += [f"{locale.word(name)}{locale.words['colon']}{text}" for name, text in named if text]
    for text in (*below, f"{chart_text.cutoff}.", locale.word("credit", address)):
        y = write(y, text, _BODY)
    return (
        templates()
        .get_template("poster.svg")
        .render(
            width=WIDE.width + 2 * MARGIN,
            height=y + MARGIN,
            margin=MARGIN,
            lang=locale.code,
            font=theme.FAMILIES,
            ink=_INK,
            ground=_GROUND,
            title=chart_text.title,
            description=chart_text.description,
            lines=placed,
            top=top,
            chart_width=f"{width:g}",
            chart_height=f"{height:g}",
            drawing=Markup(
                inside(inner)
            ),  # our own drawing: Vega and ElementTree escaped its texts
        )
    )


def poster_file(chart_text: ChartText, address: str) -> str:
    """Return the poster of a chart with its font inside: it looks right wherever it goes."""
    end = "</desc>\n"
    return poster_svg(chart_text, address).replace(end, f"{end}<style>{font_faces()}</style>\n", 1)


def poster_png(chart_text: ChartText, address: str) -> bytes:
    """Return the poster of a chart as PNG at twice its size."""
    return chart_text.queue.png(poster_svg(chart_text, address), chart_text.job)


def inside(drawn: str) -> str:
    """Return what a drawing holds, without its root, its title and description, and the words of
    scripts."""
    body = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
    body = re.sub(r"<(title|desc)\b.*?</\1>", "", body, flags=re.DOTALL)
    return re.sub(r' data-(?:tip|series)="[^"]*"', "", body)
