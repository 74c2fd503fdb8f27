//! Words on shared screens.

use engawa_core::Message;

engawa_core::messages! {
    KIOSK = "端末", "がめん", "Screen";
}
