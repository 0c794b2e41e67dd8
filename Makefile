# Everything one does with Reprise. Targets make what they need: the first `make` of anything takes a minute or so, later
# ones start at once. Python 3.11 or newer is all that must be there (PYTHON=... names one); Java and Maven, where they
# are, give the local stack Amazon's own DynamoDB Local instead of moto's.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
SAM_VENV := .venv-sam
SAM := PATH="$(CURDIR)/$(SAM_VENV)/bin:$$PATH" sam
READY := $(VENV)/.synced .cache/dynamodb.ready

PORT ?= 8700
TRACKS ?= 2000
FAULTS ?= 0.1
WORKERS ?= 2
CASES ?= 100000
RACES ?= 40
POSTS ?= 50
# Each suite is a process of its own, so that no suite can lean on what another has left behind.
SUITES ?= tests/unit tests/gates tests/integration/assets tests/integration/handlers tests/integration/contract \
	tests/integration/concurrency tests/integration/local tests/integration/machine tests/integration/simulator \
	tests/simulation tests/e2e
ARGS ?=
REDOCLY := node_modules/.bin/redocly

SOURCES := $(wildcard layers/common functions local tests bench tools)

# Linting and building ask nothing of AWS; the tools still want a region, and sam would report its use.
export AWS_DEFAULT_REGION ?= eu-west-1
export SAM_CLI_TELEMETRY := 0
export PYTHONUNBUFFERED := 1
# The linter of the API's document asks nobody either.
export REDOCLY_TELEMETRY := off
export REDOCLY_SUPPRESS_UPDATE_NOTICE := true
unexport VIRTUAL_ENV

##@ Every day
.PHONY: setup
setup: $(VENV)/.synced ## make the development environment, and fetch DynamoDB Local if it can be had
	@$(PY) -m local setup

.PHONY: up
up: $(READY) ## run everything on this machine (PORT=8700)
	@exec $(PY) -m local up --port $(PORT)

.PHONY: demo
demo: $(READY) ## start the stack, make a song, follow it to its file (TASK=stems: and what can be made of it)
	@exec $(PY) -m local.demo

.PHONY: demo-parcours
demo-parcours: $(READY) ## start the stack, make a journey, save its segments (PRESET=panique-anxiete)
	@exec $(PY) -m local.demo_parcours

.PHONY: test
test: $(READY) ## every test, the quick ones first (SUITES="tests/unit tests/e2e", ARGS=..., WORKERS=2)
	@for suite in $(SUITES); do \
		echo "== $$suite"; \
		$(PY) -m pytest -q -n $(WORKERS) --dist loadgroup $(ARGS) $$suite; \
	done

.PHONY: check
check: check-style check-types check-template check-api check-gates ## everything that is checked without running it

##@ One check at a time
.PHONY: check-style
check-style: $(VENV)/.synced ## format and lint, security rules included
	$(VENV)/bin/ruff format --check $(SOURCES)
	$(VENV)/bin/ruff check $(SOURCES)

.PHONY: check-types
check-types: $(VENV)/.synced ## mypy, strict
	$(VENV)/bin/mypy $(SOURCES)

.PHONY: check-template
check-template: $(VENV)/.synced $(SAM_VENV)/.synced ## cfn-lint and sam validate --lint
	$(VENV)/bin/cfn-lint --regions eu-west-1 --template template.yaml
	$(SAM) validate --lint

.PHONY: check-api
check-api: .cache/redocly.ready ## lint the API's document with Redocly, if npm is there; the gates validate it anyway
	@if [ -x .cache/redocly/$(REDOCLY) ]; then \
		.cache/redocly/$(REDOCLY) lint functions/docs/pages/openapi.json --config tools/openapi/lint/redocly.yaml; \
	else echo "no npm: Redocly is left out"; fi

.PHONY: check-gates
check-gates: $(VENV)/.synced ## the rules of the house: sizes, imports, documents, template against code
	$(PY) -m pytest -q tests/gates

.PHONY: format
format: $(VENV)/.synced ## let ruff write what it can
	$(VENV)/bin/ruff check --fix $(SOURCES)
	$(VENV)/bin/ruff format $(SOURCES)

