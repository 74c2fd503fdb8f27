//! The schemas of what commands do, in the rooms of listings and of people. What is done with forms is told in `docs/api.md`.
//!
//! Exactly one thing a command: what is to be done is the key.

use super::parts::{Field, Part, code, date, either, flag, list, may, must, named, object, or_null, text, whole};
use engawa_app::listings::State;
use engawa_app::listings::moderation::{ReportReason, WordEffect};
use engawa_app::people::case::{Channel, ConsentWay, HandedPart};
use engawa_app::people::course::StaffRank;
use engawa_app::people::desk::DeskKind;
use engawa_app::people::group::profile::ProfileField;
use engawa_app::people::group::{RegistrationClass, Trust};
use engawa_app::people::inquiry::Decision;
use engawa_core::rights::{DeskRole, GroupRole};

/// Every schema by name.
pub fn all() -> Vec<(&'static str, Part)> {
    vec![
        (
            "ListingsCommand",
            object("A command of the room `listings`.", [must("room", code("The room.", ["listings"])), must("do", named("ListingCommand"))]),
        ),
        ("ListingCommand", listing()),
        (
            "BannedWord",
            object(
                "A word that holds or refuses a text.",
                [
                    must("word", text("The word, however it is written.")),
                    must("effect", code("What it does.", WordEffect::ALL.iter().map(|it| it.code()))),
                    may("note", text("Why it is listed.")),
                ],
            ),
        ),
        (
            "PeopleCommand",
            object(
                "A command of the room `people`.",
                [
                    must("room", code("The room.", ["people"])),
                    must(
                        "do",
                        either(
                            "With what; the key says it.",
                            [
                                object("With a group.", [must("group", named("GroupCommand"))]),
                                object("With a desk.", [must("desk", named("DeskCommand"))]),
                                object("With a case of the counter.", [must("case", named("CaseCommand"))]),
                                object("With a course for staff.", [must("course", named("CourseCommand"))]),
                                object("With an inquiry from desk to desk.", [must("inquiry", named("InquiryCommand"))]),
                            ],
                        ),
                    ),
                ],
            ),
        ),
        ("GroupCommand", group()),
        ("DeskCommand", desk()),
        ("CaseCommand", case()),
        ("CourseCommand", course()),
        ("InquiryCommand", inquiry()),
        (
            "Consent",
            object(
                "That a person agreed.",
                [
                    must("way", code("How.", ConsentWay::ALL.iter().map(|it| it.code()))),
                    must("words", text("To which words.")),
                    must("on", date("On which day.")),
                ],
            ),
        ),
    ]
}

/// One thing that can be done.
fn one<const N: usize>(name: &'static str, about: &str, fields: [Field; N]) -> Part {
    object(about, [must(name, object("", fields))])
}

fn a_listing() -> Field {
    must("id", text("The listing."))
}

fn a_group() -> Field {
    must("group", text("The group."))
}

fn a_desk() -> Field {
    must("desk", text("The desk."))
}

fn a_case() -> Field {
    must("case", text("The case."))
}

fn a_course() -> Field {
    must("course", text("The listing."))
}

fn an_inquiry() -> Field {
    must("inquiry", text("The inquiry."))
}

fn a_referral() -> Field {
    must("referral", text("The referral."))
}

fn a_state() -> Field {
    must("state", code("The next state.", State::ALL.iter().map(|state| state.code())))
}

fn a_role() -> Field {
    must("role", code("As what.", GroupRole::ALL.iter().map(|it| it.code())))
}

fn a_class() -> Field {
    must("class", code("What the registration unlocks.", RegistrationClass::ALL.iter().map(|it| it.code())))
}

fn accept() -> Field {
    must("accept", flag("Yes or no."))
}

fn reason() -> Field {
    may("reason", text("Why; needed for a no."))
}

fn last_day() -> Field {
    may("valid_until", or_null(date("The last day; null: without end.")))
}

fn listing() -> Part {
    either(
        "What to do; the key says it.",
        [
            object("Create or replace.", [must("save", named("Listing"))]),
            one(
                "save_for",
                "The same, saying to whom it belongs.",
                [
                    must("listing", named("Listing")),
                    may("group", text("Its group; empty: none.")),
                    may("desk", text("Its desk; empty: every desk's.")),
                ],
            ),
            one("set_state", "Publish, end, withdraw, take back to draft.", [a_listing(), a_state()]),
            one("confirm", "Still right.", [a_listing(), must("on", date("The day of the confirmation."))]),
            one(
                "decide",
                "Show what waits for moderation, or give it back.",
                [a_listing(), accept(), may("note", text("To the author; needed when it goes back."))],
            ),
            one(
                "report",
                "Say that something is wrong; open to everybody.",
                [
                    a_listing(),
                    must("reason", code("What.", ReportReason::ALL.iter().map(|reason| reason.code()))),
                    may("words", text("In words.")),
                    may("contact", text("How to reach who reports.")),
                ],
            ),
            one(
                "decide_report",
                "Decide about a report.",
                [
                    must("report", text("The report.")),
                    must("upheld", flag("The listing is withdrawn; otherwise the report is dismissed.")),
                    may("words", text("Why.")),
                ],
            ),
            one(
                "plan",
                "Plan a change of state, or take the plan back.",
                [a_listing(), a_state(), may("at", or_null(whole("When, in Unix milliseconds; null: no longer.")))],
            ),
            one("restore", "Make an older form the newest one; the state stays.", [a_listing(), must("rev", whole("The older form's revision."))]),
            one("ask_host", "Ask another group to host it too.", [a_listing(), a_group()]),
            one("agree_host", "Agree to host it too.", [a_listing(), a_group()]),
            one("leave_host", "End hosting it, decline, or take the question back.", [a_listing(), a_group()]),
            one(
                "assign",
                "Give it to another group or desk, as it is.",
                [a_listing(), may("group", text("Its group; empty: none.")), may("desk", text("Its desk; empty: every desk's."))],
            ),
            one(
                "set_words",
                "Change the list of words that hold or refuse a text. Its subject is `words`.",
                [may("put", list("Listed from now on, or changed.", named("BannedWord"))), may("drop", list("No longer listed.", text("A word.")))],
            ),
        ],
    )
}

