//! Pictures that come as files beside the command that saves a listing: once, checked like those of a form, and nobody else's.

use crate::common::{NOW, TestSite, listing, save};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::listings::command::ListingCommand;
use engawa_app::listings::listing::Image;
use engawa_app::listings::pictures::{PICTURES_MAX, about, with_proof};
use engawa_app::listings::rules::is_media;
use engawa_app::listings::{Kind, Listing, State};
use engawa_core::rights::GroupRole;
use engawa_core::{Receipt, ReceiptStatus};
use engawa_server::commands::execute;
use engawa_server::db::Stmt;
use engawa_server::feed::{Writer, sha256_hex};
use engawa_server::listings::one;
use engawa_server::params;
use engawa_server::people::Actor;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, RgbImage};
use std::io::Cursor;

const REGISTER: Stmt = Stmt {
    name: "REGISTER",
    sql: "INSERT INTO group_registration (group_id, state, class, trust, valid_until, submission_id, merged_into, reminded_ms, rev, changed_ms)
          VALUES ($1, 'registered', '', 'trusted', '', '', '', 0, 0, 0)",
};

/// A drawing of one colour, as PNG.
fn png(colour: u8) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_pixel(60, 40, image::Rgb([colour, 90, 40]))).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A photo in which the camera noted where it was taken.
fn located() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(b"II*\0\x08\0\0\0\0\0\0\0\0\0GPS 35.1 136.9".to_vec()).unwrap();
    encoder.write_image(RgbImage::from_pixel(60, 40, image::Rgb([9, 90, 40])).as_raw(), 60, 40, ExtendedColorType::Rgb8).unwrap();
    out
}

async fn bring(site: &TestSite, bytes: &[u8]) -> String {
    let sha256 = sha256_hex(bytes);
    let request = Request::put(format!("/api/v1/blobs/{sha256}")).header(header::HOST, "test.localhost").body(Body::from(bytes.to_vec())).unwrap();
    assert_eq!(site.send(request).await.status(), StatusCode::OK);
    sha256
}

/// What proves that the sender of a command has these bytes.
fn proof(command: &str, bytes: &[u8]) -> String {
    sha256_hex(&[about(command).as_bytes(), bytes].concat())
}

fn named(src: String, alt: &str) -> Image {
    Image { src, alt: alt.to_owned(), ..Image::default() }
}

/// A command that saves a listing with the pictures that `images` makes for the command's id.
fn with(listing: &Listing, base_rev: Option<u64>, images: impl FnOnce(&str) -> Vec<Image>) -> Command {
    let mut command = save(listing, base_rev);
    if let CommandBody::Listings(ListingCommand::Save(listing)) = &mut command.body {
        listing.images.extend(images(&command.id));
    }
    command
}

/// One picture, brought and proven as it should be.
fn proven(listing: &Listing, bytes: &[u8], alt: &str) -> Command {
    with(listing, None, |id| vec![named(with_proof(&sha256_hex(bytes), &proof(id, bytes)), alt)])
}

fn said(receipt: &Receipt) -> Vec<String> {
    receipt.problems.iter().map(|problem| format!("{}:{}", problem.path, problem.code)).collect()
}

/// Names of the pictures that the site keeps.
fn kept(site: &TestSite) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(site.site.folder.join("media")) else { return Vec::new() };
    folder.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).filter(|name| is_media(name)).collect()
}

async fn images(site: &TestSite, id: &str) -> Vec<Image> {
    one(&site.site.db, id).await.unwrap().unwrap().listing.images
}

/// A group that is on the site and trusted, and one of its editors.
async fn group(site: &TestSite, name: &str) -> (String, Actor) {
    let mut it = Listing::draft(uuid::Uuid::now_v7().to_string(), Kind::Group);
    (it.title, it.state) = (name.to_owned(), State::Published);
    it.organiser.name = name.to_owned();
    assert_eq!(site.publish(&it).await.status, ReceiptStatus::Done);
    let mut writer = Writer::begin(&site.site.db, NOW, "system").await.unwrap();
    writer.tx.run(REGISTER, params![&it.id]).await.unwrap();
    writer.commit().await.unwrap();
    let mut editor = Actor::resident(format!("editor-of-{}", it.id), "編集");
    editor.groups.push((it.id.clone(), GroupRole::Editor));
    (it.id, editor)
}

