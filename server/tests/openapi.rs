//! The description of the API against what is really sent: every field of a full sample has a schema, and every required one is there.
//!
//! The samples are written without `..`, so that a new field of a type does not compile before it has a sample, and then does not pass
//! before it has a schema.

use crate::common;
use crate::common::samples::{full, names, words};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::SubmissionState;
use engawa_app::kiosk::beat::{Beat, Count, Counted, Mishap, Voices};
use engawa_app::kiosk::command::KioskCommand;
use engawa_app::kiosk::config::{Config, Enrolment, Mode, Room as KioskRoom, Slot, Window};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::moderation::{BannedWord, ReportReason, WordEffect};
use engawa_app::listings::{Kind, Listing, State};
use engawa_app::people::case::{CaseCommand, CasePerson, Channel, Consent, ConsentWay, GuardianPaper, HandedPart};
use engawa_app::people::command::PeopleCommand;
use engawa_app::people::course::{CourseCommand, StaffRank};
use engawa_app::people::desk::{Delegation, DeskBody, DeskCommand, DeskKind};
use engawa_app::people::group::profile::ProfileField;
use engawa_app::people::group::{GroupCommand, Invite, RegistrationClass, Trust};
use engawa_app::people::inquiry::{Decision, InquiryAnswer, InquiryCommand, InquiryDraft};
use engawa_app::people::me::{Me, MyAccount, MyDesk, MyGroup};
use engawa_app::people::work::{WorkItem, WorkLine};
use engawa_core::kiosk::hours::{Hours, Span};
use engawa_core::rights::{DeskRole, GroupRole};
use engawa_core::{Lang, Problem, Receipt, ReceiptStatus};
use engawa_server::people::notices::push::{Keys, Subscription};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The description as other programs read it.
struct Api(Value);

impl Api {
    fn read() -> Self {
        Self(serde_json::to_value(engawa_server::http::openapi::describe()).unwrap())
    }

    fn named(&self, name: &str) -> &Value {
        let schema = &self.0["components"]["schemas"][name];
        assert!(schema.is_object(), "there is no schema {name}");
        schema
    }

    /// A schema itself, where a name stands for it.
    fn meant<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => self.named(reference.strip_prefix("#/components/schemas/").unwrap()),
            None => schema,
        }
    }

    /// What is wrong with a value, by place. Stricter than the schemas: what they do not name is wrong here.
    fn wrong(&self, schema: &Value, value: &Value, place: &str, seen: &mut BTreeSet<String>) -> Vec<String> {
        if let Some(name) = schema["$ref"].as_str() {
            seen.insert(name.to_owned());
        }
        let schema = self.meant(schema);
        if let Some(choices) = schema["oneOf"].as_array() {
            let tries: Vec<(Vec<String>, BTreeSet<String>)> = choices
                .iter()
                .map(|choice| {
                    let mut seen = BTreeSet::new();
                    (self.wrong(choice, value, place, &mut seen), seen)
                })
                .collect();
            let fitting = tries.iter().filter(|(wrong, _)| wrong.is_empty()).count();
            let best = tries.into_iter().min_by_key(|(wrong, _)| wrong.len()).unwrap_or_default();
            seen.extend(best.1);
            return if fitting > 1 { vec![format!("{place}: fits {fitting} of the choices")] } else { best.0 };
        }
        let mut wrong = Vec::new();
        if let Some(parts) = schema["allOf"].as_array() {
            let Some(fields) = value.as_object() else { return vec![format!("{place}: no object")] };
            let mut left = fields.clone();
            for part in parts {
                let known: BTreeSet<&String> = self.meant(part)["properties"].as_object().into_iter().flatten().map(|(name, _)| name).collect();
                let own: serde_json::Map<String, Value> =
                    fields.iter().filter(|(name, _)| known.contains(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
                left.retain(|name, _| !known.contains(name));
                wrong.extend(self.wrong(part, &Value::Object(own), place, seen));
            }
            wrong.extend(left.keys().map(|name| format!("{place}.{name}: no schema")));
            return wrong;
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => return vec![format!("{place}: a schema without a type")],
        };
        let fits = types.iter().any(|kind| match *kind {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            _ => false,
        });
        if !fits {
            return vec![format!("{place}: {value} is no {types:?}")];
        }
        if let Some(codes) = schema["enum"].as_array()
            && !codes.contains(value)
        {
            wrong.push(format!("{place}: {value} is none of {codes:?}"));
        }
        if let Some(items) = value.as_array() {
            let (least, most) = (schema["minItems"].as_u64().unwrap_or(0), schema["maxItems"].as_u64().unwrap_or(u64::MAX));
            if !(least..=most).contains(&u64::try_from(items.len()).unwrap()) {
                wrong.push(format!("{place}: {} items", items.len()));
            }
            for (at, item) in items.iter().enumerate() {
                wrong.extend(self.wrong(&schema["items"], item, &format!("{place}[{at}]"), seen));
            }
        }
        if let Some(fields) = value.as_object() {
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !fields.contains_key(name) {
                    wrong.push(format!("{place}.{name}: required, but not there"));
                }
            }
            for (name, field) in fields {
                let place = format!("{place}.{name}");
                match (&schema["properties"][name], &schema["additionalProperties"]) {
                    (Value::Null, Value::Null) => wrong.push(format!("{place}: no schema")),
                    (Value::Null, free) => wrong.extend(self.wrong(free, field, &place, seen)),
                    (part, _) => wrong.extend(self.wrong(part, field, &place, seen)),
                }
            }
            // The samples are full: a schema that nothing fills is out of date.
            for name in schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
                let one_of_two = ["body", "deleted"].contains(&name.as_str());
                if !fields.contains_key(name) && !one_of_two && !place.contains(SMALL) {
                    wrong.push(format!("{place}.{name}: in the schema, but not in the sample"));
                }
            }
        }
        wrong
    }

    fn check(&self, name: &str, value: &Value) -> BTreeSet<String> {
        let mut seen = BTreeSet::from([format!("#/components/schemas/{name}")]);
        let wrong = self.wrong(&json!({ "$ref": format!("#/components/schemas/{name}") }), value, name, &mut seen);
        assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
        seen
    }

    /// The same for a value that leaves fields out.
    fn check_small(&self, name: &str, value: &Value) {
        let place = format!("{name}{SMALL}");
        let wrong = self.wrong(&json!({ "$ref": format!("#/components/schemas/{name}") }), value, &place, &mut BTreeSet::new());
        assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
    }
}

