# QI Eval. Two commands: make run, make test. Each does its own set-up.
PORT ?= 8501
PYTHON ?=
export PYTHON
# Three workers on two cores: a fourth costs more than it brings (measured).
WORKERS ?= 3
PY = .venv/bin/python

.PHONY: help run test check bench drills pictures audit sbom

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-10s %s\n", $$1, $$2}'

run: ## install what is needed, then serve the dashboard on http://localhost:8501
	@sh scripts/setup.sh requirements.txt
	@$(PY) -m qi_eval.ui.serving --server.port $(PORT)

test: ## run the whole suite, browser and PostgreSQL tests included
	@sh scripts/setup.sh requirements-dev.txt
	@sh scripts/chromium.sh
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## style, types, and who may import whom
	@sh scripts/setup.sh requirements-dev.txt
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m pytest tests/test_architecture.py

bench: ## measure speed as ratios; the table is kept in benchmarks/RESULTS.md
	@sh scripts/setup.sh requirements-dev.txt
	@sh scripts/chromium.sh
	@$(PY) -m benchmarks $(ARGS)

drills: ## all that is too long for make test: faults made on purpose (their table is docs/drills.md), the whole corpus
	@sh scripts/setup.sh requirements-dev.txt
	@$(PY) -m pytest -m drill $(ARGS)

pictures: ## take the pictures of the README anew
	@sh scripts/setup.sh requirements-dev.txt
	@sh scripts/chromium.sh
	@QI_EVAL_PICTURES=1 $(PY) -m pytest tests/browser/test_pictures.py

audit: ## ask whether a package has a known weakness; fails where one could not be checked
	@sh scripts/setup.sh requirements.txt
	@-[ -x .venv/audit/bin/python ] || $(PY) -m venv .venv/audit
	@-.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@$(PY) -m scripts.audit .venv/audit/bin/python

sbom: ## write what the dashboard is made of to sbom.json (CycloneDX)
	@sh scripts/setup.sh requirements.txt
	@$(PY) -m scripts.sbom > sbom.json && echo "sbom.json is written."
