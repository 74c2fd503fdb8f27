//! Labelled inputs: label above, hint and error tied to the input, required or optional in words.

use super::icons::{Icon, icon};
use super::text::t;
use crate::messages::common as m;
use leptos::prelude::*;

/// What stands around an input: its label, hint and error.
#[component]
pub fn Field(
    /// Id of the input; hint and error get `-hint` and `-error` added.
    #[prop(into)]
    id: String,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// How to enter it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong.
    #[prop(optional, into)]
    error: String,
    /// `Some(true)`: required, `Some(false)`: optional, `None`: says neither (searches).
    #[prop(optional_no_strip)]
    required: Option<bool>,
    /// The input; it takes `aria-describedby` from [`described_by`].
    children: Children,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let class = if error.is_empty() { "field" } else { "field field-wrong" };
    view! {
        <div class=class>
            <label class="field-label" for=id>
                {label}
                {required
                    .map(|required| {
                        let (class, word) = if required { ("tag tag-required", m::REQUIRED) } else { ("tag", m::OPTIONAL) };
                        view! { <span class=class>{t(word)}</span> }
                    })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {(!error.is_empty())
                .then(|| {
                    view! {
                        <p class="field-error" id=error_id>
                            {icon(Icon::Warning)} <span>{error}</span>
                        </p>
                    }
                })}
            {children()}
        </div>
    }
}

/// The `aria-describedby` of an input inside a [`Field`].
pub fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// One line of text with everything around it.
#[component]
pub fn TextField(
    /// Name in the form, also its id.
    #[prop(into)]
    name: String,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// `text`, `email`, `tel`, `url`, `date`, `number`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Text at the start.
    #[prop(optional, into)]
    value: String,
    /// How to enter it.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong.
    #[prop(optional, into)]
    error: String,
    /// See [`Field`].
    #[prop(optional_no_strip)]
    required: Option<bool>,
    /// What browsers may fill in (WCAG 1.3.5).
    #[prop(optional, into)]
    autocomplete: String,
) -> impl IntoView {
    let described = described_by(&name, !hint.is_empty(), !error.is_empty());
    let invalid = (!error.is_empty()).then_some("true");
    let must = required.unwrap_or(false);
    let autocomplete = (!autocomplete.is_empty()).then_some(autocomplete);
    let id = name.clone();
    view! {
        <Field id=name.clone() label hint error required>
            <input
                class="input"
                type=kind
                id=id
                name=name
                value=value
                required=must
                autocomplete=autocomplete
                aria-describedby=described
                aria-invalid=invalid
            />
        </Field>
    }
}
