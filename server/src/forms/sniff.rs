//! What a file is, by its first bytes. What its sender or its name says does not count.

/// How many bytes are looked at, where a text is told from other things.
const LOOKED_AT: usize = 4_096;

/// The media type of some bytes; what is not known, and everything that a browser might run, is `application/octet-stream`.
pub fn media_type(bytes: &[u8]) -> &'static str {
    const KNOWN: [(usize, &[u8], &str); 22] = [
        (0, b"%PDF-", "application/pdf"),
        (0, b"\x89PNG\r\n\x1a\n", "image/png"),
        (0, b"\xFF\xD8\xFF", "image/jpeg"),
        (0, b"GIF8", "image/gif"),
        (8, b"WEBP", "image/webp"),
        (4, b"ftypheic", "image/heic"),
        (4, b"ftypheix", "image/heic"),
        (4, b"ftypheim", "image/heic"),
        (4, b"ftypheis", "image/heic"),
        (4, b"ftyphevc", "image/heic"),
        (4, b"ftyphevx", "image/heic"),
        (4, b"ftypmif1", "image/heif"),
        (4, b"ftypmsf1", "image/heif"),
        (4, b"ftypavif", "image/avif"),
        (4, b"ftypavis", "image/avif"),
        (4, b"ftypM4A ", "audio/mp4"),
        (4, b"ftypM4B ", "audio/mp4"),
        (4, b"ftypqt  ", "video/quicktime"),
        (4, b"ftyp", "video/mp4"),
        (8, b"WAVE", "audio/wav"),
        (0, b"ID3", "audio/mpeg"),
        (0, b"OggS", "audio/ogg"),
    ];
    let is_at = |at: usize, sign: &[u8]| bytes.get(at..at + sign.len()) == Some(sign);
    if let Some((_, _, found)) = KNOWN.iter().find(|(at, sign, _)| is_at(*at, sign)) {
        return found;
    }
    if is_at(0, b"\x1A\x45\xDF\xA3") {
        // Matroska, of which WebM is the part that browsers play; its head says which.
        let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
        return if head.windows(4).any(|part| part == b"webm") { "video/webm" } else { "video/x-matroska" };
    }
    if is_mp3_frame(bytes) {
        return "audio/mpeg";
    }
    if is_at(0, b"PK\x03\x04") {
        return of_archive(bytes);
    }
    if is_at(0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return "application/x-ole-storage";
    }
    if is_text(bytes) { "text/plain" } else { "application/octet-stream" }
}

/// The head of a frame of MPEG audio, layer III, as files begin that have no notes before it (ISO/IEC 11172-3, 2.4.1.3).
fn is_mp3_frame(bytes: &[u8]) -> bool {
    let [0xFF, version, rates, ..] = bytes else { return false };
    let is_layer_three = version & 0xE6 == 0xE2 && version & 0x18 != 0x08;
    is_layer_three && rates >> 4 != 0x0F && rates >> 4 != 0 && rates & 0x0C != 0x0C
}

/// Office files are archives whose folders say which they are.
fn of_archive(bytes: &[u8]) -> &'static str {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if has(b"word/document.xml") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else if has(b"xl/workbook.xml") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if has(b"ppt/presentation.xml") {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    } else {
        "application/zip"
    }
}

/// Text without signs that only programs use, and no markup.
fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    let is_plain = |byte: &u8| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x1B);
    let begins = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).iter().find(|byte| !byte.is_ascii_whitespace());
    head.iter().all(is_plain) && begins != Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_their_bytes_say() {
        for (bytes, expected) in [
            (b"%PDF-1.7 ...".as_slice(), "application/pdf"),
            (b"\x89PNG\r\n\x1a\nxxxx", "image/png"),
            (b"\xFF\xD8\xFF\xE0\0\0JFIF", "image/jpeg"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
            (b"\0\0\0\x18ftypheix", "image/heic"),
            (b"\0\0\0\x18ftypmsf1", "image/heif"),
            (b"\0\0\0\x18ftypavis", "image/avif"),
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (b"\0\0\0\x1cftypM4A \0\0", "audio/mp4"),
            (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
            (b"\xFF\xFB\x90\x64\0", "audio/mpeg"),
            (b"\xFF\xFE\x41\0", "application/octet-stream"),
            (b"ID3\x04\0", "audio/mpeg"),
            (b"OggS\0", "audio/ogg"),
            (b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"),
            (b"\x1A\x45\xDF\xA3\xA3\x42\x82\x88matroska", "video/x-matroska"),
            (b"PK\x03\x04....", "application/zip"),
            ("日本語の文".as_bytes(), "text/plain"),
            (b"<script>alert(1)</script>", "application/octet-stream"),
            (b"\xEF\xBB\xBF <svg/>", "application/octet-stream"),
            (b"MZ\x90\0", "application/octet-stream"),
            (b"", "text/plain"),
        ] {
            assert_eq!(media_type(bytes), expected, "{bytes:?}");
        }
    }
}
