"""Facts in YAML become charts, tables and figures in French and English.

Everything that the site says with a number is a function of two values: a `Library` (what the
files under data/ say, with no language) and a `Locale` (how one language writes it).

Ten rooms on one stair: each imports from those above it in this list, never from below.

0. On the ground, for all: `characters` (those that no text may hold), `errors` (what is told to
   an editor), `unexpected` (what nobody foresaw, told in one line), `files` (read with a sentence
   for what cannot be), `numerals` (numbers as editors type them) and `yaml_nodes` (YAML that keeps
   its lines).
1. `language`: numbers, periods, typography, units, and the site's own words in each language.
2. `projection`: what spending has to bring back, an engine that a browser runs as well.
3. `facts`: the model, the files of data/, the little language of figures.
4. `drawing`: theme and sizes; a specification as SVG and PNG; a cache by content.
5. `kinds`: one file for each kind of chart.
   `load`: facts and kinds together, where whoever wants the data of a site begins.
6. `checking`: what is wrong across files, in data and pages, between the two languages.
7. `pages`: what stands in a page and in the files that are made from data.
8. `refresh`: filings and exchange rates, read by machine into the files of data/.
9. `forms`: issue forms that people fill in, written into the files of data/.
10. `editing`: things added by their verb, asked of an editor or read from a table.

Nothing here knows MkDocs: hooks/main.py is the bridge. `python -m explainer` checks everything
without building a site.
"""
