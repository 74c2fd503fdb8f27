//! Two tabs with one draft, through the port that pages use.

use super::{fresh, ok};
use engawa_app::device::DeviceState;
use engawa_app::forms::device::{DraftCard, FormDevice, KeepError, KeptFile};
use engawa_app::kiosk::parcel::{Parcel, Taken};
use engawa_app::listings::Kind;
use engawa_app::listings::writing::ListingDraft;
use engawa_browser::channel::Channel;
use engawa_browser::forms::Keeper;
use engawa_browser::outbox::PageOutbox;
use engawa_browser::shelf::Shelf;
use engawa_browser::watch::{Phase, Watch};
use engawa_core::form::draft::log::{self, Line, Record};
use engawa_core::form::draft::{Draft, Edit, Writer};
use engawa_core::form::{AnswerPath, Definition};
use engawa_core::kiosk::hand_over;
use gloo_timers::future::TimeoutFuture;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use wasm_bindgen_test::wasm_bindgen_test;

async fn tab(name: &str) -> Keeper {
    let shelf = Rc::new(Shelf::new(name));
    ok(shelf.open().await);
    let (channel, state) = (Rc::new(Channel::new(name)), DeviceState::new());
    let feed = Rc::new(Watch::new(Phase::Working));
    let outbox = PageOutbox::new(Rc::clone(&shelf), Rc::clone(&channel), feed, state, "test");
    let keeper = Keeper::new(shelf, outbox, channel, state, "test");
    keeper.watch();
    keeper
}

fn card(changed_at: i64) -> DraftCard {
    DraftCard {
        id: "d".into(),
        form_id: "grant".into(),
        version: "1".into(),
        form_title: "助成金".into(),
        title: String::new(),
        changed_at,
        progress: 0,
        invitation: None,
        by: String::new(),
        corrects: None,
    }
}

/// A replica of the draft in one tab.
struct Typist {
    draft: Draft,
    writer: Writer,
}

impl Typist {
    fn open(snapshot: &str, lines: &[String], replica: &str) -> Self {
        let replayed = ok(log::replay(snapshot, lines.iter().map(String::as_str)));
        assert_eq!(replayed.stopped, None);
        Self { draft: replayed.draft, writer: Writer { replica: replica.to_owned(), by: String::new(), at: 1 } }
    }

    fn types(&mut self, question: &str, text: &str) -> Vec<Line> {
        let change = ok(self.draft.edit(&self.writer, Edit::set(AnswerPath(question.to_owned()), text)));
        change.map(|change| Line::made(&self.draft, &change)).into_iter().collect()
    }

    /// Takes what was heard until now.
    fn hears(&mut self, heard: &Mutex<Vec<String>>) {
        for line in std::mem::take(&mut *ok(heard.lock())) {
            match ok(log::read_line(&line)) {
                Record::Arrived(delta) => assert!(self.draft.merge(&delta).is_ok()),
                Record::Change(change) => self.draft = ok(Draft::replay(self.draft.clone(), [&change])),
            }
        }
    }

    /// Waits to hear an answer.
    async fn hears_of(&mut self, heard: &Mutex<Vec<String>>, question: &str, text: &str) {
        for _ in 0..100 {
            self.hears(heard);
            if self.answer(question).as_deref() == Some(text) {
                return;
            }
            TimeoutFuture::new(20).await;
        }
        panic!("never heard of {question}: {:?}", self.answer(question));
    }

    fn answer(&self, question: &str) -> Option<String> {
        self.draft.answers().values.get(&AnswerPath(question.to_owned())).cloned()
    }
}

/// Collects what a tab hears.
fn listen(tab: &Keeper) -> Arc<Mutex<Vec<String>>> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&heard);
    tab.listen("d", Arc::new(move |lines| ok(into.lock()).extend(lines)));
    heard
}

#[wasm_bindgen_test]
async fn two_tabs_write_one_draft_and_lose_nothing() {
    let name = fresh();
    let (one, two) = (tab(&name).await, tab(&name).await);
    let writer = Writer { replica: "begin".into(), by: String::new(), at: 1 };
    let snapshot = log::snapshot(&ok(Draft::begin("d", "grant", "1", &writer)));
    let definition = Arc::new(Definition { form_id: "grant".into(), version: "1".into(), ..Definition::default() });
    ok(one.begin(card(1), snapshot, Arc::clone(&definition)).await);

    let opened = ok(one.open("d").await);
    assert_eq!(opened.definition, Some(definition));
    let mut first = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    let opened = ok(two.open("d").await);
    let mut second = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    let (heard_by_one, heard_by_two) = (listen(&one), listen(&two));

    // Asked for one after the other without waiting: that order is kept.
    let typed = [first.types("a", "x"), first.types("a", "xy")];
    let [x, xy] = typed.map(|lines| one.append(card(2), lines));
    ok(xy.await);
    ok(x.await);
    second.hears_of(&heard_by_two, "a", "xy").await;
    assert!(ok(heard_by_one.lock()).is_empty(), "nobody hears what it said itself");

    // The first tab folds its lines; the second typed meanwhile and may not have heard of it.
    one.stop_listening();
    ok(one.append(card(3), first.types("c", "folded")).await);
    ok(one.compact("d", log::snapshot(&first.draft), 3).await);
    ok(two.append(card(4), second.types("b", "z")).await);
    second.hears(&heard_by_two);
    ok(two.compact("d", log::snapshot(&second.draft), 99).await);

    let opened = ok(tab(&name).await.open("d").await);
    let third = Typist::open(&opened.snapshot, &opened.lines, "third");
    for (question, text) in [("a", "xy"), ("b", "z"), ("c", "folded")] {
        assert_eq!(third.answer(question).as_deref(), Some(text), "{question}");
    }
    second.hears_of(&heard_by_two, "c", "folded").await;

    assert_eq!(ok(two.drafts().await).iter().map(|card| card.changed_at).collect::<Vec<_>>(), [4]);
    ok(two.discard("d").await);
    assert_eq!(one.append(card(5), Vec::new()).await, Err(KeepError::NotFound));
}

