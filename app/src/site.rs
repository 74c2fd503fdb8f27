//! A site: one city with its own names, address, colours and database.

use chrono::{NaiveDateTime, NaiveTime};
use engawa_core::Lang;
use serde::{Deserialize, Serialize};

/// A name in the three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Names {
    /// Japanese.
    pub ja: String,
    /// やさしい日本語.
    #[serde(rename = "ja-easy")]
    pub ja_easy: String,
    /// English.
    pub en: String,
}

impl Names {
    /// The name in `lang`, else in Japanese.
    pub fn text(&self, lang: Lang) -> &str {
        let own = match lang {
            Lang::Ja => &self.ja,
            Lang::JaEasy => &self.ja_easy,
            Lang::En => &self.en,
        };
        if own.is_empty() { &self.ja } else { own }
    }
}

/// A part of the map that one can jump to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ZoomArea {
    /// What it is called.
    pub name: String,
    /// Centre, WGS 84 degrees.
    pub lat: f64,
    /// Centre, WGS 84 degrees.
    pub lon: f64,
    /// Width of the view in kilometres.
    pub km: f64,
}

/// What everybody may know of a site: it travels with each page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// Short code: folder, database and metrics label.
    pub code: String,
    /// Name of the city's service.
    pub name: Names,
    /// Name of the city.
    pub city: Names,
    /// One sentence under the name.
    pub tagline: Names,
    /// 市区町村コード (JIS X 0402 with check digit).
    pub municipality_code: String,
    /// Accent colour: the name of a theme in `style/tokens.css`.
    pub theme: String,
    /// Parts of the map.
    pub zoom_areas: Vec<ZoomArea>,
    /// Whom to ask: desk, phone, e-mail, hours.
    pub desk: Desk,
    /// Licence under which the site gives its own data away.
    pub licence: String,
    /// `https://city.example.jp`, without a slash at the end; canonical links begin with it.
    pub origin: String,
    /// The site shows sample data; every page says so.
    pub sample: bool,
}

/// The desk that answers for the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// Its name.
    pub name: String,
    /// Its phone number.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
    /// Opening hours in words.
    pub hours: String,
}

/// What a page needs to start in the browser exactly as the server drew it. Travels as JSON in the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Boot {
    /// The city.
    pub site: Site,
    /// The language of this page.
    pub lang: Lang,
    /// The civil date in Japan when the page was drawn; in the offline shell the device's.
    pub today: chrono::NaiveDate,
    /// The minute of that day, from 0; likewise.
    #[serde(default)]
    pub minute: u16,
    /// Which build drew it.
    pub build: String,
    /// Whoever asked for the page is signed in, so it has a way out. Nothing is said of who they are.
    #[serde(default)]
    pub signed_in: bool,
}

impl Boot {
    /// The moment in Japan when the page was drawn, to the minute.
    pub fn now(&self) -> NaiveDateTime {
        self.today.and_time(NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.minute) * 60, 0).unwrap_or_default())
    }
}
