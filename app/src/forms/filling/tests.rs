use super::*;
use crate::forms::device::KeptFile;
use engawa_core::form::draft::footing::Footing;
use engawa_core::form::draft::log::Extent;
use engawa_core::form::draft::{Conflict, DisputedRow, Document, Value};
use engawa_core::form::xlsform::{self, markdown};

fn definition(workbook: &str) -> Arc<Definition> {
    Arc::new(xlsform::read(&markdown::read(workbook)).unwrap().definition)
}

/// A grant application in short.
fn grant() -> Arc<Definition> {
    definition(
        "| survey | | | | | | | | | |
         | | type | name | label | required | relevant | calculation | trigger | repeat_count | appearance |
         | | start | begun | | | | | | | |
         | | end | finished | | | | | | | |
         | | note | hello | Hello | | | | | | |
         | | text | who | Name | yes | | | | | |
         | | integer | age | Age | | | | | | |
         | | text | guardian | Guardian | yes | ${age} < 18 | | | | |
         | | text | greeting | Greeting | | | concat('Dear ', ${who}) | ${who} | | |
         | | begin_group | contact | Contact | | | | | | |
         | | begin_group | person | Person | | | | | | |
         | | text | phone | Phone | | | | | | |
         | | note | thanks | Thanks | | | | | | |
         | | end_group | | | | | | | | |
         | | begin_group | address | Address | | | | | | field-list |
         | | text | town | Town | | | | | | |
         | | text | street | Street | | | | | | |
         | | end_group | | | | | | | | |
         | | end_group | | | | | | | | |
         | | begin_repeat | cost | Costs | | | | | | |
         | | text | memo | What for | | | | | | |
         | | integer | yen | Yen | | | | | | |
         | | end_repeat | | | | | | | | |
         | | calculate | total | | | | sum(${yen}) | | | |
         | | integer | members | Members | | | | | | |
         | | begin_repeat | member | Member | | | | | ${members} | |
         | | text | name | Name | | | | | | |
         | | file | picture | Picture | | | | | | |
         | | end_repeat | | | | | | | | |",
    )
}

fn outside(replica: &str) -> Outside {
    Outside { now: 1_000, device_id: "device".into(), replica: replica.into(), by: replica.to_uppercase() }
}

fn begun() -> Filling {
    Filling::begin("d1", grant(), outside("a")).unwrap()
}

fn at(filling: &Filling, path: &str) -> TreeId {
    filling.form().find(&AnswerPath(path.into())).unwrap()
}

fn answer(filling: &mut Filling, path: &str, text: &str, now: Millis) -> Edited {
    let at = at(filling, path);
    filling.answer(at, text, now).unwrap()
}

/// What is written down of lines if other tabs may have written meanwhile.
fn whole(lines: &[Line]) -> Vec<String> {
    log::texts(lines, false)
}

fn shown<'a>(filling: &'a Filling, path: &str) -> Option<&'a str> {
    filling.draft().shown(&AnswerPath(path.into()))
}

/// The form that the draft's answers give is the one that is there.
fn agree(filling: &Filling) {
    let again = Form::resume(Arc::clone(&filling.compiled), &filling.draft.answers(), start("d1", &filling.outside, 0));
    assert_eq!(again.answers(), filling.form.answers());
}

#[test]
fn a_new_draft_has_the_first_values_and_rows() {
    let filling = begun();
    agree(&filling);
    assert_eq!(shown(&filling, "begun"), Some("1970-01-01T09:00:01.000+09:00"));
    assert_eq!(shown(&filling, "meta/instanceID"), Some("uuid:d1"));
    assert_eq!(filling.draft().answers().rows[&AnswerPath("cost".into())], ["1"]);
    let opened = Filling::open(grant(), &filling.snapshot(), &[], outside("b")).unwrap();
    assert_eq!(opened.form().answers(), filling.form().answers());
}

