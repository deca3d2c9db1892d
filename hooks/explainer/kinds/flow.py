"""A money map: who pays whom, in columns of parties, with what comes round marked.

A stroke is as wide as its amount. It is full where the money went, dashed where a contract owes it,
dotted where it is only promised, and its label says so in a word. Money runs from left to right,
and down where the drawing is narrow; what runs back goes round. Amounts are those of the data: they
overlap, and the map adds none up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import wrapped
from explainer.errors import did_you_mean
from explainer.facts.fields import ID, NAME, Field, Record, a, by_id, list_of, whole_list
from explainer.facts.flow_model import FLOW_KINDS, FLOWS
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds import refusals
from explainer.kinds.descriptions import amount
from explainer.kinds.flow_drawing import drawn
from explainer.kinds.flow_parts import Frame, Money, Parts
from explainer.kinds.flow_sketch import LETTERS
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot
from explainer.kinds.tables import NOTHING, Table, cell_text
from explainer.language.locales import LOCALES, Locale

FLOW_LIMIT = (3, 22)  # fewer are a sentence, more are a knot
NAME_LIMIT, LINES = 28, 2  # characters of a party's name, and its lines in its box


def draw(plot: Plot) -> alt.LayerChart:
    """Return the map, its labels and its key."""
    return drawn(plot, Parts(plot.chart, plot.library))


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One row a flow: who pays whom, how much, how sure, when and over what time."""
    parts = Parts(chart, library)
    heads = ("flow_payer", "flow_payee", "flow_amount", "flow_standing", "flow_date", "flow_covers")
    rows = tuple(
        (
            parts.name(one.flow.payer, locale),
            parts.name(one.flow.payee, locale),
            _cell(one.row, locale),
            locale.word(f"money:{one.flow.kind}"),
            locale.period(one.row.period),
            locale.typeset(one.flow.covers[locale.code]) if one.flow.covers else NOTHING,
        )
        for one in parts.moneys
    )
    unit = parts.moneys[0].series.dataset.unit.forms(locale.code).name
    named = [locale.word(head) for head in heads]
    named[2] = f"{named[2]} ({unit})"
    return Table(tuple(named), rows)


def _cell(row: Observation, locale: Locale) -> str:
    """An amount without how sure it is, which has a column of its own."""
    return cell_text(replace(row, status=None), locale)


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """The loops, then each flow in a few words, the firmest first."""
    parts = Parts(chart, library)
    found = [
        locale.word("flow_loop", str(number), parts.way(some, locale))
        for number, some in enumerate(parts.loops, 1)
    ]
    for kind in FLOW_KINDS:
        some = [one for one in parts.moneys if one.flow.kind == kind]
        if not some:
            continue
        said = [
            f"{parts.name(one.flow.payer, locale)} → {parts.name(one.flow.payee, locale)}, "
            + (
                amount(one.row, one.series.dataset.unit, locale)
                if one.row.numbers
                else locale.word("flow_unknown")
            )
            for one in some
        ]
        head = locale.word(f"money:{kind}")
        found.append(f"{head[0].upper()}{head[1:]}{locale.words['colon']}{'; '.join(said)}")
    return locale.typeset("\n".join(f"{line}." for line in found))


# -- what is refused ----------------------------------------------------------------------------


def _of_flows(one: Candidate) -> Iterator[str]:
    for ref in one.chart.series:
        if ref.dataset != FLOWS or not ref.entity:
            yield (
                f"draws {ref.dataset} as flows; name flows of data/{FLOWS}.yml one by one, like "
                f"{{dataset: {FLOWS}, entity: acme-bolt}}"
            )
            return
    parts = Parts(one.chart, one.library)
    if not all(map(_is_sound, parts.moneys)):  # which is told of the flow
        return
    yield from _columns(parts)
    yield from _frames(parts)
    yield from _loops(parts)
    named = one.chart.options.get("names", {})
    for id in named:
        if id not in parts.parties:
            yield f'names "{id}", which no flow of it has{did_you_mean(id, parts.parties)}'


def _is_sound(one: Money) -> bool:
    """Whether a flow goes from one known party to another."""
    entities, ends = one.library.entities, (one.flow.payer, one.flow.payee)
    return ends[0] != ends[1] and all(end in entities for end in ends)


