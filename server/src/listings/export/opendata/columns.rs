//! The columns of each kind, and the names of the prefectures, as the standards have them.
//!
//! Sources: 推奨データセット イベント一覧 and 公共施設一覧; JIS X 0401. Invariants: the columns of a standard stand in its order, before what it does
//! not know, and those before our own (`engawa_app::listings::import::own`); each name stands once.

use engawa_app::listings::Kind;
use engawa_app::listings::import::own;

/// イベント一覧, in the order of the standard.
const EVENT: &[&str] = &[
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "イベント名",
    "イベント名_カナ",
    "イベント名_英語",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "開始日時特記事項",
    "説明",
    "料金(基本)",
    "料金(詳細)",
    "連絡先名称",
    "連絡先電話番号",
    "連絡先内線番号",
    "主催者",
    "場所名称",
    "住所",
    "方書",
    "緯度",
    "経度",
    "アクセス方法",
    "駐車場情報",
    "定員",
    "参加申込終了日",
    "参加申込終了時間",
    "参加申込方法",
    "URL",
    "備考",
];

/// 公共施設一覧, in the order of the standard.
const FACILITY: &[&str] = &[
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "名称",
    "名称_カナ",
    "名称_通称",
    "POIコード",
    "住所",
    "方書",
    "緯度",
    "経度",
    "電話番号",
    "内線番号",
    "法人番号",
    "団体名",
    "利用可能曜日",
    "開始時間",
    "終了時間",
    "利用可能日時特記事項",
    "説明",
    "バリアフリー情報",
    "URL",
    "備考",
];

/// All other kinds.
const COMMON: &[&str] = &[
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "名称",
    "名称_カナ",
    "名称_英語",
    "概要",
    "説明",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "日時説明",
    "料金(詳細)",
    "定員",
    "申込開始日",
    "申込終了日",
    "申込方法",
    "主催者",
    "場所名称",
    "住所",
    "緯度",
    "経度",
    "連絡先名称",
    "連絡先電話番号",
    "連絡先メールアドレス",
    "URL",
    "備考",
];

/// Behind the columns of each standard: what it does not know, and where the data come from.
const FURTHER: &[&str] = &[
    "対象",
    "キーワード",
    "活動分野",
    "地区",
    "バリアフリー情報",
    "開催形式",
    "申込URL",
    "掲載ページ",
    "確認日",
    "出典",
    "出典URL",
    "出典ライセンス",
];

/// 都道府県名 by the first two figures of a municipality's code (JIS X 0401).
const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
];

/// The columns of a kind, in order, each name once.
pub(super) fn columns(kind: Kind) -> Vec<&'static str> {
    let standard = match kind {
        Kind::Event => EVENT,
        Kind::Place => FACILITY,
        _ => COMMON,
    };
    let of_kind: &[&str] = match kind {
        Kind::Group => &["代表者", "設立年", "会員数", "活動日", "会費"],
        Kind::Course => &["講師"],
        Kind::Event => &["概要"],
        Kind::Place => &["概要", "名称_英語", "利用資格", "設備情報", "休館日", "収容人数"],
        Kind::Programme => &["利用条件", "制度所管組織", "補助率", "給付上限額"],
        _ => &[],
    };
    let mut names: Vec<&str> = Vec::new();
    for name in standard.iter().chain(of_kind).chain(FURTHER).copied().chain(own::headings(kind)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The prefecture of a municipality, by its code; empty where the code says none.
pub(super) fn prefecture(code: &str) -> &'static str {
    let number = code.get(..2).and_then(|number| number.parse::<usize>().ok());
    number.and_then(|number| PREFECTURES.get(number.checked_sub(1)?)).copied().unwrap_or_default()
}
