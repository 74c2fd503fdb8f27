//! Words of the pages on which staff look after screens.

use engawa_core::{Lang, Message};

engawa_core::messages! {
    KIOSK = "端末", "画面（がめん）", "Screen";
    KIOSKS = "共用端末", "みんなの 画面（がめん）", "Shared screens";
    KIOSKS_ABOUT = "図書館や集会施設に置いた、だれでも使える端末です。使った人の情報は端末に残りません。", "図書館（としょかん）などに ある、みんなで 使（つか）う 画面（がめん）です。使（つか）った 人（ひと）の ことは のこりません。", "Screens in libraries and community centres that anybody uses. They keep nothing of who used them.";
    NEW = "端末を加える", "画面（がめん）を ふやす", "Enrol a screen";
    DONE = "記録しました。", "できました。", "Done.";
    NONE = "ありません。", "ありません。", "None.";
    BACK = "戻る", "もどる", "Back";
    SAVE = "保存する", "のこす", "Save";
    SEARCH = "さがす", "さがす", "Find";
    NEVER = "まだない", "まだ", "never";
    ID = "番号", "番号（ばんごう）", "Id";
    ACTIONS = "操作", "すること", "What to do";

    TOTAL = "登録している端末", "画面（がめん）の 数（かず）", "Enrolled";
    TOTAL_ALIVE = "動いている", "うごいて いる", "Alive";
    TOTAL_URGENT = "手当てがいる", "見（み）て ほしい", "Need somebody";
    TOTAL_WAITING = "組み合わせ待ち", "まって いる", "Wait to be paired";
    TOTAL_PENDING = "端末に残っている送信", "まだ おくって いない もの", "Waiting to be delivered";
    SERVER_VERSION = "サーバーの版", "サーバーの 版（はん）", "Version of the server";
    FIND = "名前・場所・番号でさがす", "名前（なまえ）・ばしょ・番号（ばんごう）で さがす", "Name, place or id";
    STATE = "状態", "じょうたい", "State";
    TROUBLE = "困っていること", "こまって いる こと", "Trouble";
    ORDER = "並べ方", "ならべかた", "Order";
    ALL_BUT_REVOKED = "取り消し以外", "とりけした もの いがい", "All but revoked ones";
    TROUBLE_ALL = "すべて", "ぜんぶ", "All";
    TROUBLE_ANY = "何かある", "なにか ある", "Any";
    FOUND = "端末 {0}台", "画面（がめん） {0}", "{0} screens";
    LEFT_OUT = "ほかに{0}台あります。さがす言葉を加えてください。", "ほかに {0} あります。ことばを 書（か）いて さがして ください。", "{0} more. Search to find them.";

    STATE_WAITING = "組み合わせ待ち", "まって いる", "waiting";
    STATE_ACTIVE = "使用中", "使（つか）って いる", "in use";
    STATE_REVOKED = "取り消し", "とりけした", "revoked";
    ORDER_TROUBLE = "困っている順", "こまって いる ものから", "Trouble first";
    ORDER_NAME = "名前順", "名前（なまえ）の じゅん", "Name";
    ORDER_PLACE = "場所順", "ばしょの じゅん", "Place";
    ORDER_SEEN = "連絡がない順", "れんらくが ない ものから", "Longest unheard first";
    WELL = "問題なし", "もんだい ない", "All is well";
    TROUBLE_SILENT = "開館中なのに連絡がありません。電源とネットワークを確かめてください。", "あいて いるのに れんらくが ありません。電気（でんき）と インターネットを 見（み）て ください。", "Not heard though the house is open. Check power and network.";
    TROUBLE_UNHEARD = "組み合わせたのに、まだ一度も連絡がありません。", "まだ 一度（いちど）も れんらくが ありません。", "Paired, and never heard since.";
    TROUBLE_PENDING = "送ったものが端末に残っています。つながれば届きます。電源を切らないでください。", "まだ おくって いない ものが あります。電気（でんき）を きらないで ください。", "What people sent still waits there. It comes when there is a connection: do not wipe the tablet.";
    TROUBLE_FULL = "保存場所がほとんど残っていません。", "場所（ばしょ）が もう ありません。", "Its storage is nearly full.";
    TROUBLE_MISHAPS = "端末で不具合が起きました。", "画面（がめん）で もんだいが ありました。", "Something went wrong on it.";
    TROUBLE_CLOCK = "時計が狂っています。端末の日時を自動設定にしてください。", "時計（とけい）が ちがいます。なおして ください。", "Its clock is wrong. Let the tablet set its time by itself.";
    TROUBLE_STALE = "情報が1日以上古いままです。", "情報（じょうほう）が 古（ふる）いです。", "Its public data are older than a day.";
    TROUBLE_FLEETING = "ブラウザーが保存を約束していません。場所が足りなくなると、届いていない送信が消えるかもしれません。端末の手引きを見てください。", "ブラウザーが 消（け）す かも しれません。てびきを 見（み）て ください。", "Its browser has not promised to keep what is stored: short of room, it may drop what was not delivered yet. See the manual.";
    TROUBLE_VOICELESS = "端末に読み上げの声がない言語があります。警告も読み上げも聞こえません。端末の手引きを見てください。", "声（こえ）が 出（で）ない ことばが あります。てびきを 見（み）て ください。", "It has no voice for a language that is offered on it: the warning and reading aloud are silent there. See the manual.";
    TROUBLE_VERSION = "サーバーと版が違います。更新の時間帯に自動で切り替わります。", "サーバーと 版（はん）が ちがいます。夜（よる）に かわります。", "It runs another version than the server, and changes over in its update window.";
    TROUBLE_UNPAIRED = "まだ端末と組み合わせていません。", "まだ 画面（がめん）と つないで いません。", "No tablet has typed its code yet.";

    ALIVE = "動いています（15分以内に連絡）", "うごいて います（15分（ふん）の 中（なか）で れんらく）", "Alive (heard within 15 minutes)";
    LAST_HEARD = "最後の連絡：{0}", "さいごの れんらく：{0}", "last heard {0}";
    VERSION_SAME = "版 {0}（最新）", "版（はん） {0}（新（あたら）しい）", "version {0} (current)";
    VERSION_OTHER = "版 {0}（サーバーと違う）", "版（はん） {0}（サーバーと ちがう）", "version {0} (not the server's)";
    UPDATE_WAITS = "新しい版が切り替えを待っています", "新（あたら）しい 版（はん）が まって います", "a new version waits";
    LAST_SYNC = "情報：{0}", "情報（じょうほう）：{0}", "data as of {0}";
    PENDING_N = "残っている送信 {0}件", "まだ おくって いない {0}", "{0} to be delivered";
    STORAGE_USED = "保存場所 {0}％使用", "場所（ばしょ）の {0}％", "storage {0}%";
    MISHAPS_N = "不具合 {0}回", "もんだい {0}回（かい）", "{0} mishaps";
    CLOCK_RIGHT = "時計は合っています", "時計（とけい）は 正（ただ）しいです", "clock right";
    CLOCK_AHEAD = "時計が{0}分進んでいます", "時計（とけい）が {0}分（ふん） すすんで います", "clock {0} min ahead";
    CLOCK_BEHIND = "時計が{0}分遅れています", "時計（とけい）が {0}分（ふん） おくれて います", "clock {0} min behind";

    CONDITION = "端末の様子", "画面（がめん）の ようす", "How it is";
    HEARD = "連絡", "れんらく", "Heard";
    VERSION = "版", "版（はん）", "Version";
    SYNCED = "情報の時点", "いつの 情報（じょうほう）か", "Data as of";
    PENDING = "残っている送信", "まだ おくって いない もの", "To be delivered";
    STORAGE = "保存場所", "場所（ばしょ）", "Storage";
    STORAGE_OF = "{1} MB のうち {0} MB", "{1} MB の 中（なか）の {0} MB", "{0} of {1} MB";
    STORAGE_KEPT = "（ブラウザーが保存を約束しています）", "（ブラウザーは 消（け）しません）", "(the browser promised to keep it)";
    STORAGE_FLEETING = "（ブラウザーは保存を約束していません）", "（ブラウザーが 消（け）す かも しれません）", "(the browser has not promised to keep it)";
    CLOCK = "時計", "時計（とけい）", "Clock";
    VOICES = "読み上げの声", "読（よ）む 声（こえ）", "Voices";
    VOICES_NONE = "ありません", "ありません", "none";
    MISHAPS = "不具合", "もんだい", "Mishaps";
    MISHAPS_NONE = "ありません", "ありません", "none";
    MISHAP_STORE_FULL = "保存場所がいっぱいになった", "場所（ばしょ）が いっぱいに なった", "The storage was full";
    MISHAP_STORE_GONE = "保存した内容が消えていた", "のこした ものが きえて いた", "What was stored had gone";
    MISHAP_NO_KEY = "封をする鍵がなく、送れなかった", "送（おく）る ための 鍵（かぎ）が なかった", "There was no key to seal with, so nothing could be sent";
    MISHAP_EVICTED = "ブラウザーが、保存したデータを捨てた", "ブラウザーが のこした ものを すてた", "The browser threw away what was stored";
    MISHAP_APP_FAILED = "画面のプログラムを読み込めなかった", "画面（がめん）の プログラムが 来（こ）なかった", "The program of the screen did not load";
    MISHAP_SCRIPT_ERROR = "画面のプログラムでエラーが起きた", "画面（がめん）の プログラムで エラーが あった", "An error in the program of the screen";
    MISHAP_REJECTION = "画面のプログラムの途中の処理が失敗した", "画面（がめん）の プログラムが とちゅうで できなく なった", "Something that the program of the screen had begun failed";
    MISHAP_WORKER_FAILED = "オフラインで動くための仕組みを入れられなかった", "インターネットが ない ときの しくみが 入（はい）らなかった", "What makes it work without a connection could not be installed";
    MISHAP_PANIC = "画面が止まり、読み直した", "画面（がめん）が とまった", "The page broke and was loaded anew";
    MISHAP_UPDATE_FAILED = "新しい版に切り替えられなかった", "新（あたら）しく できなかった", "A new version could not be taken";
    MISHAP_CLOCK = "時計が飛んだ", "時計（とけい）が かわった", "The clock jumped";
    MISHAP_OTHER = "そのほか", "ほかの こと", "Something else";
    MADE = "登録した日時", "ふやした とき", "Enrolled";
    PAIRED = "組み合わせた日時", "つないだ とき", "Paired";
    REVOKED = "取り消した日時", "とりけした とき", "Revoked";

    PICTURE = "待ち受け画面", "まって いる 画面（がめん）", "The screen at rest";
    PICTURE_OF = "{0}の待ち受け画面", "{0}の 画面（がめん）", "{0} at rest";
    PICTURE_ABOUT = "だれも使っていないときの画面だけを写します。", "だれも いない ときの 画面（がめん）だけです。", "Only ever taken while nobody is at it.";
    PICTURE_NONE = "まだ写しがありません。", "まだ ありません。", "No picture yet.";

    TOLD = "設定", "せってい", "What it is told";
    NAME = "端末の名前", "画面（がめん）の 名前（なまえ）", "Name";
    NAME_HINT = "例：中央図書館 1階", "れい：中央（ちゅうおう）図書館（としょかん） 1階（かい）", "For example: Central library, ground floor";
    WHERE = "場所", "ばしょ", "Where";
    PLACE = "置いてある施設", "おいて ある 場所（ばしょ）", "Place";
    PLACE_FIND = "施設をさがす（名前か番号）", "場所（ばしょ）を さがす（名前（なまえ）か 番号（ばんごう））", "Look for a place (name or id)";
    PLACE_HINT = "「さがす」を押すと候補が出ます。入力した内容は残ります。", "「さがす」を おすと 出（で）ます。書（か）いた ことは のこります。", "Press Find to see what there is. What you typed stays.";
    PLACE_NONE = "施設を決めない", "きめない", "None of the listed places";
    PLACE_NONE_FOUND = "見つかりませんでした。別の言葉でさがしてください。", "ありませんでした。べつの ことばで さがして ください。", "Nothing was found. Try other words.";
    COORDINATES = "緯度・経度", "地図（ちず）の 数字（すうじ）", "Coordinates";
    COORDINATES_HINT = "空欄なら施設の位置を使います。近くの催しを選ぶのに使います。", "書（か）かないと、場所（ばしょ）の 地図（ちず）を 使（つか）います。", "Left empty, those of the place are taken. They decide what is near.";
    LAT = "緯度", "緯度（いど）", "Latitude";
    LON = "経度", "経度（けいど）", "Longitude";
    WHEN = "時間", "時間（じかん）", "When";
    HOURS = "開館時間", "あいて いる 時間（じかん）", "Opening hours";
    HOURS_HINT = "1行に1つ。例：月-金 9:00-21:00／土日 10:00-17:00／休 2026-12-29。空欄なら、いつも開いています。", "1行（ぎょう）に ひとつ。れい：月-金 9:00-21:00／土日 10:00-17:00／休 2026-12-29。書（か）かないと、いつも あいて います。", "One a line. For example: Mon-Fri 9:00-21:00 / Sat Sun 10:00-17:00 / closed 2026-12-29. Empty: always open.";
    ALWAYS = "いつも開いています", "いつも あいて います", "always open";
    UPDATES = "更新の時間帯", "新（あたら）しく する 時間（じかん）", "Update window";
    UPDATES_FROM = "更新してよい時間：から", "新（あたら）しく して いい：から", "May update from";
    UPDATES_UNTIL = "更新してよい時間：まで", "新（あたら）しく して いい：まで", "until";
    UPDATES_HINT = "「から」が「まで」より遅ければ、夜をまたぎます。使っている人がいる間は切り替わりません。", "夜（よる）の 時間（じかん）でも いいです。人（ひと）が 使（つか）って いる ときは かわりません。", "A window may go over midnight. Nothing changes while somebody is at the screen.";
    USE = "使い方", "使（つか）いかた", "Use";
    MODE = "種類", "しゅるい", "Kind";
    MODE_KIOSK = "触って使う端末", "さわって 使（つか）う 画面（がめん）", "Touched by people";
    MODE_SIGNAGE = "見るだけの掲示画面", "見（み）る だけの 画面（がめん）", "Wall screen, only looked at";
    LANGS = "最初の画面に出す言語", "はじめに 出（だ）す ことば", "Languages on the first screen";
    LANG_JA = "日本語", "日本語（にほんご）", "Japanese";
    LANG_EASY = "やさしい日本語", "やさしい日本語（にほんご）", "Plain Japanese";
    LANG_EN = "英語", "英語（えいご）", "English";
    HOME = "始まりのページ", "はじめの ページ", "Where a session begins";
    HOME_HINT = "このサイトのページの番地。例：/kiosk、/listings?kind=event", "この サイトの ページ。れい：/kiosk、/listings?kind=event", "A path of this site. For example: /kiosk, /listings?kind=event";
    ROOMS = "読むほかにできること", "読（よ）む ほかに できる こと", "What people may do besides reading";
    ROOM_FORMS = "申込みを書いて送る", "申（もう）しこみを 書（か）いて おくる", "Fill in and send forms";
    ROOM_RECEIPTS = "受付番号で様子を見る", "受付（うけつけ）の 番号（ばんごう）で 見（み）る", "See how a receipt stands";
    ROOM_HAND_OVER = "QRコードで持ち帰る・スマートフォンで続ける", "QRコードで もちかえる", "Take along by a QR code";
    PRINTS = "プリンターがある（控えなどを印刷できる）", "プリンターが ある", "A printer stands there (receipts can be printed)";
    PRINTS_HINT = "印刷のボタンが出ます。端末のブラウザーの設定でも印刷を許してください。", "印刷（いんさつ）の ボタンが 出（で）ます。ブラウザーの 設定（せってい）も なおして ください。", "The buttons that print are shown. The policy of its browser has to allow it, too.";
    PRINTER = "プリンター", "プリンター", "Printer";
    PRINTER_THERE = "あります", "あります", "there is one";
    PRINTER_NONE = "ありません（印刷のボタンは出ません）", "ありません", "none: nothing offers to print";
    KEYBOARD = "画面の中のキーボードを出す（端末にキーボードがないとき）", "画面（がめん）の 中（なか）に キーボードを 出（だ）す", "Offer the app's own keyboard (where the system has none)";
    IDLE = "終わるまでの時間", "おわる までの 時間（じかん）", "Ends by itself";
    IDLE_WARN = "{0}秒さわらないと終わります（最後の{1}秒は知らせます）", "{0}秒（びょう） さわらないと おわります（さいごの {1}秒（びょう）は おしえます）", "after {0} s without a touch, the last {1} s of them with a warning";
    IDLE_SECONDS = "さわらないと終わるまで（秒）", "さわらないと おわる（秒（びょう））", "Ends after so many seconds without a touch";
    WARN_SECONDS = "その前に知らせる時間（秒、20以上）", "その 前（まえ）に おしえる（秒（びょう）、20から）", "Warns for so many seconds before (20 or more)";
    PROGRAM = "待ち受けの番組", "ならべる もの", "Programme";
    PROGRAM_ABOUT = "だれも使っていないときに出すものです。何も書かなければ、ここと近くの催しや募集を出します。", "だれも いない ときに 出（だ）す ものです。書（か）かないと、近（ちか）くの イベントを 出（だ）します。", "What is shown while nobody is at it. Without any line: what is on here and near here.";
    PROGRAM_N = "{0}行", "{0}行（ぎょう）", "{0} lines";
    PROGRAM_LINE = "番組 {0}", "ばんごう {0}", "Line {0}";
    SLOT_WHEN = "曜日と時間", "曜日（ようび）と 時間（じかん）", "Days and times";
    SLOT_WHEN_HINT = "例：月-金 9:00-12:00。空欄なら、いつも。", "れい：月-金 9:00-12:00。書（か）かないと、いつも。", "For example: Mon-Fri 9:00-12:00. Empty: always.";
    SLOT_KINDS = "出す種類（選ばなければ、催しと募集）", "出（だ）す もの", "Kinds (none: what is on, and what is wanted)";
    SLOT_KM = "ここから何kmまで（空欄なら市内全域）", "ここから 何（なん）km まで", "Within so many km (empty: the whole city)";
    SLOT_SECONDS = "1件を出す秒数（空欄ならいつもどおり）", "ひとつを 出（だ）す 秒（びょう）", "Seconds for each (empty: as usual)";
    EDIT = "設定を変える", "せっていを かえる", "Change what it is told";
    EDIT_OF = "{0}の設定", "{0}の せってい", "What {0} is told";

    PAIRING = "端末との組み合わせ", "画面（がめん）と つなぐ", "Pairing";
    PAIRING_ABOUT = "番号を出し、置く端末で入力します。番号は一度だけ表示され、一度だけ使えます。", "番号（ばんごう）を 出（だ）して、画面（がめん）に 書（か）きます。番号（ばんごう）は 一度（いちど）だけです。", "Get a code and type it on the tablet. It is shown once and works once.";
    PAIRING_AGAIN = "端末を取り替えるときは、新しい番号を出します。新しい端末が入力すると、今の端末は使えなくなります。", "画面（がめん）を かえる とき、新（あたら）しい 番号（ばんごう）を 出（だ）します。今（いま）の 画面（がめん）は 使（つか）えなく なります。", "For another tablet, get a new code. Once it is typed, the tablet of now loses its right.";
    CODE_OUT = "まだ使われていない番号があります（{0}まで）。", "まだ 使（つか）って いない 番号（ばんごう）が あります（{0} まで）。", "A code is out that nobody typed yet (until {0}).";
    NEW_CODE = "組み合わせの番号を出す", "番号（ばんごう）を 出（だ）す", "Get a code";
    CODE_OF = "{0}の組み合わせ番号", "{0}の 番号（ばんごう）", "Code of {0}";
    CODE_ONCE = "この番号は今だけ表示します。書き留めるか、このまま端末に入力してください。", "この 番号（ばんごう）は 今（いま）だけ 見（み）えます。書（か）いて おくか、画面（がめん）に 書（か）いて ください。", "This code is shown now and never again. Write it down, or type it on the tablet right away.";
    CODE_ENDS = "{0}まで使えます。", "{0}まで 使（つか）えます。", "It is good until {0}.";
    CODE_STEP_1 = "端末を、このサイトが開ける状態にします（準備は手引きを見てください）。", "画面（がめん）で この サイトを 開（ひら）きます。", "Set the tablet up so that it opens this site (see the manual).";
    CODE_STEP_2 = "端末で {0} を開くか、QRコードを読みます。", "画面（がめん）で {0} を 開（ひら）くか、QRコードを よみます。", "On the tablet open {0}, or scan the QR code.";
    CODE_STEP_3 = "番号を入力します。最初の画面が出れば終わりです。", "番号（ばんごう）を 書（か）きます。はじめの 画面（がめん）が 出（で）たら おわりです。", "Type the code. When the first screen appears, it is done.";
    CODE_QR = "組み合わせのQRコード", "QRコード", "QR code for pairing";

    SAY = "知らせる", "おしらせする", "Say it";
    SAY_HERE = "この端末で知らせる", "この 画面（がめん）で おしらせする", "Say something on it";
    SAY_ALL = "すべての端末で知らせる", "ぜんぶの 画面（がめん）で おしらせする", "Say something on every screen";
    SAY_ALL_ABOUT = "{0}台の端末に出ます。次の連絡（5分以内）のときに表示されます。", "{0}の 画面（がめん）に 出（で）ます。5分（ふん）ぐらい かかります。", "It appears on {0} screens with their next beat, within five minutes.";
    SAY_ABOUT = "3つの言語で書いてください。すべて空にして送ると、知らせを消します。", "みっつの ことばで 書（か）いて ください。なにも 書（か）かないで おくると、きえます。", "Write it in three languages. Sent with nothing in it, what is said now goes away.";
    SAY_JA = "日本語", "日本語（にほんご）", "Japanese";
    SAY_EASY = "やさしい日本語（なければ日本語が出ます）", "やさしい日本語（にほんご）", "Plain Japanese (else the Japanese appears)";
    SAY_EN = "英語（なければ日本語が出ます）", "英語（えいご）", "English (else the Japanese appears)";
    RELOAD = "読み直させる", "もう一度（いちど） 開（ひら）かせる", "Have it load anew";
    RELOAD_ALL = "すべて読み直させる", "ぜんぶ もう一度（いちど） 開（ひら）かせる", "Have all of them load anew";
    RELOAD_ABOUT = "だれも使っていないときに読み直します。残っている送信は失われません。", "だれも いない ときに もう一度（いちど） 開（ひら）きます。おくる ものは なくなりません。", "It happens as soon as nobody is there. What waits to be delivered is kept.";
    REVOKE = "取り消す", "とりけす", "Revoke";
    REVOKE_OF = "{0}を取り消しますか", "{0}を とりけしますか", "Revoke {0}?";
    REVOKE_ABOUT = "端末は次の連絡のときに使えなくなります。盗まれたとき、捨てるときに取り消してください。残っている送信は、取り消したあとも届きます。元に戻すには、新しく登録します。", "画面（がめん）は 使（つか）えなく なります。ぬすまれた とき、すてる ときに して ください。まだ おくって いない ものは、あとで とどきます。", "With its next beat it stops working for people. Do this when it was stolen or is thrown away. What was sealed there may still come. There is no way back but to enrol it anew.";
    REVOKE_PENDING = "最後の連絡（{1}）では、送信が{0}件残っていました。", "さいごの れんらく（{1}）の とき、{0}こ のこって いました。", "When it was last heard ({1}), {0} things waited there to be delivered.";

    USES = "使われ方（4週間）", "なにに 使（つか）われたか（4週間（しゅうかん））", "What it is used for (four weeks)";
    USES_ABOUT = "{0}から{1}まで。終わった週だけを数えます。だれが使ったかは数えません。", "{0}から {1}まで。おわった 週（しゅう）だけです。だれかは わかりません。", "{0} to {1}: whole weeks that are over. Who it was is not counted.";
    USES_NONE = "この期間の記録はありません。", "ありません。", "Nothing was counted.";
    USAGE = "使われ方", "なにに 使（つか）われたか", "What screens are used for";
    USAGE_ABOUT = "どの端末で、どの掲載が役に立ったかを、終わった月ごとに示します。", "どの 画面（がめん）で、なにが 見（み）られたかです。おわった 月（つき）だけです。", "Which listings helped at which screen, by month. Only months that are over are told.";
    USAGE_SMALL = "小さい数は、一人ひとりの行動が分からないように隠しています。端末をまたぐ合計は出しません。", "小（ちい）さい 数（かず）は かくします。だれかが わかると こまるからです。", "Small counts are hidden, so that nobody's visit can be told from them. There are no sums over several screens.";
    USED_AT = "{0} {1}", "{0} {1}", "{0}, {1}";
    MONTH = "月", "月（つき）", "Month";
    EVERY_KIOSK = "すべての端末", "ぜんぶの 画面（がめん）", "Every screen";
    CSV = "CSVで書き出す（12か月）", "CSVで 出（だ）す（12か月（げつ））", "Take as CSV (twelve months)";
    KIOSK_ID = "端末の番号", "画面（がめん）の 番号（ばんごう）", "Screen id";
    SUBJECT_ID = "掲載・様式の番号", "番号（ばんごう）", "Listing or form id";
    WHAT = "何を", "なにを", "What";
    TO_WHAT = "何に", "なにに", "To what";
    TIMES = "回数", "回数（かいすう）", "Times";
    ALL_OF_THEM = "（合計）", "（ぜんぶ）", "(all)";
    FEWER_THAN = "{0}未満", "{0}より すくない", "fewer than {0}";
    COUNTED_SESSION = "使った", "使（つか）った", "Session";
    COUNTED_IDLE = "さわらずに終わった", "さわらないで おわった", "Session that ended by itself";
    COUNTED_LISTING = "掲載を開いた", "見（み）た", "Listing opened";
    COUNTED_TAKEN_ALONG = "掲載を持ち帰った", "もちかえった", "Listing taken along";
    COUNTED_FORM_BEGUN = "申込みを書き始めた", "申（もう）しこみを 書（か）きはじめた", "Form begun";
    COUNTED_FORM_SENT = "申込みを送った", "申（もう）しこみを おくった", "Form sent";
    COUNTED_HANDED_OVER = "スマートフォンに引き渡した", "スマートフォンに わたした", "Form handed over to a phone";
    COUNTED_NOTHING_FOUND = "さがして見つからなかった", "さがして なかった", "Search without a result";

    HELD = "届いたが処理できなかったもの", "できなかった もの", "Delivered, but without effect";
    HELD_ABOUT = "端末から封をしたまま届き、そのままでは処理できなかったものです。中身を確かめ、本人に連絡するなどして、済んだら記録してください。", "画面（がめん）から 来（き）たけれど、できなかった ものです。中（なか）を 見（み）て、おわったら 書（か）いて ください。", "These came sealed from screens and could not take effect. Look inside, do what is needed, and note what you did.";
    HELD_WAITING = "待っているもの", "まって いる もの", "Waiting";
    HELD_SETTLED = "済んだもの", "おわった もの", "Dealt with";
    HELD_CLOSED = "開けられない封書", "開（ひら）けない もの", "An envelope that cannot be opened";
    HELD_AT = "届いた日時", "来（き）た とき", "Came";
    HELD_WHY = "処理できなかった理由", "できなかった りゆう", "Why it had no effect";
    RECEIPT = "受付番号 {0}", "受付（うけつけ）の 番号（ばんごう） {0}", "Receipt {0}";
    INSIDE = "中身", "中（なか）", "Inside";
    INSIDE_ABOUT = "見たことは監査記録に残り、本人にも分かります。", "見（み）た ことは 記録（きろく）します。", "Your look is in the audit log, where the person can see it.";
    INSIDE_WHAT = "操作：", "したこと：", "What was asked for:";
    INSIDE_CLOSED = "このサイトの鍵では開けられません。鍵を替えたときは、古い鍵も ENGAWA_SEALING_KEY に並べてください。壊れて届いたこともあります。", "かぎが ちがうので 開（ひら）けません。古（ふる）い かぎが いります。", "No key of this site opens it. If the key was changed, list the old one in ENGAWA_SEALING_KEY, too. It may also have been damaged.";
    INSIDE_OTHER_DESK = "別の窓口の様式なので、中身は見られません。その窓口の人に知らせてください。", "べつの 窓口（まどぐち）の ものです。見（み）られません。", "It belongs to another desk's form, so you cannot read it. Tell that desk.";
    FIELD = "項目", "なに", "Field";
    WORDS = "内容", "ことば", "Words";
    NOTE = "どうしたか", "どう したか", "What was done about it";
    SETTLE = "済んだと記録する", "おわったと 書（か）く", "Settle";
    SETTLE_ABOUT = "何をしたかを書いてください（例：電話で連絡し、窓口で受け付け直した）。個人の名前は書かないでください。", "なにを したか 書（か）いて ください。名前（なまえ）は 書（か）かないで ください。", "Write what was done (for example: phoned, and entered it at the counter). No names of people.";
    SETTLED_BY = "{0} が {1} に記録しました。", "{0} が {1} に 書（か）きました。", "Settled by {0}, {1}.";

    KIOSK_TIME = "時刻を確かめてください（例：22:00）。", "時間（じかん）を 見（み）て ください（れい：22:00）。", "Check the time (for example 22:00).";
    KIOSK_NUMBER = "数を入れてください。", "数字（すうじ）を 書（か）いて ください。", "Enter a number.";
    KIOSK_SLOT = "番組の時間は、休みを書かず、24:00までにしてください。", "24:00 までに して ください。休（やす）みは 書（か）けません。", "Times of a programme end by 24:00 and name no closed days.";
    KIOSK_SAY = "日本語も書いてください。ほかの言語がないときに出ます。", "日本語（にほんご）も 書（か）いて ください。", "Write the Japanese, too: it appears where another language is missing.";
}

