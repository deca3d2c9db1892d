"""How one language writes numbers, money, periods, dates and the site's own words.

`LOCALES["fr"]` and `LOCALES["en"]` are the only places where a value becomes text: sentences,
tables, charts, descriptions and French CSV all ask here, so that they cannot disagree. Babel gives
CLDR's separators, plurals and month names; what CLDR does not know (Md$, `1er`, the true minus,
"près de") stands here. `Locale.d3` hands Vega the same rules.

The contract is the table "French and English, exactly" of CONTRIBUTING.md; tests hold to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

import babel
from babel.dates import format_date
from babel.numbers import format_decimal

from explainer.language.periods import DAY, HALF, MONTH, QUARTER, YEAR, Period

NBSP, NARROW, MINUS, DASH, JOINER = "\u00a0", "\u202f", "\u2212", "\u2013", "\u2060"
MAX_DIGITS = 2  # decimals shown where nobody asks for another precision


@dataclass(frozen=True)
class Unit:
    """What a number counts: 10 to the power `exponent` of `measure` (a currency, GW, a person)."""

    id: str
    measure: str
    exponent: int = 0

    @property
    def is_money(self) -> bool:
        return self.measure in ("USD", "EUR")

    @property
    def is_percent(self) -> bool:
        """Asked by value and not by identity: workers have units of their own."""
        return self.measure == "percent"

    @property
    def is_rate(self) -> bool:
        """Whether it is a price of one thing in another, for which zero means nothing."""
        return self.measure == "USD/EUR"


UNITS: Mapping[str, Unit] = {
    unit.id: unit
    for unit in (
        Unit("usd-bn", "USD", 9),
        Unit("usd-m", "USD", 6),
        Unit("usd", "USD"),
        Unit("eur-bn", "EUR", 9),
        Unit("eur-m", "EUR", 6),
        Unit("eur", "EUR"),
        Unit("percent", "percent"),
        Unit("count", "count"),
        Unit("million", "count", 6),
        Unit("gw", "GW"),
        Unit("mw", "MW"),
        Unit("twh", "TWh"),
        Unit("years", "years"),
        Unit("usd-per-eur", "USD/EUR"),
    )
}
PERCENT = UNITS["percent"]

# Affixes of the short form, by unit: before and after the number.
_SHORT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "fr": {
        "usd-bn": ("", f"{NBSP}Md$"),
        "usd-m": ("", f"{NBSP}M$"),
        "usd": ("", f"{NBSP}$"),
        "eur-bn": ("", f"{NBSP}Md€"),
        "eur-m": ("", f"{NBSP}M€"),
        "eur": ("", f"{NBSP}€"),
        "percent": ("", f"{NARROW}%"),
        "count": ("", ""),
        "million": ("", f"{NBSP}M"),
        "gw": ("", f"{NBSP}GW"),
        "mw": ("", f"{NBSP}MW"),
        "twh": ("", f"{NBSP}TWh"),
        "years": ("", f"{NBSP}ans"),
        "usd-per-eur": ("", f"{NBSP}$/€"),
    },
    "en": {
        "usd-bn": ("$", "bn"),
        "usd-m": ("$", "m"),
        "usd": ("$", ""),
        "eur-bn": ("€", "bn"),
        "eur-m": ("€", "m"),
        "eur": ("€", ""),
        "percent": ("", "%"),
        "count": ("", ""),
        "million": ("", "m"),
        "gw": ("", f"{NBSP}GW"),
        "mw": ("", f"{NBSP}MW"),
        "twh": ("", f"{NBSP}TWh"),
        "years": ("", f"{NBSP}years"),
        "usd-per-eur": ("$", "/€"),
    },
}

# Words of the long form: (singular, plural) by measure, and by power of ten.
_MEASURES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "fr": {
        "USD": ("dollar", "dollars"),
        "EUR": ("euro", "euros"),
        "count": ("", ""),
        "GW": ("gigawatt", "gigawatts"),
        "MW": ("mégawatt", "mégawatts"),
        "TWh": ("térawattheure", "térawattheures"),
        "years": ("an", "ans"),
        "USD/EUR": ("dollar pour un euro", "dollar pour un euro"),
    },
    "en": {
        "USD": ("dollar", "dollars"),
        "EUR": ("euro", "euros"),
        "count": ("", ""),
        "GW": ("gigawatt", "gigawatts"),
        "MW": ("megawatt", "megawatts"),
        "TWh": ("terawatt-hour", "terawatt-hours"),
        "years": ("year", "years"),
        "USD/EUR": ("dollar to the euro", "dollars to the euro"),
    },
}
# French stops at the milliard: 10^12 is "1 200 milliards", never "billion" nor "trillion".
_SCALES: Mapping[str, Sequence[tuple[int, str, str]]] = {
    "fr": ((9, "milliard", "milliards"), (6, "million", "millions")),
    "en": ((12, "trillion", "trillion"), (9, "billion", "billion"), (6, "million", "million")),
}

_ORDINALS = {
    "fr": ("premier", "deuxième", "troisième", "quatrième"),
    "en": ("first", "second", "third", "fourth"),
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "about": "environ {}",
        "nearly": "près de {}",
        "over": "plus de {}",
        "at_least": "au moins {}",
        "at_most": "au plus {}",
        "site_name": "La facture de l’IA",
        "permalink": "Lien vers cette partie",
        "credit": "La facture de l’IA, licence CC BY 4.0 : {}",
        "citation": "{} ({}). {}. Données réunies et vérifiées par {}, {}. {}",
        "method": "Méthode",
        "cite": "Citer",
        "cite_short": "Courte",
        "cite_full": "Complète",
        "embed": "Intégrer",
        "embed_how": "À coller dans une page. Le cadre suit les données du site ; sa hauteur se "
        "règle seule, et reste juste sans script.",
        "embed_pinned": "Pour une version figée, à héberger soi-même : {}",
        "embed_pinned_file": "la page arrêtée au {}",
        "picture": "Image",
        "data": "Données",
        "png": "PNG",
        "svg": "SVG",
        "json": "JSON",
        "vl": "Vega-Lite",
        "bib": "BibTeX",
        "ris": "RIS",
        "chart_page": "Graphique",
        "see_on_site": "Voir sur La facture de l’IA",
        "used_on": "Pages qui montrent ce graphique",
        "definitions": "Définitions et sources",
        "description": "Le graphique en mots",
        "how_made": "Comment il est fait",
        "how_made_text": "Les nombres viennent des jeux de données cités, tels que leurs "
        "producteurs les publient : aucun n’est lissé, corrigé de l’inflation ni complété. Un "
        "chiffre absent ou trop peu sûr reste absent, et le tableau dit pourquoi.",
        "keys": "Graphique. Flèches gauche et droite pour passer d’un point à l’autre, haut et "
        "bas pour changer de série, Échap pour sortir.",
        "chart": "Graphique {}",
        "reading": "Lecture",
        "scope": "Champ",
        "source": "Source",
        "sources": "Sources",
        "definition": "Définition",
        "unit": "Unité",
        "frequency": "Fréquence",
        "grade": "Fiabilité",
        "cutoff": "Données arrêtées au {}",
        "table": "Tableau",
        "references": "Références",
        "corrections": "Corrections",
        "no_correction": "Aucune à ce jour.",
        "licence_line": "Licence CC BY 4.0 : à reprendre librement, en citant les producteurs et "
        "La facture de l’IA.",
        "download": "Télécharger",
        "csv_rfc": "CSV international (virgule, point décimal)",
        "csv_local": "CSV français (point-virgule, virgule décimale)",
        "data_page": "Définition, sources et vérifications",
        "period": "Période",
        "value": "Valeur",
        "missing": "Non disponible",
        "missing_short": f"n.{NARROW}d.",
        "missing_because": "non disponible : {}",
        "estimate": "estimation",
        "announced": "annoncé",
        "no_outcome": "estimation ou annonce",
        "guidance": "prévision de l'entreprise",
        "outcome": "réalisé",
        "close": "clôture",
        "after-hours": "après la clôture",
        "intraday": "en séance",
        "derived": "calculé",
        "issued": "Annoncé le",
        "checked_via": "Chiffre vérifié via",
        "reported_by": "selon {}",
        "colon": f"{NBSP}: ",
        "semicolon": f"{NARROW}; ",
        "text_only": "sans adresse publique",
        "A": "A : document de l'émetteur lu directement",
        "B": "B : deux pages indépendantes, ou une page qui relaie un document nommé",
        "C": "C : une seule page, faible",
        "year": "annuelle",
        "half": "semestrielle",
        "quarter": "trimestrielle",
        "month": "mensuelle",
        "day": "par date",
        "irregular": "irrégulière",
        "dataset": "Jeu de données",
        "datasets": "Jeux de données",
        "catalogue_lede": "Toutes les séries du site, avec leur définition, leurs sources et leurs "
        "fichiers.",
        "family:assistants": "Assistants",
        "family:bonds": "Emprunts obligataires",
        "family:companies": "Plusieurs entreprises",
        "family:debate": "Le débat",
        "family:example": "Exemples calculés",
        "family:glasses": "Lunettes connectées",
        "family:labs": "Laboratoires d'IA",
        "family:sp500": "S&P 500",
        "family:useful_life": "Durée d'utilisation des serveurs",
        "family_none": "Autres séries",
        "by_family": "Jeux de données par sujet",
        "updated": "Arrêté au",
        "documents": "{} documents",
        "kind:release": "communiqué",
        "kind:filing": "document déposé",
        "kind:slides": "présentation",
        "kind:transcript": "transcription",
        "kind:official": "page officielle",
        "kind:press": "presse",
        "kind:analysis": "analyse",
        "unit:usd-bn": "milliards de dollars courants",
        "unit:usd-m": "millions de dollars courants",
        "unit:usd": "dollars courants",
        "unit:eur-bn": "milliards d'euros courants",
        "unit:eur-m": "millions d'euros courants",
        "unit:eur": "euros courants",
        "unit:percent": "pourcentage",
        "unit:count": "nombre",
        "unit:million": "millions",
        "unit:gw": "gigawatts",
        "unit:mw": "mégawatts",
        "unit:twh": "térawattheures",
        "unit:years": "années",
        "unit:usd-per-eur": "dollars pour un euro",
        "observations": "Observations",
        "on_year": "{} sur un an",
        "graded": "Fiabilité {}. Source : {}, {}",
        "course": "de {} à {}",
        "lowest": "au plus bas {}",
        "highest": "au plus haut {}",
        "gaps": "Non disponible : {}.",
        "events": "Événements",
        "and": "et",
        "to": "à",
        "target": "Pour {}",
        "newer_in_twin": "Plus récent dans la version anglaise : {}.",
        "checked": "vérifié : {}",
        "verdict:accurate": "exact",
        "verdict:rounded": "arrondi",
        "verdict:needs-context": "à nuancer",
        "verdict:disputed": "contesté",
        "verdict:outdated": "dépassé",
        "means:accurate": "Le chiffre est celui du document d'origine.",
        "means:rounded": "Le chiffre est arrondi, et l'arrondi est honnête.",
        "means:needs-context": "Ce n'est pas faux, mais pris seul, cela trompe.",
        "means:disputed": "Les sources ne s'accordent pas.",
        "means:outdated": "C'était vrai à sa date, ce ne l'est plus.",
        "by_verdict": "Affirmations par verdict",
        "all_claims": "Toutes",
        "evidence": "Chiffres",
        "since": "Depuis",
        "total_of": "total",
        "change_of": "variation",
        "difference_of": "écart",
        "ratio_of": "rapport",
        "as_share": "{}, rapporté à {}",
        "event:results": "Résultats",
        "event:spending": "Investissement",
        "event:deal": "Accord",
        "event:pledge": "Promesse",
        "event:financing": "Financement",
        "event:product": "Produit",
        "event:people": "Équipes",
        "event:market": "Bourse",
        "event:policy": "Politique publique",
        "event_via": "Vérifié via",
        "by_year": "Événements par année",
        "filter": "Filtrer les événements",
        "who": "Qui",
        "event_kind": "Genre",
        "anyone": "Tous",
        "any_kind": "Tous",
        "events_none": "Aucun événement",
        "events_one": "1 événement",
        "events_many": "# événements",
        "glossary": "Glossaire",
        "by_letter": "Termes par lettre",
        "in_other": "En anglais",
        "false_friend": "Faux ami",
        "see_also": "Voir aussi",
        "corrected_on": "corrigé le {}",
        "correct_all": "Aucune correction à ce jour : aucun chiffre publié ici n'a été changé.",
        "reported_who": "Signalé par {}.",
        "own_scale": "Chaque panneau a sa propre échelle.",
        "cut_scale": "l'échelle ne part pas de zéro",
        "log_scale": "échelle logarithmique",
        "decided_for_later": "décidé pour plus tard",
        "not_close": "variation après la clôture ou en séance",
        "results_of": "Résultats du {}",
        "no_year_before": "aucune valeur comparable un an plus tôt",
        "one_missing": "Une des deux mesures manque : {}.",
        "across_up": "À l'horizontale : {}. À la verticale : {}.",
        "name": "Nom",
        "step": "Étape",
        "total": "Ensemble",
        "effect": "Effet sur le total",
        "rest_is": "ce que les autres étapes laissent du total",
        "sum_of_parts": "somme des étapes",
        "largest_first": "Du plus grand au plus petit",
        "top_down": "De haut en bas",
        "then": "{} puis {}",
        "for_each": "Pour chacun, {} puis {}",
    },
    "en": {
        "about": "about {}",
        "nearly": "nearly {}",
        "over": "more than {}",
        "at_least": "at least {}",
        "at_most": "up to {}",
        "site_name": "The AI Bill",
        "permalink": "Link to this part",
        "credit": "The AI Bill, licence CC BY 4.0: {}",
        "citation": "{} ({}). {}. Data gathered and checked by {}, {}. {}",
        "method": "Method",
        "cite": "Cite",
        "cite_short": "Short",
        "cite_full": "Full",
        "embed": "Embed",
        "embed_how": "Paste this into a page. The frame follows the site's data; it sizes itself, "
        "and its height is right without a script.",
        "embed_pinned": "For a version that never changes, to host yourself: {}",
        "embed_pinned_file": "the page as of {}",
        "picture": "Picture",
        "data": "Data",
        "png": "PNG",
        "svg": "SVG",
        "json": "JSON",
        "vl": "Vega-Lite",
        "bib": "BibTeX",
        "ris": "RIS",
        "chart_page": "Chart",
        "see_on_site": "See it on The AI Bill",
        "used_on": "Pages that show this chart",
        "definitions": "Definitions and sources",
        "description": "The chart in words",
        "how_made": "How it is made",
        "how_made_text": "The numbers come from the datasets named here, as their producers "
        "publish them: none is smoothed, adjusted for inflation or filled in. A figure that is "
        "missing or too weak stays missing, and the table says why.",
        "keys": "Chart. Left and right arrows go from point to point, up and down change series, "
        "Escape leaves.",
        "chart": "Chart {}",
        "reading": "How to read",
        "scope": "Scope",
        "source": "Source",
        "sources": "Sources",
        "definition": "Definition",
        "unit": "Unit",
        "frequency": "Frequency",
        "grade": "Reliability",
        "cutoff": "Data as of {}",
        "table": "Table",
        "references": "References",
        "corrections": "Corrections",
        "no_correction": "None so far.",
        "licence_line": "Licence CC BY 4.0: free to reuse, with credit to the producers and to "
        "The AI Bill.",
        "download": "Download",
        "csv_rfc": "CSV, international (comma, decimal point)",
        "csv_local": "CSV, French (semicolon, decimal comma)",
        "data_page": "Definition, sources and checks",
        "period": "Period",
        "value": "Value",
        "missing": "Not available",
        "missing_short": "n/a",
        "missing_because": "not available: {}",
        "estimate": "estimate",
        "announced": "announced",
        "no_outcome": "estimate or announcement",
        "guidance": "company guidance",
        "outcome": "actual",
        "close": "close",
        "after-hours": "after hours",
        "intraday": "intraday",
        "derived": "computed",
        "issued": "Issued",
        "checked_via": "Figure checked via",
        "reported_by": "as reported by {}",
        "colon": ": ",
        "semicolon": "; ",
        "text_only": "no public address",
        "A": "A: the issuer's own document was read",
        "B": "B: two independent pages, or one that relays a named document",
        "C": "C: one weak page",
        "year": "annual",
        "half": "half-yearly",
        "quarter": "quarterly",
        "month": "monthly",
        "day": "by date",
        "irregular": "irregular",
        "dataset": "Dataset",
        "datasets": "Datasets",
        "catalogue_lede": "Every series of the site, with its definition, its sources and its "
        "files.",
        "family:assistants": "Assistants",
        "family:bonds": "Bond issues",
        "family:companies": "Several companies",
        "family:debate": "The debate",
        "family:example": "Worked examples",
        "family:glasses": "Smart glasses",
        "family:labs": "AI labs",
        "family:sp500": "S&P 500",
        "family:useful_life": "Useful life of servers",
        "family_none": "Other series",
        "by_family": "Datasets by subject",
        "updated": "Data as of",
        "documents": "{} documents",
        "kind:release": "release",
        "kind:filing": "filing",
        "kind:slides": "slides",
        "kind:transcript": "transcript",
        "kind:official": "official page",
        "kind:press": "press",
        "kind:analysis": "analysis",
        "unit:usd-bn": "billions of current US dollars",
        "unit:usd-m": "millions of current US dollars",
        "unit:usd": "current US dollars",
        "unit:eur-bn": "billions of current euros",
        "unit:eur-m": "millions of current euros",
        "unit:eur": "current euros",
        "unit:percent": "per cent",
        "unit:count": "number",
        "unit:million": "millions",
        "unit:gw": "gigawatts",
        "unit:mw": "megawatts",
        "unit:twh": "terawatt-hours",
        "unit:years": "years",
        "unit:usd-per-eur": "dollars to the euro",
        "observations": "Observations",
        "on_year": "{} on the year",
        "graded": "Reliability {}. Source: {}, {}",
        "course": "from {} to {}",
        "lowest": "lowest {}",
        "highest": "highest {}",
        "gaps": "Not available: {}.",
        "events": "Events",
        "and": "and",
        "to": "to",
        "target": "For {}",
        "newer_in_twin": "More recent in the French version: {}.",
        "checked": "checked: {}",
        "verdict:accurate": "accurate",
        "verdict:rounded": "rounded",
        "verdict:needs-context": "needs context",
        "verdict:disputed": "disputed",
        "verdict:outdated": "outdated",
        "means:accurate": "The figure is the one in the original document.",
        "means:rounded": "The figure is rounded, and fairly so.",
        "means:needs-context": "True as far as it goes, but misleading on its own.",
        "means:disputed": "Sources do not agree.",
        "means:outdated": "Right at the time, no longer so.",
        "by_verdict": "Claims by verdict",
        "all_claims": "All",
        "evidence": "Figures",
        "since": "Since then",
        "total_of": "total",
        "change_of": "change",
        "difference_of": "difference",
        "ratio_of": "ratio",
        "as_share": "{}, as a share of {}",
        "event:results": "Results",
        "event:spending": "Spending",
        "event:deal": "Deal",
        "event:pledge": "Pledge",
        "event:financing": "Financing",
        "event:product": "Product",
        "event:people": "People",
        "event:market": "Markets",
        "event:policy": "Policy",
        "event_via": "Checked via",
        "by_year": "Events by year",
        "filter": "Filter events",
        "who": "Who",
        "event_kind": "Kind",
        "anyone": "Everyone",
        "any_kind": "All kinds",
        "events_none": "No event",
        "events_one": "1 event",
        "events_many": "# events",
        "glossary": "Glossary",
        "by_letter": "Terms by letter",
        "in_other": "In French",
        "false_friend": "False friend",
        "see_also": "See also",
        "corrected_on": "corrected on {}",
        "correct_all": "No correction so far: no figure published here has been changed.",
        "reported_who": "Reported by {}.",
        "own_scale": "Each panel has its own scale.",
        "cut_scale": "scale does not start at zero",
        "log_scale": "log scale",
        "decided_for_later": "decided for later",
        "not_close": "move after hours or intraday",
        "results_of": "{} results",
        "no_year_before": "no comparable value a year earlier",
        "one_missing": "One of the two measures is missing: {}.",
        "across_up": "Across: {}. Up: {}.",
        "name": "Name",
        "step": "Step",
        "total": "Total",
        "effect": "Effect on the total",
        "rest_is": "what the other steps leave of the total",
        "sum_of_parts": "sum of the steps",
        "largest_first": "From largest to smallest",
        "top_down": "From top to bottom",
        "then": "{} then {}",
        "for_each": "For each, {} then {}",
    },
}


def rounded(value: Decimal, digits: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Return `value` with `digits` decimals, halves away from zero as readers expect."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=mode)


def decimals(value: Decimal) -> int:
    """How many decimals `value` was written with: 83.0 has one, 83 none."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True)
