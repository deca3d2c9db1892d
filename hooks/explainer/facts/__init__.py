"""What the data say: frozen values with no language, and the figures that texts take from them.

Import it from every room below; it builds on `language` and `projection`.

Read in this order: `bilingual`, `ledger_model`, `bill_model`, `company_model`, `feed`, `releases`,
`projection_model`, `flow_model`, `promise_model`, `model`, `flow_book`: the frozen types. `texts`:
all that readers read of them. `fields`: how a field of a file is written; `records`,
`ledger_records`, `bill_records`, `company_records`, `projection_records`, `flow_records`,
`promise_records`: which fields there are. `dependencies`: what of the data something was made from.
`cells`, `projecting`, `values`, `paces`, `euros`, `expressions`, `figures`: the little language
between `{{` and `}}`, to cells, to a value and to a text. `shapes`: what is computed
alike. `bills`: amounts as a bill shows them.
`formulas`: cells computed with it; `spreads`: those that spread an amount over lives; `asked`: what
a formula asks of a projection; `basis`: on what inputs rest. `worth`: how much pledges are.
`addresses`: where things of the data stand in the site. `explanations`: how a cell was computed, in
words. `grades`: how sure the numbers are. `company_pages`: the page of a company from its template.
`load`: files to a Library. `site_address`: where the site stands. `glossary`: how pages write its
terms.
"""
