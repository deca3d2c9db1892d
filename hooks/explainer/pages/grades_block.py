"""The table of how sure the published numbers are, by whom or what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from explainer.facts.grades import Counts, grade_counts
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.language.units import PERCENT
from explainer.pages.block import Block, rendered, sort_key
from explainer.pages.dataset_block import family_name


def grades_block(library: Library, locale: Locale) -> Block:
    """Return the share of cells at grade A, of each family and in all, today and before the work on
    this edition began, when that is known."""
    now = grade_counts(library)
    edition = library.edition
    before = edition.before if edition else {}
    names = {id: family_name(id, library, locale) for id, (_, count) in now.items() if count}
    rows = [
        _row(names[id], now[id], before.get(id), locale)
        for id in sorted(names, key=lambda id: (not id, sort_key(names[id])))
    ]
    total = _row(locale.word("all_families"), _sum(now.values()), _sum(before.values()), locale)
    html = rendered(
        "grades.html", locale, rows=rows, total=total, since=bool(before), count=len(rows)
    )
    return Block(html)


def _sum(counts: Iterable[Counts]) -> Counts:
    listed = list(counts)
    return sum(one[0] for one in listed), sum(one[1] for one in listed)


def _row(name: str, now: Counts, before: Counts | None, locale: Locale) -> dict[str, str]:
    return {
        "name": name,
        "count": locale.number(Decimal(now[1])),
        "now": _share(now, locale),
        "before": _share(before, locale) if before else "–",
    }


def _share(counts: Counts, locale: Locale) -> str:
    best, all_of_them = counts
    if not all_of_them:
        return "–"
    return locale.short(Decimal(best) / all_of_them * 100, PERCENT, 0)
