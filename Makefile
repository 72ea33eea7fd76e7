# Every target does its own set-up in .venv; only Python 3.11+, pip, venv and make are assumed.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE :=  # a run starts dozens of processes: none should compile everything again
READY := .venv/.ready

.PHONY: demo test checks tests test-long test-spark lint types house docs clean

demo: $(READY)  ## make a small simulated sea, find its occasions, open the dossier
	$(BIN)/fairlead demo

test: $(READY)  ## what must hold before a change lands, the checks beside the tests; FAIRLEAD_TESTS=wide: as wide as in CI
	$(MAKE) --no-print-directory --jobs 2 tests checks

checks: lint types house

tests: $(READY)
	$(BIN)/python -m pytest -m "not slow and not spark"

test-long: $(READY)  ## the longer runs: a thousand changed bytes, two hundred kills, a thousand examples of each property
	FAIRLEAD_TESTS=wide $(BIN)/python -m pytest -m slow
	FAIRLEAD_TESTS=wide $(BIN)/python -m pytest -m "hypothesis and not slow" --hypothesis-profile long

test-spark: $(READY)  ## the same rows on a cluster of Spark's as on DuckDB; skips where pyspark or Java is absent
	$(BIN)/python -m pytest -m spark -n 2 --dist loadfile -rs tests/engines

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

house: $(READY)  ## arrows point down only
	$(BIN)/lint-imports

docs: $(READY)  ## write the pages that are made from the code
	$(BIN)/python docs/generate.py
	PYTHONHASHSEED=0 $(BIN)/python -m fairlead.deriving.keep_sql

$(READY): requirements.lock packages/ledger/pyproject.toml packages/drop/pyproject.toml packages/fairlead/pyproject.toml \
    packages/drop/hatch_build.py $(wildcard packages/drop/browser/*)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	    -e packages/ledger -e packages/drop -e packages/fairlead
	touch $(READY)

clean:
	rm -rf .venv demo
