//! The id that a printed form carries in its QR code: `P-` and eight letters, so that the paper and what was entered from it find each
//! other. It is chance and says nothing; whoever knows it sees nothing.

use super::receipt::{ALPHABET, folded, secret_of};

/// Letters behind `P-`: forty bits.
const LETTERS: usize = 8;

/// An id of the random part of a UUID; nothing if that is no UUID.
pub fn of_uuid(uuid: &str) -> Option<String> {
    let letters: String = secret_of(uuid)?.chars().filter(|c| *c != '-').skip(LETTERS).collect();
    Some(format!("P-{letters}"))
}

/// The id in what somebody typed or scanned: capitals, digits for look-alikes, with or without `P-`.
pub fn read(typed: &str) -> Option<String> {
    let folded = folded(typed);
    let letters = match folded.strip_prefix('P') {
        Some(rest) if rest.len() == LETTERS => rest,
        _ => folded.as_str(),
    };
    (letters.len() == LETTERS && letters.bytes().all(|byte| ALPHABET.contains(&byte))).then(|| format!("P-{letters}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_typed() {
        let id = of_uuid("0193483e-7a00-7abc-8def-0123456789ab").unwrap();
        assert_eq!((id.len(), &id[..2]), (10, "P-"));
        assert_ne!(of_uuid("0193483e-7a00-7abc-8def-0123456789ac").unwrap(), id);
        assert_eq!(of_uuid("x"), None);
        for typed in [id.clone(), id.to_lowercase(), id[2..].to_owned(), format!(" {} ", id.replace('-', ""))] {
            assert_eq!(read(&typed).as_ref(), Some(&id), "{typed}");
        }
        for (typed, expected) in
            [("P-o0il1234", Some("P-00111234")), ("PABCDEFG", Some("P-PABCDEFG")), ("P-ABC", None), ("P-ABCD123U", None), ("", None)]
        {
            assert_eq!(read(typed).as_deref(), expected, "{typed}");
        }
    }
}
