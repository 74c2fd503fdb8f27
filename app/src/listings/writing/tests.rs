use super::pictures::{alt_field, file_field};
use super::*;
use crate::command::Command;
use crate::listings::listing::Image;
use crate::listings::pictures::PICTURES_MAX;
use engawa_core::outbox::Attachment;

fn new() -> ListingDraft {
    ListingDraft::begin("a1", Kind::Event, ("g1", "川の会"), 1)
}

fn published() -> Listing {
    let mut draft = new();
    draft.set("title", "川の清掃", 2);
    draft.set("session.0.on", "2026-12-01", 2);
    draft.read(State::Published).0
}

#[test]
fn what_is_typed_becomes_a_command_of_its_group() {
    let mut draft = new();
    draft.set("title", "川の清掃", 5);
    draft.set("session.1.on", "2026-12-01", 6);
    assert_eq!((draft.get("title"), draft.changed_at, draft.dates()), ("川の清掃", 6, 2));
    let ask = draft.ask("c1", State::Published, None, &[]).unwrap();
    assert_eq!((ask.subject.as_str(), ask.title.as_str(), ask.base_rev), ("listing:a1", "川の清掃", None));
    let command: Body = serde_json::from_str(&ask.body).unwrap();
    let Body::Listings(ListingCommand::Save(listing)) = command else { panic!("another command") };
    assert_eq!(listing.organiser, Organiser { group: Some("g1".into()), name: "川の会".into(), ..Organiser::default() });
    assert_eq!(listing.state, State::Published);
    // The envelope of the outbox and this body are a command that the server reads.
    let whole = format!(r#"{{"id":"c1","body":{}}}"#, ask.body);
    assert!(serde_json::from_str::<Command>(&whole).is_ok());
}

#[test]
fn what_is_wrong_stands_at_its_field_and_is_not_sent() {
    let mut draft = new();
    draft.set("session.0.on", "あした", 2);
    let problems = draft.ask("c1", State::Published, None, &[]).unwrap_err();
    let found: Vec<String> = problems.iter().map(|it| format!("{}:{}", it.path, it.code)).collect();
    assert_eq!(found, ["session.0.on:bad_date", "title:required"]);
    assert_eq!(draft.get("session.0.on"), "あした", "what was typed stays");
    let kept: ListingDraft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(kept, draft);
}

#[test]
fn a_field_that_is_not_shown_stays() {
    let mut listing = published();
    listing.tags = vec!["川".into()];
    listing.related = vec!["b2".into()];
    let draft = ListingDraft::of(listing.clone(), 7, 1);
    assert_eq!(draft.read(State::Published), (listing, vec![]));
    assert_eq!((draft.base_rev, draft.group.as_str()), (Some(7), "g1"));
}

#[test]
fn boxes_are_ticked_one_by_one() {
    let mut draft = new();
    for (code, on) in [("wheelchair", true), ("hearing_loop", true), ("wheelchair", true), ("hearing_loop", false)] {
        draft.tick("access", code, on, 3);
    }
    assert!(draft.has("access", "wheelchair") && !draft.has("access", "hearing_loop") && !draft.has("field", "wheelchair"));
    assert_eq!(draft.fields.iter().filter(|(name, _)| name == "access").count(), 1);
    assert_eq!(draft.changed_at, 3);
}

#[test]
fn two_pages_of_one_draft_lose_nothing() {
    let seen = ListingDraft::of(published(), 7, 1);
    let (mut mine, mut theirs) = (seen.clone(), seen.clone());
    mine.set("title", "海の清掃", 2);
    mine.set("body", "雨の日は中止", 2);
    mine.tick("access", "wheelchair", true, 2);
    theirs.set("title", "山の清掃", 3);
    theirs.set("summary", "手袋があります", 3);
    theirs.set("session.0.on", "", 3);
    theirs.tick("field", "environment", true, 3);
    theirs.tick("access", "hearing_loop", true, 3);
    let conflicts = mine.absorb(&seen, &theirs, 4);
    assert_eq!(conflicts, [FieldConflict { field: "title".into(), mine: "海の清掃".into(), theirs: "山の清掃".into() }]);
    let got = |name: &str| mine.get(name).to_owned();
    assert_eq!([got("title"), got("body"), got("summary"), got("session.0.on")], ["海の清掃", "雨の日は中止", "手袋があります", ""]);
    assert!(mine.has("access", "wheelchair") && mine.has("access", "hearing_loop") && mine.has("field", "environment"));
    assert_eq!((mine.base_rev, mine.changed_at), (Some(7), 4));
    // Whoever wrote nothing has what the other wrote, and asks nothing.
    let mut idle = seen.clone();
    assert!(idle.absorb(&seen, &theirs, 4).is_empty());
    assert_eq!(idle.read(State::Published), theirs.read(State::Published));
    // A form that goes on from a newer one of the server is taken with it.
    theirs.base_rev = Some(9);
    idle.absorb(&seen, &theirs, 5);
    assert_eq!(idle.base_rev, Some(9));
}

#[test]
fn a_form_that_a_page_has_not_seen_is_not_overwritten() {
    let seen = new();
    let of = |by: &str, title: &str| {
        let mut draft = ListingDraft { by: by.to_owned(), ..seen.clone() };
        draft.set("title", title, 1);
        draft
    };
    let (mine, theirs) = (of("me", "海の清掃"), of("other", "山の清掃"));
    assert!(mine.may_replace(&seen, &seen) && mine.may_replace(&of("me", ""), &seen) && mine.may_replace(&theirs, &theirs));
    assert!(!mine.may_replace(&theirs, &seen), "in the same millisecond too");
}

#[test]
fn what_others_wrote_is_merged_and_can_be_taken() {
    let mut draft = ListingDraft::of(published(), 7, 1);
    draft.set("title", "海の清掃", 2);
    draft.set("session.1.on", "2026-12-0", 2);
    let theirs = Listing { title: "山の清掃".into(), body: "雨の日は中止".into(), ..published() };
    let conflicts = draft.rebase(theirs.clone(), 9, 3);
    assert_eq!(conflicts.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["title"]);
    assert_eq!((draft.get("title"), draft.get("body"), draft.base_rev), ("海の清掃", "雨の日は中止", Some(9)));
    assert_eq!(draft.get("session.1.on"), "2026-12-0", "what cannot be read yet stays as typed");
    draft.take("title", &theirs, 4);
    draft.take(SESSIONS, &theirs, 4);
    assert_eq!((draft.get("title"), draft.get("session.0.on"), draft.dates()), ("山の清掃", "2026-12-01", 1));
    assert_eq!(draft.read(State::Published), (theirs, vec![]));
}

fn weekly() -> ListingDraft {
    let mut draft = ListingDraft::of(published(), 7, 1);
    draft.set("repeat", "week", 2);
    draft.tick("repeat.weekday", "TU", true, 2);
    draft.set("rule_first", "2026-12-01", 2);
    draft.set("rule_starts", "10:00", 2);
    draft.set("except", "2026-12-29", 2);
    draft
}

/// The rules, days off and problems of a draft.
fn repetition(draft: &ListingDraft) -> (Vec<String>, usize, Vec<String>) {
    let (listing, problems) = draft.read(State::Published);
    let schedule = listing.schedule.unwrap_or_default();
    let rules = schedule.rules.iter().map(|it| it.rule.to_string()).collect();
    (rules, schedule.except.len(), problems.into_iter().map(|it| format!("{}:{}", it.path, it.code)).collect())
}

#[test]
fn a_repetition_is_written_in_plain_fields() {
    let mut draft = weekly();
    assert_eq!(repetition(&draft), (vec!["FREQ=WEEKLY;BYDAY=TU".to_owned()], 1, vec![]));
    draft.set("repeat.count", "何回も", 3);
    assert_eq!(repetition(&draft), (vec![], 1, vec!["repeat.count:unreadable_number".to_owned()]));
    draft.set("repeat", "", 4);
    assert_eq!(repetition(&draft), (vec![], 1, vec![]));
}

#[test]
fn two_pages_tick_weekdays_of_one_repetition() {
    let seen = weekly();
    let (mut mine, mut theirs) = (seen.clone(), seen.clone());
    mine.tick("repeat.weekday", "TH", true, 3);
    theirs.tick("repeat.weekday", "SA", true, 3);
    theirs.tick("repeat.weekday", "TU", false, 3);
    assert!(mine.absorb(&seen, &theirs, 4).is_empty());
    assert_eq!(repetition(&mine).0, ["FREQ=WEEKLY;BYDAY=TH,SA"]);
}

#[test]
fn a_repetition_that_cannot_be_read_yet_stays_whole_and_theirs_is_told() {
    let theirs = weekly().read(State::Published).0;
    let mut draft = ListingDraft::of(published(), 7, 1);
    for (name, value) in [("repeat", "month_day"), ("repeat.month_day", "じゅうご"), ("rule_first", "2026-12-15"), ("rule_starts", "9:00")] {
        draft.set(name, value, 2);
    }
    let conflicts = draft.rebase(theirs.clone(), 9, 3);
    let fields: Vec<&str> = conflicts.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, [REPEAT]);
    assert!(conflicts[0].theirs.contains("毎週火曜日"), "{conflicts:?}");
    assert_eq!(
        ["repeat", "repeat.month_day", "rule_first", "rule_starts"].map(|name| draft.get(name)),
        ["month_day", "じゅうご", "2026-12-15", "9:00"]
    );
    assert_eq!(draft.get("except"), "2026-12-29", "what only they wrote is taken");
    draft.take(REPEAT, &theirs, 4);
    assert_eq!(repetition(&draft), (vec!["FREQ=WEEKLY;BYDAY=TU".to_owned()], 1, vec![]));
}

