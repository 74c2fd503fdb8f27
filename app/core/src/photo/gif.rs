//! GIF pictures without comments and without what programs note in them.
//!
//! Source: `Graphics Interchange Format`, version 89a. Kept: pictures, how they follow each other, how often, and what their
//! colours mean. What stands behind the end goes as well.

/// Notes of programs that are needed to show the picture.
const NEEDED: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// The picture; nothing if it is none, or damaged.
pub(super) fn without_notes(gif: &[u8]) -> Option<Vec<u8>> {
    let is_gif = gif.starts_with(b"GIF87a") || gif.starts_with(b"GIF89a");
    let table = colours(*gif.get(10).filter(|_| is_gif)?);
    let (head, mut rest) = gif.split_at_checked(13 + table)?;
    let mut out = head.to_vec();
    loop {
        let length = match rest {
            // Many programs forget the end.
            [] | [0x3B, ..] => {
                out.push(0x3B);
                return Some(out);
            }
            [0x21, _, after @ ..] => 2 + blocks(after)?,
            [0x2C, ..] => {
                let picture = 10 + colours(*rest.get(9)?) + 1;
                picture + blocks(rest.get(picture..)?)?
            }
            _ => return None,
        };
        let (block, after) = rest.split_at_checked(length)?;
        if !is_note(block) {
            out.extend(block);
        }
        rest = after;
    }
}

/// The length of a table of colours, as the flags say that announce it.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) }
}

/// The length of blocks of data with the empty one that ends them.
fn blocks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

fn is_note(block: &[u8]) -> bool {
    match block {
        [0x21, 0xFF, 11, name @ ..] => !NEEDED.iter().any(|needed| name.starts_with(needed)),
        _ => matches!(block, [0x21, 0xFE | 0xFF, ..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_the_picture_stays() {
        let head = [b"GIF89a\x02\0\x02\0\x80\0\0".as_slice(), &[1; 6]].concat();
        let (comment, again) = (b"\x21\xFE\x06GPS 35\0".as_slice(), b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0".as_slice());
        let xmp = b"\x21\xFF\x0BXMP DataXMP\x05GPS 1\0".as_slice();
        let control = b"\x21\xF9\x04\0\0\0\0\0".as_slice();
        let picture = [b"\x2C\0\0\0\0\x02\0\x02\0\x80".as_slice(), &[2; 6], b"\x02\x02\x44\x01\0"].concat();
        let end = b"\x3B".as_slice();
        let noted = [head.as_slice(), comment, again, xmp, control, &picture, comment, end, b"GPS behind"].concat();
        let bare = [head.as_slice(), again, control, &picture, end].concat();
        assert_eq!(without_notes(&noted), Some(bare.clone()));
        assert_eq!(without_notes(&bare), Some(bare.clone()), "a second time changes nothing");
        assert_eq!(without_notes(bare.strip_suffix(end).unwrap()), Some(bare.clone()), "without an end");
        for cut in [0, 5, 12, 18, head.len() + 3, bare.len() - 3] {
            assert_eq!(without_notes(bare.get(..cut).unwrap()), None, "cut at {cut}");
        }
        assert_eq!(without_notes(b"\x89PNG\r\n\x1a\n"), None);
    }
}
