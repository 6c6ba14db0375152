# Recto's two commands are `make run` and `make test`; `make` alone lists all.
.DEFAULT_GOAL := help
.PHONY: help run test check dev bench fuzz screenshots bundle
SHELL := /bin/bash
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/.tools/npm/node_modules/.bin:$(PATH)

# What the app bundle is made from; the pages are made from content/ by `recto build`, which needs no Rust.
BUNDLE_SOURCES := index.html Trunk.toml scripts/set-edition Cargo.toml Cargo.lock $(shell find src public crates/article crates/outline crates/wire -type f 2>/dev/null)
BUNDLE := .tools/stamps/bundle
# The command that sets the edition.
RECTO ?= target/release/recto

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 18

run: ## install what is missing, build, and serve at http://127.0.0.1:8080
	@scripts/install build
	@$(MAKE) --silent --no-print-directory $(RECTO) $(BUNDLE)
	@scripts/step "setting the edition" $(RECTO) build
	@echo "Serving. Stop with Ctrl-C; data/ keeps comments, signups and mail."
	@exec $(RECTO) serve

# The tests are built with a command of their own, and one is enough.
test: export RECTO := target/debug/recto
test: ## install what is missing, build, and run every test; ENGINE=firefox runs the browser tests in that engine alone
	@scripts/install test
	node --test tests/scripts/*.test.js
	@scripts/step "building the tests" cargo test --workspace --no-run
	@$(MAKE) --silent --no-print-directory $(BUNDLE)
	@$(RECTO) check
	@scripts/step "setting the edition" $(RECTO) build
ifdef ENGINE
	ENGINE=$(ENGINE) cargo test --workspace --test browser
else
	cargo test --workspace
	ENGINE=firefox cargo test --workspace --test browser
	ENGINE=webkit cargo test --workspace --test browser
	scripts/postgres run cargo test --workspace --test suite
endif

bundle: ## build the app bundle alone
	@scripts/install build
	@$(MAKE) --silent --no-print-directory $(RECTO) $(BUNDLE)

.PHONY: target/release/recto
target/release/recto:
	@scripts/step "building the command" cargo build --release --package recto

$(BUNDLE): $(BUNDLE_SOURCES)
	@RECTO=$(RECTO) scripts/step "building the app bundle" trunk build --release --cargo-profile module
	@mkdir -p $(@D) && touch $@

check: ## formatting and lints, warnings denied, for both targets
	@scripts/install build
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --package reader --target wasm32-unknown-unknown -- -D warnings
	cargo doc --workspace --no-deps --quiet
	tsc --project .

dev: ## work on code, style or content with the page reloading by itself
	@scripts/install build
	@scripts/dev

fuzz: ## fuzz what reads texts from outside, SECONDS=600 for each target
	@scripts/fuzz $(or $(SECONDS),600)

screenshots: ## take the edition's screenshots anew, for the browsers that show them before they install it
	@scripts/install test
	@$(MAKE) --silent --no-print-directory $(RECTO) $(BUNDLE)
	@scripts/step "setting the edition" $(RECTO) build
	@scripts/screenshots

bench: ## measure
	@scripts/install build
	cargo bench --workspace
