//! Drafts that a group shares: devices become one draft by way of the server, nobody without the secret learns that there is one, and of
//! one draft one submission is taken, whoever is quicker.

use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request as HttpRequest, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{FormCommand, Holder, Publish, Review, Settings, SharedDraft, Submit};
use engawa_app::forms::{Audience, Provenance, SubmissionState, receipt};
use engawa_core::form::draft::share::{Answer, Refusal, Request};
use engawa_core::form::draft::{Comment, Delta, Draft, Edit, EditRefused, Seen, Writer};
use engawa_core::form::xlsform::{self, markdown};
use engawa_core::form::{AnswerPath, Answers};
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::commands::execute;
use engawa_server::forms::{shared, store, tidy};
use engawa_server::people::Actor;

const TOKEN: &str = "Zm9yYmlkZGVuZnJ1aXQ0";

async fn publish(site: &TestSite, audience: Audience, open: bool) {
    let workbook = markdown::read(
        "| survey | | | | |
         | | type | name | label | required |
         | | text | who | お名前 | yes |
         | | text | why | 理由 | |
         | settings | | | |
         | | form_id | version | form_title |
         | | grant | 1 | 助成金の申請 |",
    );
    let definition = xlsform::read(&workbook).unwrap().definition;
    let settings = Settings { audience, ..Settings::default() };
    let body = FormCommand::Publish(Box::new(Publish { definition, source: None, settings, open }));
    assert_eq!(site.run(&command(body)).await.status, ReceiptStatus::Done);
}

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

/// A device with its copy of a draft.
struct Device {
    draft: Draft,
    replica: &'static str,
    /// What it knows that the server has.
    server: Seen,
}

impl Device {
    fn begin(id: &str, replica: &'static str) -> Self {
        Self { draft: Draft::begin(id, "grant", "1", &writer(replica)).unwrap(), replica, server: Seen::default() }
    }

    fn join(id: &str, replica: &'static str) -> Self {
        Self { draft: Draft::joined(id), replica, server: Seen::default() }
    }

    fn write(&mut self, path: &str, value: &str) {
        self.draft.edit(&writer(self.replica), Edit::set(AnswerPath(path.into()), value)).unwrap();
    }

    fn edit(&mut self, edit: Edit) {
        self.draft.edit(&writer(self.replica), edit).unwrap();
    }

    fn comment(&mut self, key: &str, on: &str, text: &str) {
        self.edit(Edit::Comment { key: key.into(), on: AnswerPath(on.into()), text: text.into(), from: self.replica.into() });
    }

    /// What each comment is about, who left it, and what it says.
    fn comments(&self) -> Vec<String> {
        let told = |it: Comment| format!("{} {} {}{}", it.on.0, it.by, it.text, if it.is_settled { " settled" } else { "" });
        self.draft.comments().into_iter().map(told).collect()
    }

    fn request(&self) -> Request {
        Request { have: self.draft.document().seen().clone(), delta: self.draft.document().delta_since(&self.server) }
    }

    async fn sync(&mut self, site: &TestSite) -> Answer {
        let answer = post(site, self.draft.id(), TOKEN, &self.request()).await;
        if let Answer::Took(delta) | Answer::Behind(delta) = &answer {
            self.draft.merge(delta).unwrap();
            self.server = delta.to.clone();
        }
        answer
    }

    fn value(&self, path: &str) -> Vec<String> {
        let held = self.draft.document().held(&AnswerPath(path.into()));
        held.iter().map(|held| format!("{:?}", held.value)).collect()
    }
}

fn writer(replica: &str) -> Writer {
    Writer { replica: replica.into(), by: replica.into(), at: 0 }
}

async fn send(site: &TestSite, id: &str, token: Option<&str>, body: Vec<u8>) -> (StatusCode, String) {
    let mut request = HttpRequest::post(format!("/api/v1/drafts/{id}")).header(header::HOST, "test.localhost");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let response = site.send(request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap()).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    (response.status(), text(response).await)
}

