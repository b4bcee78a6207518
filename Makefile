# Everything a newcomer and the CI need; each target makes what it depends on.

PYTHON ?= python3
STORE ?= sqlite:///$(CURDIR)/.puente/puente.db
HOST ?= 127.0.0.1
PORT ?= 8000
ROUNDS ?= 500
SECONDS ?= 1800
CASES ?= 20000
REQUESTS ?= 20000
# One worker a core; what shares a node or a browser stays on one (tests/conftest.py).
PARALLEL ?= -n 2 --dist loadgroup

BIN = .venv/bin
PACKAGES = puente ingest service tools
PIP = pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run run-opensearch test test-slow coverage format check audit lock test-models fuzz guided-fuzz api-cases twin-worlds bench lexicon docs catalogues build clean help

run: .venv/installed  ## index the seeds and serve them at http://127.0.0.1:8000
	$(BIN)/puente ingest seeds --store $(STORE)
	$(BIN)/puente serve --store $(STORE) --host $(HOST) --port $(PORT)

run-opensearch: .venv/installed-dev  ## the same on a real OpenSearch node, started here without Docker
	$(BIN)/python -m tools.opensearch_node --home .puente/opensearch sh -c \
	  '$(BIN)/puente ingest seeds && exec $(BIN)/puente serve --host $(HOST) --port $(PORT)'

test: .venv/installed-dev  ## the suite but its slow rounds, on SQLite and on an OpenSearch node that it starts
	$(BIN)/pytest $(PARALLEL) -m "not slow" $(PYTEST)

test-slow: .venv/installed-fuzz  ## nodes and writers that are killed, damaged files, cases of the API, both engines measured
	$(BIN)/pytest -m slow $(PYTEST)

coverage: .venv/installed-dev  ## which lines run, without a node and a browser
	$(BIN)/pytest $(PARALLEL) -m "not slow and not opensearch and not browser" --cov --cov-report=term \
	  tests/unit tests/contract tests/property $(PYTEST)

format: .venv/installed-dev  ## the format and the lint that can be put right
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: .venv/installed-dev  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: .venv/installed-dev .venv-audit/installed  ## licences, SBOM (dist/sbom.json), weak code, known weaknesses
	$(BIN)/python -m tools.supply_chain.licences
	.venv-audit/bin/bandit --quiet --recursive --configfile pyproject.toml --severity-level medium $(PACKAGES)
	mkdir -p dist
	.venv-audit/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
	  --output-file dist/sbom.json requirements.lock
	.venv-audit/bin/python -m tools.supply_chain.advisories requirements.lock

lock: .venv-audit/installed  ## requirements.lock anew, from constraints.txt (minutes: it asks for every hash)
	echo '# What the image installs, each file by its hash: `make lock` writes it from constraints.txt.' >requirements.lock
	.venv-audit/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --annotation-style line --extra opensearch \
	  --all-build-deps --constraint constraints.txt --output-file - pyproject.toml >>requirements.lock

test-models: .venv-models/installed  ## the embedder's contract on the encoders of puente[models]
	.venv-models/bin/pytest -m models tests/contract/test_embedder.py tests/unit/tools/encoder

fuzz: .venv/installed-dev  ## damaged files of every format, ROUNDS of each
	$(BIN)/python -m tests.fuzz --rounds $(ROUNDS)

guided-fuzz: .venv/installed-fuzz  ## what the branches reached guide: seven targets, SECONDS of each
	$(BIN)/python -m tests.guided_fuzz --seconds $(SECONDS)

api-cases: .venv/installed-fuzz  ## CASES requests made from the description of the API, held against it
	$(BIN)/python -m tests.api_description --cases $(CASES)

twin-worlds: .venv/installed-dev  ## REQUESTS asked of two worlds that differ only in what is restricted
	$(BIN)/python -m tests.twin_worlds --requests $(REQUESTS)

bench: .venv/installed-dev  ## every measurement of docs/performance.md
	$(BIN)/python -m tests.bench

lexicon: .venv/installed  ## make puente/data/lexicon.tsv.gz anew from ../shared/corpora
	$(BIN)/python -m tools.train_lexicon ../shared/corpora/parallel.tsv.gz

docs: .venv/installed  ## docs/cli.md, docs/api.md and docs/settings.md anew
	$(BIN)/python -m tools.generate_reference

catalogues: .venv/installed  ## messages.pot and the .po files, brought up to date with the code
	$(BIN)/python -m tools.update_catalogues

build: .venv/installed-dev  ## the wheel and the source archive, in dist/
	$(BIN)/python -m build

clean:  ## everything that these targets have made
	rm -rf .venv .venv-audit .venv-models .puente build dist .coverage*

help:  ## these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

# Debian ships Python without ensurepip; say what to install instead of failing inside venv.
define make_environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Puente needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv $(1)
	$(1)/bin/$(PIP) --upgrade pip
endef

.venv/bin/python:
	$(call make_environment,.venv)

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/$(PIP) --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/$(PIP) --group dev
	touch $@

.venv/installed-fuzz: .venv/installed-dev
	$(BIN)/$(PIP) --group fuzz
	touch $@

.venv-audit/bin/python:
	$(call make_environment,.venv-audit)

.venv-audit/installed: .venv-audit/bin/python pyproject.toml constraints.txt
	.venv-audit/bin/$(PIP) --group audit
	touch $@

.venv-models/bin/python:
	$(call make_environment,.venv-models)

.venv-models/installed: .venv-models/bin/python pyproject.toml constraints.txt
	.venv-models/bin/$(PIP) --editable '.[models]' --group dev --group models
	touch $@
