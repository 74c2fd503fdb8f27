#!/bin/sh
# Starts Chromium as a shared screen of @ORIGIN@. The session of cage calls this.
#
# The profile stays from one start to the next: in it lies what was sealed here and waits for a connection. Nothing personal can be read
# from it. Chromium's sandbox stays on: never add --no-sandbox.
set -eu
# Of this, not of --lang, Chromium on Linux takes the language of its own words.
export LANGUAGE=ja
# What a page held in memory when it crashed: Chromium writes it below this folder, whatever it is told. Here it is memory, too.
export XDG_CONFIG_HOME="${XDG_RUNTIME_DIR:?}/engawa-kiosk"
rm -rf "$XDG_CONFIG_HOME"
mkdir -m 0700 "$XDG_CONFIG_HOME"
# On Linux Chromium speaks by speech-dispatcher alone, and only if it is told to.
exec chromium \
  --kiosk \
  --ozone-platform=wayland \
  --user-data-dir=/var/lib/engawa-kiosk/profile \
  --password-store=basic \
  --no-first-run \
  --no-default-browser-check \
  --noerrdialogs \
  --hide-crash-restore-bubble \
  --disable-breakpad \
  --accept-lang=ja,en \
  --disable-pinch \
  --disable-sync \
  --enable-speech-dispatcher \
  --overscroll-history-navigation=0 \
  "@ORIGIN@/kiosk"
