//! The schemas of shared screens: what they are told, what they say, what can be done with them, parcels for phones.

use super::parts::{Part, code, date, decimal, either, flag, list, list_of, may, must, named, object, or_null, text, whole};
use engawa_app::kiosk::beat::Counted;
use engawa_app::kiosk::config::{Mode, Room};
use engawa_app::listings::Kind;
use engawa_core::Lang;

/// Every schema by name.
pub fn all() -> Vec<(&'static str, Part)> {
    let mut all = commands();
    all.extend(config());
    all.extend([
        (
            "KioskEnrolment",
            object(
                "What a screen is told of itself.",
                [
                    must("id", text("The screen.")),
                    must("active", flag("It works for people; else it only delivers.")),
                    must("config", named("KioskConfig")),
                    must("public_key", text("What is sent is sealed to this key, base64url; empty where it only delivers.")),
                    must("say", or_null(named("KioskWords"))),
                    must("reload", whole("Rises when staff want it to load anew.")),
                    must("server_ms", whole("The server's clock, in Unix milliseconds.")),
                    must("seq", whole("The last beat that was taken.")),
                ],
            ),
        ),
        (
            "KioskBeat",
            object(
                "How a screen is: nothing of the people at it.",
                [
                    must("seq", whole("One more than the last that was taken; the same is counted once.")),
                    must("build", text("The build that runs.")),
                    must("as_of", or_null(whole("When the public data was last up to date."))),
                    must("pending", whole("Sealed things that wait to be delivered.")),
                    must("storage", or_null(list_of("Bytes in use, and bytes that the browser allows.", whole(""), 2, 2))),
                    may("persisted", flag("The browser promised to keep what is stored, however short of room it gets.")),
                    may("voices", named("KioskVoices")),
                    must("clock_ms", whole("The screen's clock, in Unix milliseconds.")),
                    must("update_waits", flag("A new version waits.")),
                    must("mishaps", list("What went wrong since the last beat that was taken.", named("KioskMishap"))),
                    must("counts", list("What happened since then.", named("KioskCount"))),
                ],
            ),
        ),
        (
            "KioskVoices",
            object("Which languages the device has a voice of its own for.", [must("ja", flag("Japanese.")), must("en", flag("English."))]),
        ),
        (
            "KioskMishap",
            object(
                "Something that went wrong.",
                [must("code", text("What.")), must("at_ms", whole("When, the last time.")), must("times", whole("How often."))],
            ),
        ),
        (
            "KioskCount",
            object(
                "How often something happened on one day.",
                [
                    must("day", date("The day.")),
                    must("what", code("What.", Counted::ALL.iter().map(|it| it.code()))),
                    may("subject", text("To what.")),
                    must("times", whole("How often.")),
                ],
            ),
        ),
        ("KioskSpare", object("By what a screen is known again.", [must("spare", text("32 bytes by chance, base64url."))])),
        ("SealingKey", object("The site's public key.", [must("key", text("HPKE over X25519, base64url."))])),
        ("HandOver", object("A parcel that waits.", [must("id", text("Its id, for the QR code.")), must("ends_at", whole("Until when it waits."))])),
        ("HandOverClaim", object("Who collects it.", [must("claim", text("16-128 letters by chance: the same may ask again for ten minutes."))])),
    ]);
    all
}

fn config() -> Vec<(&'static str, Part)> {
    vec![
        (
            "KioskConfig",
            object(
                "What staff say of a screen.",
                [
                    must("name", text("What it is called.")),
                    must("place", text("The listing of the place where it stands; may be empty.")),
                    must("lat", or_null(decimal("Where it stands."))),
                    must("lon", or_null(decimal("Where it stands."))),
                    must("hours", named("KioskHours")),
                    must("langs", list("Languages, the first one at rest.", code("", Lang::ALL.iter().map(|it| it.code())))),
                    must("home", text("Where a session begins: a path.")),
                    must("mode", code("What it is for.", Mode::ALL.iter().map(|it| it.code()))),
                    must("rooms", list("What people may do besides reading.", code("", Room::ALL.iter().map(|it| it.code())))),
                    must("program", list("What is shown when; empty: as usual.", named("KioskSlot"))),
                    must("keyboard", flag("The app's own keyboard is offered.")),
                    must("prints", flag("A printer stands there: what can be printed offers it.")),
                    must("idle_seconds", whole("After so long without a touch a session ends.")),
                    must("warn_seconds", whole("The warning stands for so long before that.")),
                    must("updates", named("KioskSpan")),
                ],
            ),
        ),
        (
            "KioskHours",
            object(
                "When the house is open; without any times: always.",
                [
                    must("week", list_of("By weekday, Monday first.", list("", named("KioskSpan")), 7, 7)),
                    must("closed", list("Days on which it is closed.", date(""))),
                ],
            ),
        ),
        ("KioskSpan", object("From this minute of the day until that one.", [must("from", whole("From.")), must("until", whole("Until."))])),
        (
            "KioskSlot",
            object(
                "A line of what is shown when.",
                [
                    must("days", list("Days, Monday is 0; empty: every day.", whole(""))),
                    must("from", whole("From this minute of the day.")),
                    must("until", whole("Until this minute; 0: midnight.")),
                    must("kinds", list("Kinds of listings; empty: what is on, and what is wanted.", code("", Kind::ALL.iter().map(|it| it.code())))),
                    must("within_km", decimal("No farther away than this; 0: the whole city.")),
                    must("seconds", whole("How long one stands; 0: as usual.")),
                ],
            ),
        ),
        (
            "KioskWords",
            object(
                "Words in three languages.",
                [must("ja", text("Japanese.")), must("ja-easy", text("Plain Japanese.")), must("en", text("English."))],
            ),
        ),
    ]
}

fn commands() -> Vec<(&'static str, Part)> {
    let one = |name: &'static str, about: &str, fields: Vec<super::parts::Field>| object(about, [must(name, object("", fields))]);
    let a_kiosk = || must("kiosk", text("The screen."));
    let one_or_all = || must("kiosk", text("The screen; empty: every one."));
    let what = either(
        "What to do; the key says it.",
        [
            one("save", "Enrol a screen, or change what it is told.", vec![must("kiosk", text("A UUID.")), must("config", named("KioskConfig"))]),
            one("revoke", "Take its right from a screen; what was sealed there may still come.", vec![a_kiosk()]),
            one("say", "Say something on a screen.", vec![one_or_all(), must("words", or_null(named("KioskWords")))]),
            one("reload", "Have a screen load anew when nobody is at it.", vec![one_or_all()]),
            one(
                "deliver",
                "Deliver what was sealed at this screen.",
                vec![
                    must("sealed", text("The envelope, base64url.")),
                    may("files", list("The sealed files that go with it.", text("SHA-256 of a file as it was uploaded."))),
                ],
            ),
            one(
                "settle",
                "Put away what was delivered and could not take effect.",
                vec![must("delivery", text("The command with which it came.")), must("note", text("What was done about it."))],
            ),
        ],
    );
    vec![
        (
            "KioskRoomCommand",
            object("A command of the room `kiosk`.", [must("room", code("The room.", ["kiosk"])), must("do", named("KioskCommand"))]),
        ),
        ("KioskCommand", what),
    ]
}
