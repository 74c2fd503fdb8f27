#!/bin/sh
# Makes this Debian machine a shared screen of @ORIGIN@. Run it as root, in the folder in which it lies.
set -eu
cd "$(dirname "$0")"
[ "$(id -u)" = 0 ] || { echo "run this as root" >&2; exit 1; }
# The Japanese voice is free, and lies in the part contrib: nothing else is taken from there.
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
cat >/etc/apt/sources.list.d/engawa-kiosk.sources <<END
Types: deb
URIs: http://deb.debian.org/debian
Suites: $codename
Components: contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
apt-get update
# Without Xwayland cage does not start, and its package does not ask for it.
apt-get install --no-install-recommends --yes cage xwayland chromium chromium-l10n fonts-noto-cjk fonts-noto-color-emoji dbus-user-session
# What is read aloud, and the warning before a session ends. For English flite and not espeak-ng: that one claims to speak Japanese, too, and
# would be taken for it, but it cannot read kanji.
apt-get install --no-install-recommends --yes speech-dispatcher speech-dispatcher-flite alsa-utils \
  open-jtalk open-jtalk-mecab-naist-jdic
# A mirror of the house may be without it; /staff/kiosks says so, too.
apt-get install --no-install-recommends --yes hts-voice-nitech-jp-atr503-m001 || echo "no Japanese voice: this screen speaks English only" >&2
if ! id engawa-kiosk >/dev/null 2>&1; then
  # No password and no shell: nobody signs in as this user.
  useradd --system --user-group --home-dir /var/lib/engawa-kiosk --no-create-home --shell /usr/sbin/nologin engawa-kiosk
  passwd --lock engawa-kiosk >/dev/null
fi
for group in video input render audio; do
  getent group "$group" >/dev/null && usermod --append --groups "$group" engawa-kiosk
done
install -D -m 0644 engawa-kiosk.service /etc/systemd/system/engawa-kiosk.service
install -D -m 0644 engawa-kiosk-restart.service /etc/systemd/system/engawa-kiosk-restart.service
install -D -m 0644 engawa-kiosk-restart.timer /etc/systemd/system/engawa-kiosk-restart.timer
install -D -m 0644 engawa-kiosk.pam /etc/pam.d/engawa-kiosk
install -D -m 0644 open-jtalk-generic.conf /etc/speech-dispatcher/modules/open-jtalk-generic.conf
install -D -m 0644 speech-dispatcher.conf /etc/speech-dispatcher/clients/engawa-kiosk.conf
install -D -m 0644 logind.conf /etc/systemd/logind.conf.d/engawa-kiosk.conf
install -D -m 0644 sleep.conf /etc/systemd/sleep.conf.d/engawa-kiosk.conf
install -D -m 0644 policy.json /etc/chromium/policies/managed/engawa-kiosk.json
install -D -m 0644 sysctl.conf /etc/sysctl.d/engawa-kiosk.conf
install -D -m 0644 system.conf /etc/systemd/system.conf.d/engawa-kiosk.conf
install -D -m 0644 xkb-rules /etc/xkb/rules/evdev
install -D -m 0644 xkb-symbols /etc/xkb/symbols/engawa
install -D -m 0755 engawa-kiosk.sh /usr/local/bin/engawa-kiosk
install -D -m 0755 engawa-kiosk-session.sh /usr/local/bin/engawa-kiosk-session
# Earlier versions let Chromium write here what a page held when it crashed.
rm -rf "/var/lib/engawa-kiosk/.config/chromium/Crash Reports"
# Sound cards start silent. A machine without one stays so: /staff/kiosks then still says that it has a voice, so listen once.
for control in Master Speaker Headphone PCM; do
  amixer --quiet sset "$control" 80% unmute 2>/dev/null || true
done
alsactl store 2>/dev/null || true
systemctl mask ctrl-alt-del.target
# What people type is in memory only: nothing of it is paged out to the disk, neither now nor after the next start.
swapoff --all
systemctl mask swap.target
systemctl daemon-reload
systemctl enable engawa-kiosk.service engawa-kiosk-restart.timer
echo "done: restart the machine, then pair the screen (README.md)"
