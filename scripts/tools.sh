#!/usr/bin/env bash
# Installs what the build needs and is not there: says what and why, and does nothing the second time.
#   scripts/tools.sh build      wasm target, wasm-bindgen, npm packages of the build
#   scripts/tools.sh test       besides: Chromium, its driver, Japanese fonts, PostgreSQL, SQLite's shell, npm packages of the tests
#   scripts/tools.sh dist       besides what building needs: Rust's musl target and its C compiler
set -euo pipefail
cd "$(dirname "$0")/.."
# Fits the wasm_split crates in Cargo.lock.
SPLIT=0.2.4
say() { printf '\033[1m%s\033[0m\n' "engawa: $*"; }
fail() { printf '\033[31m%s\033[0m\n' "engawa: $*" >&2; exit 1; }

command -v cargo >/dev/null || fail "Rust is missing. Install it from https://rustup.rs and run this again."
command -v rustup >/dev/null || fail "rustup is missing; only it adds the WebAssembly target. Install Rust from https://rustup.rs instead of the system's packages and run this again."
RUST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
have=$(rustc --version | cut -d' ' -f2)
[ "$(printf '%s\n' "$RUST" "$have" | sort -V | head -n 1)" = "$RUST" ] || fail "Rust is $have; $RUST or newer is needed. Run: rustup update stable"
command -v node >/dev/null || fail "Node.js 20 or newer is missing. Install it from https://nodejs.org and run this again."
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node.js is $(node --version); 20 or newer is needed. Install it from https://nodejs.org and run this again."

# Debian packages: installed if we may, else the command to type is printed.
debian() {
  local why=$1; shift
  if ! command -v apt-get >/dev/null; then fail "$why: please install $* with your system's package manager."; fi
  local as=""
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as="sudo"; else fail "$why: please run: sudo apt-get install -y $*"; fi
  fi
  say "installing $* ($why)"
  $as env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Debian packs npm apart from Node.js.
command -v npm >/dev/null || debian "npm is missing (Debian packs it apart from Node.js)" npm

npm_ci() {
  local folder=$1 why=$2 lock
  lock=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
  if [ "$(cat "$folder/node_modules/.engawa-lock" 2>/dev/null)" != "$lock" ]; then
    say "npm packages of $folder ($why)"
    (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
    echo "$lock" > "$folder/node_modules/.engawa-lock"
  fi
}

# A tool runs for seconds and is compiled for minutes: little optimising makes both shorter together. What tools have in common
# is compiled once, and what compiling leaves behind is deleted.
tool() {
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_TARGET_DIR=target/tools cargo install "$@" --root .tools --quiet
}
trap 'rm -rf target/tools' EXIT

build() {
  command -v cc >/dev/null || debian "SQLite is compiled from C" gcc libc6-dev
  if ! rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown; then
    say "adding Rust's WebAssembly target (the app runs in the browser)"
    rustup target add wasm32-unknown-unknown
  fi
  local version
  version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
  if [ "$(.tools/bin/wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
    say "building wasm-bindgen $version (joins WebAssembly and JavaScript; about two minutes, once)"
    tool wasm-bindgen-cli --version "$version"
  fi
  if ! grep -q "^\"wasm_split_cli_support $SPLIT " .tools/.crates.toml 2>/dev/null; then
    say "building wasm-split $SPLIT (cuts the app into files that are loaded when they are needed; about a minute, once)"
    tool wasm_split_cli_support --version "$SPLIT" --features build-binary
  fi
  npm_ci scripts "makes the browser's files small"
}

tests() {
  build
  local missing=()
  [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
  command -v chromedriver >/dev/null || missing+=(chromium-driver)
  command -v fc-list >/dev/null && fc-list :lang=ja 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk fontconfig)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
  command -v sqlite3 >/dev/null || missing+=(sqlite3)
  [ ${#missing[@]} -eq 0 ] || debian "the tests use a real browser and a real PostgreSQL" "${missing[@]}"
  command -v cargo-nextest >/dev/null || [ -x .tools/bin/cargo-nextest ] || {
    say "building cargo-nextest (runs tests; a few minutes, once)"
    tool cargo-nextest --locked
  }
  npm_ci end2end "drives the browser"
}

dist() {
  build
  command -v musl-gcc >/dev/null || debian "a binary that links nothing is made with musl" musl-tools
  local target
  target=$(uname -m)-unknown-linux-musl
  if ! rustup target list --installed 2>/dev/null | grep -q "$target"; then
    say "adding Rust's target $target (a binary that links nothing)"
    rustup target add "$target"
  fi
}

case "${1:-build}" in
  build) build ;;
  dist) dist ;;
  test) tests ;;
  *) fail "unknown: $1" ;;
esac
