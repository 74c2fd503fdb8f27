//! A picture on its way: its file goes to the server before the command, and the listing in the command names it.
//!
//! In a listing that is sent, the address of such a picture is `sha256:<digest>/<proof>`; the server makes a picture of the file and puts
//! its address below `/media/` in the place. On the device, before it is sent, it is `sha256:<digest>`. Files are kept by their digest and
//! whoever knows a digest could name the file of somebody else, to see it published: so the sender proves that they have its bytes.
//! Invariant: a listing that is stored names no file that way ([`super::rules::check`]).

use crate::forms::rules::is_sha256;

/// The most pictures that one command brings.
pub const PICTURES_MAX: usize = 20;

/// How the address of a picture begins that is on its way.
const FILE: &str = "sha256:";

/// A file that becomes a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedFile<'a> {
    /// The digest of its bytes.
    pub sha256: &'a str,
    /// The digest of [`about`] the command and its bytes; empty on the device.
    pub proof: &'a str,
}

/// The file that an address of a picture names; `None`: it is a picture of the site, or nothing at all.
pub fn file_of(src: &str) -> Option<NamedFile<'_>> {
    let rest = src.strip_prefix(FILE)?;
    let (sha256, proof) = rest.split_once('/').unwrap_or((rest, ""));
    (is_sha256(sha256) && (proof.is_empty() || is_sha256(proof))).then_some(NamedFile { sha256, proof })
}

/// The address of a picture whose file is on the device.
pub fn of_file(sha256: &str) -> String {
    format!("{FILE}{sha256}")
}

/// The same as it is sent, with the proof that the sender has the file.
pub fn with_proof(sha256: &str, proof: &str) -> String {
    format!("{FILE}{sha256}/{proof}")
}

/// What stands before the bytes of a file in its proof: the command that brings it, so that a proof serves once.
pub fn about(command: &str) -> String {
    format!("engawa picture {command}\n")
}

#[cfg(test)]
mod tests {
    use super::super::rules::is_media;
    use super::*;

    #[test]
    fn addresses_of_files_are_no_pictures_of_the_site() {
        let (file, proof) = ("ab".repeat(32), "0f".repeat(32));
        assert_eq!(file_of(&of_file(&file)), Some(NamedFile { sha256: &file, proof: "" }));
        assert_eq!(file_of(&with_proof(&file, &proof)), Some(NamedFile { sha256: &file, proof: &proof }));
        for src in [of_file(&file), with_proof(&file, &proof)] {
            assert!(!is_media(&src), "{src}");
        }
        for wrong in [format!("{file}.jpg"), of_file("../secret"), of_file(&file.to_ascii_uppercase()), with_proof(&file, "x"), String::new()] {
            assert_eq!(file_of(&wrong), None, "{wrong}");
        }
        assert_ne!(about("a"), about("b"));
    }
}
