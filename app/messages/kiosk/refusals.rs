//! Why a screen was not paired, or what came from it was not taken: what is wrong, and what to do.

use engawa_core::Message;

engawa_core::messages! {
    // Screens.
    KIOSK_CODE_WRONG = "コードが違うか、期限が切れています。職員に新しいコードを作ってもらってください。", "コードが ちがうか、時間（じかん）が すぎました。職員（しょくいん）に あたらしい コードを もらって ください。", "The code is wrong or has expired. Please ask staff for a new one.";
    KIOSK_UNKNOWN = "この機器は、端末として登録されていません。", "この 機械（きかい）は、まだ みんなの 画面（がめん）では ありません。", "This device is not a shared screen of this site.";
    KIOSK_REVOKED = "この端末の登録は取り消されています。使うときは、新しい端末として登録してください。", "この 画面（がめん）は もう 使（つか）えません。あたらしく 登録（とうろく）して ください。", "This screen was revoked. To use it again, enrol it as a new one.";
    SEALING_KEY_MISSING = "このサイトには封をするための鍵がないため、端末を使えません。管理者に ENGAWA_SEALING_KEY の設定を頼んでください。", "かぎが ないので、画面（がめん）を 使（つか）えません。システムの 人（ひと）に 言（い）って ください（ENGAWA_SEALING_KEY）。", "This site has no sealing key, so shared screens cannot be used. Please ask the operator to set ENGAWA_SEALING_KEY.";

    // Deliveries.
    SEALED_BROKEN = "封がこわれていて、中身を読めません。", "こわれて いて、中（なか）を 読（よ）めません。", "The seal is broken: what is inside cannot be read.";
    SEALED_OTHER_KEY = "このサイトの今の鍵では開けられません。前の鍵が必要です。", "いまの かぎでは あきません。前（まえ）の かぎが いります。", "None of the keys of this site opens it. An older key is needed.";
    SEALED_NOT_FOR_ANYONE = "中身は、だれでもできる操作ではないため、受け付けませんでした。", "これは だれでも できる ことでは ないので、しませんでした。", "What is inside is not something that anybody may do, so it was not done.";
    SEALED_FILE_BROKEN = "添付ファイルの封がこわれていて、開けられません。", "ファイルが こわれて いて、あけられません。", "The seal of an attached file is broken: it cannot be opened.";
    DELIVERY_SETTLED = "これは、もう対応が済んでいます。", "これは もう おわりました。", "This was dealt with already.";

    // Parcels.
    HAND_OVER_FULL = "いまは、これ以上お預かりできません。しばらくしてから、もう一度お試しください。", "いまは あずかる ことが できません。少（すこ）し あとで もう一度（いちど） して ください。", "There is no room for another parcel right now. Please try again in a while.";
    HAND_OVER_GONE = "この引き継ぎは、もう受け取られたか、期限が切れました。端末でもう一度お試しください。", "もう だれかが うけとったか、時間（じかん）が すぎました。画面（がめん）で もう一度（いちど） して ください。", "This was collected already, or its time is over. Please try again at the screen.";
}

/// The sentence of a code; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_sentences() {
        for code in
            ["kiosk_code_wrong", "kiosk_revoked", "sealing_key_missing", "sealed_other_key", "sealed_file_broken", "hand_over_gone", "hand_over_full"]
        {
            assert!(problem(code).is_some(), "{code}");
        }
        assert_eq!(problem("no_such_code"), None);
    }
}
