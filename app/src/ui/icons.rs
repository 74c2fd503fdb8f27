//! Line icons, drawn by hand on a 24 pixel grid. They decorate: words always stand beside them, so readers skip them.

use super::still::{Markup, html, still};
use crate::listings::Kind;
use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each icon is what its name says")]
pub enum Icon {
    Brand,
    Home,
    Search,
    Calendar,
    Pin,
    Heart,
    Lantern,
    Book,
    People,
    Megaphone,
    Building,
    Toolbox,
    Yen,
    Rings,
    Speech,
    Bulb,
    Bell,
    Signpost,
    Check,
    Clock,
    Close,
    Left,
    Right,
    Share,
    Print,
    Download,
    Phone,
    Mail,
    External,
    Globe,
    Wheelchair,
    Info,
    Warning,
    Filter,
    Sprout,
    Offline,
    Mobile,
    Contrast,
    Leave,
    Speaker,
    Letter,
    Keys,
}

impl Icon {
    /// The icon of a kind of listing.
    pub fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Event => Self::Lantern,
            Kind::Course => Self::Book,
            Kind::Group => Self::People,
            Kind::Call => Self::Megaphone,
            Kind::Place => Self::Building,
            Kind::Equipment => Self::Toolbox,
            Kind::Programme => Self::Yen,
            Kind::Project => Self::Rings,
            Kind::Story => Self::Speech,
            Kind::Challenge => Self::Bulb,
            Kind::Notice => Self::Bell,
            Kind::Guide => Self::Signpost,
        }
    }

    /// The line to draw (SVG path data).
    pub fn path(self) -> &'static str {
        match self {
            Self::Brand => "M2.5 9.5 12 4l9.5 5.5M6 9v7M18 9v7M2 16h20M2 18.3h20M4.5 18.5V21M19.5 18.5V21",
            Self::Home => "M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5",
            Self::Search => "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13ZM15.3 15.3 20 20",
            Self::Calendar => "M5 6.5h14v13H5zM5 10.5h14M8.5 4v4M15.5 4v4",
            Self::Pin => "M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
            Self::Heart => "M12 20s-8-4.9-8-10.6A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8 2.4C20 15.1 12 20 12 20Z",
            Self::Lantern => {
                "M12 1.5v2M9 3.5h6M9.5 3.5v2.7M14.5 3.5v2.7M12 6c-4.7 0-6.8 2.7-6.8 6s2.1 6 6.8 6 6.8-2.7 6.8-6-2.1-6-6.8-6ZM5.6 10h12.8M5.6 14h12.8M9.5 17.8v2.7M14.5 17.8v2.7M9 20.5h6M12 20.5v2"
            }
            Self::Book => "M12 7c-2-1.6-4.7-2-8-2v13c3.3 0 6 .4 8 2 2-1.6 4.7-2 8-2V5c-3.3 0-6 .4-8 2ZM12 7v13",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.4-4 2.8-6.5 6.5-6.5s6.1 2.5 6.5 6.5M16 4.3a3.4 3.4 0 0 1 0 6.4M18 14c2 .9 3.2 3 3.5 6"
            }
            Self::Megaphone => "M4 10v4h3l9 5V5l-9 5H4ZM19 9.5a4 4 0 0 1 0 5M8 14.5 9.5 20H12l-1.3-4",
            Self::Building => "M3 20h18M5 20V5h10v15M15 10h4v10M8 8.5h1M11 8.5h1M8 12h1M11 12h1M8 15.5h1M11 15.5h1",
            Self::Toolbox => "M4 9h16v10H4zM9 9V6h6v3M4 13h16M12 12v2.5",
            Self::Yen => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8.5 7.5 12 12l3.5-4.5M12 12v5M9 12.5h6M9 15h6",
            Self::Rings => "M9 16a5 5 0 1 1 0-10 5 5 0 0 1 0 10ZM15 18a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z",
            Self::Speech => "M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5",
            Self::Bulb => "M9 17h6M10 20h4M8 13.5a5.5 5.5 0 1 1 8 0c-.7.7-1 1.5-1 2.5H9c0-1-.3-1.8-1-2.5Z",
            Self::Bell => "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15L6 16ZM10 20.5h4",
            Self::Signpost => "M12 3v18M12 5h6l2 2-2 2h-6M12 11H6l-2 2 2 2h6",
            Self::Check => "M5 12.5 10 17 19 7",
            Self::Clock => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7v5l3.5 2",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Left => "M14.5 5 8 12l6.5 7",
            Self::Right => "M9.5 5 16 12l-6.5 7",
            Self::Share => "M12 15V4M8 7.5 12 4l4 3.5M6 11v9h12v-9",
            Self::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Download => "M12 4v11M8 11.5l4 3.5 4-3.5M5 19.5h14",
            Self::Phone => "M6 4h3.5L11 8.5 9 10a11 11 0 0 0 5 5l1.5-2 4.5 1.5V18a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2Z",
            Self::Mail => "M4 6h16v12H4zM4 7l8 6.5L20 7",
            Self::External => "M13 5h6v6M19 5l-8 8M17 14v5H5V7h5",
            Self::Globe => {
                "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM3.5 12h17M12 3.5c2.5 2.5 3.5 5.3 3.5 8.5s-1 6-3.5 8.5M12 3.5C9.5 6 8.5 8.8 8.5 12s1 6 3.5 8.5"
            }
            Self::Wheelchair => "M10 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM10 8v6h5l2.5 5M10 10.5h4.5M7.5 11.5a5 5 0 1 0 6.5 6.5",
            Self::Info => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.5v.5",
            Self::Warning => "M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 16.8v.4",
            Self::Filter => "M4 6h16M7 12h10M10 18h4",
            Self::Sprout => "M12 20v-8M12 12c0-4-3-6-7-6 0 4 3 6 7 6ZM12 10.5c0-3.5 2.5-5.5 6.5-5.5 0 3.5-2.5 5.5-6.5 5.5",
            Self::Mobile => {
                "M8 2.5h8a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5ZM6.5 17.5h11M11.5 19.5h1"
            }
            Self::Contrast => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 3.5v17M12 7l3.8 3.8M12 11.5l4.5 4.5M12 16l2.5 2.5",
            Self::Leave => "M13 4H5v16h8M10 12h10M16.5 8.5 20 12l-3.5 3.5",
            Self::Speaker => "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15 9a4.2 4.2 0 0 1 0 6M17.5 6.5a8 8 0 0 1 0 11",
            Self::Letter => "M3 18 7.5 7 12 18M4.6 14h5.8M13.5 18l3.2-8 3.3 8M14.7 15.2h4.1",
            Self::Keys => "M3 6.5h18v11H3zM6.5 10h.5M10 10h.5M13.5 10h.5M17 10h.5M6.5 12.5h.5M17 12.5h.5M9 15h6",
            Self::Offline => "M4 4l16 16M7 18a4.5 4.5 0 0 1-.5-9M10 6.5a6 6 0 0 1 8 4.5 3.6 3.6 0 0 1 1.5 6.2M8 18h7",
        }
    }
}

/// An icon as an inline picture in the colour of the text around it.
pub fn svg(icon: Icon) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" { path d=(icon.path()) {} }
    }
}

/// The same for views.
pub fn icon(icon: Icon) -> AnyView {
    still(svg(icon))
}