#[wasm_bindgen_test]
async fn what_is_typed_while_another_tab_folds_the_journal_can_be_read() {
    let name = fresh();
    let (one, two) = (tab(&name).await, tab(&name).await);
    let begun = Writer { replica: "begin".into(), by: String::new(), at: 1 };
    let definition = Arc::new(Definition { form_id: "grant".into(), version: "1".into(), ..Definition::default() });
    ok(one.begin(card(1), log::snapshot(&ok(Draft::begin("d", "grant", "1", &begun))), Arc::clone(&definition)).await);
    let opened = ok(one.open("d").await);
    let mut first = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    let long = "長い文。".repeat(50);
    ok(one.append(card(2), first.types("a", &long)).await);
    let more = first.types("a", &format!("{long}あ"));
    ok(one.append(card(3), more.clone()).await);
    let opened = ok(two.open("d").await);
    assert_eq!(opened.lines[1], more[0].text(true), "whoever is alone writes pieces");
    let mut second = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    ok(two.append(card(4), second.types("a", "short")).await);
    // A third one folds it, and the second keeps another version; the first has heard of neither.
    let three = tab(&name).await;
    let opened = ok(three.open("d").await);
    let third = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    ok(three.compact("d", log::snapshot(&third.draft), 99).await);
    ok(two.keep_version(card(5), log::snapshot(&second.draft), definition).await);
    ok(one.append(card(6), first.types("a", &format!("{long}あい"))).await);
    let opened = ok(tab(&name).await.open("d").await);
    let last = Typist::open(&opened.snapshot, &opened.lines, "last");
    assert_eq!(last.draft.document().held(&AnswerPath("a".into())).len(), 2, "{:?}", last.draft);
}

#[wasm_bindgen_test]
async fn after_another_tab_wrote_a_long_text_is_written_whole_once() {
    let name = fresh();
    let (one, two) = (tab(&name).await, tab(&name).await);
    let begun = Writer { replica: "begin".into(), by: String::new(), at: 1 };
    let definition = Arc::new(Definition { form_id: "grant".into(), version: "1".into(), ..Definition::default() });
    ok(one.begin(card(1), log::snapshot(&ok(Draft::begin("d", "grant", "1", &begun))), definition).await);
    let opened = ok(one.open("d").await);
    let mut first = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    let opened = ok(two.open("d").await);
    let mut second = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    let heard = listen(&one);
    let long = "長い文。".repeat(50);
    ok(one.append(card(2), first.types("a", &long)).await);
    ok(two.append(card(3), second.types("b", "short")).await);
    first.hears_of(&heard, "b", "short").await;
    let keys = ["あ", "あい", "あいう"].map(|end| first.types("a", &format!("{long}{end}")));
    for lines in &keys {
        ok(one.append(card(4), lines.clone()).await);
    }
    // Its own snapshot takes nothing from it.
    ok(one.compact("d", log::snapshot(&first.draft), 99).await);
    let last = first.types("a", &format!("{long}あいうえ"));
    ok(one.append(card(5), last.clone()).await);
    let opened = ok(tab(&name).await.open("d").await);
    assert_eq!(opened.lines, [last[0].text(true)]);
    assert_eq!(Typist::open(&opened.snapshot, &opened.lines, "third").answer("a"), first.answer("a"));
    // Until the other one writes again.
    ok(two.append(card(6), second.types("b", "shorter")).await);
    let more = ["え", "お"].map(|end| first.types("a", &format!("{long}{end}")));
    for lines in &more {
        ok(one.append(card(7), lines.clone()).await);
    }
    let opened = ok(two.open("d").await);
    assert_eq!(opened.lines[2..], [more[0][0].text(false), more[1][0].text(true)]);
}

