# `make` alone lists what there is to do. Each verb sets up what it needs first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
UV := $(shell command -v uv 2>/dev/null)
TOOLS := tools/node_modules/.ready

# Material prints a notice about MkDocs 2 at every run; pyproject.toml keeps us on version 1.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
chromium = $(BIN)/python -m tests.chromium

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup serve build pdf offline test quick check audit test-browsers portable draw reviewed schemas grades release new import refresh sources form format golden bench lock clean browser engines

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(DEV) ## install everything into .venv (the other verbs do it by themselves)

# With uv where there is one, which is several times as fast: `make UV= ...` does without.
venv = $(if $(UV),$(UV) venv --quiet --allow-existing --python $(PYTHON),$(PYTHON) -m venv) $(1)
install = $(if $(UV),$(UV) pip install --quiet --python $(1)/bin/python,$(1)/bin/python -m pip install --quiet) $(2)

# What shows and builds the site.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' || \
	  { echo "Python 3.11 or newer is needed. Name one with: make PYTHON=python3.13" >&2; exit 1; }
	@$(call venv,$(VENV)) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(call install,$(VENV),--no-deps --require-hashes -r requirements.txt)
	$(call install,$(VENV),--no-deps --no-build-isolation -e .)
	@touch $@

# What checks and tests, on top of it.
$(DEV): $(READY) requirements-dev.txt
	$(call install,$(VENV),--require-hashes -r requirements-dev.txt)
	@touch $@

serve: $(READY) ## show the site at http://127.0.0.1:8000 and follow changes to pages and data
	@$(BIN)/bill serve $(ARGS)

build: $(READY) ## build the site into site/, where any warning is an error
	@$(BIN)/bill build $(ARGS)

pdf: $(READY) browser ## print the stories of the site that was built as PDF, and link them
	@CHROMIUM="$$($(chromium))" $(BIN)/bill pdf site $(ARGS)

offline: $(READY) ## pack the site that was built as an archive that opens from a disk, and link it
	@$(BIN)/bill offline site $(ARGS)

test: $(DEV) browser ## run every test, those in a browser included (make test ARGS="-k locales")
	@$(BIN)/bill test $(ARGS)

quick: $(DEV) ## run the tests that need no built site and no browser
	@$(BIN)/bill quick $(ARGS)

audit: $(DEV) browser $(TOOLS) ## ask the Nu HTML checker and Lighthouse about the site
	@CHROMIUM="$$($(chromium))" && export CHROMIUM && $(BIN)/python -m pytest -m audit $(ARGS)

test-browsers: $(DEV) engines ## try what readers touch in Firefox and in WebKit
	xvfb-run --auto-servernum $(BIN)/python -m pytest -m engines $(ARGS)

# In an environment of its own, where Material can be taken away.
OTHER := .cache/portable
portable: $(READY) ## build with ProperDocs, and with Material uninstalled, and compare the bytes
	rm -rf $(OTHER) && $(call venv,$(OTHER)/venv)
	$(call install,$(OTHER)/venv,--no-deps --require-hashes -r requirements.txt -r tools/properdocs.txt)
	$(call install,$(OTHER)/venv,--no-deps --no-build-isolation -e .)
	$(OTHER)/venv/bin/python -m mkdocs build --quiet --strict --site-dir $(OTHER)/mkdocs
	$(OTHER)/venv/bin/python -m properdocs build --quiet --strict -f mkdocs.yml --site-dir $(OTHER)/properdocs
	$(if $(UV),$(UV) pip uninstall --quiet --python $(OTHER)/venv/bin/python,$(OTHER)/venv/bin/python -m pip uninstall --quiet --yes) \
	  mkdocs-material mkdocs-material-extensions
	THEME=null $(OTHER)/venv/bin/python -m mkdocs build --quiet --strict --site-dir $(OTHER)/no-material
	diff -r $(OTHER)/mkdocs $(OTHER)/properdocs
	diff -r $(OTHER)/mkdocs $(OTHER)/no-material

# Installs Debian's packages where there is Debian and somebody may install; what calls it tells what
# is missing then.
debian = as_root=; if [ "$$(id -u)" != 0 ]; then as_root=sudo; fi; \
	if command -v apt-get >/dev/null && { [ -z "$$as_root" ] || command -v sudo >/dev/null; }; then \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
	fi

$(TOOLS): tools/package-lock.json tools/.npmrc
	@for name in java npm; do command -v $$name >/dev/null || \
	  { $(call debian,default-jre-headless nodejs npm); break; }; done; \
	for name in java npm; do command -v $$name >/dev/null || \
	  { echo "This needs Java 11 and Node.js 18 or newer, with npm: install them" >&2; exit 1; }; done
	cd tools && npm ci --silent
	@touch $@

