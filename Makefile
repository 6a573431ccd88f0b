# Two commands do all the set-up: `make demo` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help demo test soak check lint explorer schema requirements clean

VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(BIN)/python:
	@python=$$(sh tools/find_python.sh) && "$$python" -m venv $(VENV)

$(VENV)/app.stamp: $(BIN)/python requirements/app.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/app.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/app.stamp requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/app.stamp ## read the sample dossier, load the embedded store, show who said what
	$(BIN)/graphkit demo

test: $(VENV)/dev.stamp $(VENV)/jvm.stamp lint ## everything that CI runs: real servers, a browser, notebook, quality floors
	sh tools/build_explorer.sh --check
	@sh tools/find_chromium.sh --install
	GRAPHKIT_SHARED=$(SHARED) $(BIN)/python -m pytest -m "not soak" --cov --cov-report=term:skip-covered
	GRAPHKIT_ARCADEDB=jvm PYTHONPATH=$(VENV)/jvm $(BIN)/python -m pytest -q tests/test_loaders_conformance.py -k embedded

$(VENV)/jvm.stamp: $(VENV)/dev.stamp requirements/jvm.txt
	rm -rf $(VENV)/jvm
	$(BIN)/pip install --quiet --disable-pip-version-check --target $(VENV)/jvm --no-deps --require-hashes -r requirements/jvm.txt
	@touch $@

check: $(VENV)/dev.stamp lint ## for daily work: the part that needs no server, under two minutes
	GRAPHKIT_SHARED=$(SHARED) $(BIN)/python -m pytest -q -m "not neo4j and not browser and not slow and not soak"

$(VENV)/train.stamp: $(VENV)/dev.stamp requirements/train.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/train.txt
	@touch $@

soak: $(VENV)/train.stamp ## what takes longer: a hundred faults a store, thousands of changes, a small training (torch, 4 GB)
	GRAPHKIT_SHARED=$(SHARED) $(BIN)/python -m pytest -q -m soak

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

explorer: ## build the explorer's page from its sources (Node and npm)
	sh tools/build_explorer.sh

schema: $(VENV)/app.stamp ## write docs/schema.md anew
	$(BIN)/graphkit schema --format markdown > docs/schema.md

requirements: $(VENV)/dev.stamp ## pin anew, with hashes and without any address
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url --python-version 3.12 \
	  --extra embedded --extra explorer --extra notebook --extra parquet --group build pyproject.toml -o requirements/app.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url --python-version 3.12 \
	  --extra embedded --extra explorer --extra notebook --extra parquet --group build --group dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url --python-version 3.12 \
	  --extra embedded --extra explorer --extra notebook --extra parquet --extra train --group build --group dev pyproject.toml -o requirements/train.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --universal --no-header --no-emit-index-url --python-version 3.12 \
	  --group jvm -o requirements/jvm.txt

clean: ## remove the environment and the demo's store
	rm -rf $(VENV) graphkit-demo graphkit-store
