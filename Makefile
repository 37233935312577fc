# The manual: `make help`. Every target installs what it needs first; a second run does nothing twice.
PYTHON ?= python3
RUN := .venv/bin
MANAGE := $(RUN)/python -m diemcau
ONLY ?=
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo test check bench faults lock messages screenshots

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: ## everything the product needs: Python packages, pages, livekit-server
	@$(PYTHON) tools/install.py

install-dev: ## the same, and what the checks and tests need
	@$(PYTHON) tools/install.py --dev

demo: install ## a running conference with simulated sites; Ctrl-C ends it all
	@exec $(MANAGE) demo

test: install-dev ## the checks, then every test (TESTS=tests/conference for a part)
	@$(RUN)/python tools/check.py
	@$(RUN)/python tools/test.py $(TESTS)

check: install-dev ## formatting, types, layers, templates, front end, migrations, words
	@$(RUN)/python tools/check.py

bench: install-dev ## the figures of docs/benchmarks.md (ONLY=P1 for one)
	@$(RUN)/python -m bench $(ONLY)

faults: install-dev ## the faults at full count, into docs/reliability.md
	@DIEMCAU_FAULTS=full $(RUN)/python -m pytest -q -s -m faults -p no:randomly --timeout 5400 tests/faults tests/journeys

lock: install-dev ## compile requirements/*.txt anew from pyproject.toml
	@$(PYTHON) tools/lock.py

messages: install-dev ## collect the words of the pages into locale/en (needs gettext)
	@cd src/diemcau && ../../$(RUN)/python -m diemcau makemessages -l en --no-location --no-obsolete -e html,txt,py

screenshots: install-dev ## the pictures of the README, from the running demo
	@$(RUN)/python -m pytest -p no:randomly --timeout 600 tests/journeys/screenshots.py
