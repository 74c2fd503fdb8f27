//! The schemas of what accounts and staff ask for: oneself, passkeys, push, and what a desk carries along.

use super::parts::{Part, code, flag, list, may, must, named, object, or_null, text, whole};
use engawa_app::forms::SubmissionState;
use engawa_core::rights::{DeskRole, GroupRole};

/// Every schema by name.
pub fn all() -> Vec<(&'static str, Part)> {
    vec![
        (
            "Me",
            object(
                "Whom somebody may write for.",
                [
                    must("account", or_null(named("MyAccount"))),
                    must("groups", list("Their groups.", named("MyGroup"))),
                    must("desks", list("The desks that they work at.", named("MyDesk"))),
                    must("writes_for_city", flag("They may write listings that belong to no group.")),
                ],
            ),
        ),
        ("MyAccount", object("Whoever is signed in; null: nobody.", [must("id", text("The account.")), must("name", text("Name on screen."))])),
        (
            "MyGroup",
            object(
                "A group of somebody's.",
                [
                    must("id", text("The group, which is a listing.")),
                    must("name", text("Its name.")),
                    must("role", code("Their role in it.", GroupRole::ALL.iter().map(|it| it.code()))),
                    must("may_write", flag("They may write listings for it.")),
                ],
            ),
        ),
        (
            "MyDesk",
            object(
                "A desk that somebody works at.",
                [
                    must("id", text("The desk.")),
                    must("name", text("Its name.")),
                    must("role", code("Their role at it.", DeskRole::ALL.iter().map(|it| it.code()))),
                ],
            ),
        ),
        (
            "WorkItem",
            object(
                "A submission that waits at a desk: personal.",
                [
                    must("id", text("The submission.")),
                    must("form_id", text("Its form.")),
                    must("form_title", text("What the form is called.")),
                    must("receipt_no", text("The number of its receipt.")),
                    must("title", text("What the form calls it; may be empty.")),
                    must("state", code("Where it is.", SubmissionState::ALL.iter().map(|it| it.code()))),
                    must("assignee", text("Who takes care of it; may be empty.")),
                    must("received_at", whole("When it arrived.")),
                    must("rev", whole("What a decision is based on.")),
                    must("lines", list("The answers, as they are read.", named("WorkLine"))),
                ],
            ),
        ),
        ("WorkLine", object("An answer.", [must("label", text("What was asked.")), may("value", text("What was answered; missing: a heading."))])),
        (
            "PushSubscription",
            object(
                "A device, as the browser's `PushSubscription` says it.",
                [
                    must("endpoint", text("Its address at a push service, `https`.")),
                    must("keys", named("PushKeys")),
                    may("server", text("The key of this server that it was made with, base64url; left out where the browser does not say it.")),
                ],
            ),
        ),
        ("PushKeys", object("What notices for it are encrypted with, base64url.", [must("p256dh", text("")), must("auth", text(""))])),
        ("PushEndpoint", object("A device that was subscribed.", [must("endpoint", text("Its address at a push service."))])),
        ("PasskeyChallenge", object("What a browser asks a passkey, as WebAuthn says it in JSON.", [must("publicKey", object("", []))])),
        (
            "PasskeyMade",
            object(
                "A new passkey.",
                [
                    must("credential", object("What the browser made, as WebAuthn says it in JSON.", [])),
                    may("label", text("What its holder calls it; missing: the kind of device.")),
                ],
            ),
        ),
        (
            "PasskeyUsed",
            object(
                "A passkey that answered.",
                [
                    must("credential", object("What the browser says, as WebAuthn says it in JSON.", [])),
                    may("next", text("Where to go then, a path of this site.")),
                ],
            ),
        ),
        ("SignedIn", object("Somebody is signed in.", [must("next", text("Where to go now, a path of this site."))])),
    ]
}