/// Marks the place of a sample that leaves out what it does not need.
const SMALL: &str = " (small)";

fn problem() -> Problem {
    Problem { path: words(), code: words(), args: vec![words()], message: words() }
}

#[test]
fn listings_of_every_kind_are_described() {
    let api = Api::read();
    let mut seen = BTreeSet::new();
    for kind in Kind::ALL {
        seen.extend(api.check("Listing", &serde_json::to_value(full(*kind)).unwrap()));
        api.check_small("Listing", &serde_json::to_value(Listing::draft("a1", *kind)).unwrap());
    }
    // Every name that a listing leads to was looked at.
    assert!(seen.len() >= 32, "{seen:?}");
}

/// Every command of the rooms that are described, with all its fields.
fn commands() -> Vec<CommandBody> {
    let mut all: Vec<CommandBody> = listing_commands().into_iter().map(CommandBody::Listings).collect();
    all.extend(group_commands().into_iter().map(|it| CommandBody::People(PeopleCommand::Group(it))));
    all.extend(desk_commands().into_iter().map(|it| CommandBody::People(PeopleCommand::Desk(it))));
    all.extend(case_commands().into_iter().map(|it| CommandBody::People(PeopleCommand::Case(it))));
    all.extend(course_commands().into_iter().map(|it| CommandBody::People(PeopleCommand::Course(it))));
    all.extend(inquiry_commands().into_iter().map(|it| CommandBody::People(PeopleCommand::Inquiry(it))));
    all.extend(kiosk_commands().into_iter().map(CommandBody::Kiosk));
    all
}

