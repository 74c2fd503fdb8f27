//! `engawa sealing-key`: a new key with which a server opens what was sealed at shared screens.

use engawa_core::kiosk::base64url;
use tower_sessions::session::Id;

/// Prints one, as the environment takes it.
pub fn run() {
    println!("ENGAWA_SEALING_KEY={}", new_key());
    eprintln!(
        "Keep it secret, and keep it: what was sealed for it is opened by it alone. To change it, put the new one before the old one, parted by a \
         comma; take the old one away when no screen has anything to deliver any more."
    );
}

/// 256 bits of chance, from where the ids of sessions come from: the system's generator.
fn new_key() -> String {
    let halves = [Id::default().0.to_be_bytes(), Id::default().0.to_be_bytes()];
    base64url::encode(&halves.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_of_their_length_and_never_the_same() {
        let keys: std::collections::BTreeSet<String> = (0..100).map(|_| new_key()).collect();
        assert_eq!(keys.len(), 100);
        assert!(keys.iter().all(|key| base64url::decode(key).is_some_and(|bytes| bytes.len() == 32)));
    }
}
