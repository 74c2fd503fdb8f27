//! Listings as JSON for programs: the same fields as the site itself uses, with what one has to know to use them.

use engawa_app::listings::{Kind, Listing};
use engawa_app::site::Site;
use serde_json::{Value, json};

/// The file of one kind (or of all). `made` is when it was made, RFC 3339.
pub fn file(kind: Option<Kind>, listings: &[Listing], site: &Site, made: &str) -> String {
    let public: Vec<Value> = listings.iter().filter(|listing| listing.is_public()).map(|listing| with_page(listing, &site.origin)).collect();
    let whole = json!({
        "publisher": site.city.ja,
        "municipality_code": site.municipality_code,
        "licence": site.licence,
        "made": made,
        "kind": kind.map(Kind::code),
        "count": public.len(),
        "listings": public,
    });
    whole.to_string()
}

fn with_page(listing: &Listing, origin: &str) -> Value {
    let mut value = serde_json::to_value(listing).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        fields.insert("page".to_owned(), Value::String(super::page(origin, listing)));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_app::listings::State;

    #[test]
    fn only_what_is_public_goes_out() {
        let mut shown = Listing::draft("a1", Kind::Event);
        shown.state = State::Published;
        let site = Site { origin: "https://a.example".into(), ..Site::default() };
        let text = file(Some(Kind::Event), &[shown, Listing::draft("b2", Kind::Event)], &site, "2026-11-20T00:00:00Z");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((value["count"].as_u64(), value["listings"][0]["page"].as_str()), (Some(1), Some("https://a.example/listings/a1")));
        assert!(!text.contains("b2"));
    }
}
