#!/bin/sh
# Makes this machine an ordinary one again. What was sealed here and not delivered yet is deleted with --purge only.
set -eu
[ "$(id -u)" = 0 ] || { echo "run this as root" >&2; exit 1; }
systemctl disable --now engawa-kiosk.service engawa-kiosk-restart.timer || true
systemctl unmask ctrl-alt-del.target swap.target
rm -f /etc/systemd/system/engawa-kiosk.service /etc/systemd/system/engawa-kiosk-restart.service \
  /etc/systemd/system/engawa-kiosk-restart.timer /etc/pam.d/engawa-kiosk /etc/systemd/logind.conf.d/engawa-kiosk.conf \
  /etc/systemd/sleep.conf.d/engawa-kiosk.conf /etc/systemd/system.conf.d/engawa-kiosk.conf /etc/sysctl.d/engawa-kiosk.conf \
  /etc/speech-dispatcher/modules/open-jtalk-generic.conf /etc/speech-dispatcher/clients/engawa-kiosk.conf \
  /etc/apt/sources.list.d/engawa-kiosk.sources /etc/xkb/rules/evdev /etc/xkb/symbols/engawa /etc/chromium/policies/managed/engawa-kiosk.json \
  /usr/local/bin/engawa-kiosk /usr/local/bin/engawa-kiosk-session
systemctl daemon-reload
if [ "${1:-}" = "--purge" ]; then
  # An account that still runs something cannot be deleted.
  loginctl terminate-user engawa-kiosk 2>/dev/null || true
  sleep 2
  rm -rf /var/lib/engawa-kiosk
  ! id engawa-kiosk >/dev/null 2>&1 || userdel engawa-kiosk
  echo "done: the profile is deleted; revoke the screen on @ORIGIN@/staff/kiosks"
else
  echo "done: the profile is still in /var/lib/engawa-kiosk; --purge deletes it"
fi
