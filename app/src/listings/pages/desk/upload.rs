//! Choosing a file to take in. What staff said about it stays when the file is refused.

use super::{field_id, problem_list, text_field};
use crate::listings::Kind;
use crate::messages::{desk as m, problems, vocabulary as v};
use crate::ui::field::{Field, described_by};
use crate::ui::text::{t, use_lang};
use engawa_core::Problem;
use leptos::prelude::*;

/// What staff said about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Name of the data set.
    pub source: String,
    /// Licence of the data.
    pub licence: String,
    /// Page of the data set.
    pub url: String,
    /// Date of the data.
    pub reference: String,
    /// Code of the kind of its rows; anything else: to be found out.
    pub kind: String,
    /// Take in as drafts.
    pub draft: bool,
    /// The file is only a part of its source.
    pub part: bool,
}

/// The upload form.
pub fn upload(chosen: Chosen, found: &[Problem]) -> AnyView {
    let lang = use_lang();
    let refused = (!found.is_empty()).then(|| view! { <p>{t(m::NOTHING_TAKEN)}" "{t(m::CHOOSE_AGAIN)}</p> });
    let kinds = Kind::ALL
        .iter()
        .map(|kind| {
            let selected = kind.code() == chosen.kind;
            view! { <option value=kind.code() selected=selected>{t(v::kind(*kind))}</option> }
        })
        .collect_view();
    let of_file = |problem: &&Problem| problem.path == "file";
    let error = found.iter().find(of_file).map(|problem| problems::sentence(problem, lang)).unwrap_or_default();
    let id = field_id("file");
    let described = described_by(&id, false, !error.is_empty());
    let invalid = (!error.is_empty()).then_some("true");
    view! {
        <h1>{t(m::IMPORT)}</h1>
        {problem_list(found, |path| (path == "file").then_some(m::FILE))}
        {refused}
        <form method="post" action="/staff/import" enctype="multipart/form-data" class="desk-form">
            {text_field("source", t(m::SOURCE), "text", chosen.source, "off")}
            {text_field("licence", t(m::LICENCE), "text", chosen.licence, "off")}
            {text_field("url", t(m::URL), "url", chosen.url, "off")}
            {text_field("reference", t(m::REFERENCE), "date", chosen.reference, "off")}
            <div class="field">
                <label class="field-label" for="f-kind">{t(m::KIND)}</label>
                <select class="input" id="f-kind" name="kind"><option value="auto">{t(m::AUTOMATIC)}</option>{kinds}</select>
            </div>
            <fieldset class="field">
                <legend class="field-label">{t(m::FILE_HOLDS)}</legend>
                <ul class="desk-checks">
                    <li>
                        <input type="radio" id="f-part-0" name="part" value="0" checked=!chosen.part />
                        <label for="f-part-0">{t(m::FILE_WHOLE)}</label>
                    </li>
                    <li>
                        <input type="radio" id="f-part-1" name="part" value="1" checked=chosen.part />
                        <label for="f-part-1">{t(m::FILE_PART)}</label>
                    </li>
                </ul>
            </fieldset>
            <ul class="desk-checks">
                <li>
                    <input type="checkbox" id="f-draft" name="draft" value="1" checked=chosen.draft />
                    <label for="f-draft">{t(m::AS_DRAFT)}</label>
                </li>
            </ul>
            // Last: if the file is too large, everything else has arrived before it.
            <Field id=id.clone() label=t(m::FILE) error=error>
                <input
                    class="input"
                    type="file"
                    id=id
                    name="file"
                    required=true
                    accept=".csv,.tsv,.txt,.xlsx,.xlsm,.ics"
                    aria-describedby=described
                    aria-invalid=invalid
                />
            </Field>
            <p class="buttons"><button class="button button-primary">{t(m::LOOK_FIRST)}</button></p>
        </form>
    }
    .into_any()
}
