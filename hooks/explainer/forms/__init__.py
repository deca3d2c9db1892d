"""What people type into the repository's issue forms: read as answers, written into data/.

Import it from `python -m explainer` alone; it builds on all other rooms but `pages`.

Nothing of what is typed is trusted. It comes as the JSON of an event, and leaves as values of data
that have been read again and found to be those, or inside sentences as code on one line. A form is
known by its questions, which .github/ISSUE_TEMPLATE tells; its language is that of the answer.

Read in this order: `speaking`, the sentences of both languages. `templates`: the forms and their
questions. `events`: what GitHub says of an issue. `answers`: what stands under each question.
`typed`: numbers, periods, days and addresses, as people type them. `documents`: sources, those that
are there and those that are new. `changes`: what a form does to data/. `trying`: the data as they
would be, and what checks say of them. `replies`: told in Markdown. `running`: from the event to the
files.
"""