async fn post(site: &TestSite, id: &str, token: &str, request: &Request) -> Answer {
    let (status, body) = send(site, id, Some(token), serde_json::to_vec(request).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    serde_json::from_str(&body).unwrap()
}

fn submit(draft: &str, token: &str, corrects: Option<Holder>) -> Command {
    let mut answers = Answers::default();
    answers.values.insert(AnswerPath("who".into()), "みどりの会".into());
    command(FormCommand::Submit(Box::new(Submit {
        form_id: "grant".into(),
        version: "1".into(),
        answers,
        attachments: Vec::new(),
        finished_at: None,
        language: String::new(),
        provenance: Provenance::Web,
        corrects,
        shared: Some(SharedDraft { draft: draft.into(), token: token.into() }),
        paper_id: String::new(),
    })))
}

async fn anonymous(site: &TestSite, command: &Command) -> Receipt {
    execute(&site.site, &Actor::anonymous(), command, NOW).await
}

fn codes(receipt: &Receipt) -> Vec<String> {
    receipt.problems.iter().map(|problem| format!("{}:{}{}", problem.path, problem.code, problem.args.join(","))).collect()
}

fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn stored(site: &TestSite) -> usize {
    store::inbox(&site.site.db, "grant", &store::Ask::default(), 10, 0).await.unwrap().len()
}

story!(
    /// What two devices write becomes one draft: different answers merge, the same answer keeps both, and asking again changes nothing.
    two_devices_become_one_draft,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.write("who", "ひみつの会");
        assert!(matches!(phone.sync(&site).await, Answer::Took(_)));
        let mut tablet = Device::join(&id, "tablet");
        assert!(matches!(tablet.sync(&site).await, Answer::Took(_)));
        assert_eq!(tablet.draft, phone.draft);

        tablet.write("why", "花を植える");
        phone.write("who", "みどりの会");
        tablet.write("who", "あおの会");
        let request = phone.request();
        phone.sync(&site).await;
        tablet.sync(&site).await;
        phone.sync(&site).await;
        assert_eq!(tablet.draft, phone.draft);
        assert_eq!((phone.value("why").len(), phone.value("who").len()), (1, 2), "{:?}", phone.value("who"));
        for _ in 0..2 {
            assert!(matches!(post(&site, &id, TOKEN, &request).await, Answer::Took(_)), "it comes once more");
        }
        let mut third = Device::join(&id, "third");
        third.sync(&site).await;
        assert_eq!(third.draft, phone.draft);
        for path in ["/api/v1/feed/public", "/api/v1/drafts", format!("/api/v1/drafts/{id}").as_str()] {
            let (_, body) = site.get(path).await;
            assert!(!body.contains("ひみつの会"), "{path}");
        }
    }
);

story!(
    /// Comments reach the other members and nobody else, are settled and deleted for all, and are no part of what is sent.
    comments_are_for_the_members,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.write("who", "みどりの会");
        phone.comment("k1", "who", "ないしょの相談");
        phone.comment("k2", "", "出す前に会長に見せる");
        phone.sync(&site).await;
        let mut tablet = Device::join(&id, "tablet");
        tablet.sync(&site).await;
        assert_eq!(tablet.comments(), ["who phone ないしょの相談", " phone 出す前に会長に見せる"]);
        assert_eq!(tablet.draft, phone.draft);

        tablet.edit(Edit::Settle { key: "k1".into(), is_settled: true });
        tablet.comment("k3", "why", "机は二つ");
        tablet.sync(&site).await;
        phone.sync(&site).await;
        assert_eq!(phone.comments(), ["who phone ないしょの相談 settled", " phone 出す前に会長に見せる", "why tablet 机は二つ"]);
        // Only its author deletes one, and that wins over what somebody else does with it at the same time.
        let others = Edit::Uncomment { key: "k1".into(), from: "tablet".into() };
        assert_eq!(tablet.draft.edit(&writer("tablet"), others).unwrap_err(), EditRefused::NotYours);
        phone.edit(Edit::Uncomment { key: "k1".into(), from: "phone".into() });
        tablet.edit(Edit::Settle { key: "k1".into(), is_settled: false });
        for _ in 0..2 {
            tablet.sync(&site).await;
            phone.sync(&site).await;
        }
        assert_eq!(phone.comments(), [" phone 出す前に会長に見せる", "why tablet 机は二つ"]);
        assert_eq!(tablet.draft, phone.draft);

        let without = send(&site, &id, None, serde_json::to_vec(&Request { have: Seen::default(), delta: Delta::default() }).unwrap()).await;
        assert!(!without.1.contains("会長"), "{without:?}");
        assert_eq!(anonymous(&site, &submit(&id, TOKEN, None)).await.status, ReceiptStatus::Done);
        for (words, count) in [("みどり", 1), ("会長", 0), ("机は", 0)] {
            let ask = store::Ask { words: words.to_owned(), ..store::Ask::default() };
            assert_eq!(store::inbox(&site.site.db, "grant", &ask, 10, 0).await.unwrap().len(), count, "{words}");
        }
        let (_, feed) = site.get("/api/v1/feed/public").await;
        assert!(!feed.contains("会長"), "{feed}");
        // What was sent is closed, for comments too.
        tablet.comment("k4", "", "おそかった");
        assert_eq!(tablet.sync(&site).await, Answer::Refused(Refusal::Closed));
    }
);