class Locale:
    """One language of the site. `code` is `fr` or `en`; `territory` chooses its CLDR dates."""

    code: str
    territory: str
    words: Mapping[str, str] = field(repr=False)

    @property
    def root(self) -> str:
        """Where this language begins in the site: French at its root, English under en/."""
        return "" if self.code == "fr" else f"{self.code}/"

    # -- numbers -----------------------------------------------------------------------------

    def number(self, value: Decimal, digits: int | None = None, sign: bool = False) -> str:
        """Return the number alone: `1 234,5` (U+202F) in French, `1,234.5` in English."""
        shown = min(decimals(value), MAX_DIGITS) if digits is None else digits
        value = rounded(value, shown)
        text = _formatted(abs(value), shown, self.code)
        if value < 0:
            return MINUS + text
        return "+" + text if sign and value > 0 else text

    def short(
        self, value: Decimal, unit: Unit, digits: int | None = None, sign: bool = False
    ) -> str:
        """Return the number with its unit as on a chart: `19,37 Md$`, `$19.37bn`, `−12 %`."""
        return self.affix(self.number(value, digits, sign), unit)

    def affix(self, number: str, unit: Unit) -> str:
        """Put the short unit around a number already written; the sign stays outermost."""
        before, after = _SHORT[self.code][unit.id]
        mark, digits = (number[0], number[1:]) if number[0] in f"{MINUS}+" else ("", number)
        return f"{mark}{before}{digits}{after}"

    def long(
        self, value: Decimal, unit: Unit, digits: int | None = None, sign: bool = False
    ) -> str:
        """Return the number in full words: `19,37 milliards de dollars`, `$19.37 billion`."""
        if unit.measure == "percent":
            return self.short(value, unit, digits, sign)
        if unit.exponent < 6 and not (unit.is_money and abs(value) >= 10**6):
            return self._with_measure(value, unit, digits, sign)
        power, one, many = self._scale(abs(value).scaleb(unit.exponent))
        known = decimals(value) + power - unit.exponent
        scaled = value.scaleb(unit.exponent - power)
        if digits is None:
            # Scaling down adds decimals that say nothing more: 1,890 billion is 1.89 trillion.
            scaled = rounded(scaled, min(max(known, 0), MAX_DIGITS))
            if power > unit.exponent:
                scaled = _trimmed(scaled)
        else:
            scaled = rounded(scaled, digits)
        number = self.number(scaled, None if digits is None else digits, sign)
        scale = one if self._is_singular(scaled) else many
        if not unit.is_money:
            return f"{number}{NBSP}{scale}"
        if self.code == "en":
            return self._english_money(f"{number}{NBSP}{scale}", unit)
        return f"{number}{NBSP}{scale} {self._de(unit)}"

    def _with_measure(self, value: Decimal, unit: Unit, digits: int | None, sign: bool) -> str:
        number = self.number(value, digits, sign)
        if self.code == "en" and unit.is_money:
            return self._english_money(number, unit)
        words = _MEASURES[self.code][unit.measure]
        word = words[0] if self._is_singular(value) else words[1]
        return f"{number}{NBSP}{word}" if word else number

    @staticmethod
    def _english_money(text: str, unit: Unit) -> str:
        symbol = {"USD": "$", "EUR": "€"}[unit.measure]
        mark, rest = (text[0], text[1:]) if text[0] in f"{MINUS}+" else ("", text)
        return f"{mark}{symbol}{rest}"

    def _de(self, unit: Unit) -> str:
        word = _MEASURES["fr"][unit.measure][1]
        return f"d’{word}" if word[0] in "aeiou" else f"de {word}"

    def _scale(self, base: Decimal) -> tuple[int, str, str]:
        scales = _SCALES[self.code]
        return next((scale for scale in scales if base >= 10 ** scale[0]), scales[-1])

    def _is_singular(self, value: Decimal) -> bool:
        # CLDR: French is singular below 2 (1,5 milliard), English for 1 alone. Its third French
        # form, "many", begins at a million and never meets our scaled numbers.
        return _plural(self.code)(_trimmed(abs(value))) == "one"

    def span(
        self,
        low: Decimal | None,
        high: Decimal | None,
        unit: Unit,
        *,
        short: bool = False,
        bare: bool = False,
        digits: int | None = None,
    ) -> str:
        """Return a range: `70 à 72 milliards de dollars`, `$70–72 billion`, `au moins 40 Md$`.

        Both ends stay on one line: no-break spaces in French, a word joiner behind the dash, where
        a line could break, in English.
        """

        def write(end: Decimal) -> str:
            return self._in_form(end, unit, short, bare, digits)

        if low is None or high is None:
            known = high if low is None else low
            assert known is not None, "a range has a low or a high"
            return self.words["at_most" if low is None else "at_least"].format(write(known))
        first, last, whole = self.number(low, digits), self.number(high, digits), write(high)
        if last not in whole:  # the long form moved to another power of ten: each end in full
            return f"{write(low)} {self.words['to']} {whole}"
        if self.code == "fr":
            return f"{first}{NBSP}à{NBSP}{whole}"
        return whole.replace(last, f"{first}{DASH}{JOINER}{last}", 1)

    def _in_form(
        self, value: Decimal, unit: Unit, short: bool, bare: bool, digits: int | None = None
    ) -> str:
        """An amount as `long` writes it, or as `short` does, or the number alone."""
        if bare:
            return self.number(value, digits)
        return (self.short if short else self.long)(value, unit, digits)

    def affixless_span(self, low: Decimal | None, high: Decimal | None, digits: int) -> str:
        """Return a range without its unit, for a table cell: `70–72`, `≥ 40`."""
        if low is None or high is None:
            known = high if low is None else low
            assert known is not None, "a range has a low or a high"
            return f"{'≤' if low is None else '≥'}{NBSP}{self.number(known, digits)}"
        return f"{self.number(low, digits)}{DASH}{self.number(high, digits)}"

    def approximate(
        self,
        value: Decimal,
        unit: Unit,
        word: str,
        step: Decimal,
        *,
        short: bool = False,
        bare: bool = False,
    ) -> str:
        """Return a rounded figure that says so: `près de 20 milliards de dollars`, `près de 20`.

        `word` is `about` (nearest multiple of `step`), `nearly` (the next one above) or `over`
        (the one below). Raises ValueError when the word would be false, as "nearly 20" for 20.
        """
        mode = {"about": ROUND_HALF_UP, "nearly": ROUND_CEILING, "over": ROUND_FLOOR}[word]
        size = (abs(value) / step).quantize(Decimal(1), rounding=mode) * step
        if word != "about" and size == abs(value):
            raise ValueError(
                f'the figure is exactly {abs(value)}, not "{word}" it; leave the word out'
            )
        if size == 0:
            raise ValueError(f"rounding to {step} leaves 0; choose a smaller step")
        size = size if value >= 0 else -size
        return self.words[word].format(self._in_form(_trimmed(size), unit, short, bare))

    # -- time --------------------------------------------------------------------------------

    def date(self, day: date, short: bool = False) -> str:
        """Return `29 octobre 2025`, `1er novembre 2025`, `29 October 2025`; `29 oct. 2025`."""
        month = format_date(day, "MMM y" if short else "MMMM y", locale=self.territory)
        number = "1er" if self.code == "fr" and day.day == 1 else str(day.day)
        return f"{number}{NBSP}{month}"

    def period(self, period: Period, long: bool = False) -> str:
        """Return `T3 2025` or `troisième trimestre 2025`; `Q3 2025`, `third quarter of 2025`."""
        if period.kind == YEAR:
            return str(period.year)
        if period.kind == DAY:
            return self.date(period.start, short=not long)
        if period.kind == MONTH:
            return format_date(period.start, "MMMM y", locale=self.territory)
        if not long:
            letter = {"fr": {QUARTER: "T", HALF: "S"}, "en": {QUARTER: "Q", HALF: "H"}}
            return f"{letter[self.code][period.kind]}{period.number}{NBSP}{period.year}"
        ordinal = _ORDINALS[self.code][period.number - 1]
        if self.code == "fr":
            noun = "trimestre" if period.kind == QUARTER else "semestre"
            return f"{ordinal} {noun} {period.year}"
        return f"{ordinal} {period.kind} of {period.year}"

    def within_year(self, period: Period) -> str:
        """Return a period without its year: `29 octobre`, `octobre`, `T3`, nothing for a year."""
        if period.kind == YEAR:
            return ""
        if period.kind == DAY:
            return self.date(period.start).rpartition(" ")[0]
        return re.sub(rf"[ {NBSP}](?:of )?{period.year}$", "", self.period(period))

    # -- words -------------------------------------------------------------------------------

    def word(self, key: str, *values: str) -> str:
        """Return one of the site's own words, typeset, with its values in place."""
        return typeset(self.words[key], self.code).format(*values)

    def listed(self, items: Sequence[str]) -> str:
        """Return `a, b et c` or `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.words['and']} {items[-1]}"

    def typeset(self, text: str) -> str:
        """Return `text` with this language's spaces, quotes and apostrophes."""
        return typeset(text, self.code)

    # -- Vega --------------------------------------------------------------------------------

    def d3(self, unit: Unit) -> dict[str, object]:
        """Return the d3 format locale under which `$,.1f` writes this unit as `short` does."""
        before, after = _SHORT[self.code][unit.id]
        return {
            "decimal": "," if self.code == "fr" else ".",
            "thousands": NARROW if self.code == "fr" else ",",
            "grouping": [3],
            "currency": [before, after],
            "minus": MINUS,
            "percent": f"{NARROW}%" if self.code == "fr" else "%",
        }


