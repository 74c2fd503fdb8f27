//! 通知文: the staff's page of letter templates, and the templates that come with the program.

use crate::forms::SubmissionState;
use engawa_core::Message;

engawa_core::messages! {
    LETTERS = "通知文", "お知（し）らせの 文（ぶん）", "Letters";
    LETTERS_OF = "通知文：{0}", "お知（し）らせの 文（ぶん）：{0}", "Letters: {0}";
    ABOUT = "決定を知らせる文のひな形です。審査の画面で選ぶと、連絡の欄に入ります。送る前に書き直せます。", "お知（し）らせの 文（ぶん）を つくって おきます。送（おく）る 前（まえ）に なおせます。", "Templates for telling a decision. Choosing one while reviewing fills the message, which can still be changed before it is sent.";
    PLACES = "次の言葉は、送るときに置き換わります：", "つぎの ことばは、送（おく）る ときに かわります：", "These places are filled in when the letter is made:";
    PLACE_ANSWER = "回答は、質問の名前で入れます。この様式の質問：", "答（こた）えは、質問（しつもん）の 名前（なまえ）で 入（い）れます：", "Answers are put in by the names of their questions. The questions of this form:";
    NEW_LETTER = "新しい通知文", "新（あたら）しい 文（ぶん）", "New letter";
    EDIT_LETTER = "通知文を直す：{0}", "文（ぶん）を なおす：{0}", "Edit the letter: {0}";
    LETTER_NAME = "名前（担当者だけが見ます）", "名前（なまえ）", "Name (only staff see it)";
    LETTER_STATE = "知らせる決定", "どの とき", "Decision that it tells";
    LETTER_BODY = "本文", "文（ぶん）", "Text";
    EDIT = "直す", "なおす", "Edit";
    DROP = "消す：{0}", "けす：{0}", "Delete: {0}";
    BUILT_IN = "初めから入っている文です。直すと、この様式だけの文になります。", "はじめから ある 文（ぶん）です。なおすと、この 様式（ようしき）だけに なります。", "It comes with the program. Editing it makes a letter of this form.";
    CHOOSE_LETTER = "通知文を使う", "文（ぶん）を えらぶ", "Use a letter";
    FILL_IN = "連絡の欄に入れる", "入（い）れる", "Fill in the message";
    FILLED_IN = "通知文を連絡の欄に入れました。まだ送っていません。読み直してから実行してください。", "文（ぶん）を 入（い）れました。まだ 送（おく）って いません。読（よ）んでから 送（おく）って ください。", "The letter is in the message below. Nothing was sent yet. Read it, then do it.";
    FILL_IN_EACH = "連絡の欄に入れる（一件ずつ宛先に合わせて送ります）", "入（い）れる（ひとつずつ かわります）", "Fill in the message (made for each submission by itself)";
    FILLED_IN_EACH = "通知文を連絡の欄に入れました。まだ送っていません。受付番号や回答は、実行すると一件ずつ置き換わります。", "文（ぶん）を 入（い）れました。まだ 送（おく）って いません。番号（ばんごう）や 答（こた）えは、ひとつずつ かわります。", "The letter is in the message below. Nothing was sent yet. Its places are filled in for each submission when you do it.";
    PRINT_LETTER = "手紙として印刷する", "手紙（てがみ）に する", "Print as a letter";
    ADDRESSEE = "申請者 様", "送（おく）った 人（ひと）へ", "To the sender";
    REGARDING = "{0}について（{1}）", "{0}の こと（{1}）", "{0}: {1}";

    NAME_ACCEPTED = "承認の通知", "みとめた お知（し）らせ", "Acceptance";
    NAME_DECLINED = "不承認の通知", "みとめなかった お知（し）らせ", "Refusal";
    NAME_SENT_BACK = "差し戻しの通知", "なおしの お願（ねが）い", "Sent back";
    BODY_ACCEPTED = "{3}に受け付けた「{2}」（受付番号 {0}）について、審査の結果、承認することを決定しましたので通知します。\n\n今後の手続については、あらためて担当から連絡します。\n\n{4}\n担当：{5}", "{3}に 受（う）けつけた 「{2}」（番号（ばんごう） {0}）を みとめました。\n\n これからの ことは、担当（たんとう）から 知（し）らせます。\n\n{4}\n担当（たんとう）：{5}", "Your \"{2}\" that arrived on {3} (receipt number {0}) has been accepted.\n\nWe will tell you how it goes on.\n\n{4}\n{5}";
    BODY_DECLINED = "{3}に受け付けた「{2}」（受付番号 {0}）について、審査の結果、次の理由により承認しないことを決定しましたので通知します。\n\n理由：\n\n不明な点は担当までお問い合わせください。\n\n{4}\n担当：{5}", "{3}に 受（う）けつけた 「{2}」（番号（ばんごう） {0}）は みとめられませんでした。\n\nわけ：\n\nわからない ことは 聞（き）いて ください。\n\n{4}\n担当（たんとう）：{5}", "Your \"{2}\" that arrived on {3} (receipt number {0}) has not been accepted, for this reason:\n\n\n\nPlease ask us if anything is unclear.\n\n{4}\n{5}";
    BODY_SENT_BACK = "{3}に受け付けた「{2}」（受付番号 {0}）について、次の点を確認のうえ、直してもう一度送ってください。\n\n確認していただきたい点：\n\n{4}\n担当：{5}", "{3}に 受（う）けつけた 「{2}」（番号（ばんごう） {0}）を なおして、もう一度（いちど） 送（おく）って ください。\n\nなおす ところ：\n\n{4}\n担当（たんとう）：{5}", "Please correct your \"{2}\" that arrived on {3} (receipt number {0}) and send it again.\n\nWhat to correct:\n\n{4}\n{5}";
}

/// What the letter for a state that comes with the program is called.
pub fn built_in_name(state: SubmissionState) -> Message {
    match state {
        SubmissionState::Accepted => NAME_ACCEPTED,
        SubmissionState::Declined => NAME_DECLINED,
        SubmissionState::Received | SubmissionState::InReview | SubmissionState::SentBack | SubmissionState::Withdrawn => NAME_SENT_BACK,
    }
}

/// The words of the letter for a state that comes with the program; the arguments are the places of `forms::letter::PLACES`.
pub fn built_in(state: SubmissionState) -> Message {
    match state {
        SubmissionState::Accepted => BODY_ACCEPTED,
        SubmissionState::Declined => BODY_DECLINED,
        SubmissionState::Received | SubmissionState::InReview | SubmissionState::SentBack | SubmissionState::Withdrawn => BODY_SENT_BACK,
    }
}
