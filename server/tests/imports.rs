//! Imports from file to store and back: what is new, the same, changed, gone and there again; taking each back; and what may be there twice.

use crate::common::{NOW, TestSite, listing, save, text};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::listings::import::columns::Column;
use engawa_app::listings::{Kind, Listing, State};
use engawa_core::ReceiptStatus;
use engawa_server::feed;
use engawa_server::listings::guess::Guessed;
use engawa_server::listings::import_run::{self, Done, ImportRequest};

const FIRST: &str = "イベント名,開始日,説明\n朝市,2026-12-01,野菜\n音楽会,2026-12-05,合唱\n";
const SECOND: &str = "イベント名,開始日,説明\n朝市,2026-12-01,果物\n";

fn request() -> ImportRequest {
    ImportRequest {
        kind: Some(Kind::Event),
        source: "試験市 催し".into(),
        file_name: "a.csv".into(),
        licence: "CC BY 4.0".into(),
        url: String::new(),
        reference: "2026-11-20".parse().unwrap(),
        draft: false,
        shift_weeks: 0,
        part: false,
        profiles: Vec::new(),
        accept_guess: true,
    }
}

async fn take(site: &TestSite, csv: &str) -> Done {
    take_as(site, &request(), csv).await
}

async fn take_as(site: &TestSite, request: &ImportRequest, csv: &str) -> Done {
    import_run::run(&site.site, request, csv.as_bytes(), "staff:test", NOW, false).await.unwrap()
}

async fn undo(site: &TestSite, done: &Done) -> (usize, usize) {
    let undone = import_run::undo(&site.site, done.import_id.as_deref().unwrap(), "staff:test", NOW).await.unwrap();
    (undone.undone, undone.changed + undone.held)
}

/// Created, updated, unchanged, vanished.
fn counts(done: &Done) -> [usize; 4] {
    [done.created, done.updated, done.unchanged, done.vanished]
}

/// A public listing of this title, if there is one alone.
async fn titled(site: &TestSite, title: &str) -> Option<Listing> {
    let mut found = engawa_server::listings::public(&site.site.db).await.unwrap().into_values().filter(|it| it.title == title);
    found.next().filter(|_| found.next().is_none())
}

/// The body of a title, and whether its row is gone from the source.
async fn stands(site: &TestSite, title: &str) -> (String, bool) {
    let it = titled(site, title).await.unwrap();
    (it.body, it.source.unwrap().vanished)
}

async fn ask(site: &TestSite, cookie: &str, method: &str, path: &str, body: String) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = site.send(request.body(Body::from(body)).unwrap()).await;
    (response.status(), text(response).await.replace("<!>", ""))
}

story!(
    /// A source over the months: new, the same, changed, gone, and there again.
    a_source_is_followed_from_file_to_file,
    site,
    {
        assert_eq!(counts(&take(&site, FIRST).await), [2, 0, 0, 0]);
        let rev = feed::last_rev(&site.site.db).await.unwrap();
        assert_eq!(counts(&take(&site, FIRST).await), [0, 0, 2, 0]);
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), rev, "the same file again changes nothing");
        let id = titled(&site, "音楽会").await.unwrap().id;
        assert_eq!(counts(&take(&site, SECOND).await), [0, 1, 0, 1]);
        assert_eq!(stands(&site, "朝市").await, ("果物".to_owned(), false));
        assert_eq!(stands(&site, "音楽会").await, ("合唱".to_owned(), true), "it stays, and is marked");
        assert_eq!(counts(&take(&site, SECOND).await), [0, 0, 1, 0], "it vanishes once");
        assert_eq!(counts(&take(&site, FIRST).await), [0, 2, 0, 0]);
        assert_eq!(stands(&site, "音楽会").await, ("合唱".to_owned(), false));
        assert_eq!(titled(&site, "音楽会").await.unwrap().id, id, "it is the same listing");
        // A part of a source says nothing about the rest.
        let part = ImportRequest { part: true, ..request() };
        assert_eq!(counts(&take_as(&site, &part, SECOND).await), [0, 1, 0, 0]);
        assert_eq!(stands(&site, "音楽会").await, ("合唱".to_owned(), false));
    }
);

story!(
    /// Each import can be taken back as long as nothing came after it, once, and the file can come again.
    an_import_is_taken_back,
    site,
    {
        let first = take(&site, FIRST).await;
        let second = take(&site, SECOND).await;
        assert_eq!(undo(&site, &second).await, (2, 0));
        assert_eq!((stands(&site, "朝市").await, stands(&site, "音楽会").await), (("野菜".to_owned(), false), ("合唱".to_owned(), false)));
        assert_eq!(counts(&take(&site, SECOND).await), [0, 1, 0, 1], "what was taken back is planned again");
        let third = take(&site, FIRST).await;
        assert_eq!(counts(&third), [0, 2, 0, 0]);
        assert_eq!(undo(&site, &third).await, (2, 0));
        assert_eq!((stands(&site, "朝市").await, stands(&site, "音楽会").await), (("果物".to_owned(), false), ("合唱".to_owned(), true)));
        assert_eq!(undo(&site, &first).await, (0, 2), "later imports changed both");
        let again = import_run::undo(&site.site, first.import_id.as_deref().unwrap(), "staff:test", NOW).await;
        assert!(again.is_err(), "once");
    }
);

