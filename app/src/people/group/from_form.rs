//! From the answers of the registration form (`server/forms/group_registration.md`) to a draft of the group's listing and its profile.
//!
//! Questions are found by name, wherever a city put them in its version of the form. Invariant: what the group did not release is in the
//! profile and not in the listing.

use super::profile::{Profile, ProfileField};
use crate::listings::kind::{Details, Group, GroupType, Kind};
use crate::listings::listing::{Listing, Venue};
use crate::listings::rules::SUMMARY_MAX;
use crate::listings::vocabulary::NpoField;
use engawa_core::Problem;
use engawa_core::form::Answers;

/// The id of the ready form for registration.
pub const REGISTRATION_FORM: &str = "group_registration";
/// The ids of the ready forms with which a group asks for money and reports of it.
pub const MONEY_FORMS: [&str; 2] = ["grant_application", "grant_report"];
/// The id of the ready form for renewal.
pub const RENEWAL_FORM: &str = "group_renewal";
/// The id of the ready form for joining a neighbourhood association.
pub const JOINING_FORM: &str = "neighbourhood_association_joining";

/// The group that a form tells of.
///
/// # Errors
/// It has no name.
pub fn read(answers: &Answers, id: &str) -> Result<(Listing, Profile), Problem> {
    let of = |name: &str| answer(answers, name);
    let mut listing = Listing::draft(id, Kind::Group);
    of("group_name").trim().clone_into(&mut listing.title);
    if listing.title.is_empty() {
        return Err(Problem::new("group_name", "required"));
    }
    of("group_kana").clone_into(&mut listing.kana);
    let purpose = of("purpose").trim();
    listing.summary = purpose.chars().take(SUMMARY_MAX).collect();
    let parts = [purpose, of("activity_text").trim(), of("results").trim()];
    listing.body = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    // The main field first: it is the one that lists show.
    let main = NpoField::parse(of("main_field"));
    let others = of("fields").split_whitespace().filter_map(NpoField::parse).filter(|field| Some(*field) != main);
    listing.fields = main.into_iter().chain(others).collect();
    of("district").clone_into(&mut listing.area);
    let place = of("venue").trim();
    if !place.is_empty() {
        listing.venue = Some(Venue { name: place.to_owned(), ..Venue::default() });
    }
    listing.contact.name.clone_from(&listing.title);
    listing.details = Details::Group(Group {
        group_type: Some(match of("legal") {
            "npo" => GroupType::Npo,
            "neighbourhood" => GroupType::Neighbourhood,
            _ => GroupType::CitizensGroup,
        }),
        founded: of("founded_on").split('-').next().and_then(|year| year.parse().ok()),
        members: of("members").parse().ok(),
        fee: match (of("has_fee"), of("fee_yen")) {
            ("no", _) => "なし".to_owned(),
            (_, "") => String::new(),
            (_, yen) => format!("年額{yen}円"),
        },
        ..Group::default()
    });
    let released: Vec<&str> = of("publish").split_whitespace().collect();
    let profile = Profile {
        representative: of("rep_name").to_owned(),
        address: of("address").to_owned(),
        phone: of("phone").to_owned(),
        email: of("email").to_owned(),
        website: of("website").to_owned(),
        public: ProfileField::ALL.iter().copied().filter(|field| released.contains(&field.code())).collect(),
    };
    profile.show_in(&mut listing);
    Ok((listing, profile))
}

/// The answer to a question of this name; empty: none.
fn answer<'a>(answers: &'a Answers, name: &str) -> &'a str {
    let is_it = |path: &str| path.rsplit('/').next() == Some(name);
    answers.values.iter().find(|(path, _)| is_it(&path.0)).map_or("", |(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::rules;
    use engawa_core::form::AnswerPath;

    fn answers(values: &[(&str, &str)]) -> Answers {
        let mut answers = Answers::default();
        answers.values.extend(values.iter().map(|(path, value)| (AnswerPath((*path).into()), (*value).to_owned())));
        answers
    }

    #[test]
    fn a_form_becomes_a_draft_that_shows_only_what_was_released() {
        let sent = answers(&[
            ("profile/group_name", " えんがわ会 "),
            ("profile/group_kana", "エンガワカイ"),
            ("profile/legal", "neighbourhood"),
            ("profile/founded_on", "2019-04-01"),
            ("place/rep_name", "縁側 太郎"),
            ("place/phone", "0422-00-0000"),
            ("place/email", "engawa@example.jp"),
            ("activity/fields", "environment social_education"),
            ("activity/main_field", "social_education"),
            ("activity/purpose", "ともに座る。"),
            ("people/has_fee", "yes"),
            ("people/fee_yen", "1200"),
            ("use/publish", "phone"),
        ]);
        let (listing, profile) = read(&sent, "g").unwrap();
        assert_eq!((listing.title.as_str(), listing.contact.phone.as_str(), listing.contact.email.as_str()), ("えんがわ会", "0422-00-0000", ""));
        assert_eq!(listing.fields, [NpoField::SocialEducation, NpoField::Environment]);
        let Details::Group(group) = &listing.details else { panic!("a group") };
        assert_eq!((group.group_type, group.founded, group.representative.as_str()), (Some(GroupType::Neighbourhood), Some(2019), ""));
        assert_eq!(group.fee, "年額1200円");
        assert_eq!((profile.email.as_str(), profile.representative.as_str()), ("engawa@example.jp", "縁側 太郎"));
        assert!(rules::check(&listing).is_empty(), "{:?}", rules::check(&listing));
    }

    #[test]
    fn a_group_without_a_name_is_none() {
        assert_eq!(read(&answers(&[("profile/group_kana", "エ")]), "g").unwrap_err().path, "group_name");
    }
}
