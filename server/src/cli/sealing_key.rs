//! `engawa sealing-key`: a new key with which a server opens what was sealed at shared screens.

use crate::kiosk::keys::new_key;

/// Prints one, as the environment takes it.
pub fn run() {
    println!("ENGAWA_SEALING_KEY={}", new_key());
    eprintln!(
        "Keep it secret, and keep it: what was sealed for it is opened by it alone. To change it, put the new one before the old one, parted by a \
         comma; take the old one away when no screen has anything to deliver any more."
    );
}
