//! Words of desks: who works where, who stands in, what is for staff only.

use engawa_core::Message;

engawa_core::messages! {
    DESKS = "窓口・部署", "窓口（まどぐち）の リスト", "Desks";
    DESKS_ABOUT = "市の課、拠点、社協などの一覧です。だれがどこの担当かが分かります。", "どこで だれが はたらいて いるか わかります。", "Departments, centres and other bodies, and who works there.";
    OFFICERS = "協働推進担当者の一覧（印刷用）", "担当（たんとう）の 人（ひと）の 一覧（いちらん）（印刷（いんさつ））", "List of officers (for printing)";
    NEW_DESK = "窓口を加える", "窓口（まどぐち）を ふやす", "Add a desk";
    CODE = "コード（英小文字・数字。あとから変えられません）", "コード（abc と 数字（すうじ）。あとで かえられません）", "Code (lower-case letters, digits; it stays)";
    KIND = "種別", "しゅるい", "Kind";
    NAME = "名称", "名前（なまえ）", "Name";
    NAME_EN = "英語の名称", "英語（えいご）の 名前（なまえ）", "Name in English";
    PHONE = "電話", "電話（でんわ）", "Phone";
    HOURS = "受付時間", "あいて いる 時間（じかん）", "Opening hours";
    SAVE = "保存する", "のこす", "Save";
    END_DESK = "この窓口を終える", "この 窓口（まどぐち）を おわりに する", "End this desk";
    MEMBERS = "ここで働く人", "ここで はたらく 人（ひと）", "Who works here";
    NOBODY = "まだだれもいません。", "まだ だれも いません。", "Nobody yet.";
    ADD_MEMBER = "加える・役割を変える", "ふやす・やくわりを かえる", "Add somebody, or change a role";
    LOGIN = "サインインの名前", "サインインの 名前（なまえ）", "Sign-in name";
    ROLE = "役割", "やくわり", "Role";
    ROLE_NONE = "外す", "はずす", "none (take out)";
    SINCE = "{0}から", "{0}から", "since {0}";
    ABSENCE = "不在と代理", "いない ときの かわり", "Absence";
    ABSENCE_ABOUT = "代理の人は、不在の人と同じ役割だけを持ちます。期間が終わると自動で外れます。", "かわりの 人（ひと）は、いない 人（ひと）と 同（おな）じ ことが できます。日（ひ）が すぎると おわります。", "Whoever stands in has the role of the one who is away and no more. It ends by itself.";
    ABSENCE_ROW = "{0} → {1}（{2} から {3} まで）{4}", "{0} → {1}（{2} から {3} まで）{4}", "{0} → {1} ({2} to {3}) {4}";
    AWAY = "不在の人", "いない 人（ひと）", "Who is away";
    STANDS_IN = "代理の人のサインインの名前", "かわりの 人（ひと）の サインインの 名前（なまえ）", "Sign-in name of who stands in";
    BEGINS_ON = "最初の日", "はじめの 日（ひ）", "First day";
    ENDS_ON = "最後の日", "さいごの 日（ひ）", "Last day";
    REASON = "理由（なくてもよい）", "りゆう（書（か）かなくても いいです）", "Reason (optional)";
    SET_ABSENCE = "代理を決める", "かわりを きめる", "Set";
    END_ABSENCE = "代理を終える", "かわりを おわる", "End it now";
    DENIED = "この窓口の担当ではないため、見ることも変えることもできません。必要なときは、担当の窓口に引き継いでください。", "あなたは この 窓口（まどぐち）の 人（ひと）では ありません。見（み）る ことが できません。", "This belongs to another desk, so you can neither read nor change it. If it is needed, refer the person to that desk.";
    DENIED_TITLE = "権限がありません", "できません", "Not allowed";
    FORM_DESK = "受け取る窓口", "うけとる 窓口（まどぐち）", "Desk that receives it";
    EVERY_DESK = "すべての窓口", "ぜんぶの 窓口（まどぐち）", "Every desk";
    STAFF_ONLY = "職員だけに見せる（公開サイト・検索・オープンデータには出ません）", "職員（しょくいん）だけに 見（み）せる（みんなの ページには 出（で）ません）", "For staff only (in no public page, search or file)";
    INSIDE = "庁内のお知らせ・研修", "職員（しょくいん）だけの お知（し）らせ", "For staff only";
    INSIDE_ABOUT = "職員だけが見られる掲載です。編集ページの「職員だけに見せる」で加えられます。", "職員（しょくいん）だけが 見（み）る ことが できます。", "Only staff see these. Tick the box of the editing page to add one.";

    KIND_DEPARTMENT = "市の課", "市（し）の 課（か）", "City department";
    KIND_CENTRE = "市民活動の拠点", "市民（しみん）活動（かつどう）の センター", "Civic activity centre";
    KIND_WELFARE_COUNCIL = "社会福祉協議会", "社会（しゃかい）福祉（ふくし）協議会（きょうぎかい）", "Council of social welfare";
    KIND_INTERNATIONAL_ASSOCIATION = "国際交流協会", "国際（こくさい）交流（こうりゅう）協会（きょうかい）", "International association";
    KIND_COMMITTEE = "委員会", "委員会（いいんかい）", "Committee";
    KIND_LIBRARY = "図書館", "図書館（としょかん）", "Library";
    ROLE_READER = "閲覧", "見（み）る だけ", "Reader";
    ROLE_STAFF = "担当", "担当（たんとう）", "Staff";
    ROLE_LEAD = "責任者", "リーダー", "Lead";

    DESK_CODE = "コードは2〜32文字の英小文字・数字・「-」「_」にしてください。", "コードは abc と 数字（すうじ）で 2字（じ）から 32字（じ）です。", "A code is 2 to 32 lower-case letters, digits, - or _.";
    DESK_UNKNOWN = "その窓口はありません。一覧から選び直してください。", "その 窓口（まどぐち）は ありません。", "There is no such desk. Choose one of the list.";
    DESK_EXISTS = "そのコードの窓口はすでにあります。別のコードにしてください。", "その コードは もう あります。", "There is a desk with this code. Choose another.";
    DESK_STAYS = "最初の窓口は終えられません。", "さいしょの 窓口（まどぐち）は なくせません。", "The first desk cannot be ended.";
    DESK_IN_USE = "この窓口には、様式・対応中の案件・引き継ぎ・終わっていない照会が{0}件あります。先に別の窓口へ移すか、終えてください。", "この 窓口（まどぐち）には しごとが {0}こ あります。先（さき）に ほかへ うつすか、おわりに して ください。", "{0} forms, open cases, referrals or open inquiries belong to this desk. Move or close them first.";
    ACCOUNT_UNKNOWN = "その名前の職員はいません。つづりを確かめてください。", "その 名前（なまえ）の 職員（しょくいん）は いません。", "No member of staff signs in under this name. Check its spelling.";
    LAST_LEAD = "責任者が一人もいなくなります。先に別の人を責任者にしてください。", "リーダーが いなく なります。先（さき）に ほかの 人（ひと）を リーダーに して ください。", "The desk would have no lead. Make somebody else its lead first.";
    NOT_A_MEMBER = "その人はこの窓口の担当ではありません。", "その 人（ひと）は この 窓口（まどぐち）の 人（ひと）では ありません。", "They do not work at this desk.";
    DELEGATE_ONESELF = "代理には別の人を選んでください。", "かわりの 人（ひと）は べつの 人（ひと）に して ください。", "Choose somebody else to stand in.";
    DELEGATION_OVER = "最後の日が過ぎています。", "さいごの 日（ひ）が すぎて います。", "The last day has passed.";
    DELEGATION_TOO_LONG = "代理は{0}日までにしてください。", "かわりは {0}日（にち）までです。", "Somebody stands in for at most {0} days.";
}

/// The sentence of a problem of desks; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    row(&code.to_ascii_uppercase())
}

/// The word of a code of `DeskKind`.
pub fn kind(code: &str) -> Message {
    row(&format!("KIND_{}", code.to_ascii_uppercase())).unwrap_or(KIND)
}

/// The word of a code of `DeskRole`.
pub fn role(code: &str) -> Message {
    row(&format!("ROLE_{}", code.to_ascii_uppercase())).unwrap_or(ROLE)
}

fn row(name: &str) -> Option<Message> {
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