#[wasm_bindgen_test]
async fn a_parcel_is_read_although_a_line_of_the_journal_is_not() {
    let name = fresh();
    let tab = tab(&name).await;
    let begun = Writer { replica: "begin".into(), by: String::new(), at: 1 };
    let base = ok(Draft::begin("d", "grant", "1", &begun));
    let definition = Arc::new(Definition { form_id: "grant".into(), version: "1".into(), ..Definition::default() });
    ok(tab.begin(card(1), log::snapshot(&base), definition).await);
    let opened = ok(tab.open("d").await);
    let mut here = Typist::open(&opened.snapshot, &opened.lines, &opened.replica);
    ok(tab.append(card(2), here.types("a", "here")).await);
    // A line that the disk spoilt, with what was typed behind it.
    let (spoilt, behind) = ("{\"schema\":1,\"chan".to_owned(), here.types("b", "behind")[0].text(false).to_owned());
    ok(tab.append(card(3), vec![spoilt.clone().into(), behind.clone().into()]).await);

    let mut there = Typist::open(&log::snapshot(&base), &[], "screen");
    there.types("c", "there");
    let snapshot = log::snapshot(&there.draft);
    let parcel = Parcel::Draft { form_id: "grant".into(), version: "1".into(), title: String::new(), snapshot, files: Vec::new() };
    let fragment = ok(hand_over::inline(&parcel.bytes()).ok_or("too large"));
    for _ in 0..2 {
        assert_eq!(tab.take_parcel(&fragment).await, Ok(Taken::Draft("d".into())), "taking it twice does no harm");
        let opened = ok(tab.open("d").await);
        let now = Typist::open(&opened.snapshot, &opened.lines, "now");
        assert_eq!((now.answer("a").as_deref(), now.answer("c").as_deref(), now.answer("b")), (Some("here"), Some("there"), None));
        let aside: Vec<String> = ok(tab.aside("d").await).into_iter().map(|it| it.line).collect();
        assert_eq!(aside, [spoilt.clone(), behind.clone()]);
    }
}

#[wasm_bindgen_test]
async fn files_of_a_draft_are_kept_if_they_are_what_they_say() {
    let tab = tab(&fresh()).await;
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let file = |sha256: &str| KeptFile { sha256: sha256.to_owned(), name: "../plan.txt".into(), bytes: 3, media_type: "text/plain".into() };
    assert_eq!(tab.keep_content(file(&"0".repeat(64)), "YWJj".into()).await, Err(KeepError::Failed));
    assert_eq!(tab.keep_content(file(abc), "no base64!".into()).await, Err(KeepError::Failed));
    ok(tab.keep_content(file(abc), "YWJj".into()).await);
    let kept = ok(tab.file(abc).await);
    assert_eq!((kept.name.as_str(), kept.bytes), ("plan.txt", 3));
    let contents = ok(tab.contents(vec![abc.to_owned(), "0".repeat(64)]).await);
    assert_eq!(contents.into_iter().collect::<Vec<_>>(), [(abc.to_owned(), "YWJj".to_owned())]);
    assert!(ok(tab.file_url(abc).await).starts_with("blob:"));
    assert_eq!(tab.file(&"0".repeat(64)).await, Err(KeepError::NotFound));
}

#[wasm_bindgen_test]
async fn ids_are_new_each_time() {
    let tab = tab(&fresh()).await;
    let (id, other) = (tab.new_id(), tab.new_id());
    assert!(id != other && id.len() == 36 && id.as_bytes()[14] == b'7', "{id} {other}");
    assert_eq!((tab.new_token().len(), tab.new_token() == tab.new_token()), (32, false));
    assert_eq!(ok(tab.device_id().await), ok(tab.device_id().await));
}

#[wasm_bindgen_test]
async fn a_listing_that_two_tabs_keep_at_the_same_moment_loses_neither() {
    let name = fresh();
    let (one, two) = (tab(&name).await.listings(), tab(&name).await.listings());
    let seen = ListingDraft::begin("a1", Kind::Event, ("g1", "川の会"), 1);
    ok(one.keep(seen.clone()).await);
    let typed = |by: &str, field: &str| {
        let mut draft = ListingDraft { by: by.to_owned(), ..seen.clone() };
        draft.set(field, by, 2);
        draft
    };
    let (mine, theirs) = (typed("one", "title"), typed("two", "body"));
    // Both are on their way before either of them ends.
    let (first, second) = (one.keep_over(mine.clone(), seen.clone()), two.keep_over(theirs.clone(), seen.clone()));
    let told = [ok(first.await), ok(second.await)];
    let stored = ok(one.draft("a1").await);
    assert!(stored == mine || stored == theirs);
    assert_eq!(told.iter().flatten().collect::<Vec<_>>(), [&stored], "one of them is told what is there");
    // Whoever was told puts both together, over the form that is known now.
    let mut both = if stored == mine { theirs } else { mine };
    assert!(both.absorb(&seen, &stored, 3).is_empty());
    assert_eq!(ok(two.keep_over(both.clone(), stored).await), None);
    let stored = ok(one.draft("a1").await);
    assert_eq!((stored.get("title"), stored.get("body")), ("one", "two"));
    // What a page typed on goes over its own form, whatever it last heard of.
    both.set("title", "three", 4);
    assert_eq!(ok(two.keep_over(both, seen).await), None);
    assert_eq!(ok(one.draft("a1").await).get("title"), "three");
}
