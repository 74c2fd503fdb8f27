//! The three languages of the interface and the message tables that speak them.
//!
//! Invariant: a message exists in all three languages or does not compile.

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    /// Japanese.
    #[default]
    #[serde(rename = "ja")]
    Ja,
    /// やさしい日本語: plain Japanese for children, elders, learners (出入国在留管理庁・文化庁「在留支援のためのやさしい日本語ガイドライン」).
    #[serde(rename = "ja-easy")]
    JaEasy,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// All languages, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Ja, Self::JaEasy, Self::En];

    /// The code used in addresses, cookies and records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::JaEasy => "ja-easy",
            Self::En => "en",
        }
    }

    /// The BCP 47 tag for the `lang` attribute. There is no registered tag for やさしい日本語.
    pub fn html(self) -> &'static str {
        match self {
            Self::Ja | Self::JaEasy => "ja",
            Self::En => "en",
        }
    }

    /// Reads a code; anything unknown is `None`.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

/// A sentence of the interface in all languages: ja, ja-easy, en. `{0}`, `{1}` stand for arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message(pub [&'static str; 3]);

impl Message {
    /// The sentence in one language.
    pub fn text(self, lang: Lang) -> &'static str {
        let [ja, easy, en] = self.0;
        match lang {
            Lang::Ja => ja,
            Lang::JaEasy => easy,
            Lang::En => en,
        }
    }

    /// The sentence with its arguments filled in.
    pub fn with(self, lang: Lang, args: &[&str]) -> String {
        fill(self.text(lang), args)
    }
}

/// Puts `args` where `{0}`, `{1}`, .. stand. A placeholder without an argument stays visible.
pub fn fill(template: &str, args: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        out.push_str(&rest[..open]);
        match rest[open + 1..close].parse::<usize>().ok().and_then(|at| args.get(at)) {
            Some(arg) => out.push_str(arg),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Declares a message table: one row a message, three languages a row.
#[macro_export]
macro_rules! messages {
    ($( $(#[$doc:meta])* $name:ident = $ja:literal, $easy:literal, $en:literal; )*) => {
        $( $(#[$doc])* #[doc = $ja] pub const $name: $crate::Message = $crate::Message([$ja, $easy, $en]); )*
        /// Every row of this table by name, for the tests that read it.
        pub const TABLE: &[(&str, $crate::Message)] = &[ $( (stringify!($name), $name) ),* ];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_filled_and_unknown_placeholders_stay() {
        assert_eq!(fill("{0}件中{1}件", &["10", "3"]), "10件中3件");
        assert_eq!(fill("{0} {2} {x} {", &["a"]), "a {2} {x} {");
    }

    #[test]
    fn codes_round_trip() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.code()), Some(lang));
        }
        assert_eq!(Lang::parse("fr"), None);
    }
}
