//! What a group wrote stays: an import puts what its row says together with what the group made of the listing, and never over it.
//!
//! Invariants: a field that the group changed since the last import is as the group left it; what the group keeps to itself is not shown
//! by way of a row; what was left so is reported at its row. The base of the merge is what the import itself said last, not what came of
//! it: otherwise a field in which the group prevailed once would look untouched at the import after.

use super::super::differences::differences;
use super::super::merge::{FieldConflict, merge};
use super::super::{Kind, Listing};
use crate::people::group::profile::Profile;
use engawa_core::Problem;

/// The code of a field that stays as the group wrote it; its name in the form, and what the file says.
pub const GROUP_KEEPS: &str = "group_keeps";
/// The code of a field that the group does not show.
pub const GROUP_HIDES: &str = "group_hides";
/// The code of a listing of which a form waits for moderation.
pub const GROUP_FORM_WAITS: &str = "group_form_waits";
/// Characters of a value in the report.
const SHOWN: usize = 100;

/// What is known of a listing that a registered group owns.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsOwn {
    /// What the import itself said last; `None`: nobody knows any more, then all that is there is the group's.
    pub imported: Option<Box<Listing>>,
    /// What the group told of itself and which of it is public, where the listing is the group's own.
    pub profile: Option<Profile>,
    /// A form of the group waits for moderation.
    pub waits: bool,
}

/// A listing put together from a group's and from a row, and what of the row was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The listing.
    pub listing: Listing,
    /// What was left as the group has it.
    pub left: Vec<Problem>,
}

impl GroupsOwn {
    /// Puts `new` (what the row says, with what every import carries over) together with `old`. `base` is [`Self::imported`] in the same way;
    /// `place` is where the row stands.
    pub fn together(&self, old: &Listing, base: Option<Listing>, new: &Listing, place: &str) -> Together {
        // Where it came from and when it was confirmed are not the group's words.
        let settled = |it: Listing| Listing { source: new.source.clone(), confirmed_on: new.confirmed_on, ..it };
        let mine = settled(old.clone());
        let (mut listing, conflicts) = if let Some(base) = base {
            let merged = merge(&settled(base), &mine, new);
            (merged.listing, merged.conflicts)
        } else {
            let all = differences(&mine, new).into_iter();
            let conflicts = all.map(|it| FieldConflict { field: it.field, mine: it.before, theirs: it.after }).collect();
            (mine.clone(), conflicts)
        };
        let mut left: Vec<Problem> = conflicts
            .into_iter()
            .map(|it| Problem::new(place, GROUP_KEEPS).arg(it.field).arg(it.theirs.chars().take(SHOWN).collect::<String>()))
            .collect();
        if let Some(profile) = self.profile.as_ref().filter(|_| old.kind() == Kind::Group) {
            left.extend(profile.keep_hidden(old, &mut listing).into_iter().map(|field| Problem::new(place, GROUP_HIDES).arg(field)));
        }
        if self.waits && listing != mine {
            left.push(Problem::new(place, GROUP_FORM_WAITS));
        }
        Together { listing, left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::listing::{Contact, Source};
    use crate::people::group::profile::ProfileField;

    fn listing(title: &str, phone: &str, hours: &str) -> Listing {
        let mut listing = Listing::draft("g", Kind::Group);
        listing.title = title.into();
        listing.contact = Contact { phone: phone.into(), hours: hours.into(), ..Contact::default() };
        listing
    }

    fn own(imported: Option<Listing>) -> GroupsOwn {
        GroupsOwn { imported: imported.map(Box::new), profile: None, waits: false }
    }

    fn codes(left: &[Problem]) -> Vec<(&str, &str)> {
        left.iter().map(|it| (it.code.as_str(), it.args.first().map_or("", String::as_str))).collect()
    }

    #[test]
    fn what_only_the_row_changed_comes_in_and_what_the_group_changed_stays() {
        let (base, old) = (listing("会", "1", "午前"), listing("わたしたちの会", "1", "午前"));
        let mut new = listing("会２", "2", "午前");
        new.source = Some(Source { row: 9, ..Source::default() });
        let done = own(Some(base.clone())).together(&old, Some(base), &new, "a.csv!9");
        assert_eq!((done.listing.title.as_str(), done.listing.contact.phone.as_str()), ("わたしたちの会", "2"));
        assert_eq!(done.listing.source, new.source);
        assert_eq!(codes(&done.left), [(GROUP_KEEPS, "title")]);
        assert_eq!((done.left[0].path.as_str(), done.left[0].args[1].as_str()), ("a.csv!9", "会２"));
    }

    #[test]
    fn without_a_base_everything_is_the_groups() {
        let (old, new) = (listing("会", "1", ""), listing("会", "2", "午前"));
        let done = own(None).together(&old, None, &new, "a.csv!9");
        assert_eq!(done.listing, old);
        assert_eq!(codes(&done.left), [(GROUP_KEEPS, "contact.phone"), (GROUP_KEEPS, "contact.hours")]);
    }

    #[test]
    fn what_the_group_keeps_to_itself_is_not_shown_by_a_row() {
        let base = listing("会", "", "");
        let mut hides = own(Some(base.clone()));
        hides.profile = Some(Profile { public: vec![ProfileField::Email], ..Profile::default() });
        hides.waits = true;
        let mut new = listing("会", "1", "午前");
        new.contact.email = "a@example.jp".into();
        let done = hides.together(&base, Some(base.clone()), &new, "a.csv!9");
        assert_eq!(done.listing.contact, Contact { email: "a@example.jp".into(), hours: "午前".into(), ..Contact::default() });
        assert_eq!(codes(&done.left), [(GROUP_HIDES, "contact.phone"), (GROUP_FORM_WAITS, "")]);
        assert!(hides.together(&base, Some(base.clone()), &base, "").left.is_empty(), "nothing changes, so nothing is said");
    }
}
