"""Who pays whom: money that went, is owed by contract, or was only promised."""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.errors import Where
from explainer.facts.bilingual import Text

FLOW_KINDS = PAID, SIGNED, PROMISED = ("paid", "signed", "promised")  # the firmest first
FLOWS = "flows"  # the file and the dataset


@dataclass(frozen=True)
class Flow:
    """Money from one party to another, both entities. `covers` is the time over which it is paid,
    in words. Its date, amount, documents and note are an observation of the dataset `flows`."""

    id: str
    payer: str
    payee: str
    kind: str
    where: Where = field(compare=False, repr=False)
    covers: Text | None = None
