# Two commands for a newcomer: `make demo` and `make test`. Both create the environment first.
PYTHON ?= python3
VENV   ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.installed

.PHONY: demo test coverage lint types samples pictures pages addin fuzz grids corpus clean

demo: $(STAMP)
	$(BIN)/duban demo -o out

test: lint types
	$(BIN)/python -m pytest -n 2

coverage: $(STAMP)
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/python tools/namespace_links.py
	$(BIN)/mypy

samples: $(STAMP)
	$(BIN)/python tools/make_samples.py

pictures: $(STAMP)
	$(BIN)/python tools/make_pictures.py
	$(BIN)/python tools/make_ribbon_picture.py

# the pages that are made of the code: rules, sheets, commands, and the manual for a browser
pages: $(STAMP)
	$(BIN)/python tools/make_rules_page.py
	$(BIN)/python tools/make_sheets_page.py
	$(BIN)/python tools/make_commands_page.py
	$(BIN)/python tools/make_manual.py

addin: $(STAMP)
	$(BIN)/duban addin build -o docs/duban.xlam

# mutants of workbooks through every door: make fuzz N=10000 SEED=7
fuzz: $(STAMP)
	PYTHONPATH=tests/support $(BIN)/python tests/fuzz/fuzz.py --n $(or $(N),300) --seed $(or $(SEED),1) --keep out/fuzz

# random lists and spoilt workbooks, of which validate and build must say the same: make grids N=10000
grids: $(STAMP)
	DUBAN_GRIDS=$(or $(N),1000) $(BIN)/python -m pytest -q tests/whole/test_clean_is_buildable.py

# foreign workbooks, which get a task list and are built twice: make corpus DIR=…, or without DIR those that it makes
corpus: $(STAMP)
	$(if $(DIR),,PYTHONPATH=tests/support $(BIN)/python tests/fuzz/foreign.py out/foreign)
	PYTHONPATH=tests/support $(BIN)/python tests/fuzz/corpus.py "$(or $(DIR),out/foreign)"

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@$(BIN)/python -c "open('$(STAMP)', 'w').close()"

clean:
	rm -rf $(VENV) build dist out .pytest_cache .mypy_cache .ruff_cache
