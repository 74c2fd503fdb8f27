//! 様式: receipts, forms without scripts, and what can be wrong. The staff's pages are in [`desk`].

pub mod aside;
pub mod comments;
pub mod desk;
pub mod eligibility;
pub mod fill;
pub mod intake;
pub mod letters;
pub mod mistake;
pub mod papers;
pub mod postcodes;
pub mod refusals;
pub mod rescue;
pub mod sheet;
pub mod word;

use crate::forms::{Provenance, SubmissionState};
use engawa_core::Message;

engawa_core::messages! {
    FORM = "様式", "様式（ようしき）", "Form";
    ABOUT_THIS = "この様式について", "この 様式（ようしき）に ついて", "About this form";
    PAGE_OF = "{0}／{1}ページ", "{0}／{1}ページ", "Page {0} of {1}";
    NEXT = "次へ", "つぎへ", "Next";
    BACK = "戻る", "もどる", "Back";
    SEND = "送信する", "送（おく）る", "Send";
    CARRIED = "送信するまで、入力した内容はこの画面の中だけにあります。途中で閉じると消えます。", "送（おく）るまで、書（か）いた ものは この ページだけに あります。とじると なくなります。", "Until you send it, what you enter is only in this page. Closing it loses it.";
    LAST_PAGE = "最後のページです。送信すると受付番号が出ます。", "さいごの ページです。送（おく）ると 番号（ばんごう）が 出（で）ます。", "This is the last page. Sending it gives you a receipt number.";
    ADD_ROW = "行を加える：{0}", "ふやす：{0}", "Add a row: {0}";
    REMOVE_ROW = "{0}行目を消す", "{0}ばんめを けす", "Remove row {0}";
    ROW = "{0}（{1}行目）", "{0}（{1}ばんめ）", "{0} (row {1})";
    CHOOSE_ONE = "（選んでください）", "（えらんで ください）", "(choose one)";
    OK = "確認しました", "見（み）ました", "OK";
    FILE_GIVEN = "付けたファイル：{0}", "つけた ファイル：{0}", "Attached: {0}";
    FILE_CLEAR = "このファイルを外す", "この ファイルを とる", "Remove this file";
    FILE_LIMIT = "{0}まで", "{0}まで", "Up to {0}";
    MORE_HELP = "くわしい説明", "くわしい せつめい", "More help";
    RANK_HINT = "順位を数字で入れてください。", "じゅんばんを 数字（すうじ）で 書（か）いて ください。", "Enter the order as numbers.";
    PROBLEMS_HERE = "直すところがあります。項目名を押すと、その欄に移ります。", "なおす ところが あります。", "Please correct these. Each links to its field.";
    NOT_SENT = "まだ送信されていません。入力した内容は残っています。", "まだ 送（おく）って いません。書（か）いた ものは のこって います。", "Nothing was sent yet. What you entered is kept.";

    RECEIPT = "受付の控え", "受付（うけつけ）の 控（ひか）え", "Receipt";
    RECEIPT_DONE = "届きました。受け付けました。", "受（う）けつけました。", "It arrived.";
    RECEIPT_NO = "受付番号", "番号（ばんごう）", "Receipt number";
    RECEIPT_SECRET = "確認用の番号", "たしかめる 番号（ばんごう）", "Code";
    RECEIPT_FORM = "この様式の案内", "この 様式（ようしき）の 説明（せつめい）", "About this form";
    RECEIPT_KEEP = "この二つの番号で、状況を確かめたり取り下げたりできます。書き留めるか、このページを印刷してください。ほかの人には教えないでください。", "この 番号（ばんごう）を 書（か）いて おいて ください。ほかの 人（ひと）に 教（おし）えないで ください。", "With these two numbers you can look up or take back what you sent. Write them down or print this page, and tell nobody.";
    RECEIPT_FIND = "受付番号で状況を確かめる", "番号（ばんごう）で たしかめる", "Look up a receipt";
    RECEIPT_NO_HINT = "例：ABCD-1234（小文字でも、「-」がなくてもかまいません）", "れい：ABCD-1234（小（ちい）さい 字（じ）でも いいです）", "For example: ABCD-1234 (small letters do, too, and the dash may be missing)";
    RECEIPT_SECRET_HINT = "4文字ずつ、4つに区切られた番号です。", "4つの 字（じ）が、4つ あります。", "Four groups of four letters and figures.";
    RECEIPT_FIND_ABOUT = "受付の控えに書いてある、二つの番号を入れてください。番号が分からないときは、窓口にお問い合わせください。", "控（ひか）えの 番号（ばんごう）を 2つ 書（か）いて ください。わからない ときは、窓口（まどぐち）に 聞（き）いて ください。", "Enter the two numbers of your receipt. If you do not have them, please ask the desk.";
    RECEIPT_SHOW = "確かめる", "たしかめる", "Look up";
    RECEIPT_STATE = "いまの状況", "いま", "State";
    RECEIPT_RECEIVED = "受け付けた日時", "受（う）けつけた 日（ひ）", "Received";
    RECEIPT_DELETED = "この日まで保管します", "この 日（ひ）まで のこします", "Kept until";
    RECEIPT_DIGEST = "内容の指紋（SHA-256）", "内容（ないよう）の しるし（SHA-256）", "Fingerprint of the content (SHA-256)";
    RECEIPT_DIGEST_ABOUT = "送った内容の写しを持っている人は、この値で、あとから何も変えられていないことを示せます。", "送（おく）った ものが かわって いない ことを たしかめる しるしです。", "Whoever keeps a copy of what was sent can show with it that nothing was changed.";
    RECEIPT_MESSAGES = "窓口からの連絡", "窓口（まどぐち）から", "Messages";
    RECEIPT_NO_MESSAGES = "まだ連絡はありません。", "まだ ありません。", "None yet.";
    RECEIPT_QR = "この控えの QR コード", "控（ひか）えの QRコード", "QR code of this receipt";
    SIGN_IN = "サインインする", "サインインする", "Sign in";
    SENT_BACK = "窓口から差し戻されています。連絡を読んで、直して送り直してください。", "窓口（まどぐち）から もどって きました。読（よ）んで、なおして、もう一度（いちど） 送（おく）って ください。", "The desk sent this back to you. Read its message, then correct the form and send it again.";
    CORRECT = "直して送り直す", "なおして もう一度（いちど） 送（おく）る", "Correct and send again";
    CORRECT_ABOUT = "送った内容が入った様式が開きます。送り直すまで、前のものはそのまま残ります。", "前（まえ）に 書（か）いた ものが 出（で）ます。送（おく）るまで、前（まえ）の ものは のこります。", "The form opens with what you sent. Until you send it again, the earlier one stays as it is.";
    CORRECTING = "受付 {0} を直しています。送ると、前のものと置き換わります。", "{0}を なおして います。送（おく）ると、前（まえ）の ものと かわります。", "You are correcting {0}. When you send this, it takes the place of the earlier form.";
    REPLACED_BY = "訂正したもの（{0}）に置き換わりました。", "なおした もの（{0}）に かわりました。", "It was replaced by the corrected form, {0}.";
    REPLY = "窓口の質問に返事をする", "返事（へんじ）を 書（か）く", "Answer a question of the desk";
    REPLY_TEXT = "返事（様式を直す必要がないとき）", "返事（へんじ）", "Your answer (if the form itself need not change)";
    REPLY_SEND = "返事を送る", "返事（へんじ）を 送（おく）る", "Send the answer";
    REPLIED = "返事を送りました。", "返事（へんじ）を 送（おく）りました。", "Your answer was sent.";
    WITHDRAW = "取り下げる", "やめる", "Take it back";
    WITHDRAW_REASON = "取り下げる理由（書かなくてもかまいません）", "なぜ（書（か）かなくても いいです）", "Why (optional)";

    STATE_RECEIVED = "受付", "受（う）けつけました", "Received";
    STATE_IN_REVIEW = "審査中", "見（み）て います", "In review";
    STATE_SENT_BACK = "差し戻し", "なおして ください", "Sent back to you";
    STATE_ACCEPTED = "承認", "みとめました", "Accepted";
    STATE_DECLINED = "不承認", "みとめませんでした", "Declined";
    STATE_WITHDRAWN = "取り下げ", "やめました", "Taken back";
    FROM_WEB = "ウェブ", "ウェブ", "Web";
    FROM_PAPER = "紙", "紙（かみ）", "Paper";
    FROM_PHONE = "電話", "電話（でんわ）", "Phone";
    FROM_STAFF = "窓口", "窓口（まどぐち）", "Counter";
    FROM_KIOSK = "共用端末", "みんなの 画面（がめん）", "Shared screen";
}

/// What a state is called.
pub fn state(state: SubmissionState) -> Message {
    match state {
        SubmissionState::Received => STATE_RECEIVED,
        SubmissionState::InReview => STATE_IN_REVIEW,
        SubmissionState::SentBack => STATE_SENT_BACK,
        SubmissionState::Accepted => STATE_ACCEPTED,
        SubmissionState::Declined => STATE_DECLINED,
        SubmissionState::Withdrawn => STATE_WITHDRAWN,
    }
}

/// What a way in is called.
pub fn provenance(provenance: Provenance) -> Message {
    match provenance {
        Provenance::Web => FROM_WEB,
        Provenance::Paper => FROM_PAPER,
        Provenance::Phone => FROM_PHONE,
        Provenance::Staff => FROM_STAFF,
        Provenance::Kiosk => FROM_KIOSK,
    }
}

/// The sentence of a problem code of this room; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    refusals::problem(code).or_else(|| rescue::problem(code)).or_else(|| sheet::problem(code)).or_else(|| postcodes::problem(code))
}
