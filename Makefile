.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix docs pictures samples bench bench-nation smoke machine-test bundle executable lock clean

# The first Python that is new enough; override with `make PYTHON=… demo`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

setup: .venv/.ready ## the tools in .venv, from the locked versions

.venv/.ready: requirements-dev.lock pyproject.toml
	@test -n '$(PYTHON)' || { echo 'yicun needs Python 3.11 or newer'; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Errors found (1) are what the samples are for; anything worse stops the demo.
demo: setup ## set everything up and run the main job on samples/
	$(BIN)/yicun validate samples/roster.xlsx || test $$? -eq 1
	$(BIN)/yicun validate --statistics || test $$? -le 2
	$(BIN)/yicun coverage --deadline 2020-05-10
	$(BIN)/yicun export-list || test $$? -eq 1

test: setup ## set everything up and run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# Tests that open documents in LibreOffice and pages in Chromium, and install the archive; .ci/run installs both.
machine-test: setup ## tests that open documents in LibreOffice and pages in Chromium
	$(BIN)/python -m pytest -m machine

check: setup ## format, lint, types, architecture, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

fix: setup ## mend what format and lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup ## the generated pages
	$(BIN)/python docs/generate.py

# Real output for the handbook, by LibreOffice and Chromium.
pictures: setup ## the handbook's pictures, by LibreOffice and Chromium
	$(BIN)/python docs/pictures.py

samples: setup ## write samples/ anew
	$(BIN)/python samples/generate.py

bench: setup ## every speed target beside its floor
	$(BIN)/python bench/run.py

bench-nation: setup ## the same over a nation of villages
	$(BIN)/python bench/run.py --nation

# The wheel alone, without the developers' tools, must run the README's first command.
smoke: setup ## the wheel alone runs the README's first command
	rm -rf build/smoke && mkdir -p build/smoke
	$(BIN)/python -m hatchling build -t wheel -d build/smoke
	$(PYTHON) -m venv build/smoke/venv
	build/smoke/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	build/smoke/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps build/smoke/*.whl
	build/smoke/venv/bin/yicun validate samples/roster.xlsx || test $$? -eq 1

# An archive for each kind of machine and each Python: Linux x86-64 and aarch64, Windows; CPython 3.11 to 3.13.
bundle: setup ## archives for offices without a network
	$(BIN)/python bundle/make_bundle.py
	$(BIN)/python bundle/folder.py --archive build/bundle

# A folder that runs on Linux (x86-64, glibc 2.28 on) without Python: build/executable/yicun/yicun.
# CPython is compiled once, from Debian's sources, with a compiler from PyPI; needs apt, dpkg-dev, patch, make, binutils.
executable: setup ## a folder that runs on Linux without Python
	$(BIN)/python bundle/folder.py

# Needs uv; writes both locks for every platform, with hashes and without addresses.
lock: ## both lists of locked versions (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove .venv and build
	rm -rf .venv build