/// The sentence of a problem of screens; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    if code.starts_with("kiosk_") { row(&code.to_ascii_uppercase()) } else { None }
}

/// The word of a code of `KioskState`.
pub fn state(code: &str) -> Message {
    word("STATE", code).unwrap_or(STATE)
}

/// The sentence of a code of `Trouble`.
pub fn trouble(code: &str) -> Message {
    word("TROUBLE", code).unwrap_or(TROUBLE)
}

/// The word of a code of `Order`.
pub fn order(code: &str) -> Message {
    word("ORDER", code).unwrap_or(ORDER)
}

/// The word of a code of `Mode`.
pub fn mode(code: &str) -> Message {
    word("MODE", code).unwrap_or(MODE)
}

/// The word of a code of `Room`.
pub fn room(code: &str) -> Message {
    word("ROOM", code).unwrap_or(ROOMS)
}

/// What something that is counted is called, by its code.
pub fn counted(code: &str) -> Message {
    word("COUNTED", code).unwrap_or(WHAT)
}

/// What a mishap is called, by its code.
pub fn mishap(code: &str) -> Message {
    word("MISHAP", code).unwrap_or(MISHAP_OTHER)
}

/// What a language is called in the language of the page.
pub fn lang(lang: Lang) -> Message {
    match lang {
        Lang::Ja => LANG_JA,
        Lang::JaEasy => LANG_EASY,
        Lang::En => LANG_EN,
    }
}

fn word(prefix: &str, code: &str) -> Option<Message> {
    row(&format!("{prefix}_{}", code.to_ascii_uppercase()))
}

fn row(name: &str) -> Option<Message> {
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
