.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix docs pictures samples bench bench-nation smoke machine-test bundle executable lock clean

# The first Python that is new enough; override with `make PYTHON=… demo`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

help:
	@echo 'make demo   set everything up and run the main job on samples/'
	@echo 'make test   set everything up and run the tests'
	@echo 'make check  format, lint, types, architecture, generated docs'

setup: .venv/.ready

.venv/.ready: requirements-dev.lock pyproject.toml
	@test -n '$(PYTHON)' || { echo 'yicun needs Python 3.11 or newer'; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Errors found (1) are what the samples are for; anything worse stops the demo.
demo: setup
	$(BIN)/yicun validate samples/roster.xlsx || test $$? -eq 1
	$(BIN)/yicun validate --statistics || test $$? -le 2
	$(BIN)/yicun coverage --deadline 2020-05-10
	$(BIN)/yicun export-list || test $$? -eq 1

test: setup
	$(BIN)/python -m pytest

# Tests that open documents in LibreOffice and pages in Chromium, and install the archive; .ci/run installs both.
machine-test: setup
	$(BIN)/python -m pytest -m machine

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup
	$(BIN)/python docs/generate.py

# Real output for the handbook, by LibreOffice and Chromium.
pictures: setup
	$(BIN)/python docs/pictures.py

samples: setup
	$(BIN)/python samples/generate.py

bench: setup
	$(BIN)/python bench/run.py

bench-nation: setup
	$(BIN)/python bench/run.py --nation

# The wheel alone, without the developers' tools, must run the README's first command.
smoke: setup
	rm -rf build/smoke && mkdir -p build/smoke
	$(BIN)/python -m hatchling build -t wheel -d build/smoke
	$(PYTHON) -m venv build/smoke/venv
	build/smoke/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	build/smoke/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps build/smoke/*.whl
	build/smoke/venv/bin/yicun validate samples/roster.xlsx || test $$? -eq 1

# One archive for offices without a network: Linux and Windows x86-64, CPython 3.11 to 3.13.
bundle: setup
	$(BIN)/python bundle/make_bundle.py

# A folder that runs on this system without Python: build/executable/yicun/yicun.
executable: setup
	$(BIN)/pyinstaller --noconfirm --log-level WARN --distpath build/executable --workpath build/pyinstaller bundle/yicun.spec

# Needs uv; writes both locks for every platform, with hashes and without addresses.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv build
