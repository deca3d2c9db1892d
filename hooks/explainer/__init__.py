"""Facts in YAML become charts, tables and figures in French and English.

Everything that the site says with a number is a function of two values: a `Library` (what the
files under data/ say, with no language) and a `Locale` (how one language writes it).

Read in this order:

1. `errors`, `periods`, `locales`: what a problem, a quarter and a language are.
2. `model`: the frozen types. `load`: YAML files to a Library. `checks`: rules across files.
3. `figures`: the little language between `{{` and `}}`.
4. `series`: what a chart shows, before any drawing. `tables`, `downloads`, `descriptions`: the
   same numbers as HTML, CSV and words.
5. `theme`, `charts`, `render`: the same numbers as a Vega-Lite specification, then as SVG.
6. `markdown`: the two directives; `pages`: what is wrong in a page, and the generated pages.

Nothing here knows MkDocs: hooks/main.py is the bridge.
"""
