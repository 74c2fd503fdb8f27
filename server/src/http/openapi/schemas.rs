//! The schemas of the edges: feed, commands, receipts, problems, open data. Those of a listing are in [`super::listing`],
//! what commands do in [`super::commands`], what accounts and staff ask for in [`super::people`], shared drafts in [`super::drafts`],
//! shared screens in [`super::kiosk`].
//!
//! They are written down by hand, because the types belong to rooms that know no `OpenAPI`. Invariant: `server/tests/openapi.rs` compares
//! them with what those types really become, field by field.

use super::parts::{Part, both, code, either, flag, list, may, must, named, object, text, text_or_null, whole};
use super::{commands, drafts, kiosk, listing, people};
use engawa_app::forms::SubmissionState;
use engawa_app::listings::Kind;

/// Every schema by name.
pub fn all() -> Vec<(&'static str, Part)> {
    let mut all = edges();
    all.extend(commands::all());
    all.extend(listing::all());
    all.extend(people::all());
    all.extend(drafts::all());
    all.extend(kiosk::all());
    all
}

fn edges() -> Vec<(&'static str, Part)> {
    vec![
        (
            "FeedPage",
            object(
                "One page of a feed.",
                [
                    must("records", list("In order of `rev`.", named("Record"))),
                    must("cursor", whole("Ask again with this as `since`.")),
                    must("more", flag("There is more now.")),
                    must("epoch", text("The history of the site; another one: forget everything and begin at 0.")),
                ],
            ),
        ),
        (
            "Record",
            object(
                "A record in its newest form, or its tombstone.",
                [
                    must("collection", text("What sort of record it is: `listing`, `form`; in the scope of a desk `work`.")),
                    must("id", text("Its id within the collection.")),
                    must("rev", whole("The revision of the site at which it took this form.")),
                    may("body", either("By collection.", [named("Listing"), named("FormRecord"), named("WorkItem")])),
                    may("deleted", flag("`true`: it is gone; there is no body.")),
                ],
            ),
        ),
        (
            "FormRecord",
            object(
                "An open form, with all that is needed to fill it in.",
                [
                    must("form_id", text("The form.")),
                    must("version", text("Its newest version.")),
                    must("title", text("What it is called.")),
                    must("languages", list("As the workbook names them; the first is the default.", text("A language."))),
                    must("settings", object("Who may fill it in, from when, until when, how many.", [])),
                    must("published_at", whole("When this version was published, in Unix milliseconds.")),
                    must("definition", object("The form itself, as `GET /api/v1/forms/{id}/versions/{version}` gives it.", [])),
                ],
            ),
        ),
        (
            "SnapshotHead",
            object(
                "The first line of a snapshot; a `Record` a line follows.",
                [
                    must("epoch", text("The history of the site.")),
                    must("rev", whole("Complete up to this revision; go on with the feed from here.")),
                    must("records", whole("How many lines follow.")),
                ],
            ),
        ),
        (
            "Command",
            object(
                "Something to be done, once.",
                [
                    must("id", text("A UUID that you make, best of version 7; the same id takes effect once.")),
                    may("base_rev", whole("The revision of the subject that you saw.")),
                    must("body", either("By room.", [named("ListingsCommand"), named("PeopleCommand"), named("KioskRoomCommand")])),
                ],
            ),
        ),
        (
            "Receipt",
            object(
                "The answer to a command.",
                [
                    must("id", text("The command's id.")),
                    must(
                        "status",
                        code(
                            "`retry`: nothing was decided, send the same again; `conflict`: the subject changed since `base_rev`.",
                            ["done", "rejected", "conflict", "retry"],
                        ),
                    ),
                    may("rev", whole("The revision that carries the effect.")),
                    may("receipt_no", text("A short number that a person can read out.")),
                    may("problems", list("What is wrong, by place.", named("Problem"))),
                ],
            ),
        ),
        (
            "SubmissionStanding",
            object(
                "A submission as its sender sees it.",
                [
                    must("receipt_no", text("The short number.")),
                    must("form_id", text("Which form.")),
                    must("version", text("The version that was filled in.")),
                    must("title", text("What the form is called.")),
                    must("state", code("Where it is.", SubmissionState::ALL.iter().map(|it| it.code()))),
                    must("received_at", whole("When it arrived, in Unix milliseconds.")),
                    must("updated_at", whole("When something last happened to it.")),
                    must("deleted_at", whole("When it will be deleted.")),
                    may("replaced_by", text("The number of the corrected one that took its place.")),
                    may("content_sha256", text("The SHA-256 of the command that was sent, as compact JSON, in hexadecimal.")),
                    must("messages", list("What the sender was told, oldest first.", named("SubmissionMessage"))),
                ],
            ),
        ),
        (
            "SubmissionMessage",
            object(
                "Something that the sender was told.",
                [
                    must("at", whole("When, in Unix milliseconds.")),
                    must("state", code("Where the submission went then.", SubmissionState::ALL.iter().map(|it| it.code()))),
                    must("text", text("In which words; may be empty.")),
                ],
            ),
        ),
        (
            "Problem",
            object(
                "One thing that is wrong.",
                [
                    must("path", text("The field or cell; empty: the whole.")),
                    must("code", text("What is wrong; stable.")),
                    may("args", list("Arguments of the sentence.", text("A limit, or the text that could not be read."))),
                    may("message", text("The sentence in the asker's language.")),
                ],
            ),
        ),
        (
            "ProblemDocument",
            object(
                "Why a request was refused (RFC 9457).",
                [
                    must("type", text("`about:blank`.")),
                    must("status", whole("The HTTP status.")),
                    must("title", text("The first problem in words.")),
                    must("problems", list("What is wrong, by place.", named("Problem"))),
                ],
            ),
        ),
        (
            "OpenData",
            object(
                "The public listings of a kind.",
                [
                    must("publisher", text("The city.")),
                    must("municipality_code", text("Six digits; empty if unknown.")),
                    must("licence", text("Of the site's own listings; imported ones say theirs in `source`.")),
                    must("made", text("When this file was made, RFC 3339.")),
                    must("kind", text_or_null("The kind; null: all.")),
                    must("count", whole("How many listings.")),
                    must("listings", list("In the order of the query.", named("OpenListing"))),
                ],
            ),
        ),
        (
            "OpenListing",
            both("A listing with the address of its page.", [named("Listing"), object("", [must("page", text("Its page on this site."))])]),
        ),
    ]
}

/// The codes of kinds, for addresses.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|kind| kind.code())
}