def _columns(parts: Parts) -> Iterator[str]:
    """Each party stands in one column, and all that stands there is drawn."""
    flat = [id for column in parts.columns for id in column]
    flows = [one.flow.id for one in parts.moneys]
    if len(parts.columns) < 2:
        yield 'has fewer than two "columns"; list the parties from left to right'
        return
    for id in parts.parties:
        if id not in flat:
            yield f'has no place for "{id}"; add it to one of its columns'
    for id in dict.fromkeys(flat):
        known = [*parts.parties, *flows, *(frame.party for frame in parts.frames)]
        if id not in known:
            yield f'has "{id}" in columns, which no flow of it has{did_you_mean(id, known)}'
        elif id not in flows and flat.count(id) > 1:
            yield f'has "{id}" in columns twice; keep one'
    where = {id: number for number, column in enumerate(parts.columns) for id in column}
    for one in parts.moneys:
        ends = (one.flow.payer, one.flow.payee)
        if all(end in where for end in ends) and where[ends[0]] == where[ends[1]]:
            yield (
                f'has both ends of "{one.flow.id}" in one column; move "{ends[0]}" or "{ends[1]}"'
            )


def _frames(parts: Parts) -> Iterator[str]:
    """What is in a frame stands side by side, beside the frame's own place."""
    for frame in parts.frames:
        column = next((some for some in parts.columns if frame.party in some), ())
        places = [i for i, id in enumerate(column) if id in (frame.party, *frame.holds)]
        together = not places or places == list(range(places[0], places[-1] + 1))
        if not column or len(places) < len(frame.holds) + 1 or not together:
            yield (
                f'frames "{frame.party}" around what does not stand beside it; put '
                f"{', '.join((frame.party, *frame.holds))} in one column, one after the other"
            )


def _loops(parts: Parts) -> Iterator[str]:
    """A loop comes back to where it began."""
    drawn_ids = [one.flow.id for one in parts.moneys]
    for number, some in enumerate(parts.loops, 1):
        unknown = [id for id in some if id not in drawn_ids]
        if unknown:
            close = did_you_mean(unknown[0], drawn_ids)
            yield f'has "{unknown[0]}" in a loop, which it does not draw{close}'
            continue
        flows = [parts.library.flows[id] for id in some]
        for before, after in zip(flows, [*flows[1:], *flows[:1]], strict=True):
            if before.payee != after.payer:
                yield (
                    f'has a loop {number} that breaks: "{before.id}" pays "{before.payee}", and '
                    f'"{after.id}" comes from "{after.payer}"; name flows that follow each other'
                )
                break


def _few(one: Candidate) -> Iterator[str]:
    least, most = FLOW_LIMIT
    count = len(one.series)
    if not least <= count <= most:
        yield f"draws {count} flows; draw {least} to {most}, and leave the others to the dataset"


def _names(one: Candidate) -> Iterator[str]:
    """The name of each party fits its box."""
    parts = Parts(one.chart, one.library)
    for id in (id for id in parts.parties if id in one.library.entities):
        for code in LOCALES:
            name = parts.name(id, LOCALES[code])
            lines = len(wrapped(name, LETTERS))
            if lines > LINES or len(name) > NAME_LIMIT:
                yield (
                    f'names a party "{name}" ({code}), {len(name)} characters on {lines} '
                    f"line{'s' * (lines > 1)} of its box; give it a name of {LINES} lines of "
                    f"{LETTERS} characters in names"
                )


_FRAME = Record(
    "frame",
    "frame",
    Frame,
    (
        Field(
            "party",
            ID,
            "à qui vont les flux de tout le cadre",
            "to whom flows of the whole frame go",
            required=True,
        ),
        Field("holds", whole_list(ID), "qui est dedans", "who is inside", required=True),
    ),
    placed=False,
)

KIND = Kind(
    fr="qui paie qui, et ce qui revient",
    en="who pays whom, and what comes round",
    draw=draw,
    options=(
        Field(
            "columns",
            whole_list(whole_list(ID)),
            "les parties, de gauche à droite, et dans chaque colonne de haut en bas ; "
            "un flux qui y est nommé la traverse à cette place",
            "the parties from left to right, and in each column from top to bottom; "
            "a flow that is named there passes it at that place",
        ),
        Field(
            "frames",
            list_of(a(_FRAME)),
            "les cadres qui réunissent des parties",
            "the frames that hold parties together",
        ),
        Field(
            "loops",
            whole_list(whole_list(ID)),
            "les flux qui forment une boucle, dans l'ordre",
            "the flows that come round, in order",
        ),
        Field(
            "names",
            by_id(NAME),
            "des noms plus courts pour des parties",
            "shorter names of parties",
        ),
    ),
    refuse_options=(_of_flows,),
    refuse=(refusals.several_units, refusals.highlight, _few, _names),
    table=_table,
    describe=_describe,
    keys="list",
    one_definition=False,
)