@lru_cache(maxsize=8192)  # pages, tables and marks say the same numbers
def _formatted(value: Decimal, digits: int, code: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=code)


def _trimmed(value: Decimal) -> Decimal:
    """Drop trailing zeros without turning 20 into 2E+1."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if decimals(value) == 0 else value


@lru_cache
def _plural(code: str) -> babel.plural.PluralRule:
    return babel.Locale.parse(code).plural_form


_FRENCH = (
    (re.compile(r"[ \u00a0\u202f]*([;!?])(?![\w/&=])"), NARROW + r"\1"),
    (re.compile(r"(?<=[\w\)»%€$’\u2019])[ \u00a0\u202f]+:(?=\s|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NARROW),
    (re.compile(r"[ \u00a0\u202f]*»"), NARROW + "»"),
    (re.compile(r"(?<=\d)[ \u00a0\u202f]+%"), NARROW + "%"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<=\w)'(?=\s?«)"), "’"),
)
_ENGLISH = (
    (re.compile(r"(?<=\w)'"), "’"),
    (re.compile(r"'(?=\d\ds\b)"), "’"),
    (re.compile(r'(?<![\w.,;:!?…)’])"(?=\S)'), "“"),
    (re.compile(r'"'), "”"),
)


@lru_cache(maxsize=8192)  # templates and tables say the same words
def typeset(text: str, code: str) -> str:
    """Return plain typing as printed text: U+202F before `; ! ?` and inside « », U+00A0 before
    `:`, typographic apostrophes and quotes. Text already right is returned unchanged."""
    for pattern, replacement in _FRENCH if code == "fr" else _ENGLISH:
        text = pattern.sub(replacement, text)
    return text


LOCALES: Mapping[str, Locale] = {
    "fr": Locale("fr", "fr_FR", WORDS["fr"]),
    "en": Locale("en", "en_GB", WORDS["en"]),
}
