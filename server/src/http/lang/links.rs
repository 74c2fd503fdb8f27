//! The language of an address goes on in the links of its page, for readers whose browser keeps no cookie.
//!
//! Only markup on its way out is changed: pages do not know how their reader came. Invariants: what leads away, to a place on the same
//! page, or to another language stays as it is; a link that names a language itself keeps it; nothing is put before what a form holds,
//! because the browser's app counts its children from the first.

use engawa_app::ui::joined::{is_tag, tag_length};
use engawa_core::Lang;

/// A page whose links and forms lead on in this language.
pub fn kept(html: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    let mut asks = false;
    while let Some(open) = rest.find('<') {
        let (words, tail) = rest.split_at(open);
        let (tag, after) = tail.split_at(tag_length(tail));
        out.push_str(words);
        rest = after;
        if asks && tag.starts_with("</form") {
            // A query in the address of a form that asks is replaced by its fields.
            out.push_str("<input type=\"hidden\" name=\"lang\" value=\"");
            out.push_str(lang.code());
            out.push_str("\">");
            asks = false;
        }
        let changed = if is_tag(tag, "a") {
            changed(tag, "href", lang)
        } else if is_tag(tag, "form") && is_post(tag) {
            changed(tag, "action", lang)
        } else if is_tag(tag, "button") {
            // One that sends its form elsewhere.
            changed(tag, "formaction", lang)
        } else {
            asks |= is_tag(tag, "form") && value(tag, "action").is_none_or(|(_, action)| is_own(action));
            None
        };
        out.push_str(changed.as_deref().unwrap_or(tag));
    }
    out.push_str(rest);
    out
}

/// A path of this site with a language in it, in place of the one that it has. `joint`: what stands between two parts of a query.
pub fn spoken(path: &str, lang: Lang, joint: &str) -> String {
    let (path, place) = path.split_once('#').map_or((path, None), |(path, place)| (path, Some(place)));
    let bare = silent(path, joint);
    let mark = if bare.contains('?') { joint } else { "?" };
    let place = place.map(|place| format!("#{place}")).unwrap_or_default();
    format!("{bare}{mark}lang={}{place}", lang.code())
}

/// The same path without a language.
pub fn silent(path: &str, joint: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let parts: Vec<&str> = query.split(joint).filter(|part| !part.starts_with("lang=") && !part.is_empty()).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join(joint)) }
}

/// Where somebody goes on who chose a language: it stands in the address and where that leads afterwards (`next`), or, `None`, in neither.
/// What is kept there of the language before would come back once they signed in.
pub fn chosen(path: &str, lang: Option<Lang>) -> String {
    let path = match path.split_once('?') {
        Some((bare, query)) => {
            let part = |part: &str| part.strip_prefix("next=").map_or_else(|| part.to_owned(), |next| format!("next={}", turned(next, lang)));
            format!("{bare}?{}", query.split('&').map(part).collect::<Vec<_>>().join("&"))
        }
        None => path.to_owned(),
    };
    lang.map_or_else(|| silent(&path, "&"), |lang| spoken(&path, lang, "&"))
}

/// An encoded path with another language, if it has one.
fn turned(next: &str, lang: Option<Lang>) -> String {
    const NAME: &str = "lang%3D";
    let Some((path, query)) = next.split_once("%3F").filter(|(_, query)| query.split("%26").any(|part| part.starts_with(NAME))) else {
        return next.to_owned();
    };
    let others = query.split("%26").filter(|part| !part.starts_with(NAME)).map(str::to_owned);
    let parts: Vec<String> = others.chain(lang.map(|lang| format!("{NAME}{}", lang.code()))).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}%3F{}", parts.join("%26")) }
}

/// Whether an address is a path of this site that has a language.
pub fn is_own(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/lang/")
}

fn is_post(tag: &str) -> bool {
    value(tag, "method").is_some_and(|(_, method)| method.eq_ignore_ascii_case("post"))
}

