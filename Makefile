# Two commands for a newcomer: `make demo` and `make test`. Both create the environment first.
PYTHON ?= python3
VENV   ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.installed
TOOLS := $(VENV)/.test_tools

.PHONY: demo test coverage lint types samples pictures pages addin long fuzz grids corpus bench lowest clean

demo: $(STAMP)
	$(BIN)/duban demo -o out

test: lint types
	$(BIN)/python -m pytest -n 2 --dist worksteal --durations=25

coverage: $(TOOLS)
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/python tools/namespace_links.py
	$(BIN)/mypy

samples: $(TOOLS)
	$(BIN)/python tools/make_samples.py

pictures: $(TOOLS)
	$(BIN)/python tools/make_pictures.py
	$(BIN)/python tools/make_document_pictures.py
	$(BIN)/python tools/make_ribbon_picture.py
	PYTHONPATH=tests/support $(BIN)/python tools/make_libreoffice_pictures.py

# the pages that are made of the code: rules, sheets, registers, commands, and the manual for a browser
pages: $(TOOLS)
	$(BIN)/python tools/make_rules_page.py
	$(BIN)/python tools/make_sheets_page.py
	$(BIN)/python tools/make_registers_page.py
	$(BIN)/python tools/make_commands_page.py
	$(BIN)/python tools/make_manual.py

addin: $(STAMP)
	$(BIN)/duban addin build -o docs/duban.xlam

# what a usual run draws a few times at random, many times: make long N=10
long: $(TOOLS)
	DUBAN_ROUNDS=$(or $(N),10) $(BIN)/python -m pytest -n 2 -m long

# mutants of workbooks through every door: make fuzz N=10000 SEED=7
fuzz: $(TOOLS)
	PYTHONPATH=tests/support $(BIN)/python tests/fuzz/fuzz.py --n $(or $(N),300) --seed $(or $(SEED),1) --keep out/fuzz

# random lists and spoilt workbooks, of which validate and build must say the same: make grids N=10000
grids: $(TOOLS)
	DUBAN_GRIDS=$(or $(N),1000) $(BIN)/python -m pytest -q tests/whole/test_clean_is_buildable.py

# foreign workbooks, which get a task list and are built twice: make corpus DIR=…, or without DIR those that it makes
corpus: $(TOOLS)
	$(if $(DIR),,PYTHONPATH=tests/support $(BIN)/python tests/fuzz/foreign.py out/foreign)
	PYTHONPATH=tests/support $(BIN)/python tests/fuzz/corpus.py "$(or $(DIR),out/foreign)"

# what takes how long, into benchmarks/README.md; most of an hour, LibreOffice included
PEERS ?= .venv-peers
BENCHMARKS ?= build recalculation button libreoffice returns
bench: $(TOOLS)
	set -e; for each in $(BENCHMARKS); do $(BIN)/python benchmarks/$$each.py --write; done
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	$(BIN)/python benchmarks/validate.py --peers $(PEERS)/bin/python --write
	$(BIN)/python benchmarks/national.py --write

# the lowest versions that pyproject.toml allows, and the tests of what stands next to other packages: reading and
# writing, schemas, buttons, a cluster; none that needs LibreOffice, Chromium or much time
LOWEST ?= .venv-lowest
lowest: pyproject.toml
	$(PYTHON) -m venv $(LOWEST)
	$(PYTHON) tools/lowest_versions.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[test]" -c $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pytest -n 2 -m "not libreoffice and not chromium and not long" \
	  tests/udfs tests/workbook tests/validation/test_schemas.py tests/macros/test_functions.py tests/macros/test_ribbon.py \
	  tests/macros/commands/test_cluster.py tests/macros/hosts

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q workbook udfs macros validation
	@$(BIN)/python -c "open('$(STAMP)', 'w').close()"

$(TOOLS): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@$(BIN)/python -c "open('$(TOOLS)', 'w').close()"

clean:
	rm -rf $(VENV) $(LOWEST) build dist out .pytest_cache .mypy_cache .ruff_cache
