"""What stands in a page, and in the files that a reader takes away.

Import it from the bridge and from `python -m explainer` alone; it builds on all other rooms.

Read in this order:

1. `policy`: what a page may load and run. `render_queue`: each drawing once, ahead of the pages,
   by all cores. `credits`: whom a chart names. `chart_text`: what it says. `poster`: its drawings,
   and the picture that travels alone.
2. `citations`, `downloads`: what a reader takes away.
3. `inline`: a figure in a line of text. `block`: a piece of a page that is more than text.
   `columns`: numbers one below the other. `chart_block`, `dataset_block`, `grades_block`,
   `assumptions_block`, `calculations_block`, `spread_block`, `explorer_block`, `ledgers`: the
   blocks that there are. `signs`: boxes, tabs and notes. `terms`: words that explain themselves.
   `markdown_extension`: the directives that put all of these in a page.
4. `lasting`: addresses that readers have. `manifest`: what pages and files became, from one build
   to the next. `feeds`: what is new, for feed readers. `package_tables`, `package`: all data in
   one. `plain_pages`: pages as Markdown, for programs. `generated`: the pages and files that are
   made from data. `search`: what is found in pages. `dates`: the day of a page. `finished`: a last
   look at them.
"""
