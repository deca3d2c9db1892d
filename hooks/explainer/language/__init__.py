"""How French and English are written: the only room where a value becomes text.

Whoever has something to say asks a `Locale`, so that sentences, tables, charts and files cannot
disagree; every other room may import this one. It imports nothing of ours but `explainer.errors`
and `explainer.yaml_nodes`, and in here a file only imports those above it in this list:

1. `typography`: signs that no key has; plain typing set as print.
2. `numbers`: rounding, decimals, digits, singular and plural.
3. `periods`: years, quarters, days; they have no language.
4. `units`: what numbers count, and the signs and words around them.
5. `words`: what the site itself says, one file a language.
6. `locales`: all of that together, as `LOCALES["fr"]` and `LOCALES["en"]`.
"""