#[test]
fn what_a_form_notes_by_itself_is_noted_and_stays() {
    let definition = definition(
        "| survey | | | |
         | | type | name | label |
         | | start | begun | |
         | | end | finished | |
         | | today | day | |
         | | deviceid | device | |
         | | username | account | |
         | | hidden | kept | |
         | | text | who | Name |",
    );
    let begun = Filling::begin_as("d1", Arc::clone(&definition), outside("a"), "花子").unwrap();
    // Another opening, on the next day and on another device, finds what was noted when it was begun.
    let tomorrow = Outside { now: 90_000_000, device_id: "other".into(), ..outside("b") };
    let mut filling = Filling::open(definition, &begun.snapshot(), &[], tomorrow).unwrap();
    let (submit, _) = filling.submit("c1", "", &[], None, 180_000_000).unwrap();
    let sent: Vec<(&str, &str)> = submit.answers.values.iter().map(|(path, value)| (path.0.as_str(), value.as_str())).collect();
    for noted in [
        ("begun", "1970-01-01T09:00:01.000+09:00"),
        ("finished", "1970-01-03T11:00:00.000+09:00"),
        ("day", "1970-01-01"),
        ("device", "device"),
        ("account", "花子"),
    ] {
        assert!(sent.contains(&noted), "{noted:?} in {sent:?}");
    }
    assert!(sent.iter().all(|(path, _)| !["kept", "who"].contains(path)), "{sent:?}");
}

#[test]
fn what_follows_from_an_answer_is_kept_with_it() {
    let mut filling = begun();
    let base = filling.snapshot();
    let edited = answer(&mut filling, "who", "縁", 2_000);
    assert_eq!((edited.lines.len(), edited.rebuilt, edited.unreadable), (2, false, false));
    assert_eq!((shown(&filling, "who"), shown(&filling, "greeting")), (Some("縁"), Some("Dear 縁")));
    let more = answer(&mut filling, "members", "２", 3_000);
    assert_eq!(shown(&filling, "members"), Some("2"));
    assert_eq!(filling.draft().answers().rows[&AnswerPath("member".into())], ["1", "2"]);
    let typed = answer(&mut filling, "member[2]/name", "x", 4_000);
    agree(&filling);
    let fewer = answer(&mut filling, "members", "1", 5_000);
    agree(&filling);
    assert_eq!(shown(&filling, "member[2]/name"), Some("x"), "a row that the form takes back keeps its answers");
    let lines = [edited.lines, more.lines, typed.lines, fewer.lines].concat();
    let opened = Filling::open(grant(), &base, &log::texts(&lines, true), outside("b")).unwrap();
    assert_eq!(opened.form().answers(), filling.form().answers());
    answer(&mut filling, "members", "2", 6_000);
    assert_eq!(filling.form().value(at(&filling, "member[2]/name")), "x");
    agree(&filling);
}

#[test]
fn what_cannot_be_read_is_kept_and_what_is_refused_changes_nothing() {
    let mut filling = begun();
    let edited = answer(&mut filling, "age", "十八", 2_000);
    assert!(edited.unreadable);
    assert_eq!(shown(&filling, "age"), Some("十八"));
    agree(&filling);
    let before = filling.clone();
    let long = "あ".repeat(400_000);
    let refusals = [
        (TreeId(9_999), "x", AnswerError::Unknown),
        (at(&filling, "total"), "x", AnswerError::NotAnswerable),
        (at(&filling, "cost"), "x", AnswerError::NotAnswerable),
        (at(&filling, "hello"), "x", AnswerError::ReadOnly),
    ];
    for (at, text, error) in refusals {
        assert_eq!(filling.answer(at, text, 3_000).unwrap_err(), Refused::Answer(error));
    }
    let who = at(&filling, "who");
    assert!(matches!(filling.answer(who, &long, 3_000).unwrap_err(), Refused::Edit(EditRefused::TooLong(_))), "longer than a draft keeps");
    let member = at(&filling, "member");
    assert_eq!(filling.add_row(member, None, 3_000).unwrap_err(), Refused::Answer(AnswerError::Counted));
    assert_eq!(filling.remove_row(who, 3_000).unwrap_err(), Refused::Answer(AnswerError::Unknown));
    assert_eq!((&filling.draft, filling.form.answers()), (&before.draft, before.form.answers()));
}

