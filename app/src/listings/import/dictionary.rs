//! Column names: exact ones of the data sets that are known, and words by which others are guessed.
//!
//! Names are compared after [`fold_name`]. Sources: 推奨データセット and 自治体標準オープンデータセット (イベント一覧, 公共施設一覧), GIF イベント,
//! 施設 and 行政サービス・制度, 高松市 (Japanese and English), 神戸市 (施設, 支援制度), 焼津市, the Shirasagi CMS, 内閣府 NPO法人. Columns of our own
//! exports are known from [`own`].

use super::columns::Column as C;
use super::own;
use super::text::fold_name;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names that mean the same in every data set that has them.
const EXACT: &[(C, &str)] = &[
    (C::Id, "ID|NO_ID|施設ID|イベントID|post_name|ファイル名|制度番号|整理番号ID|団体ID|法人番号ID"),
    (C::Sequence, "#property|№|No|番号|連番|項番|通番|通し番号"),
    (C::MunicipalityCode, "都道府県コード又は市区町村コード|全国地方公共団体コード|市区町村コード|自治体コード|prefCode"),
    (C::Prefecture, "都道府県名|都道府県|所在地_都道府県|pref"),
    (C::City, "市区町村名|市区町村|所在地_市区町村|cityName"),
    (C::Town, "町名|町字|所在地_町字|townName"),
    (
        C::Title,
        "イベント名|イベント名称|行事名|催し名|講座名|事業名|名称|施設名|施設名称|団体名称|グループ名|サークル名|制度名|タイトル（制度名）|タイトル|件名|備品名|物品名|募集名|ボランティア名|eventName|name|post_title|法人名称|特定非営利活動法人の名称|法人名|会議名",
    ),
    (C::TitleEn, "イベント名_英語|イベント名_英字|名称_英語|名称_英字|イベント名(英字)|英語名"),
    (
        C::Kana,
        "イベント名_カナ|名称_カナ|名称カナ|施設名_カナ|施設名カナ|フリガナ|ふりがな|カナ|よみ|読み|団体名カナ|法人名称カナ|eventNameKana|kana",
    ),
    (C::Nickname, "名称_通称|通称|愛称|サブタイトル（通称）|サブタイトル|略称"),
    (C::Summary, "概要|サマリー|要約|summary|post_content"),
    (C::Body, "説明|内容|本文|詳細|事業内容|活動内容|イベント内容|overview|description|定款に記載された目的|目的|活動目的"),
    (
        C::Section,
        "持ち物|ご案内|留意事項|注意事項|開催条件|所要時間|防災情報|支給内容|支援内容|収入条件|家族構成条件|対象者条件|従業員条件|資本金条件|創業年条件|根拠法令|手続書類|必要書類|償還期限|借入限度額|最大金利|公募備考|用途・対象物|連絡先備考（その他、SNSなど）|連絡先備考|集合時間|雨天時|服装|プログラム|出演者|出演|共催団体|関連団体|協力|後援|協賛|共催",
    ),
    (C::Dates, "開催日|開催日時|日時|実施日|実施日時|開催期間|期間|期日|日程|日にち|日付|会期|eventDate"),
    (C::StartDate, "開始日|開始年月日|開催開始日|開催日（開始）|定期開催_1_開始日|startDate"),
    (C::EndDate, "終了日|終了年月日|開催終了日|開催日（終了）|定期開催_1_終了日|endDate"),
    (C::StartTime, "開始時間|開始時刻|開演|開演時間|定期開催_1_開始時刻|startTime"),
    (C::EndTime, "終了時間|終了時刻|終演時間|定期開催_1_終了時刻|endTime"),
    (C::Weekdays, "利用可能曜日|定期開催_1_曜日|曜日|開催曜日|availableDate"),
    (C::ExceptDates, "定期開催_1_除外日|除外日|休止日"),
    (C::DateNote, "開始日時特記事項|利用可能日時特記事項|利用可能時間特記事項|日時説明|利用可能日時説明|日時特記事項|availableDateNote|開催パターン"),
    (C::PlaceName, "場所名称|場所|会場|会場名|会場名称|開催場所|開催場所名称|開催会場|開催施設|実施場所|venue|location|placeName"),
    (C::MeetingPlace, "集合場所|受付場所|集合（受付）場所"),
    (C::PostalCode, "郵便番号|〒|postalCode"),
    (C::Address, "住所|所在地|施設住所|場所住所|開催場所住所|会場住所|所在地_連結表記|所在地_番地以下|主たる事務所の所在地|事務所所在地|address"),
    (C::Building, "方書|建物名等(方書)|建物名|buildingName"),
    (C::Lat, "緯度|latitude|lat"),
    (C::Lon, "経度|longitude|lon|lng"),
    (C::Transport, "アクセス方法|アクセス|交通|交通手段|最寄り駅|access"),
    (C::Parking, "駐車場情報|駐車場|駐車場有無|駐車場料金|parking"),
    (C::Area, "行政区コード|行政区|地区|地区名|地域|エリア|区|活動地域|主な活動地域|area"),
    (C::Phone, "電話番号|連絡先電話番号|TEL|電話|問い合わせ先電話番号|問合せ先電話番号|お問い合わせ先電話番号|telephoneNumber|phone"),
    (C::Extension, "内線番号|連絡先内線番号|内線"),
    (C::Email, "メールアドレス|連絡先メールアドレス|Eメール|E-mail|メール|email"),
    (
        C::Url,
        "URL|ホームページ|ホームページURL|イベントURL|詳細URL|記事URL|詳細リンクURL|詳細リンク2URL|リンク|HP|ウェブサイト|Webサイト|referenceObject|コンテンツURL|連絡先FormURL|Web開催URL",
    ),
    (C::LinkLabel, "詳細リンク|詳細リンク2|詳細参照先"),
    (C::Organiser, "主催者|主催|主催団体|主催者名|団体名|所轄団体|管理者|設置者|organizer|提供者（主催者）|会議主催者"),
    (
        C::ContactName,
        "連絡先名称|連絡先|問い合わせ先|問合せ先|問合先|お問い合わせ|お問い合わせ先|お問合せ先|問い合わせ先（市の担当課）|担当課|所管課|担当部署|連絡先情報|連絡先情報名称|contact",
    ),
    (C::ContactHours, "受付時間|問い合わせ時間|受付日時"),
    (C::Fee, "料金|料金(基本)|参加費|参加料|費用|受講料|入場料|利用料|利用料（費用）|使用料|手数料|基準料金|会費|fee|price"),
    (C::FeeFlag, "料金有無|有料無料|有料・無料"),
    (C::FeeNote, "料金(詳細)|料金説明|料金備考|材料費"),
    (C::Capacity, "定員|募集人数|募集定員|収容人数|定員数|capacity"),
    (C::Audience, "対象|対象者|対象年齢|参加対象|応募資格|audience|target"),
    (C::ApplyPeriod, "申込期間|募集期間|受付期間|申請期日|届出期日|募集時期|申請期間"),
    (C::ApplyStart, "申込開始日|参加申込開始日|受付開始日|公募開始日|募集開始日"),
    (C::ApplyEnd, "参加申込終了日|申込終了日|申込締切|申込締切日|申込期限日|申込期限|締切|締切日|応募締切|公募終了日|募集終了日"),
    (C::ApplyNote, "参加申込方法|申込方法|申込|応募方法|申請届出方法|申請方法|申込先|参加申込終了時間|申込期限時刻|申込開始時刻"),
    (C::ApplyUrl, "申込URL|申込フォーム|参加申込URL|申請URL"),
    (
        C::Category,
        "カテゴリ|カテゴリー|カテゴリリスト|分類|種別|区分|イベント種類|種類|施設種別|施設分類|ジャンル|tax_serviceCategory|サービス種別|種別情報|category",
    ),
    (C::Tags, "キーワード|タグ|tags|keywords"),
    (C::Field, "活動分野|活動の分野|特定非営利活動の種類|主たる活動分野|活動の種類"),
    (C::BarrierFree, "バリアフリー情報|アクセシビリティ情報|バリアフリー|車椅子|accessibility"),
    (C::Childcare, "託児|託児有無|子供預かり情報|保育"),
    (C::Languages, "外国語対応|対応言語|言語"),
    (C::Online, "Web開催|オンライン|開催方法|開催形式|開催形態"),
    (C::Hours, "利用時間|開館時間|営業時間|開設時間|利用可能時間|利用可能日時|hours"),
    (C::ClosedDays, "休館日|定休日|休業日|休所日|休み"),
    (C::Eligible, "利用資格|利用条件|申請できる人|利用できる人|届出できる人|申請者|利用対象者"),
    (C::EquipmentList, "設備情報|設備|備品|付帯設備"),
    (C::Lecturer, "講師|講師名"),
    (C::Representative, "代表者氏名|代表者|代表者名|代表"),
    (C::Members, "会員数|メンバー数|人数|構成員数"),
    (C::Founded, "設立年|設立年月日|設立年月|設立|法人設立認証年月日|設立認証年月日|結成年"),
    (C::ActivityDays, "活動日|活動日時|活動曜日|例会日"),
    (C::AmountMax, "給付上限額|補助上限額|上限額|助成限度額|補助限度額|助成上限額"),
    (C::Rate, "補助率|最大補助率|助成率"),
    (C::Provider, "制度所管組織|実施組織・支援機関|実施機関|所管組織"),
    (C::Notes, "備考|その他|特記事項|note|notes|remarks"),
    (C::Image, "画像|画像URL|写真|チラシ|image"),
    (C::PublishState, "ステータス|公開状態"),
    (C::Heading, "項目1|項目2|項目3|項目4|項目5|項目6|項目7|項目8"),
    (C::Content, "内容1|内容2|内容3|内容4|内容5|内容6|内容7|内容8"),
    (
        C::KeepAsText,
        "POIコード|法人番号|FAX番号|FAX|ファックス番号|町字ID|所在地_全国地方公共団体コード|高度の種別|高度の値|画像_ライセンス|状態|サブイベント|対象となる産業|掲載開始日|掲載終了日|ツール・環境|対象者備考|定員備考|決済種別|外国語対応備考|関連施設|一般利用可否|元制度番号|制度変更区分|所轄庁|従たる事務所の所在地|設立認証申請年月日|地方公共団体名|イベントタイトル|関連記事|公開日時|公開開始日時(予約)|公開終了日時(予約)|管理グループ|一覧用タイトル|言語コード|標準産業分類|掲載ページ|出典|出典URL|出典ライセンス",
    ),
    (C::Ignore, "レイアウト|並び順|容量|関連記事並び順|公開日時種別|表示優先度"),
];

