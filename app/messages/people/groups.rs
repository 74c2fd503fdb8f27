//! Words of groups: registration, classes, claims, the desk of groups.

use crate::people::group::alike::Why;
use crate::people::group::profile::ProfileField;
use crate::people::group::{Benefit, ClaimState, RegistrationClass, RegistrationState, Trust};
use engawa_core::Message;
use engawa_core::rights::GroupRole;

engawa_core::messages! {
    GROUPS = "団体", "グループ", "Groups";

    UNCLAIMED = "申し出なし", "まだ だれも いない", "Unclaimed";
    PENDING = "審査待ち", "まって います", "Waiting";
    REGISTERED = "登録中", "登録（とうろく）して います", "Registered";
    LAPSED = "失効", "期限（きげん）が すぎました", "Lapsed";
    DECLINED = "不承認", "できませんでした", "Declined";
    ENDED = "解散", "おわりました", "Dissolved";
    MERGED = "統合済み", "ひとつに しました", "Merged";

    CLASS = "登録区分", "登録（とうろく）の しゅるい", "Class of registration";
    CLASS_LISTED = "掲載のみ", "のせる だけ", "Listed only";
    CLASS_GENERAL = "一般登録", "ふつうの 登録（とうろく）", "General";
    CLASS_FULL = "利用登録", "ぜんぶ 使（つか）える 登録（とうろく）", "Full use";
    BENEFITS = "利用できるもの", "使（つか）える もの", "What it unlocks";
    BENEFITS_NONE = "なし", "ありません", "None";
    BENEFIT_BOOKING = "会議室の優先予約", "部屋（へや）を 先（さき）に 予約（よやく）する", "Booking rooms first";
    BENEFIT_LOCKER = "ロッカー・メールボックス", "ロッカー・メールボックス", "Locker and letter box";
    BENEFIT_PRINT = "印刷機・機材の利用", "印刷（いんさつ）の 機械（きかい）", "Printing and equipment";
    BENEFIT_RACK = "チラシの配架・展示", "チラシを おく", "Leaflets and displays";
    BENEFIT_NEWS = "助成金・講座などの情報", "お知（し）らせを もらう", "News of grants and courses";
    BENEFIT_INSURANCE = "市民活動保険", "保険（ほけん）", "Insurance of activities";

    TRUST = "掲載の確認", "のせる ときの 確認（かくにん）", "Moderation";
    TRUST_NEW = "公開前に確認", "のせる まえに 見（み）る", "Looked at before it is shown";
    TRUST_TRUSTED = "公開後に確認", "のせた あとに 見（み）る", "Looked at afterwards";

    CLAIM_ASKED = "確認待ち", "まって います", "Waiting";
    CLAIM_ACCEPTED = "認めた", "できました", "Accepted";
    CLAIM_DECLINED = "認めなかった", "できませんでした", "Declined";

    ROLE_VIEWER = "閲覧", "見（み）る 人（ひと）", "Viewer";
    ROLE_ACCOUNTANT = "会計", "お金（かね）の 人（ひと）", "Accountant";
    ROLE_EDITOR = "編集", "書（か）く 人（ひと）", "Editor";
    ROLE_OWNER = "代表", "代表（だいひょう）の 人（ひと）", "Owner";

    FIELD_REPRESENTATIVE = "代表者氏名", "代表（だいひょう）の 人（ひと）の 名前（なまえ）", "Representative";
    FIELD_ADDRESS = "所在地", "住所（じゅうしょ）", "Address";
    FIELD_PHONE = "電話番号", "電話番号（でんわばんごう）", "Telephone";
    FIELD_EMAIL = "メールアドレス", "メールアドレス", "E-mail";
    FIELD_WEBSITE = "ホームページ・SNS", "ホームページ・SNS", "Web page";

    SAME_NAME = "同じ名称", "名前（なまえ）が 同（おな）じ", "the same name";
    SAME_PHONE = "同じ電話番号", "電話番号（でんわばんごう）が 同（おな）じ", "the same telephone";
    SAME_ADDRESS = "同じ所在地", "住所（じゅうしょ）が 同（おな）じ", "the same address";

    PART_ALL = "すべて", "ぜんぶ", "All";
    PART_LAPSING = "まもなく期限", "もうすぐ 期限（きげん）", "Lapsing soon";
    PART_DORMANT = "1年間の掲載なし", "1年（ねん） 何（なに）も 書（か）いて いない", "Silent for a year";
    PART_CLAIMED = "申し出あり", "だれかが 来（き）ました", "Claimed";
    PART_RENEWAL = "更新の申請あり", "つづけたい グループ", "Asks to renew";
    FIND = "団体をさがす", "グループを さがす", "Find a group";
    SEARCH = "さがす", "さがす", "Search";
    NONE = "ありません。", "ありません。", "None.";
    MEMBERS_N = "メンバー {0}人", "メンバー {0}人（にん）", "{0} members";
    VALID_UNTIL = "有効期限", "いつまで", "Valid until";
    VALID_OPEN = "期限なし", "期限（きげん）は ありません", "Without end";
    LAST_WROTE = "最後の掲載 {0}", "最後（さいご）に 書（か）いた 日（ひ） {0}", "Last wrote {0}";
    BY_FIELD = "活動分野ごとの数", "活動（かつどう）ごとの 数（かず）", "By field";
    BY_AREA = "地区ごとの数", "ばしょごとの 数（かず）", "By area";
    COUNT = "団体の数", "グループの 数（かず）", "Groups";
    ALIVE = "うち登録中", "登録（とうろく）して いる", "Registered";
    NO_AREA = "地区の記載なし", "ばしょが 書（か）いて ありません", "No area";
    CSV = "表（CSV）で取り出す", "表（ひょう）（CSV）", "Take as a table (CSV)";
    LIKENESSES = "同じかもしれない団体", "同（おな）じかも しれない グループ", "Groups that may be the same";
    LIKENESSES_ABOUT = "名称、電話番号、所在地のどれかが同じ団体です。自動で一つにすることはありません。", "名前（なまえ）や 電話番号（でんわばんごう）が 同（おな）じ グループです。かってに ひとつには なりません。", "These groups share a name, a telephone number or an address. Nothing is merged by itself.";
    COMPARE = "見比べる", "くらべる", "Compare";
    UNREAD = "団体にしていない登録申請", "まだ 見（み）て いない 申（もう）しこみ", "Applications without a group";
    MAKE_PENDING = "この申請から団体を作る", "この 紙（かみ）から グループを つくる", "Make a group of this";

    DONE = "受け付けました。受付番号 {0}", "できました。番号（ばんごう） {0}", "Done. Receipt {0}";
    FACTS = "登録の内容", "登録（とうろく）の こと", "Registration";
    STATE = "状態", "じょうたい", "State";
    PUBLIC_PAGE = "公開ページ", "みんなが 見（み）る ページ", "Public page";
    SUBMISSION = "申請", "申（もう）しこみ", "Application";
    NOTE_GIVEN = "団体に伝えたこと", "グループに 言（い）った こと", "What the group was told";
    MERGED_INTO = "統合先", "ここに なりました", "Became";
    DECIDE = "登録の決定", "登録（とうろく）を きめる", "Decide the registration";
    DECIDE_RENEWAL = "更新の決定", "つづけるか きめる", "Decide the renewal";
    RENEWAL_ASKED = "更新の申請が {0} に届いています。", "{0}に「つづけたい」と 来（き）ました。", "A renewal was asked for on {0}.";
    REASON = "理由（団体に伝わります）", "どうして（グループに 伝（つた）えます）", "Reason (the group is told)";
    ACCEPT = "承認する", "いいです", "Accept";
    DECLINE = "承認しない", "だめです", "Decline";
    OWNER_LINK = "代表者への招待", "代表（だいひょう）の 人（ひと）への リンク", "Invitation of the owner";
    OWNER_LINK_ABOUT = "このページは一度だけ表示します。印刷して渡すか、リンクを送ってください。", "この ページは 1回（かい）だけ 見（み）えます。印刷（いんさつ）して わたして ください。", "This is shown once. Print it, or send the link.";
    SAVE = "変更する", "かえる", "Change";
    MEMBERS = "メンバー", "メンバー", "Members";
    HAND_OVER_TO = "代表者にする", "代表（だいひょう）に する", "Make the owner";
    CLAIMS = "申し出", "「わたしの グループです」", "Claims";
    PROOF = "証明", "しょうこ", "Proof";
    MERGE = "ほかの団体と一つにする", "ほかの グループと ひとつに する", "Merge with another group";
    MERGE_WITH = "残す団体の名前（一部でもよい）", "のこす グループの 名前（なまえ）", "Name of the group that stays, or a part of it";
    MERGE_FOUND = "「{0}」が名前に入っている団体です。残す団体を選んでください。", "「{0}」が 名前（なまえ）に ある グループです。のこす グループを えらんで ください。", "Groups with {0} in their name. Choose the one that stays.";
    MERGE_NONE = "「{0}」が名前に入っている団体は、ほかにありません。", "「{0}」が 名前（なまえ）に ある グループは、ほかに ありません。", "No other group has {0} in its name.";
    MERGE_PREVIEW = "統合の確認", "ひとつに する まえに 見（み）る", "What merging does";
    MERGE_ABOUT = "「{0}」は取り下げ、「{1}」を残します。", "「{0}」を やめて、「{1}」を のこします。", "“{0}” is withdrawn, “{1}” stays.";
    MERGE_COUNTS = "移すもの：メンバー {0}人、掲載 {1}件", "うごく もの：メンバー {0}人（にん）、のせた もの {1}こ", "What moves: {0} members, {1} listings";
    MERGE_DO = "一つにする", "ひとつに する", "Merge";
    END = "解散", "グループを おわりに する", "Dissolution";
    END_DO = "解散とする", "おわりに する", "Mark as dissolved";
    END_ABOUT = "公開ページは「終了」になり、掲載はできなくなります。", "ページは「おわり」に なります。もう 書（か）けません。", "The public page says that it ended, and nothing more can be published.";
    HISTORY = "これまでのこと", "いままでの こと", "History";
    LISTINGS = "掲載", "のせた もの", "Listings";
    FORBIDDEN = "この団体のページを見る権限がありません。担当の窓口に尋ねてください。", "あなたは この グループの ページを 見（み）る ことが できません。", "You may not see this group from inside. Ask its owner or the desk.";

    MAIL_RENEWAL = "「{0}」の登録の有効期限は {1} です", "「{0}」の 登録（とうろく）は {1}までです", "The registration of {0} ends on {1}";
    MAIL_RENEWAL_TEXT = "「{0}」の団体登録の有効期限は {1} です。\n続けるときは、「わたしの団体」のページから更新を申請してください。\n手続きがないときは、期限の30日後に登録が失効します。掲載した内容は残ります。", "「{0}」の 登録（とうろく）は {1}までです。\nつづける ときは、「わたしの グループ」の ページで「つづける」を おして ください。\n何（なに）も しないと、30日（にち） あとに 登録（とうろく）が おわります。書（か）いた ものは のこります。", "The registration of {0} ends on {1}.\nTo go on, ask for its renewal on the page of your group.\nIf nothing is done it lapses 30 days later. What you published stays.";
}