fn listing_commands() -> Vec<ListingCommand> {
    let (id, group, on) = (words(), words(), "2026-11-20".parse().unwrap());
    vec![
        ListingCommand::Save(Box::new(full(Kind::Event))),
        ListingCommand::SaveFor { listing: Box::new(full(Kind::Event)), group: words(), desk: words() },
        ListingCommand::SetState { id: id.clone(), state: State::Ended },
        ListingCommand::Confirm { id: id.clone(), on },
        ListingCommand::Decide { id: id.clone(), accept: true, note: words() },
        ListingCommand::Report { id: id.clone(), reason: ReportReason::Wrong, words: words(), contact: words() },
        ListingCommand::DecideReport { report: words(), upheld: true, words: words() },
        ListingCommand::Plan { id: id.clone(), state: State::Published, at: Some(3) },
        ListingCommand::Plan { id: id.clone(), state: State::Published, at: None },
        ListingCommand::Restore { id: id.clone(), rev: 3 },
        ListingCommand::AskHost { id: id.clone(), group: group.clone() },
        ListingCommand::AgreeHost { id: id.clone(), group: group.clone() },
        ListingCommand::LeaveHost { id: id.clone(), group: group.clone() },
        ListingCommand::Assign { id, group, desk: words() },
        ListingCommand::SetWords { put: vec![BannedWord { word: words(), effect: WordEffect::Hold, note: words() }], drop: vec![words()] },
    ]
}

fn group_commands() -> Vec<GroupCommand> {
    let (group, account, reason, class) = (words(), words(), words(), RegistrationClass::Full);
    let invite = Invite { group: words(), role: GroupRole::Editor, note: words(), secret: words(), days: 3, uses: 3, hands_over: true };
    let day = "2026-11-20".parse().ok();
    vec![
        GroupCommand::RegisterFromSubmission { group: group.clone(), submission: words(), class },
        GroupCommand::Decide { group: group.clone(), accept: true, reason: reason.clone(), class, valid_until: day, secret: words() },
        GroupCommand::Decide { group: group.clone(), accept: true, reason: reason.clone(), class, valid_until: None, secret: words() },
        GroupCommand::SetTrust { group: group.clone(), trust: Trust::Trusted },
        GroupCommand::SetPublic { group: group.clone(), public: ProfileField::ALL.to_vec() },
        GroupCommand::Invite(invite),
        GroupCommand::EndInvitation { group: group.clone(), digest: words() },
        GroupCommand::Accept { group: group.clone(), secret: words() },
        GroupCommand::SetRole { group: group.clone(), account: account.clone(), role: GroupRole::Viewer },
        GroupCommand::RemoveMember { group: group.clone(), account },
        GroupCommand::Leave { group: group.clone() },
        GroupCommand::HandOver { group: group.clone(), to: words() },
        GroupCommand::Renew { group: group.clone(), submission: words() },
        GroupCommand::DecideRenewal { group: group.clone(), accept: true, reason: reason.clone(), valid_until: day },
        GroupCommand::Remind { group: group.clone() },
        GroupCommand::Lapse { group: group.clone() },
        GroupCommand::Claim { group: group.clone(), proof: words() },
        GroupCommand::DecideClaim { group: group.clone(), claim: words(), accept: true, reason: reason.clone() },
        GroupCommand::Merge { from: words(), into: words() },
        GroupCommand::EndGroup { group, reason },
    ]
}

fn desk_commands() -> Vec<DeskCommand> {
    let body = DeskBody { name_en: words(), phone: words(), hours: words() };
    let delegation = Delegation { from: words(), to: words(), begins: 3, ends: 4, reason: words() };
    vec![
        DeskCommand::Save { desk: words(), kind: DeskKind::Library, name: words(), body },
        DeskCommand::End { desk: words() },
        DeskCommand::SetMember { desk: words(), account: words(), role: Some(DeskRole::Lead) },
        DeskCommand::SetMember { desk: words(), account: words(), role: None },
        DeskCommand::Delegate { desk: words(), delegation },
        DeskCommand::EndDelegation { desk: words(), delegation: words() },
    ]
}

fn case_commands() -> Vec<CaseCommand> {
    let on = "2026-11-20".parse().unwrap();
    let consent = Consent { way: ConsentWay::Said, words: words(), on };
    vec![
        CaseCommand::Open { case: words(), desk: words(), channel: Channel::Counter, topic: words() },
        CaseCommand::Note { case: words(), words: words() },
        CaseCommand::SetPerson { case: words(), person: CasePerson { name: words(), phone: words() } },
        CaseCommand::SetCode { case: words(), digest: words() },
        CaseCommand::Close { case: words(), follow_on: Some(on) },
        CaseCommand::Close { case: words(), follow_on: None },
        CaseCommand::Collect { code: words() },
        CaseCommand::GuardianConsent {
            case: words(),
            code: words(),
            email: words(),
            paper: GuardianPaper { name: words(), signed_on: on, kept: words() },
        },
        CaseCommand::Refer { case: words(), to: words(), parts: HandedPart::ALL.to_vec(), consent },
        CaseCommand::TakeReferral { referral: words() },
        CaseCommand::ReturnReferral { referral: words(), note: words() },
        CaseCommand::WithdrawReferral { referral: words() },
    ]
}