#[test]
fn rows_come_go_move_and_come_back() {
    let mut filling = begun();
    answer(&mut filling, "cost[1]/memo", "紙", 2_000);
    let cost = at(&filling, "cost");
    filling.add_row(cost, None, 3_000).unwrap();
    filling.add_row(cost, Some(at(&filling, "cost[1]")), 4_000).unwrap();
    agree(&filling);
    let keys = |filling: &Filling| filling.draft().answers().rows[&AnswerPath("cost".into())].clone();
    let [first, second, third]: [String; 3] = keys(&filling).try_into().unwrap();
    assert!(first == "1" && second != third);
    filling.move_row(at(&filling, "cost[1]"), true, 5_000).unwrap();
    assert_eq!(keys(&filling), [first.clone(), second.clone(), third.clone()], "the first cannot go up");
    filling.move_row(at(&filling, "cost[1]"), false, 6_000).unwrap();
    assert_eq!(keys(&filling), [second.clone(), first.clone(), third.clone()]);
    agree(&filling);
    filling.remove_row(at(&filling, "cost[1]"), 7_000).unwrap();
    assert_eq!(keys(&filling), [second.clone(), third.clone()]);
    agree(&filling);
    let [removed]: [DisputedRow; 1] = filling.removed_rows().try_into().unwrap();
    let edited = filling.restore_row(&removed.row, 8_000).unwrap();
    assert!(edited.rebuilt);
    assert_eq!(keys(&filling), [second, first, third]);
    assert_eq!(filling.form().value(at(&filling, "cost[1]/memo")), "紙");
    let mut other = Filling::join("d1", grant(), &filling.draft().document().whole(), outside("b")).unwrap();
    assert_ne!(filling.new_key(), other.new_key());
    let cost = at(&other, "cost");
    assert!(!other.add_row(cost, None, 9_000).unwrap().lines.is_empty());
}

#[test]
fn tabs_hear_each_other_and_what_was_not_seen_stays() {
    let mut one = begun();
    let mut other = Filling::open(grant(), &one.snapshot(), &[], outside("b")).unwrap();
    let typed = answer(&mut one, "who", "縁", 2_000);
    let meanwhile = answer(&mut other, "who", "円", 2_000);
    let heard = one.heard(&whole(&meanwhile.lines), 2_100);
    assert!(!heard.rebuilt && !heard.changes.nodes.is_empty(), "only what became different is drawn anew");
    assert!(!other.heard(&whole(&typed.lines), 2_100).rebuilt, "what is shown is what was typed here");
    assert_eq!(one.draft(), other.draft());
    assert_eq!(one.form().answers(), other.form().answers());
    let options = |filling: &Filling| -> Vec<Vec<Value>> {
        let conflicts = filling.conflicts().into_iter().filter(|conflict| conflict.path.0 == "who");
        conflicts.map(|conflict| conflict.options.into_iter().map(|held| held.value).collect()).collect()
    };
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(options(&one), [[text("縁"), text("円")]]);
    // Still typing: the other one's answer was not on the screen.
    answer(&mut one, "who", "縁側", 2_500);
    assert_eq!(options(&one), [[text("円"), text("縁側")]]);
    // Much later it was.
    answer(&mut one, "who", "縁側会", 60_000);
    assert_eq!(options(&one), Vec::<Vec<Value>>::new());
    agree(&one);
    let edited = other.heard(&["{\"schema\":99}".to_owned(), typed.lines[0].text(true).to_owned()], 3_000);
    assert_eq!((edited.rebuilt, other.unread().len()), (false, 2), "what a newer tab writes is left alone, and what builds on it");
    // Opened again in another name, without its journal: it still does not go on behind the gap.
    let mut again = Filling::open(grant(), &other.snapshot(), &[], outside("b")).unwrap().behind(&other);
    let later = whole(&answer(&mut one, "age", "20", 70_000).lines);
    again.heard(&later, 71_000);
    assert_eq!((shown(&again, "age"), again.unread().len()), (None, 2 + later.len()));
}

