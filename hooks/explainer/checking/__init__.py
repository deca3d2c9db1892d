"""What is wrong across files, each in one sentence: data, pages, both languages, spelling, reviews.

Import it from `pages` and above; it builds on all rooms but that one. Nothing here raises: every
check yields the problems that it finds, so that one run tells them all.

Read in this order:

1. Data. `chart_texts`, `charts`, `ledgers`: figures, charts, claims and terms. `warnings`: what may
   be right after all, and is accepted case by case. `data`: all of these.
2. Pages. `settings`: texts of mkdocs.yml. `markdown_source`: a page as a copy editor sees it.
   `collisions`: what would be written over. `twins`, `typed_numbers`, `alignment`,
   `text_parity`, `parity`: French and English say the same. `active_html`: raw HTML that would run.
   `pages`: figures and directives.
3. Words. `proofreading`, `spelling`, `words` (the site's own), `terms`, `reviews`.
4. `schemas`: what is declared for the loader, written down for editors' programs.
"""
