//! Pictures, sounds and films of forms: they come beside the workbook, are missed at their cells, are what their bytes say, stay as long as
//! their version, and are seen by whoever sees the form.

use crate::common::{NOW, TestSite, text};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use engawa_app::command::{Body as CommandBody, Command};
use engawa_app::forms::command::{Audience, FormCommand, Publish, Settings};
use engawa_app::forms::media::{FILE_MAX, FILES_MAX, address};
use engawa_app::listings::query::encode;
use engawa_core::ReceiptStatus;
use engawa_core::form::Definition;
use engawa_core::form::media::MediaFile;
use engawa_core::form::xlsform::{markdown, read};
use engawa_server::clock::now_ms;
use engawa_server::db::Stmt;
use engawa_server::forms::{store, tidy};
use engawa_server::params;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat};
use std::io::Cursor;

/// Files with their names.
type Files<'a> = &'a [(&'a str, &'a [u8])];
/// Names of a workbook with the files that they mean.
type Named<'a> = &'a [(&'a str, &'a MediaFile)];

const DAY: i64 = 24 * 60 * 60 * 1000;
const FORM: &str = "application/x-www-form-urlencoded";
const SOUND: &[u8] = b"ID3\x04\0\0\0\0 and then the sound of a river";
/// What a camera notes in a picture, as the test finds it again.
const NOTE: &[u8] = b"II*\0\x08\0\0\0\x01\0\x0E\x01\x02\0\x0C\0\0\0\x1A\0\0\0\0\0\0\0SECRET PLACE\0";

const ATTACH: Stmt = Stmt {
    name: "ATTACH",
    sql: "INSERT INTO form_attachment (submission_id, path, sha256, name, bytes, media_type) VALUES ('s', 'plan', $1, 'a.jpg', 1, 'image/jpeg')",
};

async fn ask(site: &TestSite, cookie: &str, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "test.localhost")
        .header(header::COOKIE, format!("{cookie}; lang=en"))
        .header(header::CONTENT_TYPE, kind);
    site.send(request.body(Body::from(body)).unwrap()).await
}

async fn get(site: &TestSite, cookie: &str, path: &str) -> Response<Body> {
    ask(site, cookie, "GET", path, "text/plain", Vec::new()).await
}

async fn bytes(response: Response<Body>) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), 64 * 1024 * 1024).await.unwrap().to_vec()
}

