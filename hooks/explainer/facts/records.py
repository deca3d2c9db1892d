"""What may stand in each file of data/: its fields, how each is written, and what it means.

One declaration serves three: `load` reads files by it, `schemas` turns it into JSON Schemas for
editors, and the guide's tables of fields come from it. So what is read, what is completed while
typing and what is explained cannot differ. A new field is a line here and one in `model`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from explainer.characters import IN_A_LINE
from explainer.facts.fields import (
    BOTH,
    CIK,
    COLOUR,
    DAY,
    ID,
    LANGUAGES,
    MARK,
    MONTH_DAY,
    NAME,
    NUMBER,
    PERIOD,
    TEXT,
    URL,
    YES,
    Field,
    FieldType,
    Record,
    a,
    by_id,
    in_both,
    list_of,
    name,
    one_of,
    pattern,
    whole_list,
)
from explainer.facts.model import (
    ABSENCES,
    BASES,
    EACH,
    ENTITY_KINDS,
    FREQUENCIES,
    GRADES,
    NUMBER_KINDS,
    SOURCE_KINDS,
    STATUSES,
    WIDTHS,
    Chart,
    Colour,
    Dataset,
    Entity,
    Family,
    Observation,
    SeriesRef,
    Source,
    Text,
)
from explainer.language import units
from explainer.language.units import POWERS, Forms, Unit
from explainer.yaml_nodes import YEARS, Node, Refused

# -- what stands in the files ----------------------------------------------------------------------


def has_amount(what: str, node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """Refuse what has not one of these: a value with or without its interval, a range, a formula or
    the reason why there is no number."""
    said = {"value", "low", "high", "formula", *ABSENCES} & given
    if not said:
        raise node.refuse(
            f'{what} has no "value", no "low" or "high", no "formula", and no reason why it is '
            '"missing"; add one of them, or not_published: true, or not_verified: true'
        )
    if all(values[name] is None for name in said):
        raise Refused
    if len(said) > 1 and said not in ({"low", "high"}, {"value", "low", "high"}):
        raise node.refuse(
            f"{what} has {' and '.join(sorted(said))} together; keep a value (low and high "
            "may be its interval), a range (low, high), a formula, missing, not_published or "
            "not_verified"
        )
    told = [one for one in ("source", "checked_via", "grade", "derived") if one in given]
    if "formula" in said and told:
        raise node.refuse(
            f"{what} has a formula and {' and '.join(told)}, which come from what it is "
            f"computed from; leave {' and '.join(told)} out"
        )


def _source(node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """A copy stands elsewhere than what it is a copy of."""
    if "archived" in given and values["archived"] and values["archived"] == values["url"]:
        raise node.refuse(
            f'source "{values["id"]}" has its own address as its archived copy; write the address '
            "of a copy, as of web.archive.org, or leave archived out"
        )


def _dataset(series: Mapping[str, tuple[Observation, ...]], grade: str, **values: Any) -> Dataset:
    """A dataset, whose observations have its grade unless they say another."""
    graded = {
        entity: tuple(row if row.grade else replace(row, grade=grade) for row in rows)
        for entity, rows in series.items()
    }
    return Dataset(series=graded, grade=grade, **values)


def _producer(node: Node) -> Text | str:
    """A name, or the word for those whom each series is about."""
    return EACH if not node.is_group and node.word().strip() == EACH else name(node)


def _ungraded(**values: Any) -> Observation:
    return Observation(**{"grade": "", **values})


def _unit(
    short: Text | None = None,
    singular: Text | None = None,
    plural: Text | None = None,
    **values: Any,
) -> Unit:
    """A unit, from its texts in both languages."""
    name = values.pop("name")
    return units.made(
        name={code: name[code] for code in LANGUAGES},
        short={code: short[code] for code in LANGUAGES} if short else None,
        nouns={code: (singular[code], plural[code]) for code in LANGUAGES}
        if singular and plural
        else None,
        **values,
    )


def _forms(node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """The forms that are not known of the measure are told, and a noun has both numbers; only money
    has the prices of a year."""
    forms = ("power", "short", "singular", "plural", "prices", "whole")
    if any(values[one] is None for one in forms if one in given):
        raise Refused  # told already
    measure = values["measure"]
    if measure and "short" not in given and not units.is_known(measure):
        raise node.refuse(
            f'unit "{values["id"]}" has no "short", and its measure "{measure}" is no currency; '
            'write the ISO code of one, like EUR, or add how the unit is written, like short: "{} GW"'
        )
    if measure and "prices" in given and measure not in units.currencies():
        raise node.refuse(
            f'unit "{values["id"]}" has prices, and its measure "{measure}" is no currency; '
            "leave prices out"
        )
    for one, other in (("singular", "plural"), ("plural", "singular")):
        if one in given and other not in given:
            raise node.refuse(f'unit "{values["id"]}" has {one} and no {other}; add it')


def _power(node: Node) -> int:
    """A power of ten that has a short form."""
    power = node.number()
    if power not in POWERS:
        known = ", ".join(str(one) for one in POWERS)
        raise node.refuse(f'{node.name} "{power}" is unknown; write one of: {known}')
    return int(power)


def _year(node: Node) -> int:
    """A year."""
    year = node.number()
    if year % 1 or int(year) not in YEARS:
        raise node.refuse(f'{node.name} "{year}" is not a year; write it like 2021')
    return int(year)


_SHORT = in_both(pattern(rf"[ \n]*[^{{}}{IN_A_LINE}]*\{{\}}[^{{}}{IN_A_LINE}]*[ \n]*"))


def _short(node: Node) -> Text:
    """The short form of a unit: something around the place of the number."""
    text = name(node)
    for code in LANGUAGES:
        around = text[code].partition("{}")
        if not around[1] or re.search("[{}]", around[0] + around[2]):
            raise node.refuse(
                f'{node.name} "{text[code]}" has not the place of the number, {{}}, in it once; '
                'write it like "{} GW"'
            )
    return text


COLOURS = Record(
    "colour",
    "colour",
    Colour,
    (
        Field("light", COLOUR, "sur fond clair", "on the light ground", required=True),
        Field("dark", COLOUR, "sur fond sombre", "on the dark ground", required=True),
    ),
    placed=False,
)

ENTITY = Record(
    "entity",
    'entity "{id}"',
    Entity,
    (
        Field("kind", one_of(ENTITY_KINDS), "ce que c'est ; `group` additionne plusieurs entreprises", "what it is; `group` adds up several companies", required=True),
        Field("name", NAME, "le nom, une fois s'il est le même dans les deux langues", "the name, once when it is the same in both languages", required=True),
        Field("ticker", TEXT, "le symbole en Bourse", "the stock symbol"),
        Field("cik", CIK, "son numéro auprès de la SEC (CIK), en chiffres : ses documents y sont lus par machine", "its number at the SEC (CIK), in digits: its filings are read there by machine"),
        Field("fiscal_year_end", MONTH_DAY, "le dernier jour de l'exercice, mois-jour (`12-31`)", "the last day of the fiscal year, month-day (`12-31`)"),
        Field("fiscal_note", BOTH, "comment les trimestres comptables sont placés dans l'année civile", "how fiscal quarters are placed on calendar quarters"),
        Field("colour", a(COLOURS), "la couleur, la même sur tout le site", "the colour, the same on the whole site"),
        Field("owner", ID, "à qui est le site ou le produit ; il en prend la couleur", "whose site or product it is; it takes its colour"),
    ),
)  # fmt: skip

FAMILY = Record(
    "family",
    'family "{id}"',
    Family,
    (Field("name", BOTH, "son nom dans le catalogue", "its name in the catalogue", required=True),),
)

SOURCE = Record(
    "source",
    'source "{id}"',
    Source,
    (
        Field("title", TEXT, "le titre imprimé, dans la langue du document", "the title as printed, in the document's language", required=True),
        Field("publisher", NAME, "qui le publie, une fois si c'est le même dans les deux langues", "who publishes it, once when it is the same in both languages", required=True),
        Field("kind", one_of(SOURCE_KINDS), "le genre de document ; `press` a une rédaction, `analysis` recense ou calcule, `web` est toute autre page qui répète", "the kind of document; `press` has a newsroom, `analysis` compiles or computes, `web` is any other page that repeats", required=True),
        Field("published", PERIOD, "la date de publication, si elle a été lue", "the date of publication, if it was read"),
        Field("url", URL, "l'adresse ; sans elle, le document est nommé, jamais lié", "the address; without it, the document is named, never linked"),
        Field("archived", URL, "l'adresse d'une copie archivée, que l'on lit quand l'original a disparu", "the address of an archived copy, to read when the original is gone"),
        Field("relays", NAME, "pour une page qui relaie : le document ou le journal qu'elle nomme comme origine de ses chiffres", "for a page that relays: the document or the news outlet that it names as where its figures come from"),
        Field("lang", TEXT, "la langue du document ; `en` par défaut", "the document's language; `en` unless told"),
    ),
    check=_source,
)  # fmt: skip

OBSERVATION = Record(
    "observation",
    "observation",
    _ungraded,
    (
        Field("period", PERIOD, "la période, ou le jour de l'événement", "the period, or the day of the event", required=True),
        Field("value", NUMBER, "le nombre, avec les décimales connues", "the number, with the decimals that are known"),
        Field("low", NUMBER, "le bas d'une fourchette ; seul, il veut dire « au moins » ; avec `value`, le bas de son intervalle", "the low end of a range; alone, it means \"at least\"; with `value`, the low end of its interval"),
        Field("high", NUMBER, "le haut d'une fourchette ; seul, il veut dire « au plus » ; avec `value`, le haut de son intervalle", "the high end of a range; alone, it means \"at most\"; with `value`, the high end of its interval"),
        Field("missing", BOTH, "pourquoi il n'y a pas de nombre, si la raison est propre à cette case", "why there is no number, where the reason is this cell's own"),
        Field("not_published", MARK, "`true` : qui produit ce chiffre ne le publie pas", "`true`: whoever has this figure does not publish it"),
        Field("not_verified", MARK, "`true` : le chiffre existe ou peut exister, et nous ne l'avons relevé dans aucune page que l'on puisse nommer", "`true`: the figure exists or may, and we have not read it in a page that can be named"),
        Field("issued", DAY, "pour une prévision : le jour où elle a été donnée ; une plus récente ne l'efface jamais", "for guidance: the day on which it was given; a later one never overwrites it"),
        Field("basis", one_of(BASES), "pour un cours de Bourse : comment la variation est mesurée", "for share moves: how the move is measured"),
        Field("formula", TEXT, "au lieu d'un nombre : comment il se calcule à partir d'autres cellules, dans la petite langue des chiffres", "instead of a number: how it is computed from other cells, in the little language of figures"),
        Field("status", one_of(STATUSES), "ce que ce n'est pas un résultat : `estimate` (une estimation, du passé aussi), `forecast` (ce qui est attendu d'un temps à venir), `announced`, `promised` (dit, ou sous condition), `signed` (un contrat, qui n'est pas exécuté) ou `aim` (un but)", "what is not an outcome: `estimate` (of the past as well), `forecast` (what is expected of a time to come), `announced`, `promised` (said, or on conditions), `signed` (a contract that is not carried out) or `aim` (a target)"),
        Field("until", DAY, "pour une période qui n'est pas finie : le dernier jour compté", "for a period that is not over: the last day that was counted"),
        Field("source", ID, "le document d'origine, un id de `sources/`", "the original document, an id of `sources/`"),
        Field("checked_via", whole_list(ID), "les pages où le nombre a été lu, quand ce n'est pas le document même", "the pages where the number was read, when they are not the document itself"),
        Field("grade", one_of(GRADES), "quand il diffère de celui du jeu de données", "when it differs from the dataset's"),
        Field("derived", BOTH, "le nombre est calculé, et voici comment", "the number was computed, and how"),
        Field("note", BOTH, "ce qu'il faut savoir de ce nombre", "what a reader must know about this number"),
    ),
    check=partial(has_amount, "observation"),
    one_of=(("value",), ("low",), ("high",), ("formula",), *((name,) for name in ABSENCES)),
)  # fmt: skip

UNIT = Record(
    "unit",
    'unit "{id}"',
    _unit,
    (
        Field("measure", TEXT, "ce qui est compté : une monnaie par son code ISO (`EUR`), un taux de change (`USD/EUR`), `percent`, ou un nom à soi", "what is counted: a currency by its ISO code (`EUR`), a rate of exchange (`USD/EUR`), `percent`, or a name of its own", required=True),
        Field("power", FieldType(_power, {"enum": list(POWERS)}), "la puissance de dix des nombres, 0 par défaut", "the power of ten of the numbers, 0 unless told"),
        Field("name", BOTH, "son nom dans un titre : ce que sont les nombres", "its name in a heading: what the numbers are", required=True),
        Field("short", FieldType(_short, _SHORT), "la forme courte, `{}` étant le nombre ; connue pour une monnaie", "the short form, in which `{}` is the number; known for a currency"),
        Field("prices", FieldType(_year, {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]}), "pour une monnaie constante : l'année de ses prix ; sans elle, la monnaie est courante", "for constant money: the year of its prices; without it, money is current"),
        Field("whole", YES, "des choses entières, dont la moitié n'existe pas ; vrai pour un nombre (`count`), sauf mention contraire", "whole things, of which there is no half; true of a `count` unless told"),
        Field("singular", NAME, "le nom après un nombre en toutes lettres ; sans lui, la forme courte", "the noun after a number in full words; without it, the short form"),
        Field("plural", NAME, "le même au pluriel", "the same in the plural"),
    ),
    check=_forms,
)  # fmt: skip


@lru_cache(maxsize=8)  # the same record for the same units: files are kept by it, see `load`
def dataset(known: tuple[Unit, ...], whole: bool = True) -> Record:
    """Return what may stand in a dataset that counts in some units. If these are not the whole of
    them, since there is a problem in their file, another one is taken for what it calls itself."""
    ids = {unit.id: unit for unit in known}

    def unit(node: Node) -> Unit:
        if not whole and (id := node.word()) not in ids:
            return Unit(id, id, Forms(id), Forms(id))
        return ids[node.choice(ids)]

    choice = FieldType(unit, {"enum": list(ids)})
    fields = (replace(one, type=choice) if one.name == "unit" else one for one in _DATASET.fields)
    return replace(_DATASET, fields=tuple(fields), given=repr((known, whole)))


_DATASET = Record(
    "dataset",
    'dataset "{id}"',
    _dataset,
    (
        Field("name", BOTH, "ce qui est mesuré, et de qui", "what is measured, and whose", required=True),
        Field("definition", BOTH, "ce qui est compté, en une ou deux phrases", "what is counted, in one or two sentences", required=True),
        Field("scope", BOTH, "qui et quoi : entreprises, monnaie, calendrier, ce qui est laissé de côté", "who and what: companies, currency, calendar, what is left out", required=True),
        Field("unit", TEXT, "l'unité des nombres, un id d'`units.yml`", "the unit of the numbers, an id of `units.yml`", required=True),
        Field("kind", one_of(NUMBER_KINDS), "ce que sont les nombres : ce qui se passe dans une période (`flow`), ce qu'il y a à sa fin (`stock`), une part ou un taux (`rate`), un prix (`price`), un indice (`index`) ; seuls les flux s'additionnent dans le temps", "what the numbers are: what happens in a period (`flow`), what there is at its end (`stock`), a share or a rate (`rate`), a price (`price`), an index (`index`); only flows add up over time"),
        Field("frequency", one_of(FREQUENCIES), "le pas des périodes", "the step of the periods", required=True),
        Field("family", ID, "où le ranger dans le catalogue, un id de `families.yml` ou d'`entities.yml` ; par défaut, la première partie de son id", "where it stands in the catalogue, an id of `families.yml` or `entities.yml`; unless told, the first part of its id"),
        Field("producer", FieldType(_producer, NAME.schema), "de qui sont les chiffres quand la case ne nomme pas de document : un nom, ou `each`, ceux dont parle chaque série", "whose figures they are where a cell names no document: a name, or `each`, those whom each series is about"),
        Field("cutoff", DAY, "rien n'a été lu après ce jour", "nothing later was read", required=True),
        Field("grade", one_of(GRADES), "la note habituelle de ses observations", "the usual grade of its observations", required=True),
        Field("series", by_id(list_of(a(OBSERVATION))), "les observations, par id d'`entities.yml`", "the observations, by id of `entities.yml`", required=True),
    ),
)  # fmt: skip


def _with_options(make: Callable[..., Any], options: Sequence[Field]) -> Callable[..., Any]:
    """What makes a chart, or a line of its series: what only some kinds have goes in `options`."""
    names = [one.attribute or one.name for one in options]

    def made(**values: Any) -> Any:
        own = {name: values.pop(name) for name in names if name in values}
        return make(**values, options=own)

    return made


def chart(
    kinds: Sequence[str], options: Sequence[Field], series_options: Sequence[Field]
) -> Record:
    """Return what may stand in a chart's file: what all charts have, and the options of `kinds`,
    which `explainer.kinds` knows."""
    series = Record(
        "series",
        "series",
        _with_options(SeriesRef, series_options),
        (
            Field("dataset", ID, "un jeu de données", "a dataset", required=True),
            Field(
                "entity",
                ID,
                "une de ses séries ; sans elle, toutes",
                "one of its series; without it, all of them",
            ),
            Field("label", NAME, "un nom plus court ou plus juste", "a shorter or better name"),
            *series_options,
        ),
    )
    return Record(
        "chart",
        'chart "{id}"',
        _with_options(Chart, options),
        (
            Field("kind", one_of(kinds), "le genre de graphique", "the kind of chart", required=True),
            Field("series", list_of(a(series)), "ce qui est dessiné, dans l'ordre ; une pile commence par le bas", "what is drawn, in order; a stack begins at the bottom", required=True),
            Field("title", BOTH, "ce que montre le graphique, en une phrase", "the finding, in a sentence", required=True),
            Field("subtitle", BOTH, "la mesure, l'unité, la période", "measure, unit, period", required=True),
            Field("alt", BOTH, "ce que l'on voit, en 150 caractères", "what is seen, in 150 characters", required=True),
            Field("how_to_read", BOTH, "comment se lit une forme peu courante, après « Lecture : »", "how an unusual form is read, after \"How to read:\""),
            Field("note", BOTH, "où une définition change", "where a definition breaks"),
            Field("scope", BOTH, "nécessaire avec plusieurs jeux de données", "needed with several datasets"),
            Field("from", PERIOD, "la première période dessinée", "the first period drawn", attribute="first"),
            Field("to", PERIOD, "la dernière", "the last one", attribute="last"),
            Field("width", one_of(WIDTHS), "la largeur sur une page : celle du texte (`column`, par défaut), ou toute la page", "its width on a page: that of the text (`column`, unless told) or the whole page"),
            Field("highlight", whole_list(ID), "les séries mises en avant ; les autres sont grises", "the series in focus; the others turn grey"),
            *options,
        ),
    )  # fmt: skip
