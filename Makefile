# Each target needs Python 3.11 or newer and make, nothing else: it makes the virtual environment that it needs.
# Requirements are pinned with hashes and name no index; pip takes the one that this machine is set up with.

SHELL := /bin/bash
# The newest that really runs: a version manager may have names on the path that lead nowhere.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= 2
ARGS ?=
FUZZ_SECONDS ?= 600
NAMES ?=
export PYTHONDONTWRITEBYTECODE ?=
# The theme prints an advertisement of its own future on every build without this.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help demo test check reference format-check format lint types contracts docs pictures needs weights sbom audit soak fuzz lock clean

help:  ## Say what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found. Name one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "This Python cannot make virtual environments (on Debian: apt-get install python3-venv)." >&2; exit 1; }

$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Tierwatch runs on (once) ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Tierwatch is developed with (once) ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run  ## Replay 2014-15 and 2023-26 on a small site of this machine
	@$(BIN)/tierwatch demo $(ARGS)

test: $(VENV)/.dev  ## Run the tests, with branch coverage (ARGS='tests/demo -k week')
	@rm -f .coverage .coverage.*
	$(BIN)/pytest -n $(JOBS) --dist loadfile --cov --cov-branch --cov-report=term $(ARGS)

format-check: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache --no-logo

docs: $(VENV)/.dev  ## Build the documentation into site/, a broken link being an error
	$(BIN)/mkdocs build --strict --quiet

check: format-check lint types contracts docs test  ## Everything that must pass before a change lands

format: $(VENV)/.dev  ## Format the code and mend what can be mended mechanically
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

reference: $(VENV)/.dev  ## Write the reference pages that follow from the code
	$(BIN)/python docs/reference.py

pictures: $(VENV)/.dev  ## Take the pictures of the documentation anew (needs Chromium)
	$(BIN)/python docs/pictures.py

needs: $(VENV)/.dev  ## Tell anew which words the patterns of the verb families need (after a change of families.toml or frames.toml)
	$(BIN)/python training/needs.py

weights: $(VENV)/.dev  ## Fit the weights of the reader to the labelled documents
	$(BIN)/python training/fit.py

sbom: $(VENV)/.run  ## List the parts that are installed with Tierwatch (CycloneDX, into tierwatch.cdx.json)
	$(BIN)/python deploy/parts.py sbom --output tierwatch.cdx.json

audit: $(VENV)/.run  ## Ask a database of advisories about the parts; "unknown" where it cannot be asked
	@$(BIN)/python deploy/parts.py audit

soak: $(VENV)/.dev  ## The long proofs, each for two hours at most; the end names those that failed (ARGS='--list' or a word of a name)
	@$(MAKE) --no-print-directory $(VENV)/.fuzz || echo "The fuzzer cannot be installed here: its parts will fail."
	$(BIN)/python tests/soak.py --fuzz-seconds $(FUZZ_SECONDS) $(ARGS)

$(VENV)/.fuzz: requirements/fuzz.txt | $(VENV)/.dev
	@$(PIP) install --no-deps --require-hashes -r requirements/fuzz.txt
	@touch $@

fuzz: $(VENV)/.fuzz  ## Fuzz every parser of outside input with atheris (FUZZ_SECONDS=600 each; NAMES='claims address')
	$(BIN)/python fuzz/run.py --seconds $(FUZZ_SECONDS) $(NAMES)

# The resolver lives in an environment of its own, so that it never becomes a dependency.
$(VENV)-lock/.uv:
	@"$(PYTHON)" -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	@touch $@

LOCK := $(VENV)-lock/bin/uv --quiet pip compile --python-version 3.11 --universal --generate-hashes --no-header \
  --no-annotate --no-emit-index-url --custom-compile-command "make lock"
lock: $(VENV)-lock/.uv  ## Pin the newest versions that pyproject.toml allows, with their hashes
	$(LOCK) --upgrade --all-extras --group dev pyproject.toml --output-file requirements/dev.txt
	$(LOCK) --constraint requirements/dev.txt pyproject.toml --output-file requirements/run.txt
	$(LOCK) --constraint requirements/dev.txt --extra postgresql pyproject.toml --output-file requirements/postgresql.txt
	$(LOCK) --group fuzz --output-file requirements/fuzz.txt
	printf 'hatchling\neditables\n' | $(LOCK) --constraint requirements/dev.txt --output-file requirements/build.txt -

clean:  ## Remove what the other targets made, except state/
	rm -rf $(VENV) $(VENV)-lock site build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
