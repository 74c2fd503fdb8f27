//! What the audit log says of each row, in words: to what something was done (the noun before the dot of its verb), and what (the deed
//! behind it). The names of rows are the codes themselves.

use engawa_core::{Lang, Message};

engawa_core::messages! {
    SAID = "{0}：{1}", "{0}：{1}", "{0}: {1}";
    READ = "見た", "見（み）た", "looked at";

    N_ACCOUNT = "アカウント", "アカウント", "account";
    N_AUDIT = "監査記録", "記録（きろく）", "audit log";
    N_CASE = "案件", "そうだん", "case";
    N_CLAIM = "団体についての申し出", "グループに ついての もうしで", "claim on a group";
    N_COMMAND = "手続き", "手続（てつづ）き", "command";
    N_COURSE = "研修", "研修（けんしゅう）", "course";
    N_DESK = "窓口", "窓口（まどぐち）", "desk";
    N_DOOR = "ページ", "ページ", "page";
    N_FORM = "様式", "様式（ようしき）", "form";
    N_GROUP = "団体", "グループ", "group";
    N_GUARDIAN = "保護者", "おうちの 大人（おとな）", "guardian";
    N_INQUIRY = "庁内照会", "ほかの 窓口（まどぐち）に きく こと", "inquiry";
    N_KIOSK = "共用端末", "みんなで 使（つか）う 画面（がめん）", "shared screen";
    N_KIOSK_HELD = "届いたが処理できなかったもの", "とどいたが まだ できて いない もの", "held deliveries";
    N_LETTER = "通知文", "手紙（てがみ）の ことば", "letter";
    N_LISTING = "掲載", "のせた もの", "listing";
    N_MEMBERS = "団体のメンバー", "グループの 人（ひと）", "members of a group";
    N_PASSKEY = "パスキー", "パスキー", "passkey";
    N_POSTCODES = "郵便番号の一覧", "郵便番号（ゆうびんばんごう）の リスト", "list of postcodes";
    N_PUSH = "端末への通知", "機械（きかい）への お知（し）らせ", "notifications";
    N_RECEIPT = "受付", "受付（うけつけ）", "receipt";
    N_REFERRAL = "案件の引き継ぎ", "そうだんの 引（ひ）きつぎ", "referral";
    N_REPORTS = "問題の知らせ", "「おかしい」と いう 知（し）らせ", "reports";
    N_RESCUE = "持ち出しファイル", "もちだした ファイル", "rescue file";
    N_SAMPLE = "見本", "見本（みほん）", "sample";
    N_SESSION = "サインイン", "サインイン", "sign-in";
    N_SUBMISSION = "申込み", "申（もう）しこみ", "submission";
    N_WORDS = "確認する言葉", "気（き）を つける ことば", "listed words";
    N_WORK = "現場への持ち出し", "外（そと）で する 仕事（しごと）の もの", "working set";

    D_ACCEPT = "認めた", "みとめた", "accepted";
    D_ACCEPT_CLAIM = "申し出を認めた", "もうしでを みとめた", "claim accepted";
    D_ADD = "作った", "つくった", "added";
    D_AGAIN = "つなぎ直した", "もう一度（いちど） つないだ", "connected again";
    D_AGREE_HOST = "共催に同意した", "いっしょに すると 言（い）った", "agreed to host";
    D_ANSWER = "回答した", "こたえた", "answered";
    D_ASK_HOST = "共催を頼んだ", "いっしょに しようと 言（い）った", "asked to host";
    D_ASSIGN = "移した", "うつした", "assigned";
    D_ATTENDANCE = "出席を記録した", "来（き）たか 書（か）いた", "attendance kept";
    D_BEGIN = "サインインした", "サインインした", "signed in";
    D_BIND_OIDC = "認証サーバーと結びつけた", "市（し）の サインインと つないだ", "bound to the identity provider";
    D_CLOSE = "閉じた", "とじた", "closed";
    D_CLOSE_IDLE = "使われないので閉じた", "使（つか）わないので とじた", "closed, unused";
    D_CODE = "登録コードを出した", "コードを 出（だ）した", "code made";
    D_COLLECT = "受け取った", "うけとった", "collected";
    D_COLLECTED = "本人のものになった", "本人（ほんにん）の ものに なった", "came to its person";
    D_CONFIGURE = "設定を変えた", "きまりを かえた", "set up";
    D_CONFIRM = "今も正しいと確かめた", "いまも 正（ただ）しいと たしかめた", "confirmed";
    D_CONSENT = "保護者が同意した", "親（おや）が いいと 言（い）った", "guardian agreed";
    D_DELEGATE = "代理を決めた", "かわりの 人（ひと）を きめた", "delegated";
    D_DELEGATION = "代理が決まった", "かわりの 人（ひと）が きまった", "somebody stands in";
    D_DELIVER = "届けた", "とどけた", "delivered";
    D_DISMISS_REPORT = "知らせを問題なしとした", "だいじょうぶと きめた", "report dismissed";
    D_DROP = "消した", "けした", "dropped";
    D_END = "終えた", "おわりに した", "ended";
    D_END_ALL = "すべての端末でサインアウトした", "ぜんぶの 機械（きかい）で サインアウトした", "signed out everywhere";
    D_END_DELEGATION = "代理を終えた", "かわりを おわりに した", "delegation ended";
    D_END_OLDEST = "いちばん古いサインインを終えた", "いちばん 古（ふる）い サインインを おわりに した", "oldest sign-in ended";
    D_ERASE = "消した", "けした", "deleted";
    D_EXPIRE = "期限で消えた", "時間（じかん）が すぎて きえた", "expired";
    D_EXPORT = "書き出した", "ファイルに 出（だ）した", "exported";
    D_FILE = "添付ファイルを開いた", "ファイルを 見（み）た", "attachment opened";
    D_IMPORT = "取り込んだ", "入（い）れた", "imported";
    D_JOIN = "申し込んだ", "申（もう）しこんだ", "signed up";
    D_KEEP = "保存期間を変えた", "のこす 日（ひ）を かえた", "retention changed";
    D_LEAVE_HOST = "共催をやめた", "いっしょに するのを やめた", "left as host";
    D_LETTER = "通知文を作った", "手紙（てがみ）を つくった", "letter printed";
    D_LET_IN = "アカウントを認めた", "アカウントを みとめた", "let in";
    D_LIST = "一覧を見た", "リストを 見（み）た", "listed";
    D_LOCK = "使えなくした", "使（つか）えなく した", "locked";
    D_MAKE = "引き継ぎを頼んだ", "引（ひ）きつぎを たのんだ", "made";
    D_MAKE_RECOVERY = "回復コードを作った", "回復（かいふく）コードを つくった", "recovery codes made";
    D_MARK = "出席を記録した", "来（き）たか 書（か）いた", "attendance kept";
    D_MEMBER = "窓口の人が変わった", "窓口（まどぐち）の 人（ひと）が かわった", "what somebody is there was set";
    D_MOVE_SAMPLE = "見本の日付を進めた", "見本（みほん）の 日（ひ）を すすめた", "sample moved on";
    D_MOVE_UP = "順番が来て席が決まった", "じゅんばんが 来（き）た", "place given";
    D_NOTE = "記録を書いた", "記録（きろく）を 書（か）いた", "noted";
    D_NOT_SAME = "別のものとした", "ちがう ものと きめた", "not the same";
    D_OPEN = "開いた", "あけた", "opened";
    D_PAIR = "登録した", "つないだ", "paired";
    D_PLAN = "予約した", "予約（よやく）した", "planned";
    D_PRINT = "印刷した", "印刷（いんさつ）した", "printed";
    D_PROVE = "もう一度、本人を確かめた", "もう一度（いちど） 本人（ほんにん）か たしかめた", "proved again";
    D_PUBLISH = "公開した", "出（だ）した", "published";
    D_PUT = "書いた", "書（か）いた", "written";
    D_REFER = "別の窓口に引き継いだ", "ほかの 窓口（まどぐち）に わたした", "referred";
    D_REFLECT = "振り返りを書いた", "わかった ことを 書（か）いた", "reflection written";
    D_REFUSE = "断った", "ことわった", "refused";
    D_RELOAD = "読み直させた", "もう一度（いちど） 読（よ）ませた", "reloaded";
    D_REMIND = "確認を頼んだ", "「見（み）て ください」と 知（し）らせた", "reminded";
    D_REMOVE = "外した", "はずした", "removed";
    D_REMOVE_PASSWORD = "パスワードをやめた", "パスワードを やめた", "password removed";
    D_REPLY = "返事をした", "返事（へんじ）を した", "replied";
    D_REPORT = "問題を知らせた", "「おかしい」と 知（し）らせた", "reported";
    D_RESTORE = "前の版に戻した", "前（まえ）の ものに もどした", "restored";
    D_RETURN = "差し戻した", "もどした", "given back";
    D_REVIEW = "審査した", "どうするか きめた", "reviewed";
    D_REVOKE = "使えなくした", "使（つか）えなく した", "revoked";
    D_RUN_PLAN = "予約のとおりにした", "予約（よやく）の とおりに した", "done as planned";
    D_SAVE = "保存した", "保存（ほぞん）した", "saved";
    D_SAY = "知らせを出した", "お知（し）らせを 出（だ）した", "notice put up";
    D_SEND = "送った", "送（おく）った", "sent";
    D_SET = "変えた", "かえた", "set";
    D_SETTLE = "処理を終えた", "おわりに した", "settled";
    D_SET_CODE = "受け取りコードを決めた", "コードを きめた", "code set";
    D_SET_DIGEST = "メールのまとめを変えた", "メールの まとめを かえた", "digest changed";
    D_SET_DUE = "締切を変えた", "さいごの 日（ひ）を かえた", "last day changed";
    D_SET_EMAIL = "メールアドレスを変えた", "メールアドレスを かえた", "e-mail changed";
    D_SET_LANG = "言語を変えた", "ことばを かえた", "language changed";
    D_SET_MEMBER = "窓口の人を変えた", "窓口（まどぐち）の 人（ひと）を かえた", "member set";
    D_SET_NAME = "名前を変えた", "名前（なまえ）を かえた", "name changed";
    D_SET_OPEN = "受付を開け閉めした", "受付（うけつけ）を あけたり しめたり した", "opened or closed";
    D_SET_PASSWORD = "パスワードを変えた", "パスワードを かえた", "password changed";
    D_SET_PERSON = "だれの案件かを決めた", "だれの そうだんか きめた", "person set";
    D_SET_ROLE = "役割を変えた", "役割（やくわり）を かえた", "role changed";
    D_SET_STATE = "状態を変えた", "どうなって いるかを かえた", "state changed";
    D_SET_UP = "設定を変えた", "きまりを かえた", "set up";
    D_SLIP = "控えを印刷した", "控（ひか）えを 印刷（いんさつ）した", "slip printed";
    D_SUBMIT = "送った", "送（おく）った", "sent in";
    D_SUBSCRIBE = "始めた", "はじめた", "begun";
    D_TAKE = "受け付けた", "受（う）けつけた", "taken";
    D_UNDO_IMPORT = "取り込みを取り消した", "入（い）れたのを やめた", "import undone";
    D_UNLOCK = "使えるようにした", "使（つか）えるように した", "unlocked";
    D_UNPLAN = "予約を取り消した", "予約（よやく）を やめた", "plan taken back";
    D_UNSUBSCRIBE = "やめた", "やめた", "ended";
    D_UPHOLD_REPORT = "知らせを認めた", "「おかしい」と みとめた", "report upheld";
    D_USE_LINK = "メールのリンクを使った", "メールの リンクを 使（つか）った", "link used";
    D_VERIFY = "確かめた", "しらべた", "checked";
    D_VIEW = "内容を見た", "見（み）た", "read";
    D_WITHDRAW = "取り下げた", "やめた", "withdrawn";
    D_WORD = "Wordに書き出した", "Wordに 出（だ）した", "taken as a Word file";

    W_STAFF = "職員（{0}）", "職員（しょくいん）（{0}）", "Staff ({0})";
    W_ACCOUNT = "アカウントの持ち主", "アカウントの 人（ひと）", "Holder of an account";
    W_KIOSK = "共用端末", "みんなで 使（つか）う 画面（がめん）", "Shared screen";
    W_SYSTEM = "システム", "システム", "The system";
    W_ANONYMOUS = "サインインしていない人", "サインインして いない 人（ひと）", "Somebody not signed in";
    W_RECEIPT = "受付 {0}", "受付（うけつけ） {0}", "Receipt {0}";
}

