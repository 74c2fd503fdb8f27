//! Words of the first page.

engawa_core::messages! {
    DESCRIPTION = "{0}のイベント、講座、団体、ボランティア募集、施設、助成金をまとめてさがせます。オフラインでも使えます。", "{0}の イベントや グループを さがす ことが できます。", "Find events, courses, groups, volunteering, places and grants in {0}. Works offline.";
    HEADING = "まちの縁側へ、ようこそ。", "ようこそ。", "Welcome to the town's veranda.";
    LEAD = "{0}の催し、仲間、場所、助成金を、ひとつの場所からさがせます。", "{0}の イベント、なかま、場所（ばしょ）を さがす ことが できます。", "Events, people, places and grants of {0}, all in one place.";
    SEARCH_LABEL = "言葉でさがす", "ことばで さがす", "Search by words";
    SEARCH_HINT = "例：防災、子ども、英語、音楽", "れい：ぼうさい、こども、えいご", "For example: disaster, children, music";
    SEARCH_BUTTON = "さがす", "さがす", "Search";
    QUICK = "よく使われるさがし方", "すぐに さがす", "Quick searches";
    QUICK_TODAY = "今日", "今日（きょう）", "Today";
    QUICK_WEEKEND = "今週末", "土曜日（どようび）と 日曜日（にちようび）", "This weekend";
    QUICK_FREE = "無料", "お金（かね）が いらない", "Free";
    QUICK_CHILD = "親子で", "子（こ）どもと いっしょに", "With children";
    QUICK_ONLINE = "オンライン", "オンライン", "Online";
    QUICK_BARRIER_FREE = "車いすで", "車（くるま）いすで", "Wheelchair";

    DOORS = "どなたですか", "あなたは だれですか", "Who are you?";
    DOOR_RESIDENT = "参加したい方へ", "行（い）きたい 人（ひと）", "I want to join in";
    DOOR_RESIDENT_TEXT = "近くの催しや講座、気の合う仲間を見つけましょう。", "近（ちか）くの イベントや なかまを さがします。", "Find events, courses and people near you.";
    DOOR_HELPER = "手伝いたい方へ", "手伝（てつだ）いたい 人（ひと）", "I want to help";
    DOOR_HELPER_TEXT = "短い時間でも、オンラインでも。できることから。", "短（みじか）い 時間（じかん）でも いいです。", "A short while, online, or with your skills.";
    DOOR_GROUP = "活動している方へ", "グループの 人（ひと）", "I run a group";
    DOOR_GROUP_TEXT = "場所、備品、助成金、運営の講座をさがせます。", "場所（ばしょ）や お金（かね）の ことを さがします。", "Places, equipment, grants and training.";
    DOOR_COMPANY = "企業・学校の方へ", "会社（かいしゃ）・学校（がっこう）の 人（ひと）", "Companies and schools";
    DOOR_COMPANY_TEXT = "得意なことを生かせる課題と相手をさがせます。", "いっしょに できる ことを さがします。", "Find challenges and partners that need what you are good at.";
    DOOR_CITY = "市の各課の方へ", "市役所（しやくしょ）で はたらく 人（ひと）", "City departments";
    DOOR_CITY_TEXT = "まちで活動している団体と、その成果を知りましょう。", "まちの グループが して いる ことを 知（し）ります。", "See which groups are active, and what they have done.";
    DOOR_NEW = "引っ越してきた方・外国人の方へ", "新（あたら）しく 来（き）た 人（ひと）・外国人（がいこくじん）", "New here, or from abroad";
    DOOR_NEW_TEXT = "やさしい日本語と英語でも読めます。", "やさしい日本語（にほんご）で 読（よ）む ことが できます。", "Read this site in English or plain Japanese.";
    LINK_EVENTS = "イベント", "イベント", "Events";
    LINK_COURSES = "講座", "講座（こうざ）", "Courses";
    LINK_GROUPS = "団体", "グループ", "Groups";
    LINK_CALLS = "ボランティア・会員募集", "手伝（てつだ）う 人（ひと）を さがして います", "Volunteers wanted";
    LINK_CHALLENGES = "市の課題", "市（し）が こまって いる こと", "City challenges";
    LINK_PLACES = "施設・場所", "場所（ばしょ）", "Places";
    LINK_EQUIPMENT = "備品・機材", "借（か）りられる もの", "Equipment";
    LINK_PROGRAMMES = "助成金・支援", "お金（かね）の しくみ", "Grants and support";
    LINK_GUIDES = "手引き", "やりかた", "Guides";
    LINK_FOREIGN = "外国人向けの情報", "外国人（がいこくじん）の ための もの", "For foreign residents";
    LINK_EASY = "やさしい日本語で読む", "やさしい日本語（にほんご）で 読（よ）む", "Read in plain Japanese";
    LINK_ENGLISH = "Read in English", "英語（えいご）で 読（よ）む（Read in English）", "Read in English";

    TODAY = "今日", "今日（きょう）", "Today";
    NOTHING_TODAY = "今日の催しは登録されていません。", "今日（きょう）の イベントは ありません。", "Nothing is listed for today.";
    OVER_TODAY = "今日の催しは、すべて終わりました。", "今日（きょう）の イベントは、ぜんぶ おわりました。", "Everything that was on today is over.";
    WEEK = "今週（7日以内）", "7日（なのか）の あいだ", "In the next seven days";
    NOTHING_WEEK = "7日以内の催しは登録されていません。", "7日（なのか）の あいだの イベントは ありません。", "Nothing is listed for the next seven days.";
    TO_CALENDAR = "カレンダーで見る", "カレンダーで 見（み）る", "Open the calendar";
    CALLS = "あなたの力を待っています", "手伝（てつだ）って くれる 人（ひと）を さがして います", "Your help is wanted";
    TO_CALLS = "募集をすべて見る", "ぜんぶ 見（み）る", "See all calls";
    DEADLINES = "締切が近い助成金・支援", "しめきりが 近（ちか）い お金（かね）の しくみ", "Grants and support: next deadlines";
    TO_DEADLINES = "支援制度をすべて見る", "ぜんぶ 見（み）る", "See all support";
    NEWS = "お知らせ", "お知（し）らせ", "News";
    TO_NEWS = "お知らせをすべて見る", "ぜんぶ 見（み）る", "See all news";
    COUNTS = "掲載の種類からさがす", "しゅるいで さがす", "Browse by kind";
}
