"""How French and English are written: the only room where a value becomes text.

Whoever has something to say asks a `Locale`, so that sentences, tables, charts and files cannot
disagree.

Import it from every other room; it builds on the ground alone. Read in this order:

1. `typography`: signs that no key has; plain typing set as print.
2. `numbers`: rounding, decimals, digits, singular and plural.
3. `periods`: years, quarters, days; they have no language.
4. `units`: what numbers count, and the signs and words around them.
5. `words`: what the site itself says, one file a language.
6. `locales`: all of that together, as `LOCALES["fr"]` and `LOCALES["en"]`.
"""
