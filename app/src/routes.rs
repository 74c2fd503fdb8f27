//! Pages as routes that a browser loads when they are first looked at.
//!
//! The first page of a visit weighs what pages of its part need; the service worker fetches the other files right after, so that every
//! page opens without a connection. Pages that are alike share a part, because each further part multiplies the files that parts share. On the server this makes no difference.
//! Figures: `docs/decisions/0007-small-bundles.md`.

use crate::forms::pages::about_form::FormPage;
use crate::forms::pages::begin::BeginPage;
use crate::forms::pages::drafts::DraftsPage;
use crate::forms::pages::fill::FillPage;
use crate::forms::pages::join::JoinPage;
use crate::forms::pages::list::FormsPage;
use crate::forms::pages::outbox::OutboxPage;
use crate::kiosk::pages::device::Kiosk;
use crate::kiosk::pages::frame::frame;
use crate::kiosk::pages::hand_over::HandOverPage;
use crate::kiosk::pages::home::KioskPage;
use crate::kiosk::pages::pair::PairPage;
use crate::listings::pages::calendar::CalendarPage;
use crate::listings::pages::detail::DetailPage;
use crate::listings::pages::favourites::FavouritesPage;
use crate::listings::pages::group::GroupPage;
use crate::listings::pages::home::HomePage;
use crate::listings::pages::list::ListPage;
use crate::listings::pages::map::MapPage;
use crate::listings::pages::statics::{AboutPage, AccessibilityPage, InstallPage, OfflinePage, PrivacyPage};
use crate::listings::pages::write::WritePage;
use crate::listings::pages::write::editor::WriteDraftPage;
use crate::people::pages::field::FieldPage;
use leptos::html;
use leptos::lazy;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Draws the first page.
#[lazy]
fn first() -> AnyView {
    HomePage().into_any()
}

/// Pages of cards.
enum Cards {
    List,
    Favourites,
}

/// Draws a page of cards.
#[lazy]
fn cards(page: Cards) -> AnyView {
    match page {
        Cards::List => ListPage().into_any(),
        Cards::Favourites => FavouritesPage().into_any(),
    }
}

/// Pages of prose.
enum Prose {
    About,
    Accessibility,
    Privacy,
    Offline,
    Install,
}

/// Draws a page of prose.
#[lazy]
fn prose(page: Prose) -> AnyView {
    match page {
        Prose::About => AboutPage().into_any(),
        Prose::Accessibility => AccessibilityPage().into_any(),
        Prose::Privacy => PrivacyPage().into_any(),
        Prose::Offline => OfflinePage().into_any(),
        Prose::Install => InstallPage().into_any(),
    }
}

/// Pages of one listing.
enum Whole {
    Detail,
    Group,
}

/// Draws a page of one listing.
#[lazy]
fn whole(page: Whole) -> AnyView {
    match page {
        Whole::Detail => DetailPage().into_any(),
        Whole::Group => GroupPage().into_any(),
    }
}

/// Sheets of many listings.
enum Sheets {
    Calendar,
    Map,
}

/// Draws a sheet.
#[lazy]
fn sheets(page: Sheets) -> AnyView {
    match page {
        Sheets::Calendar => CalendarPage().into_any(),
        Sheets::Map => MapPage().into_any(),
    }
}

/// Pages of forms, and those on which a listing is written: both keep drafts on the device.
enum Papers {
    Forms,
    Form,
    Outbox,
    Begin,
    Fill,
    Drafts,
    Join,
    Field,
    Write,
    WriteDraft,
    HandOver,
}

/// Draws a page of forms: with what runs forms the heaviest part. Whoever looks at a form is about to fill it in.
#[lazy]
fn papers(page: Papers) -> AnyView {
    match page {
        Papers::Forms => FormsPage().into_any(),
        Papers::Form => FormPage().into_any(),
        Papers::Outbox => OutboxPage().into_any(),
        Papers::Begin => BeginPage().into_any(),
        Papers::Fill => FillPage().into_any(),
        Papers::Drafts => DraftsPage().into_any(),
        Papers::Join => JoinPage().into_any(),
        Papers::Field => FieldPage().into_any(),
        Papers::Write => WritePage().into_any(),
        Papers::WriteDraft => WriteDraftPage().into_any(),
        Papers::HandOver => HandOverPage().into_any(),
    }
}

/// What only a shared screen has: its pages, and the frame around every page there.
enum Screens {
    Home,
    Pair,
    Frame(Box<(Kiosk, NodeRef<html::Main>, AnyView)>),
}

/// Draws what only a shared screen has.
#[lazy]
fn kiosk(what: Screens) -> AnyView {
    match what {
        Screens::Home => KioskPage().into_any(),
        Screens::Pair => PairPage().into_any(),
        Screens::Frame(inside) => {
            let (kiosk, main, page) = *inside;
            frame(kiosk, main, page)
        }
    }
}

/// The frame of a shared screen around a page, as soon as its code is here: a phone never fetches it.
pub fn around(kiosk_here: Kiosk, main: NodeRef<html::Main>, page: AnyView) -> AnyView {
    let inside = Screens::Frame(Box::new((kiosk_here, main, page)));
    Suspend::new(async move { kiosk(inside).await }).into_any()
}

/// Routes, each with its address, its page and the function that draws it.
macro_rules! routes {
    ($($route:ident: $address:literal = $draw:ident($($page:path)?);)*) => {$(
        #[doc = $address]
        pub struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                $draw($($page)?).await
            }
        }
    )*};
}

routes! {
    HomeRoute: "`/`" = first();
    ListRoute: "`/listings`" = cards(Cards::List);
    FavouritesRoute: "`/favourites`" = cards(Cards::Favourites);
    AboutRoute: "`/about`" = prose(Prose::About);
    AccessibilityRoute: "`/accessibility`" = prose(Prose::Accessibility);
    PrivacyRoute: "`/privacy`" = prose(Prose::Privacy);
    OfflineRoute: "`/offline`" = prose(Prose::Offline);
    InstallRoute: "`/install`" = prose(Prose::Install);
    DetailRoute: "`/listings/:id`" = whole(Whole::Detail);
    GroupRoute: "`/groups/:id` and `/organisations/:id`" = whole(Whole::Group);
    CalendarRoute: "`/calendar`" = sheets(Sheets::Calendar);
    MapRoute: "`/map`" = sheets(Sheets::Map);
    FormsRoute: "`/forms`" = papers(Papers::Forms);
    FormRoute: "`/forms/:id`" = papers(Papers::Form);
    BeginRoute: "`/forms/:id/begin`" = papers(Papers::Begin);
    DraftsRoute: "`/drafts`" = papers(Papers::Drafts);
    FillRoute: "`/drafts/:id`" = papers(Papers::Fill);
    OutboxRoute: "`/outbox`" = papers(Papers::Outbox);
    JoinRoute: "`/join`" = papers(Papers::Join);
    FieldRoute: "`/field`" = papers(Papers::Field);
    WriteRoute: "`/write`" = papers(Papers::Write);
    WriteDraftRoute: "`/write/:id`" = papers(Papers::WriteDraft);
    HandOverRoute: "`/hand-over`" = papers(Papers::HandOver);
    KioskRoute: "`/kiosk`" = kiosk(Screens::Home);
    PairRoute: "`/kiosk/pair`" = kiosk(Screens::Pair);
}
