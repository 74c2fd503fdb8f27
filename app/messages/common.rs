//! Words that every page shares: navigation, dates, states of the device, marks on cards.

engawa_core::messages! {
    PANIC_RELOAD = "画面に問題が起きました。書いたものは残っています。ここを押すと読み直します。", "画面（がめん）に 問題（もんだい）が ありました。書（か）いた ものは のこって います。ここを おすと もう一度（いちど） 開（ひら）きます。", "Something on this page broke. What you wrote is kept. Press here to load it again.";

    // Navigation and frame.
    HOME = "ホーム", "ホーム", "Home";
    SEARCH = "さがす", "さがす", "Search";
    CALENDAR = "カレンダー", "カレンダー", "Calendar";
    MAP = "地図", "ちず", "Map";
    FAVOURITES = "お気に入り", "おきにいり", "Saved";
    SKIP = "本文へ移動", "ページの 中（なか）へ いく", "Skip to content";
    NAV_MAIN = "メインメニュー", "メニュー", "Main menu";
    NAV_LANG = "表示する言語", "ことばを えらぶ", "Language";
    NAV_FOOTER = "このサイトについて", "この サイトの こと", "About this site";
    LANG_JA = "日本語", "日本語", "日本語";
    LANG_EASY = "やさしい日本語", "やさしい日本語", "やさしい日本語";
    LANG_EN = "English", "English", "English";

    // Footer.
    ABOUT = "このサイトについて", "この サイトの こと", "About";
    ACCESSIBILITY = "アクセシビリティ", "だれでも 使（つか）いやすく するために", "Accessibility";
    PRIVACY = "プライバシー", "あなたの 情報（じょうほう）を まもる", "Privacy";
    OPEN_DATA = "オープンデータ", "だれでも 使（つか）える データ", "Open data";
    INVITE = "ホーム画面に置くと、電波のない場所でもすぐ開けます。", "画面（がめん）に 入（い）れると、インターネットが なくても すぐに ひらけます。", "On your home screen it opens at once, without a connection, too.";
    INVITE_NOW = "ホーム画面に置く", "画面（がめん）に 入（い）れる", "Put it there";
    INVITE_HOW = "iPhone・iPad での置き方", "iPhone・iPad の やりかた", "How to on an iPhone or iPad";
    INSTALL = "アプリとして使う", "アプリにして 使（つか）う", "Install the app";
    STAFF = "職員・運営者", "市役所（しやくしょ）の 人（ひと）", "Staff sign-in";
    DESK = "お問い合わせ", "わからない ときは、ここに 聞（き）いてください", "Contact";
    DESK_PHONE = "電話", "電話（でんわ）", "Phone";
    DESK_EMAIL = "メール", "メール", "E-mail";
    DESK_HOURS = "受付時間", "あいている 時間（じかん）", "Hours";
    LICENCE = "このサイトのデータは {0} で自由に使えます。取り込んだデータの出典とライセンスは、各ページに表示しています。", "この サイトの データは 自由（じゆう）に 使（つか）えます（{0}）。ほかから もらった データは、それぞれの ページに 書（か）いて あります。", "Data of this site is free to use under {0}. Sources and licences of imported data are shown on each page.";
    SAMPLE_SITE = "見本のサイトです。公開データの日付をずらしたものと、架空の団体・募集が入っています。実際の行事ではありません。", "これは 見本（みほん）です。本当（ほんとう）の イベントでは ありません。", "This is a sample site: real open data with moved dates, and made-up groups and calls. These are not real events.";
    SAMPLE_MORE = "くわしく", "くわしく 読（よ）む", "More about the sample data";

    // The device.
    OFFLINE = "オフラインです。この端末にある情報を表示しています。", "インターネットに つながって いません。この 機械（きかい）に ある 情報（じょうほう）を 見（み）せて います。", "Offline. Showing what this device holds.";
    OFFLINE_AS_OF = "オフライン：{0} 時点の情報", "インターネットに つながって いません。{0} の 情報（じょうほう）です。", "Offline: as of {0}";
    FIRST_SYNC = "オフラインでも使えるように準備しています（{0}／{1}件）", "インターネットが ない ときも 使（つか）えるように して います（{0}／{1}）", "Getting ready for offline use ({0} of {1})";
    FIRST_SYNC_LABEL = "準備の進みぐあい", "どこまで できたか", "Progress";
    UPDATE_READY = "新しい版があります。", "新（あたら）しく なりました。", "A new version is ready.";
    UPDATE_NOW = "いま切り替える", "新（あたら）しく する", "Update now";
    STORAGE_REFUSED = "この端末には情報を保存できません。オフラインでは使えません。", "この 機械（きかい）には 情報（じょうほう）を のこせません。インターネットが ない ときは 使（つか）えません。", "This browser keeps nothing on the device, so nothing will be here offline.";
    RELOAD = "読み直す", "もう一度（いちど） 読（よ）む", "Reload";

    // States of a page.
    LOADING = "読み込んでいます…", "いま 読（よ）んで います…", "Loading…";
    NOT_YET_HERE = "この情報はまだこの端末にありません。インターネットにつながると表示できます。", "この 情報（じょうほう）は まだ ありません。インターネットに つながると 見（み）る ことが できます。", "This is not on your device yet. It will show once you are online.";
    BROKEN = "情報を読み出せませんでした。時間をおいて、もう一度お試しください。", "情報（じょうほう）を 読（よ）む ことが できませんでした。少（すこ）し あとで もう一度（いちど） してください。", "The information could not be read. Please try again later.";
    NOTE = "お知らせ", "お知（し）らせ", "Note";
    CAUTION = "ご注意", "気（き）を つけて ください", "Caution";
    ERROR = "エラー", "まちがい", "Error";
    REQUIRED = "必須", "かならず 書（か）く", "Required";
    OPTIONAL = "任意", "書（か）かなくても いい", "Optional";
    CLOSE = "閉じる", "とじる", "Close";

    // Marks on cards.
    WHEN = "日時", "いつ", "When";
    WHERE = "場所", "どこ", "Where";
    ORGANISER = "主催", "だれが する", "Organiser";
    FREE = "無料", "お金（かね）は いらない", "Free";
    PAID = "有料", "お金（かね）が いる", "Paid";
    BARRIER_FREE = "車いすで利用可", "車（くるま）いすで 入（はい）れる", "Wheelchair accessible";
    ONLINE = "オンライン参加可", "オンラインで できる", "Online";
    DEADLINE = "締切 {0}", "しめきり {0}", "Deadline {0}";
    DEADLINE_TODAY = "締切 今日（{0}）", "しめきり 今日（きょう）（{0}）", "Deadline today ({0})";
    DEADLINE_DAYS = "締切 {0}（あと{1}日）", "しめきり {0}（あと {1}日）", "Deadline {0} ({1} days left)";
    DEADLINE_PAST = "締切 {0}（終了）", "しめきり {0}（おわりました）", "Deadline {0} (closed)";
    CONFIRMED_ON = "確認日 {0}", "たしかめた 日（ひ） {0}", "Checked on {0}";
    NEVER_CONFIRMED = "未確認", "まだ たしかめて いません", "Not checked yet";
    STALE = "情報が古い可能性があります", "情報（じょうほう）が 古（ふる）いかも しれません", "May be out of date";
    SAMPLE = "見本", "見本（みほん）", "Sample";
    SHIFTED = "見本のため日付を{0}週ずらしています", "見本（みほん）なので、日（ひ）を {0}週（しゅう） ずらして います", "Dates moved by {0} weeks for this sample";
    ENDED = "終了しました", "おわりました", "Ended";
    NO_DATE = "日時は詳細をご覧ください", "いつかは、くわしい ページを 見（み）てください", "See the page for dates";
    MATCH = "一致した言葉", "さがした ことば", "Match";
    SEE_ALL = "すべて見る", "ぜんぶ 見（み）る", "See all";

    // Paging.
    PAGES = "ページ", "ページ", "Pages";
    PAGE_PREVIOUS = "前へ", "まえへ", "Previous";
    PAGE_NEXT = "次へ", "つぎへ", "Next";
    PAGE_N = "{0}ページ目", "{0}ページ", "Page {0}";
    PAGE_OF = "{0}／{1}ページ", "{0}／{1}ページ", "Page {0} of {1}";
    COUNT = "{0}件", "{0}こ", "{0}";

    // Dates. {0} year, {1} month, {2} day, {3} weekday, {4} name of the month, {5} year of the era.
    DATE_SHORT = "{1}月{2}日（{3}）", "{0}年{1}月{2}日（{3}曜日）", "{3} {2} {4}";
    DATE_YEAR = "{0}年{1}月{2}日（{3}）", "{0}年{1}月{2}日（{3}曜日）", "{3} {2} {4} {0}";
    DATE_FULL = "{0}年（{5}）{1}月{2}日（{3}）", "{0}年{1}月{2}日（{3}曜日）", "{3} {2} {4} {0}";
    DATE_MONTH = "{0}年（{5}）{1}月", "{0}年{1}月", "{4} {0}";
    ERA_YEAR = "{0}{1}年", "{0}{1}年", "{0} {1}";
    ERA_FIRST = "元", "元", "1";
    SPAN = "{0}〜{1}", "{0} から {1} まで", "{0} – {1}";
    SPAN_OPEN = "{0}〜", "{0} から", "from {0}";
    SPAN_RUNNING = "開催中（{0}まで）", "いま やって います（{0} まで）", "On now, until {0}";
    TODAY = "今日", "今日（きょう）", "Today";
    TOMORROW = "明日", "明日（あした）", "Tomorrow";
    TODAY_DATE = "今日 {0}", "今日（きょう） {0}", "Today, {0}";
    TOMORROW_DATE = "明日 {0}", "明日（あした） {0}", "Tomorrow, {0}";
    SUN = "日", "日", "Sun";
    MON = "月", "月", "Mon";
    TUE = "火", "火", "Tue";
    WED = "水", "水", "Wed";
    THU = "木", "木", "Thu";
    FRI = "金", "金", "Fri";
    SAT = "土", "土", "Sat";
    JAN = "1月", "1月", "January";
    FEB = "2月", "2月", "February";
    MAR = "3月", "3月", "March";
    APR = "4月", "4月", "April";
    MAY = "5月", "5月", "May";
    JUN = "6月", "6月", "June";
    JUL = "7月", "7月", "July";
    AUG = "8月", "8月", "August";
    SEP = "9月", "9月", "September";
    OCT = "10月", "10月", "October";
    NOV = "11月", "11月", "November";
    DEC = "12月", "12月", "December";
    JAN_SHORT = "1月", "1月", "Jan";
    FEB_SHORT = "2月", "2月", "Feb";
    MAR_SHORT = "3月", "3月", "Mar";
    APR_SHORT = "4月", "4月", "Apr";
    MAY_SHORT = "5月", "5月", "May";
    JUN_SHORT = "6月", "6月", "Jun";
    JUL_SHORT = "7月", "7月", "Jul";
    AUG_SHORT = "8月", "8月", "Aug";
    SEP_SHORT = "9月", "9月", "Sep";
    OCT_SHORT = "10月", "10月", "Oct";
    NOV_SHORT = "11月", "11月", "Nov";
    DEC_SHORT = "12月", "12月", "Dec";
}
