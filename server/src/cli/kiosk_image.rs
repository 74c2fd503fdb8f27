//! `engawa kiosk-image`: the files that make a Debian machine a shared screen: Chromium alone in a Wayland session, with a policy that opens
//! one site.
//!
//! Invariants: it writes into one folder and touches nothing else of this machine; what is there already is overwritten only if asked for; the
//! only thing that goes into the files is the origin of an address, which holds no character that a shell, systemd or JSON reads otherwise.

use anyhow::Context as _;
use clap::Args;
use reqwest::Url;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// `engawa kiosk-image`.
#[derive(Debug, Clone, Args)]
pub struct KioskImage {
    /// The address of the site: `https://engawa.city.example.jp`. Plain HTTP only for `localhost`.
    #[arg(long)]
    url: String,
    /// The folder to write into; it is made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// Write over files that are there.
    #[arg(long)]
    force: bool,
}

/// What stands in the files for the site's origin.
const ORIGIN: &str = "@ORIGIN@";

/// Name and text of each file.
const FILES: [(&str, &str); 18] = [
    ("README.md", include_str!("kiosk_image/README.md")),
    ("install.sh", include_str!("kiosk_image/install.sh")),
    ("uninstall.sh", include_str!("kiosk_image/uninstall.sh")),
    ("engawa-kiosk.sh", include_str!("kiosk_image/engawa-kiosk.sh")),
    ("engawa-kiosk-session.sh", include_str!("kiosk_image/engawa-kiosk-session.sh")),
    ("engawa-kiosk.service", include_str!("kiosk_image/engawa-kiosk.service")),
    ("engawa-kiosk.pam", include_str!("kiosk_image/engawa-kiosk.pam")),
    ("engawa-kiosk-restart.service", include_str!("kiosk_image/engawa-kiosk-restart.service")),
    ("engawa-kiosk-restart.timer", include_str!("kiosk_image/engawa-kiosk-restart.timer")),
    ("open-jtalk-generic.conf", include_str!("kiosk_image/open-jtalk-generic.conf")),
    ("speech-dispatcher.conf", include_str!("kiosk_image/speech-dispatcher.conf")),
    ("logind.conf", include_str!("kiosk_image/logind.conf")),
    ("sleep.conf", include_str!("kiosk_image/sleep.conf")),
    ("system.conf", include_str!("kiosk_image/system.conf")),
    ("sysctl.conf", include_str!("kiosk_image/sysctl.conf")),
    ("xkb-rules", include_str!("kiosk_image/xkb-rules")),
    ("xkb-symbols", include_str!("kiosk_image/xkb-symbols")),
    ("policy.json", include_str!("kiosk_image/policy.json")),
];

impl KioskImage {
    /// Writes the files and says what to do with them.
    pub fn run(&self) -> anyhow::Result<()> {
        let origin = origin_of(&self.url)?;
        write(&self.out, &origin, self.force)?;
        println!("{} files for {origin} in {}", FILES.len(), self.out.display());
        eprintln!("Copy the folder to a Debian machine and follow its README.md. Nothing was changed on this one.");
        Ok(())
    }
}

/// The origin of a site's address.
fn origin_of(address: &str) -> anyhow::Result<String> {
    let url = Url::parse(address).with_context(|| format!("{address:?} is no address"))?;
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    anyhow::ensure!(
        url.scheme() == "https" || (url.scheme() == "http" && is_here),
        "a shared screen needs https: service workers run nowhere else (plain http for localhost only)"
    );
    anyhow::ensure!(url.host_str().is_some() && url.username().is_empty() && url.password().is_none(), "{address:?} names a user, or no host");
    anyhow::ensure!(
        matches!(url.path(), "/" | "/kiosk") && url.query().is_none() && url.fragment().is_none(),
        "give the address of the site alone, such as https://engawa.city.example.jp"
    );
    let origin = url.origin().ascii_serialization();
    // It goes into unit files and policies: an address may hold signs that mean something there.
    anyhow::ensure!(origin.chars().all(|c| c.is_ascii_alphanumeric() || "-.:/[]".contains(c)), "{address:?} has signs that no host has");
    Ok(origin)
}

