# The developer's whole interface. Every target sets up .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help try run test check format requirements bench clean

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

$(VENV)/ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kanal needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

try: $(VENV)/ready  ## Kanal in a sandbox, with phones in your browser; no token needed
	$(BIN)/kanal try

run: $(VENV)/ready  ## Kanal for real, as .env says
	$(BIN)/kanal migrate
	$(BIN)/kanal run

test: $(VENV)/ready  ## all tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n auto --ignore tests/acceptance
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/acceptance

check: $(VENV)/ready  ## format, lint, types, imports, catalogues, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/python -m locales
	$(BIN)/python -m pytest -q tests/house

format: $(VENV)/ready  ## put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

requirements:  ## pin again, with hashes (needs pip-tools)
	pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --allow-unsafe --no-strip-extras -o requirements/run.txt pyproject.toml
	pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --allow-unsafe --no-strip-extras --extra dev -o requirements/dev.txt pyproject.toml

bench: $(VENV)/ready  ## measure: a reply at 20 updates a second, the clock with 100,000 reports, the calendar, a broadcast to a million, how well text is understood, the figures of 100,000 reports
	$(BIN)/python -m bench.reply
	$(BIN)/python -m bench.tick
	$(BIN)/python -m bench.calendar
	$(BIN)/python -m bench.broadcast
	$(BIN)/python -m bench.understand
	$(BIN)/python -m bench.seeing

clean:  ## forget .venv and what tests left
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
