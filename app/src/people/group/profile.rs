//! What a group told the city of itself, and which of it everybody may see (mission row 2.2).
//!
//! The listing shows what is public; what is not stays here. Invariant: hiding a field and showing it again brings back what stood there,
//! also when the group changed it in its listing meanwhile.

use crate::listings::kind::Details;
use crate::listings::listing::{Link, Listing, Venue};
use engawa_core::codes;
use serde::{Deserialize, Serialize};

codes! {
    /// A field that a group may show or keep to itself, with the codes of the ready form.
    ProfileField {
        /// 代表者氏名
        Representative = "rep_name",
        /// 所在地
        Address = "address",
        /// 電話番号
        Phone = "phone",
        /// メールアドレス
        Email = "email",
        /// ホームページ・SNS
        Website = "website",
    }
}

/// What a group told of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// 代表者.
    pub representative: String,
    /// 所在地.
    pub address: String,
    /// As dialled in Japan.
    pub phone: String,
    /// Where the group reads its mail.
    pub email: String,
    /// Its page.
    pub website: String,
    /// What everybody may see.
    pub public: Vec<ProfileField>,
}

impl Profile {
    /// What a listing shows already is what its group made public.
    pub fn of(listing: &Listing) -> Self {
        let mut profile = Self::default();
        profile.learn(listing);
        profile.public = ProfileField::ALL.iter().copied().filter(|field| !profile.value(*field).is_empty()).collect();
        profile
    }

    /// What stands in a field.
    pub fn value(&self, field: ProfileField) -> &str {
        match field {
            ProfileField::Representative => &self.representative,
            ProfileField::Address => &self.address,
            ProfileField::Phone => &self.phone,
            ProfileField::Email => &self.email,
            ProfileField::Website => &self.website,
        }
    }

    /// Takes over what the listing shows now: the group may have changed it there.
    pub fn learn(&mut self, listing: &Listing) {
        let take = |into: &mut String, shown: &str| {
            if !shown.is_empty() {
                shown.clone_into(into);
            }
        };
        if let Details::Group(group) = &listing.details {
            take(&mut self.representative, &group.representative);
        }
        take(&mut self.address, listing.venue.as_ref().map_or("", |venue| &venue.address));
        take(&mut self.phone, &listing.contact.phone);
        take(&mut self.email, &listing.contact.email);
        if !listing.links.iter().any(|link| link.url == self.website) {
            take(&mut self.website, listing.links.first().map_or("", |link| &link.url));
        }
    }

    /// Writes what is public into the listing, and takes out what is not.
    pub fn show_in(&self, listing: &mut Listing) {
        let shown = |field: ProfileField| if self.public.contains(&field) { self.value(field).to_owned() } else { String::new() };
        if let Details::Group(group) = &mut listing.details {
            group.representative = shown(ProfileField::Representative);
        }
        let address = shown(ProfileField::Address);
        if address.is_empty() {
            if let Some(venue) = listing.venue.as_mut().filter(|venue| !venue.address.is_empty()) {
                // The point on the map tells where the address is.
                (venue.address, venue.lat, venue.lon) = (address, None, None);
            }
            listing.venue = listing.venue.take().filter(|venue| *venue != Venue::default());
        } else {
            listing.venue.get_or_insert_default().address = address;
        }
        listing.contact.phone = shown(ProfileField::Phone);
        listing.contact.email = shown(ProfileField::Email);
        let website = shown(ProfileField::Website);
        if website.is_empty() {
            listing.links.retain(|link| link.url != self.website);
        } else if !listing.links.iter().any(|link| link.url == website) {
            listing.links.insert(0, Link { label: listing.title.clone(), url: website });
        }
    }
}

impl Profile {
    /// Takes out of `after` what is not public and did not stand in `before`: it came from a register, not from the group. Gives the names
    /// of these fields in the form of a listing.
    pub fn keep_hidden(&self, before: &Listing, after: &mut Listing) -> Vec<&'static str> {
        let mut hidden = Vec::new();
        let mut hide = |is_new: bool, field: &'static str| {
            if is_new {
                hidden.push(field);
            }
            is_new
        };
        let came = |before: &str, after: &str| before.is_empty() && !after.is_empty();
        for field in ProfileField::ALL.iter().filter(|field| !self.public.contains(field)) {
            match field {
                ProfileField::Representative => {
                    if let (Details::Group(before), Details::Group(after)) = (&before.details, &mut after.details)
                        && hide(came(&before.representative, &after.representative), "fact.representative")
                    {
                        after.representative.clear();
                    }
                }
                ProfileField::Address => {
                    let was = before.venue.clone().unwrap_or_default();
                    if let Some(venue) = after.venue.as_mut()
                        && hide(came(&was.address, &venue.address), "venue.address")
                    {
                        // The point on the map tells where the address is.
                        (venue.address, venue.lat, venue.lon) = (String::new(), was.lat, was.lon);
                    }
                    after.venue = after.venue.take().filter(|venue| *venue != Venue::default());
                }
                ProfileField::Phone => {
                    if hide(came(&before.contact.phone, &after.contact.phone), "contact.phone") {
                        after.contact.phone.clear();
                    }
                }
                ProfileField::Email => {
                    if hide(came(&before.contact.email, &after.contact.email), "contact.email") {
                        after.contact.email.clear();
                    }
                }
                ProfileField::Website => {
                    if hide(before.links.is_empty() && !after.links.is_empty(), "links") {
                        after.links.clear();
                    }
                }
            }
        }
        hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::Kind;

    fn listing() -> Listing {
        let mut listing = Listing::draft("g", Kind::Group);
        listing.title = "えんがわ会".into();
        listing
    }

    #[test]
    fn what_is_hidden_comes_back_as_it_was_last() {
        let mut profile =
            Profile { phone: "0422-00-0000".into(), address: "みほん町1-2".into(), website: "https://a.example".into(), ..Profile::default() };
        profile.public = ProfileField::ALL.to_vec();
        let mut it = listing();
        profile.show_in(&mut it);
        assert_eq!((it.contact.phone.as_str(), it.links.len()), ("0422-00-0000", 1));
        // The group changes its number in the listing, then hides everything.
        it.contact.phone = "0422-11-1111".into();
        profile.learn(&it);
        profile.public.clear();
        profile.show_in(&mut it);
        assert_eq!(it, listing(), "nothing of it is left");
        profile.public = ProfileField::ALL.to_vec();
        profile.show_in(&mut it);
        assert_eq!(it.contact.phone, "0422-11-1111");
        assert_eq!(it.venue.unwrap().address, "みほん町1-2");
    }

    #[test]
    fn what_an_imported_listing_shows_is_public() {
        let mut it = listing();
        it.contact.phone = "0422-00-0000".into();
        let profile = Profile::of(&it);
        assert_eq!(profile.public, [ProfileField::Phone]);
        let before = it.clone();
        profile.show_in(&mut it);
        assert_eq!(it, before);
    }
}
