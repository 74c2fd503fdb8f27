//! The schemas of a listing: what all kinds share, when and where, and the facts of each kind.

use super::parts::{Field, Part, code, date, decimal, either, flag, list, list_of, map, may, must, named, object, text, time, whole};
use engawa_app::listings::kind::{CallType, Flexible, NoticeType, ProgrammeType, Stage};
use engawa_app::listings::{Access, Attendance, AudienceGroup, GroupType, Kind, NpoField, SpokenLang, State};

/// Every schema by name.
pub fn all() -> Vec<(&'static str, Part)> {
    let mut all = vec![("Listing", object("A listing, of one of twelve kinds.", listing()))];
    all.extend(shared());
    all.extend(when());
    all.push(("Details", either("The facts of its kind; the key is the kind.", Kind::ALL.iter().map(|kind| object("", [of_kind(*kind)])))));
    all.extend(Kind::ALL.iter().map(|kind| (name(*kind), object("Facts of this kind of listing.", facts(*kind)))));
    all.push((
        "Room",
        object("A room of a place.", [may("name", text("Its name.")), may("capacity", whole("People.")), may("fee", text("In words."))]),
    ));
    let step = [may("title", text("Heading.")), may("text", text("What to do.")), may("link", text("Path of a form or page of this site."))];
    all.push(("Step", object("A step of a guide.", step)));
    all
}

fn of_kind(kind: Kind) -> Field {
    must(kind.code(), named(name(kind)))
}

fn texts(about: &str) -> Part {
    list(about, text(""))
}

fn listing() -> Vec<Field> {
    vec![
        must("id", text("UUID.")),
        must("state", code("Only `published` and `ended` are public.", State::ALL.iter().map(|it| it.code()))),
        must("title", text("Its name.")),
        may("kana", text("The reading of the title.")),
        may("summary", text("One or two sentences.")),
        may("body", text("Plain text; line breaks count.")),
        may("variants", map("The same in other languages, by `ja-easy` or `en`.", named("Variant"))),
        may("fields", list("Fields of activity.", code("", NpoField::ALL.iter().map(|it| it.code())))),
        may("tags", texts("Free words.")),
        may("area", text("The neighbourhood, as the city names it.")),
        may("audience", named("Audience")),
        may("cost", named("Cost")),
        may("attendance", code("On the spot, online or both; missing: unknown.", Attendance::ALL.iter().map(|it| it.code()))),
        may("schedule", named("Schedule")),
        may("apply", named("Apply")),
        may("venue", named("Venue")),
        may("access", list("Accessibility facts.", code("", Access::ALL.iter().map(|it| it.code())))),
        may("access_note", text("Accessibility in words.")),
        may("languages", list("Languages.", code("", SpokenLang::ALL.iter().map(|it| it.code())))),
        may("organiser", named("Organiser")),
        may("contact", named("Contact")),
        may("links", list("Further pages.", named("Link"))),
        may("images", list("Pictures.", named("Image"))),
        may("related", texts("Ids of listings that belong together with this one.")),
        may("source", named("Source")),
        may("confirmed_on", date("The day on which somebody last said that it is right.")),
        may("sample", flag("Made up for the sample city.")),
        may("staff_only", flag("For staff only; never in public answers.")),
        may("unread", list("Cells of the source that could not be read.", named("UnreadCell"))),
        must("details", named("Details")),
    ]
}