#[test]
fn a_long_text_in_two_tabs_can_be_read_again() {
    let mut one = begun();
    let base = one.snapshot();
    let long = "長い文。".repeat(50);
    let mut lines = whole(&answer(&mut one, "who", &long, 2_000).lines);
    let mut other = Filling::open(grant(), &base, &lines, outside("b")).unwrap();
    let aged = whole(&answer(&mut one, "age", "20", 2_000).lines);
    other.heard(&aged, 2_100);
    lines.extend(aged);
    let named = whole(&other.rename("花壇", 2_000).unwrap().lines);
    one.heard(&named, 2_100);
    lines.extend(named);
    let mine = whole(&answer(&mut one, "who", &format!("{long}あ"), 20_000).lines);
    let theirs = whole(&answer(&mut other, "who", &format!("{long}い"), 20_000).lines);
    lines.extend(theirs.iter().chain(&mine).cloned());
    one.heard(&theirs, 20_100);
    let opened = Filling::open(grant(), &base, &lines, outside("c")).unwrap();
    assert!(opened.unread().is_empty() && one.unread().is_empty());
    assert_eq!(opened.draft(), one.draft());
}

/// A journal with the rule of its shell: what is a piece for whoever wrote all of the text is whole for everybody else.
struct Journal {
    base: String,
    edition: u64,
    lines: Vec<String>,
}

impl Journal {
    fn extent(&self) -> Extent {
        Extent { edition: self.edition, lines: self.lines.len() }
    }

    fn open(&self, replica: &str) -> (Filling, Footing) {
        let filling = Filling::open(grant(), &self.base, &self.lines, outside(replica)).unwrap();
        assert!(filling.unread().is_empty(), "{:?}", filling.unread());
        (filling, Footing::opened(self.extent()))
    }

    fn append(&mut self, footing: &mut Footing, lines: &[Line]) {
        *footing = Footing::onto(Some(&*footing), self.extent());
        self.lines.extend(footing.write(lines).into_iter().map(str::to_owned));
    }

    fn fold(&mut self, snapshot: String, lines: usize) {
        self.lines.drain(..lines);
        (self.base, self.edition) = (snapshot, self.edition + 1);
    }
}

#[test]
fn what_is_typed_while_another_tab_folds_the_journal_can_be_read() {
    let long = "長い文。".repeat(50);
    // Who makes the snapshot: a third tab at its opening, or the second when it keeps another version of the form.
    for is_third in [true, false] {
        let base = begun().snapshot();
        let mut journal = Journal { base, edition: 1, lines: Vec::new() };
        let (mut one, mut of_one) = journal.open("a");
        journal.append(&mut of_one, &answer(&mut one, "who", &long, 2_000).lines);
        let more = answer(&mut one, "who", &format!("{long}。"), 2_100).lines;
        journal.append(&mut of_one, &more);
        let piece = log::texts(&more, true);
        assert!(more[0].is_piece() && journal.lines.ends_with(&piece), "whoever is alone writes pieces");
        // Another one opens it and writes over the text. The first has not heard of that.
        let (mut other, mut of_other) = journal.open("b");
        journal.append(&mut of_other, &answer(&mut other, "who", "短い", 20_000).lines);
        if is_third {
            let (third, _) = journal.open("c");
            journal.fold(third.snapshot(), journal.lines.len());
        } else {
            let holds_all = log::with_journal(&other.snapshot(), &journal.base, &journal.lines).unwrap();
            journal.fold(holds_all, 0);
        }
        let typed = answer(&mut one, "who", &format!("{long}。あ"), 30_000).lines;
        assert!(typed[0].is_piece(), "it would be a piece of a text that is not there any more");
        journal.append(&mut of_one, &typed);
        journal.append(&mut of_one, &answer(&mut one, "age", "20", 31_000).lines);
        let (opened, _) = journal.open("d");
        let held = opened.draft().document().held(&AnswerPath("who".into())).iter();
        let mut values: Vec<Value> = held.map(|held| held.value.clone()).collect();
        values.sort();
        assert_eq!(values, [Value::Text("短い".into()), Value::Text(format!("{long}。あ"))]);
        assert_eq!(shown(&opened, "age"), Some("20"));
    }
}

