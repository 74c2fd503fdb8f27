//! The sentences of what an import finds in a file. Staff read them, beside the cell that is meant.

use engawa_core::Message;

engawa_core::messages! {
    COLUMN_DOUBLED = "同じ名前の列がもう一つあります（{0}）。", "同（おな）じ 名前（なまえ）の 列（れつ）が あります（{0}）。", "Another column has the same name ({0}).";
    COLUMN_MISSING = "必要な列が見つかりません（{0}）。列の対応を確認してください。", "ひつような 列（れつ）が ありません（{0}）。もう一度（いちど） 見（み）て ください。", "A column that is needed was not found ({0}). Check the mapping of columns.";
    KEPT_AS_TEXT = "対応する項目がないため、元の文字のまま残しました。", "書（か）いて ある まま のこしました。", "There is no field for it; the text was kept as it is.";
    FORMULA_VALUE_USED = "計算式（{0}）の保存時の値を使いました。", "計算（けいさん）の しき（{0}）の こたえを 使（つか）いました。", "The value saved with the formula {0} was used.";
    TITLE_TOO_LONG = "名称が長いため{0}文字までにしました。全文は本文に残しました。", "名前（なまえ）が 長（なが）いので {0}字（じ）までに しました。ぜんぶは 本文（ほんぶん）に あります。", "The title was cut to {0} characters; the whole of it stands in the body.";
    TEXT_CUT = "「{0}」が長いため{1}文字までにしました。全文は元の文字のまま残しました。", "「{0}」が 長（なが）いので {1}字（じ）までに しました。ぜんぶ べつに のこしました。", "“{0}” was cut to {1} characters; the whole of it was kept as text.";
    LIST_CUT = "「{0}」が多いため{1}個までにしました。残りは元の文字のまま残しました。", "「{0}」が 多（おお）いので {1}までに しました。ほかは べつに のこしました。", "There are too many of “{0}”: {1} were taken, the others kept as text.";
    MAYBE_CANCELLED = "中止・延期かもしれません。公開してよいか確認してください。", "中止（ちゅうし）や 延期（えんき）かも しれません。見（み）て ください。", "This may be cancelled or put off. Check before publishing.";
    FACT_UNREAD = "「{0}」は、この列の書き方では読み取れませんでした。元の文字のまま残しています。", "「{0}」は 読（よ）めませんでした。書（か）いて ある まま のこしました。", "“{0}” could not be read in the way this column is written. The text was kept as it is.";
    DATE_UNREAD = "「{0}」は日時として読み取れませんでした。元の文字のまま残しています。", "「{0}」は 日（ひ）や 時間（じかん）として 読（よ）めませんでした。書（か）いて ある まま のこしました。", "“{0}” could not be read as a date or time. The text was kept as it is.";
    BROKEN_WEEKDAY = "曜日が「(aaa)」のような表計算の書式のままになっています。", "曜日（ようび）が 正（ただ）しく 書（か）かれて いません。", "The weekday is a spreadsheet format code such as (aaa).";
    NO_SUCH_DAY = "存在しない日付です（{0}）。", "そんな 日（ひ）は ありません（{0}）。", "There is no such day ({0}).";
    END_BEFORE_START = "終わりが始まりより前です（{0}）。始まりだけを使いました。", "おわりが はじまりより 前（まえ）です（{0}）。", "The end lies before the start ({0}). Only the start was used.";
    START_UNKNOWN = "始まりが書かれていないため、データの基準日からとしました。", "いつ はじまるか 書（か）いて ありません。", "No start is written; it was taken to begin on the reference day.";
    YEAR_BY_WEEKDAY = "年が書かれていないため、曜日の合う年と読みました。", "年（とし）が ないので、曜日（ようび）が 合（あ）う 年（とし）に しました。", "The year is missing; the year in which the weekday is right was taken.";
    ERA_MISMATCH = "元号と日付が合いません（{0}と読みました）。", "年号（ねんごう）と 日（ひ）が 合（あ）いません（{0}）。", "Era and date do not agree (read as {0}).";
    COUNT_MISMATCH = "回数が{0}と書かれていますが、日付は{1}あります。", "{0}回（かい）と 書（か）いて ありますが、日（ひ）は {1}です。", "The text says {0} times, but there are {1} days.";
    UNDECIDED = "日時が未定です。", "いつか まだ 決（き）まって いません。", "The date is not decided yet.";
    END_NOT_AFTER_START = "終了時刻が開始時刻より後ではありません。翌日の時刻としました。", "おわりの 時間（じかん）が はじまりより 前（まえ）です。つぎの 日（ひ）に しました。", "The end time is not after the start time; it was taken to be on the next day.";
    TWELVE_O_CLOCK = "午前・午後12時は正午と読みました。", "12時（じ）は 昼（ひる）の 12時（じ）に しました。", "12 o'clock a.m. or p.m. was read as noon.";
    MIDNIGHT_ONLY = "開始・終了とも0時のため、時刻なしとしました。", "0時（じ）から 0時（じ）なので、時間（じかん）なしに しました。", "Both times are 0:00; it was taken to have no time.";
    EXCEPTION_OUTSIDE = "除かれる日（{0}）が期間の外にあります。", "休（やす）みの 日（ひ）（{0}）が まちがって いるかも しれません。", "An excepted day ({0}) lies outside the period.";
    DATE_EMPTY = "日付が空です。", "日（ひ）が ありません。", "The date is empty.";
    DATE_NO_SUCH_DAY = "存在しない日付です。", "そんな 日（ひ）は ありません。", "There is no such date.";
    DATE_SEVERAL = "日付が一つではありません。元の文字のまま残しています。", "日（ひ）が いくつも あります。", "This is more than one date. The text was kept as it is.";
    DATE_UNREADABLE = "日付を読み取れませんでした。元の文字のまま残しています。", "日（ひ）を 読（よ）む ことが できませんでした。", "The date could not be read. The text was kept as it is.";
    APPLY_PERIOD_NOTE = "注記にも日付があります。申込期間には使っていません。", "ほかの 日（ひ）も 書（か）いて あります。", "A note names another date; it was not used for the application period.";
    APPLY_PERIOD_SEVERAL = "申込期間に日付がいくつもあります。最初のものを使いました。", "申（もう）しこみの 日（ひ）が いくつも あります。はじめの 日（ひ）に しました。", "The application period names several dates; the first was used.";
    APPLY_PERIOD_UNREAD = "申込期間を読み取れませんでした（{0}）。元の文字のまま残しています。", "申（もう）しこみの 日（ひ）が 読（よ）めませんでした（{0}）。", "The application period could not be read ({0}). The text was kept as it is.";
    COORDINATES_SWAPPED = "緯度と経度が入れ替わっていたため、正しい順にしました。", "緯度（いど）と 経度（けいど）が 反対（はんたい）でした。なおしました。", "Latitude and longitude were swapped; they were put right.";
    COORDINATES_ABSURD = "日本の緯度・経度ではありません（{0}）。", "日本（にほん）の 場所（ばしょ）では ありません（{0}）。", "This is no point in Japan ({0}).";
    COORDINATES_INCOMPLETE = "緯度と経度の片方しかありません。", "緯度（いど）と 経度（けいど）の どちらかが ありません。", "Only one of latitude and longitude is given.";
    COORDINATES_SEVERAL = "座標がいくつもあるため、地図には載せません。元の文字のまま残しています。", "場所（ばしょ）が いくつも あるので、地図（ちず）に 出（だ）しません。", "There are several positions; it is not put on the map. The text was kept as it is.";
    COORDINATES_UNCLEAR = "緯度・経度を読み取れませんでした（{0}）。", "地図（ちず）の 場所（ばしょ）が 読（よ）めませんでした（{0}）。", "The position could not be read ({0}).";
    EMAIL_UNCLEAR = "メールアドレスではないようです（{0}）。", "メールアドレスでは ないようです（{0}）。", "This does not look like an e-mail address ({0}).";
    PHONE_UNCLEAR = "電話番号として読み取れませんでした（{0}）。市外局番から書いてください。", "電話番号（でんわばんごう）が 読（よ）めませんでした（{0}）。", "The phone number could not be read ({0}). Write it with its area code.";
    URL_UNCLEAR = "https:// または http:// で始まるアドレスが見つかりません（{0}）。", "https:// か http:// で はじまる アドレスが ありません（{0}）。", "There is no address that begins with https:// or http:// ({0}).";
    ICS_LINE_UNREADABLE = "カレンダーの行を読み取れませんでした（{0}）。", "カレンダーの 行（ぎょう）が 読（よ）めませんでした（{0}）。", "A line of the calendar could not be read ({0}).";
    ICS_TRUNCATED = "カレンダーが途中で終わっています（{0}）。", "カレンダーが とちゅうで おわって います（{0}）。", "The calendar ends too early ({0}).";
    ICS_WITHOUT_EVENTS = "カレンダーに予定がありません。", "カレンダーに なにも ありません。", "The calendar holds no events.";
    ATTACHMENT_LEFT = "予定に埋め込まれたファイル（{0}）は取り込みません。", "予定（よてい）の 中（なか）の ファイル（{0}）は 使（つか）いません。", "A file inside the event ({0}) was not imported.";
    EVENT_PRIVATE = "非公開の予定のため、取り込みません。", "みんなに 見（み）せない 予定（よてい）なので、使（つか）いません。", "The event is private and was not imported.";
    TIME_ZONE_UNKNOWN = "時間帯がわからないため、日時にしていません（{0}）。", "どこの 国（くに）の 時間（じかん）か わかりません（{0}）。", "The time zone is unknown, so no date was set ({0}).";
    RULE_IN_OTHER_ZONE = "海外の時間帯で終わりなくくり返す予定です。初回だけを取り込みました。", "くりかえしが わかりません。はじめの 1回（かい）だけ 入（い）れました。", "It repeats without end in another time zone; only the first time was imported.";
    RULE_CUT = "くり返しが多いため、初めの{0}回だけを取り込みました。", "くりかえしが 多（おお）いので、はじめの {0}回（かい）だけ 入（い）れました。", "There are many repetitions; only the first {0} were imported.";
    RULE_NO_FREQUENCY = "くり返しの指定にFREQがありません。", "くりかえしの 書（か）きかたが わかりません。", "The repetition rule has no FREQ.";
    RULE_NOT_A_PART = "くり返しの指定を読み取れません（{0}）。", "くりかえしの 書（か）きかたが わかりません（{0}）。", "The repetition rule could not be read ({0}).";
    RULE_PART_TWICE = "くり返しの指定に同じ項目が二つあります（{0}）。", "くりかえしの 書（か）きかたが わかりません（{0}）。", "A part of the repetition rule is given twice ({0}).";
    RULE_PART_UNSUPPORTED = "このくり返しには対応していません（{0}）。", "この くりかえしは 使（つか）えません（{0}）。", "This repetition is not supported ({0}).";
    RULE_PART_UNKNOWN = "くり返しの指定に未知の項目があります（{0}）。", "くりかえしの 書（か）きかたが わかりません（{0}）。", "The repetition rule has an unknown part ({0}).";
    RULE_VALUE = "くり返しの指定の値を読み取れません（{0}）。", "くりかえしの 書（か）きかたが わかりません（{0}）。", "A value of the repetition rule could not be read ({0}).";
    RULE_CONFLICT = "くり返しの指定が矛盾しています（{0}）。", "くりかえしの 書（か）きかたが わかりません（{0}）。", "Parts of the repetition rule exclude each other ({0}).";
    OPEN_QUOTE = "引用符（\"）が閉じられていません。", "「\"」が とじて いません。", "A quotation mark is never closed.";
    FILE_EMPTY = "ファイルが空です。", "ファイルに なにも ありません。", "The file is empty.";
    GROUP_KEEPS = "団体が書いたままにしました：{0}（ファイルでは「{1}」）。", "グループが 書（か）いた ままです：{0}（ファイルでは「{1}」）。", "Left as the group wrote it: {0} (the file says “{1}”).";
    GROUP_HIDES = "団体が公開していない項目なので、載せませんでした：{0}。", "グループが 見（み）せて いない ものなので、のせませんでした：{0}。", "Not shown, because the group keeps it to itself: {0}.";
    GROUP_FORM_WAITS = "団体が書いたものが確認待ちです。取り込みとくい違うところは、確認のときに決めてください。", "グループが 書（か）いた ものを まだ 見（み）て いません。ちがう ところは その とき 決（き）めて ください。", "A form of the group waits; where it differs from the import, decide when you look at it.";
    SAME_TITLE_AND_TIME = "「{3}」は「{4}」（{2}）と名称が同じで、日程が重なります。", "「{3}」は「{4}」（{2}）と 名前（なまえ）が 同（おな）じです。", "“{3}” has the title of “{4}” ({2}), and the dates overlap.";
    SAME_PLACE = "「{3}」は「{4}」（{2}）と名称が似ていて、場所が近くです。", "「{3}」は「{4}」（{2}）と 名前（なまえ）が にて いて、場所（ばしょ）が 近（ちか）いです。", "“{3}” has a name like “{4}” ({2}), and is close by.";
}

/// The sentence of a code; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
