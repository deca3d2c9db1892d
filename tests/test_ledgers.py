"""Claims, timeline, glossary, corrections; and what the other pages show of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.checking import ledgers as checks_ledgers
from explainer.checking.terms import unshared
from explainer.errors import Where
from explainer.facts.addresses import LEDGERS
from explainer.facts.model import MILESTONE, VERDICTS, Correction, Library, Milestone, Term, Text
from explainer.language.locales import LOCALES
from explainer.language.periods import Period
from explainer.load import read_library
from explainer.pages.dataset_block import dataset_block
from explainer.pages.inline import rich_text
from explainer.pages.ledgers import claims_block, corrections_block, glossary_block, timeline_block
from tests.conftest import Site
from tests.test_markdown import render
from tests.test_search import indexed

HERE = Where("data/glossary.yml", 1)
CODES = ("fr", "en")


def text(french: str, english: str = "") -> Text:
    return Text(french, english or french, HERE)


def term(id: str, french: str, english: str = "", **more: object) -> Term:
    return Term(id, text(french, english), text(f"Ce qu'est {id}."), HERE, **more)  # type: ignore[arg-type]


def with_terms(library: Library, *terms: Term) -> Library:
    return replace(library, glossary={one.id: one for one in terms})


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


# -- claims ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_each_claim_has_its_verdict_in_a_word_and_a_shape(code: str, library: Library) -> None:
    html = claims_block(library, LOCALES[code]).whole()
    shapes = set()
    for claim in library.claims.values():
        entry = html[html.index(f'<h2 id="{claim.id}"') :]
        entry = entry[: entry.index("</section>")]
        word = LOCALES[code].word(f"verdict:{claim.verdict}")
        verdict = re.search(r'class="claim__verdict">(<svg.*?</svg>)<strong>(.*?)</strong>', entry)
        assert verdict
        assert verdict[2].lower().startswith(word)
        shapes.add(re.sub(r'class="[^"]*"', "", verdict[1]))
        for figure in re.findall(r'<a class="figure"[^>]* href="/verify/data/([^"#]+)\.md#', entry):
            assert figure in library.datasets
        assert re.search(r'<a href="https?://', entry), "a source that opens"
    assert len(shapes) == len(VERDICTS), "a shape for each verdict"


@pytest.mark.parametrize("code", CODES)
def test_the_filter_counts_each_verdict(code: str, library: Library) -> None:
    html = claims_block(library, LOCALES[code]).whole()
    links = re.findall(r'<li><a href="#([\w-]+)">.*?jump__count">(\d+)<', html)
    assert dict(links)["claims"] == str(len(library.claims))
    for verdict in VERDICTS:
        count = sum(one.verdict == verdict for one in library.claims.values())
        assert (f"verdict-{verdict}", str(count)) in links
        assert f'<span class="claims__target" id="verdict-{verdict}">' in html
        assert html.count(f'<section class="claim claim--verdict-{verdict}">') == count


@pytest.mark.parametrize("code", CODES)
def test_claims_stand_in_the_order_of_the_story_with_their_sources_folded(
    code: str, library: Library
) -> None:
    html = claims_block(library, LOCALES[code]).whole()
    assert re.findall(r'<h2 id="([\w-]+)">', html) == [*library.claims]
    for entry in html.split('<section class="claim ')[1:]:
        folded = entry[entry.index("<details") :]
        assert re.search(r'<a href="https?://', folded)
        assert 'class="sayings__source"' in entry[: entry.index("<details")], "of the claim itself"


@pytest.mark.parametrize(
    ("figure", "french", "english"),
    [
        ("firms.capex/acme@2025-Q4", "Dépenses d’investissement, Acme, T4 2025", "Capital expenditure, Acme, Q4 2025"),
        ("firms.capex/globex@2025-Q4, reported", "Dépenses d’investissement, Globex, T4 2025", "Capital expenditure, Globex, Q4 2025"),
        ("change firms.capex/acme@2025-Q3 to 2025-Q4, sign", "Dépenses d’investissement, Acme, T3 2025 → T4 2025 (variation)", "Capital expenditure, Acme, Q3 2025 → Q4 2025 (change)"),
        ("difference firms.capex/acme@2025-Q3 to 2025-Q4", "Dépenses d’investissement, Acme, T3 2025 → T4 2025 (écart)", "Capital expenditure, Acme, Q3 2025 → Q4 2025 (difference)"),
        ("sum firms.capex/acme@2025-Q1..2025-Q4", "Dépenses d’investissement, Acme, T1 2025 – T4 2025 (total)", "Capital expenditure, Acme, Q1 2025 – Q4 2025 (total)"),
        ("sum firms.capex/*@2025-Q1", "Dépenses d’investissement, T1 2025 (total)", "Capital expenditure, Q1 2025 (total)"),
        ("ratio sum firms.capex/acme@2025-Q1..2025-Q2 to acme.capex@2025", "Dépenses d’investissement, Acme, T1 2025 – T2 2025, rapporté à Dépenses d’Acme, 2025", "Capital expenditure, Acme, Q1 2025 – Q2 2025, as a share of Acme spending, 2025"),
        ("acme.guidance@2025#2025-01-29", "Prévisions d’Acme, 2025 (annoncé le 29 janvier 2025)", "Acme guidance, 2025 (issued 29 January 2025)"),
    ],
)  # fmt: skip
def test_what_a_figure_behind_a_claim_measures(
    figure: str, french: str, english: str, library: Library
) -> None:
    claim = replace(library.claims["acme-quarter"], figures=(figure,))
    library = replace(library, claims={claim.id: claim})
    for code, expected in zip(CODES, (french, english), strict=True):
        html = claims_block(library, LOCALES[code]).whole()
        line = re.search(r"<dd><ul><li>(.*?)</li>", html)
        assert line
        assert words_of(line[1]).replace("\u00a0", " ").startswith(expected.replace("\u00a0", " "))
        for address in re.findall(r'href="/verify/data/([^"]+)"', line[1]):
            dataset, _, anchor = address.partition(".md")
            page = dataset_block(library.datasets[dataset], library, LOCALES[code]).whole()
            assert not anchor or f'id="{anchor[1:]}"' in page  # a sum leads to no term of it


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "fr",
            """
            Une rédactrice, 30 janvier 2026. Elle résume ainsi le trimestre d’Acme.
            « it’s nearly 20 billion dollars, isn’t it? »
            Un journal, entre le 31 juillet et le 2 août 2025. Un article le dit.
            Un journal, janvier 2026. Un article le dit.
            """,
        ),
        (
            "en",
            """
            An editor, 30 January 2026. So she sums up the quarter of Acme.
            “it’s nearly 20 billion dollars, isn’t it?”
            A newspaper, between 31 July and 2 August 2025. An article says so.
            A newspaper, January 2026. An article says so.
            """,
        ),
    ],
)
def test_a_claim_says_who_made_it(code: str, expected: str, library: Library) -> None:
    """When, and in which words: theirs in their language, if they were read."""
    html = claims_block(library, LOCALES[code]).whole()
    found = ""
    for id in ("acme-quarter", "acme-shares", "acme-doubled"):
        entry = html[html.index(f'<h2 id="{id}"') :]
        entry = entry[entry.index('<ul class="sayings">') : entry.index("</ul></dd>")]
        found += entry[: entry.index("</p>")]
        assert 'href="https://daily.example/capex"' in entry, "where it was read"
        assert ('<span lang="en">it’s nearly' in entry) == (id == "acme-quarter")
    assert words_of(found).split() == expected.split()


@pytest.mark.parametrize(
    ("code", "words"),
    [("fr", "Ce que dit l’article : arrondi"), ("en", "The article’s claim: rounded")],
)
def test_a_claim_is_marked_where_it_is_made(code: str, words: str, library: Library) -> None:
    html = render("Acme a dépensé. {{ claim acme-quarter }} Ensuite, rien.", library, code)
    mark = re.search(r'<a class="mark mark--claim" href="([^"]+)">(.*?)</a>', html)
    assert mark
    assert mark[1] == "/verify/claims.md#acme-quarter"
    assert words_of(mark[2]) == words
    assert "verdict--rounded" in mark[2]


# -- timeline --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_events_stand_by_year_with_what_filters_need(code: str, library: Library) -> None:
    html = timeline_block(library, LOCALES[code]).whole()
    assert re.findall(r'<h2 id="(\d+)">', html) == ["2026", "2025"]
    assert re.findall(r'<li><a href="#(\d+)">', html) == ["2026", "2025"]
    days = re.findall(r'<time datetime="([\d-]+)"', html)
    assert days == sorted(days, reverse=True), "the newest first"
    assert f'<option value="">{LOCALES[code].word("anyone")} ({len(library.timeline)})<' in html
    acme = sum("acme" in one.entities for one in library.timeline)
    assert re.search(rf'<option value="acme">Acme \((?:{acme}|{acme + 1})\)<', html)
    assert html.count('<li class="event"') == len(library.timeline)
    assert 'data-kind="deal" data-who="acme globex"' in html
    assert re.search(r'<div class="filters"[^>]* hidden="hidden"', html), "until a script runs"
    for event in re.findall(r'<li class="event".*?</li>', html, re.DOTALL):
        assert re.search(r'<a href="https?://', event)
    weak = re.search(r"Atlas 4[^<]* \((.*?)\)\.", html)
    assert weak, "grade C is said, before the full stop"
    assert weak[1] == LOCALES[code].word("reported_by", "The Daily Page")


def test_dates_that_matter_stand_out_and_the_others_of_their_year_are_folded(
    library: Library,
) -> None:
    first, *rest = library.timeline
    library = replace(library, timeline=(replace(first, weight=MILESTONE), *rest))
    html = timeline_block(library, LOCALES["fr"]).whole()
    assert html.count('<li class="event event--milestone"') == 1
    year = html[html.index(f'<h2 id="{first.date.year}">') :]
    others = sum(one.date.year == first.date.year for one in rest)
    assert year.index("event--milestone") < year.index('<details class="more">')
    assert f'<span class="jump__count">{others}</span>' in year


def test_an_event_of_a_product_is_found_by_its_owner(library: Library) -> None:
    owned = replace(library.entities["globex"], id="atlas", owner="acme", kind="product")
    event = Milestone(Period.parse("2025-02-01"), "product", text("Rien."), HERE, ("atlas",))
    library = replace(library, timeline=(event,), entities={**library.entities, "atlas": owned})
    html = timeline_block(library, LOCALES["fr"]).whole()
    assert 'data-who="acme"' in html
    assert "1er\u00a0février" in html
    assert "2025</time>" not in html, "the heading says the year"


# -- glossary --------------------------------------------------------------------------------------


def test_terms_are_sorted_in_the_language_of_the_page(library: Library) -> None:
    terms = [term("z", "zone", "area"), term("e", "écart", "gap"), term("d", "dette", "debt"),
             term("f", "foncier", "land"), term("œ", "œuvre", "work")]  # fmt: skip
    library = with_terms(library, *terms)
    french, english = (glossary_block(library, LOCALES[code]).whole() for code in CODES)
    names = re.compile(r"<h3 id=[^>]*>(.*?)</h3>")
    assert names.findall(french) == ["dette", "écart", "foncier", "œuvre", "zone"]
    assert names.findall(english) == ["area", "debt", "gap", "land", "work"]
    assert re.findall(r'<h2 id="letter-\w"[^>]*>(.)</h2>', french) == ["D", "E", "F", "O", "Z"]


def test_an_entry_says_the_other_word_the_trap_and_what_to_read_next(library: Library) -> None:
    html = glossary_block(library, LOCALES["en"]).whole()
    assert '<span lang="fr">dépenses d’investissement</span>' in html, "in its own typography"
    assert "False friend: </b>" in html
    assert 'See also: <a href="#depreciation">depreciation</a>' in html


# -- corrections -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_a_correction_says_old_new_why_and_who(code: str, library: Library) -> None:
    html = corrections_block(library, LOCALES[code]).whole()
    old, new = ("2,4\u202f%", "4,2\u202f%") if code == "fr" else ("2.4%", "4.2%")
    assert f"<del>{old}</del> → <ins>{new}</ins>" in html
    assert 'href="/verify/data/acme.moves.md#acme-2025-01-30"' in html
    assert ("Signalé par un lecteur." if code == "fr" else "Reported by a reader.") in html


@pytest.mark.parametrize("code", CODES)
def test_no_correction_is_said_plainly(code: str, library: Library) -> None:
    html = corrections_block(replace(library, corrections=()), LOCALES[code]).whole()
    assert LOCALES[code].word("correct_all") in html
    assert "<li" not in html


def test_a_corrected_figure_is_marked_wherever_it_stands(library: Library) -> None:
    said = "corrigé le 20\u00a0février 2026"
    to = "/verify/corrections.md#acme.moves-acme-2025-01-30-2026-02-20"
    mark = f'<a aria-label="{said}" class="mark mark--corrected" href="{to}" title="{said}">†</a>'
    assert mark in render("Elle a gagné {{ acme.moves@2025-01-30 }}.", library)
    twice = "Écart : {{ difference acme.moves@2025-01-30 to 2025-07-31 }}."
    assert mark in render(twice, library), "and a figure computed from it"
    assert "mark--corrected" not in render("Puis perdu {{ acme.moves@2025-07-31 }}.", library)
    rows = dataset_block(library.datasets["acme.moves"], library, LOCALES["fr"]).whole()
    assert f'href="{to}">{said}</a>' in rows, "in a table there is room for words"
    assert "<a " not in render("## Les {{ acme.moves@2025-01-30 }}", library)
    assert render("[les {{ acme.moves@2025-01-30 }}](x.md)", library).count("<a ") == 1
    assert "corrections.md#" in render("::: page acme-moves", library)


def test_the_last_correction_of_a_cell_is_the_one_shown(library: Library) -> None:
    (first,) = library.corrections
    again = replace(first, date=date(2026, 3, 1), old=Decimal("4.3"))
    library = replace(library, corrections=(again, first))
    html = render("{{ acme.moves@2025-01-30 }}", library, "en")
    assert "corrected on 1\u00a0March 2026" in html
    assert html.count("mark--corrected") == 1


# -- terms in a page -------------------------------------------------------------------------------


def terms_in(html: str) -> list[str]:
    return re.findall(r'<button[^>]*class="term"[^>]*>(.*?)</button>', html, re.DOTALL)


def test_the_first_use_is_a_button_that_opens_a_note(library: Library) -> None:
    html = render("Les capex d'Acme. Encore les capex.", library)
    button = re.search(r'<button class="term" popovertarget="(.*?)" type="button">capex<', html)
    assert button
    note = re.search(rf'</button><span [^>]*id="{button[1]}"[^>]*>(.*?)</span>', html)
    assert note, "just after its button"
    for attribute in ('popover="auto"', 'role="note"', "hidden", 'data-search-exclude="true"'):
        assert attribute in note[0]
    assert "<span" not in note[1], "the search plugin would take its end for that of the note"
    assert 'href="/understand/glossary.md#capex"' in note[1]
    assert "19,37\u00a0milliards de dollars" in note[1]
    assert terms_in(html) == ["capex"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("L'amortissement pèse.", ["amortissement"]),
        ("Amortissements : rien.", ["Amortissements"]),
        ("Des dépenses\nd'investissement.", ["dépenses\nd’investissement"]),
        ("Des dépenses d\u2019investissement.", ["dépenses d’investissement"]),
        ("Un réamortissement, une prévisionniste, un capex-bis.", []),
        ("CAPEX et cApex", []),
        ("## Les capex\n\nDu texte.", []),
        ("[les capex](x.md) et `capex`", []),
        ("[les capex](x.md), puis les **capex**", ["capex"]),
        ("- un\n- le capex\n\nLe capex.", ["capex"]),
        ("> Le capex.", ["capex"]),
        ("| capex |\n|---|\n| capex |", []),
        ("Le capex.\n{: .plain }\n\nLe capex encore.", ["capex"]),
        ("Le capex ?\n{: .question }", []),
        (
            "Le capex et l'amortissement, puis la prévision.",
            ["capex", "amortissement", "prévision"],
        ),
        ("::: claims\n\nFin.", []),
        ("::: timeline\n\nFin.", []),
        ("::: chart acme-bars\n\nFin.", []),
        ("Le capex.\n\n::: glossary", []),
    ],
)
def test_where_terms_are_found(source: str, expected: list[str], library: Library) -> None:
    assert terms_in(render(source, library)) == expected


def test_the_longest_form_wins(library: Library) -> None:
    library = with_terms(library, term("a", "dette"), term("b", "dette privée"))
    assert terms_in(render("La dette privée, puis la dette.", library)) == ["dette privée", "dette"]
    assert terms_in(render("La dette, puis la dette privée.", library)) == ["dette", "dette privée"]


def test_text_around_a_term_is_what_it_was(library: Library) -> None:
    source = "Avant, *le capex* et {{ firms.capex/acme@2025-Q4 }} d'amortissement ; après : fin."
    html = render(source, library)
    without = render(source, replace(library, glossary={}))
    bare = re.sub(r'<span class="definition".*?</span>', "", html)
    bare = re.sub(r'<span class="together">(.*?)</span>', r"\1", bare)
    assert re.sub(r"</?button[^>]*>", "", bare) == without


def test_a_site_without_glossary_has_no_term(library: Library) -> None:
    assert "<button" not in render("Le capex.", replace(library, glossary={}))


def test_texts_of_ledgers_never_become_markup(library: Library) -> None:
    evil = text("<script>x</script> & <b>*a*</b> {{ firms.capex/acme@2025-Q4 }}")
    claims = {
        id: replace(one, claim=evil, reason=evil, since=evil) for id, one in library.claims.items()
    }
    events = tuple(replace(one, text=evil) for one in library.timeline)
    terms = {
        id: replace(one, definition=evil, term=evil, false_friend=evil)
        for id, one in library.glossary.items()
    }
    fixes = tuple(replace(one, reason=evil, reported_by=evil) for one in library.corrections)
    library = replace(library, claims=claims, timeline=events, glossary=terms, corrections=fixes)
    html = "".join(render(f"::: {kind}", library) for kind in LEDGERS)
    assert "<script" not in html
    assert "<em>" not in html
    assert "&lt;script&gt;" in html


def test_typography_sees_both_sides_of_a_figure(library: Library) -> None:
    html = rich_text("d'{{ acme.moves@2025-07-31 }} : « oui »", library, LOCALES["fr"])
    assert html.startswith("d’<a ")
    assert html.endswith("</a>\u00a0: «\u202foui\u202f»")


# -- checks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Rien en 2025, ni au T3 2025, ni le 29 octobre.", []),
        ("Llama 4, GPT-5, GB200, H100 et Gemini 3.1 Pro.", []),
        ("Le 1er novembre, la 2e fois.", []),
        ("Acme promet 600 milliards de dollars.", ["600"]),
        ("Environ 600 milliards, ou $30bn.", ["600", "30"]),
        ("Il en reste 12 %.", ["12"]),
        ("Il en reste {{ acme.moves@2025-07-31 }}.", []),
    ],
)
def test_numbers_that_are_typed(words: str, numbers: list[str], library: Library) -> None:
    event = Milestone(
        Period.parse("2025-10"), "deal", text(words), HERE, checked_via=("daily-page",)
    )
    found = [
        problem.message
        for problem in checks_ledgers.problems_of(replace(library, timeline=(event,)))
    ]
    assert re.findall(r'text\.fr: "(\d+)" is typed', "\n".join(found)) == numbers
    assert len(found) == 2 * len(numbers)


def test_a_cell_corrected_twice_on_one_day(library: Library) -> None:
    (first,) = library.corrections
    again: Correction = replace(first, where=Where("data/corrections.yml", 9))
    found = list(checks_ledgers.problems_of(replace(library, corrections=(first, again))))
    (one,) = found
    assert str(one) == (
        'data/corrections.yml:9: "acme.moves/acme@2025-01-30" is corrected twice on 2026-02-20, '
        "first on line 1; make one correction of them"
    )


def test_a_claim_that_no_page_marks_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for page in project.glob("docs/*/understand/capex.md"):
        page.write_text(page.read_text(encoding="utf-8").replace("{{ claim acme-shares }} ", ""))
    assert main(project) == 0
    assert (
        'no page marks claim "acme-shares"; write {{ claim acme-shares }} where it is made'
        in capsys.readouterr().out
    )


# -- the built site --------------------------------------------------------------------------------


def test_every_link_of_a_ledger_leads_somewhere(small_site: Site) -> None:
    """MkDocs is strict about pages and fragments; here, what it wrote."""
    for root in ("", "en/"):
        folder = small_site.folder / root
        page = (folder / "understand/capex/index.html").read_text(encoding="utf-8")
        ledger = (folder / "verify/claims/index.html").read_text(encoding="utf-8")
        marks = re.findall(r'mark--claim" href="\.\./\.\./verify/claims/#([\w-]+)"', page)
        assert len(marks) == 6
        for mark in marks:
            assert f' id="{mark}"' in ledger
        (fix,) = set(
            re.findall(r'mark--corrected" href="\.\./\.\./verify/corrections/#([^"]+)"', page)
        )
        corrections = (folder / "verify/corrections/index.html").read_text(encoding="utf-8")
        assert f'id="{fix}"' in corrections


def test_definitions_are_not_what_a_page_is_found_by(small_site: Site) -> None:
    by_place = {**indexed(small_site.folder, "fr"), **indexed(small_site.folder, "en")}
    said = "qui serviront plusieurs années"
    assert [place for place, words in by_place.items() if said in words] == [
        "understand/glossary/#capex"
    ]
    page = by_place["understand/capex/"]
    assert "dépenses d’investissement d’Acme" in re.sub(r"<[^>]+>", "", page), "the word stays"
    places = set(by_place)
    assert {"verify/claims/#acme-quarter", "en/understand/glossary/#guidance"} <= places


def test_ids_are_unique(small_site: Site) -> None:
    for path in small_site.folder.rglob("*.html"):
        ids = re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), path


def test_the_files_of_the_small_project(project: Path) -> None:
    """The pages are where links lead."""
    for path in LEDGERS.values():
        for code in CODES:
            assert (project / "docs" / code / path).is_file()


def test_an_elided_article_stays_with_its_term(library: Library) -> None:
    html = render("Acme compte l'amortissement, puis l'oublie.", library)
    assert re.search(
        r'compte <span class="together">l’<button[^>]*>amortissement</button><span ', html
    )


@pytest.mark.parametrize("code", CODES)
def test_who_reported_a_weak_event_is_said_once(code: str, library: Library) -> None:
    said = LOCALES[code].word("reported_by", "")
    weak = next(one for one in library.timeline if one.grade == "C")
    figure = text("Globex : {{ firms.capex/globex@2025-Q4, reported }}.")
    for event in (weak, replace(weak, text=figure)):
        html = render("::: timeline", replace(library, timeline=(event,)), code)
        assert html.count(said) == 1, event.text


@pytest.mark.parametrize(
    "after", ["\u00a0:", "\u202f;", "\u202f\u00bb,", "\u202f?", ".", ",", ")."]
)
def test_punctuation_stays_with_its_term(after: str, library: Library) -> None:
    html = render(f"Acme compte son capex{after} puis rien.", library)
    kept = re.search(r'compte son <span class="together"><button.*?</span>([^<]*)</span>', html)
    assert kept
    assert kept[1] == after


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_is_by_subject(code: str, library: Library) -> None:
    html = render("::: datasets", library, code)
    links = re.findall(r'<a href="#(about-[\w-]+)">', html)
    assert links == re.findall(r'<th [^>]*id="(about-[\w-]+)"', html)
    assert not re.search(r"<th[^>]*><h\d", html), "HTML allows no heading in the head of a row"
    assert links == ["about-acme", "about-others"]
    assert html.count("<thead>") == 1
    assert html.count('scope="row"') == len(library.datasets)


def test_a_term_that_the_twin_never_says_is_told(project: Path) -> None:
    """A notice with both sides: the glossary's word there, or the word there in the glossary."""
    page = project / "docs" / "en" / "index.md"
    text = page.read_text(encoding="utf-8")
    said = [str(one) for one in unshared(project / "docs", read_library(project / "data")[0])]
    page.write_text(text + "\nThen came the guidance.\n", encoding="utf-8")
    more = [str(one) for one in unshared(project / "docs", read_library(project / "data")[0])]
    (new,) = set(more) - set(said)
    line = len(text.splitlines()) + 2
    assert new == (
        f'docs/en/index.md:{line}: "guidance" is a term of the glossary, and docs/fr/index.md '
        'never says "prévisions"; say it there, or add the word that stands there to forms_fr '
        'of "guidance"'
    )