fn course_commands() -> Vec<CourseCommand> {
    vec![
        CourseCommand::Join { course: words() },
        CourseCommand::Withdraw { course: words() },
        CourseCommand::SetUp { course: words(), rank: Some(StaffRank::Junior), minutes: 3 },
        CourseCommand::SetUp { course: words(), rank: None, minutes: 3 },
        CourseCommand::Mark { course: words(), listed: vec![words()], came: vec![words()] },
        CourseCommand::Reflect { course: words(), learnt: words(), will_try: words() },
    ]
}

fn inquiry_commands() -> Vec<InquiryCommand> {
    let due_on = "2026-11-20".parse().unwrap();
    let draft = InquiryDraft { title: words(), words: words(), questions: vec![words()], link: words(), due_on, desks: vec![words()] };
    let answer = InquiryAnswer { decision: Decision::Conditional, words: words(), answers: vec![words()], contact: words() };
    vec![
        InquiryCommand::Save { inquiry: words(), desk: words(), draft },
        InquiryCommand::Drop { inquiry: words() },
        InquiryCommand::Send { inquiry: words() },
        InquiryCommand::Answer { inquiry: words(), desk: words(), answer },
        InquiryCommand::Remind { inquiry: words() },
        InquiryCommand::SetDue { inquiry: words(), due_on },
        InquiryCommand::Close { inquiry: words(), summary: words(), shared: true },
    ]
}

fn kiosk_config() -> Config {
    let span = Span { from: 540, until: 1_020 };
    let hours = Hours { week: std::array::from_fn(|_| vec![span]), closed: vec!["2026-12-29".parse().unwrap()] };
    let slot = Slot { days: vec![0], from: 540, until: 720, kinds: Kind::ALL.to_vec(), within_km: 1.5, seconds: 12 };
    Config {
        name: words(),
        place: words(),
        lat: Some(35.5),
        lon: Some(139.5),
        hours,
        langs: Lang::ALL.to_vec(),
        home: words(),
        mode: Mode::Kiosk,
        rooms: KioskRoom::ALL.to_vec(),
        program: vec![slot],
        keyboard: true,
        prints: true,
        idle_seconds: 90,
        warn_seconds: 20,
        updates: Window { from: 1_320, until: 360 },
    }
}

fn kiosk_commands() -> Vec<KioskCommand> {
    vec![
        KioskCommand::Save { kiosk: words(), config: Box::new(kiosk_config()) },
        KioskCommand::Revoke { kiosk: words() },
        KioskCommand::Say { kiosk: words(), words: Some(names()) },
        KioskCommand::Say { kiosk: words(), words: None },
        KioskCommand::Reload { kiosk: words() },
        KioskCommand::Deliver { sealed: words(), files: vec![words()] },
        KioskCommand::Settle { delivery: words(), note: words() },
    ]
}

#[test]
fn what_screens_are_told_and_say_is_described() {
    let api = Api::read();
    let mut told =
        Enrolment { id: words(), active: true, config: kiosk_config(), public_key: words(), say: Some(names()), reload: 3, server_ms: 3, seq: 3 };
    assert_eq!(api.check("KioskEnrolment", &serde_json::to_value(&told).unwrap()).len(), 6);
    (told.say, told.config.lat, told.config.lon) = (None, None, None);
    api.check_small("KioskEnrolment", &serde_json::to_value(&told).unwrap());
    let day = "2026-11-20".parse().unwrap();
    let counts = Counted::ALL.iter().map(|what| Count { day, what: *what, subject: words(), times: 3 }).collect();
    let mishaps = vec![Mishap { code: words(), at_ms: 3, times: 3 }];
    let beat = Beat {
        seq: 3,
        build: words(),
        as_of: Some(3),
        pending: 3,
        storage: Some((3, 4)),
        persisted: Some(true),
        voices: Some(Voices { ja: true, en: false }),
        clock_ms: 3,
        update_waits: true,
        mishaps,
        counts,
    };
    assert_eq!(api.check("KioskBeat", &serde_json::to_value(beat).unwrap()).len(), 4);
    api.check_small("KioskBeat", &serde_json::to_value(Beat::default()).unwrap());
}