fn picture(name: &str, alt: &str) -> Image {
    let src = format!("{}.jpg", name.repeat(32));
    Image { src, alt: alt.to_owned(), width: 640, height: 480, ..Image::default() }
}

fn proven(sha256: &str) -> ProvenFile {
    let file = Attachment { sha256: sha256.to_owned(), bytes: 9, name: "image.jpg".into() };
    ProvenFile { file, proof: "0".repeat(64) }
}

fn with_pictures() -> ListingDraft {
    ListingDraft::of(Listing { images: vec![picture("aa", "川"), picture("bb", "橋")], ..published() }, 7, 1)
}

fn alts(draft: &ListingDraft) -> Vec<String> {
    draft.pictures().into_iter().map(|image| image.alt).collect()
}

#[test]
fn pictures_are_added_described_moved_and_removed() {
    let mut draft = with_pictures();
    let before = draft.read(State::Published);
    assert_eq!((before.0.images.len(), before.1), (2, vec![]), "what was there is as it was");
    let (file, other) = ("c0".repeat(32), "d0".repeat(32));
    draft.add_picture(&file, 2);
    draft.add_picture(&file, 2);
    draft.add_picture(&other, 2);
    draft.remove_picture(&other, 2);
    assert_eq!(draft.files(), std::slice::from_ref(&file));
    let missing: Vec<(String, String)> = draft.read(State::Draft).1.into_iter().map(|it| (it.path, it.code)).collect();
    assert_eq!(missing, [(alt_field(&file), "image_without_alt".to_owned())], "words are asked for in a draft too");
    draft.set(&alt_field(&file), "岸", 3);
    assert_eq!(draft.move_picture(&file, true, 4), 2);
    assert_eq!(draft.move_picture(&"aa".repeat(32), true, 4), 1);
    assert_eq!(alts(&draft), ["川", "岸", "橋"]);
    draft.remove_picture(&"aa".repeat(32), 5);
    assert_eq!((alts(&draft), draft.changed_at), (vec!["岸".to_owned(), "橋".to_owned()], 5));
    assert_eq!(draft.read(State::Published).1, []);
    let kept: ListingDraft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(kept, draft);
}

