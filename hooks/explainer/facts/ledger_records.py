"""What may stand in the files of ledgers, of what editors accept, of what is read by machine, and
above a page: see `records`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.facts.feed import SIGNS, Feed
from explainer.facts.fields import (
    BOTH,
    CONCEPT,
    COUNTRY,
    DAY,
    ID,
    LANGUAGES,
    NAME,
    NUMBER,
    PATH,
    PERIOD,
    RATES,
    TEXT,
    Field,
    FieldType,
    Record,
    a,
    by_id,
    degrees,
    list_of,
    one_of,
    whole_list,
)
from explainer.facts.model import (
    EVENT_KINDS,
    GRADES,
    MOST_QUOTED,
    SITE_STATUSES,
    SPOTS,
    VERDICTS,
    Acceptance,
    Claim,
    Correction,
    Edition,
    Milestone,
    Quotation,
    Saying,
    Site,
    Term,
    TypedNumber,
)
from explainer.facts.model import MILESTONE as WEIGHT
from explainer.facts.releases import Redirect, Release, SoughtAs
from explainer.language.periods import DAY as ONE_DAY
from explainer.yaml_nodes import Node, Refused

CORRECTION = Record(
    "correction",
    "correction",
    Correction,
    (
        Field("date", DAY, "le jour de la correction", "the day of the correction", required=True),
        Field("dataset", ID, "le jeu de données", "the dataset", required=True),
        Field("entity", ID, "la série", "the series", required=True),
        Field("period", PERIOD, "la période corrigée", "the period that was corrected", required=True),
        Field("old", NUMBER, "ce que nous avions publié", "what we had published", required=True),
        Field("new", NUMBER, "ce que dit la case à présent", "what the cell says now", required=True),
        Field("reason", BOTH, "pourquoi", "why", required=True),
        Field("reported_by", BOTH, "qui l'a signalé : un rôle, jamais un nom", "who reported it: a role, never a name", required=True),
    ),
)  # fmt: skip


def _not_too_long(node: Node, words: str | None, rest: str) -> None:
    """Refuse more words of somebody else than may be quoted."""
    count = len((words or "").split())
    if count > MOST_QUOTED:
        node.refuse(
            f"words are {count} words long, and more than {MOST_QUOTED} are no quotation; "
            f"quote fewer of them, and tell the rest in {rest}"
        )


def _saying(node: Node, _given: frozenset[str], values: Mapping[str, Any]) -> None:
    """A quotation is short, and a day that is not known lies between two that are."""
    _not_too_long(node, values["words"], "told")
    when, latest = values["when"], values["latest"]
    if when and latest and not (when.kind == latest.kind == ONE_DAY and when.start < latest.start):
        node.refuse(
            f'latest "{latest}" is no day after when "{when}"; '
            "write the two days between which it was said, or when alone"
        )


SAYING = Record(
    "saying",
    "saying",
    Saying,
    (
        Field("who", NAME, "qui l'a dit, une fois si cela s'écrit de même dans les deux langues", "who said it, once when it is written alike in both languages", required=True),
        Field("when", PERIOD, "le jour, ou le mois s'il est seul connu", "the day, or the month when only that is known", required=True),
        Field("latest", PERIOD, "si le jour n'est pas connu : celui où cela était dit au plus tard, `when` étant le premier possible", "when the day is not known: the last one that is possible, `when` being the first"),
        Field("told", BOTH, "ce qui a été dit, et où, dans nos mots", "what was said, and where, in our words", required=True),
        Field("words", TEXT, f"les mots exacts, s'ils ont été lus : {MOST_QUOTED} au plus, dans leur langue", f"the exact words, if they were read: {MOST_QUOTED} at most, in their language"),
        Field("lang", TEXT, "la langue de ces mots ; `en` par défaut", "the language of those words; `en` unless told"),
        Field("source", ID, "le document d'origine", "the original document"),
        Field("checked_via", whole_list(ID), "les pages où cela a été lu", "the pages where it was read"),
    ),
    check=_saying,
)  # fmt: skip


def _quotation(node: Node, _given: frozenset[str], values: Mapping[str, Any]) -> None:
    """Words are few, and a translation says them otherwise."""
    words, translation = values["words"], values["translation"]
    _not_too_long(node, words, "context")
    if words and words == translation:
        node.refuse("translation says the words themselves; write them in the other language")


QUOTATION = Record(
    "quotation",
    'quotation "{id}"',
    Quotation,
    (
        Field("speaker", NAME, "qui parle, une fois si cela s'écrit de même dans les deux langues", "who speaks, once when it is written alike in both languages", required=True),
        Field("role", BOTH, "sa fonction à ce moment-là", "what they were at that time", required=True),
        Field("date", PERIOD, "le jour, ou le mois s'il est seul connu", "the day, or the month when only that is known", required=True),
        Field("occasion", BOTH, "où, à quelle occasion", "where, on what occasion", required=True),
        Field("words", TEXT, f"les mots exacts, {MOST_QUOTED} au plus, dans leur langue, sans guillemets", f"the exact words, {MOST_QUOTED} at most, in their language, without quotation marks", required=True),
        Field("lang", one_of(LANGUAGES), "la langue de ces mots", "the language of those words", required=True),
        Field("translation", TEXT, "notre traduction dans l'autre langue", "our translation into the other language", required=True),
        Field("context", BOTH, "dans nos mots, à quoi cela répondait", "in our words, what it answered"),
        Field("entities", whole_list(ID), "de qui ou par qui : la page d'une entreprise la montre", "of whom or by whom: the page of a company shows it"),
        Field("source", ID, "le document d'origine", "the original document"),
        Field("checked_via", whole_list(ID), "les pages où les mots ont été lus", "the pages where the words were read"),
        Field("grade", one_of(("A", "B")), "B par défaut ; des mots au degré C ne sont pas cités", "B unless told; words at grade C are not quoted"),
    ),
    check=_quotation,
)  # fmt: skip

CLAIM = Record(
    "claim",
    'claim "{id}"',
    Claim,
    (
        Field("claim", BOTH, "l'affirmation, dans nos mots", "the claim, in our own words", required=True),
        Field("said", whole_list(a(SAYING)), "qui l'a dite, où, quand, dans quels mots", "who made it, where, when, in which words", required=True),
        Field("verdict", one_of(VERDICTS), "le verdict", "the verdict", required=True),
        Field("reason", BOTH, "pourquoi, en une ligne", "why, in one line", required=True),
        Field("figures", whole_list(TEXT), "les nombres en cause, écrits comme dans un texte, sans accolades", "the figures behind it, written as in a text, without braces", required=True),
        Field("entities", whole_list(ID), "de qui elle parle : la page d'une entreprise la montre", "whom it is about: the page of a company shows it"),
        Field("since", BOTH, "ce qui s'est passé depuis", "what has happened since", required=True),
        Field("sources", whole_list(ID), "d'autres documents que ceux des nombres", "documents other than those of the figures"),
    ),
)  # fmt: skip

MILESTONE = Record(
    "milestone",
    "event",
    Milestone,
    (
        Field("date", PERIOD, "le jour, ou le mois s'il est seul connu", "the day, or the month when only that is known", required=True),
        Field("kind", one_of(EVENT_KINDS), "le genre d'événement", "the kind of event", required=True),
        Field("text", BOTH, "ce qui s'est passé, en une phrase", "what happened, in one sentence", required=True),
        Field("entities", whole_list(ID), "qui est concerné", "who is concerned"),
        Field("weight", one_of((WEIGHT,)), "`milestone` pour les quelques dates qui comptent, montrées en grand", "`milestone` for the few dates that matter, shown large"),
        Field("source", ID, "le document d'origine", "the original document"),
        Field("checked_via", whole_list(ID), "les pages où cela a été lu", "the pages where it was read"),
        Field("grade", one_of(GRADES), "B par défaut", "B unless told"),
    ),
)  # fmt: skip

TERM = Record(
    "term",
    'term "{id}"',
    Term,
    (
        Field("term", BOTH, "le terme", "the term", required=True),
        Field("definition", BOTH, "ce qu'il veut dire, en une ou deux phrases", "what it means, in one or two sentences", required=True),
        Field("forms_fr", whole_list(TEXT), "ses autres formes dans les pages françaises (pluriel, sigle)", "its other forms on French pages (plural, acronym)"),
        Field("forms_en", whole_list(TEXT), "ses autres formes dans les pages anglaises", "its other forms on English pages"),
        Field("false_friend", BOTH, "le piège entre les deux langues", "the trap between the two languages"),
        Field("see", whole_list(ID), "d'autres termes à lire", "other terms to read"),
    ),
)  # fmt: skip

_COUNTS = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
}


def _counts(node: Node) -> tuple[int, int]:
    """How many of how many."""
    numbers = [one.number() for one in node.list()]
    if len(numbers) != 2 or any(n % 1 or n < 0 for n in numbers) or numbers[0] > numbers[1]:
        raise node.refuse(f"{node.name} is not a part of a whole; write it like [3, 12]")
    return int(numbers[0]), int(numbers[1])


EDITION = Record(
    "edition",
    "edition",
    Edition,
    (
        Field("closed", DAY, "le jour où l'édition a été arrêtée", "the day on which the edition closed", required=True),
        Field("next", BOTH, "ce qui viendra dans la suivante, en une phrase", "what comes in the next one, in a sentence", required=True),
        Field("changes", TEXT, "la page où l'on lit ce qui a changé, comme `index.md#new`", "the page that tells what has changed, like `index.md#new`"),
        Field("before", by_id(FieldType(_counts, _COUNTS)), "par famille, combien de cases avaient le degré A, et sur combien, quand le travail a commencé ; `bill grades` l'écrit", "by family, how many cells were at grade A, and of how many, when the work began; `bill grades` writes it"),
    ),
)  # fmt: skip

RELEASE = Record(
    "release",
    "release",
    Release,
    (
        Field("day", DAY, "le jour de la publication", "the day of the release", required=True),
        Field("pages", whole_list(PATH), "les pages qu'elle a ajoutées, sans langue ni barre finale", "the pages that it added, without language and last slash"),
        Field("charts", by_id(DAY), "les graphiques qu'elle a ajoutés ou mis à jour, avec leur date d'arrêt", "the charts that it added or updated, with their cut-off date"),
        Field("datasets", by_id(DAY), "de même, les jeux de données", "likewise, the datasets"),
    ),
)  # fmt: skip

REDIRECT = Record(
    "redirect",
    "redirect",
    Redirect,
    (
        Field("from", PATH, "l'ancienne adresse, sans langue ni barre finale : `industry/old`, `charts/old`", "the old address, without language and last slash: `industry/old`, `charts/old`", required=True, attribute="old"),
        Field("to", PATH, "la page qui l'a remplacée", "the page that has taken its place", required=True, attribute="new"),
    ),
)  # fmt: skip

SOUGHT_AS = Record(
    "sought_as",
    "entry",
    SoughtAs,
    (
        Field("words", whole_list(TEXT), "ce que tapent les lecteurs, dans les deux langues ; sans `page`, des mots qui disent la même chose", "what readers type, in both languages; without a `page`, words that say the same", required=True),
        Field("page", PATH, "la page qu'ils cherchent ainsi, sans langue ni barre finale ; `index` pour l'accueil", "the page that they look for by them, without language and last slash; `index` for the home page"),
    ),
)  # fmt: skip

ACCEPTANCE = Record(
    "acceptance",
    "acceptance",
    Acceptance,
    (
        Field("check", TEXT, "le contrôle qui a parlé", "the check that spoke", required=True),
        Field("case", TEXT, "le cas, comme le contrôle le nomme", "the case, as the check names it", required=True),
        Field("reason", TEXT, "pourquoi le cas est bon, dans l'une des deux langues", "why the case is right, in either language", required=True),
    ),
)  # fmt: skip


def _feed(node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """Concepts or rates, and words for a sum."""
    if any(
        values[name] is None for name in ("concepts", "plus", "derived", "rates") if name in given
    ):
        raise Refused  # told already
    if not {"concepts", "rates"} & given:
        raise node.refuse('feed has no "concepts" and no "rates"; add what is read')
    others = {"concepts", "plus", "derived", "sign"} & given
    if "rates" in given and others:
        raise node.refuse(f"feed has rates and {', '.join(sorted(others))} together; keep one")
    if values["concepts"] == ():
        raise node.refuse("feed has an empty list of concepts; name one")
    for one, other in (("plus", "derived"), ("derived", "plus")):
        if one in given and other not in given:
            raise node.refuse(f"feed has {one} and no {other}; a sum says what it adds up")


FEED = Record(
    "feed",
    "feed",
    Feed,
    (
        Field("dataset", ID, "le jeu de données qui est tenu à jour", "the dataset that is kept up to date", required=True),
        Field("entity", ID, "la série ; pour des comptes, une entreprise qui a un `cik`, ou une part d'elle (`owner`)", "the series; for accounts, a company that has a `cik`, or a part of it (`owner`)", required=True),
        Field("concepts", whole_list(CONCEPT), "la ligne des comptes, sous le nom qu'elle porte dans les documents (us-gaap) ; s'il y en a plusieurs, la première qui connaît la période", "the line of the accounts, by its name in filings (us-gaap); of several, the first that knows the period"),
        Field("plus", whole_list(CONCEPT), "les lignes qui s'y ajoutent ; ce qui reste d'une ligne moins une autre est une formule du jeu de données", "the lines that are added; what is left of one line less another is a formula of the dataset"),
        Field("derived", BOTH, "avec `plus` : ce qui est additionné, en mots", "with `plus`: what is added up, in words"),
        Field("sign", one_of(SIGNS), "`reversed` si nos nombres ont l'autre signe", "`reversed` when our numbers have the other sign"),
        Field("rates", RATES, "au lieu de comptes, une série de taux de change de la BCE (`EXR/Q.USD.EUR.SP00.A`)", "instead of accounts, a series of exchange rates of the ECB (`EXR/Q.USD.EUR.SP00.A`)"),
        Field("from", PERIOD, "la première période lue", "the first period that is read", attribute="first"),
        Field("to", PERIOD, "la dernière", "the last one", attribute="last"),
        Field("leave", whole_list(PERIOD), "les périodes dont la case reste ce qu'elle est, quoi qu'en dise le document", "the periods whose cell stays what it is, whatever the filing says", attribute="left"),
    ),
    check=_feed,
    one_of=(("concepts",), ("rates",)),
)  # fmt: skip


def _site(node: Node, given: frozenset[str], _values: Mapping[str, Any]) -> None:
    """A place is known by both of its coordinates, and it is said of what they are."""
    told = [one for one in ("lat", "lon", "spot") if one in given]
    if told and len(told) < 3:
        lacking = " and ".join(one for one in ("lat", "lon", "spot") if one not in given)
        node.refuse(
            f"site has {' and '.join(told)} and no {lacking}; give all three, or none where the "
            "place is not published"
        )


SITE = Record(
    "site",
    'site "{id}"',
    Site,
    (
        Field("who", NAME, "qui l'exploite, et pour qui, en quelques mots ; le propriétaire dont il prend la couleur est dans `entities.yml`", "who runs it, and for whom, in a few words; the owner whose colour it takes is in `entities.yml`", required=True),
        Field("place", NAME, "la commune ou le comté, et la région", "the town or county, and the state", required=True),
        Field("country", COUNTRY, "le pays, par son code ISO de deux lettres (`FR`)", "the country, by its ISO code of two letters (`FR`)", required=True),
        Field("lat", degrees(90), "la latitude, en degrés", "the latitude, in degrees"),
        Field("lon", degrees(180), "la longitude, en degrés, négative à l'ouest", "the longitude, in degrees, negative in the west"),
        Field("spot", one_of(SPOTS), "ce que situent les coordonnées : le site même, un lieu-dit, le centre de la commune", "what the coordinates are of: the site itself, a locality, the middle of the municipality"),
        Field("planned", TEXT, "la puissance prévue : une case, écrite comme dans un texte, sans accolades", "the planned power: a cell, written as in a text, without braces"),
        Field("running", TEXT, "la puissance en service, de même", "the power in service, likewise"),
        Field("cost", TEXT, "le dernier coût annoncé, de même", "the latest cost announced, likewise"),
        Field("status", one_of(SITE_STATUSES), "où en est le site : prévu, en chantier, en service en partie ou en entier, arrêté", "how far it is: planned, under way, running in part or as a whole, stopped", required=True),
        Field("date", PERIOD, "de quand date cet état", "when that was so", required=True),
        Field("note", BOTH, "ce qu'il faut savoir du site", "what a reader must know about the site"),
        Field("source", ID, "le document d'origine", "the original document"),
        Field("checked_via", whole_list(ID), "les pages où cela a été lu", "the pages where it was read"),
        Field("grade", one_of(GRADES), "B par défaut ; un site de note C n'est pas dessiné", "B unless told; a site of grade C is not drawn"),
    ),
    check=_site,
)  # fmt: skip

FRONT_MATTER = Record(
    "front",
    "the front matter",
    dict,
    (
        Field("title", TEXT, "le titre de la page", "the page's title", required=True),
        Field("description", TEXT, "ce qu'en disent un moteur de recherche et les cartes qui y mènent", "what a search engine says of it, and the cards that lead to it", required=True),
        Field("next", list_of(TEXT), "deux ou trois pages à lire ensuite, comme `industry/spending.md`", "two or three pages to read next, like `industry/spending.md`"),
        Field("bill", ID, "la facture de l'image qui accompagne son adresse, si ce n'est la première de la page", "the bill on the picture that goes with its address, when it is not the first of the page"),
        Field("shows", one_of(("samples",)), "`samples` si ce sont des exemples : les pages des graphiques ne la nomment pas", "`samples` if that is what they are: pages of charts do not name it"),
    ),
    placed=False,
)  # fmt: skip

TYPED_NUMBER = Record(
    "number",
    "number",
    TypedNumber,
    (
        Field("text", NAME, "le nombre avec les mots qui l'entourent, une fois s'il s'écrit de même dans les deux langues", "the number with the words around it, once when it is written alike in both languages", required=True),
        Field("page", TEXT, "la seule page où il est permis, comme `verify/method.md`", "the only page where it is allowed, like `verify/method.md`"),
        Field("reason", TEXT, "pourquoi il ne peut venir des données, dans l'une des deux langues", "why it cannot come from data, in either language", required=True),
    ),
)  # fmt: skip
