# Everything here works on a machine with python3 (>= 3.11) and make.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.PHONY: demo run test check format bench clean

demo: $(VENV)/.demo  ## the explorer on the embedded Appwrite
	@$(BIN)/appwrite-tui --demo

run: $(VENV)/.demo  ## the explorer on your own Appwrite
	@$(BIN)/appwrite-tui $(ARGS)

# Much of the tests' time is waiting for servers and screens, so a few more run than there are cores.
test: $(VENV)/.dev  ## all tests
	@$(BIN)/python -m pytest -n 3 --dist loadfile $(ARGS)

check: $(VENV)/.dev  ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev  ## speed and size, side by side with other programs
	@$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "appwrite-tui needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 could not make a virtual environment (Debian and Ubuntu: install python3-venv)"; rm -rf $(VENV); exit 1; }

$(VENV)/.demo: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[demo]'
	@$(BIN)/python -m compileall -q tui
	@$(BIN)/python -c 'from tui.demo.cache import seed_file; seed_file(empty=False, rows=0)'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@$(BIN)/python -m compileall -q tui
	@touch $(VENV)/.demo $@