/// The name of a state.
pub fn state(state: RegistrationState) -> Message {
    match state {
        RegistrationState::Unclaimed => UNCLAIMED,
        RegistrationState::Pending => PENDING,
        RegistrationState::Registered => REGISTERED,
        RegistrationState::Lapsed => LAPSED,
        RegistrationState::Declined => DECLINED,
        RegistrationState::Ended => ENDED,
        RegistrationState::Merged => MERGED,
    }
}

/// The name of a class.
pub fn class(class: RegistrationClass) -> Message {
    match class {
        RegistrationClass::Listed => CLASS_LISTED,
        RegistrationClass::General => CLASS_GENERAL,
        RegistrationClass::Full => CLASS_FULL,
    }
}

/// The name of what a class unlocks.
pub fn benefit(benefit: Benefit) -> Message {
    match benefit {
        Benefit::Booking => BENEFIT_BOOKING,
        Benefit::Locker => BENEFIT_LOCKER,
        Benefit::Print => BENEFIT_PRINT,
        Benefit::Rack => BENEFIT_RACK,
        Benefit::News => BENEFIT_NEWS,
        Benefit::Insurance => BENEFIT_INSURANCE,
    }
}

/// The name of how a group is moderated.
pub fn trust(trust: Trust) -> Message {
    match trust {
        Trust::New => TRUST_NEW,
        Trust::Trusted => TRUST_TRUSTED,
    }
}

/// The name of where a claim stands.
pub fn claim(state: ClaimState) -> Message {
    match state {
        ClaimState::Asked => CLAIM_ASKED,
        ClaimState::Accepted => CLAIM_ACCEPTED,
        ClaimState::Declined => CLAIM_DECLINED,
    }
}

/// The name of a role.
pub fn role(role: GroupRole) -> Message {
    match role {
        GroupRole::Viewer => ROLE_VIEWER,
        GroupRole::Accountant => ROLE_ACCOUNTANT,
        GroupRole::Editor => ROLE_EDITOR,
        GroupRole::Owner => ROLE_OWNER,
    }
}

/// The name of a field of the profile.
pub fn field(field: ProfileField) -> Message {
    match field {
        ProfileField::Representative => FIELD_REPRESENTATIVE,
        ProfileField::Address => FIELD_ADDRESS,
        ProfileField::Phone => FIELD_PHONE,
        ProfileField::Email => FIELD_EMAIL,
        ProfileField::Website => FIELD_WEBSITE,
    }
}

/// Why two groups look alike.
pub fn why(why: Why) -> Message {
    match why {
        Why::Name => SAME_NAME,
        Why::Phone => SAME_PHONE,
        Why::Address => SAME_ADDRESS,
    }
}
