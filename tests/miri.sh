#!/usr/bin/env bash
# Runs the tests of the one crate with unsafe code under Miri, once for each backend of x86-64. Miri comes with nightly
# toolchains only (rustup component add miri rust-src --toolchain nightly): where there is none, that is said and no
# failure.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cargo +nightly miri --version >/dev/null 2>&1; then
  echo 'miri.sh: there is no nightly toolchain with Miri here: the backends of lockstep-lanes were not run under it'
  exit 0
fi
# The crate asks the processor for its features, which Miri does not have; features that are compiled in count as there.
for features in '' '+avx2' '+avx512f,+avx512bw'; do
  echo "miri.sh: ${features:-no vectors}"
  RUSTFLAGS="${features:+-Ctarget-feature=$features}" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/miri-${features//[^a-z0-9]/}" \
    cargo +nightly miri test --quiet --locked -p lockstep-lanes --lib
done
