# `make` alone lists what there is to do. Each verb sets up what it needs first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := tools/node_modules/.ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup serve build test quick check audit test-browsers portable draw reviewed schemas refresh format golden bench lock clean browser engines

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(READY) ## install everything into .venv (the other verbs do it by themselves)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' || \
	  { echo "Python 3.11 or newer is needed. Name one with: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

serve: $(READY) ## show the site at http://127.0.0.1:8000 and follow changes to pages and data
	$(BIN)/mkdocs serve $(ARGS)

build: $(READY) ## build the site into site/, where any warning is an error
	$(BIN)/mkdocs build --strict --clean --site-dir site $(ARGS)

# Prints the path of a Chromium, or fails. A CHROMIUM in the environment comes first.
find_chromium = for name in "$$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable \
	  "/Applications/Chromium.app/Contents/MacOS/Chromium" \
	  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do \
	    if [ -n "$$name" ] && command -v "$$name"; then exit 0; fi; \
	  done; exit 1

test: $(READY) browser ## run every test, those in a browser included (make test ARGS="-k locales")
	@CHROMIUM="$$($(find_chromium))" && export CHROMIUM && $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

quick: $(READY) ## run the tests that need no built site and no browser
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser and not build" $(ARGS)

audit: $(READY) browser $(TOOLS) ## ask the Nu HTML checker and Lighthouse about the site
	@CHROMIUM="$$($(find_chromium))" && export CHROMIUM && $(BIN)/python -m pytest -m audit $(ARGS)

test-browsers: $(READY) engines ## try what readers touch in Firefox and in WebKit
	xvfb-run --auto-servernum $(BIN)/python -m pytest -m engines $(ARGS)

# In an environment of its own, which has ProperDocs beside MkDocs.
OTHER := .cache/portable
portable: $(READY) ## build with ProperDocs too, and compare the bytes
	rm -rf $(OTHER) && $(PYTHON) -m venv $(OTHER)/venv
	$(OTHER)/venv/bin/python -m pip install --quiet --require-hashes -r requirements.txt -r tools/properdocs.txt
	$(OTHER)/venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(OTHER)/venv/bin/python -m mkdocs build --quiet --strict --site-dir $(OTHER)/mkdocs
	$(OTHER)/venv/bin/python -m properdocs build --quiet --strict -f mkdocs.yml --site-dir $(OTHER)/properdocs
	diff -r $(OTHER)/mkdocs $(OTHER)/properdocs

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

browser:
	@if ($(find_chromium)) >/dev/null; then exit 0; fi; \
	$(call debian,chromium); \
	if ! ($(find_chromium)) >/dev/null; then \
	  echo "The browser tests need Chromium or Chrome: install one, or give its path with make test CHROMIUM=/path/to/chrome" >&2; exit 1; \
	fi

check: $(READY) ## code, data, both languages of pages and their spelling, workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m explainer
	@for kind in dataset:datasets chart:charts sources:sources; do \
	  $(BIN)/check-jsonschema --quiet --schemafile data/schemas/$${kind%:*}.json data/$${kind#*:}/*.yml || exit 1; \
	done; \
	for file in data/*.yml; do name=$$(basename $$file .yml); [ -f data/schemas/$$name.json ] || continue; \
	  $(BIN)/check-jsonschema --quiet --schemafile data/schemas/$$name.json $$file || exit 1; \
	done
	$(BIN)/yamllint --strict data .github $(wildcard mkdocs.yml)
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

draw: $(READY) ## draw a part of the charts, for a build that is shared over machines (make draw PART=1/4)
	$(BIN)/python -m explainer --draw $(or $(PART),$(error Say which part to draw: make draw PART=1/4))

reviewed: $(READY) ## record that a page and its twin say the same (make reviewed PAGE=docs/fr/index.md)
	$(BIN)/python -m explainer --reviewed $(or $(PAGE),$(error Name a page or a folder: make reviewed PAGE=docs/fr/index.md))

schemas: $(READY) ## rewrite data/schemas/, the head lines of data files and the guides' tables of fields
	$(BIN)/python -m explainer --schemas

refresh: $(READY) ## read new filings and exchange rates into data/ (CONTACT=you@example.org make refresh)
	@$(BIN)/python -m explainer refresh $(ARGS)

format: $(READY) ## write the files of data/ in their one canonical way
	@$(BIN)/python -m explainer format

golden: $(READY) ## rewrite tests/golden/ from what the code draws now; read the diff before committing it
	$(BIN)/python -m pytest --update-golden -m "not browser and not audit" $(ARGS)

bench: $(READY) browser $(TOOLS) ## measure the site and its building and write bench/RESULTS.md
	@CHROMIUM="$$($(find_chromium))" && export CHROMIUM && $(BIN)/python bench/run.py

# requirements.txt must name no registry and no path of the machine that wrote it.
lock: pyproject.toml ## rewrite requirements.txt with the newest versions that pyproject.toml allows
	@$(PYTHON) -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet uv
	.cache/uv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
	  --custom-compile-command "make lock" --output-file requirements.txt

clean: ## remove everything that make made, .venv included
	rm -rf $(VENV) site .cache tools/node_modules .mypy_cache .ruff_cache .pytest_cache hooks/explainer.egg-info
	find hooks tests -name __pycache__ -type d -prune -exec rm -rf {} +