fn row(kind: char, code: &str) -> Option<Message> {
    let name = format!("{kind}_{}", code.to_ascii_uppercase());
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}

/// To what a verb does something; `None` for a code that has no word.
pub fn noun(verb: &str) -> Option<Message> {
    let (room, what) = verb.split_once('.')?;
    row('N', if room == "read" { what } else { room })
}

/// What a verb of the log says, in words; a code that has none stays as it is.
pub fn said(verb: &str, lang: Lang) -> String {
    let Some((_, deed)) = verb.split_once('.') else { return verb.to_owned() };
    let deed = if verb.starts_with("read.") {
        Some(READ)
    } else if verb.starts_with("group.") {
        // What happens to groups is told to them in sentences.
        return super::group_deeds::deed(verb).text(lang).to_owned();
    } else {
        row('D', deed)
    };
    match (noun(verb), deed) {
        (Some(noun), Some(deed)) => SAID.with(lang, &[noun.text(lang), deed.text(lang)]),
        _ => verb.to_owned(),
    }
}

/// Who did something, for those who read the log; the account itself is told apart by its id.
pub fn who(actor: &str, lang: Lang) -> String {
    match actor.split_once(':') {
        Some(("staff", login)) => W_STAFF.with(lang, &[login]),
        Some(("account", _)) => W_ACCOUNT.text(lang).to_owned(),
        Some(("kiosk", _)) => W_KIOSK.text(lang).to_owned(),
        _ if actor == "system" => W_SYSTEM.text(lang).to_owned(),
        _ if actor == "anonymous" => W_ANONYMOUS.text(lang).to_owned(),
        _ => actor.to_owned(),
    }
}

/// Whose data it was; nothing if it was nobody's.
pub fn whose(about: &str, lang: Lang) -> String {
    match about.split_once(':') {
        Some(("receipt", number)) => W_RECEIPT.with(lang, &[number]),
        _ if about.is_empty() => String::new(),
        _ => W_ACCOUNT.text(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_said_without_codes() {
        for (verb, words) in [
            ("listing.save", "掲載：保存した"),
            ("read.reports", "問題の知らせ：見た"),
            ("submission.word", "申込み：Wordに書き出した"),
            ("group.set_trust", "公開前の確認の扱いが変わった"),
            ("something.new", "something.new"),
            ("", ""),
        ] {
            assert_eq!(said(verb, Lang::Ja), words);
        }
        assert_eq!((who("staff:counter", Lang::En), who("account:1", Lang::En)), ("Staff (counter)".into(), "Holder of an account".into()));
        assert_eq!((whose("receipt:K7", Lang::En), whose("", Lang::En)), ("Receipt K7".into(), String::new()));
    }
}
