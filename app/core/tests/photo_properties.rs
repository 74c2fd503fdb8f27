//! Properties of what is taken out of pictures and films, whatever their bytes say.

use engawa_core::photo::bared;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const TYPES: [&str; 5] = ["image/jpeg", "image/png", "image/gif", "video/mp4", "video/quicktime"];

/// Boxes in boxes, with names that are looked at, and lengths that are mostly right.
fn boxes() -> impl Strategy<Value = Vec<u8>> {
    let names = b"moovtrakudtametahdlrkeysilstlociuuidmoofmdatfreexml \xA9xyz\0\0\0\x01".chunks_exact(4).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let key = [b"\0\0\0\0\0\0\0\x01\0\0\0\x30mdta".as_slice(), b"com.apple.quicktime.location.ISO6709abcd"].concat();
    let leaf = prop_oneof![3 => vec(any::<u8>(), 0..24), 1 => Just(key)];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let one = (select(names.clone()), vec(inner, 0..6), prop_oneof![8 => Just(0_u32), 1 => 1_u32..64, 1 => 64_u32..68]);
        one.prop_map(|(name, parts, wrong)| {
            let body = parts.concat();
            let length = u32::try_from(body.len() + 8).unwrap();
            let large = u64::from(length) + 8;
            let (length, large) = match wrong {
                // To the end of what it is in; far beyond it; and a length of 64 bits that is right, or is none.
                64 => (0, None),
                65 => (u32::MAX, None),
                66 => (1, Some(large)),
                67 => (1, Some(u64::MAX)),
                wrong => (length.wrapping_sub(wrong), None),
            };
            let large = large.map(|large| large.to_be_bytes().to_vec()).unwrap_or_default();
            [&length.to_be_bytes()[..], &name, &large, &body].concat()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn pictures_of_a_film_are_never_touched(
        around in vec(boxes(), 0..3),
        pictures in vec(boxes(), 0..4),
        is_large in any::<bool>(),
    ) {
        // What lies in `mdat` may look like anything. It comes first: what is wrong behind it cannot reach it.
        let pictures = pictures.concat();
        let length = u32::try_from(pictures.len() + 8).unwrap();
        let large = (u64::from(length) + 8).to_be_bytes();
        let head = if is_large { [&1_u32.to_be_bytes()[..], b"mdat", &large].concat() } else { [&length.to_be_bytes()[..], b"mdat"].concat() };
        let film = [&b"\0\0\0\x0Cftypisom"[..], &head, &pictures, &around.concat()].concat();
        let bare = bared("video/mp4", &film).unwrap();
        let end = 12 + head.len() + pictures.len();
        prop_assert_eq!(&bare[..end], &film[..end]);
    }

    #[test]
    fn any_bytes_are_read_and_a_second_time_changes_nothing(
        bytes in vec(any::<u8>(), 0..300),
        media_type in select(TYPES.to_vec()),
        begin in 0..5_usize,
    ) {
        let signs: [&[u8]; 5] = [b"", b"\xFF\xD8", b"\x89PNG\r\n\x1a\n", b"GIF89a\x01\0\x01\0\0\0\0", b"\0\0\0\x0Cftypisom"];
        let bytes = [signs[begin], &bytes].concat();
        if let Some(bare) = bared(media_type, &bytes) {
            let again = bared(media_type, &bare).map(std::borrow::Cow::into_owned);
            prop_assert_eq!(again.as_deref(), Some(&*bare));
        }
    }

    #[test]
    fn a_film_keeps_its_length_and_a_second_time_changes_nothing(film in vec(boxes(), 0..5)) {
        let film = film.concat();
        let bare = bared("video/mp4", &film).unwrap();
        prop_assert_eq!(bare.len(), film.len());
        // Nothing is written but zeros and names of boxes, so nothing that is shown becomes something else.
        let mut changed = film.iter().zip(bare.iter()).filter(|(before, after)| before != after);
        prop_assert!(changed.all(|(_, after)| *after == 0 || b"free".contains(after)));
        prop_assert_eq!(bared("video/mp4", &bare).unwrap(), bare.clone());
    }
}