story!(
    /// What an import made is gone when it is taken back, and made anew by the same file; what somebody changed since stays.
    taking_back_never_loses_a_later_change,
    site,
    {
        let first = take(&site, FIRST).await;
        assert_eq!(undo(&site, &first).await, (2, 0));
        assert!(site.site.catalog.read().unwrap().is_empty());
        let second = take(&site, FIRST).await;
        assert_eq!(counts(&second), [2, 0, 0, 0]);
        let mut market = titled(&site, "朝市").await.unwrap();
        let rev = engawa_server::listings::one(&site.site.db, &market.id).await.unwrap().unwrap().rev;
        market.body = "担当が直した".into();
        assert_eq!(site.run(&save(&market, Some(rev))).await.status, ReceiptStatus::Done);
        assert_eq!(undo(&site, &second).await, (1, 1));
        assert_eq!(stands(&site, "朝市").await.0, "担当が直した");
        assert!(titled(&site, "音楽会").await.is_none());
    }
);

story!(
    /// A file of one row is taken back and taken in again as often as one likes.
    one_row_comes_and_goes,
    site,
    {
        for _ in 0..3 {
            let done = take(&site, SECOND).await;
            assert_eq!(counts(&done), [1, 0, 0, 0]);
            assert_eq!(undo(&site, &done).await, (1, 0));
        }
    }
);

story!(
    /// A dry run and a file that cannot be read change nothing.
    what_is_not_taken_in_leaves_nothing,
    site,
    {
        take(&site, FIRST).await;
        let rev = feed::last_rev(&site.site.db).await.unwrap();
        let dry = import_run::run(&site.site, &request(), SECOND.as_bytes(), "staff:test", NOW, true).await.unwrap();
        assert_eq!((counts(&dry), dry.import_id), ([0, 1, 0, 1], None));
        let broken = ImportRequest { file_name: "a.xlsx".into(), ..request() };
        let failed = import_run::run(&site.site, &broken, b"PK\x03\x04 this is no workbook", "staff:test", NOW, false).await;
        assert!(!import_run::problem_of(&failed.unwrap_err()).code.is_empty());
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), rev);
        assert_eq!(stands(&site, "朝市").await, ("野菜".to_owned(), false));
    }
);

story!(
    /// A cell that is too long for its field costs nobody the row: the field is cut, the report names the cell, the whole is kept as text.
    a_long_cell_loses_no_row,
    site,
    {
        let (organiser, body) = ("主催の会と".repeat(60), "長い説明です。".repeat(4_000));
        let done = take(&site, &format!("イベント名,開始日,主催者,説明\n朝市,2026-12-01,{organiser},{body}\n")).await;
        assert_eq!(counts(&done), [1, 0, 0, 0]);
        let it = titled(&site, "朝市").await.unwrap();
        assert_eq!((it.organiser.name.chars().count(), it.body.chars().count()), (200, 20_000));
        let kept: Vec<&str> = it.unread.iter().map(|cell| cell.text.as_str()).collect();
        assert!(kept.contains(&organiser.as_str()) && kept.contains(&body.as_str()), "{kept:?}");
        let report = done.report_csv();
        for place in ["a.csv,2,C,text_cut,", "a.csv,2,D,text_cut,"] {
            assert!(report.contains(place), "{place}: {report}");
        }
        let again = take(&site, &format!("イベント名,開始日,主催者,説明\n朝市,2026-12-01,{organiser},{body}\n")).await;
        assert_eq!(counts(&again), [0, 0, 1, 0]);
    }
);

story!(
    /// How staff read the columns of a file once, the next file with these columns is read.
    a_confirmed_mapping_is_kept,
    site,
    {
        let head = "イベント名,開始日,ひとこと欄";
        let csv = |title: &str| format!("{head}\n{title},2026-12-01,{title}です\n");
        let look = import_run::run(&site.site, &request(), csv("朝市").as_bytes(), "staff:test", NOW, true).await.unwrap();
        let mut profile = look.tables[0].profile.clone();
        assert_ne!(profile.mapping[2].1, Column::Summary, "nobody would guess it");
        profile.mapping[2].1 = Column::Summary;
        profile.certain = true;
        take_as(&site, &ImportRequest { profiles: vec![profile], part: true, ..request() }, &csv("朝市")).await;
        assert_eq!(titled(&site, "朝市").await.unwrap().summary, "朝市です");
        take_as(&site, &ImportRequest { part: true, ..request() }, &csv("夕市")).await;
        assert_eq!(titled(&site, "夕市").await.unwrap().summary, "夕市です");
    }
);