story!(
    /// Devices that write at the same moment lose nothing.
    simultaneous_writes_are_all_there,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        Device::begin(&id, "first").sync(&site).await;
        let replicas = ["a", "b", "c", "d", "e", "f"];
        let mut devices = Vec::new();
        for replica in replicas {
            let mut device = Device::join(&id, replica);
            device.sync(&site).await;
            device.write(&format!("of_{replica}"), replica);
            devices.push(device);
        }
        let [a, b, c, d, e, f] = devices.as_mut_slice() else { unreachable!() };
        tokio::join!(a.sync(&site), b.sync(&site), c.sync(&site), d.sync(&site), e.sync(&site), f.sync(&site));
        let mut last = Device::join(&id, "last");
        last.sync(&site).await;
        for replica in replicas {
            assert_eq!(last.value(&format!("of_{replica}")).len(), 1, "{replica}");
        }
    }
);

story!(
    /// A wrong secret, none, an unknown draft, a form that is not open: the same answer, and nothing begins.
    without_the_secret_there_is_no_draft,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.sync(&site).await;
        let join = serde_json::to_vec(&Request { have: Seen::default(), delta: Delta::default() }).unwrap();
        let whole = serde_json::to_vec(&Device::begin(&id, "other").request()).unwrap();
        let gone = (StatusCode::OK, r#"{"refused":"gone"}"#.to_owned());
        for (draft, token, body) in [
            (id.as_str(), Some("Zm9yYmlkZGVuZnJ1aXQ1"), &join),
            (id.as_str(), Some("Zm9yYmlkZGVuZnJ1aXQ1"), &whole),
            (id.as_str(), Some(""), &join),
            (id.as_str(), None, &join),
            (new_id().as_str(), Some(TOKEN), &join),
            (new_id().as_str(), Some("short"), &whole),
            ("no-uuid", Some(TOKEN), &whole),
            ("..%2F..%2Fetc", Some(TOKEN), &whole),
        ] {
            assert_eq!(send(&site, draft, token, body.clone()).await, gone, "{draft} {token:?}");
        }
        // What follows on something unknown is asked for as a whole, also alike.
        phone.write("who", "a");
        let next = serde_json::to_vec(&phone.request()).unwrap();
        let unknown = send(&site, &new_id(), Some(TOKEN), next.clone()).await;
        assert!(unknown.1.starts_with(r#"{"behind":"#), "{unknown:?}");
        assert_eq!(send(&site, &id, Some("Zm9yYmlkZGVuZnJ1aXQ1"), next).await, unknown);

        let close = command(FormCommand::SetOpen { form_id: "grant".into(), open: false });
        assert_eq!(site.run(&close).await.status, ReceiptStatus::Done);
        let other = new_id();
        assert_eq!(Device::begin(&other, "phone").sync(&site).await, Answer::Refused(Refusal::Gone));
        assert!(matches!(phone.sync(&site).await, Answer::Took(_)), "one that was begun goes on");
        assert_eq!(codes(&anonymous(&site, &submit(&other, TOKEN, None)).await), ["shared:draft_unknown"]);
    }
);

story!(
    /// A form for staff begins no shared draft.
    a_form_for_staff_is_not_shared,
    site,
    {
        publish(&site, Audience::Staff, true).await;
        assert_eq!(Device::begin(&new_id(), "phone").sync(&site).await, Answer::Refused(Refusal::Gone));
    }
);

story!(
    /// Pages of other origins may not write, what cannot be read and what is damaged is refused, and the draft stays as it was.
    what_is_damaged_is_refused,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.write("who", "みどりの会");
        phone.sync(&site).await;
        let before = phone.draft.clone();

        let foreign = HttpRequest::post(format!("/api/v1/drafts/{id}"))
            .header(header::HOST, "test.localhost")
            .header(header::ORIGIN, "https://elsewhere.example")
            .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"))
            .body(Body::from(serde_json::to_vec(&phone.request()).unwrap()))
            .unwrap();
        assert_eq!(site.send(foreign).await.status(), StatusCode::FORBIDDEN);
        for body in ["", "{", "[]", r#"{"have":{},"delta":{"from":{},"to":{}},"more":1}"#, "[".repeat(100_000).as_str()] {
            let (status, answer) = send(&site, &id, Some(TOKEN), body.as_bytes().to_vec()).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
            assert!(answer.contains("bad_json"), "{answer}");
        }
        let mut flawed = phone.request();
        flawed.delta = phone.draft.document().whole();
        flawed.delta.to = Seen::default();
        assert_eq!(post(&site, &id, TOKEN, &flawed).await, Answer::Refused(Refusal::Malformed));
        assert_eq!(post(&site, &new_id(), TOKEN, &flawed).await, Answer::Refused(Refusal::Malformed));
        let (status, answer) = send(&site, &id, Some(TOKEN), vec![b' '; 8 * 1024 * 1024 + 1]).await;
        assert_eq!((status, answer.as_str()), (StatusCode::OK, r#"{"refused":"too_large"}"#));

        let mut joined = Device::join(&id, "tablet");
        joined.sync(&site).await;
        assert_eq!(joined.draft, before);
    }
);

story!(
    /// What can be sent can be shared: also a draft with as much in it as the outbox takes.
    a_large_draft_is_shared,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        for name in ["who", "why", "how", "when"] {
            phone.write(name, &"x".repeat(1_000_000));
        }
        assert!(matches!(phone.sync(&site).await, Answer::Took(_)));
        let mut tablet = Device::join(&id, "tablet");
        assert!(matches!(tablet.sync(&site).await, Answer::Took(_)));
        assert_eq!(tablet.draft, phone.draft);
    }
);

story!(
    /// A document does not grow beyond its bound, and what was there before is still there.
    a_draft_has_a_bound,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.sync(&site).await;
        // Each of these knows nothing of the others, so none of them can notice by itself.
        let long = "長".repeat(340_000);
        let mut answers = Vec::new();
        for replica in ["a", "b", "c", "d", "e", "f", "g", "h", "i"] {
            let mut device = Device::join(&id, replica);
            device.write(&format!("{replica}1"), &long);
            device.write(&format!("{replica}2"), &long);
            answers.push(post(&site, &id, TOKEN, &device.request()).await);
        }
        let is_refused = |answer: &Answer| *answer == Answer::Refused(Refusal::TooLarge);
        assert_eq!(answers.iter().map(is_refused).collect::<Vec<_>>(), [false, false, false, false, false, false, false, false, true]);
        let mut tablet = Device::join(&id, "tablet");
        tablet.sync(&site).await;
        assert_eq!((tablet.value("h2").len(), tablet.value("i1").len()), (1, 0));
    }
);

story!(
    /// The first member's submission closes the draft; a second one gets the first one's number; the first may be corrected.
    of_one_draft_one_submission_is_taken,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.write("who", "みどりの会");
        phone.sync(&site).await;
        for wrong in [submit(&id, "Zm9yYmlkZGVuZnJ1aXQ1", None), submit(&new_id(), TOKEN, None), submit("x", TOKEN, None)] {
            assert_eq!(codes(&anonymous(&site, &wrong).await), ["shared:draft_unknown"]);
        }
        let first = submit(&id, TOKEN, None);
        let sent = anonymous(&site, &first).await;
        assert_eq!(sent.status, ReceiptStatus::Done, "{sent:?}");
        assert_eq!(anonymous(&site, &first).await, sent, "the same one again");
        let number = sent.receipt_no.unwrap();
        let second = anonymous(&site, &submit(&id, TOKEN, None)).await;
        assert_eq!((second.status, codes(&second)), (ReceiptStatus::Rejected, vec![format!("shared:draft_already_sent{number}")]));
        assert_eq!(stored(&site).await, 1);

        phone.write("why", "まだ書く");
        assert_eq!(phone.sync(&site).await, Answer::Refused(Refusal::Closed));
        assert_eq!(Device::join(&id, "tablet").sync(&site).await, Answer::Refused(Refusal::Closed));
        assert_eq!(post(&site, &id, "Zm9yYmlkZGVuZnJ1aXQ1", &Device::begin(&id, "x").request()).await, Answer::Refused(Refusal::Gone));

        let secret = receipt::secret_of(&first.id).unwrap();
        let back = Review { submission: first.id.clone(), state: Some(SubmissionState::SentBack), message: "予算書を".into(), ..Review::default() };
        assert_eq!(site.run(&command(FormCommand::Review(Box::new(back)))).await.status, ReceiptStatus::Done);
        let corrected = submit(&id, TOKEN, Some(Holder { receipt_no: number, secret }));
        let again = anonymous(&site, &corrected).await;
        assert_eq!(again.status, ReceiptStatus::Done, "{again:?}");
        let third = anonymous(&site, &submit(&id, TOKEN, None)).await;
        assert_eq!(codes(&third), [format!("shared:draft_already_sent{}", again.receipt_no.clone().unwrap())]);
        // Also when it is taken back, the draft stays closed.
        let holder = Holder { receipt_no: again.receipt_no.unwrap(), secret: receipt::secret_of(&corrected.id).unwrap() };
        let withdrawn = anonymous(&site, &command(FormCommand::Withdraw { holder, reason: String::new() })).await;
        assert_eq!(withdrawn.status, ReceiptStatus::Done);
        assert_eq!(phone.sync(&site).await, Answer::Refused(Refusal::Closed));
        assert_eq!(anonymous(&site, &submit(&id, TOKEN, None)).await.status, ReceiptStatus::Rejected);
    }
);