/// The parts that listings of all kinds may have.
fn shared() -> Vec<(&'static str, Part)> {
    vec![
        ("Variant", object("Texts in one language.", [may("title", text("")), may("summary", text("")), may("body", text(""))])),
        (
            "Audience",
            object(
                "For whom.",
                [
                    may("text", text("In words.")),
                    may("ages", list_of("From and to in years, both included.", whole(""), 2, 2)),
                    may("for", list("Sorts of people.", code("", AudienceGroup::ALL.iter().map(|it| it.code())))),
                ],
            ),
        ),
        (
            "Cost",
            object(
                "What it costs.",
                [
                    may("free", flag("Missing: unknown.")),
                    may("yen", list_of("Lowest and highest price.", whole(""), 2, 2)),
                    may("text", text("In words.")),
                ],
            ),
        ),
        (
            "Apply",
            object(
                "How and until when to apply.",
                [
                    may("opens_on", date("First day.")),
                    may("closes_on", date("Last day.")),
                    may("capacity", whole("People.")),
                    may("capacity_text", text("In words.")),
                    may("text", text("In words.")),
                    may("url", text("Where.")),
                ],
            ),
        ),
        (
            "Venue",
            object(
                "Where.",
                [
                    may("place", text("Id of a place of this site.")),
                    may("name", text("Name of the place.")),
                    may("address", text("Address.")),
                    may("lat", decimal("WGS 84 degrees.")),
                    may("lon", decimal("WGS 84 degrees.")),
                    may("transport", text("How to get there.")),
                    may("parking", text("Parking.")),
                ],
            ),
        ),
        (
            "Organiser",
            object(
                "Who does it.",
                [
                    may("group", text("Id of a group of this site.")),
                    may("name", text("As written.")),
                    may("hosts", list("Groups that host it too.", text("Id of a group of this site."))),
                ],
            ),
        ),
        (
            "Contact",
            object(
                "Whom to ask.",
                [
                    may("name", text("Desk or group.")),
                    may("phone", text("As dialled in Japan.")),
                    may("email", text("Of the body, not of a person.")),
                    may("hours", text("In words.")),
                ],
            ),
        ),
        ("Link", object("A further page.", [must("label", text("What is there.")), must("url", text("`http` or `https`."))])),
        (
            "Image",
            object(
                "A picture.",
                [
                    must("src", text("Address below `/media/`. In what is sent also `sha256:<digest>/<proof>`: a file that was brought before.")),
                    must("alt", text("What it shows, in words.")),
                    must("width", whole("Pixels.")),
                    must("height", whole("Pixels.")),
                    may("faint", flag("What looks like words in it is hard to read.")),
                ],
            ),
        ),
        (
            "Source",
            object(
                "Where an imported listing came from.",
                [
                    must("name", text("Publisher of the data.")),
                    must("key", text("Identity of the row within the source.")),
                    may("url", text("Page of the data set.")),
                    may("licence", text("Licence of the data.")),
                    may("file", text("The file.")),
                    may("row", whole("The row, counted from 1.")),
                    may("shifted_weeks", whole("By how many weeks the sample city moved the dates.")),
                    may("vanished", flag("It was missing at the last import.")),
                    may("unclaimed", flag("A group of which nobody came yet. Only what everybody reads has it.")),
                ],
            ),
        ),
        (
            "UnreadCell",
            object(
                "A cell that could not be read.",
                [must("column", text("Name of the column.")), must("text", text("Its text.")), must("code", text("Why: the code of a problem."))],
            ),
        ),
    ]
}

fn when() -> Vec<(&'static str, Part)> {
    let weekday = || code("A weekday.", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    let hours = || [may("starts", time("When it starts.")), may("ends", time("When it ends; not after the start: on the next day."))];
    let session = [must("on", date("The (first) day.")), may("until", date("The last day of a span.")), may("note", text("What the source adds."))];
    let recurrence = [
        must("first", date("The day that the rule counts from.")),
        may("extra_days", whole("How many days each time goes on after its first.")),
        must("rule", named("Rule")),
    ];
    vec![
        (
            "Schedule",
            object(
                "When, in Japan.",
                [
                    may("sessions", list("Days and spans of days.", named("Session"))),
                    may("rules", list("Repetitions.", named("Recurrence"))),
                    may("except", list("Days on which nothing happens.", date(""))),
                    may("open_ended", flag("It goes on after the last session began.")),
                    may("text", text("As the source has it.")),
                ],
            ),
        ),
        ("Session", object("A day or a span of days with the same hours.", session.into_iter().chain(hours()))),
        ("Recurrence", object("A repetition.", recurrence.into_iter().chain(hours()))),
        (
            "Rule",
            object(
                "The parts of an RRULE (RFC 5545).",
                [
                    must("frequency", code("FREQ", ["daily", "weekly", "monthly", "yearly"])),
                    may("interval", whole("INTERVAL; missing: 1.")),
                    may("count", whole("COUNT")),
                    may("until", date("UNTIL, in Japan.")),
                    may("until_time", time("The hour of UNTIL, if it has one.")),
                    may("months", list("BYMONTH", whole(""))),
                    may("month_days", list("BYMONTHDAY", whole(""))),
                    may("days", list("BYDAY", named("ByDay"))),
                    may("positions", list("BYSETPOS", whole(""))),
                    may("week_start", weekday()),
                ],
            ),
        ),
        ("ByDay", object("A weekday of BYDAY.", [may("nth", whole("Which one; negative: from the end; missing: each.")), must("day", weekday())])),
    ]
}

/// The name of the schema of a kind's facts.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Event => "EventFacts",
        Kind::Course => "CourseFacts",
        Kind::Group => "GroupFacts",
        Kind::Call => "CallFacts",
        Kind::Place => "PlaceFacts",
        Kind::Equipment => "EquipmentFacts",
        Kind::Programme => "ProgrammeFacts",
        Kind::Project => "ProjectFacts",
        Kind::Story => "StoryFacts",
        Kind::Challenge => "ChallengeFacts",
        Kind::Notice => "NoticeFacts",
        Kind::Guide => "GuideFacts",
    }
}

