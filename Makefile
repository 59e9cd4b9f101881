# Two commands on a fresh machine: `make report` runs the main job, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SEED ?= 20220512
WORKERS ?= 2
PIP := $(BIN)/pip --disable-pip-version-check install -qq

.PHONY: help setup setup-dev report test lint check format bench bench-peers casebook lock clean
.DELETE_ON_ERROR:

help:
	@echo "make setup     install into $(VENV) and compile the kernels"
	@echo "make report    assess North Korea as of 26 May 2022: out/PRK.html and a summary"
	@echo "make test      install what the tests need and run them all"
	@echo "make check     format, lint and types, then the tests"
	@echo "make bench     quick benchmarks (<= 30 min); SEED=$(SEED)"
	@echo "make bench-peers  against other tools, resumable; where they are installed"
	@echo "make lock      renew the two hash-checked locks"

$(BIN)/python:
	@echo "creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing what Sidelight needs (under two minutes)"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.kernels: $(VENV)/.runtime
	@$(BIN)/python tools/compile_kernels.py
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.kernels

setup-dev: $(VENV)/.dev $(VENV)/.kernels

report: setup
	@mkdir -p out
	@$(BIN)/sidelight assess PRK --as-of 2022-05-26 --home out/home --out out/PRK.html

test: setup-dev
	@$(BIN)/python -m pytest -n $(WORKERS)

lint: setup-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy src

check: lint test

format: setup-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup-dev
	@$(BIN)/python benchmarks/run.py --seed $(SEED)

bench-peers: setup-dev
	@$(BIN)/python benchmarks/run.py --peers --seed $(SEED)

casebook: setup-dev
	@$(BIN)/python tools/build_casebook.py

lock: setup-dev
	@printf 'setuptools>=80\n' > $(VENV)/backend.in
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -q pyproject.toml $(VENV)/backend.in -o requirements.lock
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -q pyproject.toml --extra dev --extra model --extra fetch -c requirements.lock -o requirements-dev.lock

clean:
	@rm -rf $(VENV) out build *.egg-info src/*.egg-info .mypy_cache .ruff_cache
