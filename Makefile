# Two commands do everything on a fresh machine: make run, make test.
PYTHON ?= python3
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run test check test-services random-inputs bench profile figures fuzz lint lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## start everything on this machine (PORT=8000, WEBCERT_DATA_DIR=var)
	@$(PYTHON) tools/bootstrap.py base
	@exec $(PY) tools/run.py

test: check ## checks, unit, contract and browser tests on the embedded default
	$(PY) -m pytest -n 2 --dist loadgroup

check: ## ruff, mypy, import rules, templates, migrations, settings
	@$(PYTHON) tools/bootstrap.py dev --browser
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/djlint templates $(wildcard */templates) --lint --quiet
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level WARNING

test-services: ## the same suite on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	@$(PYTHON) tools/bootstrap.py dev --browser
	$(PY) tools/services.py $(PY) -m pytest -n 2 --dist loadgroup

random-inputs: ## ten thousand random inputs to every kind of question
	@$(PYTHON) tools/bootstrap.py dev
	RANDOM_INPUTS=10000 $(PY) -m pytest -n 2 --timeout=7200 tests/certificates/questions/test_random_input.py

bench: ## the figures of docs/benchmarks.md, each beside its ceiling
	@$(PYTHON) tools/bootstrap.py dev
	$(PY) tools/bench.py

profile: ## where the processor time of whole lives goes, as in docs/performance.md
	@$(PYTHON) tools/bootstrap.py dev
	$(PY) tools/profile_lives.py

figures: ## nothing lost under kills and outages, and how long deliveries take (FIGURES="--scale 0.1")
	@$(PYTHON) tools/bootstrap.py dev
	$(PY) tools/figures.py $(FIGURES)

fuzz: ## 100 000 damaged requests: no leak, no 500 without a fault, nothing stored without a cause (FUZZ="--requests 5000")
	@$(PYTHON) tools/bootstrap.py dev
	$(PY) -m tools.fuzz $(FUZZ)

lint: ## mend what can be mended by itself
	@$(PYTHON) tools/bootstrap.py dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: ## lock the packages of pyproject.toml with hashes (needs uv)
	uv pip compile --generate-hashes --no-header --no-annotate --python-version 3.11 --universal -q pyproject.toml -o requirements/base.txt
	uv pip compile --generate-hashes --no-header --no-annotate --python-version 3.11 --universal -q pyproject.toml --group dev -o requirements/dev.txt

clean: ## forget the demo data of var/
	rm -rf var
