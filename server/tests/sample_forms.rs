//! The forms and made-up submissions of the sample city: taken by the path that everybody's take, and the second time nothing happens.

use engawa_app::forms::SubmissionState;
use engawa_core::feed::Scope;
use engawa_server::clock::today;
use engawa_server::feed;
use engawa_server::forms::{ready::READY, store};
use engawa_server::sample::forms;
use std::path::Path;

story!(
    /// All forms are open and in the feed, each submission passed its form's checks and is where staff brought it; again changes nothing.
    the_sample_forms_are_made_once,
    site,
    {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
        let made = async || {
            let forms = forms::publish(&site.site, "mihon", true).await.unwrap();
            let submissions = forms::send(&site.site, &sample, "mihon", today()).await.unwrap();
            (forms, submissions)
        };
        assert_eq!(made().await, (READY.len(), 6));
        let rev = feed::last_rev(&site.site.db).await.unwrap();
        assert_eq!(made().await, (READY.len(), 6));
        assert_eq!(feed::last_rev(&site.site.db).await.unwrap(), rev, "the second time");

        let page = feed::page(&site.site.db, "e", &Scope::Public, 0, 100).await.unwrap();
        assert_eq!(page.records.iter().filter(|record| record.collection == "form" && record.body.is_some()).count(), READY.len());
        let mut found = Vec::new();
        for form in READY {
            for it in store::inbox(&site.site.db, form.id, &store::Ask::default(), 10, 0).await.unwrap() {
                found.push((form.id, it.state));
                // All of it is marked.
                let answers = store::answers(&site.site.db, &it.id).await.unwrap();
                assert!(answers.values.values().any(|value| value.contains("見本") || value.contains("架空")), "{}", form.id);
            }
        }
        found.sort();
        assert_eq!(found, [
            ("course_questionnaire", SubmissionState::Received),
            ("grant_application", SubmissionState::SentBack),
            ("neighbourhood_association_joining", SubmissionState::Received),
            ("opinion_box", SubmissionState::Received),
            ("opinion_box", SubmissionState::Accepted),
            ("volunteer_signup", SubmissionState::InReview),
        ]);
        let kept = store::form(&site.site.db, "grant_application").await.unwrap().unwrap();
        assert!(kept.open);
    }
);

story!(
    /// A small town begins with a few forms, and has no made-up submissions.
    a_small_town_has_a_few,
    site,
    {
        assert_eq!(forms::publish(&site.site, "kobune", false).await.unwrap(), 3);
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
        assert_eq!(forms::send(&site.site, &sample, "kobune", today()).await.unwrap(), 0);
    }
);