.PHONY: openapi
openapi: $(VENV)/.synced ## write the API's document anew, from the routes and the types that validate
	@$(PY) -m tools.openapi

##@ When something waits
.PHONY: redrive
redrive: $(VENV)/.synced ## put a dead-letter queue's messages back (QUEUE=DownloadsDeadLetters, PORT=8700)
	@$(PY) -m tools.redrive --port $(PORT) $(QUEUE)

##@ Proof that takes its time
.PHONY: load
load: $(READY) ## many tracks with faults of every kind through the stack (TRACKS=2000, FAULTS=0.1)
	@$(PY) -m bench.load --tracks $(TRACKS) --faults $(FAULTS)

.PHONY: soak
soak: $(READY) ## a million tracks and 20,000 journeys through the simulation, 100,000 copies from a server of lies
	@$(PY) -m tests.simulation.soak --tracks 1000000
	@$(PY) -m tests.simulation.journey_soak --journeys 20000
	@$(PY) -m bench.copies_soak --copies 100000

.PHONY: outages
outages: $(READY) ## what DynamoDB, SQS, S3 or the provider being down costs, at so many posts a second (POSTS=50)
	@$(PY) -m tests.simulation.outages --each-second $(POSTS) --processes $(WORKERS)

.PHONY: races
races: $(READY) ## callbacks, sweeps, deletions and copies of one track at once, on the real database (RACES=40)
	@RACES=$(RACES) $(PY) -m pytest -q -n $(WORKERS) --dist loadgroup tests/integration/concurrency

.PHONY: fuzz
fuzz: $(READY) ## whatever can be posted to the webhook is answered as the contract says (CASES=100000)
	@FUZZ_CASES=$(CASES) $(PY) -m pytest -q -n $(WORKERS) tests/simulation/test_fuzz_webhooks.py

.PHONY: mutation
mutation: .venv-mutation/.synced ## change lifecycle, ledger and limits in every small way; the tests must notice 95 %
	@.venv-mutation/bin/python -m tools.mutation

.PHONY: bench
bench: $(READY) ## what a copy and a merge cost in memory and time, a cold start of the callback, a body of 1 MiB
	@$(PY) -m bench.download && $(PY) -m bench.joining --minutes 2 && $(PY) -m bench.cold_start && $(PY) -m bench.bodies

##@ To AWS
.PHONY: build
build: $(SAM_VENV)/.synced ## sam build, and a look at what came out
	$(SAM) build
	$(SAM_VENV)/bin/python -m tools.verify_build .aws-sam/build

##@ Now and then
.PHONY: lock
lock: $(VENV)/.synced ## pin anew what requirements/*.in ask for (UPGRADE=--upgrade: to the newest)
	$(PY) -m tools.lock $(UPGRADE)

.PHONY: renderer
renderer: $(VENV)/.synced ## fetch what renders the API's document from npm, at the version that tools/openapi/renderer.py names
	@$(PY) -m tools.openapi.renderer

.PHONY: clean
clean: ## remove what was made, environments too
	rm -rf $(VENV) .venv-* .aws-sam .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- stamps -----------------------------------------------------------------------------------------------------------
$(VENV)/.synced: requirements/dev.lock requirements/installer.lock tools/venv
	tools/venv $(VENV) requirements/dev.lock

$(SAM_VENV)/.synced: requirements/sam.lock requirements/installer.lock tools/venv
	tools/venv $(SAM_VENV) requirements/sam.lock

.venv-mutation/.synced: requirements/mutation.lock requirements/installer.lock tools/venv
	tools/venv .venv-mutation requirements/mutation.lock

.cache/dynamodb.ready: $(VENV)/.synced local/dynamodb/pom.xml
	@$(PY) -m local setup
	@mkdir -p $(@D) && touch $@

.cache/redocly.ready: tools/openapi/lint/package.json tools/openapi/lint/package-lock.json
	@mkdir -p .cache/redocly && cp tools/openapi/lint/package*.json .cache/redocly
	@if command -v npm >/dev/null; then cd .cache/redocly && npm ci --ignore-scripts --no-audit --no-fund --silent; fi
	@touch $@
