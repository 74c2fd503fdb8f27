//! Words of the calendar, with the names of the national holidays.

use engawa_core::Message;
use engawa_core::time::Holiday;

engawa_core::messages! {
    INTRO = "行事や講座を、月ごと・週ごとに見られます。", "いつ 何（なに）が あるか、見（み）る ことが できます。", "Events and courses by month or week.";
    TITLE_MONTH = "{0}のカレンダー", "{0}の カレンダー", "Calendar for {0}";
    TITLE_WEEK = "{0}からの1週間", "{0}からの 1週間（しゅうかん）", "Week of {0}";
    VIEW = "表示の切り替え", "見（み）かたを かえる", "View";
    MONTH = "月", "1か月（げつ）", "Month";
    WEEK = "週", "1週間（しゅうかん）", "Week";
    MOVE = "日付の移動", "日（ひ）を かえる", "Change dates";
    PREVIOUS_MONTH = "前の月", "前（まえ）の 月（つき）", "Previous month";
    NEXT_MONTH = "次の月", "次（つぎ）の 月（つき）", "Next month";
    PREVIOUS_WEEK = "前の週", "前（まえ）の 週（しゅう）", "Previous week";
    NEXT_WEEK = "次の週", "次（つぎ）の 週（しゅう）", "Next week";
    TODAY = "今日へ", "今日（きょう）を 見（み）る", "Go to today";
    FILTER = "しぼり込み", "えらぶ", "Narrow down";
    FILTER_ALL = "すべて", "ぜんぶ", "Everything";
    FILTER_CLEAR = "しぼり込みをやめる", "ぜんぶ 見（み）る", "Show everything";
    MORE = "ほか{0}件", "あと {0}こ", "{0} more";
    MORE_LABEL = "{0}の、ほか{1}件を見る", "{0}の あと {1}こを 見（み）る", "See {1} more on {0}";
    NOTHING = "この期間の予定はありません。", "なにも ありません。", "Nothing is planned for these dates.";
    NOTHING_DAY = "予定はありません", "なにも ありません", "Nothing planned";
    RUNNING = "期間中ずっと行われているもの", "長（なが）い 間（あいだ） やって いる もの", "Running throughout";
    AS_LIST = "一覧で見る", "ならべて 見（み）る", "See as a list";

    NEW_YEAR = "元日", "元日（がんじつ）", "New Year's Day";
    COMING_OF_AGE = "成人の日", "成人（せいじん）の日", "Coming of Age Day";
    FOUNDATION = "建国記念の日", "建国（けんこく）記念（きねん）の日", "National Foundation Day";
    EMPERORS_BIRTHDAY = "天皇誕生日", "天皇（てんのう）誕生日（たんじょうび）", "Emperor's Birthday";
    VERNAL_EQUINOX = "春分の日", "春分（しゅんぶん）の日", "Vernal Equinox Day";
    SHOWA = "昭和の日", "昭和（しょうわ）の日", "Showa Day";
    CONSTITUTION = "憲法記念日", "憲法（けんぽう）記念日（きねんび）", "Constitution Day";
    GREENERY = "みどりの日", "みどりの日", "Greenery Day";
    CHILDREN = "こどもの日", "こどもの日", "Children's Day";
    MARINE = "海の日", "海（うみ）の日", "Marine Day";
    MOUNTAIN = "山の日", "山（やま）の日", "Mountain Day";
    AGED = "敬老の日", "敬老（けいろう）の日", "Respect for the Aged Day";
    AUTUMNAL_EQUINOX = "秋分の日", "秋分（しゅうぶん）の日", "Autumnal Equinox Day";
    HEALTH_AND_SPORTS = "体育の日", "体育（たいいく）の日", "Health and Sports Day";
    SPORTS = "スポーツの日", "スポーツの日", "Sports Day";
    CULTURE = "文化の日", "文化（ぶんか）の日", "Culture Day";
    LABOUR = "勤労感謝の日", "勤労（きんろう）感謝（かんしゃ）の日", "Labour Thanksgiving Day";
    ACCESSION = "即位の日", "即位（そくい）の日", "Accession Day";
    ENTHRONEMENT = "即位礼正殿の儀の行われる日", "即位（そくい）の 儀式（ぎしき）の日", "Enthronement Ceremony Day";
    SUBSTITUTE = "振替休日", "振替（ふりかえ）休日（きゅうじつ）", "Substitute holiday";
    CITIZENS = "国民の休日", "国民（こくみん）の休日（きゅうじつ）", "Citizens' holiday";
}

/// The name of a holiday.
pub fn holiday(holiday: Holiday) -> Message {
    match holiday {
        Holiday::NewYear => NEW_YEAR,
        Holiday::ComingOfAge => COMING_OF_AGE,
        Holiday::Foundation => FOUNDATION,
        Holiday::EmperorsBirthday => EMPERORS_BIRTHDAY,
        Holiday::VernalEquinox => VERNAL_EQUINOX,
        Holiday::Showa => SHOWA,
        Holiday::Constitution => CONSTITUTION,
        Holiday::Greenery => GREENERY,
        Holiday::Children => CHILDREN,
        Holiday::Marine => MARINE,
        Holiday::Mountain => MOUNTAIN,
        Holiday::RespectForTheAged => AGED,
        Holiday::AutumnalEquinox => AUTUMNAL_EQUINOX,
        Holiday::HealthAndSports => HEALTH_AND_SPORTS,
        Holiday::Sports => SPORTS,
        Holiday::Culture => CULTURE,
        Holiday::LabourThanksgiving => LABOUR,
        Holiday::Accession => ACCESSION,
        Holiday::Enthronement => ENTHRONEMENT,
        Holiday::Substitute => SUBSTITUTE,
        Holiday::Citizens => CITIZENS,
    }
}
