//! Words of the audit log and of "who looked at my data".

use engawa_core::{Lang, Message};

engawa_core::messages! {
    AUDIT = "監査記録", "だれが 何（なに）を したかの 記録（きろく）", "Audit log";
    INTRO = "すべての変更と、職員が個人情報を見た記録です。あとから書き換えられません。この画面を見たことも記録されます。", "だれが 何（なに）を かえたか、だれが 個人（こじん）の 情報（じょうほう）を 見（み）たかの 記録（きろく）です。あとから かえる ことは できません。この ページを 見（み）た ことも 記録（きろく）します。", "Every change, and every look of staff at personal data. It cannot be rewritten. Your looking at this page is recorded, too.";
    ACTOR = "だれが（staff:名前、account:番号）", "だれが（staff:名前（なまえ）、account:番号（ばんごう））", "Who (staff:name, account:id)";
    VERB = "何を（先頭の文字：read、submission、…）", "何（なに）を（はじめの 文字（もじ）：read、submission、…）", "What (how it begins: read, submission, …)";
    SUBJECT = "対象の番号", "何（なに）に たいして（番号（ばんごう））", "To what (id)";
    ABOUT = "だれの情報（アカウント番号、receipt:受付番号）", "だれの 情報（じょうほう）か（アカウントの 番号（ばんごう）、receipt:受付（うけつけ）の 番号（ばんごう））", "Whose data (account id, receipt:number)";
    FROM = "この日から", "この 日（ひ）から", "From this day";
    TO = "この日まで", "この 日（ひ）まで", "To this day";
    FIND = "さがす", "さがす", "Find";
    FILTERS = "しぼりこみ", "さがす", "Filters";
    ROWS = "記録", "記録（きろく）", "Rows";
    NUMBER = "番号", "番号（ばんごう）", "No.";
    WHEN = "日時", "いつ", "When";
    WHO = "だれが", "だれが", "Who";
    WHAT = "何を", "何（なに）を", "What";
    ON_WHAT = "対象", "何（なに）に", "To what";
    WHOSE = "だれの情報", "だれの 情報（じょうほう）", "Whose data";
    NONE = "この条件の記録はありません。", "記録（きろく）は ありません。", "No rows match.";
    OLDER = "もっと前の記録", "もっと 前（まえ）の 記録（きろく）", "Older rows";
    NEWEST = "いちばん新しい記録へ", "いちばん 新（あたら）しい 記録（きろく）へ", "To the newest rows";
    CHECK = "書き換えがないか確かめる", "記録（きろく）が かえられて いないか しらべる", "Check that nothing was rewritten";
    IS_WHOLE = "記録は{0}行あり、すべてつながっています。書き換えはありません。", "記録（きろく）は {0} あります。かえられた ものは ありません。", "All {0} rows follow from each other. Nothing was rewritten.";
    LAST_DIGEST = "最後の行の要約値（別の場所に控えてください。あとで書き換えに気づけます）：", "さいごの 記録（きろく）の 値（あたい）です。べつの ところに 書（か）いて ください。あとで、かえられた ことが わかります：", "Digest of the last row. Write it down somewhere else: it shows later whether anything was rewritten:";
    IS_BROKEN = "{0} が前の行とつながりません。記録が書き換えられたか、壊れています。データベースを止めずに、バックアップと照らし合わせてください。", "{0} が 前（まえ）の 記録（きろく）と つながりません。だれかが かえたか、こわれて います。バックアップと くらべて ください。", "{0} does not follow from the row before it. The log was rewritten or damaged. Leave the database as it is, and compare it with a backup.";
    EXPORT = "CSVで書き出す（この期間）", "CSVで 出（だ）す（この 期間（きかん））", "Export as CSV (these days)";
    EXPORT_NOTE = "書き出したことも記録されます。", "出（だ）した ことも 記録（きろく）します。", "The export is recorded, too.";
    REFUSED = "断ったリクエストの数（直近3日）", "ことわった 数（かず）（3日（みっか））", "Requests that were refused (last three days)";
    REFUSED_ABOUT = "1時間ごとの数です。だれからのものかは残しません。急に増えたときは、だれかが試しているかもしれません。サインインしている人が権限のないページを開こうとしたことは、上の記録にも残ります（door.refuse）。", "1時間（じかん）ごとの 数（かず）です。だれかは わかりません。きゅうに ふえた ときは、だれかが ためして いるかも しれません。サインイン している 人（ひと）が していい 人（ひと）では なかった ときは、上（うえ）の 記録（きろく）にも のこります（door.refuse）。", "Counted by hour, without who it was. A sudden rise may be somebody who tries doors. Where somebody signed in had not the right, the log above has a row, too (door.refuse).";
    REFUSED_NONE = "断ったものはありません。", "ことわった ものは ありません。", "Nothing was refused.";
    REFUSED_HOUR = "この時から1時間", "この 時（とき）から 1時間（じかん）", "Hour from";
    REFUSED_RIGHT = "権限がない", "していい 人（ひと）では ない", "No right";
    REFUSED_FOREIGN = "ほかのサイトから送られた", "ほかの サイトから", "From another site's page";
    REFUSED_MANY = "多すぎる", "多（おお）すぎる", "Too many";
    REFUSED_LARGE = "大きすぎる", "大（おお）きすぎる", "Too large";
    CLOSED = "このページは開けません", "この ページは 見（み）られません", "This page is closed to you";
    CLOSED_WHY = "何も変わっていません。仕事に必要なときは、窓口の責任者に役割を頼んでください。", "何（なに）も かわって いません。仕事（しごと）で いる ときは、窓口（まどぐち）の 責任者（せきにんしゃ）に 言（い）って ください。", "Nothing was changed. If your work needs it, ask whoever leads your desk for the role.";
    BACK = "担当者のページへ", "担当（たんとう）の 人（ひと）の ページへ", "To the staff pages";
    LOOKED = "だれがわたしの情報を見たか", "だれが わたしの 情報（じょうほう）を 見（み）たか", "Who looked at my data";
    LOOKED_INTRO = "あなたのアカウントと、アカウントに入れた受付について、ほかの人がした操作の記録です。職員の名前は出しません。くわしく知りたいときは、日時を添えて窓口にたずねてください。", "あなたの アカウントと、あなたの 受付（うけつけ）に ついての 記録（きろく）です。職員（しょくいん）の 名前（なまえ）は 出（で）ません。もっと 知（し）りたい ときは、いつの ことかを 窓口（まどぐち）で 言（い）って ください。", "What others did with your account, and with the receipts that you took into it. Names of staff are not shown. To ask more, tell the desk the date and time.";
    LOOKED_LISTS = "一覧やまとめての書き出しで目に入ったことは、一件ごとには記録されません。", "リストで 見（み）た ことは、ひとつずつ 記録（きろく）しません。", "What was seen in passing, in a list or in an export of many, is not recorded for each person.";
    LOOKED_NONE = "まだだれも見ていません。", "まだ だれも 見（み）て いません。", "Nobody has looked yet.";
    BY_STAFF = "職員", "職員（しょくいん）", "A member of staff";
    BY_DESK = "職員（{0}）", "職員（しょくいん）（{0}）", "A member of staff ({0})";
    BY_GROUP = "団体の人", "グループの 人（ひと）", "Somebody of the group";
    BY_OTHER = "システムまたはほかの人", "システムか ほかの 人（ひと）", "The system, or somebody else";
    V_SUBMISSION_VIEW = "申込みの内容を見た", "申（もう）しこみを 見（み）た", "Read what you sent in";
    V_SUBMISSION_FILE = "添付ファイルを開いた", "ファイルを 見（み）た", "Opened a file that you attached";
    V_SUBMISSION_LIST = "申込みの一覧を見た", "申（もう）しこみの リストを 見（み）た", "Looked through a list of submissions";
    V_SUBMISSION_EXPORT = "申込みを書き出した", "申（もう）しこみを ファイルに 出（だ）した", "Took submissions as a file";
    V_SUBMISSION_PRINT = "申込みを印刷した", "申（もう）しこみを 印刷（いんさつ）した", "Printed what you sent in";
    V_SUBMISSION_REVIEW = "申込みを審査した", "申（もう）しこみに ついて きめた", "Worked on what you sent in";
    V_SUBMISSION_ERASE = "申込みを消した", "申（もう）しこみを けした", "Deleted what you sent in";
    V_SUBMISSION_KEEP = "申込みの保存期間を変えた", "申（もう）しこみを のこす 日（ひ）を かえた", "Changed until when what you sent in is kept";
    V_READ_CASE = "相談の記録を見た", "そうだんの 記録（きろく）を 見（み）た", "Read the record of your case";
    V_READ_MEMBERS = "団体の会員を見た", "グループの 人（ひと）を 見（み）た", "Read the members of your group";
    V_READ_CLAIM = "団体についての申し出を見た", "グループに ついての もうしでを 見（み）た", "Read your claim on a group";
    V_READ_ACCOUNT = "アカウントの内容を見た", "アカウントを 見（み）た", "Read your account";
    V_READ_COURSE = "研修の申込みと振り返りの一覧を見た", "研修（けんしゅう）の リストを 見（み）た", "Read who signed up for a course, and what they wrote";
    V_READ_OTHER = "情報を見た（{0}）", "情報（じょうほう）を 見（み）た（{0}）", "Read data ({0})";
    V_READ_AUDIT = "監査記録を見た", "記録（きろく）を 見（み）た", "Read the audit log";
    V_AUDIT_VERIFY = "監査記録を確かめた", "記録（きろく）を しらべた", "Checked the audit log";
    V_AUDIT_EXPORT = "監査記録を書き出した", "記録（きろく）を ファイルに 出（だ）した", "Exported the audit log";
    V_CASE = "相談の記録を変えた（{0}）", "そうだんの 記録（きろく）を かえた（{0}）", "Changed the record of your case ({0})";
    V_COURSE = "研修の申込みや出欠を変えた（{0}）", "研修（けんしゅう）の 記録（きろく）を かえた（{0}）", "Changed a place in a course, or its attendance ({0})";
    V_INQUIRY = "窓口どうしの照会の操作（{0}）", "窓口（まどぐち）が きいた こと（{0}）", "Something about an inquiry between desks ({0})";
    V_GROUP = "団体での役割を変えた（{0}）", "グループでの 役割（やくわり）を かえた（{0}）", "Changed what you are in a group ({0})";
    V_ACCOUNT = "アカウントを変えた（{0}）", "アカウントを かえた（{0}）", "Changed your account ({0})";
    V_SIGN_IN_REFUSED = "サインインに失敗した（本人の間違いのこともあります）", "サインイン できなかった（本人（ほんにん）の まちがいの ことも あります）", "A sign-in that failed (it may have been your own mistake)";
    V_COMMAND_REFUSED = "権限がなく断られた操作", "していい 人（ひと）では ないので、ことわった こと", "Something that was refused for want of a right";
    V_DOOR_REFUSED = "権限がなく断られたページ", "していい 人（ひと）では ないので、見（み）られなかった ページ", "A page that was refused for want of a right";
    V_SESSION = "サインインに関する操作（{0}）", "サインイン（{0}）", "Something about signing in ({0})";
    V_KIOSK = "端末に関する操作（{0}）", "画面（がめん）に ついて した こと（{0}）", "Something about shared screens ({0})";
    V_POSTCODES = "郵便番号の一覧を取り込んだ", "郵便番号（ゆうびんばんごう）の リストを 入（い）れた", "Took in the list of postcodes";
    V_RESCUE = "送れなかったものを窓口で受け付けた", "送（おく）れなかった ものを 窓口（まどぐち）で 受（う）けつけた", "Took in at the counter what a device could not send";
    D_LISTING = "掲載についての手続き", "のせる ものに ついて した こと", "Something about a listing";
    D_SUBMISSION = "申込みについての手続き", "申（もう）しこみに ついて した こと", "Something about what you sent in";
    D_OTHER = "そのほかの手続き", "ほかの こと", "Something else";
    V_OTHER = "そのほかの操作（{0}）", "ほかの こと（{0}）", "Something else ({0})";
}

