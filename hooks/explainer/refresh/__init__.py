"""Filings read by machine: what they say is held against the cells of data/, and changes proposed.

Import it from `python -m explainer`, and from `forms` what is put into files; it builds on all
other rooms but `pages`.

Read in this order: `service`, the manners of a guest of public services. `company_facts`: what the
SEC has of a company, and its quarters. `exchange_rates`: what the European Central Bank has.
`readings`: what they say of one series, in its unit. `writing`: YAML that keeps its comments, order
and final zeros. `rows`: a cell beside its reading. `entries`: what is put into the text of a file.
`filings`: documents as sources. `showing`: the pages that show a cell. `proposals`: all that would
change. `report`: told in Markdown. `running`: from the services to the files. `copies`: archived
copies of sources, and which of them are gone.

What is read for which series is data (data/refresh.yml). Of other libraries it needs ruamel.yaml
alone, and that only to write: the extra `refresh` of pyproject.toml.
"""
