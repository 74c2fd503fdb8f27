//! 様式の担当者のページ: forms, their versions, the inbox, one submission.

use crate::forms::Audience;
use engawa_core::Message;

engawa_core::messages! {
    FORMS = "様式", "様式（ようしき）", "Forms";
    NONE = "まだありません。", "まだ ありません。", "Nothing yet.";
    ALL = "すべて", "ぜんぶ", "All";
    OPEN = "受付中", "受（う）けつけて います", "Open";
    CLOSED = "受付していません", "受（う）けつけて いません", "Closed";
    VERSION = "版", "版（はん）", "Version";
    VERSION_OF = "版：{0}", "版（はん）：{0}", "Version {0}";
    VERSIONS = "これまでの版", "まえの 版（はん）", "Versions";
    VERSION_ROW = "{0}（{1}、{2}）", "{0}（{1}、{2}）", "{0} ({1}, {2})";
    DONE = "できました：{0}", "できました：{0}", "Done: {0}";
    NOT_DONE = "変更できませんでした。何も失われていません。", "できませんでした。なくなった ものは ありません。", "Nothing was changed, and nothing is lost.";
    SAVE = "保存する", "保存（ほぞん）する", "Save";
    SHOW_PLAIN = "公開ページ（スクリプトなし）を見る", "みんなの ページを 見（み）る", "Show the public page (without scripts)";

    UPLOAD = "ワークブックを載せる", "ファイルを 入（い）れる", "Upload a workbook";
    UPLOAD_ABOUT = "XLSForm の .xlsx を選ぶと、間違いがセルごとに示されるか、見本が表示されます。まだ公開されません。", "XLSForm の ファイルを えらんで ください。まだ 公開（こうかい）しません。", "Choose an XLSForm workbook (.xlsx). You see each mistake by cell, or a preview. Nothing is published yet.";
    READY = "すぐに使えるワークブック", "すぐに 使（つか）える ファイル", "Ready workbooks";
    READY_ABOUT = "保存して、自治体に合わせて直し、「ワークブックを載せる」から載せてください。そのまま載せることもできます。", "保存（ほぞん）して、なおして、「ファイルを 入（い）れる」で 入（い）れて ください。そのままでも 使（つか）えます。", "Save one, change what your city does otherwise, and upload it. You can also upload it as it is.";
    READY_SAVE = "保存する（{0}）", "保存（ほぞん）する（{0}）", "Save ({0})";
    WORKBOOK = "ワークブック（.xlsx、20 MBまで）", "ファイル（.xlsx、20 MBまで）", "Workbook (.xlsx, up to 20 MB)";
    CHOICES_FILES = "選択肢のファイル（.csv、使うときだけ）", "えらぶ ものの ファイル（.csv）", "Files of choices (.csv, if the form uses them)";
    MEDIA_FILES = "画像・音声・動画（ワークブックに書いたもの）", "絵（え）・音（おと）・動画（どうが）", "Pictures, sounds and films that the workbook names";
    MEDIA_FILES_ABOUT = "{0}個まで、1個 {1} まで。まとめて一つの .zip にしても送れます。前の版と同じ名前のファイルは、選ばなければ前のものを使います。", "{0}こまで、ひとつ {1} までです。.zip でも いいです。前（まえ）と 同（おな）じ ものは、えらばなくて いいです。", "At most {0}, each up to {1}; one .zip of them will do. Files that the version before has under the same name are used again unless you choose new ones.";
    MEDIA_HERE = "使うファイル", "使（つか）う ファイル", "Files that are used";
    LOOK = "確かめる（まだ公開しません）", "見（み）る（まだ 公開（こうかい）しません）", "Look at it (nothing is published yet)";
    WORKBOOK_WRONG = "「{0}」に直すところが{1}か所あります", "「{0}」に なおす ところが {1}こ あります", "{0}: {1} things to correct";
    PLACE = "場所（シート・セル）", "どこ", "Place (sheet and cell)";
    WHAT = "内容", "なにが", "What";
    PREVIEW = "見本：{0}", "見本（みほん）：{0}", "Preview: {0}";
    FORM_ID = "様式の ID（アドレスになります）", "ID（アドレスに なります）", "Id of the form (part of its address)";
    VERSION_NEW = "版の名前（公開すると変えられません）", "版（はん）の 名前（なまえ）（あとで かえられません）", "Version (never changes once published)";
    SETTINGS = "受付の設定", "受付（うけつけ）の 設定（せってい）", "Settings";
    OPENS_AT = "受付開始（空欄：すぐ）", "はじまり（書（か）かない：すぐ）", "Opens (empty: at once)";
    CLOSES_AT = "受付終了（空欄：決めない）", "おわり（書（か）かない：きめない）", "Closes (empty: not fixed)";
    AUDIENCE = "だれが入力できるか", "だれが 書（か）くか", "Who may fill it in";
    AUDIENCE_ANYONE = "だれでも（登録なしで）", "だれでも", "Anybody, without an account";
    AUDIENCE_RESIDENTS = "サインインした人（様式は公開されます）", "サインインした 人（ひと）", "Whoever is signed in (the form itself is public)";
    AUDIENCE_GROUPS = "登録団体の人（様式は公開されます）", "登録（とうろく）した グループの 人（ひと）", "Members of registered groups (the form itself is public)";
    AUDIENCE_STAFF = "担当者だけ", "担当（たんとう）の 人（ひと）だけ", "Staff only";
    QUOTA = "定数（件、空欄：決めない）", "いくつまで（書（か）かない：きめない）", "Limit of submissions (empty: none)";
    RETENTION = "保存日数（過ぎると自動で消えます）", "何日（なんにち）のこすか（すぎると 消（き）えます）", "Days to keep submissions (then deleted)";
    OPEN_NOW = "受付を始める", "受付（うけつけ）を はじめる", "Open it";
    CLOSE_NOW = "受付を止める", "受付（うけつけ）を やめる", "Close it";
    PUBLISH = "この版を公開する", "公開（こうかい）する", "Publish this version";
    OTHER_FILE = "別のファイルにする", "ほかの ファイル", "Another file";
    WARNINGS = "注意（公開はできます）", "注意（ちゅうい）", "Warnings (it can be published)";
    QUESTIONS = "質問の一覧", "質問（しつもん）", "Questions";
    LANGUAGES = "言語", "ことば", "Languages";
    ROW = "行", "行（ぎょう）", "Row";
    TYPE = "種類", "しゅるい", "Type";
    NAME = "名前", "名前（なまえ）", "Name";
    LABEL = "質問", "質問（しつもん）", "Question";
    RULES = "条件・計算", "きまり", "Rules";

    CHANGES = "前の版との違い", "まえの 版（はん）と ちがう ところ", "What changed since the version before";
    COMPARE = "二つの版を比べる", "ふたつの 版（はん）を くらべる", "Compare two versions";
    COMPARE_FROM = "もとの版", "もとの 版（はん）", "From";
    COMPARE_TO = "比べる版", "くらべる 版（はん）", "To";
    COMPARE_NOW = "比べる", "くらべる", "Compare";
    COMPARED = "{0} から {1} で変わったところ", "{0} から {1} で かわった ところ", "What changed from {0} to {1}";
    CHANGES_NONE = "違いはありません。", "ちがいは ありません。", "Nothing changed.";
    CHANGE_FORM = "様式全体", "様式（ようしき）", "The form";
    CHANGE_QUESTION = "質問{0}「{1}」", "質問（しつもん）{0}「{1}」", "Question {0}, {1}";
    CHANGE_ADDED = "加わりました", "ふえました", "is new";
    CHANGE_REMOVED = "なくなりました", "なくなりました", "is gone";
    CHANGE_MOVED = "場所が変わりました（前：{0}）", "場所（ばしょ）が かわりました（まえ：{0}）", "moved (it was {0})";
    CHANGE_RENAMED = "名前が変わりました（前：{0}）", "名前（なまえ）が かわりました（まえ：{0}）", "has another name (it was {0})";
    CHANGE_REORDERED = "順番が変わりました", "じゅんばんが かわりました", "stands in another order";
    CHANGE_LABEL = "言い方が変わりました（前：{0}）", "ことばが かわりました（まえ：{0}）", "is asked in other words (before: {0})";
    CHANGE_HINT = "説明が変わりました（前：{0}）", "せつめいが かわりました（まえ：{0}）", "has another help (before: {0})";
    CHANGE_CONTROL = "答え方が変わりました（{0} → {1}）", "答（こた）えかたが かわりました（{0} → {1}）", "is another kind of field ({0} → {1})";
    CHANGE_TYPE = "データの型が変わりました（{0} → {1}）", "型（かた）が かわりました（{0} → {1}）", "has another type ({0} → {1})";
    CHANGE_REQUIRED = "必須になりました", "かならず 書（か）く ように なりました", "must be answered now";
    CHANGE_OPTIONAL = "任意になりました", "書（か）かなくても よく なりました", "need not be answered any more";
    CHANGE_REQUIRED_WHEN = "必須の条件が変わりました（{0} → {1}）", "かならず 書（か）く ときが かわりました（{0} → {1}）", "must be answered under another condition ({0} → {1})";
    CHANGE_RELEVANT = "表示の条件が変わりました（{0} → {1}）", "出（で）る ときが かわりました（{0} → {1}）", "is asked under another condition ({0} → {1})";
    CHANGE_CONSTRAINT = "入力の条件が変わりました（{0} → {1}）", "きまりが かわりました（{0} → {1}）", "has another rule ({0} → {1})";
    CHANGE_CALCULATION = "計算が変わりました（{0} → {1}）", "計算（けいさん）が かわりました（{0} → {1}）", "is calculated in another way ({0} → {1})";
    CHANGE_READONLY = "変更できるかどうかが変わりました（{0} → {1}）", "書（か）けるかが かわりました（{0} → {1}）", "can be changed under another condition ({0} → {1})";
    CHANGE_DEFAULT = "初めの値が変わりました（{0} → {1}）", "はじめの 値（あたい）が かわりました（{0} → {1}）", "has another first value ({0} → {1})";
    CHANGE_ROWS = "行の数が変わりました（{0} → {1}）", "行（ぎょう）の 数（かず）が かわりました（{0} → {1}）", "has another number of rows ({0} → {1})";
    CHANGE_CHOICE_ADDED = "選択肢「{0}」が加わりました", "「{0}」が ふえました", "has a new choice: {0}";
    CHANGE_CHOICE_REMOVED = "選択肢「{0}」がなくなりました", "「{0}」が なくなりました", "lost a choice: {0}";
    CHANGE_CHOICE_LABEL = "選択肢「{0}」の言い方が変わりました（{1} → {2}）", "「{0}」の ことばが かわりました（{1} → {2}）", "names the choice {0} in other words ({1} → {2})";
    CHANGE_CHOICE_FILTER = "選択肢の絞り込みが変わりました（{0} → {1}）", "えらぶ ものが かわりました（{0} → {1}）", "filters its choices in another way ({0} → {1})";
    CHANGE_CHOICE_MEDIA = "選択肢「{0}」の{1}", "「{0}」の {1}", "{1} of the choice {0}";
    CHANGE_MEDIA_IMAGE = "画像", "絵（え）", "picture";
    CHANGE_MEDIA_AUDIO = "音声", "音（おと）", "sound";
    CHANGE_MEDIA_VIDEO = "動画", "動画（どうが）", "film";
    CHANGE_MEDIA_ADDED = "{0}が加わりました（{1}）", "{0}が ふえました（{1}）", "{0} is new ({1})";
    CHANGE_MEDIA_REMOVED = "{0}がなくなりました（{1}）", "{0}が なくなりました（{1}）", "{0} is gone ({1})";
    CHANGE_MEDIA_OTHER = "{0}が変わりました（{1} → {2}）", "{0}が かわりました（{1} → {2}）", "{0} is another one ({1} → {2})";
    CHANGE_MEDIA_SAME_NAME = "{0}が変わりました（名前は同じ：{1}）", "{0}が かわりました（名前（なまえ）は 同（おな）じ：{1}）", "{0} is another one of the same name ({1})";
    CHANGE_TITLE = "題名が変わりました（{0} → {1}）", "名前（なまえ）が かわりました（{0} → {1}）", "has another title ({0} → {1})";
    CHANGE_LANGUAGE_ADDED = "言語「{0}」が加わりました", "ことば「{0}」が ふえました", "has a new language: {0}";
    CHANGE_LANGUAGE_REMOVED = "言語「{0}」がなくなりました", "ことば「{0}」が なくなりました", "lost a language: {0}";

    INBOX = "受信箱：{0}", "とどいた もの：{0}", "Inbox: {0}";
    FIND_WORDS = "言葉か受付番号でさがす", "ことばか 番号（ばんごう）で さがす", "Words or receipt number";
    FIND_LEFT_OUT = "一度にさがせる言葉は8つまでです。次の言葉は使っていません：{0}", "ことばは 8つまでです。使（つか）って いない ことば：{0}", "At most eight words are looked for at once. Not looked for: {0}";
    FIND = "さがす", "さがす", "Find";
    PREVIOUS = "前へ", "まえへ", "Previous";
    NEXT = "次へ", "つぎへ", "Next";
    EXPORT = "表計算ファイルで保存（中身の閲覧として記録されます）", "ファイルで 保存（ほぞん）（記録（きろく）されます）", "Save as a spreadsheet (noted in the audit log)";
    EXPORT_CUT = "一つのファイルに入るのは古いほうから{0}件までです。{1}件あるので、状態ごとに保存してください。", "ひとつの ファイルは {0}こまでです。{1}こ あります。じょうたいで わけて ください。", "A file holds the oldest {0} at most. There are {1}: save them state by state.";
    CHOOSE = "{0} を選ぶ", "{0} を えらぶ", "Choose {0}";
    BULK = "選んだものをまとめて処理する", "えらんだ ものを まとめて する", "Do something with the chosen ones";
    UNCHANGED = "（変えない）", "（かえない）", "(unchanged)";
    ASSIGN_TO = "担当を決める（空欄：変えない）", "担当（たんとう）（書（か）かない：かえない）", "Assign to (empty: unchanged)";
    DO_IT = "実行する", "する", "Do it";
    MOVED = "{0}件", "{0}こ", "{0} submissions";

    RECEIVED = "受付日時", "とどいた 日（ひ）", "Received";
    STATE = "状態", "じょうたい", "State";
    ASSIGNEE = "担当", "担当（たんとう）", "Assigned to";
    BY_ANYBODY = "サインインしていない人", "サインイン して いない 人（ひと）", "not signed in";
    PROVENANCE = "受付方法", "どこから", "Came in by";
    DELETED_ON = "削除予定日", "けす 日（ひ）", "Deleted on";
    CORRECTS = "訂正前の申請", "なおす まえ", "Corrects";
    EARLIER = "前の申請を見る", "まえの ものを 見（み）る", "Show the earlier one";
    RETAIN = "保存と削除", "のこす・けす", "Keeping and deleting";
    KEEP_UNTIL = "保存する日を変える", "のこす 日（ひ）を かえる", "Change until when it is kept";
    KEEP_DAY = "この日まで保存する", "この 日（ひ）まで のこす", "Keep it until";
    KEEP_NOW = "変える", "かえる", "Change it";
    ERASE = "いますぐ削除する", "いま けす", "Delete it now";
    ERASE_SURE = "回答、添付ファイル、経過を消します。元に戻せません。だれがいつなぜ消したかは、監査記録に残ります。", "ぜんぶ けします。もとに もどせません。だれが けしたかは 記録（きろく）に のこります。", "Answers, files and history are deleted for good. The audit log keeps who did it, when and why.";
    ERASE_REASON = "理由（監査記録に残ります。個人情報は書かないでください）", "なぜ（記録（きろく）に のこります）", "Why (kept in the audit log; no personal data, please)";
    ERASE_NOW = "削除する", "けす", "Delete";
    REPLACED = "訂正版", "なおした もの", "Replaced";
    REPLACED_BY = "{0} に差し替えられました", "{0}に かわりました", "Replaced by {0}";
    CHANGED = "訂正で変わったところ", "なおした ところ", "What the correction changes";
    CHANGED_NOTHING = "回答は変わっていません。", "かわって いません。", "No answer is different.";
    CHANGED_QUESTION = "質問", "質問（しつもん）", "Question";
    CHANGED_BEFORE = "訂正前", "まえ", "Before";
    CHANGED_AFTER = "訂正後", "あと", "After";
    CHANGED_BLANK = "（空欄）", "（なし）", "(blank)";
    REPLIED = "申請者の返事", "返事（へんじ）", "The sender answered";
    ANSWERS = "回答", "答（こた）え", "Answers";
    HISTORY = "経過", "これまで", "History";
    TOLD = "申請者への連絡", "知（し）らせた こと", "Told the sender";
    NOTED = "内部メモ", "メモ", "Internal note";
    REVIEW = "審査", "見（み）て きめる", "Review";
    MESSAGE = "申請者への連絡（差し戻しと不承認では必須）", "知（し）らせる こと", "Message to the sender (needed to send back or decline)";
    NOTE = "内部メモ（申請者には見えません）", "メモ（みんなには 見（み）えません）", "Internal note (the sender does not see it)";

    INBOX_ALL = "すべての様式の受信箱", "とどいた もの ぜんぶ", "Inbox of all forms";
    FIND_ANY = "言葉、受付番号、用紙の番号でさがす", "ことばか 番号（ばんごう）で さがす", "Words, receipt number or paper number";
    MINE = "自分の担当", "わたしの 担当（たんとう）", "Assigned to me";
    TAKE_OVER = "自分が担当する", "わたしが する", "Assign it to me";
    CHOOSE_ALL = "このページの全部を選ぶ", "ぜんぶ えらぶ", "Choose all on this page";
    BULK_REPORT = "まとめて処理した結果", "けっか", "What became of each";
    BULK_DONE = "できました", "できました", "done";
    BULK_NOT_DONE = "できませんでした", "できませんでした", "not done";
    RECEIVED_ON = "届いた日", "とどいた 日（ひ）", "Arrived on";
    PAPER_ID = "用紙の番号", "紙（かみ）の 番号（ばんごう）", "Paper";
    DUPLICATES = "同じ内容かもしれないもの", "おなじかも しれない もの", "Maybe the same";
    DUPLICATES_ABOUT = "次の回答が同じです。自動でまとめることはありません。", "おなじ 答（こた）えが あります。かってに まとめません。", "These have answers in common. Nothing is merged by itself.";
    SAME = "同じ回答：{0}", "おなじ 答（こた）え：{0}", "Equal: {0}";

    TEST = "試しに入力する", "ためす", "Test it";
    TEST_FIRST = "公開する前に試しに入力する（新しいタブ）", "公開（こうかい）する 前（まえ）に ためす（新（あたら）しい タブ）", "Test it before publishing (new tab)";
    TEST_OF = "試験：{0}", "ためし：{0}", "Test: {0}";
    TEST_ABOUT = "試験です。何も保存されず、だれにも送られません。受け付けていない様式でも試せます。", "ためしです。なにも のこりません。", "This is a test. Nothing is stored or sent. It works for a closed form, too.";
    TEST_SEND = "送ったことにして確かめる", "おくったら どう なるか 見（み）る", "See what would be received";
    TEST_DONE = "このまま送ると、次のとおり受け付けます。何も保存していません。", "送（おく）ると、こう なります。なにも のこって いません。", "This is what would be received. Nothing was stored.";
    TEST_TITLE = "件名", "名前（なまえ）", "Title";
    TEST_NO_TITLE = "（なし）", "（なし）", "(none)";
    TEST_AGAIN = "もう一度試す", "もう一度（いちど） ためす", "Test it again";
}

/// Who may send a form, in words.
pub fn audience(audience: Audience) -> Message {
    match audience {
        Audience::Anyone => AUDIENCE_ANYONE,
        Audience::Residents => AUDIENCE_RESIDENTS,
        Audience::Groups => AUDIENCE_GROUPS,
        Audience::Staff => AUDIENCE_STAFF,
    }
}
