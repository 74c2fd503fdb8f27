//! The names of what a column can mean, for the page on which staff confirm the mapping of a file. By code of
//! `listings::import::columns::Column`.

use engawa_core::Message;

engawa_core::messages! {
    ID = "識別子（ID）", "番号（ばんごう）（ID）", "Identifier";
    SEQUENCE = "連番", "ならびの 番号（ばんごう）", "Running number";
    MUNICIPALITY_CODE = "市区町村コード", "市（し）の コード", "Municipality code";
    PREFECTURE = "都道府県名", "都道府県（とどうふけん）", "Prefecture";
    CITY = "市区町村名", "市（し）の 名前（なまえ）", "Municipality";
    TOWN = "町名", "町（まち）の 名前（なまえ）", "Town";
    TITLE = "名称", "名前（なまえ）", "Title";
    PLACE_AS_TITLE = "会場名（名称として使う）", "場所（ばしょ）の 名前（なまえ）を タイトルに する", "Venue, used as title";
    TITLE_EN = "英語の名称", "英語（えいご）の 名前（なまえ）", "English title";
    KANA = "名称の読み（カナ）", "読（よ）みかた", "Reading";
    NICKNAME = "通称", "ほかの 名前（なまえ）", "Common name";
    SUMMARY = "概要", "みじかい 説明（せつめい）", "Summary";
    BODY = "説明", "説明（せつめい）", "Description";
    SECTION = "説明（列名を見出しにする）", "説明（せつめい）の 一部（いちぶ）", "Description, under the column's name";
    DATES = "開催日", "日（ひ）", "Dates";
    START_DATE = "開始日", "はじまる 日（ひ）", "Start date";
    END_DATE = "終了日", "おわる 日（ひ）", "End date";
    START_TIME = "開始時間", "はじまる 時間（じかん）", "Start time";
    END_TIME = "終了時間", "おわる 時間（じかん）", "End time";
    WEEKDAYS = "曜日", "曜日（ようび）", "Weekdays";
    EXCEPT_DATES = "除外日", "休（やす）みの 日（ひ）", "Excepted dates";
    DATE_NOTE = "日時の特記事項", "日（ひ）の メモ", "Note on dates";
    PLACE_NAME = "場所名称", "場所（ばしょ）", "Venue";
    MEETING_PLACE = "集合場所", "あつまる 場所（ばしょ）", "Meeting place";
    POSTAL_CODE = "郵便番号", "郵便番号（ゆうびんばんごう）", "Postal code";
    ADDRESS = "住所", "住所（じゅうしょ）", "Address";
    BUILDING = "方書（建物名）", "たてものの 名前（なまえ）", "Building";
    LAT = "緯度", "緯度（いど）", "Latitude";
    LON = "経度", "経度（けいど）", "Longitude";
    TRANSPORT = "アクセス方法", "行（い）きかた", "How to get there";
    PARKING = "駐車場情報", "車（くるま）を とめる 所（ところ）", "Parking";
    AREA = "地区", "ちいき", "Area";
    PHONE = "電話番号", "電話番号（でんわばんごう）", "Phone";
    EXTENSION = "内線番号", "内線番号（ないせんばんごう）", "Extension";
    EMAIL = "メールアドレス", "メールアドレス", "E-mail";
    URL = "URL", "ホームページ", "URL";
    LINK_LABEL = "次の列のリンクの名前", "リンクの 名前（なまえ）", "Name of the link in the next column";
    ORGANISER = "主催者", "する 人（ひと）・グループ", "Organiser";
    CONTACT_NAME = "連絡先", "聞（き）く ところ", "Contact";
    CONTACT_HOURS = "受付時間", "聞（き）く ことが できる 時間（じかん）", "Hours of contact";
    FEE = "料金", "お金（かね）", "Fee";
    FEE_FLAG = "料金の有無", "お金（かね）が いるか", "Free or not";
    FEE_NOTE = "料金の説明", "お金（かね）の メモ", "Note on fees";
    CAPACITY = "定員", "何人（なんにん）まで", "Capacity";
    AUDIENCE = "対象", "だれの ため", "Audience";
    APPLY_PERIOD = "申込期間", "申（もう）しこみの 期間（きかん）", "Application period";
    APPLY_START = "申込開始日", "申（もう）しこみが はじまる 日（ひ）", "Applications open";
    APPLY_END = "申込締切日", "申（もう）しこみが おわる 日（ひ）", "Applications close";
    APPLY_NOTE = "申込方法", "申（もう）しこみかた", "How to apply";
    APPLY_URL = "申込URL", "申（もう）しこみの ページ", "Application URL";
    CATEGORY = "分類", "しゅるい", "Category";
    TAGS = "キーワード", "ことば", "Keywords";
    FIELD = "活動分野", "活動（かつどう）の しゅるい", "Field of activity";
    BARRIER_FREE = "バリアフリー情報", "バリアフリー", "Accessibility";
    CHILDCARE = "託児", "子（こ）どもを あずける", "Childcare";
    LANGUAGES = "対応言語", "ことば（外国語（がいこくご））", "Languages";
    ONLINE = "開催形式（オンライン）", "オンライン", "Online or on the spot";
    HOURS = "利用時間", "使（つか）える 時間（じかん）", "Opening hours";
    CLOSED_DAYS = "休館日", "休（やす）みの 日（ひ）", "Closing days";
    ELIGIBLE = "利用・申請できる人", "使（つか）える 人（ひと）", "Who may use or apply";
    EQUIPMENT_LIST = "設備", "ある もの", "Equipment";
    LECTURER = "講師", "先生（せんせい）", "Lecturer";
    REPRESENTATIVE = "代表者", "代表（だいひょう）の 人（ひと）", "Representative";
    MEMBERS = "会員数", "メンバーの 数（かず）", "Members";
    FOUNDED = "設立年", "はじまった 年（とし）", "Founded";
    ACTIVITY_DAYS = "活動日", "活動（かつどう）する 日（ひ）", "Days of activity";
    AMOUNT_MAX = "上限額", "いくらまで", "Ceiling";
    RATE = "補助率", "補助（ほじょ）の わりあい", "Rate";
    PROVIDER = "実施機関", "する ところ", "Provider";
    NOTES = "備考", "メモ", "Notes";
    IMAGE = "画像のURL", "写真（しゃしん）の アドレス", "Picture URL";
    PUBLISH_STATE = "公開・非公開", "見（み）せるか どうか", "Public or not";
    HEADING = "次の列の見出し", "つぎの 列（れつ）の 見出（みだ）し", "Heading of the next column";
    CONTENT = "見出しに対する内容", "見出（みだ）しの 中身（なかみ）", "Content of the heading";
    FACT = "えんがわの列（列名のとおり）", "えんがわの 列（れつ）", "Column of Engawa, by its heading";
    KEEP_AS_TEXT = "そのまま残す", "そのまま のこす", "Keep as text";
    IGNORE = "取り込まない", "使（つか）わない", "Leave out";
}

/// The name of a meaning by its code.
pub fn column(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::import::columns::Column;

    #[test]
    fn every_meaning_has_a_name() {
        for meaning in Column::ALL {
            assert!(column(meaning.code()).is_some(), "{}", meaning.code());
        }
        assert_eq!(TABLE.len(), Column::ALL.len());
    }
}