story!(
    /// What may be there twice is kept with its import, shown with both places, and settled by staff: for good, or by withdrawing one.
    what_may_be_there_twice_is_settled,
    site,
    {
        let written = listing("朝市");
        assert_eq!(site.publish(&written).await.status, ReceiptStatus::Done);
        let csv = "イベント名,開始日,説明\n朝市,2026-12-01,野菜\n朝市,2026-12-01,果物\n音楽会,2026-12-05,合唱\n";
        let done = take(&site, csv).await;
        let pairs: Vec<(&str, &str)> = done.duplicates.iter().map(|it| (it.place.as_str(), it.other_place.as_str())).collect();
        let page_of_written = format!("/staff/listings/{}", written.id);
        assert_eq!(pairs, [("a.csv!2", page_of_written.as_str()), ("a.csv!3", page_of_written.as_str()), ("a.csv!3", "a.csv!2")]);
        assert_eq!(done.twins().lines().count(), 3, "{}", done.twins());

        let cookie = site.cookie().await;
        let import = format!("/staff/imports/{}", done.import_id.as_deref().unwrap());
        let (status, page) = ask(&site, &cookie, "GET", &import, String::new()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(page.matches("value=\"apart\"").count(), 3, "{page}");
        assert!(page.contains(&format!("href=\"{page_of_written}\"")) && page.contains("a.csv!3"), "{page}");
        let (_, csv_report) = ask(&site, &cookie, "GET", &format!("{import}/report.csv"), String::new()).await;
        assert_eq!(csv_report.matches("same_title_and_time").count(), 3, "{csv_report}");

        // The two rows of the file are two markets; and the one that was written here is withdrawn.
        let rows = &done.duplicates[2];
        let settle = |a: &str, b: &str, choice: &str| format!("command={}&a={a}&b={b}&choice={choice}", uuid::Uuid::now_v7());
        let path = format!("{import}/twins");
        assert_eq!(ask(&site, &cookie, "POST", &path, settle(&rows.id, &rows.other_id, "apart")).await.0, StatusCode::SEE_OTHER);
        let (_, page) = ask(&site, &cookie, "GET", &import, String::new()).await;
        assert_eq!((page.matches("value=\"apart\"").count(), page.matches("Called not the same").count()), (2, 1), "{page}");
        assert_eq!(ask(&site, &cookie, "POST", &path, settle(&rows.id, &written.id, "b")).await.0, StatusCode::SEE_OTHER);
        let there = engawa_server::listings::one(&site.site.db, &written.id).await.unwrap().unwrap().listing;
        assert_eq!(there.state, State::Withdrawn);
        let (_, page) = ask(&site, &cookie, "GET", &import, String::new()).await;
        assert_eq!(page.matches("value=\"apart\"").count(), 0, "{page}");
        for wrong in [settle("a", "a", "apart"), settle("a:b", "c", "apart"), settle("a", "b", "merge")] {
            assert_eq!(ask(&site, &cookie, "POST", &path, wrong).await.0, StatusCode::BAD_REQUEST);
        }

        // Taken back and taken in again: the settled pair is not proposed any more, whichever comes first.
        assert_eq!(undo(&site, &done).await, (3, 0));
        let again = take(&site, csv).await;
        let between_rows = again.duplicates.iter().filter(|it| it.other_new).count();
        assert_eq!((again.duplicates.len(), between_rows), (0, 0), "nor is what was withdrawn");
    }
);

story! {
    a_guess_is_refused_and_a_kept_mapping_is_none, site, {
        let asked = ImportRequest { accept_guess: false, ..request() };
        let refused = import_run::run(&site.site, &asked, FIRST.as_bytes(), "system", NOW, false).await.unwrap_err();
        let guessed = refused.downcast_ref::<Guessed>().unwrap();
        assert_eq!(guessed.tables.len(), 1);
        assert!(refused.to_string().contains("\"開始日\" is taken for start_date (100 %)"), "{refused}");
        assert!(titled(&site, "朝市").await.is_none());
        // A look says what it would do, and that it is a guess.
        let look = import_run::run(&site.site, &asked, FIRST.as_bytes(), "system", NOW, true).await.unwrap();
        assert_eq!((look.created, look.guessed.len()), (2, 1));
        // Once somebody confirmed it, nobody is asked again.
        let profiles = guessed.tables.iter().map(|table| table.profile.clone()).collect();
        assert_eq!(take_as(&site, &ImportRequest { profiles, ..asked.clone() }, FIRST).await.created, 2);
        let again = take_as(&site, &asked, SECOND).await;
        assert_eq!((counts(&again), again.guessed.len()), ([0, 1, 0, 1], 0));
    }
}