/// Verbs that have a sentence of their own.
const EXACT: [(&str, Message); 23] = [
    ("submission.view", V_SUBMISSION_VIEW),
    ("submission.file", V_SUBMISSION_FILE),
    ("submission.list", V_SUBMISSION_LIST),
    ("submission.export", V_SUBMISSION_EXPORT),
    ("submission.word", V_SUBMISSION_EXPORT),
    ("submission.print", V_SUBMISSION_PRINT),
    ("submission.slip", V_SUBMISSION_PRINT),
    ("submission.letter", V_SUBMISSION_PRINT),
    ("submission.review", V_SUBMISSION_REVIEW),
    ("submission.erase", V_SUBMISSION_ERASE),
    ("submission.keep", V_SUBMISSION_KEEP),
    ("read.case", V_READ_CASE),
    ("read.members", V_READ_MEMBERS),
    ("read.claim", V_READ_CLAIM),
    ("read.account", V_READ_ACCOUNT),
    ("read.course", V_READ_COURSE),
    ("course.export", V_READ_COURSE),
    ("read.audit", V_READ_AUDIT),
    ("audit.verify", V_AUDIT_VERIFY),
    ("audit.export", V_AUDIT_EXPORT),
    ("session.refuse", V_SIGN_IN_REFUSED),
    ("command.refuse", V_COMMAND_REFUSED),
    ("door.refuse", V_DOOR_REFUSED),
];