fn facts(kind: Kind) -> Vec<Field> {
    match kind {
        Kind::Event => vec![may("event_type", text("Word of the organiser or source."))],
        Kind::Course => vec![
            may("stage", code("For which stage of a group.", Stage::ALL.iter().map(|it| it.code()))),
            may("sessions_total", whole("How many meetings.")),
            may("lecturer", text("Lecturer.")),
        ],
        Kind::Group => vec![
            may("group_type", code("Sort of body.", GroupType::ALL.iter().map(|it| it.code()))),
            may("founded", whole("Year.")),
            may("members", whole("People.")),
            may("representative", text("As the group made it public.")),
            may("activity_days", text("In words.")),
            may("fee", text("In words.")),
            may("joining", text("How to join.")),
            may(
                "disclosure",
                object(
                    "What the group discloses.",
                    [may("rules", flag("Rules.")), may("officers", flag("Officers.")), may("accounts", flag("Accounts."))],
                ),
            ),
        ],
        Kind::Call => vec![
            may("call_type", code("Whom it looks for.", CallType::ALL.iter().map(|it| it.code()))),
            may("needed", whole("People.")),
            may("skills", texts("Skills or experience.")),
            may("flexible", list("How it bends to people's lives.", code("", Flexible::ALL.iter().map(|it| it.code())))),
            may("insurance", text("In words.")),
            may("duties", text("What there is to do.")),
        ],
        Kind::Place => vec![
            may("capacity", whole("People.")),
            may("rooms", list("Rooms.", named("Room"))),
            may("equipment", texts("What stands ready.")),
            may("hours", text("Opening hours.")),
            may("closed", text("Closing days.")),
            may("eligible", text("Who may use it.")),
            may("how_to_apply", text("How to apply for use.")),
            may("place_type", text("Sort of place.")),
        ],
        Kind::Equipment => {
            vec![may("units", whole("How many.")), may("conditions", text("Conditions of lending.")), may("pick_up", text("Where to fetch it."))]
        }
        Kind::Programme => vec![
            may("programme_type", code("What it gives.", ProgrammeType::ALL.iter().map(|it| it.code()))),
            may("amount_max_yen", whole("Ceiling.")),
            may("rate", text("Share that is paid.")),
            may("eligible", text("Who may apply.")),
            may("provider", text("Who gives it.")),
        ],
        Kind::Project => vec![
            may("partners", texts("Partners.")),
            may("method", text("Form of working together.")),
            may("department", text("Department.")),
            may("period", text("In words.")),
            may("results", text("What came of it.")),
        ],
        Kind::Story => vec![may("people", text("Who is in it."))],
        Kind::Challenge => vec![
            may("department", text("Department.")),
            may("wish", text("What the department hopes for.")),
            may("policy_area", text("Policy area.")),
        ],
        Kind::Notice => {
            vec![may("notice_type", code("What it tells.", NoticeType::ALL.iter().map(|it| it.code()))), may("department", text("Department."))]
        }
        Kind::Guide => vec![may("steps", list("In order.", named("Step"))), may("version", text("Version of the handbook."))],
    }
}