#[test]
fn a_parcel_may_take_the_place_of_another() {
    let api = Api::read();
    let parameters = &api.0["paths"]["/api/v1/hand-overs"]["post"]["parameters"];
    let named: Vec<&str> = parameters.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(named, ["replaces"]);
    api.check_small("KioskSpare", &json!({ "spare": words() }));
}

#[test]
fn commands_receipts_and_problems_are_described() {
    let api = Api::read();
    let id = "a1".to_owned();
    let mut seen = BTreeSet::new();
    for body in commands() {
        let command = Command { id: id.clone(), base_rev: Some(3), body };
        seen.extend(api.check("Command", &serde_json::to_value(&command).unwrap()));
        api.check_small("Command", &serde_json::to_value(Command { base_rev: None, ..command }).unwrap());
    }
    for name in
        ["ListingCommand", "BannedWord", "GroupCommand", "DeskCommand", "CaseCommand", "CourseCommand", "InquiryCommand", "Consent", "KioskCommand"]
    {
        assert!(seen.contains(&format!("#/components/schemas/{name}")), "nothing was compared with {name}");
    }
    // As many choices as samples, so that one which is no more is found.
    let choices = |name: &str| api.named(name)["oneOf"].as_array().map_or(0, Vec::len);
    assert_eq!((choices("ListingCommand"), choices("GroupCommand")), (14, 19));
    assert_eq!((choices("DeskCommand"), choices("CaseCommand"), choices("CourseCommand"), choices("KioskCommand")), (5, 11, 5, 6));
    assert_eq!(choices("InquiryCommand"), 7);
    for status in [ReceiptStatus::Done, ReceiptStatus::Rejected, ReceiptStatus::Conflict, ReceiptStatus::Retry] {
        let receipt = Receipt { id: id.clone(), status, rev: Some(3), receipt_no: Some(words()), problems: vec![problem()] };
        api.check("Receipt", &serde_json::to_value(receipt).unwrap());
    }
    api.check_small("Receipt", &serde_json::to_value(Receipt::retry("a1")).unwrap());
    api.check_small("Problem", &serde_json::to_value(Problem::new("title", "required")).unwrap());
}

#[test]
fn what_accounts_and_staff_ask_for_is_described() {
    let api = Api::read();
    let me = Me {
        account: Some(MyAccount { id: words(), name: words() }),
        groups: vec![MyGroup { id: words(), name: words(), role: GroupRole::Editor, may_write: true }],
        desks: vec![MyDesk { id: words(), name: words(), role: DeskRole::Staff }],
        writes_for_city: true,
    };
    assert_eq!(api.check("Me", &serde_json::to_value(me).unwrap()).len(), 4);
    api.check("Me", &serde_json::to_value(Me::default()).unwrap());
    let lines = vec![WorkLine { label: words(), value: words() }];
    let work = WorkItem {
        id: words(),
        form_id: words(),
        form_title: words(),
        receipt_no: words(),
        title: words(),
        state: SubmissionState::Received,
        assignee: words(),
        received_at: 3,
        rev: 3,
        lines,
    };
    api.check("Record", &json!({ "collection": "work", "id": "a1", "rev": 3, "body": serde_json::to_value(work).unwrap() }));
    let subscription = Subscription { endpoint: words(), keys: Keys { p256dh: words(), auth: words() }, server: words() };
    api.check("PushSubscription", &serde_json::to_value(subscription).unwrap());
}

#[test]
fn what_a_sender_sees_is_described() {
    use engawa_app::forms::receipt::{Standing, Told};
    let api = Api::read();
    let standing = Standing {
        receipt_no: words(),
        form_id: words(),
        version: words(),
        title: words(),
        state: SubmissionState::SentBack,
        received_at: 3,
        updated_at: 3,
        deleted_at: 3,
        replaced_by: words(),
        content_sha256: words(),
        messages: vec![Told { at: 3, state: SubmissionState::SentBack, text: words() }],
    };
    assert_eq!(api.check("SubmissionStanding", &serde_json::to_value(&standing).unwrap()).len(), 2);
    let small = Standing { replaced_by: String::new(), content_sha256: String::new(), ..standing };
    api.check_small("SubmissionStanding", &serde_json::to_value(small).unwrap());
}

