#!/usr/bin/env bash
# Installs what is missing, builds everything, runs every test. Needs what the README's first paragraph names.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

step 'installing what the tests need'
bash tests/install.sh

step 'form and lints'
cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- --deny warnings
RUSTDOCFLAGS='--deny warnings' cargo doc --workspace --no-deps --locked --quiet

step 'tests of the crates'
cargo test --workspace --locked
bash tests/miri.sh

step 'building the packages'
node npm/build.mjs

step 'tests of the packages and across hosts'
node --test --test-timeout=900000 npm/lockstep/test/*.test.mjs npm/validator/test/*.test.mjs tests/hosts/*.test.mjs