#[test]
fn a_snapshot_of_another_version_holds_what_was_not_heard() {
    let long = "長い文。".repeat(50);
    let mut journal = Journal { base: begun().snapshot(), edition: 1, lines: Vec::new() };
    let (mut one, mut of_one) = journal.open("a");
    journal.append(&mut of_one, &answer(&mut one, "who", &long, 2_000).lines);
    let (mut other, mut of_other) = journal.open("b");
    // A piece of a text that the other one writes over at the same time.
    let piece = answer(&mut one, "who", &format!("{long}あ"), 2_100).lines;
    journal.append(&mut of_one, &piece);
    assert!(journal.lines.ends_with(&log::texts(&piece, true)));
    journal.append(&mut of_other, &answer(&mut other, "who", "短い", 20_000).lines);
    let from_piece = journal.lines.iter().position(|line| line.contains("splice")).unwrap();
    let unheard = Filling::open(grant(), &other.snapshot(), &journal.lines[from_piece..], outside("c")).unwrap();
    assert!(!unheard.unread().is_empty(), "what the piece is of is in no snapshot of the other one");
    let holds_all = log::with_journal(&other.snapshot(), &journal.base, &journal.lines).unwrap();
    journal.fold(holds_all, 0);
    let (opened, _) = journal.open("d");
    assert_eq!(opened.draft().document().held(&AnswerPath("who".into())).len(), 2);
}

#[test]
fn a_long_name_is_kept_whatever_other_tabs_write() {
    let mut one = begun();
    let base = one.snapshot();
    let mut other = Filling::open(grant(), &base, &[], outside("b")).unwrap();
    let long = "花壇の手入れ。".repeat(10);
    let mut lines = whole(&answer(&mut other, "age", "20", 2_000).lines);
    one.heard(&lines, 2_100);
    for name in [long.clone(), format!("{long}春")] {
        lines.extend(whole(&one.rename(&name, 3_000).unwrap().lines));
    }
    let opened = Filling::open(grant(), &base, &lines, outside("c")).unwrap();
    assert_eq!(opened.draft().title(), format!("{long}春"));
}

#[test]
fn a_conflict_is_resolved_and_a_watcher_writes_nothing() {
    let mut one = begun();
    let mut server = one.draft().document().clone();
    let mut other = Filling::join("d1", grant(), &server.whole(), outside("b")).unwrap();
    answer(&mut one, "cost[1]/memo", "紙", 2_000);
    answer(&mut other, "cost[1]/memo", "筆", 3_000);
    let exchange = |filling: &mut Filling, server: &mut Document| {
        server.merge(&filling.draft().document().whole()).unwrap();
        filling.draft_mut().merge(&server.whole()).unwrap();
        assert!(filling.merged(4_000).lines.is_empty());
    };
    exchange(&mut one, &mut server);
    exchange(&mut other, &mut server);
    exchange(&mut one, &mut server);
    assert_eq!(one.draft(), other.draft());
    let [conflict]: [Conflict; 1] = one.conflicts().try_into().unwrap();
    one.resolve(&conflict.path, "紙", 5_000).unwrap();
    assert!(one.conflicts().is_empty());
    assert_eq!(one.form().value(at(&one, "cost[1]/memo")), "紙");
    agree(&one);
}

