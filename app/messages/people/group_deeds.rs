//! What happened to a group, in words, from the verbs of the log.

use engawa_core::Message;

engawa_core::messages! {
    REGISTER = "登録の申請が届いた", "「登録（とうろく）したい」と 来（き）た", "Its registration was asked for";
    ACCEPT = "登録が承認された", "登録（とうろく）した", "It was registered";
    DECLINE = "登録が承認されなかった", "登録（とうろく）できなかった", "Its registration was declined";
    SET_TRUST = "公開前の確認の扱いが変わった", "先（さき）に 見（み）るかどうかが かわった", "How it is moderated was changed";
    SET_PUBLIC = "みんなに見せる項目を変えた", "みんなに 見（み）せる ものを かえた", "What everybody may see was changed";
    INVITE = "メンバーを招待した", "メンバーを よんだ", "Somebody was invited";
    END_INVITATION = "招待を取り消した", "よぶのを やめた", "An invitation was taken back";
    JOIN = "メンバーになった", "メンバーに なった", "Somebody joined";
    MEMBER = "メンバーの役割が決まった", "メンバーの 役割（やくわり）が きまった", "What a member is was set";
    SET_ROLE = "メンバーの役割を変えた", "メンバーの 役割（やくわり）を かえた", "The role of a member was changed";
    REMOVE_MEMBER = "メンバーを外した", "メンバーを はずした", "A member was taken out";
    LEAVE = "団体を抜けた", "グループを やめた", "Somebody left";
    HAND_OVER = "代表者を引き継いだ", "代表（だいひょう）が かわった", "It was handed over";
    ASK_RENEWAL = "登録の更新を申請した", "「つづけたい」と 送（おく）った", "Its renewal was asked for";
    RENEW = "登録が更新された", "登録（とうろく）が つづく", "Its registration was renewed";
    DECLINE_RENEWAL = "登録の更新が承認されなかった", "登録（とうろく）を つづける ことが できなかった", "Its renewal was declined";
    REMIND = "登録の期限を知らせた", "いつまでかを 知（し）らせた", "It was reminded of the end of its registration";
    LAPSE = "登録の期限が過ぎた", "登録（とうろく）が おわった", "Its registration lapsed";
    CLAIM = "「わたしの団体です」と申し出た", "「わたしの グループです」と 言（い）った", "Somebody claimed it";
    ACCEPT_CLAIM = "申し出が認められた", "「わたしの グループです」が みとめられた", "The claim was accepted";
    DECLINE_CLAIM = "申し出が認められなかった", "「わたしの グループです」が みとめられなかった", "The claim was declined";
    MERGE = "ほかの団体と一つになった", "ほかの グループと ひとつに なった", "It was merged with another";
    MERGED = "ほかの団体を受け入れた", "ほかの グループが 入（はい）った", "Another one became part of it";
    END = "解散した", "グループが おわった", "It was dissolved";
    OTHER = "変更があった", "なにか かわった", "Something was changed";
}

/// What a verb of the log says of a group.
pub fn deed(verb: &str) -> Message {
    let name = verb.strip_prefix("group.").unwrap_or_default().to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map_or(OTHER, |(_, message)| *message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verb_has_its_words() {
        assert_eq!(deed("group.set_trust"), SET_TRUST);
        assert_eq!(deed("group.ask_renewal"), ASK_RENEWAL);
        assert_eq!(deed("group.nothing"), OTHER);
        assert_eq!(deed("listing.save"), OTHER);
    }
}
