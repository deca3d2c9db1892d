"""What stands in a page, and in the files that a reader takes away.

Import it from the bridge and from `python -m explainer` alone; it builds on all other rooms.

Read in this order:

1. `policy`: what a page may load and run. `render_queue`: each drawing once, ahead of the pages,
   by all cores. `credits`: whom a chart names. `chart_text`: what it says. `poster`: its drawings,
   and the picture that travels alone.
2. `citations`, `downloads`, `promise_files`: what a reader takes away. `package_tables`, `package`:
   all data in one.
3. `behind`: what stands behind a figure. `inline`: a figure in a line of text. `block`: a piece of
   a page that is more than text. `columns`: numbers one below the other. `bill_text`: what a bill
   says. `card_drawing`, `cards`: the picture of a page. `bill_block`, `chart_block`,
   `dataset_block`, `grades_block`, `assumptions_block`, `calculations_block`, `spread_block`,
   `explorer_block`, `promises_block`, `ledgers`, `quote_block`, `reuse_block`, `company_block`: the
   blocks that there are; `directives`: which is asked for. `signs`: boxes, tabs and notes. `terms`:
   words that explain themselves. `opening`: what stands under the answer of a page.
   `markdown_extension`: the directives that put all of these in a page.
4. `lasting`: addresses that readers have. `manifest`: what pages and files became, from one build
   to the next. `dates`: the day of a page. `feeds`: what is new, for feed readers.
   `plain_pages`: pages as Markdown, for programs. `linked_data`: what a page says of itself to
   them. `notes`: what it is on paper. `generated`: the pages and files that are made from data.
   `search`: what is found in pages. `finished`: a last look at them. `printing`: stories as PDF.
   `offline`: a site in an archive.
"""