async fn fetch(site: &TestSite, id: &str, token: Option<&str>, sha256: &str) -> (StatusCode, String) {
    let mut request = HttpRequest::get(format!("/api/v1/drafts/{id}/files/{sha256}")).header(header::HOST, "test.localhost");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let response = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    (response.status(), text(response).await)
}

story!(
    /// A file that stands in an answer is given to members, as long as the draft lives; nothing else is, and to nobody else.
    files_travel_with_their_draft,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        // The clock of the server, which the drafts are kept by.
        let now = engawa_server::clock::now_ms();
        let (db, blobs) = (&site.site.db, &site.site.blobs);
        let plan = blobs.take_whole(db, b"%PDF-1.7 plan", now).await.unwrap();
        let other = blobs.take_whole(db, b"%PDF-1.7 of somebody else", now).await.unwrap();
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.write("plan", &format!("sha256:{plan}/a.pdf"));
        phone.write("later", &format!("sha256:{}/b.pdf", "0".repeat(64)));
        phone.sync(&site).await;
        assert_eq!(fetch(&site, &id, Some(TOKEN), &plan).await, (StatusCode::OK, "%PDF-1.7 plan".to_owned()));
        let gone = fetch(&site, &new_id(), Some(TOKEN), &plan).await;
        assert_eq!(gone.0, StatusCode::NOT_FOUND);
        for (draft, token, sha256) in [
            (id.as_str(), None, plan.as_str()),
            (id.as_str(), Some("Zm9yYmlkZGVuZnJ1aXQ1"), plan.as_str()),
            (id.as_str(), Some(TOKEN), other.as_str()),
            (id.as_str(), Some(TOKEN), &"0".repeat(64)),
            (id.as_str(), Some(TOKEN), "no-digest"),
            ("no-uuid", Some(TOKEN), plan.as_str()),
        ] {
            assert_eq!(fetch(&site, draft, token, sha256).await, gone, "{draft} {token:?} {sha256}");
        }
        // What a live draft names is not swept, however old; what nobody names is.
        let week = now + 8 * 24 * 60 * 60 * 1000;
        tidy::tidy(&site.site, week).await.unwrap();
        assert_eq!(blobs.read(&other).await.unwrap(), None);
        assert_eq!(fetch(&site, &id, Some(TOKEN), &plan).await.0, StatusCode::OK);
        // An answer that names another file gives the first one up.
        let next = blobs.take_whole(db, b"%PDF-1.7 next", now).await.unwrap();
        phone.write("plan", &format!("sha256:{next}/a.pdf"));
        phone.sync(&site).await;
        assert_eq!(fetch(&site, &id, Some(TOKEN), &plan).await, gone);
        assert_eq!(fetch(&site, &id, Some(TOKEN), &next).await.0, StatusCode::OK);
        // It was sent: the draft gives nothing any more, and what the submission does not name is swept.
        assert_eq!(anonymous(&site, &submit(&id, TOKEN, None)).await.status, ReceiptStatus::Done);
        assert_eq!(fetch(&site, &id, Some(TOKEN), &next).await, gone);
        tidy::tidy(&site.site, week).await.unwrap();
        assert_eq!(blobs.read(&next).await.unwrap(), None);
    }
);