fn said<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Sends a workbook and what comes beside it, as the studio does.
async fn look(site: &TestSite, cookie: &str, workbook: &[u8], media: &[(&str, &[u8])]) -> Response<Body> {
    let mut body = Vec::new();
    let files = std::iter::once(("workbook", "walk.xlsx", workbook)).chain(media.iter().map(|(name, bytes)| ("media", *name, *bytes)));
    for (field, name, bytes) in files {
        body.extend(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    ask(site, cookie, "POST", "/staff/forms/new", "multipart/form-data; boundary=x", body).await
}

/// The values of the hidden fields of this name.
fn hidden(page: &str, name: &str) -> Vec<String> {
    let field = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let fields = page.split(&field).skip(1);
    fields.map(|rest| rest.split('"').next().unwrap_or_default().replace("&amp;", "&")).collect()
}

/// Publishes what a preview shows.
async fn publish(site: &TestSite, cookie: &str, preview: &str, version: &str) -> Response<Body> {
    let mut fields = vec![("form_id", "walk".to_owned()), ("version", version.to_owned()), ("open", "1".to_owned())];
    for name in ["file", "sha256", "command", "base_rev", "media"] {
        fields.extend(hidden(preview, name).into_iter().map(|value| (name, value)));
    }
    let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    ask(site, cookie, "POST", "/staff/forms/publish", FORM, body.into_bytes()).await
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheets: [(&str, &[[&str; 5]]); 3] = [
        (
            "survey",
            &[
                ["type", "name", "label", "media::image", "media::audio"],
                ["note", "about", "歩く道", "map.jpg", "river.mp3"],
                ["select_one c", "where", "どこ", "", ""],
            ],
        ),
        ("choices", &[["list_name", "name", "label", "media::image", ""], ["c", "a", "川", "a.png", ""], ["c", "b", "橋", "", ""]]),
        ("settings", &[["form_id", "form_title", "", "", ""], ["walk", "まち歩き", "", "", ""]]),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                if !cell.is_empty() {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn png(width: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, 30).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

fn photo() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(NOTE.to_vec()).unwrap();
    encoder.write_image(&[90; 40 * 30 * 3], 40, 30, ExtendedColorType::Rgb8).unwrap();
    out
}

/// An archive whose files are not packed.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let four = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
    for (name, bytes) in files {
        let at = four(out.len());
        let sizes = [vec![0; 4], four(bytes.len()).to_vec(), four(bytes.len()).to_vec()].concat();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let head = [vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0], sizes, length.to_vec(), vec![0, 0]].concat();
        out.extend([b"PK\x03\x04".as_slice(), &head, name.as_bytes(), bytes].concat());
        directory.extend([b"PK\x01\x02\x14\0".as_slice(), &head, &[0; 10], &at, name.as_bytes()].concat());
    }
    let begin = four(out.len());
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    out.extend(&directory);
    out.extend([b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &four(directory.len()), &begin, &[0, 0]].concat());
    out
}

async fn newest(site: &TestSite) -> Definition {
    store::definitions(&site.site.db, "walk").await.unwrap().into_iter().next().unwrap()
}

story!(
    /// From the files to the pages: missed at their cells, taken in without what a camera noted, seen, and used by the next version.
    pictures_come_with_their_form,
    site,
    {
        let cookie = site.cookie().await;
        let book = workbook();
        let preview = look(&site, &cookie, &book, &[]).await;
        assert_eq!(preview.status(), StatusCode::OK, "it can be looked at");
        let preview = text(preview).await;
        for place in ["survey!D2", "survey!E2", "choices!D2"] {
            assert!(preview.contains(place), "{place} {preview}");
        }
        let refused = publish(&site, &cookie, &preview, "1").await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let refused = text(refused).await;
        assert!(refused.contains("choices!D2: The file a.png is not here."), "{refused}");
        assert!(store::form(&site.site.db, "walk").await.unwrap().is_none());

        let media: [(&str, &[u8]); 4] = [("map.jpg", &photo()), ("river.mp3", SOUND), ("a.png", &png(40)), ("idle.png", &png(41))];
        let preview = text(look(&site, &cookie, &book, &media).await).await;
        assert!(preview.contains("Nothing in the workbook names this file."), "{preview}");
        // Before it is published, whoever publishes sees them where they try the form, and nobody else does.
        let link = preview.split("href=\"").find(|link| link.starts_with("/staff/forms/new/test?")).unwrap();
        let tried = text(get(&site, &cookie, &link.split('"').next().unwrap().replace("&amp;", "&")).await).await;
        let picture = tried.split("src=\"").find(|src| src.starts_with("/media/forms/walk/")).unwrap().split('"').next().unwrap().to_owned();
        let early = get(&site, &cookie, &picture).await;
        assert_eq!((early.status(), said(&early, "cache-control")), (StatusCode::OK, "no-store"));
        assert_eq!(get(&site, "", &picture).await.status(), StatusCode::NOT_FOUND);

        let done = publish(&site, &cookie, &preview, "1").await;
        assert_eq!(done.status(), StatusCode::SEE_OTHER, "{}", text(done).await);
        let first = newest(&site).await;
        assert_eq!(first.files.keys().collect::<Vec<_>>(), ["a.png", "map.jpg", "river.mp3"], "what nothing names is not kept with it");
        let page = text(get(&site, "", "/forms/walk/plain").await).await;
        for name in ["a.png", "map.jpg", "river.mp3"] {
            assert!(page.contains(&address("walk", &first.files[name])), "{name} {page}");
        }
        assert!(page.contains("preload=\"none\"") && !page.contains("autoplay"), "{page}");
        let paper = text(get(&site, "", "/forms/walk/print").await).await;
        assert!(paper.contains(&address("walk", &first.files["map.jpg"])) && !paper.contains("<audio"), "{paper}");

        let map = get(&site, "", &address("walk", &first.files["map.jpg"])).await;
        assert_eq!(said(&map, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!((said(&map, "content-type"), said(&map, "x-content-type-options")), (first.files["map.jpg"].media_type.as_str(), "nosniff"));
        assert!(said(&map, "content-security-policy").contains("sandbox"));
        let map = bytes(map).await;
        assert!(!map.windows(6).any(|part| part == b"SECRET"), "what the camera noted is gone");
        assert_eq!(image::load_from_memory(&map).unwrap().width(), 40);

        let sound = address("walk", &first.files["river.mp3"]);
        let request = |range: &str| {
            Request::get(&sound).header(header::HOST, "test.localhost").header(header::RANGE, range).body(Body::empty()).unwrap()
        };
        let part = site.send(request("bytes=0-2")).await;
        assert_eq!((part.status(), said(&part, "content-type")), (StatusCode::PARTIAL_CONTENT, "audio/mpeg"));
        assert_eq!(said(&part, "content-range"), format!("bytes 0-2/{}", SOUND.len()));
        assert_eq!(bytes(part).await, b"ID3");
        assert_eq!(site.send(request("bytes=9999-")).await.status(), StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(bytes(get(&site, "", &sound).await).await, SOUND);

        let again = get(&site, &cookie, "/staff/forms/walk/versions/1/workbook").await;
        assert_eq!(bytes(again).await, book, "the workbook stays as it was sent");

        // The next version brings one file and takes the others over.
        let preview = text(look(&site, &cookie, &book, &[("a.png", &png(80))]).await).await;
        let done = publish(&site, &cookie, &preview, "2").await;
        assert_eq!(done.status(), StatusCode::SEE_OTHER, "{}", text(done).await);
        let second = newest(&site).await;
        assert_eq!(second.version, "2");
        assert_eq!((&second.files["map.jpg"], &second.files["river.mp3"]), (&first.files["map.jpg"], &first.files["river.mp3"]));
        assert_ne!(second.files["a.png"], first.files["a.png"]);

        // Drafts of the first version still show its picture; what nobody named is swept.
        tidy::tidy(&site.site, now_ms() + 30 * DAY).await.unwrap();
        for definition in [&first, &second] {
            for file in definition.files.values() {
                assert_eq!(get(&site, "", &address("walk", file)).await.status(), StatusCode::OK, "{file:?}");
            }
        }
    }
);

story!(
    /// What comes beside a workbook is looked into and bounded; names in archives are names and no paths.
    hostile_files_are_refused,
    site,
    {
        let cookie = site.cookie().await;
        let book = workbook();
        let large = [b"OggS".to_vec(), vec![0; usize::try_from(FILE_MAX).unwrap()]].concat();
        let many: Vec<String> = (0..=FILES_MAX).map(|at| format!("{at}.mp3")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), SOUND)).collect();
        let whole = archive(&[("a.png", &png(40))]);
        let mut encrypted = whole.clone();
        let at = encrypted.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
        encrypted[at + 8] = 1;
        let cut = &whole[..whole.len() - 30];
        let nested = archive(&[("b.zip", &archive(&[("a.png", &png(40))]))]);
        let cases: [(Files<'_>, &str); 9] = [
            (&[("a.png", b"<svg onload=\"alert(1)\"/>")], "Choose pictures (JPEG, PNG, WebP)"),
            (&[("a.png", b"%PDF-1.7")], "Choose pictures (JPEG, PNG, WebP)"),
            (&[("a.png", b"GIF89a")], "This kind of picture is not supported."),
            (&[("a.png", b"\x89PNG\r\n\x1a\n")], "The file is damaged."),
            (&[("large.ogg", &large)], "Too large."),
            (&many, "Too many."),
            (&[("all.zip", &encrypted)], "This kind of file is not supported."),
            (&[("all.zip", cut)], "The file is damaged."),
            (&[("all.zip", &nested)], "Choose pictures (JPEG, PNG, WebP)"),
        ];
        for (media, sentence) in cases {
            let refused = look(&site, &cookie, &book, media).await;
            assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
            let page = text(refused).await;
            assert!(page.contains(sentence), "{sentence} {page}");
        }
        // A sound under the name of a picture is found at its cell.
        let preview = text(look(&site, &cookie, &book, &[("map.jpg", SOUND), ("river.mp3", SOUND), ("a.png", &png(40))]).await).await;
        let refused = text(publish(&site, &cookie, &preview, "1").await).await;
        assert!(refused.contains("survey!D2: The file map.jpg is of a kind that this column does not take (audio/mpeg)."), "{refused}");

        let all = archive(&[("../../../map.jpg", &photo()), ("x\\river.mp3", SOUND), ("__MACOSX/._a.png", b"x"), ("x/", b""), ("x/a.png", &png(40))]);
        let preview = text(look(&site, &cookie, &book, &[("all.zip", &all)]).await).await;
        let done = publish(&site, &cookie, &preview, "1").await;
        assert_eq!(done.status(), StatusCode::SEE_OTHER, "{}", text(done).await);
        assert_eq!(newest(&site).await.files.keys().collect::<Vec<_>>(), ["a.png", "map.jpg", "river.mp3"]);
    }
);

fn definition(files: &[(&str, &MediaFile)]) -> Definition {
    let workbook = markdown::read(
        "| survey | | | |
         | | type | name | label | image |
         | | text | who | お名前 | a.png |
         | settings | | |
         | | form_id | version |
         | | walk | 1 |",
    );
    let mut definition = read(&workbook).unwrap().definition;
    definition.files = files.iter().map(|(name, file)| ((*name).to_owned(), (*file).clone())).collect();
    definition
}

fn command(body: FormCommand) -> Command {
    Command { id: uuid::Uuid::now_v7().to_string(), base_rev: None, body: CommandBody::Forms(body) }
}

story!(
    /// A form that is for staff, or not open yet, keeps its pictures to them; what somebody attached never becomes a picture of a form.
    pictures_are_seen_by_whoever_sees_the_form,
    site,
    {
        let cookie = site.cookie().await;
        let bare = png(40);
        let sha256 = site.site.blobs.take_whole(&site.site.db, &bare, NOW).await.unwrap();
        let file = MediaFile { sha256, media_type: "image/png".into(), bytes: u64::try_from(bare.len()).unwrap(), size: Some((40, 30)) };
        let noted = photo();
        let noted_sha256 = site.site.blobs.take_whole(&site.site.db, &noted, NOW).await.unwrap();
        let noted = MediaFile { sha256: noted_sha256, media_type: "image/jpeg".into(), bytes: u64::try_from(noted.len()).unwrap(), size: None };
        let gone = MediaFile { sha256: "0".repeat(64), ..file.clone() };
        let lied = MediaFile { bytes: 1, ..file.clone() };
        let publish = |files: &[(&str, &MediaFile)]| {
            let publish = Publish { definition: definition(files), source: None, settings: Settings::default(), open: true };
            command(FormCommand::Publish(Box::new(publish)))
        };
        let cases: [(Named<'_>, ReceiptStatus, &str); 4] = [
            (&[], ReceiptStatus::Rejected, "media_missing"),
            (&[("a.png", &noted)], ReceiptStatus::Rejected, "photo_damaged"),
            (&[("a.png", &gone)], ReceiptStatus::Retry, "attachment_missing"),
            (&[("a.png", &lied)], ReceiptStatus::Rejected, "media_kind"),
        ];
        for (files, status, code) in cases {
            let receipt = site.run(&publish(files)).await;
            assert_eq!((receipt.status, receipt.problems[0].code.as_str()), (status, code), "{receipt:?}");
        }
        // Somebody's attachment.
        let mut tx = site.site.db.begin().await.unwrap();
        tx.run(ATTACH, params![&file.sha256]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(site.run(&publish(&[("a.png", &file)])).await.status, ReceiptStatus::Retry);
        assert_eq!(get(&site, &cookie, &address("walk", &file)).await.status(), StatusCode::NOT_FOUND);

        let bare = png(60);
        let sha256 = site.site.blobs.take_whole(&site.site.db, &bare, NOW).await.unwrap();
        let file = MediaFile { sha256, media_type: "image/png".into(), bytes: u64::try_from(bare.len()).unwrap(), size: Some((60, 30)) };
        assert_eq!(site.run(&publish(&[("a.png", &file)])).await.status, ReceiptStatus::Done);
        let path = address("walk", &file);
        let later = now_ms() + DAY;
        for (settings, anybody, of_staff, kept) in [
            (Settings::default(), StatusCode::OK, StatusCode::OK, "public, max-age=31536000, immutable"),
            (Settings { audience: Audience::Groups, ..Settings::default() }, StatusCode::OK, StatusCode::OK, "public, max-age=31536000, immutable"),
            (Settings { audience: Audience::Staff, ..Settings::default() }, StatusCode::NOT_FOUND, StatusCode::OK, "no-store"),
            (Settings { opens_at: Some(later), ..Settings::default() }, StatusCode::NOT_FOUND, StatusCode::OK, "no-store"),
        ] {
            let receipt = site.run(&command(FormCommand::Configure { form_id: "walk".into(), settings: settings.clone() })).await;
            assert_eq!(receipt.status, ReceiptStatus::Done, "{receipt:?}");
            assert_eq!(get(&site, "", &path).await.status(), anybody, "{settings:?}");
            let found = get(&site, &cookie, &path).await;
            assert_eq!((found.status(), said(&found, "cache-control")), (of_staff, kept), "{settings:?}");
        }
        let elsewhere = format!("/media/forms/other/{}", file.sha256);
        for path in ["/media/forms/walk/x", "/media/forms/other/../walk", elsewhere.as_str(), "/media/forms/walk/..%2f..%2fx"] {
            assert_eq!(get(&site, "", path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
);
