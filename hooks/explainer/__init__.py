"""Facts in YAML become charts, tables and figures in French and English.

Everything that the site says with a number is a function of two values: a `Library` (what the
files under data/ say, with no language) and a `Locale` (how one language writes it).

Read in this order:

1. `errors`, `periods`, `locales`: what a problem, a quarter and a language are.
2. `model`: the frozen types. `load`: YAML files to a Library. `checks`: rules across files.
3. `figures`: the little language between `{{` and `}}`.
4. `series`: what a chart shows, before any drawing. `tables`, `descriptions`, `texts`: the same
   as rows, in words, and everything else that a chart says.
5. `theme`, `frames`, `charts`, `render`: the same as a Vega-Lite specification, then as SVG and
   PNG. `cache`, `studio`: each drawn once, by all cores, and kept. `pictures`: the drawings of a
   page, and the poster that travels alone.
6. `citations`, `downloads`: what a reader takes away.
7. `blocks`: the HTML of a chart, a dataset, an embed. `markdown`: the directives that put them in
   a page. `pages`: what is wrong in a page, and the pages and files that are made from data.
   `search`: what is found in them. `watched`: what of the data a page was made from.

Nothing here knows MkDocs: hooks/main.py is the bridge. `python -m explainer` checks everything
without building a site.
"""
