# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
SHELL  := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT   ?= 8000
DATA   ?= var
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv
PIP    := $(UV) pip install --quiet --require-hashes --python $(BIN)/python
LINLI  := LINLI_DATA=$(abspath $(DATA)) $(BIN)/linli
TEST   := LINLI_TESTING=1 LINLI_DATA=$(abspath build/test)
CHROMIUM_PATH := build/chromium

# The machine's node from 20 on, else the one that PyPI carries.
NODE_OK := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && echo yes)
ifneq ($(NODE_OK),yes)
NODE_LOCK := requirements/node.txt
export PATH := $(abspath $(VENV)/node):$(PATH)
endif

.PHONY: help run test check fix bench bench-planning planning messages lock clean \
        format lint types house templates frontend-check migrations translations kernels units postgres browser

help: ## Show what you can ask for
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[36m%-16s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build/run build/frontend build/translations ## The demo city at http://127.0.0.1:8000 (PORT=…, DATA=folder)
	@LINLI_DEMO=1 LINLI_BASE_URL=http://127.0.0.1:$(PORT) $(LINLI) run --port $(PORT)

test: build/dev build/planning build/frontend build/translations ## Everything CI runs
	@$(MAKE) --no-print-directory -j2 kernels check
	@$(MAKE) --no-print-directory units postgres browser

check: format lint types house templates frontend-check migrations translations ## All that needs no running program

fix: build/dev build/frontend-modules ## Mend format and lint where a tool can
	$(BIN)/ruff check --quiet --fix linli tests scripts benchmarks || true
	$(BIN)/ruff format --quiet linli tests scripts benchmarks
	cd frontend && npm run --silent fix

bench: build/dev build/frontend build/translations ## Rates and query counts at 10,000 and 1,000,000 matters, kills, city load
	$(TEST) $(BIN)/python -m benchmarks

bench-planning: build/dev build/planning build/planning-peers ## Grids, circles, sites and matching against their peers
	$(BIN)/python -m benchmarks.planning

planning: build/planning ## The array libraries for linli grids, circle, sites and match

messages: build/dev ## Bring every locale/en up to date with the Chinese in the code
	$(BIN)/python scripts/translations.py update

# ── What `make test` is made of ──────────────────────────────────────────────────────────────────
format: build/dev
	$(BIN)/ruff format --check --quiet linli tests scripts benchmarks
lint: build/dev
	$(BIN)/ruff check --quiet linli tests scripts benchmarks
types: build/dev build/planning build/frontend
	$(TEST) $(BIN)/mypy linli tests scripts
house: build/dev
	$(BIN)/lint-imports
templates: build/dev
	$(BIN)/djlint --lint --quiet linli
frontend-check: build/frontend-modules
	cd frontend && npm run --silent check
migrations: build/dev build/frontend
	$(TEST) $(BIN)/python -m django makemigrations --check --dry-run --settings linli.config.settings
translations: build/dev
	$(BIN)/python scripts/translations.py check
kernels: build/planning  # two minutes of compiling, once: beside the checks, not in each test process
	$(TEST) $(BIN)/linli kernels
units: build/dev build/planning build/frontend build/translations
	$(TEST) $(BIN)/pytest -n 2 -m "not browser"
postgres: build/dev build/planning build/frontend build/translations  # pages ask what the queries ask, which are tested here
	$(TEST) $(BIN)/python scripts/with_pg.py $(BIN)/pytest -n 2 -m "not browser and not pure and not city" \
	  --ignore-glob="*pages.py" --ignore-glob="*test_fuzz.py" linli/apps linli/platform linli/config/tests/test_serving.py tests/test_kills.py
browser: build/dev build/planning build/frontend build/translations $(CHROMIUM_PATH)
	@if [ -s $(CHROMIUM_PATH) ]; then $(TEST) CHROMIUM=$$(cat $(CHROMIUM_PATH)) $(BIN)/pytest -n 2 -m browser; fi

# ── What each needs, made once ───────────────────────────────────────────────────────────────────
$(UV):
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt 2>/dev/null || test -x $(UV) \
	  || $(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/uv.txt

build/run: requirements/uv.txt requirements/base.txt $(NODE_LOCK) scripts/install_command.py | $(UV)
	@mkdir -p build
	$(PIP) -r requirements/base.txt $(addprefix -r ,$(NODE_LOCK))
ifneq ($(NODE_OK),yes)
	$(BIN)/python scripts/node_from_wheel.py $(VENV)/node
endif
	$(BIN)/python scripts/install_command.py
	@touch $@
build/dev: build/run requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	@mkdir -p build/test && touch $@
build/planning: build/run requirements/planning.txt
	$(PIP) -r requirements/planning.txt
	@touch $@
build/planning-peers: build/planning requirements/planning-peers.txt
	$(PIP) -r requirements/planning-peers.txt
	@touch $@
build/frontend-modules: frontend/package-lock.json frontend/package.json build/run
	cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@
build/frontend: build/frontend-modules frontend/vite.config.ts linli/interface/icons.json $(shell find frontend/src frontend/public frontend/build -type f 2>/dev/null)
	cd frontend && npm run --silent build
	@touch $@
build/translations: build/run scripts/translations.py $(shell find linli -name '*.po')
	$(BIN)/python scripts/translations.py compile
	@touch $@
$(CHROMIUM_PATH): build/dev scripts/chromium.py
	@$(BIN)/python scripts/chromium.py > $@ || { rm -f $@; exit 1; }

lock: | $(UV) ## Renew the hashed locks after a change in pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements/base.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -c requirements/base.txt -o requirements/dev.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group planning pyproject.toml -c requirements/base.txt -o requirements/planning.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group planning-peers pyproject.toml -c requirements/planning.txt -c requirements/dev.txt -o requirements/planning-peers.txt
clean: ## Remove all that was made, not the data
	rm -rf $(VENV) build frontend/node_modules frontend/dist frontend/fonts