#[test]
fn a_line_that_was_cut_off_is_put_aside() {
    let mut filling = begun();
    let base = filling.snapshot();
    let mut lines = whole(&answer(&mut filling, "who", "縁", 2_000).lines);
    let cut = lines.pop().map(|line| line[..line.len() - 7].to_owned()).unwrap();
    lines.push(cut.clone());
    let opened = Filling::open(grant(), &base, &lines, outside("b")).unwrap();
    assert_eq!((shown(&opened, "who"), shown(&opened, "greeting"), opened.unread()), (Some("縁"), None, &[cut][..]));
    agree(&opened);
    let newer = base.replace("\"schema\":1", "\"schema\":2");
    assert_eq!(Filling::open(grant(), &newer, &[], outside("b")).unwrap_err(), CannotOpen::Newer);
    let newer = lines[0].replace("\"schema\":1", "\"schema\":2");
    assert_eq!(Filling::open(grant(), &base, &[newer], outside("b")).unwrap_err(), CannotOpen::Newer, "what is typed would stand behind it");
    // What could not be read is put aside: a snapshot takes the place of all lines, and what is typed is read again.
    let mut opened = opened;
    let aside = opened.snapshot();
    let typed = whole(&answer(&mut opened, "age", "20", 9_000).lines);
    let again = Filling::open(grant(), &aside, &typed, outside("c")).unwrap();
    assert!(again.unread().is_empty());
    assert_eq!(again.draft(), opened.draft());
    let behind = [lines, typed].concat();
    let behind = Filling::open(grant(), &base, &behind, outside("d")).unwrap();
    assert_eq!(shown(&behind, "age"), None, "nothing is read behind what could not be read");
    assert!(matches!(Filling::open(grant(), "{", &[], outside("b")).unwrap_err(), CannotOpen::Damaged(_)));
    let strange = definition("| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| settings | |\n| | form_id |\n| | strange |");
    assert!(matches!(Filling::open(strange, &base, &[], outside("b")).unwrap_err(), CannotOpen::Damaged(_)));
}

#[test]
fn a_draft_moves_to_a_newer_version() {
    let mut filling = begun();
    answer(&mut filling, "who", "縁", 2_000);
    answer(&mut filling, "age", "20", 2_000);
    let base = filling.snapshot();
    let mut newer = (*grant()).clone();
    newer.version = "2".into();
    let age = newer.nodes.iter().position(|node| node.name == "age").unwrap();
    newer.nodes[age].name = "unheard".into();
    newer.nodes[age].data_type = engawa_core::form::definition::DataType::Date;
    let newer = Arc::new(newer);
    let edited = filling.move_to(Arc::clone(&newer), 3_000).unwrap();
    assert!(edited.rebuilt && !edited.lines.is_empty());
    assert_eq!((filling.draft().version(), filling.form().definition().version.as_str()), ("2", "2"));
    let [(parked, left)]: [(AnswerPath, LeftOver); 1] = filling.left_over().try_into().unwrap();
    assert_eq!(left.value, "20");
    let opened = Filling::open(newer, &base, &whole(&edited.lines), outside("b")).unwrap();
    assert_eq!((opened.draft(), opened.form().answers()), (filling.draft(), filling.form().answers()));
    filling.put_away(&parked, 4_000).unwrap();
    assert!(filling.left_over().is_empty());
}

