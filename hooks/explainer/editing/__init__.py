"""Things are added by their verb: `make new` a dataset, a chart, a page …, `make import` a table.

Import it from `python -m explainer` alone; it builds on all other rooms but `pages`, and takes from
`refresh` how files are written.

Read in this order:

1. Who asks. `speaking`: sentences in the language of whoever came. `asking`: each thing once, of
   the arguments or in the terminal. `answers`: a record of data/ from answers, as it is declared.
2. Adding. `menus`: a line in mkdocs.yml. `new_pages`: a page in both languages. `adding`: each
   thing that can be added.
3. Importing. `sheets`: cells of a workbook. `grids`: any file as rows of cells. `amounts`: numbers
   as others type them. `spans`: periods likewise. `layout`: where they lie in a table.
   `readings`: what they say, and every doubt. `assigning`: whose they are. `entering`: entities
   that the table brings with it. `joining`: what becomes of numbers in a dataset that is there.
   `understood`: all of it as a table to look at. `importing`: from a file to a dataset.
4. `running`: both verbs, from their words to their end.

Nothing is written before all is known, and nothing is written over. What is asked of a record comes
from the declarations in `facts`; what is said to editors, from words/ beside these files. Problems
that the checks find in what was written keep their own language.
"""
