//! Words of the list of results: search, facets, chips, orders, exports.

engawa_core::messages! {
    TITLE = "さがす", "さがす", "Search";
    TITLE_WORDS = "「{0}」の検索結果", "「{0}」を さがしました", "Results for “{0}”";
    DESCRIPTION = "{0}のイベント、講座、団体、募集、施設、支援制度を、言葉と条件でさがせます。", "{0}の イベントや グループを さがす ページです。", "Search events, courses, groups, calls, places and support in {0}.";
    WORDS = "言葉", "ことば", "Words";
    WORDS_HINT = "ひらがな、漢字、英語、1文字からさがせます。", "ひらがなでも さがす ことが できます。", "Japanese or English, from one character.";
    SUBMIT = "さがす", "さがす", "Search";
    CLEAR_WORDS = "言葉を消す", "ことばを けす", "Clear words";
    FACETS = "条件でしぼる", "もっと えらぶ", "Narrow the results";
    APPLY = "この条件でさがす", "これで さがす", "Apply";

    KIND = "種類", "しゅるい", "Kind";
    DATES = "いつ", "いつ", "When";
    FROM = "この日から", "この 日（ひ）から", "From";
    TO = "この日まで", "この 日（ひ）まで", "Until";
    TODAY = "今日", "今日（きょう）", "Today";
    WEEKEND = "今週末", "土曜日（どようび）・日曜日（にちようび）", "This weekend";
    SEVEN_DAYS = "7日以内", "7日（なのか）の あいだ", "Next 7 days";
    THIS_MONTH = "今月", "今月（こんげつ）", "This month";
    CONDITIONS = "参加しやすさ", "行（い）きやすさ", "Easy to join";
    FREE = "無料", "お金（かね）が いらない", "Free";
    BARRIER_FREE = "車いすで利用できる", "車（くるま）いすで 入（はい）れる", "Wheelchair accessible";
    ONLINE = "オンラインで参加できる", "インターネットで できる", "Online";
    EVENING = "夕方・夜（17時から）", "17時（じ）から あと", "In the evening (from 17:00)";
    DAY_OFF = "土日・祝日", "土曜日（どようび）・日曜日（にちようび）・休（やす）みの 日（ひ）", "On weekends and holidays";
    AREA = "地域", "どの あたり", "Area";
    FIELD = "活動の分野", "なにを するか", "Field of activity";
    AUDIENCE = "対象", "だれの ため", "For whom";
    LANGUAGE = "使える言語", "つかえる ことば", "Languages";
    AGE = "年齢", "何歳（なんさい）", "Age";
    AGE_HINT = "その年齢で参加できるものを表示します。", "あなたの 年（とし）を 書（か）いて ください。", "Shows what people of this age can join.";
    AGE_CHIP = "{0}歳", "{0}歳（さい）", "Age {0}";
    ENDED = "終わったものも含める", "おわった ものも 見（み）る", "Include what has ended";
    BY = "この団体の掲載", "この グループの もの", "By this group";

    CHOSEN = "選んでいる条件", "えらんだ もの", "Chosen filters";
    REMOVE = "「{0}」を外す", "「{0}」を やめる", "Remove {0}";
    CLEAR = "条件をすべて外す", "ぜんぶ やめる", "Clear all";
    COUNT = "{0}件見つかりました", "{0}こ 見（み）つかりました", "{0} found";
    COUNT_ONE = "1件見つかりました", "1こ 見（み）つかりました", "1 found";
    COUNT_NONE = "見つかりませんでした", "見（み）つかりませんでした", "Nothing found";
    SORT = "並べ方", "ならべかた", "Order";

    EMPTY_HEADING = "こうすると、見つかるかもしれません", "こう すると、見（み）つかるかも しれません", "You could try this";
    EMPTY_WORDS = "言葉を短くするか、漢字をひらがなにするなど、別の書き方や言葉でお試しください。", "みじかい ことばや、ひらがなや、ちがう ことばで さがして ください。", "Try fewer or other words, or another spelling.";
    EMPTY_FACETS = "条件を減らすと見つかることがあります。", "えらんだ ものを へらして ください。", "Try removing a filter.";
    EMPTY_BACKWARDS = "終わりの日が始まりの日より前になっています。", "おわりの 日（ひ）が はじまりの 日（ひ）より 前（まえ）です。", "The last day lies before the first day.";
    EMPTY_ALONE = "「{0}」だけでさがす", "「{0}」だけで さがす", "Search for “{0}” alone";
    EMPTY_KINDS = "すべての種類からさがす", "ぜんぶの しゅるいで さがす", "Search in all kinds";
    EMPTY_ALL = "すべての掲載を見る", "ぜんぶ 見（み）る", "See all listings";
    EMPTY_ENDED = "終わったものも含めてさがす", "おわった ものも さがす", "Include what has ended";

    TAKE_HEADING = "この結果を持ち出す", "この けっかを 使（つか）う", "Take these results with you";
    ICS = "自分の予定表に追加", "じぶんの カレンダーに 入（い）れる", "Add to my calendar";
    ICS_NOTE = "この条件に合う催しが、予定表アプリに自動で届きます。", "カレンダーの アプリに とどきます。", "Matching events arrive in your calendar app by themselves.";
    CSV = "CSV", "CSV", "CSV";
    CSV_EXCEL_NOTE = "Excel向けのCSVでは、その文字コード（CP932）にない文字（絵文字など）を「&#128512;」のような番号で書きます。文字をそのまま残したいときは、もう一つのCSVを使ってください。", "Excelの CSVには 書（か）けない 文字（もじ）が あります。その 文字（もじ）は「&#128512;」のような 番号（ばんごう）に なります。もう 一（ひと）つの CSVは そのままです。", "CSV for older Excel (CP932) lacks some characters, such as emoji; each is written as a number like “&#128512;”. The other CSV keeps them as they are.";
    CSV_EXCEL = "CSV（Excel向け）", "CSV（Excel）", "CSV for older Excel (CP932)";
    JSON = "JSON", "JSON", "JSON";
    ATOM = "更新情報（Atom）", "新（あたら）しい お知（し）らせ（Atom）", "Updates (Atom)";
    OPEN_DATA = "オープンデータの説明", "データの 説明（せつめい）", "About the open data";
}
