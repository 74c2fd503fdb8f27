// The widths in which pages are looked at.

/** A phone, a tablet on a stand, a desk. */
export const SIZES = { phone: { width: 360, height: 740 }, kiosk: { width: 1024, height: 768 }, desktop: { width: 1280, height: 900 } };