/// Who did something, from what the log says. Members (their accounts and names) know each other by name and staff as staff; staff, for whom
/// `members` is nothing, know staff by name, and look into the log for the rest.
pub fn doer(actor: &str, members: Option<&[(String, String)]>, lang: Lang) -> String {
    match (actor.split_once(':'), members) {
        (Some(("staff", login)), None) => BY_DESK.with(lang, &[login]),
        (Some(("staff", _)), Some(_)) => BY_STAFF.text(lang).to_owned(),
        (Some(("account", _)), None) => BY_GROUP.text(lang).to_owned(),
        (Some(("account", id)), Some(members)) => {
            let member = members.iter().find(|(account, _)| account == id);
            member.map_or_else(|| BY_OTHER.text(lang).to_owned(), |(_, name)| name.clone())
        }
        _ => BY_OTHER.text(lang).to_owned(),
    }
}

/// What a verb of the log is called; it fills the `{0}` of those that share a sentence.
pub fn verb(verb: &str) -> Message {
    if let Some((_, message)) = EXACT.iter().find(|(code, _)| *code == verb) {
        return *message;
    }
    match verb.split('.').next().unwrap_or_default() {
        "read" => V_READ_OTHER,
        "case" | "referral" => V_CASE,
        "course" => V_COURSE,
        "inquiry" => V_INQUIRY,
        "group" => V_GROUP,
        "account" | "guardian" => V_ACCOUNT,
        "session" => V_SESSION,
        "kiosk" => V_KIOSK,
        "rescue" => V_RESCUE,
        "postcodes" => V_POSTCODES,
        _ => V_OTHER,
    }
}

