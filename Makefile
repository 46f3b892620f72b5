# Every target is one line and works from a fresh clone with Python 3.11+, git and make.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PORT ?= 8000
TORCH ?= torch==2.13.0

# Nothing here may reach for a model hub, and nobody is counted.
export HF_HUB_OFFLINE = 1
export ANONYMIZED_TELEMETRY = False
export ORT_DISABLE_TELEMETRY = 1

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: requirements/core.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/core.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.core
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	touch $@

$(VENV)/.train: requirements/train.txt $(VENV)/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check $(TORCH)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/train.txt
	touch $@

.PHONY: help setup setup-dev setup-train demo serve test check format eval bench train lock sums openapi wheel clean
help: ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(VENV)/.core ## install what running needs
setup-dev: $(VENV)/.dev ## install what testing needs
setup-train: $(VENV)/.train ## install what training and the plain-stack benchmark need

demo: $(VENV)/.core ## play real-looking replies through a running service
	@$(BIN)/sms-copilot demo

serve: $(VENV)/.core ## run the service on 127.0.0.1 (PORT=8000)
	@$(BIN)/sms-copilot serve --port $(PORT)

test: $(VENV)/.dev ## run all tests
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev ## format, lint, types, layers, sums, links and code blocks of the docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/docs tests/test_asset_sums.py

format: $(VENV)/.dev ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/.core ## the accuracy benchmark; writes reports/eval.json and the page beside it
	$(BIN)/python -m eval.run $(ARGS)

bench: $(VENV)/.train ## the performance benchmark against the plain stack; writes reports/bench.json
	$(BIN)/python -m bench.run $(ARGS)

train: $(VENV)/.train ## train the scorer again
	$(BIN)/sms-copilot train $(ARGS)

sums: ## write the checksums of the shipped text files again
	for folder in policies knowledge prompts; do (cd $$folder && find . -type f ! -name SHA256SUMS ! -name '.*' | LC_ALL=C sort | sed 's|^\./||' | xargs sha256sum > SHA256SUMS); done

openapi: $(VENV)/.core ## write docs/openapi.json again
	$(BIN)/sms-copilot openapi > docs/openapi.json

lock: $(VENV)/.dev ## pin the requirements again
	PATH="$(abspath $(BIN)):$$PATH" bash requirements/lock

wheel: $(VENV)/.dev ## build the wheel into dist/
	$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w dist .

clean: ## remove what can be made again (not data/)
	rm -rf $(VENV) dist build reports .mypy_cache .ruff_cache .pytest_cache
