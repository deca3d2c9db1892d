"""What is wrong across files, each in one sentence: data, pages, both languages, spelling, reviews.

Import it from `pages` and above; it builds on all rooms but that one. Nothing here raises: every
check yields the problems that it finds, so that one run tells them all.

Read in this order:

1. Data. `unbound`: numbers that nothing vouches for. `chart_texts`, `charts`, `ledgers`: figures,
   charts, claims and terms. `bills`: amounts that add up. `companies`: what their pages are made
   of. `flows`, `promises`: money between parties, and pledges. `sites`: places, and the cells that
   they name. `projections`: what goes into the engine. `feeds`: what is read by machine. `names`:
   no two quantities of one name. `colours`: companies that can be told apart. `grades`,
   `drawings`, `warnings`: what may be right after all, and is accepted case by case. `data`: all
   of these.
2. Pages. `page_files`: the files that pages are made of. `collisions`: what would be written over.
   `lasting`: addresses that were published. `search_words`: words that lead to a page.
   `limits`: what would take too long to read. `fences`, `icons`, `inline_signs`, `boxes`,
   `annotations`: signs that Material has too, and how each is found. `foreign`: those that pages
   do not know. `marked_tree`, `markdown_reading`: a page as Python-Markdown reads it.
   `markdown_source`: as a copy editor sees it. `company_parts`: those of companies. `theme`,
   `settings`: what mkdocs.yml asks for. `misread`: what a page's editor did not mean. `openings`,
   `leads`: how a page begins, and where it leads. `active_html`: raw HTML that would run. `twins`,
   `typed_numbers`, `alignment`, `text_parity`, `parity`: French and English say the same.
   `pages`: all of these.
3. Words. `proofreading`, `spelling`, `words` (the site's own), `terms`, `reviews`.
4. `schemas`: what is declared for the loader, written down for editors' programs.
"""
