//! The forms of today of old, variant and compatibility ideographs: 髙 is 高, 國 is 国.
//!
//! [`tables::IDEOGRAPHS`] lists them; it is decoded when the crate is compiled. Invariants: the table is in code point order, and the form
//! of today has no other one.

use super::tables;

/// How many variants [`tables::IDEOGRAPHS`] lists.
const VARIANT_COUNT: usize = {
    let bytes = tables::IDEOGRAPHS.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            count += 1;
        }
        at += 1;
    }
    count
};

/// [`tables::IDEOGRAPHS`] decoded when the crate is compiled, in code point order.
static VARIANTS: [(char, char); VARIANT_COUNT] = {
    let bytes = tables::IDEOGRAPHS.as_bytes();
    let mut pairs = [('\0', '\0'); VARIANT_COUNT];
    let (mut at, mut pair) = (0, 0);
    while pair < VARIANT_COUNT {
        let (from, next) = decode(bytes, at);
        let (to, next) = decode(bytes, next);
        pairs[pair] = (from, to);
        at = next + 1;
        pair += 1;
    }
    pairs
};

/// One bit for each ideograph from U+4E00: whether it has another form. Most have none, and a bit
/// is sooner looked at than a table searched.
static HAS_VARIANT: [u64; 328] = {
    let mut bits = [0; 328];
    let mut pair = 0;
    while pair < VARIANT_COUNT {
        let code = VARIANTS[pair].0 as usize;
        if code >= 0x4E00 && code < 0xA000 {
            bits[(code - 0x4E00) / 64] |= 1 << ((code - 0x4E00) % 64);
        }
        pair += 1;
    }
    bits
};

/// The character at byte `at` of valid UTF-8 of three or four bytes, and where the next begins.
const fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let long = bytes[at] >= 0xF0;
    let length = if long { 4 } else { 3 };
    let mut code = (bytes[at] & if long { 0x07 } else { 0x0F }) as u32;
    let mut next = at + 1;
    while next < at + length {
        code = (code << 6) | (bytes[next] & 0x3F) as u32;
        next += 1;
    }
    match char::from_u32(code) {
        Some(c) => (c, next),
        None => ('\0', next),
    }
}

/// The form of today of a common ideograph (U+4E00 to U+9FFF).
#[inline]
pub(super) fn ideograph(c: char) -> char {
    let index = (u32::from(c) - 0x4E00) as usize;
    let has_variant = HAS_VARIANT.get(index / 64).is_some_and(|bits| bits >> (index % 64) & 1 == 1);
    if has_variant { modern_form(c) } else { c }
}

/// The form of today of any ideograph.
pub(super) fn modern_form(c: char) -> char {
    VARIANTS.binary_search_by_key(&c, |&(from, _)| from).ok().and_then(|found| VARIANTS.get(found)).map_or(c, |&(_, to)| to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn the_table_of_ideographs_is_in_order() {
        assert!(VARIANTS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(VARIANTS.iter().all(|&(from, to)| from != to && fold(&to.to_string()) == to.to_string()));
    }
}
