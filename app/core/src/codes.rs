//! Enums whose values travel and are stored as fixed codes.

/// Declares an enum whose values travel and are stored as fixed codes.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $( $(#[$vmeta:meta])* $variant:ident = $code:literal ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $( $(#[$vmeta])* #[doc = concat!("`", $code, "`")] #[serde(rename = $code)] $variant ),* }
        impl $name {
            /// Every value, in the order of display.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),* ];
            /// The code on the wire, in addresses and in the database.
            pub fn code(self) -> &'static str { match self { $( Self::$variant => $code ),* } }
            /// Reads a code.
            pub fn parse(code: &str) -> Option<Self> { match code { $( $code => Some(Self::$variant), )* _ => None } }
            /// The place in [`Self::ALL`], for bit sets and columns.
            pub fn index(self) -> usize { self as usize }
        }
    };
}