story!(
    /// The files of a draft that nobody changed for long go with it.
    files_of_an_old_draft_are_swept,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let now = engawa_server::clock::now_ms();
        let plan = site.site.blobs.take_whole(&site.site.db, b"%PDF-1.7 plan", now).await.unwrap();
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.write("plan", &format!("sha256:{plan}/a.pdf"));
        phone.sync(&site).await;
        let tidied = tidy::tidy(&site.site, now + shared::IDLE_MS + 60_000).await.unwrap();
        assert_eq!((tidied.drafts, tidied.files), (1, 1));
        assert_eq!(site.site.blobs.read(&plan).await.unwrap(), None);
    }
);

story!(
    /// Two members press the button at the same moment: one is taken, the other gets its number.
    simultaneous_submissions_are_taken_once,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        for _ in 0..10 {
            let before = stored(&site).await;
            let id = new_id();
            Device::begin(&id, "phone").sync(&site).await;
            let (one, other) = (submit(&id, TOKEN, None), submit(&id, TOKEN, None));
            let (one, other) = tokio::join!(anonymous(&site, &one), anonymous(&site, &other));
            let (done, refused) = if one.status == ReceiptStatus::Done { (one, other) } else { (other, one) };
            assert_eq!((done.status, refused.status), (ReceiptStatus::Done, ReceiptStatus::Rejected), "{done:?} {refused:?}");
            assert_eq!(codes(&refused), [format!("shared:draft_already_sent{}", done.receipt_no.unwrap())]);
            assert_eq!(stored(&site).await, (before + 1).min(10));
        }
    }
);

