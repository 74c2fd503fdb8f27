//! Words of repetitions, put together by `listings::form::words`: 毎月第2土曜日、2027年3月まで.

engawa_core::messages! {
    // In every how many periods.
    DAILY = "毎日", "毎日（まいにち）", "every day";
    DAILY_OTHER = "1日おき", "2日（ふつか）に 1回（かい）", "every other day";
    DAILY_N = "{0}日ごと", "{0}日（にち）に 1回（かい）", "every {0} days";
    WEEKLY = "毎週", "毎週（まいしゅう）", "every week";
    WEEKLY_OTHER = "隔週", "2週間（しゅうかん）に 1回（かい）", "every other week";
    WEEKLY_N = "{0}週ごとに", "{0}週間（しゅうかん）に 1回（かい）", "every {0} weeks";
    MONTHLY = "毎月", "毎月（まいつき）", "every month";
    MONTHLY_OTHER = "隔月", "2か月（げつ）に 1回（かい）", "every other month";
    MONTHLY_N = "{0}か月ごとに", "{0}か月（げつ）に 1回（かい）", "every {0} months";
    YEARLY = "毎年", "毎年（まいとし）", "every year";
    YEARLY_OTHER = "隔年", "2年（ねん）に 1回（かい）", "every other year";
    YEARLY_N = "{0}年ごとに", "{0}年（ねん）に 1回（かい）", "every {0} years";

    // On which days of it.
    ON = "{0}{1}", "{0} {1}", "{0} on {1}";
    MON = "月", "月曜日（げつようび）", "Monday";
    TUE = "火", "火曜日（かようび）", "Tuesday";
    WED = "水", "水曜日（すいようび）", "Wednesday";
    THU = "木", "木曜日（もくようび）", "Thursday";
    FRI = "金", "金曜日（きんようび）", "Friday";
    SAT = "土", "土曜日（どようび）", "Saturday";
    SUN = "日", "日曜日（にちようび）", "Sunday";
    WEEKDAYS = "{0}曜日", "{0}", "{0}";
    NTH_1 = "第1", "第（だい）1", "1st";
    NTH_2 = "第2", "第（だい）2", "2nd";
    NTH_3 = "第3", "第（だい）3", "3rd";
    NTH_4 = "第4", "第（だい）4", "4th";
    NTH_5 = "第5", "第（だい）5", "5th";
    NTH_LAST = "最終", "最後（さいご）の", "last";
    NTH_WEEKDAYS = "{0}{1}", "{0} {1}", "the {0} {1}";
    MONTH_DAY = "{0}日", "{0}日（にち）", "day {0}";
    MONTH_END = "末日", "最後（さいご）の 日（ひ）", "the last day";
    JOIN = "・", "、", ", ";
    JOIN_LAST = "・", "と ", " and ";

    // Hours and length of each time.
    HOURS = "{0} {1}", "{0} {1}", "{0}, {1}";
    DAYS_EACH = "{0}（{1}日間）", "{0}（{1}日（にち） つづきます）", "{0} ({1} days each)";

    // Until when.
    TIMES = "全{0}回", "ぜんぶで {0}回（かい）", "{0} times in all";
    AND_THEN = "{0}、{1}", "{0}、{1}", "{0}, {1}";

    // {0} year, {1} month, {2} day, {3} name of the month.
    DATE_IN_YEAR = "{1}月{2}日", "{1}月（がつ）{2}日（にち）", "{2} {3}";
    DATE_UNTIL_MONTH = "{0}年{1}月まで", "{0}年（ねん）{1}月（がつ）まで", "until the end of {3} {0}";
    DATE_UNTIL_DAY = "{0}年{1}月{2}日まで", "{0}年（ねん）{1}月（がつ）{2}日（にち）まで", "until {2} {3} {0}";

    // {0} the repetition, {1} the days off.
    EXCEPT = "{0}、ただし{1}を除く", "{0}。{1}は ありません", "{0}, except {1}";
    EXCEPT_MORE = "{0}、ほか{1}日", "{0}と、ほかに {1}日（にち）", "{0} and {1} more days";

    OTHER = "くり返しあり（日付の一覧をご覧ください）", "くりかえし あります（いつかは、日（ひ）の 一覧（いちらん）を 見（み）てください）", "repeats (see the list of dates)";
}
