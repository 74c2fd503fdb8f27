//! What search engines, other languages and chat previews learn of a page: title, description, canonical address, Open Graph, JSON-LD.
//!
//! Invariants: one [`Head`] a page, so that its tags hydrate in the order in which they were drawn; text that people wrote is
//! escaped here where the framework does not (the title on the server, JSON inside a script element).

use super::text::use_boot;
use crate::listings::Kind;
use crate::messages::vocabulary;
use engawa_core::Lang;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

/// The picture that chats and social media show beside a link to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Its path on this site.
    pub path: String,
    /// What it shows, in words.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

impl Preview {
    /// A picture that was drawn for this: `public/og`.
    fn drawn(name: &str, alt: &str) -> Self {
        Self { path: format!("/og/{name}.png"), alt: alt.to_owned(), width: 1200, height: 630 }
    }

    /// The picture of a kind, for a listing that has none of its own.
    pub fn of_kind(kind: Kind, lang: Lang) -> Self {
        Self::drawn(kind.code(), vocabulary::kind(kind).text(lang))
    }
}

/// The language in the words of Open Graph.
fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja | Lang::JaEasy => "ja_JP",
        Lang::En => "en_US",
    }
}

/// The head of a page.
#[component]
pub fn Head(
    /// The page's own name, may change while the page is open; the site's name is added. Empty on the first page.
    #[prop(into)]
    title: TextProp,
    /// One or two sentences.
    #[prop(into)]
    description: String,
    /// The canonical path, such as `/listings/1`.
    #[prop(into)]
    path: String,
    /// The picture for previews; `None`: that of the site.
    #[prop(optional_no_strip)]
    preview: Option<Preview>,
    /// schema.org data as JSON text.
    #[prop(optional_no_strip, into)]
    json_ld: Option<String>,
    /// Keeps the page out of search engines.
    #[prop(optional)]
    noindex: bool,
) -> impl IntoView {
    let boot = use_boot();
    let site = boot.site.name.text(boot.lang).to_owned();
    let whole = {
        let site = site.clone();
        move || {
            let title = title.get();
            if title.is_empty() { site.clone() } else { format!("{title}｜{site}") }
        }
    };
    let full = untrack(&whole);
    // The server's copy of the title is put into the document as it is; the browser's sets text.
    let on_server = is_server();
    let shown = move || if on_server { escape_text(&whole()) } else { whole() };
    let origin = boot.site.origin.clone();
    let address = format!("{origin}{path}");
    let preview = preview.unwrap_or_else(|| Preview::drawn("default", &site));
    let picture = format!("{origin}{}", preview.path);
    let joint = if path.contains('?') { '&' } else { '?' };
    let in_lang = |lang: Lang| format!("{address}{joint}lang={}", lang.code());
    let description = shorten(&description);
    let robots = if noindex { "noindex" } else { "index,follow" };
    view! {
        <Title text=shown />
        <Meta name="description" content=description.clone() />
        <Meta name="robots" content=robots />
        <Link rel="canonical" href=address.clone() />
        <Link rel="alternate" hreflang="ja" href=in_lang(Lang::Ja) />
        <Link rel="alternate" hreflang="en" href=in_lang(Lang::En) />
        <Link rel="alternate" hreflang="x-default" href=address.clone() />
        <Meta property="og:title" content=full />
        <Meta property="og:description" content=description />
        <Meta property="og:type" content="website" />
        <Meta property="og:url" content=address.clone() />
        <Meta property="og:image" content=picture />
        <Meta property="og:image:alt" content=preview.alt />
        <Meta property="og:image:width" content=preview.width.to_string() />
        <Meta property="og:image:height" content=preview.height.to_string() />
        <Meta property="og:locale" content=locale(boot.lang) />
        <Meta property="og:site_name" content=site />
        <Meta name="twitter:card" content="summary_large_image" />
        {json_ld.map(|json| view! { <script type="application/ld+json" inner_html=escape_json(&json)></script> })}
    }
}

/// Characters of a description.
const DESCRIPTION_CHARS: usize = 120;

fn shorten(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(DESCRIPTION_CHARS) {
        words.truncate(at);
        words.push('…');
    }
    words
}

/// JSON that may stand inside a script element: `<` only occurs within its strings, where the escape means the same.
pub fn escape_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_closes_the_element_it_stands_in() {
        assert_eq!(escape_json(r#"{"a":"</script>"}"#), r#"{"a":"\u003c/script>"}"#);
        assert_eq!(escape_text("</title>&"), "&lt;/title&gt;&amp;");
        assert_eq!(shorten("a  b\nc"), "a b c");
    }
}