/// What somebody did themselves, from the verb of their command.
pub fn deed(code: &str, lang: Lang) -> String {
    match code.split('.').next().unwrap_or_default() {
        "group" => super::group_deeds::deed(code).text(lang).to_owned(),
        "listing" => D_LISTING.text(lang).to_owned(),
        "submission" => D_SUBMISSION.text(lang).to_owned(),
        _ => D_OTHER.text(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_did_is_said_without_codes() {
        for code in ["group.renew", "listing.save", "submission.withdraw", "account.x", ""] {
            let said = deed(code, Lang::En);
            assert!(!said.is_empty() && !said.contains('.') && !said.contains('{'), "{code}: {said}");
        }
    }

    #[test]
    fn who_did_it_is_said_to_whom_it_concerns() {
        let members = [("a1".to_owned(), "見本 花子".to_owned())];
        let to_group = |actor| doer(actor, Some(&members), Lang::Ja);
        assert_eq!(to_group("account:a1"), "見本 花子");
        assert_eq!(to_group("account:a2"), BY_OTHER.text(Lang::Ja));
        assert_eq!(to_group("staff:counter"), "職員");
        assert_eq!(to_group("system"), BY_OTHER.text(Lang::Ja));
        let to_staff = |actor| doer(actor, None, Lang::Ja);
        assert_eq!(to_staff("account:a1"), "団体の人");
        assert_eq!(to_staff("staff:counter"), "職員（counter）");
    }
}
