# Engawa: `make run` serves it, `make test` tests it. Both install what they need and say so.
SHELL := /bin/bash
export PATH := $(CURDIR)/.tools/bin:$(PATH)
WASM := wasm32-unknown-unknown
# What is not for browsers alone.
NATIVE := --exclude engawa-bench --exclude engawa-browser --exclude engawa-shell --exclude engawa-worker

.DEFAULT_GOAL := help
.PHONY: help setup run dev build site dist test lint test-native test-wasm test-browser faults forensics soak bench simulate clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 18

setup: ## Install what building needs
	@scripts/tools.sh build

build: setup ## Build the server and the browser's files (release)
	cargo build --release -p engawa-server
	@$(MAKE) --no-print-directory site

site: ## Build the browser's files into target/site
	cargo build -p engawa-browser -p engawa-worker --target $(WASM) --profile wasm-release
	@node scripts/site.mjs

dist: ## Pack what is deployed: one static binary and the site folder, tried before it is packed
	@scripts/tools.sh dist
	cargo build --release -p engawa-server --target "$$(uname -m)-unknown-linux-musl"
	@$(MAKE) --no-print-directory site
	@scripts/dist.sh

run: build ## Serve the product with the sample city (PORT=8080 DATA=data)
	@scripts/run.sh

dev: setup ## Serve, and rebuild whenever a file changes
	@scripts/dev.sh

test: ## Run all tests: lint, native, PostgreSQL, WebAssembly, browser
	@scripts/tools.sh test
	@$(MAKE) --no-print-directory lint test-native test-wasm site test-browser
	@echo "all tests passed"

lint: ## Format and lints
	cargo fmt --all --check
	cargo clippy --workspace $(NATIVE) -- -D warnings
	cargo clippy --workspace $(NATIVE) --tests -- -D warnings -A clippy::unwrap_used -A clippy::pedantic -A missing_docs
	cargo clippy -p engawa-bench -p engawa-browser -p engawa-shell -p engawa-worker --target $(WASM) -- -D warnings
	cargo clippy -p engawa-app -- -D warnings

test-native: ## Rust tests, on SQLite and on a private PostgreSQL
	scripts/postgres.sh cargo nextest run --workspace $(NATIVE)

test-wasm: ## Tests of the browser's shell, in headless Chromium
	CHROMEDRIVER="$$(command -v chromedriver)" WASM_BINDGEN_TEST_TIMEOUT=120 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
		cargo test -p engawa-browser --no-default-features --target $(WASM)

test-browser: ## Playwright: newcomer to offline, accessibility, no scripts; a line that breaks; a shared screen's disk
	@# With the same features as the tests above: what they compiled is not compiled again.
	cargo build --workspace $(NATIVE) --bins --tests
	cd end2end && npx playwright test
	cd end2end && COUNT=40 ../scripts/postgres.sh node faults/run.mjs
	cd end2end && SESSIONS=8 node kiosk/forensics.mjs

faults: build ## Exactly once: tabs that close, a line that breaks, a server that is killed (COUNT=500 SEED=)
	@scripts/tools.sh test
	cd end2end && ENGAWA_BIN=$(CURDIR)/target/release/engawa COUNT=$(or $(COUNT),500) SEED=$(SEED) ../scripts/postgres.sh node faults/run.mjs

forensics: build ## A shared screen forgets: every byte of its profile searched for what was typed (SESSIONS=20 SEED=)
	@scripts/tools.sh test
	cd end2end && ENGAWA_BIN=$(CURDIR)/target/release/engawa SESSIONS=$(or $(SESSIONS),20) SEED=$(SEED) node kiosk/forensics.mjs

soak: build ## A month at a shared screen: memory stays flat (SESSIONS=10000; PLOT=1 draws it into docs/ at every look; DAY=0: no nights)
	@scripts/tools.sh test
	cd end2end && ENGAWA_BIN=$(CURDIR)/target/release/engawa SESSIONS=$(or $(SESSIONS),10000) PLOT=$(PLOT) DAY=$(DAY) node kiosk/soak.mjs

bench: build ## Benchmarks beside peers; a line per figure
	@scripts/tools.sh test
	cargo build --release -p engawa-server --examples
	cargo build -p engawa-bench --target $(WASM) --profile wasm-release
	@node scripts/bench_module.mjs
	cd end2end && node bench/run.mjs

simulate: ## The simulated city and outbox, longer (SCHEDULES=1000000)
	@# What counts comes last, after what cargo says.
	@set -o pipefail; SCHEDULES=$(or $(SCHEDULES),1000000) cargo test --release -p engawa-core --test simulated_city --test simulated_outbox -- --nocapture \
		| awk '{ print } match($$0, /schedules=[0-9]+ lost=.*/) { last = substr($$0, RSTART) } END { if (last == "") exit 1; print last }'

clean: ## Remove everything that was built
	cargo clean
	rm -rf data end2end/test-results end2end/screenshots
