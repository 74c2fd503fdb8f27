#!/usr/bin/env bash
# Rebuilds and serves again whenever a source file changes. Development builds: quick to make, larger and slower to run.
set -euo pipefail
cd "$(dirname "$0")/.."
server=""
stop() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap stop EXIT
state() { find app server style public Cargo.toml -type f -newer target/.dev-stamp -not -path '*/target/*' 2>/dev/null | head -n 1; }
mkdir -p target
while true; do
  touch target/.dev-stamp
  if cargo build -p engawa-server && cargo build -p engawa-browser -p engawa-worker --target wasm32-unknown-unknown && node scripts/site.mjs --dev; then
    stop
    ENGAWA_BIN=target/debug/engawa scripts/run.sh &
    server=$!
  fi
  until [ -n "$(state)" ]; do sleep 1; done
done