#[test]
fn shared_drafts_are_described() {
    use engawa_core::form::AnswerPath;
    use engawa_core::form::draft::share::{Answer, Refusal, Request};
    use engawa_core::form::draft::{Delta, Dot, Held, Seen, Slot, Value as Written};
    let api = Api::read();
    let seen = Seen(BTreeMap::from([("a".to_owned(), 2)]));
    let dot = Dot { counter: 1, replica: "a".to_owned() };
    let held = |value| Held { dot: dot.clone(), value, by: words(), at: 3 };
    let values = vec![held(Written::Text(words())), held(Written::Cleared), held(Written::Removed(seen.clone())), held(Written::Kept)];
    let slot = Slot { dot: dot.clone(), key: "k".to_owned(), after: Some(dot.clone()), by: words(), at: 3 };
    let delta = Delta {
        from: seen.clone(),
        to: seen.clone(),
        registers: BTreeMap::from([(AnswerPath("q".to_owned()), values)]),
        rows: BTreeMap::from([(AnswerPath("cost".to_owned()), vec![slot])]),
    };
    let mut looked_at = api.check("DraftRequest", &serde_json::to_value(Request { have: seen, delta: delta.clone() }).unwrap());
    api.check_small("DraftRequest", &serde_json::to_value(Request { have: Seen::default(), delta: Delta::default() }).unwrap());
    let refusals = [Refusal::Gone, Refusal::Closed, Refusal::TooLarge, Refusal::Malformed].map(Answer::Refused);
    for answer in [Answer::Took(delta.clone()), Answer::Behind(delta)].into_iter().chain(refusals) {
        looked_at.extend(api.check("DraftAnswer", &serde_json::to_value(answer).unwrap()));
    }
    assert_eq!(looked_at.len(), 8, "{looked_at:?}");
}

#[test]
fn a_missing_field_is_found() {
    let api = Api::read();
    let mut listing = serde_json::to_value(full(Kind::Event)).unwrap();
    listing["schedule"]["rules"][0]["moon"] = json!("full");
    listing["state"] = json!("forgotten");
    listing.as_object_mut().unwrap().remove("title");
    let mut wrong = api.wrong(api.named("Listing"), &listing, "it", &mut BTreeSet::new());
    wrong.sort();
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    assert!(wrong[0].starts_with("it.schedule.rules[0].moon: no schema"), "{wrong:?}");
    assert!(wrong[1].starts_with("it.state: \"forgotten\" is none of"), "{wrong:?}");
    assert!(wrong[2].starts_with("it.title: in the schema") && wrong[3].starts_with("it.title: required"), "{wrong:?}");
}

story!(
    /// What the edges really answer has the form that they promise.
    the_edges_answer_as_described,
    site,
    {
        let api = Api::read();
        let mut listing = full(Kind::Event);
        listing.contact.email = "desk@city.example".to_owned();
        (listing.images, listing.links, listing.apply, listing.staff_only) = (Vec::new(), Vec::new(), None, false);
        assert_eq!(site.publish(&listing).await.status, ReceiptStatus::Done);
        let gone = common::listing("取り下げ");
        let rev = site.publish(&gone).await.rev;
        let withdrawn = Listing { state: State::Withdrawn, ..gone };
        assert_eq!(site.run(&common::save(&withdrawn, rev)).await.status, ReceiptStatus::Done);

        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let page = json(&site.get("/api/v1/feed/public").await.1);
        assert_eq!(page["records"].as_array().map(Vec::len), Some(2));
        api.check_small("FeedPage", &page);

        let (_, open) = site.get("/opendata/event.json").await;
        assert_eq!(json(&open)["count"].as_u64(), Some(1));
        api.check_small("OpenData", &json(&open));

        let (status, refusal) = site.get("/api/v1/feed/staff:desk").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        api.check_small("ProblemDocument", &json(&refusal));

        let (_, me) = site.get("/api/v1/me").await;
        api.check("Me", &json(&me));

        let redirect = site.send(Request::get("/api/v1/feed/public/snapshot").body(Body::empty()).unwrap()).await;
        let location = redirect.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let (_, snapshot) = site.get(&location).await;
        let mut lines = snapshot.lines().map(json);
        api.check("SnapshotHead", &lines.next().unwrap());
        for record in lines {
            api.check_small("Record", &record);
        }
    }
);

#[test]
fn every_name_is_there_and_used() {
    let api = Api::read();
    let text = api.0.to_string();
    let schemas = api.0["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        assert!(text.contains(&format!("#/components/schemas/{name}\"")), "nothing uses {name}");
    }
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap_or_default();
        assert!(schemas.contains_key(name), "there is no schema {name}");
    }
}