/// The tag with a language in the address of an attribute; `None` if it stays as it is.
fn changed(tag: &str, name: &str, lang: Lang) -> Option<String> {
    let (at, address) = value(tag, name)?;
    let names_one = address.contains("?lang=") || address.contains("&amp;lang=");
    if !is_own(address) || names_one {
        return None;
    }
    let (before, after) = (&tag[..at], &tag[at + address.len()..]);
    Some(format!("{before}{}{after}", spoken(address, lang, "&amp;")))
}

/// Where an attribute's value begins in its tag, and the value.
fn value<'a>(tag: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let start = format!(" {name}=\"");
    let at = tag.find(&start)? + start.len();
    let rest = &tag[at..];
    Some((at, &rest[..rest.find('"')?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_this_site_lead_on() {
        let table = [
            ("<a class=\"a\" href=\"/\">x</a>", "<a class=\"a\" href=\"/?lang=en\">x</a>"),
            ("<a href=\"/listings?q=a&amp;page=2#top\">", "<a href=\"/listings?q=a&amp;page=2&amp;lang=en#top\">"),
            ("<form method=\"post\" action=\"/sign-in\"></form>", "<form method=\"post\" action=\"/sign-in?lang=en\"></form>"),
            (
                "<button class=\"b\" formaction=\"/a/preview?case=1\" formnovalidate>",
                "<button class=\"b\" formaction=\"/a/preview?case=1&amp;lang=en\" formnovalidate>",
            ),
            (
                "<form method=\"get\" action=\"/listings\"><p></p></form><form></form>",
                "<form method=\"get\" action=\"/listings\"><p></p><input type=\"hidden\" name=\"lang\" value=\"en\"></form>\
                 <form><input type=\"hidden\" name=\"lang\" value=\"en\"></form>",
            ),
        ];
        for (html, on) in table {
            assert_eq!(kept(html, Lang::En), on);
        }
    }

    #[test]
    fn other_links_stay() {
        for html in [
            "<a href=\"#main\">",
            "<a href=\"https://example.jp/\">",
            "<a href=\"//example.jp/\">",
            "<a href=\"/lang/ja?back=%2F\">",
            "<a href=\"/about?lang=ja\">",
            "<a href=\"/map?a=b&amp;lang=ja\">",
            "<a href=\"mailto:a@example.jp\">",
            "<a>",
            "<article href=\"/\">",
            "<link rel=\"stylesheet\" href=\"/style.css\">",
            "<form action=\"https://example.jp/\"></form>",
            "<button formaction=\"https://example.jp/\">",
            "<button name=\"go\" value=\"/\">",
            "a < b > c",
            "<a href=\"/",
        ] {
            assert_eq!(kept(html, Lang::En), html);
        }
    }

    #[test]
    fn the_language_of_a_path_is_taken_out_and_put_in() {
        assert_eq!(silent("/map?lang=ja&z=1", "&"), "/map?z=1");
        assert_eq!(silent("/map?lang=ja", "&"), "/map");
        assert_eq!(silent("/map?language=ja", "&"), "/map?language=ja");
        assert_eq!(spoken("/map?z=1&lang=ja#a", Lang::En, "&"), "/map?z=1&lang=en#a");
        assert_eq!(spoken("/", Lang::JaEasy, "&"), "/?lang=ja-easy");
        let sign_in = "/sign-in?next=%2Fmap%3Flang%3Den%26z%3D1&lang=en";
        assert_eq!(chosen(sign_in, Some(Lang::Ja)), "/sign-in?next=%2Fmap%3Fz%3D1%26lang%3Dja&lang=ja");
        assert_eq!(chosen(sign_in, None), "/sign-in?next=%2Fmap%3Fz%3D1");
        assert_eq!(chosen("/sign-in?next=%2Fmap%3Flang%3Den", None), "/sign-in?next=%2Fmap");
        assert_eq!(chosen("/sign-in?next=%2Fmap", Some(Lang::En)), "/sign-in?next=%2Fmap&lang=en");
        assert_eq!((chosen("/", None), chosen("/", Some(Lang::En))), ("/".to_owned(), "/?lang=en".to_owned()));
    }
}