fn of_group(group: &str, title: &str) -> Listing {
    let mut it = listing(title);
    it.organiser.group = Some(group.to_owned());
    it
}

story!(
    /// The file waits for its command and the command for its file; then there is one picture, however often and however simultaneously the
    /// command comes, and nothing of what the camera noted.
    a_picture_comes_with_its_listing_once,
    site,
    {
        let (group, editor) = group(&site, "川の会").await;
        let it = of_group(&group, "川の清掃");
        let photo = located();
        let command = proven(&it, &photo, " 岸を掃く人たち ");
        let early = execute(&site.site, &editor, &command, NOW).await;
        assert_eq!((early.status, said(&early)), (ReceiptStatus::Retry, vec!["images.0.src:attachment_missing".to_owned()]));
        assert!(one(&site.site.db, &it.id).await.unwrap().is_none(), "nothing was decided");
        bring(&site, &photo).await;
        let (first, second) = tokio::join!(execute(&site.site, &editor, &command, NOW), execute(&site.site, &editor, &command, NOW));
        assert_eq!(first.status, ReceiptStatus::Done, "{first:?}");
        assert_eq!((&second, &execute(&site.site, &editor, &command, NOW + 5).await), (&first, &first));
        let found = images(&site, &it.id).await;
        assert_eq!(found.len(), 1);
        assert!(is_media(&found[0].src), "{found:?}");
        assert_eq!((found[0].alt.as_str(), found[0].width, found[0].height), ("岸を掃く人たち", 60, 40));
        assert_eq!(kept(&site), [found[0].src.clone()]);
        let request = Request::get(format!("/media/{}", found[0].src)).header(header::HOST, "test.localhost").body(Body::empty()).unwrap();
        let response = site.send(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = axum::body::to_bytes(response.into_body(), 1024 * 1024).await.unwrap();
        assert!(!bytes.windows(3).any(|part| part == b"GPS"), "what the camera noted is gone");
        let (_, page) = site.get(&format!("/listings/{}", it.id)).await;
        assert!(page.contains(&found[0].src) && !page.contains("sha256:"), "{page}");
    }
);

story!(
    /// New pictures stand among those that were there, in the order of the listing; the same one twice is one.
    pictures_keep_their_order,
    site,
    {
        let it = listing("順番の会");
        let (one, two) = (png(10), png(200));
        bring(&site, &one).await;
        bring(&site, &two).await;
        let first = site.run(&proven(&it, &one, "一つ目")).await;
        assert_eq!(first.status, ReceiptStatus::Done, "{first:?}");
        let before = images(&site, &it.id).await;
        let command = with(&it, first.rev, |id| {
            let new = named(with_proof(&sha256_hex(&two), &proof(id, &two)), "二つ目");
            vec![new.clone(), before[0].clone(), Image { alt: "また二つ目".into(), ..new }]
        });
        let second = site.run(&command).await;
        assert_eq!(second.status, ReceiptStatus::Done, "{second:?}");
        let alts: Vec<String> = images(&site, &it.id).await.into_iter().map(|image| image.alt).collect();
        assert_eq!(alts, ["二つ目", "一つ目"]);
    }
);

story!(
    /// What is no picture, is broken, has no words, or is one too many is refused at its place, for good; nothing of the listing changes.
    refusals_stand_at_the_picture,
    site,
    {
        let whole = png(1);
        let cut = whole[..whole.len() / 2].to_vec();
        let words = "写真ではありません".as_bytes().to_vec();
        let drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
        for (bytes, alt, expected) in [
            (&words, "川", "images.0.src:unsupported_picture"),
            (&drawing, "川", "images.0.src:unsupported_picture"),
            (&cut, "川", "images.0.src:broken_file"),
            (&whole, " ", "images.0.alt:image_without_alt"),
        ] {
            let it = listing("断られる会");
            bring(&site, bytes).await;
            let command = proven(&it, bytes, alt);
            let refused = site.run(&command).await;
            assert_eq!((refused.status, said(&refused)), (ReceiptStatus::Rejected, vec![expected.to_owned()]));
            assert_eq!(site.run(&command).await, refused, "a refusal is an answer too");
            assert!(one(&site.site.db, &it.id).await.unwrap().is_none());
        }
        let it = listing("多すぎる会");
        let many = with(&it, None, |id| vec![named(with_proof(&sha256_hex(&whole), &proof(id, &whole)), "川"); PICTURES_MAX + 1]);
        assert_eq!(said(&site.run(&many).await), ["images:too_many"]);
        // Both are told where two are wrong, and what only half looks like a file is no address at all.
        let both = with(&it, None, |id| {
            vec![named(with_proof(&sha256_hex(&cut), &proof(id, &cut)), "川"), named(with_proof(&sha256_hex(&words), &proof(id, &words)), "川")]
        });
        assert_eq!(said(&site.run(&both).await), ["images.0.src:broken_file", "images.1.src:unsupported_picture"]);
        let half = with(&it, None, |_| vec![named("sha256:../../secret".to_owned(), "川")]);
        assert_eq!(said(&site.run(&half).await), ["images.0.src:bad_url"]);
        assert_eq!(kept(&site), Vec::<String>::new());
    }
);

story!(
    /// Whoever knows the digest of somebody else's file, or the command that brought it, publishes nothing of it; and whoever may not write
    /// the listing learns nothing of any file.
    a_file_of_somebody_else_is_not_published,
    site,
    {
        let (group_a, editor_a) = group(&site, "川の会").await;
        let (group_b, editor_b) = group(&site, "山の会").await;
        let photo = located();
        let sha256 = bring(&site, &photo).await;
        let theirs = proven(&of_group(&group_a, "川の清掃"), &photo, "岸");
        let CommandBody::Listings(ListingCommand::Save(sent)) = &theirs.body else { panic!("another command") };
        let copied = sent.images[0].clone();
        let mine = of_group(&group_b, "山の清掃");
        let addresses = [copied.src, format!("sha256:{sha256}"), with_proof(&sha256, &sha256), with_proof(&sha256, &proof("", &photo))];
        for src in addresses {
            let refused = execute(&site.site, &editor_b, &with(&mine, None, |_| vec![named(src, "岸")]), NOW).await;
            assert_eq!((refused.status, said(&refused)), (ReceiptStatus::Rejected, vec!["images.0.src:picture_unproven".to_owned()]));
        }
        // Here or not, proven or not: the answer is that they may not.
        for command in [proven(&of_group(&group_a, "川の清掃"), &photo, "岸"), proven(&of_group(&group_a, "川の清掃"), &png(7), "岸")] {
            for stranger in [&editor_b, &Actor::anonymous()] {
                let refused = execute(&site.site, stranger, &command, NOW).await;
                assert_eq!((refused.status, said(&refused)), (ReceiptStatus::Rejected, vec![":forbidden".to_owned()]));
            }
        }
        assert_eq!(kept(&site), Vec::<String>::new(), "nothing of it was even made");
        assert_eq!(execute(&site.site, &editor_a, &theirs, NOW).await.status, ReceiptStatus::Done);
        // Who has the picture themselves may show it as well.
        let own = execute(&site.site, &editor_b, &proven(&mine, &photo, "岸"), NOW).await;
        assert_eq!(own.status, ReceiptStatus::Done, "{own:?}");
        assert_eq!(kept(&site).len(), 1);
    }
);

story!(
    /// A stale edit with a picture is a conflict, and the picture comes again with the next form of it; through the address that devices post to.
    a_conflict_loses_no_picture,
    site,
    {
        let cookie = site.cookie().await;
        let it = listing("二人の会");
        assert_eq!(site.publish(&it).await.status, ReceiptStatus::Done);
        let photo = png(33);
        bring(&site, &photo).await;
        let stale = proven(&it, &photo, "岸");
        let (_, answer) = site.post_commands(Some(&cookie), serde_json::to_string(&[&stale]).unwrap()).await;
        assert_eq!(answer[0]["status"], "conflict", "{answer}");
        let base = one(&site.site.db, &it.id).await.unwrap().unwrap().rev;
        let again = with(&it, Some(base), |id| vec![named(with_proof(&sha256_hex(&photo), &proof(id, &photo)), "岸")]);
        let (status, answer) = site.post_commands(Some(&cookie), serde_json::to_string(&[&again]).unwrap()).await;
        assert_eq!((status, answer[0]["status"].as_str()), (StatusCode::OK, Some("done")), "{answer}");
        assert_eq!(images(&site, &it.id).await.len(), 1);
        let (_, page) = site.get(&format!("/listings/{}", it.id)).await;
        assert!(page.contains("alt=\"岸\""), "{page}");
    }
);
