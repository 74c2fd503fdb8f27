//! What search engines, other languages and chat previews learn of a page: title, description, canonical address, Open Graph, JSON-LD.
//!
//! Invariants: one [`Head`] a page, so that its tags hydrate in the order in which they were drawn; text that people wrote is
//! escaped here where the framework does not (the title on the server, JSON inside a script element).

use super::text::use_boot;
use engawa_core::Lang;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

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
    /// Path of a picture for previews.
    #[prop(optional_no_strip, into)]
    image: Option<String>,
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
    let picture = match image {
        Some(image) if image.starts_with("http") => image,
        Some(image) => format!("{origin}{image}"),
        None => format!("{origin}/og/default.png"),
    };
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