/// Words in names, the first that fits wins. The number says how sure the guess is, in percent.
const GUESSES: &[(&str, C, u8)] = &[
    ("カナ", C::Kana, 75),
    ("ふりがな", C::Kana, 75),
    ("フリガナ", C::Kana, 75),
    ("英語", C::KeepAsText, 40),
    ("申込開始", C::ApplyStart, 75),
    ("申込締切", C::ApplyEnd, 75),
    ("申込期限", C::ApplyEnd, 70),
    ("締切", C::ApplyEnd, 65),
    ("申込期間", C::ApplyPeriod, 80),
    ("募集期間", C::ApplyPeriod, 80),
    ("受付期間", C::ApplyPeriod, 70),
    ("申込url", C::ApplyUrl, 75),
    ("申込", C::ApplyNote, 55),
    ("応募", C::ApplyNote, 50),
    ("電話", C::Phone, 75),
    ("tel", C::Phone, 70),
    ("fax", C::KeepAsText, 90),
    ("メール", C::Email, 75),
    ("mail", C::Email, 70),
    ("url", C::Url, 75),
    ("ホームページ", C::Url, 70),
    ("郵便番号", C::PostalCode, 85),
    ("緯度", C::Lat, 85),
    ("経度", C::Lon, 85),
    ("開始日", C::StartDate, 75),
    ("終了日", C::EndDate, 75),
    ("開始時", C::StartTime, 75),
    ("終了時", C::EndTime, 75),
    ("開館時間", C::Hours, 75),
    ("利用時間", C::Hours, 75),
    ("休館", C::ClosedDays, 75),
    ("定休", C::ClosedDays, 75),
    ("開催日", C::Dates, 75),
    ("実施日", C::Dates, 75),
    ("日時", C::Dates, 60),
    ("日程", C::Dates, 60),
    ("住所", C::Address, 75),
    ("所在地", C::Address, 75),
    ("会場", C::PlaceName, 70),
    ("場所", C::PlaceName, 65),
    ("定員", C::Capacity, 75),
    ("人数", C::Capacity, 50),
    ("料金", C::Fee, 75),
    ("参加費", C::Fee, 75),
    ("費用", C::Fee, 65),
    ("使用料", C::Fee, 65),
    ("対象", C::Audience, 65),
    ("主催", C::Organiser, 75),
    ("問い合わせ", C::ContactName, 65),
    ("問合", C::ContactName, 65),
    ("連絡先", C::ContactName, 60),
    ("担当", C::ContactName, 50),
    ("駐車", C::Parking, 75),
    ("バリアフリー", C::BarrierFree, 75),
    ("車いす", C::BarrierFree, 65),
    ("託児", C::Childcare, 75),
    ("オンライン", C::Online, 60),
    ("分野", C::Field, 55),
    ("分類", C::Category, 60),
    ("カテゴリ", C::Category, 70),
    ("種別", C::Category, 55),
    ("キーワード", C::Tags, 70),
    ("概要", C::Summary, 60),
    ("内容", C::Body, 60),
    ("説明", C::Body, 60),
    ("代表者", C::Representative, 60),
    ("講師", C::Lecturer, 70),
    ("地区", C::Area, 55),
    ("備考", C::Notes, 75),
    ("画像", C::Image, 60),
    ("イベント名", C::Title, 75),
    ("講座名", C::Title, 75),
    ("事業名", C::Title, 70),
    ("施設名", C::Title, 70),
    ("団体名", C::Title, 60),
    ("名称", C::Title, 60),
    ("タイトル", C::Title, 60),
];