#[test]
fn a_picture_with_faint_words_is_marked_before_it_is_sent() {
    let mut draft = with_pictures();
    let file = "c0".repeat(32);
    draft.add_picture(&file, 2);
    draft.set(&alt_field(&file), "ちらし", 3);
    draft.mark_faint(&file, 4);
    let faint = |draft: &ListingDraft| draft.read(State::Published).0.images.iter().map(|image| image.faint).collect::<Vec<_>>();
    assert_eq!((faint(&draft), alts(&draft)), (vec![false, false, true], vec!["川".to_owned(), "橋".to_owned(), "ちらし".to_owned()]));
    assert_eq!(draft.files(), std::slice::from_ref(&file), "it is on its way as before");
    draft.mark_faint("nothing", 5);
    draft.remove_picture(&file, 6);
    assert_eq!((faint(&draft), draft.changed_at), (vec![false, false], 6));
}

#[test]
fn files_go_before_the_command_and_are_named_with_their_proof() {
    let mut draft = with_pictures();
    let files = ["c0".repeat(32), "d0".repeat(32)];
    for file in &files {
        draft.add_picture(file, 2);
        draft.set(&alt_field(file), "岸", 2);
    }
    let gone = draft.ask("c1", State::Published, None, &[proven(&files[0])]).unwrap_err();
    assert_eq!(gone, [Problem::new(file_field(&files[1]), "picture_gone")]);
    let ask = draft.ask("c1", State::Published, None, &files.each_ref().map(|file| proven(file))).unwrap();
    let names: Vec<&str> = ask.attachments.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["image.jpg", "2 image.jpg"], "what is wrong with a file is told by its name");
    let Ok(Body::Listings(ListingCommand::Save(listing))) = serde_json::from_str(&ask.body) else { panic!("another command") };
    assert_eq!(listing.images[0], picture("aa", "川"));
    assert_eq!(listing.images[2].src, format!("sha256:{}/{}", files[0], "0".repeat(64)));
    assert_eq!(place_of("images.3.src", &listing.images), file_field(&files[1]));
    assert_eq!(place_of("images.0.alt", &listing.images), alt_field(&"aa".repeat(32)));
    assert_eq!([place_of("images", &[]), place_of("images.9.src", &[]), place_of("contact", &[])], ["picture", "picture", "contact.name"]);
    for number in 0..PICTURES_MAX {
        let file = format!("{number:064}");
        draft.add_picture(&file, 3);
        draft.set(&alt_field(&file), "岸", 3);
    }
    assert_eq!(draft.read(State::Published).1, [Problem::new("picture", "too_many").arg(PICTURES_MAX.to_string())]);
}

