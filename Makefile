# One list of commands; CI runs the same. `make help` shows them.
PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEVELOPMENT := .venv/.test-installed

# Tests start Python a hundred times: what it compiles is stored, even where the environment says otherwise.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help quick demo install setup test check types imports content security stories bench bench-scale soak test-model tune-encoder tune-distress format faults side-by-side image image-steps teams-package clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(RUNTIME) ## Try it in the browser (PORT=8770 for another port, FRESH=1 to begin anew)
	@$(BIN)/python -m bot demo --port $(PORT) $(if $(FRESH),--fresh)

install: $(RUNTIME) ## Install what it needs to run, and no more

setup: $(DEVELOPMENT) ## Make the environment, with everything for development

# A worker more than the two cores: many tests wait for other processes.
test: $(DEVELOPMENT) ## Run all tests, with real parts
	@$(BIN)/python -m tests.parts
	@$(BIN)/python -m pytest -n 3 --dist worksteal -p tests.plugins.waiting_first

quick: $(DEVELOPMENT) ## Test what changed and its neighbours, under a minute
	@$(BIN)/python -m tests.quick

check: $(DEVELOPMENT) ## Format, lint, types, imports, content, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 3 --output-sync types imports content
	@$(MAKE) --no-print-directory test

types: $(DEVELOPMENT)
	$(BIN)/mypy

imports: $(DEVELOPMENT)
	$(BIN)/lint-imports

content: $(DEVELOPMENT)
	$(BIN)/python -m bot check

security: $(DEVELOPMENT) ## Run the tests that deploy/THREATS.md names as proofs, in under five minutes
	@$(BIN)/python -m tests.security

faults: $(DEVELOPMENT) ## The long matrix of killed, frozen and confused processes, on both databases (ROUNDS=20)
	@FAULTS_ROUNDS=$(or $(ROUNDS),20) $(BIN)/python -m pytest tests/delivery/faults tests/platforms/slack/outbound/test_faults.py

side-by-side: $(DEVELOPMENT) ## The release before the newest migration beside this one, on one database
	@$(BIN)/python -m pytest -m side_by_side tests/app/upgrading

stories: $(DEVELOPMENT) ## The demo's stories from 14 successive days and around every turn of the calendar
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m stories tests/demo

bench: $(DEVELOPMENT) ## Measure: one line a figure, "name value unit" (ONLY=answers, SMOKE=1)
	@BENCH_SMOKE=$(SMOKE) $(BIN)/python -m tests.benchmarks $(ONLY)

bench-scale: $(DEVELOPMENT) ## Measure growth on both databases (PEOPLE="1000 10000"); takes minutes
	@$(BIN)/python -m tests.scale $(PEOPLE)

soak: $(DEVELOPMENT) ## Weeks of an organisation in minutes, with faults at random (WEEKS=52 PEOPLE=2000 SEED=1)
	@$(BIN)/python -m tests.scale.soak $(or $(WEEKS),52) $(or $(PEOPLE),2000) $(or $(SEED),1)

test-model: $(DEVELOPMENT) ## Word answers with a real model (MODEL=file.gguf COUNT=100); takes many minutes
	@$(BIN)/python -m tests.model "$(MODEL)" $(or $(COUNT),100)

tune-encoder: .tuning ## Tune the search's encoder on the cards' questions; half an hour, 2 GB of libraries
	@PYTHONPATH=.tuning $(BIN)/python -m tests.tuning

tune-distress: .tuning ## Tune the encoder of distress on lines of it and of ordinary talk; a quarter of an hour
	@PYTHONPATH=.tuning $(BIN)/python -m tests.tuning.distress

.tuning: | $(DEVELOPMENT)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --target .tuning -r tests/tuning/requirements.txt

teams-package: $(RUNTIME) ## The app to upload in Teams (APP_ID=… DOMAIN=alongside.… PAGE=https://…)
	@$(BIN)/python -m bot.platforms.teams.install.package --app-id "$(APP_ID)" --domain "$(DOMAIN)" --page "$(PAGE)"

# OCI images have no healthcheck, which Docker's format has; only Docker itself knows no other.
image: ## Build the image for containers (TAG=registry/alongside:0.2.0 BASE=python:3.11-slim-bookworm@sha256:…)
	@for engine in $(or $(ENGINE),docker podman buildah); do \
		$$engine info >/dev/null 2>&1 || continue; \
		case $$engine in docker) format=;; *) format="--format docker";; esac; \
		echo "Building $(or $(TAG),alongside) with $$engine …"; \
		$$engine build $$format $(if $(BASE),--build-arg BASE=$(BASE)) -f deploy/Dockerfile -t $(or $(TAG),alongside) . && exit 0; \
		echo "$$engine could not build it: what it says is above."; exit 1; \
	done; \
	echo "No container engine works here. Install Podman (apt install podman) or Docker; to build only, Buildah"; \
	echo "(apt install buildah). If Docker is installed, start it: systemctl start docker"; exit 1

image-steps: $(DEVELOPMENT) ## The image's steps without a container engine: packages, files, first commands; minutes
	@$(BIN)/python -m pytest -m image_steps tests/app/test_image.py

format: $(DEVELOPMENT) ## Put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove the environment and all data of the demo
	rm -rf .venv var

.venv/bin/python:
	@command -v git >/dev/null || { echo "git is missing. Install it, for example: apt install git"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install Python 3.11, 3.12 or 3.13, for example: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "$$($(PYTHON) --version) is not supported. Install Python 3.11, 3.12 or 3.13, then: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. Install it, for example: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(RUNTIME): .venv/bin/python deploy/requirements.lock
	@echo "Installing (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements.lock
	@touch $@

$(DEVELOPMENT): .venv/bin/python deploy/requirements-test.lock
	@echo "Installing what development needs (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-test.lock
	@touch $@ $(RUNTIME)