story!(
    /// A submission that waits for its file, or is refused, does not close the draft.
    what_is_not_taken_closes_nothing,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.sync(&site).await;
        let mut refused = submit(&id, TOKEN, None);
        if let CommandBody::Forms(FormCommand::Submit(it)) = &mut refused.body {
            it.answers = Answers::default();
        }
        assert_eq!(codes(&anonymous(&site, &refused).await), ["who:answer_required"]);
        assert!(matches!(phone.sync(&site).await, Answer::Took(_)));
    }
);

story!(
    /// What nobody changed for half a year is forgotten, sent or not; what is younger stays.
    time_ends_shared_drafts,
    site,
    {
        publish(&site, Audience::Anyone, true).await;
        let id = new_id();
        let mut phone = Device::begin(&id, "phone");
        phone.sync(&site).await;
        // Posts carry the real time.
        let now = engawa_server::clock::now_ms();
        assert_eq!(tidy::tidy(&site.site, now + shared::IDLE_MS - 60_000).await.unwrap().drafts, 0);
        assert_eq!(tidy::tidy(&site.site, now + shared::IDLE_MS + 60_000).await.unwrap().drafts, 1);
        assert_eq!(Device::join(&id, "tablet").sync(&site).await, Answer::Refused(Refusal::Gone));
        // A member who still has it goes on with it.
        assert!(matches!(phone.sync(&site).await, Answer::Behind(_)));
        assert!(matches!(phone.sync(&site).await, Answer::Took(_)));
    }
);
