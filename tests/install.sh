#!/usr/bin/env bash
# Installs what building and testing lockstep needs beyond cargo (rustup's stable), Node 20 with npm, and root or sudo.
# Run it as often as you like: what is there already is left alone.
# Exit status: 0 all there; 2 something has to be installed by hand (each such thing is named once, at the end).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

wasm_pack_version=0.15.1
pnpm_major=10
wasm_target=wasm32-unknown-unknown
debian_toolchain=lockstep-wasm

missing=()
say() { printf 'install: %s\n' "$*"; }
by_hand() { missing+=("$*"); }
have() { command -v "$1" >/dev/null 2>&1; }
have_any() { local name; for name in "$@"; do have "$name" && return; done; return 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo "$@"; else
        say "needs root or sudo: $*" >&2
        return 1
    fi
}

# A refused download answers at once, a swallowed one never: both must lead on. macOS has no `timeout`.
within() { local seconds=$1; shift; if have timeout; then timeout "$seconds" "$@"; else "$@"; fi; }

package_lists_fresh=no
apt_install() {
    have apt-get || return 1
    if [ $package_lists_fresh = no ]; then
        as_root apt-get -qq -o DPkg::Lock::Timeout=120 update || say "the package lists could not be refreshed; using the old ones"
        package_lists_fresh=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get -qq -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends "$@" >/dev/null
}

# system_program PACKAGE WHY PROGRAM...: any one of the programs will do.
system_program() {
    local package=$1 why=$2; shift 2
    have_any "$@" && return
    say "$package, $why"
    apt_install "$package" || by_hand "one of these programs, $why: $* (Debian's package: $package)"
}

# cargo_program CRATE VERSION WHY: without --locked, whose pinned dependencies a registry mirror may not have yet.
cargo_program() {
    local crate=$1 version=$2 why=$3 program=${1%-cli}
    [ "$("$program" --version 2>/dev/null)" = "$program $version" ] && return
    say "$crate $version, $why (some minutes)"
    if ! { cargo install --quiet --force "$crate" --version "=$version" && hash -r &&
        [ "$("$program" --version 2>/dev/null)" = "$program $version" ]; }; then
        by_hand "$crate $version, $why: cargo install $crate --version =$version (and cargo's bin folder first in PATH)"
    fi
}

locked_version() {
    awk -v wanted="name = \"$1\"" '$0 == wanted { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

wasm_toolchain() { node npm/wasm-toolchain.mjs; }

# Debian's Rust has no wasm32 library, but it has the sources: build it once, as an ordinary installed target.
debian_wasm_toolchain() {
    say "Debian's Rust with its sources and lld 19, to build the wasm32 library from (no download of rustup's gave one)"
    apt_install rustc-web cargo-web rust-web-src lld-19 || return 1

    local scratch library
    scratch=$(mktemp -d)
    library=$(/usr/bin/rustc --print target-libdir --target $wasm_target)
    mkdir "$scratch/src"
    printf '#![no_std]\n' >"$scratch/src/lib.rs"
    printf '[package]\nname = "empty"\nedition = "2021"\n[workspace]\n' >"$scratch/Cargo.toml"

    say "the standard library for wasm32, from Debian's sources (half a minute)"
    # Bitcode is what makes lto possible; RUSTC_BOOTSTRAP because -Zbuild-std is not stable.
    (cd "$scratch" && env -u RUSTUP_TOOLCHAIN RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS=-Cembed-bitcode=yes \
        CARGO_TARGET_DIR="$scratch/target" /usr/bin/cargo build --quiet --release --target $wasm_target \
        -Zbuild-std=std,panic_abort,panic_unwind,proc_macro) || { rm -rf "$scratch"; return 1; }
    rm -f "$scratch"/target/$wasm_target/release/deps/libempty-*
    /usr/bin/rustc --version >"$scratch/built-by"
    as_root rm -rf "$library" &&
        as_root mkdir -p "$library" &&
        as_root cp "$scratch"/target/$wasm_target/release/deps/*.rlib "$scratch/built-by" "$library/" &&
        rustup toolchain link $debian_toolchain /usr
    local status=$?
    rm -rf "$scratch"
    return $status
}

for program in cargo node npm; do
    have $program || { say "$program is needed first: Rust's stable toolchain from rustup, and Node 20 or newer with npm" >&2; exit 2; }
done

system_program build-essential "the linker that cargo calls" cc
system_program chromium "for the tests of the browser build" chromium chromium-browser google-chrome

if ! wasm_toolchain >/dev/null; then
    say "the $wasm_target target, for the WebAssembly builds"
    { have rustup && RUSTUP_MAX_RETRIES=0 within 60 rustup --quiet target add $wasm_target && wasm_toolchain >/dev/null; } ||
        { have apt-get && debian_wasm_toolchain && wasm_toolchain >/dev/null; } ||
        by_hand "Rust's $wasm_target target: rustup target add $wasm_target"
fi

wasm_bindgen_version=$(locked_version wasm-bindgen)
if [ -n "$wasm_bindgen_version" ]; then
    cargo_program wasm-bindgen-cli "$wasm_bindgen_version" "the bindings' generator, of exactly the crate's version"
else
    by_hand "wasm-bindgen-cli: Cargo.lock names no wasm-bindgen, whose version it must have"
fi
cargo_program wasm-pack $wasm_pack_version "which builds the WebAssembly modules"

if ! have pnpm; then
    say "pnpm $pnpm_major, which the consumer example is run with"
    as_npm_owner() { if [ -w "$(npm prefix --global)/lib" ]; then "$@"; else as_root "$@"; fi; }
    as_npm_owner npm install --loglevel error --global "pnpm@$pnpm_major" ||
        by_hand "pnpm $pnpm_major: npm install --global pnpm@$pnpm_major"
fi

if [ -f npm/package-lock.json ] && ! cmp -s npm/package-lock.json npm/node_modules/.installed-lock.json; then
    say "the npm packages that the build and the tests use"
    # Not by --prefix: npm would then look for the machine's own configuration below that folder.
    if (cd npm && npm ci --loglevel error --no-audit --no-fund); then
        cp npm/package-lock.json npm/node_modules/.installed-lock.json
    else
        by_hand "the npm packages: cd npm && npm ci"
    fi
fi

if [ ${#missing[@]} -gt 0 ]; then
    say "to be installed by hand:" >&2
    printf 'install:   - %s\n' "${missing[@]}" >&2
    exit 2
fi
