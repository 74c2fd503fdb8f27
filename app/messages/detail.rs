//! Words of the pages of one listing, one group and the saved list.

engawa_core::messages! {
    // Head of the page.
    TRAIL = "現在の位置", "いま いる ところ", "You are here";
    ENDED_NOTE = "この掲載は終了しています。記録として残しています。", "これは おわりました。記録（きろく）として のこして います。", "This listing has ended. It is kept as a record.";
    SHOWN_IN_JA = "この内容は日本語で表示しています。", "ふつうの 日本語（にほんご）で 書（か）いて あります。", "This text is shown in Japanese; there is no English version yet.";
    SAMPLE_NOTE = "見本として作った、実在しない掲載です。", "これは 見本（みほん）です。本当（ほんとう）には ありません。", "This is a made-up sample, not a real listing.";
    NOT_FOUND = "お探しのページが見つかりません", "この ページは ありません", "Page not found";
    NOT_FOUND_TEXT = "掲載が終わったか、アドレスが変わったのかもしれません。名前や言葉でさがすと、見つかることがあります。", "なくなったか、アドレスが 変（か）わったかも しれません。ことばで さがして ください。", "The listing may have been taken down, or its address has changed. Try searching for it by name.";
    NOT_FOUND_SEARCH = "さがすページへ", "さがす", "Go to search";

    // What one can do here.
    ACTIONS = "このページでできること", "この ページで できる こと", "What you can do here";
    FAVOURITE_ADD = "お気に入りに入れる", "おきにいりに 入（い）れる", "Save";
    FAVOURITE_REMOVE = "お気に入りから外す", "おきにいりから 出（だ）す", "Remove from saved";
    SHARE = "共有する", "ほかの 人（ひと）に 教（おし）える", "Share";
    COPIED = "アドレスをコピーしました。", "アドレスを コピーしました。", "The address was copied.";
    ICS = "予定表に入れる", "カレンダーに 入（い）れる", "Add to calendar";
    ICS_DEADLINE = "締切：{0}", "しめきり：{0}", "Deadline: {0}";
    PRINT = "印刷する", "紙（かみ）に 印刷（いんさつ）する", "Print";
    AT_A_GLANCE = "概要", "たいせつな こと", "At a glance";
    BODY = "内容", "くわしい こと", "Details";
    FACTS = "くわしい情報", "くわしい 情報（じょうほう）", "More information";

    // When.
    WHEN_MORE = "このあとの日程（{0}件）", "この あとの 日（ひ）（{0}）", "Later dates ({0})";
    WHEN_AS_WRITTEN = "もとの表記", "もとの 書（か）きかた", "As written";
    WHEN_OVER = "予定されていた日程は終わりました（{0}）。", "もう おわりました（{0}）。", "All dates are over ({0}).";
    WHEN_OPEN = "終わりの日は決まっていません。", "いつ おわるかは、まだ 決（き）まって いません。", "No end date is set.";
    WHEN_EXCEPT = "お休みの日", "休（やす）みの 日（ひ）", "Not on";
    WHEN_UNKNOWN = "日時は載っていません。問い合わせ先にお確かめください。", "いつかは 書（か）いて ありません。電話（でんわ）や メールで 聞（き）いて ください。", "No date is given. Please ask the contact below.";

    // Where.
    ADDRESS = "住所", "住所（じゅうしょ）", "Address";
    AREA = "地区", "地区（ちく）", "Area";
    TRANSPORT = "交通", "行（い）きかた", "Getting there";
    PARKING = "駐車場", "車（くるま）を 止（と）める ところ", "Parking";
    ON_MAP = "地図で見る", "ちずで 見（み）る", "Show on the map";
    ATTENDANCE = "参加方法", "参加（さんか）の しかた", "How to attend";

    // For whom, cost.
    FOR = "対象", "だれの ため", "Who it is for";
    AGES = "{0}歳から{1}歳まで", "{0}さいから {1}さいまで", "Ages {0} to {1}";
    AGES_FROM = "{0}歳以上", "{0}さいから", "Ages {0} and over";
    AGES_TO = "{0}歳以下", "{0}さいまで", "Up to age {0}";
    COST = "費用", "お金（かね）", "Cost";
    YEN = "{0}円", "{0}円（えん）", "¥{0}";
    YEN_RANGE = "{0}円〜{1}円", "{0}円（えん）から {1}円（えん）まで", "¥{0} to ¥{1}";
    YEN_MAX = "上限 {0}円", "いちばん 多（おお）くて {0}円（えん）", "Up to ¥{0}";

    // Applying.
    TAKING_PART = "対象・費用・申し込み", "だれが・お金（かね）・申（もう）しこみ", "Who, cost and how to apply";
    APPLY_OPENS = "受付開始", "はじまる 日（ひ）", "Opens";
    APPLY_CLOSES = "締切", "しめきり", "Deadline";
    APPLY_DAYS = "{0}（あと{1}日）", "{0}（あと {1}日）", "{0} ({1} days left)";
    APPLY_TODAY = "{0}（今日まで）", "{0}（今日（きょう）まで）", "{0} (today)";
    APPLY_PAST = "{0}（受付は終わりました）", "{0}（もう おわりました）", "{0} (closed)";
    CAPACITY = "定員", "何人（なんにん）まで", "Places";
    PEOPLE = "{0}人", "{0}人（にん）", "{0} people";
    APPLY_HOW = "方法", "やりかた", "How";
    APPLY_LINK = "申し込みのページを開く", "申（もう）しこみの ページを 見（み）る", "Open the application page";

    // Access and languages.
    ACCESS = "バリアフリー・配慮", "だれでも 来（き）やすく するために", "Accessibility";
    ACCESS_NONE = "バリアフリーの情報はまだありません。必要なことは、事前に問い合わせ先へご相談ください。", "車（くるま）いすなどの 情報（じょうほう）は まだ ありません。来（く）る 前（まえ）に 聞（き）いて ください。", "No accessibility information yet. Please ask the contact about what you need.";
    LANGUAGES = "使える言語", "使（つか）える ことば", "Languages";

    // Contact and organiser.
    CONTACT = "問い合わせ先", "聞（き）く ところ", "Contact";
    CALL = "電話をかける", "電話（でんわ）を かける", "Call";
    MAIL = "メールを送る", "メールを 送（おく）る", "Send e-mail";
    HOURS = "受付時間", "あいている 時間（じかん）", "Hours";
    FIELDS = "活動分野", "どんな 活動（かつどう）", "Fields of activity";
    TAGS = "キーワード", "ことば", "Keywords";
    LINKS = "関連リンク", "ほかの ページ", "Links";
    EXTERNAL = "（外部サイト）", "（ほかの サイト）", "(external site)";

    // Where the information comes from.
    ORIGIN = "この情報について", "この 情報（じょうほう）に ついて", "About this information";
    SOURCE = "出典", "どこから", "Source";
    SOURCE_HERE = "このサイトで登録された情報です。", "この サイトで 書（か）いた 情報（じょうほう）です。", "Entered on this site.";
    SOURCE_FILE = "元のデータ", "もとの データ", "Original data";
    SOURCE_ROW = "{0} の {1}行目", "{0} の {1}番目（ばんめ）", "{0}, row {1}";
    LICENCE = "ライセンス", "使（つか）う ときの きまり", "Licence";
    SHIFTED = "見本のため、元の日付を{0}週ずらして表示しています。", "見本（みほん）なので、日（ひ）を {0}週（しゅう） ずらして います。", "Dates were moved by {0} weeks for this sample.";
    SHIFTED_BODY = "文章の中の日付は元のままです。", "文（ぶん）の 中（なか）の 日（ひ）は もとの ままです。", "Dates inside the text are the original ones.";
    VANISHED = "元のデータの最新版には、この項目がありません。", "もとの データには、もう ありません。", "The latest version of the source no longer has this entry.";
    WRONG = "まちがいや変更に気づいたら、お知らせください。", "まちがいを 見（み）つけたら、教（おし）えて ください。", "Something wrong? Please tell us.";
    WRONG_FORM = "問題を知らせる（フォーム）", "こまった ことを 知（し）らせる", "Report a problem (form)";
    WRONG_MAIL = "まちがいを知らせる", "まちがいを 知（し）らせる", "Report a mistake";
    WRONG_SUBJECT = "掲載内容について：{0}", "まちがいに ついて：{0}", "About the listing: {0}";
    WRONG_BODY = "ページ：{0} お気づきの点：", "ページ：{0} まちがい：", "Page: {0} What is wrong: ";
    UNREAD = "読み取れなかった項目", "読（よ）めなかった ところ", "Entries that could not be read";
    UNREAD_NOTE = "データの取り込みで読み取れなかった内容を、そのまま載せています。", "コンピューターが 読（よ）めなかった ところです。もとの まま 書（か）いて あります。", "The import could not read these cells; they are shown as they are.";

    // Lists below.
    OWN_PLACE = "この場所で行われること", "この 場所（ばしょ）で する こと", "What takes place here";
    RELATED = "関連する情報", "にて いる 情報（じょうほう）", "Related";

    // Facts of the kinds.
    EVENT_TYPE = "種類", "どんな イベント", "Type";
    STAGE = "団体の段階", "どんな グループに", "For groups that";
    SESSIONS_TOTAL = "回数", "何回（なんかい）", "Meetings";
    TIMES = "全{0}回", "{0}回（かい）", "{0} in all";
    LECTURER = "講師", "先生（せんせい）", "Lecturer";
    CALL_TYPE = "募集の種類", "どんな 人（ひと）を さがして いるか", "Looking for";
    NEEDED = "募集人数", "何人（なんにん）", "People needed";
    DUTIES = "活動内容", "する こと", "What to do";
    SKILLS = "求める経験・技能", "できると いい こと", "Skills asked for";
    FLEXIBLE = "参加しやすさ", "参加（さんか）しやすい ところ", "Flexibility";
    INSURANCE = "保険", "保険（ほけん）", "Insurance";
    PLACE_TYPE = "施設の種類", "どんな 場所（ばしょ）", "Kind of place";
    OPENING = "開館時間", "あいている 時間（じかん）", "Opening hours";
    CLOSED = "休館日", "休（やす）みの 日（ひ）", "Closed";
    ELIGIBLE = "利用できる人・団体", "だれが 使（つか）えるか", "Who can use it";
    USE_HOW = "利用の申し込み", "使（つか）いたい とき", "How to book";
    EQUIPMENT = "備え付けの設備", "ある もの", "Equipment on site";
    ROOMS = "部屋・区画", "へや", "Rooms";
    ROOM = "部屋", "へや", "Room";
    ROOM_CAPACITY = "定員", "何人（なんにん）まで", "Capacity";
    ROOM_FEE = "使用料", "お金（かね）", "Fee";
    UNITS = "数", "いくつ", "Number";
    CONDITIONS = "貸出の条件", "借（か）りる ときの きまり", "Conditions";
    PICK_UP = "受け取り場所", "どこで もらうか", "Where to collect";
    PROGRAMME_TYPE = "支援の種類", "どんな 助（たす）け", "Kind of support";
    AMOUNT = "金額", "お金（かね）", "Amount";
    RATE = "補助率", "どれだけ 出（で）るか", "Share paid";
    APPLICANTS = "対象となる人・団体", "だれが もらえるか", "Who may apply";
    PROVIDER = "実施主体", "だれが 助（たす）けるか", "Provided by";
    PARTNERS = "協働の相手", "いっしょに する ところ", "Partners";
    STEP_FORM = "このフォームを開く", "この フォームを 開（ひら）く", "Open this form";
    STEP_PAGE = "このページを開く", "この ページを 開（ひら）く", "Open this page";
    METHOD = "協働の形", "どうやって いっしょに するか", "Form of collaboration";
    DEPARTMENT = "担当課", "市役所（しやくしょ）の 係（かかり）", "Department in charge";
    POLICY_AREA = "施策分野", "どんな 仕事（しごと）の こと", "Policy area";
    WISH = "団体に期待すること", "グループに して ほしい こと", "What the department hopes for";
    PERIOD = "期間", "いつから いつまで", "Period";
    RESULTS = "成果", "できた こと", "Results";
    PEOPLE_IN_IT = "登場する人", "出（で）て くる 人（ひと）", "People";
    NOTICE_TYPE = "お知らせの種類", "どんな お知（し）らせ", "Kind of notice";
    VERSION = "版", "いつの 本（ほん）か", "Edition";

    // Groups and organisations.
    PROFILE = "プロフィール", "どんな グループか", "Profile";
    GROUP_TYPE = "団体の種類", "グループの しゅるい", "Kind of group";
    READING = "読み", "読（よ）みかた", "Reading";
    FOUNDED = "設立", "できた 年（とし）", "Founded";
    FOUNDED_YEAR = "{0}年", "{0}年", "{0}";
    MEMBERS = "会員数", "メンバーの 数（かず）", "Members";
    REPRESENTATIVE = "代表者", "代表（だいひょう）の 人（ひと）", "Representative";
    ACTIVITY_DAYS = "活動日", "活動（かつどう）する 日（ひ）", "Active on";
    FEE = "会費", "お金（かね）", "Membership fee";
    JOINING = "参加するには", "入（はい）りたい とき", "How to join";
    DISCLOSURE = "情報公開", "見（み）せて いる 書類（しょるい）", "Documents made public";
    DISCLOSURE_COUNT = "3つのうち{0}つを公開", "3つの うち {0}つを 見（み）せて います", "{0} of 3 made public";
    DISCLOSED = "公開", "見（み）せて いる", "public";
    NOT_DISCLOSED = "未公開", "見（み）せて いない", "not public";
    DISCLOSED_RULES = "規約・会則", "きまり", "Rules";
    DISCLOSED_OFFICERS = "役員名簿", "役員（やくいん）の 名前（なまえ）", "Officers";
    DISCLOSED_ACCOUNTS = "会計・決算", "お金（かね）の 使（つか）いかた", "Accounts";
    ITEM_STATE = "{0}：{1}", "{0}：{1}", "{0}: {1}";
    GROUP_EVENTS = "イベント・講座", "イベント・講座（こうざ）", "Events and courses";
    GROUP_CALLS = "募集", "人（ひと）を さがして います", "Calls for people";
    GROUP_PROJECTS = "協働事業", "いっしょに して いる こと", "Joint projects";
    GROUP_STORIES = "活動の記録・物語", "活動（かつどう）の 話（はなし）", "Stories";
    GROUP_OTHER = "そのほか", "そのほか", "More";
    ORG_PLACES = "施設・備品", "場所（ばしょ）・もの", "Places and equipment";
    ORG_PROGRAMMES = "支援制度", "助（たす）ける しくみ", "Support programmes";
    ORG_NOTICES = "お知らせ・手引き", "お知（し）らせ", "Notices and guides";
    ORG_CHALLENGES = "市の課題", "市（し）が こまって いる こと", "City challenges";
    GROUP_NONE = "現在、この団体の掲載はほかにありません。", "いまは ほかに ありません。", "Nothing else is listed by this group at the moment.";
    GROUP_ALL = "{0}の掲載をすべて見る", "{0}の ぜんぶを 見（み）る", "See everything by {0}";

    // Saved list.
    FAVOURITES_NOTE = "お気に入りは、この端末の中だけに保存されます。ほかの人や市には見えません。", "おきにいりは、この 機械（きかい）だけに あります。ほかの 人（ひと）や 市（し）には 見（み）えません。", "What you save stays on this device only. Neither other people nor the city can see it.";
    FAVOURITES_EMPTY = "まだ何もありません。気になる掲載のページで「お気に入りに入れる」を押すと、ここに並び、次からすぐに開けます。", "まだ ありません。気（き）に なる ページで「おきにいりに 入（い）れる」を おすと、ここに 出（で）ます。つぎから すぐに 見（み）る ことが できます。", "Nothing here yet. Press “Save” on a listing's page and it will appear here.";
    FAVOURITES_BROWSE = "掲載をさがす", "さがす", "Browse listings";
    FAVOURITES_TODAY = "これからの催しを見る", "これからの イベントを 見（み）る", "See what is coming up";
    FAVOURITES_COUNT = "{0}件あります。", "{0}こ あります。", "{0} saved.";
    FAVOURITES_GONE = "{0}件は、掲載が終わったため表示できません。", "{0}こは もう ありません。", "{0} can no longer be shown because they were taken down.";
    FAVOURITES_REMOVE = "「{0}」をお気に入りから外す", "「{0}」を おきにいりから 出（だ）す", "Remove “{0}” from saved";
    FAVOURITES_CLEAN = "表示できないものを外す", "もう ない ものを 出（だ）す", "Remove those";
}
