#!/usr/bin/env bash
# Rebuilds and serves again whenever a source file changes. Development builds: quick to make, larger and slower to run.
set -euo pipefail
cd "$(dirname "$0")/.."
server=""
# The next one wants the same port, so this one is waited for.
stop() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  for _ in {1..50}; do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}
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