#[test]
fn pictures_of_two_pages_and_of_two_people_come_together() {
    let seen = with_pictures();
    let (mut mine, mut theirs) = (seen.clone(), seen.clone());
    mine.add_picture(&"c0".repeat(32), 2);
    mine.set(&alt_field(&"c0".repeat(32)), "岸", 2);
    mine.set(&alt_field(&"aa".repeat(32)), "春の川", 2);
    theirs.remove_picture(&"bb".repeat(32), 2);
    theirs.add_picture(&"d0".repeat(32), 2);
    theirs.set(&alt_field(&"d0".repeat(32)), "空", 2);
    assert!(mine.absorb(&seen, &theirs, 3).is_empty());
    assert_eq!(alts(&mine), ["春の川", "岸", "空"]);
    // Somebody else changed other fields of the listing: the pictures on their way stay.
    let theirs = Listing { title: "山の清掃".into(), ..seen.origin() };
    assert!(mine.rebase(theirs, 9, 4).is_empty());
    assert_eq!((alts(&mine), mine.get("title")), (vec!["春の川".to_owned(), "岸".to_owned(), "空".to_owned()], "山の清掃"));
    // And where they changed the pictures, a person decides.
    let theirs = Listing { images: vec![picture("ee", "丘")], ..mine.origin() };
    let conflicts = mine.rebase(theirs.clone(), 11, 5);
    assert_eq!(conflicts.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), [IMAGES]);
    mine.take(IMAGES, &theirs, 6);
    assert_eq!(alts(&mine), ["丘"]);
}

#[test]
fn a_draft_of_before_keeps_the_pictures_that_it_began_with() {
    let mut old = with_pictures();
    old.fields.retain(|(name, _)| !is_picture(name));
    assert_eq!(alts(&old), ["川", "橋"]);
    old.list_pictures();
    assert_eq!(old, with_pictures());
}

#[test]
fn next_year_is_a_new_listing() {
    let mut draft = ListingDraft::of_next_year(&Listing { state: State::Ended, images: vec![picture("aa", "川")], ..published() }, "b2", 5);
    assert_eq!((draft.id.as_str(), draft.state(), draft.base_rev), ("b2", State::Draft, None));
    assert_eq!(draft.get("session.0.on"), "2027-11-30");
    draft.set("title", "来年の清掃", 6);
    let ask = draft.ask("c1", State::Published, None, &[]).unwrap();
    let Ok(Body::Listings(ListingCommand::Save(listing))) = serde_json::from_str(&ask.body) else { panic!("another command") };
    assert_eq!((listing.id.as_str(), listing.images.len(), listing.organiser.group.as_deref(), ask.base_rev), ("b2", 1, Some("g1"), None));
}
