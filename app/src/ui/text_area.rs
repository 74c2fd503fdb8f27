//! The only text area of the interface.
//!
//! Its text is set as an attribute and a property, never as a child: children of a text area are not escaped by the framework's
//! server renderer, so text that somebody wrote would become markup. A test of the house refuses `<textarea` elsewhere.

use leptos::prelude::*;

/// A labelled text of several lines. Without JavaScript it starts empty where the text only lives in the browser; server-made forms
/// pass what was typed as `text`, which is shown through `inner_html` after escaping.
#[component]
pub fn TextArea(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// Id, for the label.
    #[prop(into)]
    id: String,
    /// Text at the start.
    #[prop(optional, into)]
    text: String,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u32,
    /// Longest text, in characters.
    #[prop(optional)]
    max: Option<u32>,
    /// Ids of hint and error.
    #[prop(optional_no_strip, into)]
    described_by: Option<String>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether its text is refused.
    #[prop(optional)]
    invalid: bool,
    /// Told of each change.
    #[prop(optional)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let value = text.clone();
    view! {
        <textarea
            class="input"
            name=name
            id=id
            rows=rows.to_string()
            maxlength=max.map(|max| max.to_string())
            required=required
            aria-describedby=described_by
            aria-invalid=invalid.then_some("true")
            prop:value=value
            inner_html=escape(&text)
            on:input=move |ev| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_value(&ev));
                }
            }
        ></textarea>
    }
}

/// Text as markup. A leading line break would be swallowed by the parser, so it is doubled.
fn escape(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text() {
        assert_eq!(escape("</textarea><script>"), "&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(escape("\na"), "\n\na");
    }
}
