"""What may stand in a file of data/companies/: see `company_model`."""

from __future__ import annotations

from explainer.facts.company_model import MEASURES, CompanyPage
from explainer.facts.fields import BOTH, TEXT, Field, Record, one_of, whole_list

COMPANY = Record(
    "company",
    'company "{id}"',
    CompanyPage,
    (
        Field("intro", BOTH, "ce qu'est cette entreprise, en une phrase", "what this company is, in a sentence", required=True),
        Field("spending", TEXT, "ses achats d'équipements, une série comme `hyperscalers.capex/meta`", "its purchases of equipment, a series like `hyperscalers.capex/meta`"),
        Field("share", TEXT, "la part de sa trésorerie qu'ils prennent", "the share of its cash that they take"),
        Field("left", TEXT, "ce qui reste après ces achats", "what is left after these purchases"),
        Field("revenue", TEXT, "son chiffre d'affaires", "its revenue"),
        Field("sales", TEXT, "ses ventes, si elles ne sont connues qu'au rythme annualisé", "its sales, when only a run rate is known"),
        Field("cloud", TEXT, "ses ventes de cloud, ou de ce que l'IA lui fait vendre", "its sales of cloud, or of what AI makes it sell"),
        Field("depreciation", TEXT, "son amortissement", "its depreciation"),
        Field("backlog", TEXT, "son carnet de commandes", "its backlog"),
        Field("leases", TEXT, "ses baux signés et non commencés", "its leases signed and not started"),
        Field("outcome", TEXT, "ce à quoi ses prévisions se comparent", "what its guidance is held against"),
        Field("moves", TEXT, "son action après ses résultats", "its shares after its results"),
        Field("guidance", whole_list(TEXT), "ses prévisions d'investissement, par date d'annonce", "its guidance on capital expenditure, by date of issue"),
        Field("debt", whole_list(TEXT), "ses emprunts, opération par opération", "its borrowing, deal by deal"),
        Field("facts", whole_list(BOTH), "ce qu'elle a de particulier, une phrase chacun, avec ses chiffres", "what is particular to it, a sentence each, with its figures"),
        Field("not_published", whole_list(one_of(MEASURES)), "ce qu'elle ne publie pas", "what it does not publish"),
    ),
)  # fmt: skip