fn group() -> Part {
    let secret = || must("secret", text("The secret of an invitation, made by chance by whoever invites; it is kept nowhere."));
    let account = || must("account", text("The account of a member."));
    either(
        "What to do; the key says it.",
        [
            one(
                "register_from_submission",
                "Make a group that waits for a decision, of what was sent in.",
                [must("group", text("The id of the new group.")), must("submission", text("The submission.")), a_class()],
            ),
            one(
                "decide",
                "Register a group that waits, or decline it.",
                [
                    a_group(),
                    accept(),
                    reason(),
                    a_class(),
                    last_day(),
                    may("secret", text("Of the owner's invitation, where who sent it in has no account.")),
                ],
            ),
            one(
                "set_trust",
                "Look at what a group writes before or after it is shown.",
                [a_group(), must("trust", code("From now on.", Trust::ALL.iter().map(|it| it.code())))],
            ),
            one(
                "set_public",
                "Say which fields of the profile everybody may see.",
                [a_group(), must("public", list("These and no others.", code("", ProfileField::ALL.iter().map(|it| it.code()))))],
            ),
            one(
                "invite",
                "Invite somebody.",
                [
                    a_group(),
                    a_role(),
                    may("note", text("Whom it is for.")),
                    secret(),
                    must("days", whole("How many days it lives.")),
                    must("uses", whole("How often it can be used.")),
                    may("hands_over", flag("Whoever invites steps down when it is taken.")),
                ],
            ),
            one("end_invitation", "Take an invitation back.", [a_group(), must("digest", text("The digest of its secret."))]),
            one("accept", "Join.", [a_group(), secret()]),
            one("set_role", "Give a member another role.", [a_group(), account(), a_role()]),
            one("remove_member", "Take a member out.", [a_group(), account()]),
            one("leave", "Leave.", [a_group()]),
            one("hand_over", "Make a member the owner.", [a_group(), must("to", text("The account of a member."))]),
            one("renew", "Ask for renewal.", [a_group(), may("submission", text("Of the form for renewal; empty: none."))]),
            one("decide_renewal", "Renew, or do not.", [a_group(), accept(), reason(), last_day()]),
            one("remind", "Remind of the renewal, if that is due.", [a_group()]),
            one("lapse", "Let a registration lapse, if that is due.", [a_group()]),
            one("claim", "Say that a listed group is one's own.", [a_group(), must("proof", text("How the desk can see that."))]),
            one("decide_claim", "Decide about a claim.", [a_group(), must("claim", text("The claim.")), accept(), reason()]),
            one("merge", "Make one of two groups.", [must("from", text("The group that is no more.")), must("into", text("The group that stays."))]),
            one("end_group", "Say that a group is dissolved.", [a_group(), reason()]),
        ],
    )
}

fn desk() -> Part {
    let says =
        [may("name_en", text("Its name in English.")), may("phone", text("Its phone number.")), may("hours", text("When it is open, in words."))];
    let absence = [
        must("from", text("The account of who is away.")),
        must("to", text("The account of who stands in.")),
        must("begins", whole("From this moment, in Unix milliseconds.")),
        must("ends", whole("Until this moment.")),
        must("reason", text("Why; may be empty.")),
    ];
    either(
        "What to do; the key says it.",
        [
            one(
                "save",
                "Make a desk, or change what it says of itself.",
                [
                    must("desk", text("Its code, which stays: `welfare`.")),
                    must("kind", code("What it is.", DeskKind::ALL.iter().map(|it| it.code()))),
                    must("name", text("Its name.")),
                    may("body", object("What else it says of itself.", says)),
                ],
            ),
            one("end", "End a desk.", [a_desk()]),
            one(
                "set_member",
                "Say who works there, and as what.",
                [
                    a_desk(),
                    must("account", text("The account.")),
                    may("role", or_null(code("As what; null: no more.", DeskRole::ALL.iter().map(|it| it.code())))),
                ],
            ),
            one(
                "delegate",
                "Say who stands in while somebody is away; the delegation has the command's id.",
                [a_desk(), must("delegation", object("Who, for whom, when.", absence))],
            ),
            one("end_delegation", "End that before its time.", [a_desk(), must("delegation", text("The delegation."))]),
        ],
    )
}