static BY_NAME: LazyLock<HashMap<String, C>> = LazyLock::new(|| {
    let ours = own::every_heading().map(|name| (fold_name(name), C::Fact));
    ours.chain(EXACT.iter().flat_map(|(column, names)| names.split('|').map(|name| (fold_name(name), *column)))).collect()
});

/// What a column of this exact name means.
pub fn lookup(name: &str) -> Option<C> {
    let folded = fold_name(name);
    if folded.starts_with('←') {
        return Some(C::Ignore);
    }
    BY_NAME.get(&folded).copied()
}

/// What a column of a name like this may mean, and how sure that is in percent.
pub fn guess(name: &str) -> Option<(C, u8)> {
    let folded = fold_name(name);
    GUESSES.iter().find(|(word, ..)| folded.contains(&fold_name(word))).map(|(_, column, sure)| (*column, *sure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_meaning() {
        let mut seen: HashMap<String, C> = HashMap::new();
        for (column, names) in EXACT {
            for name in names.split('|') {
                let before = seen.insert(fold_name(name), *column);
                assert!(before.is_none_or(|before| before == *column), "{name}: {before:?} and {column:?}");
            }
        }
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for (name, column) in [
            ("料金（基本）", C::Fee),
            ("電話 番号", C::Phone),
            ("ＵＲＬ", C::Url),
            ("都道府県コード又は\n市区町村コード", C::MunicipalityCode),
            ("№", C::Sequence),
            ("←データの項目名を入力", C::Ignore),
        ] {
            assert_eq!(lookup(name), Some(column), "{name}");
        }
        assert_eq!(lookup("好きな色"), None);
        assert_eq!(guess("当日の連絡先電話"), Some((C::Phone, 75)));
        assert_eq!(guess("好きな色"), None);
    }
}
