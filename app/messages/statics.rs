//! Words of the pages that say what this site is: about, accessibility, privacy, offline, install, not found, errors.

engawa_core::messages! {
    // About.
    ABOUT = "このサイトについて", "この サイトの こと", "About this site";
    ABOUT_DESCRIPTION = "{0}の目的、情報の出どころ、オープンデータについて。", "{0}の 説明（せつめい）です。", "What {0} is, where its information comes from, and its open data.";
    ABOUT_WHAT = "{0}は、{1}の市民活動と行政の情報をひとつにまとめたサイトです。催し、講座、団体、募集、施設、備品、支援制度、協働事業などを、市と団体の区別なく一度にさがせます。", "{0}は、{1}の イベント、グループ、場所（ばしょ）などを さがす サイトです。", "{0} brings together the civic life of {1}: events, courses, groups, calls for people, places, equipment, grants and joint projects, from the city and from citizens side by side.";
    ABOUT_ENGAWA = "縁側は、家の中と外のあいだにあり、だれでも腰をおろして話ができる場所です。このサイトも、まちの人と人、人と市役所のあいだの縁側でありたいと考えています。", "縁側（えんがわ）は、家（いえ）の 外（そと）と 中（なか）の あいだに あります。だれでも すわって 話（はな）す ことが できます。", "An engawa is the veranda of a Japanese house: neither inside nor outside, where anybody may sit down and talk. This site wants to be that place between people, groups and the city.";
    ABOUT_OFFLINE = "一度開くと、インターネットにつながらない場所でも使えます。くわしくは「オフラインでの利用」をご覧ください。", "一度（いちど） 見（み）ると、インターネットが ない ところでも 使（つか）えます。", "After one visit it works without a connection.";
    ABOUT_OFFLINE_LINK = "オフラインでの利用", "インターネットが ない とき", "Offline use";
    FRESH = "情報の新しさ（確認日）", "いつ たしかめたか", "How fresh is it?";
    FRESH_TEXT = "どの掲載にも「確認日」があります。内容が正しいことを最後に確かめた日です。確認日から約1年を過ぎた掲載には「情報が古い可能性があります」と表示し、検索結果の下の方に並べます。", "ぜんぶの ページに「たしかめた 日（ひ）」が あります。1年（ねん）より 古（ふる）い ものは「古（ふる）いかも しれません」と 書（か）いて あります。", "Every listing carries the day on which somebody last said that it is right. After about a year it says that it may be out of date, and sinks in the results.";
    SOURCES = "情報の出どころ", "どこから きた 情報（じょうほう）か", "Sources";
    SOURCES_TEXT = "このサイトで直接書かれた情報のほかに、公開されているデータを取り込んでいます。出典、ライセンス、元のファイルと行は、それぞれの掲載ページに表示しています。読み取れなかった内容は、捨てずに元の文字のまま残しています。", "ほかの ところの データも 使（つか）って います。どこの データかは、それぞれの ページに 書（か）いて あります。", "Besides what is written here, public data sets are imported. Source, licence, file and row stand on each listing. What could not be read is kept as text, never dropped.";
    SAMPLE = "見本データについて", "見本（みほん）の こと", "About the sample data";
    SAMPLE_TEXT = "これはソフトウェアの見本サイトです。次の自治体などの公開データを取り込み、これからの催しに見えるように日付を週単位でずらしています。ずらした週数は各ページに表示しています。「見本」の印がある団体や募集は架空のものです。", "これは 見本（みほん）の サイトです。ほかの 町（まち）の データの 日（ひ）を かえて 使（つか）って います。「見本（みほん）」と 書（か）いて ある グループは 本当（ほんとう）には ありません。", "This site is a sample of the software. It imports the open data of the publishers below; dates are moved by whole weeks so that something lies ahead, and each page says by how many. Groups and calls marked “Sample” are made up.";
    SAMPLE_TABLE = "見本に使っているデータ", "使（つか）って いる データ", "Data used for the sample";
    COLUMN_PUBLISHER = "公開元", "だれの データか", "Publisher";
    COLUMN_DATA = "データ", "データ", "Data";
    COLUMN_LICENCE = "ライセンス", "使（つか）う ときの きまり", "Licence";
    TAKAMATSU = "高松市", "高松市（たかまつし）", "Takamatsu City";
    TAKAMATSU_DATA = "イベント、市民活動センター等の施設", "イベント、場所（ばしょ）", "Events, civic facilities";
    YAIZU = "焼津市", "焼津市（やいづし）", "Yaizu City";
    YAIZU_DATA = "公民館、文化施設、図書館、海岸清掃", "場所（ばしょ）、海（うみ）の そうじ", "Community centres, culture, libraries, beach cleaning";
    KOBE = "神戸市", "神戸市（こうべし）", "Kobe City";
    KOBE_DATA = "区役所、文化・生涯学習施設、支援制度", "場所（ばしょ）、お金（かね）の しくみ", "Offices, culture and learning, support programmes";
    SHIRASAGI = "シラサギ（架空の市の見本）", "シラサギ（本当（ほんとう）には ない 町（まち））", "Shirasagi (a made-up city)";
    SHIRASAGI_DATA = "イベント", "イベント", "Events";
    OPEN_DATA = "オープンデータ", "だれでも 使（つか）える データ", "Open data";
    OPEN_DATA_TEXT = "掲載している情報は、自治体標準オープンデータセットの項目に合わせた CSV と JSON でまとめて取得できます。カレンダーと更新情報の配信もあります。", "ぜんぶの 情報（じょうほう）を CSV と JSON で もらう ことが できます。", "All public listings can be downloaded as CSV (in the shape of Japan's recommended data sets) and JSON, and followed as calendar and Atom feeds.";
    OPEN_DATA_TABLE = "種類ごとのデータ", "しゅるいごとの データ", "Data by kind";
    OPEN_DATA_KIND = "種類", "しゅるい", "Kind";
    OPEN_DATA_CALENDAR = "催しのカレンダー（iCalendar）", "イベントの カレンダー（iCalendar）", "Calendar of events (iCalendar)";
    OPEN_DATA_API = "API の説明（OpenAPI）", "API の 説明（せつめい）", "Description of the API (OpenAPI)";
    SOFTWARE = "ソフトウェア", "ソフトウェア", "Software";
    SOFTWARE_TEXT = "このサイトは、市民活動のためのオープンソースソフトウェア「Engawa」（Apache License 2.0）で動いています。版：{0}", "この サイトは「Engawa」で できて います。だれでも 使（つか）えます（Apache License 2.0）。版（はん）：{0}", "This site runs on Engawa, open-source software for civic life (Apache License 2.0). Build: {0}";

    // Accessibility.
    ACCESS = "ウェブアクセシビリティ方針", "だれでも 使（つか）いやすく するために", "Accessibility statement";
    ACCESS_DESCRIPTION = "JIS X 8341-3:2016 適合レベルAAへの対応方針と、使いやすくするための工夫。", "だれでも 使（つか）う ことが できるように して います。", "How this site follows JIS X 8341-3:2016 level AA and WCAG 2.2 AA.";
    ACCESS_GOAL = "目標", "めざす こと", "Goal";
    ACCESS_GOAL_TEXT = "年齢や障害、使う機器や言語にかかわらず、だれもが使えることを目指しています。日本産業規格 JIS X 8341-3:2016「高齢者・障害者等配慮設計指針－第3部：ウェブコンテンツ」の適合レベルAAに準拠することを目標とし、あわせて WCAG 2.2 のレベルAAに沿って作っています。", "お年寄（としよ）りも、障害（しょうがい）が ある 人（ひと）も、外国人（がいこくじん）も、みんなが 使（つか）えるように します。", "Everybody should be able to use this site, whatever their age, ability, device or language. The goal is conformance with JIS X 8341-3:2016 level AA; it is built along WCAG 2.2 level AA.";
    ACCESS_SCOPE = "対象範囲", "どの ページか", "Scope";
    ACCESS_SCOPE_TEXT = "このサイトのすべての公開ページが対象です。掲載者や取り込み元が用意した外部ページと添付ファイルは含みません。", "この サイトの ぜんぶの ページです。ほかの サイトは ちがいます。", "All public pages of this site. Pages and files elsewhere that listings link to are not included.";
    ACCESS_DONE = "工夫していること", "して いる こと", "What has been done";
    ACCESS_DONE_1 = "マウスを使わず、キーボードだけで操作できます。今どこにいるかが枠で分かります。", "キーボードだけで 使（つか）う ことが できます。", "Everything works with a keyboard, with a visible focus.";
    ACCESS_DONE_2 = "文字と背景の明るさの差は 4.5:1 以上です。色だけで意味を伝えません。", "文字（もじ）が よく 見（み）えるように して います。", "Text contrast is at least 4.5:1, and nothing is told by colour alone.";
    ACCESS_DONE_3 = "文字を200％まで大きくしても、内容が欠けません。ボタンは指で押しやすい大きさです。", "文字（もじ）を 大（おお）きく する ことが できます。ボタンも 大（おお）きいです。", "Text can be enlarged to 200 %. Buttons are at least 44 pixels high.";
    ACCESS_DONE_4 = "日本語のほか、やさしい日本語と英語で表示できます。", "やさしい日本語（にほんご）と 英語（えいご）で 読（よ）む ことが できます。", "The interface speaks Japanese, plain Japanese and English.";
    ACCESS_DONE_5 = "JavaScript が動かない環境でも、さがす・読むことができます。", "古（ふる）い 機械（きかい）でも 読（よ）む ことが できます。", "Searching and reading work without JavaScript.";
    ACCESS_DONE_6 = "動きを減らす設定、暗い画面、ハイコントラストの設定に従います。", "画面（がめん）の 色（いろ）や 動（うご）きを かえる ことが できます。", "It follows your settings for reduced motion, dark mode and forced colours.";
    ACCESS_LIMITS = "今できていないこと", "まだ できない こと", "Known limits";
    ACCESS_LIMITS_TEXT = "取り込んだデータには、英語ややさしい日本語の文章がないものがあります。その場合は日本語で表示し、そのことを示します。写真の説明は掲載者が書いたものです。専門家と利用者による試験はこれから行います。", "日本語（にほんご）だけの ページも あります。", "Imported data often exists in Japanese only; such text is marked as Japanese. Picture descriptions are written by publishers. Tests with experts and users are still to come.";
    ACCESS_TEST = "確かめ方", "どうやって たしかめるか", "How it is tested";
    ACCESS_TEST_TEXT = "主なページを、自動検査（axe-core）、キーボード操作、画面読み上げのための構造の確認により、更新のたびに検査しています。", "新（あたら）しく する たびに、機械（きかい）で たしかめます。", "Main pages are checked at each change with axe-core, by keyboard, and by snapshots of what screen readers get.";
    ACCESS_CONTACT = "お困りのときは", "こまった とき", "If something does not work";
    ACCESS_CONTACT_TEXT = "使いにくいところや読めないところがありましたら、ページの下にある連絡先までお知らせください。別の方法での情報提供もいたします。", "こまった ときは、ページの 下（した）に ある ところへ 電話（でんわ）や メールを して ください。", "Tell the desk named at the foot of the page. You will also get the information in another way.";

    // Privacy.
    PRIVACY = "プライバシー", "あなたの 情報（じょうほう）を まもる", "Privacy";
    PRIVACY_DESCRIPTION = "このサイトが保存するもの、しないもの。", "あなたの 情報（じょうほう）の こと。", "What this site keeps and what it does not.";
    PRIVACY_SHORT = "見るだけなら、あなたが誰かを知らせる必要はありません。広告や追跡のしくみはありません。", "見（み）る だけなら、名前（なまえ）は いりません。広告（こうこく）は ありません。", "Reading needs no account. There are no advertisements and no trackers.";
    PRIVACY_DEVICE = "この端末に保存するもの", "この 機械（きかい）に のこる もの", "Kept on your device";
    PRIVACY_DEVICE_1 = "公開されている掲載情報（オフラインで使うため）", "みんなの 情報（じょうほう）（インターネットが ない とき 使（つか）います）", "Public listings, for offline use";
    PRIVACY_DEVICE_2 = "お気に入り（この端末だけに保存し、送信しません）", "おきにいり（ほかの 人（ひと）は 見（み）る ことが できません）", "What you saved; it never leaves the device";
    PRIVACY_DEVICE_3 = "選んだ言語（クッキー）", "えらんだ ことば", "Your language (a cookie)";
    PRIVACY_SERVER = "サーバーに残るもの", "コンピューターに のこる もの", "Kept on the server";
    PRIVACY_SERVER_TEXT = "不正な利用を防ぐため、アクセスの記録を短い期間だけ保管します。さがした言葉を人と結びつけて保存することはありません。端末内での検索は、端末の外に送られません。", "見（み）た 記録（きろく）が 少（すこ）しの あいだ のこります。名前（なまえ）は わかりません。", "Access logs are kept for a short time against abuse. Searches are not stored with a person, and searches on your device are not sent at all.";
    PRIVACY_STAFF = "サインイン", "サインイン", "Signing in";
    PRIVACY_STAFF_TEXT = "サインインする方にだけ、サインインを保つためのクッキーを使います。", "サインイン する 人（ひと）だけ、クッキーを 使（つか）います。", "Only people who sign in get a session cookie.";
    PRIVACY_FORGET = "端末に保存した情報は、いつでも消すことができます。", "のこった 情報（じょうほう）は いつでも けす ことが できます。", "You can delete what is kept on your device at any time.";
    PRIVACY_FORGET_LINK = "保存した情報を消す", "情報（じょうほう）を けす", "Delete what is kept here";

    // Offline.
    OFFLINE = "オフラインでの利用", "インターネットが ない とき", "Offline use";
    OFFLINE_DESCRIPTION = "インターネットにつながらないときの使い方と、この端末に保存されている情報。", "インターネットが ない ときの 使（つか）いかた。", "How to use this site without a connection, and what this device holds.";
    OFFLINE_TEXT = "一度このサイトを開くと、掲載情報が端末に保存されます。そのあとは、電波の届かない場所や停電のときでも、さがす・読む・お気に入りを見ることができます。つながると自動で新しくなります。", "一度（いちど） 見（み）ると、情報（じょうほう）が この 機械（きかい）に のこります。インターネットが なくても 読（よ）む ことが できます。", "One visit puts all listings on this device. After that you can search, read and look at what you saved without any connection; once online it refreshes itself.";
    OFFLINE_STATE = "この端末の状態", "この 機械（きかい）の いま", "This device";
    OFFLINE_NO_SCRIPT = "この画面では、端末の状態を確認できません（JavaScript が動いていないか、準備中です）。", "いまは わかりません。少（すこ）し まって ください。", "The state of this device is not known (no JavaScript, or still starting).";
    OFFLINE_CONNECTION = "接続", "インターネット", "Connection";
    OFFLINE_CONNECTED = "つながっています", "つながって います", "Online";
    OFFLINE_NOT_CONNECTED = "つながっていません", "つながって いません", "Offline";
    OFFLINE_AS_OF = "最後に更新した時刻", "いつの 情報（じょうほう）か", "Last refreshed";
    OFFLINE_NEVER = "まだ更新していません", "まだです", "Not yet";
    OFFLINE_STORAGE = "端末への保存", "のこす こと", "Storage";
    OFFLINE_STORED = "保存できます", "できます", "Available";
    OFFLINE_REFUSED = "保存できません（シークレット画面や空き容量の不足など）", "できません", "Refused (private window, or a full disk)";
    OFFLINE_FAVOURITES = "お気に入り", "おきにいり", "Saved listings";
    OFFLINE_FORGET = "保存した情報をすべて消す", "ぜんぶ けす", "Delete everything kept here";
    OFFLINE_FORGET_TEXT = "この端末に保存した掲載情報とお気に入りを消します。共用の端末を使い終わったときにお使いください。", "この 機械（きかい）の 情報（じょうほう）と おきにいりを けします。", "Deletes listings and saved items from this device. Use it when you leave a shared device.";
    OFFLINE_FORGET_SURE = "本当に消しますか。お気に入りは元に戻せません。", "本当（ほんとう）に けしますか。", "Really delete? What you saved cannot be brought back.";
    OFFLINE_FORGET_YES = "はい、消します", "はい、けします", "Yes, delete";
    OFFLINE_FORGET_NO = "やめる", "やめる", "Cancel";
    OFFLINE_FORGOTTEN = "消しました。", "けしました。", "Deleted.";

    // Install.
    INSTALL = "アプリとして使う", "アプリにして 使（つか）う", "Install the app";
    INSTALL_DESCRIPTION = "スマートフォンやパソコンの画面に追加して、アプリのように使う方法。", "アプリのように 使（つか）う 方法（ほうほう）。", "How to put this site on your home screen.";
    INSTALL_TEXT = "ホーム画面に置くと、アプリのようにすぐ開けます。ストアからのダウンロードや登録は要りません。", "画面（がめん）に 入（い）れると、すぐに ひらく ことが できます。お金（かね）は いりません。", "On the home screen it opens like an app. No store and no account are needed.";
    INSTALL_NOW = "この端末に追加する", "この 機械（きかい）に 入（い）れる", "Install on this device";
    INSTALL_ANDROID = "Android のスマートフォン", "Android の スマートフォン", "Android";
    INSTALL_ANDROID_1 = "Chrome でこのサイトを開きます。", "Chrome で この サイトを ひらきます。", "Open this site in Chrome.";
    INSTALL_ANDROID_2 = "右上の「⋮」（メニュー）を押します。", "右（みぎ）の 上（うえ）の「⋮」を おします。", "Tap the menu (⋮) at the top right.";
    INSTALL_ANDROID_3 = "「ホーム画面に追加」または「アプリをインストール」を押します。", "「ホーム画面（がめん）に 追加（ついか）」を おします。", "Tap “Add to Home screen” or “Install app”.";
    INSTALL_IOS = "iPhone・iPad", "iPhone・iPad", "iPhone and iPad";
    INSTALL_IOS_1 = "Safari でこのサイトを開きます。", "Safari で この サイトを ひらきます。", "Open this site in Safari.";
    INSTALL_IOS_2 = "画面の下（iPad は上）の共有ボタン（四角から矢印が出た印）を押します。", "四角（しかく）から やじるしが 出（で）て いる ボタンを おします。", "Tap the share button (a square with an arrow).";
    INSTALL_IOS_3 = "「ホーム画面に追加」を選び、「追加」を押します。", "「ホーム画面（がめん）に 追加（ついか）」を おして、「追加（ついか）」を おします。", "Choose “Add to Home Screen”, then “Add”.";
    INSTALL_IOS_NOTE = "ホーム画面に追加しないと、7日間使わないときに保存した情報が消えることがあります。", "入（い）れないと、7日（なのか） 使（つか）わない とき、情報（じょうほう）が 消（き）える ことが あります。", "Unless it is on the home screen, Safari may delete what it keeps after seven days without use.";
    INSTALL_DESKTOP = "パソコン（Chrome・Edge）", "パソコン（Chrome・Edge）", "Computer (Chrome, Edge)";
    INSTALL_DESKTOP_1 = "このサイトを開きます。", "この サイトを ひらきます。", "Open this site.";
    INSTALL_DESKTOP_2 = "アドレスが表示されている欄の右側の、インストールの印を押します。", "アドレスの 右（みぎ）の しるしを おします。", "Click the install sign at the right of the address bar.";
    INSTALL_DESKTOP_3 = "「インストール」を押します。", "「インストール」を おします。", "Click “Install”.";

    // Not found and errors.
    NOT_FOUND = "ページが見つかりません", "この ページは ありません", "Page not found";
    NOT_FOUND_TEXT = "お探しのページは、移動したか、掲載が終わったのかもしれません。", "この ページは ないか、もう おわりました。", "The page may have moved, or the listing may have been taken down.";
    NO_LINE = "このページには接続が必要です", "この ページは インターネットが ないと 見（み）ることが できません", "This page needs a connection";
    NO_LINE_TEXT = "いまはつながっていません。書いたものはこの端末に残っています。つながったら、もう一度開いてください。ほかのページは、つながらなくても使えます。", "いま つながって いません。書（か）いた ものは のこって います。あとで もう一度（いちど） ひらいて ください。ほかの ページは 見（み）ることが できます。", "There is no connection now. What you wrote is kept on this device. Open this page again when there is one; the other pages work without it.";
    NOT_FOUND_SEARCH = "言葉でさがす", "ことばで さがす", "Search";
    NOT_FOUND_HOME = "ホームへ", "ホームへ", "Home";
    ERROR = "うまく表示できませんでした", "見（み）せる ことが できませんでした", "Something went wrong";
    ERROR_TEXT = "こちらの不具合です。ご迷惑をおかけします。少し待ってから、もう一度お試しください。", "こちらの まちがいです。ごめんなさい。少（すこ）し あとで もう一度（いちど） して ください。", "The fault is ours. Please wait a moment and try again.";
    ERROR_AGAIN = "もう一度開く", "もう一度（いちど） ひらく", "Try again";
}