fn case() -> Part {
    let person = [may("name", text("Name.")), may("phone", text("Phone number."))];
    either(
        "What to do; the key says it.",
        [
            one(
                "open",
                "Open a case.",
                [
                    must("case", text("The same as the command's id.")),
                    a_desk(),
                    must("channel", code("How somebody came.", Channel::ALL.iter().map(|it| it.code()))),
                    must("topic", text("What it is about.")),
                ],
            ),
            one("note", "Note something about it.", [a_case(), must("words", text("What."))]),
            one("set_person", "Say who it is.", [a_case(), must("person", object("Who; both may be left out.", person))]),
            one(
                "set_code",
                "Make the code with which the person takes it into an account.",
                [a_case(), must("digest", text("SHA-256 of the code; the code itself stays on the slip."))],
            ),
            one("close", "Close it.", [a_case(), may("follow_on", or_null(date("When somebody looks at it again.")))]),
            one("collect", "Take it into one's account.", [must("code", text("The code on the slip."))]),
            one(
                "guardian_consent",
                "Record that a guardian agreed on paper to the account of a minor.",
                [
                    a_case(),
                    may("code", text("The code on the paper.")),
                    may("email", text("The address with which the minor signs in, where there is no code.")),
                    must(
                        "paper",
                        object(
                            "The paper.",
                            [must("name", text("Who signed it.")), must("signed_on", date("On which day.")), must("kept", text("Where it is kept."))],
                        ),
                    ),
                ],
            ),
            one(
                "refer",
                "Hand it to another desk; the referral has the command's id.",
                [
                    a_case(),
                    must("to", text("The desk.")),
                    must("parts", list("What is handed over.", code("", HandedPart::ALL.iter().map(|it| it.code())))),
                    must("consent", named("Consent")),
                ],
            ),
            one("take_referral", "Take what another desk handed over.", [a_referral()]),
            one("return_referral", "Give it back.", [a_referral(), must("note", text("Why."))]),
            one("withdraw_referral", "The person takes their consent back.", [a_referral()]),
        ],
    )
}

fn course() -> Part {
    either(
        "What to do; the key says it. A course is a listing for staff only.",
        [
            one("join", "Sign oneself up: a place, or the end of the waiting list.", [a_course()]),
            one("withdraw", "Give that back.", [a_course()]),
            one(
                "set_up",
                "Say for whom it is and how long it takes.",
                [
                    a_course(),
                    may("rank", or_null(code("For whom; null: for all staff.", StaffRank::ALL.iter().map(|it| it.code())))),
                    must("minutes", whole("How long; 0: as its listing says.")),
                ],
            ),
            one(
                "mark",
                "Say who came.",
                [
                    a_course(),
                    must("listed", list("The accounts of whom it is said.", text("An account."))),
                    must("came", list("Those of them who came.", text("An account."))),
                ],
            ),
            one(
                "reflect",
                "Write what one takes from a course that one went to.",
                [a_course(), must("learnt", text("What was learnt.")), may("will_try", text("What will be tried."))],
            ),
        ],
    )
}

fn inquiry() -> Part {
    let draft = [
        must("title", text("Title.")),
        may("words", text("What it is about.")),
        may("questions", list("Questions, in order.", text("A line."))),
        may("link", text("A page that it is about: a path of this site, or an address; may be empty.")),
        must("due_on", date("The last day for an answer.")),
        must("desks", list("Who is asked.", text("A desk."))),
    ];
    let answer = [
        must("decision", code("In a word.", Decision::ALL.iter().map(|it| it.code()))),
        may("words", text("Conditions, the reason, remarks; needed unless one simply can.")),
        may("answers", list("To each question, in order.", text("An answer; may be empty where nothing is promised."))),
        must("contact", text("Whom to ask there.")),
    ];
    either(
        "What to do; the key says it.",
        [
            one(
                "save",
                "Write what nobody was sent yet; a new one has the command's id.",
                [an_inquiry(), must("desk", text("The desk that asks.")), must("draft", object("What it asks.", draft))],
            ),
            one("drop", "Drop what nobody was sent.", [an_inquiry()]),
            one("send", "Ask.", [an_inquiry()]),
            one(
                "answer",
                "Answer for a desk that is asked, in the place of what it answered before.",
                [an_inquiry(), must("desk", text("The desk that answers.")), must("answer", object("What it answers.", answer))],
            ),
            one("remind", "Remind the desks whose answer is still to come; once a day.", [an_inquiry()]),
            one("set_due", "Say another last day.", [an_inquiry(), must("due_on", date("The last day from now on."))]),
            one(
                "close",
                "Close it, with a summary.",
                [an_inquiry(), must("summary", text("What came of it.")), may("shared", flag("All staff read title and summary."))],
            ),
        ],
    )
}
