"""The ledger of pledges: how much of each is known to have a place, a contract, or to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from explainer.facts.addresses import cell_page
from explainer.facts.model import Library, Source
from explainer.facts.promise_model import PROMISE_STATUSES, STAGES, Promise, Step
from explainer.facts.worth import Total, Worth, by_status, pledged, reached, totals
from explainer.language.locales import Locale
from explainer.language.numbers import rounded
from explainer.pages.block import Block, cited, file_link, rendered
from explainer.pages.promise_files import promise_downloads

_FULL = 1000  # units across a bar


def promises_block(library: Library, locale: Locale) -> Block:
    """Return the pledges by the last step known, and first what they come to together."""
    promises = library.promises
    groups = [
        {
            "id": f"status-{status}",
            "name": locale.word(f"promise:{status}"),
            "meaning": locale.word(f"promise_means:{status}"),
            "promises": [_promise(one, library, locale) for one in found],
        }
        for status in PROMISE_STATUSES
        if (found := by_status(promises, status))
    ]
    downloads = promise_downloads(library, locale)
    html = rendered(
        "promises.html",
        locale,
        groups=groups,
        count=len(promises),
        summary=_summary(promises, library, locale),
        stages=[(stage, locale.word(f"stage:{stage}")) for stage in reversed(STAGES)],
        files=[file_link(file, locale.word(kind)) for kind, file in downloads.items()],
    )
    return Block(html)


def _summary(promises: Mapping[str, Promise], library: Library, locale: Locale) -> list[str]:
    """How many there are, how much they come to in each currency, how much of it is known to be
    paid, and of how many nothing is."""
    found = totals(promises.values(), library)
    added = [one for one in promises.values() if not one.not_added]
    money = [one for one in added if pledged(one, library).unit.is_money]
    unpaid = [one for one in promises.values() if not _known(one.at("paid"), one, library)]
    paid = [locale.exact(one.paid, one.unit) for one in found if one.paid]
    return [
        locale.word("promises_count", str(len(promises))),
        locale.word(
            "promises_total",
            str(len(money)),
            locale.listed([_rough(one, locale) for one in found]),
        ),
        *([locale.word("promises_paid", locale.listed(paid))] if paid else []),
        locale.word("promises_unpaid", str(len(unpaid)), str(len(promises))),
    ]


def _rough(total: Total, locale: Locale) -> str:
    """A total to the nearest five of its third digit, if it has three before the point: it adds up
    what was pledged roughly, and for more than one purpose. The exact sum is that of the files."""
    amount = total.pledged
    step = Decimal(5).scaleb(amount.adjusted() - 2) if amount >= 100 else Decimal(1)
    if rounded(amount / step, 0) * step == amount:
        return locale.exact(amount, total.unit)
    return locale.approximate(amount, total.unit, "about", step, short=True)


def _known(step: Step | None, promise: Promise, library: Library) -> Worth | None:
    return reached(step, pledged(promise, library).unit, library) if step else None


def _promise(promise: Promise, library: Library, locale: Locale) -> dict[str, Any]:
    code, worth = locale.code, pledged(promise, library)

    def text(name: str) -> str:
        found = getattr(promise, name)
        return locale.typeset(found[code]) if found else ""

    said = ", ".join(filter(None, (text("place"), locale.period(promise.announced, long=True))))
    return {
        "id": promise.id,
        "who": locale.typeset(promise.who[code]),
        "what": locale.typeset(promise.what[code]),
        "amount": _amount(worth, locale),
        "href": cell_page(worth.cells[0]) if len(worth.cells) == 1 else "",
        "said": f"{said[0].upper()}{said[1:]}.",
        "by": text("by"),
        "since": text("since"),
        "not_added": text("not_added"),
        "read": locale.word("promise_read", locale.period(promise.read, long=True)),
        "bar": _bar(promise, worth, library),
        "stages": [
            {
                "stage": stage,
                "name": locale.word(f"stage:{stage}"),
                **_stage(promise.at(stage), worth, library, locale),
            }
            for stage in STAGES
        ],
        "documents": [
            cited(one, original=one.id in first, locale=locale)
            for first, one in _documents(promise, worth, library)
        ],
    }


def promise_words(promise: Promise, library: Library, locale: Locale) -> dict[str, str]:
    """Return a pledge in a line: its amount, what for, and the last step that is known."""
    what = locale.typeset(promise.what[locale.code])
    by = locale.typeset(promise.by[locale.code]) if promise.by else ""
    return {
        "amount": _amount(pledged(promise, library), locale),
        "what": ", ".join(filter(None, (what, by))),
        "status": locale.word(f"promise:{promise.status}"),
    }


def _amount(worth: Worth, locale: Locale) -> str:
    if worth.low is not None and worth.low == worth.high:
        return locale.exact(worth.low, worth.unit)
    return locale.span(worth.low, worth.high, worth.unit, short=True)


def _stage(step: Step | None, worth: Worth, library: Library, locale: Locale) -> dict[str, Any]:
    """What is known of a stage: how much, in words, since when; `unknown` where nothing is."""
    unknown = locale.word("promise_unknown")
    if step is None:
        return {"amount": unknown, "short": _short(unknown), "told": "", "known": False}
    found = reached(step, worth.unit, library)
    when = f" ({locale.period(step.date)})" if step.date else ""
    amount = _amount(found, locale) if found else locale.word("promise_no_amount")
    return {
        "amount": amount,
        "short": amount if found else _short(amount),
        "told": f"{locale.typeset(step.told[locale.code])}{when}",
        "known": found is not None,
    }


def _short(sentence: str) -> str:
    """A sentence of a word or two as it stands in a list."""
    return sentence[0].lower() + sentence[1:].removesuffix(".")


def _bar(promise: Promise, worth: Worth, library: Library) -> list[tuple[str, int, int]]:
    """The parts of a bar of a thousand units: class, start and length, the firmest first. What
    comes further has come as far: what is paid covers what is signed. The rest is not known."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for stage in reversed(STAGES):
        known = _known(promise.at(stage), promise, library)
        end = min(_FULL, round(known.most / worth.most * _FULL)) if known and worth.most else 0
        if end > at:
            found.append((stage, at, end - at))
            at = end
    return found


def _documents(
    promise: Promise, worth: Worth, library: Library
) -> list[tuple[frozenset[str], Source]]:
    """Each document once, those of origin before the pages where they were read."""
    origins = [promise.source, *(step.source for step in promise.steps)]
    origins += [id for cell in worth.cells for id in cell.observation.originals]
    pages = [*promise.checked_via, *(id for step in promise.steps for id in step.checked_via)]
    pages += [id for cell in worth.cells for id in cell.observation.relays]
    first = frozenset(id for id in origins if id)
    ids = dict.fromkeys((*(id for id in origins if id), *library.ranked(pages)))
    return [(first, library.sources[id]) for id in ids if id in library.sources]
