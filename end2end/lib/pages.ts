// What everybody can read of a city: the pages that are always there, and the kinds of listing.

/** Every public page, and lists that are narrowed. */
export const PAGES = [
  "/",
  "/listings",
  "/listings?q=%E9%98%B2%E7%81%BD",
  "/listings?kind=group&field=environment",
  "/listings?q=zzzzzzzz",
  "/calendar",
  "/calendar?week=2026-11-16",
  "/map",
  "/favourites",
  "/about",
  "/accessibility",
  "/privacy",
  "/offline",
  "/install",
  "/forms",
  "/drafts",
  "/outbox",
  "/join",
  "/write",
  "/hand-over",
  "/kiosk",
  "/kiosk/pair",
];

/** The twelve kinds. */
export const KINDS = ["event", "course", "group", "call", "place", "equipment", "programme", "project", "story", "challenge", "notice", "guide"] as const;