/// Writes every file, or none if one is there and may not be overwritten.
fn write(out: &Path, origin: &str, force: bool) -> anyhow::Result<()> {
    if let Some((name, _)) = FILES.iter().find(|(name, _)| !force && out.join(name).exists()) {
        anyhow::bail!("{} is there already; --force writes over it", out.join(name).display());
    }
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    for (name, text) in FILES {
        let path = out.join(name);
        std::fs::write(&path, text.replace(ORIGIN, origin)).with_context(|| path.display().to_string())?;
        let mode = if name.split_once('.').is_some_and(|(_, kind)| kind == "sh") { 0o755 } else { 0o644 };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    const CITY: &str = "https://engawa.city.example.jp";

    fn filled(name: &str) -> String {
        FILES.iter().find(|(file, _)| *file == name).unwrap().1.replace(ORIGIN, CITY)
    }

    #[test]
    fn an_address_is_a_site_or_nothing() {
        for (address, origin) in [
            (CITY, CITY),
            ("https://engawa.city.example.jp/", CITY),
            ("https://engawa.city.example.jp/kiosk", CITY),
            ("HTTPS://Engawa.City.Example.JP:443", CITY),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://みほん.example", "https://xn--q9jmj.example"),
        ] {
            let found = origin_of(address).unwrap();
            if address.is_ascii() {
                assert_eq!(found, origin, "{address}");
            }
            assert!(found.chars().all(|c| c.is_ascii_alphanumeric() || "-.:/[]".contains(c)), "{found}");
        }
        for address in [
            "http://engawa.city.example.jp",
            "engawa.city.example.jp",
            "ftp://localhost",
            "javascript:alert(1)",
            "https://a:b@engawa.city.example.jp",
            "https://engawa.city.example.jp/staff",
            "https://engawa.city.example.jp/?a=b",
            "https://engawa.city.example.jp/#\"$(reboot)",
            "https://a\"b.example",
            "",
        ] {
            assert!(origin_of(address).is_err(), "{address}");
        }
    }

    #[test]
    fn the_policy_opens_one_site() {
        let policy: Value = serde_json::from_str(&filled("policy.json")).unwrap();
        assert_eq!(policy["URLAllowlist"], serde_json::json!([CITY]));
        assert_eq!(policy["URLBlocklist"][0], "*");
        assert_eq!(policy["RestoreOnStartupURLs"], serde_json::json!([format!("{CITY}/kiosk")]));
        let codes = ["DeveloperToolsAvailability", "BrowserSignin", "DownloadRestrictions"].map(|name| policy[name].as_u64());
        assert_eq!(codes, [Some(2), Some(0), Some(3)]);
        // A star alone does not reach the browser's own pages any more.
        assert!(policy["URLBlocklist"].as_array().unwrap().contains(&Value::from("chrome://*")));
        // What somebody writes is sent to nobody who would write it better. What stands for all of these is heard from a cloud alone.
        assert_eq!(
            ["HelpMeWriteSettings", "DefaultFileSystemReadGuardSetting", "DefaultWebUsbGuardSetting"].map(|name| policy[name].as_u64()),
            [Some(2); 3]
        );
        assert_eq!(["GeminiSettings", "SearchContentSharingSettings"].map(|name| policy[name].as_u64()), [Some(1); 2]);
        assert!(policy.get("GenAiDefaultSettings").is_none() && policy.get("LensOverlaySettings").is_none());
        // Chromium grants lasting storage to what is bookmarked; without it, it may drop what waits sealed.
        assert_eq!(policy["ManagedBookmarks"][0]["url"], format!("{CITY}/kiosk"));
        for off in [
            "PasswordManagerEnabled",
            "AutofillAddressEnabled",
            "AutofillCreditCardEnabled",
            "TranslateEnabled",
            "PrintingEnabled",
            "MetricsReportingEnabled",
            "SearchSuggestEnabled",
            "SpellcheckEnabled",
            "ScreenCaptureAllowed",
            "EnableMediaRouter",
            "RemoteDebuggingAllowed",
            "BuiltInAIAPIsEnabled",
        ] {
            assert_eq!(policy[off], false, "{off}");
        }
        assert_eq!(["SavingBrowserHistoryDisabled", "SyncDisabled"].map(|name| policy[name].as_bool()), [Some(true), Some(true)]);
        // What waits sealed is in the profile: a policy that clears it at the end would lose it.
        assert!(policy.get("ClearBrowsingDataOnExitList").is_none() && policy.get("ForceEphemeralProfiles").is_none());
    }

    /// What may stand in which part of a file, as `systemd.unit`, `.service`, `.exec`, `.timer`, `logind.conf`, `systemd-system.conf` and
    /// `systemd-sleep.conf` (5) name it: a key that is written wrongly is passed over with a warning that nobody reads.
    fn known(part: &str) -> &'static [&'static str] {
        match part {
            "Unit" => &["Description", "After", "Wants", "Conflicts", "ConditionPathExists", "StartLimitIntervalSec"],
            "Service" => &[
                "Type",
                "User",
                "Group",
                "PAMName",
                "Environment",
                "ExecStart",
                "Restart",
                "RestartSec",
                "TimeoutStopSec",
                "StateDirectory",
                "StateDirectoryMode",
                "TTYPath",
                "TTYReset",
                "TTYVHangup",
                "TTYVTDisallocate",
                "StandardInput",
                "StandardOutput",
                "StandardError",
                "UtmpIdentifier",
                "UtmpMode",
                "ProtectSystem",
                "InaccessiblePaths",
                "PrivateTmp",
                "LimitCORE",
            ],
            "Timer" => &["OnCalendar", "RandomizedDelaySec", "Persistent"],
            "Install" => &["WantedBy"],
            "Login" => &["HandleLidSwitch", "HandleLidSwitchExternalPower", "HandleSuspendKey", "HandleHibernateKey", "HandlePowerKey", "IdleAction"],
            "Manager" => &["CtrlAltDelBurstAction"],
            "Sleep" => &["AllowSuspend", "AllowHibernation", "AllowHybridSleep", "AllowSuspendThenHibernate"],
            _ => &[],
        }
    }

    #[test]
    fn systemd_reads_what_is_written() {
        let units = ["engawa-kiosk.service", "engawa-kiosk-restart.service", "engawa-kiosk-restart.timer"];
        for name in units.into_iter().chain(["logind.conf", "sleep.conf", "system.conf"]) {
            let text = filled(name);
            let mut part = "";
            for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                if let Some(named) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                    part = named;
                    continue;
                }
                let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("{name}: {line}"));
                assert!(known(part).contains(&key) && !value.is_empty(), "{name}: [{part}] {line}");
            }
        }
        // With this the session has no place for its socket, and nothing comes up.
        assert!(!filled("engawa-kiosk.service").contains("\nProtectHome="));
    }

    /// Where systemd is, it says itself what it thinks of them.
    #[test]
    fn systemd_finds_nothing_wrong() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), CITY, false).unwrap();
        let unit = folder.path().join("engawa-kiosk.service");
        // It asks whether what is started is there.
        std::fs::write(&unit, filled("engawa-kiosk.service").replace("/usr/local/bin/engawa-kiosk-session", "/bin/true")).unwrap();
        let units = ["engawa-kiosk.service", "engawa-kiosk-restart.service", "engawa-kiosk-restart.timer"].map(|name| folder.path().join(name));
        let Ok(done) = std::process::Command::new("systemd-analyze").arg("verify").args(units).output() else { return };
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        // Units of the machine itself are none of ours.
        let ours: Vec<&str> = said.lines().filter(|line| line.contains("engawa-kiosk")).collect();
        assert!(ours.is_empty(), "{ours:?}");
    }

    #[test]
    fn chromium_starts_locked_up_and_with_its_sandbox() {
        let launcher = filled("engawa-kiosk.sh");
        let command = launcher.split("exec chromium").nth(1).unwrap();
        assert!(command.contains("--kiosk") && command.contains("--disable-breakpad") && command.contains(&format!("\"{CITY}/kiosk\"")));
        // Below it lies what a page held when it crashed.
        assert!(launcher.contains("export XDG_CONFIG_HOME=\"${XDG_RUNTIME_DIR:?}/"));
        for never in ["--no-sandbox", "--disable-web-security", "--remote-debugging", "--incognito", "--ignore-certificate-errors"] {
            assert!(!command.contains(never), "{never}");
        }
        let service = filled("engawa-kiosk.service");
        assert!(service.contains("\nUser=engawa-kiosk\n") && service.contains("\nExecStart=/usr/local/bin/engawa-kiosk-session\n"));
        // Without -s nobody changes to another console; cage is no child of systemd.
        assert!(filled("engawa-kiosk-session.sh").contains("\ncage -d -- /usr/local/bin/engawa-kiosk &\n"));
        assert!(filled("install.sh").contains(" cage xwayland chromium "));
        assert!(filled("install.sh").contains("--shell /usr/sbin/nologin") && filled("install.sh").contains("passwd --lock"));
        assert!(filled("engawa-kiosk-restart.timer").contains("OnCalendar="));
        // Memory stays memory.
        assert!(filled("install.sh").contains("swapoff --all\nsystemctl mask swap.target") && service.contains("LimitCORE=0"));
        assert!(filled("uninstall.sh").contains("systemctl unmask ctrl-alt-del.target swap.target"));
        // Every file that is installed is taken away again.
        for line in filled("install.sh").lines().filter(|line| line.starts_with("install -D")) {
            let target = line.split_whitespace().last().unwrap();
            assert!(filled("uninstall.sh").contains(target), "{target}");
        }
    }

    #[test]
    fn what_is_spoken_is_heard() {
        let (launcher, install) = (filled("engawa-kiosk.sh"), filled("install.sh"));
        assert!(launcher.split("exec chromium").nth(1).unwrap().contains(" --enable-speech-dispatcher "), "without it Chromium has no voice");
        for package in [
            "speech-dispatcher",
            "speech-dispatcher-flite",
            "alsa-utils",
            "open-jtalk",
            "open-jtalk-mecab-naist-jdic",
            "hts-voice-nitech-jp-atr503-m001",
        ] {
            assert!(install.split_whitespace().any(|word| word == package), "{package}");
        }
        // It would be taken for a Japanese voice.
        assert!(!install.split_whitespace().any(|word| word.starts_with("speech-dispatcher-espeak")));
        assert!(install.contains("Components: contrib\n") && install.contains("for group in video input render audio; do"));
        assert!(filled("uninstall.sh").contains(" /etc/apt/sources.list.d/engawa-kiosk.sources "));
        let voice = filled("open-jtalk-generic.conf");
        assert!(voice.contains("AddVoice \"ja\" ") && voice.contains("-ow /dev/stdout | $PLAY_COMMAND\""), "no file of what was said");
        // A module is found by the end of its name; a sentence stands between the quotes that speech-dispatcher minds.
        assert!(install.contains(" /etc/speech-dispatcher/modules/open-jtalk-generic.conf\n") && voice.contains("printf %s \\'$DATA\\' | "));
    }

    #[test]
    fn a_keyboard_has_no_shortcuts() {
        let symbols = filled("xkb-symbols");
        let dead = r#" { type = "ONE_LEVEL", symbols[Group1] = [ VoidSymbol ], actions[Group1] = [ NoAction() ] };"#;
        for key in ["LCTL", "RCTL", "LALT", "RALT", "LWIN", "RWIN", "COMP", "MENU", "FK01", "FK12"] {
            assert!(symbols.contains(&format!("  replace key <{key}>{dead}\n")), "{key}");
        }
        assert!(filled("xkb-rules").contains("engawa:plain = +engawa(plain)"));
        assert!(filled("engawa-kiosk.service").contains("XKB_DEFAULT_OPTIONS=engawa:plain\n"));
    }

    #[test]
    fn files_are_written_once_and_only_where_they_should() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("image");
        write(&out, CITY, false).unwrap();
        for (name, text) in FILES {
            let written = std::fs::read_to_string(out.join(name)).unwrap();
            assert!(!written.contains(ORIGIN) && (!text.contains(ORIGIN) || written.contains(CITY)), "{name}");
        }
        assert_eq!(std::fs::metadata(out.join("install.sh")).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        std::fs::write(out.join("policy.json"), "mine").unwrap();
        assert!(write(&out, CITY, false).is_err());
        assert_eq!(std::fs::read_to_string(out.join("policy.json")).unwrap(), "mine");
        write(&out, "http://localhost:8080", true).unwrap();
        assert!(std::fs::read_to_string(out.join("policy.json")).unwrap().contains("http://localhost:8080/kiosk"));
    }
}