engines:
	@missing=; command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing=firefox-esr; \
	command -v WebKitWebDriver >/dev/null || missing="$$missing webkit2gtk-driver"; \
	command -v xvfb-run >/dev/null || missing="$$missing xvfb xauth"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	$(call debian,$$missing); \
	for name in WebKitWebDriver xvfb-run; do command -v $$name >/dev/null || \
	  { echo "This needs Firefox, WebKitWebDriver and Xvfb; on Debian: apt-get install$$missing" >&2; exit 1; }; done

browser: $(READY)
	@if $(chromium) >/dev/null; then exit 0; fi; \
	$(call debian,chromium); \
	if ! $(chromium) >/dev/null; then \
	  echo "The browser tests need Chromium or Chrome: install one, or give its path with make test CHROMIUM=/path/to/chrome" >&2; exit 1; \
	fi

check: $(DEV) ## say what is wrong in data, both languages of pages and their spelling, code, workflows
	@$(BIN)/bill check

draw: $(READY) ## draw a part of the charts, for a build that is shared over machines (make draw PART=1/4)
	@$(BIN)/bill draw $(or $(PART),$(error Say which part to draw: make draw PART=1/4))

reviewed: $(READY) ## record that a page and its twin say the same (make reviewed PAGE=docs/fr/index.md)
	@$(BIN)/bill reviewed $(or $(PAGE),$(error Name a page or a folder: make reviewed PAGE=docs/fr/index.md))

schemas: $(READY) ## rewrite data/schemas/, the heads of data files and the guides' tables of fields
	@$(BIN)/bill schemas

# Whatever is said to make (`ID=acme.capex`, `NAME_FR="…"`) is in the environment of what it runs.
SAID = $(foreach name,$(filter-out PYTHON VENV BIN READY DEV UV ARGS,$(.VARIABLES)),$(if $(filter \
	  command,$(firstword $(origin $(name)))),$(name)="$$$(name)"))

new: $(READY) ## add a dataset, chart, page, company, entity, source, claim, event or term (make new WHAT=chart)
	@$(BIN)/bill new $(SAID) $(ARGS)

import: $(READY) ## turn a CSV, an XLSX or a copied table into a dataset (make import FILE=table.csv ID=acme.capex)
	@$(BIN)/bill import $(SAID) $(ARGS)

release: $(READY) ## note the addresses that the site has now: from then on they last, or lead on
	@$(BIN)/bill release
grades: $(READY) ## tell how many cells of each family are at grade A
	@$(BIN)/bill grades

refresh: $(READY) ## read new filings and exchange rates into data/ (CONTACT=you@example.org make refresh)
	@$(BIN)/bill refresh $(ARGS)

sources: $(READY) ## ask for archived copies of sources and tell which are gone (CONTACT=you@example.org make sources)
	@$(BIN)/bill sources $(ARGS)

form: $(DEV) ## write what an issue form says into data/ (make form EVENT=event.json)
	@$(BIN)/bill form "$(or $(EVENT),$(error Name the event of an issue: make form EVENT=event.json))" $(ARGS)

format: $(READY) ## write the files of data/ in their one canonical way
	@$(BIN)/bill format

golden: $(DEV) ## rewrite tests/golden/ from what the code draws now; read the diff before committing it
	@$(BIN)/bill golden $(ARGS)

bench: $(DEV) browser $(TOOLS) ## measure the site and its building and write bench/RESULTS.md
	@CHROMIUM="$$($(chromium))" && export CHROMIUM && $(BIN)/python bench/run.py

# A lock must name no registry and no path of the machine that wrote it. `make lock NEWEST=` adds what
# pyproject.toml has more, and leaves all else at its version.
NEWEST := --upgrade
compile = $(or $(UV),.cache/uv/bin/uv) pip compile pyproject.toml $(NEWEST) --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock"
lock: pyproject.toml ## rewrite both locks with the newest versions that pyproject.toml allows
	@[ -n "$(UV)" ] || { $(PYTHON) -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet uv; }
	$(compile) --excludes tools/never-loaded.txt --output-file requirements.txt
	$(compile) --extra dev --constraints requirements.txt --output-file requirements-dev.txt

clean: ## remove everything that make made, .venv included
	rm -rf $(VENV) site .cache tools/node_modules .mypy_cache .ruff_cache .pytest_cache hooks/explainer.egg-info
	find hooks tests -name __pycache__ -type d -prune -exec rm -rf {} +
