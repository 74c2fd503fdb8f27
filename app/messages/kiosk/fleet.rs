//! Words of the pages on which staff look after screens.

use engawa_core::Message;

engawa_core::messages! {
    KIOSK = "端末", "がめん", "Screen";
}