#[test]
fn comments_stand_beside_what_they_are_about_and_are_never_sent() {
    let mut filling = begun();
    let mut other = Filling::join("d1", grant(), &filling.draft().document().whole(), Outside { device_id: "other".into(), ..outside("b") }).unwrap();
    let base = filling.snapshot();
    answer(&mut filling, "who", "縁", 2_000);
    answer(&mut filling, "age", "17", 2_000);
    let (form, draft) = (filling.form().answers(), filling.draft().answers());
    let mut lines = Vec::new();
    for (on, text, now) in [("guardian", "母です", 3_000), ("cost[1]", "紙代", 3_001), ("", "よい", 3_002), ("gone", "どこ", 3_003)] {
        let edited = filling.comment(AnswerPath(on.into()), text, now).unwrap();
        assert!(!edited.rebuilt && edited.changes.nodes.is_empty());
        lines.extend(whole(&edited.lines));
    }
    let told = |filling: &Filling| -> Vec<String> {
        let place = |it: &Remark| it.place.as_ref().map_or("-".to_owned(), |place| place.0.clone());
        let mark = |it: &Remark| if it.is_homeless() { "?" } else { "" };
        filling.comments().iter().map(|it| format!("{}{} {} {}", place(it), mark(it), it.comment.text, it.is_own)).collect()
    };
    assert_eq!(told(&filling), ["guardian 母です true", "cost[1] 紙代 true", "- よい true", "-? どこ true"]);
    assert_eq!((filling.form().answers(), filling.draft().answers()), (form, draft), "no comment is an answer");
    assert_eq!(filling.comments()[0].comment.by, "A");
    // A question that is not asked any more, and what was never the device's own.
    answer(&mut filling, "age", "20", 4_000);
    assert_eq!(told(&filling)[0], "-? 母です true");
    other.draft_mut().merge(&filling.draft().document().whole()).unwrap();
    other.merged(5_000);
    assert_eq!(told(&other)[1], "cost[1] 紙代 false");
    let key = other.comments()[1].comment.key.clone();
    assert_eq!(other.delete_comment(&key, 5_000).unwrap_err(), Refused::Edit(EditRefused::NotYours));
    other.settle_comment(&key, true, 5_000).unwrap();
    assert!(other.comments()[1].comment.is_settled);
    let (submit, _) = filling.submit("c1", "", &[], None, 6_000).unwrap();
    let sent = serde_json::to_string(&submit).unwrap();
    assert!(["紙代", "よい", "#left"].iter().all(|text| !sent.contains(text)), "{sent}");
    filling.delete_comment(&key, 7_000).unwrap();
    assert_eq!(told(&filling).len(), 3);
    // They are in the journal, and only there and in the draft.
    let opened = Filling::open(grant(), &base, &lines[..1], outside("c"));
    assert!(opened.is_ok_and(|opened| opened.unread().is_empty() && opened.comments().len() == 1));
}

#[test]
fn one_question_after_the_other() {
    let mut filling = begun();
    answer(&mut filling, "members", "2", 2_000);
    let told = |filling: &Filling| -> Vec<String> {
        let screens = filling.screens(Layout::Single, 0);
        screens.iter().map(|screen| format!("{}|{}|{}|{}", screen.key, screen.section, screen.nodes.len(), screen.problems)).collect()
    };
    let expected = [
        "who||2|1",
        "age||1|0",
        "greeting||1|0",
        "contact/person/phone|Contact / Person|1|0",
        "contact/person/thanks|Contact / Person|1|0",
        "contact/address|Contact / Address|1|0",
        "cost||1|0",
        "members||1|0",
        "member||1|0",
        "member[1]|Member|1|0",
        "member[2]|Member|1|0",
    ];
    assert_eq!(told(&filling), expected);
    assert!(filling.is_table(at(&filling, "cost")) && !filling.is_table(at(&filling, "member")));
    answer(&mut filling, "age", "17", 3_000);
    assert_eq!(told(&filling)[1..3], ["age||1|0", "guardian||1|1"]);
    let begun: Vec<String> = filling.screens(Layout::Single, 0).into_iter().filter(|screen| screen.is_begun).map(|screen| screen.key.0).collect();
    assert_eq!(begun, ["age", "members"]);
}

