"""Rules for pledges: their amounts can be read and compared, and what is said can be looked up."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator

from explainer.checking.ledgers import figures_of, opened, rests_on
from explainer.errors import Problem, did_you_mean
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.model import Library
from explainer.facts.promise_model import PROMISE_STATUSES, Promise, Step
from explainer.facts.worth import Worth, pledged, reached

_ANCHORS = {f"status-{status}" for status in PROMISE_STATUSES} | {"pledges"}


def problems_of(library: Library, flawed: Collection[str] = ()) -> Iterator[Problem]:
    """Yield everything that is wrong in the pledges; what may follow from a dataset among the
    `flawed` is not told."""
    for promise in library.promises.values():
        yield from _promise(promise, library, flawed)


def _promise(promise: Promise, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    name = f'promise "{promise.id}"'
    if promise.id in _ANCHORS:
        yield Problem(promise.where, f"{name} has the name of an anchor of its page; rename it")
    stages = [step.stage for step in promise.steps]
    for stage in dict.fromkeys(stages):
        if stages.count(stage) > 1:
            yield Problem(
                promise.where,
                f"{name} has {stages.count(stage)} steps of stage {stage}; make one of them",
            )
    for text, field in ((promise.since, "since"), (promise.not_added, "not_added")):
        if text:
            yield from figures_of(text, field, library, flawed)
    worth = yield from _amount(promise, library, flawed)
    if promise.low is not None and promise.high is not None and promise.low > promise.high:
        yield Problem(
            promise.where, f"low {promise.low} is above high {promise.high}; exchange them"
        )
    ids = (*((promise.source,) if promise.source else ()), *promise.checked_via)
    if ids or not promise.figure:  # else the cell has its documents
        yield from opened(ids, promise.where, f"{name}", library)
    for step in promise.steps:
        yield from _step(step, promise, worth, library, flawed)


def _amount(
    promise: Promise, library: Library, flawed: Collection[str]
) -> Generator[Problem, None, Worth | None]:
    """Yield what is wrong with how much was pledged, and return it if it can be read."""
    name = f'promise "{promise.id}"'
    unknown = promise.unit and promise.unit not in library.units
    if unknown and not library.may_lack("units"):
        close = did_you_mean(promise.unit or "", library.units)
        yield Problem(promise.where, f'unit "{promise.unit}" is unknown{close}')
    elif not unknown:
        try:
            return pledged(promise, library)
        except Unreadable:
            pass
        except FigureError as error:
            if not rests_on(promise.figure or "", flawed):
                yield Problem(promise.where, f'{name}: figure "{promise.figure}": {error}')
    return None


def _step(
    step: Step, promise: Promise, worth: Worth | None, library: Library, flawed: Collection[str]
) -> Iterator[Problem]:
    name = f'the step "{step.stage}" of "{promise.id}"'
    yield from figures_of(step.told, "told", library, flawed)
    ids = (*((step.source,) if step.source else ()), *step.checked_via)
    if ids or not step.figures:
        yield from opened(ids, step.where, name, library)
    if worth is None:
        return
    try:
        found = reached(step, worth.unit, library)
    except Unreadable:
        return
    except FigureError as error:
        if not any(rests_on(body, flawed) for body in step.figures):
            yield Problem(step.where, f"{name}: {error}; mend its figures")
        return
    if found and not found.unit.counts_like(worth.unit):
        yield Problem(
            step.where,
            f"{name} is in {found.unit.id}, and the pledge in {worth.unit.id}; "
            "tell it in words, without an amount",
        )
    elif found and found.most > worth.most:
        yield Problem(
            step.where,
            f"{name} says {found.most:f}, more than the {worth.most:f} that were pledged; "
            "mend one of them, or tell it in words",
        )