#[test]
fn sections_are_the_groups_of_the_first_level() {
    let mut filling = begun();
    answer(&mut filling, "cost[1]/yen", "x", 2_000);
    let screens = filling.screens(Layout::Sections, 0);
    let told: Vec<String> = screens
        .iter()
        .map(|screen| format!("{}|{}|{}|{}|{}", screen.key, screen.section, screen.nodes.len(), screen.problems, screen.is_begun))
        .collect();
    assert_eq!(told, ["hello||4|1|false", "contact|Contact|1|0|false", "cost|Costs|1|1|true", "members||1|0|false"]);
    let progress = filling.progress();
    assert_eq!(progress, Progress { asked: 9, answered: 1, missing: 1, wrong: 1 });
    let card = filling.card(5_000, None);
    assert_eq!((card.id.as_str(), card.progress, card.changed_at), ("d1", 11, 5_000));
    filling.rename("わたしの申請", 6_000).unwrap();
    assert_eq!(filling.card(7_000, None).title, "わたしの申請");
}

#[test]
fn only_what_is_right_is_sent_and_only_what_is_in_sight() {
    let mut filling = begun();
    answer(&mut filling, "age", "17", 2_000);
    answer(&mut filling, "guardian", "母", 2_000);
    answer(&mut filling, "members", "1", 2_000);
    let picture = format!("sha256:{}/p.jpg", "a".repeat(64));
    answer(&mut filling, "member[1]/picture", &picture, 2_000);
    let before = filling.draft().clone();
    let paths = |problems: Vec<Problem>| problems.into_iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect::<Vec<_>>();
    let wrong = filling.submit("c1", "", &[], None, 3_000).unwrap_err();
    assert_eq!(paths(wrong), ["who:answer_required", "member[1]/picture:attachment_unlisted"]);
    assert_eq!(paths(filling.problems(0)), ["who:answer_required"]);
    assert_eq!(filling.draft(), &before, "nothing changed");
    answer(&mut filling, "who", "縁", 4_000);
    answer(&mut filling, "age", "18", 4_000);
    let kept = KeptFile { sha256: "a".repeat(64), name: "p.jpg".into(), bytes: 7, media_type: "image/jpeg".into() };
    assert_eq!(filling.files().len(), 1);
    let (submit, edited) = filling.submit("c1", "", &[kept], None, 5_000).unwrap();
    assert_eq!(edited.lines.len(), 1, "the time at which it was finished");
    agree(&filling);
    let values: Vec<&str> = submit.answers.values.keys().map(|path| path.0.as_str()).collect();
    assert!(values.contains(&"finished") && !values.contains(&"guardian"), "{values:?}");
    assert_eq!((submit.attachments.len(), submit.attachments[0].bytes, submit.finished_at), (1, 7, Some(5_000)));
}

#[test]
fn a_journal_is_folded_when_it_outgrows_its_snapshot() {
    let filling = begun();
    for (lines, bytes, due) in [(10, 1_000, false), (3_000, 1_000, true), (900, 80_000, true)] {
        assert_eq!(filling.is_compaction_due(lines, bytes), due, "{lines} {bytes}");
    }
}

#[test]
fn a_counted_repeat_grows_at_the_cost_of_what_it_adds() {
    let workbook = "| survey | | | | | |
         | | type | name | label | default | repeat_count |
         | | integer | n | N | | |
         | | begin_repeat | row | Row | | ${n} |
         | | text | a | A | x | |
         | | end_repeat | | | | |";
    let mut filling = Filling::begin("d1", definition(workbook), outside("a")).unwrap();
    let mut grow = |count: usize| {
        let before = filling.draft().document().steps();
        let lines = answer(&mut filling, "n", &count.to_string(), 2_000).lines.len();
        let rows = filling.draft().answers().rows[&AnswerPath("row".into())].len();
        (rows, lines, filling.draft().document().steps() - before)
    };
    // Each row is a line, and so is what stands in it; and each of them looks at few others.
    for (before, count) in [(0, 1_000), (1_000, 2_000), (2_000, 6_000), (6_000, 6_001)] {
        let (rows, lines, steps) = grow(count);
        let new = count - before;
        assert_eq!((rows, lines), (count, 2 * new + 1));
        assert!(steps <= u64::try_from(4 * new + 100).unwrap(), "{new} rows took {steps} steps");
    }
    let (rows, ..) = grow(1_000_000);
    assert_eq!(rows, engawa_core::form::running::MOST_ROWS);
}
