//! Words on shared screens, and on the phone that takes something along from one.

engawa_core::messages! {
    // At rest.
    TOUCH = "画面にさわると始まります", "画面（がめん）に さわって ください", "Touch the screen to begin";
    SCAN = "スマートフォンで読み取れます", "スマートフォンで 見（み）る ことが できます", "Scan it with your phone";
    SLIDE_QR = "このページのアドレスの二次元コード", "この ページの QRコード", "QR code with the address of this page";
    AS_OF = "{0} 時点の情報", "{0} の 情報（じょうほう）", "Information as of {0}";
    RESTING = "待ち受け画面", "はじめの 画面（がめん）", "Screen at rest";
    NOTHING_ON = "まちの催しや団体、手続きを調べられます。", "イベントや グループを さがす ことが できます。", "Find events, groups and services in the city.";
    FROM_HERE = "ここから {0}", "ここから {0}", "{0} from here";
    STAFF_SAY = "施設からのお知らせ", "お知（し）らせ", "From the staff";
    CLOSED = "ただいま閉館しています", "いま しまって います", "Closed now";
    OPENS = "{0} {1} に開きます", "{0} {1}に あきます", "Opens {0} at {1}";
    REVOKED = "この画面は使えません", "この 画面（がめん）は 使（つか）えません", "This screen is out of service";
    REVOKED_TEXT = "お手数ですが、施設の職員にお知らせください。送信済みのものは届きます。", "ここの 人（ひと）に 言（い）って ください。もう 送（おく）った ものは とどきます。", "Please tell the staff. What was already sent will arrive.";
    SEALING = "送ったものに封をしています", "送（おく）った ものを しまって います", "Sealing what was sent";
    SEALING_TEXT = "終わるまで、画面に触れずにお待ちください。", "すこし まって ください。", "Please wait a moment. The next session begins when it is done.";
    UNSENT = "送れませんでした", "送（おく）る ことが できませんでした", "It could not be sent";
    UNSENT_TEXT = "いま送ったものは、この端末で預かれませんでした。施設の職員にお知らせになるか、もう一度ご記入ください。", "いま 送（おく）った ものは とどきません。ここの 人（ひと）に 言（い）って ください。", "This screen could not keep what was just sent. Please tell the staff, or fill it in once more.";

    // The bar.
    BAR = "この画面の操作", "この 画面（がめん）の ボタン", "This screen";
    FIRST = "最初の画面", "はじめの 画面（がめん）", "Start";
    BACK = "戻る", "もどる", "Back";
    LANGUAGE = "ことば", "ことば", "Language";
    LOOK = "見え方・音声", "見（み）えかた・音（おと）", "Look and sound";
    PHONE = "スマホに送る", "スマホに 送（おく）る", "To my phone";
    FINISH = "終わる", "おわる", "Finish";

    // Look and sound.
    CONTRAST = "はっきりした色", "はっきりした 色（いろ）", "High contrast";
    LARGE = "大きな文字", "大（おお）きい 字（じ）", "Larger text";
    REACH = "低い位置で操作", "下（した）の ほうで おす", "Everything within reach";
    ALOUD = "読み上げ", "声（こえ）で 読（よ）む", "Read aloud";
    ALOUD_PAGE = "このページを読む", "この ページを 聞（き）く", "Read this page";
    ALOUD_STOP = "読むのを止める", "とめる", "Stop reading";
    LOOK_NOTE = "「終わる」を押すと元に戻ります。", "「おわる」を おすと もとに もどります。", "It goes back to normal when you finish.";

    // To my phone.
    PHONE_PAGE = "スマートフォンのカメラでこのコードを読み取ると、いま見ているページが開きます。あなたの情報は入っていません。", "スマートフォンの カメラで 読（よ）むと、この ページが 開（ひら）きます。あなたの 情報（じょうほう）は 入（はい）って いません。", "Scan this with your phone's camera to open the page you are looking at. Nothing about you is in the code.";
    PHONE_QR = "いま見ているページの二次元コード", "この ページの QRコード", "QR code of this page";
    PHONE_RECEIPTS = "送ったものの控えは、それぞれのコードを読み取ると、スマートフォンで確かめられます。", "送（おく）った ものの コードを 読（よ）むと、スマートフォンで 見（み）る ことが できます。", "Scan the code beside each receipt to look at it on your phone.";
    PHONE_DRAFT = "書きかけの内容を、スマートフォンに移して続きを書けます。", "つづきを スマートフォンで 書（か）く ことが できます。", "Take the half-done form to your phone and go on there.";
    PHONE_MAKE = "書きかけをスマホに移す", "スマホに うつす", "Make the code";
    PHONE_MAKING = "コードを作っています…", "コードを 作（つく）って います…", "Making the code…";
    PHONE_INLINE = "書いた内容がこのコードの中に入っています。インターネットがなくても移せます。ほかの人に撮られないようにしてください。", "書（か）いた ものは この コードの 中（なか）に あります。ほかの 人（ひと）に とられないように して ください。", "What you wrote is inside this code, so it works without a connection. Do not let others photograph it.";
    PHONE_STORED = "書いた内容は暗号にして預かりました。30分以内に、1回だけ受け取れます。鍵はこのコードの中だけにあります。", "30分（ぷん）の あいだに 1回（かい）だけ うけとる ことが できます。", "It waits encrypted for 30 minutes and can be taken in once. The key is only inside this code.";
    PHONE_STAYS = "この画面の書きかけは、「終わる」を押すまで残ります。", "「おわる」を おすまで、ここにも のこります。", "It also stays here until you finish.";
    PHONE_DRAFT_QR = "書きかけを受け取る二次元コード", "うけとる ための QRコード", "QR code that hands over the form";
    PHONE_OFFLINE = "いまはインターネットにつながらず、この大きさの書きかけは移せません。少し待って、もう一度お試しください。書いた内容は残っています。", "いま インターネットに つながって いません。少（すこ）し あとで もう一度（いちど） おして ください。書（か）いた ものは のこって います。", "There is no connection, and the form is too large for a code without one. Nothing is lost. Try again in a moment.";
    PHONE_FULL = "いまは預かり所がいっぱいで、コードを作れません。書いた内容は残っています。数分待ってもう一度お試しになるか、この画面から送信してください。", "いまは コードを 作（つく）れません。書（か）いた ものは のこって います。少（すこ）し あとで もう一度（いちど） おすか、ここから 送（おく）って ください。", "Too many codes wait to be scanned, so no other can be made right now. Nothing is lost. Try again in a few minutes, or send it from here.";
    PHONE_FAILED = "コードを作れませんでした。書いた内容は残っています。もう一度お試しください。", "コードを 作（つく）れませんでした。書（か）いた ものは のこって います。", "The code could not be made. Nothing is lost. Please try again.";
    PHONE_TOO_LARGE = "添付が大きすぎて移せません。この画面から送信してください。", "大（おお）きすぎて うつせません。ここから 送（おく）って ください。", "The attached files are too large to hand over. Please send it from here.";
    PHONE_MARKED = "印を付けた{0}件もスマホに移す", "おきにいり（{0}こ）も スマホに うつす", "Take the {0} that I marked along too";

    // Finish.
    FINISH_TITLE = "まだ送っていないものがあります", "まだ 送（おく）って いない ものが あります", "Something is not sent yet";
    FINISH_TEXT = "ここで終わると、書きかけの内容はこの画面から消え、元に戻せません。", "ここで おわると、書（か）いた ものは きえます。もとに もどりません。", "If you finish now, the half-done form is forgotten here for good.";
    FINISH_HAND = "先にスマホに移す：{0}", "先（さき）に スマホに うつす：{0}", "First take it to my phone: {0}";
    FINISH_NOW = "消して終わる", "けして おわる", "Forget it and finish";
    FINISH_NOT = "続ける", "つづける", "Go on";

    // The warning.
    STILL_HERE = "まだお使いですか", "まだ 使（つか）いますか", "Are you still there?";
    WARN_TEXT = "操作がないため、まもなく終わります。入力した内容は消えます。", "もうすぐ おわります。書（か）いた ものは きえます。", "Nothing has been pressed. This will soon end, and what you typed will be forgotten.";
    WARN_LEFT = "あと{0}秒", "あと {0}びょう", "{0} seconds left";
    WARN_SAY = "まだお使いですか。あと{0}秒で終わります。続けるには「続ける」を押してください。", "まだ 使（つか）いますか。あと {0}びょうで おわります。「つづける」を おして ください。", "Are you still there? This ends in {0} seconds. Press Continue to go on.";
    CONTINUE = "続ける", "つづける", "Continue";

    // Before the house closes.
    CLOSES = "{0} に閉館します", "{0}に しまります", "We close at {0}";
    CLOSES_TAKE = "閉館すると、書きかけの内容はこの画面から消えます。それまでに送信するか、「スマホに送る」で持ち帰ってください。", "しまると、書（か）いた ものは きえます。その前（まえ）に 送（おく）るか、「スマホに 送（おく）る」を おして ください。", "Then this screen forgets what is half done. Send it before that, or take it along with To my phone.";
    CLOSES_SEND = "閉館すると、書きかけの内容はこの画面から消えます。それまでに送信してください。", "しまると、書（か）いた ものは きえます。その前（まえ）に 送（おく）って ください。", "Then this screen forgets what is half done. Send it before that.";
    CLOSES_END = "閉館すると、この画面は終わります。", "しまると、この 画面（がめん）は おわります。", "Then this screen ends.";
    CLOSES_SAY = "あと{0}分で閉館します。{1}", "あと {0}分（ぷん）で しまります。{1}", "We close in {0} min. {1}";

    // A page that cannot be opened here.
    ELSEWHERE = "このページはスマートフォンで開きます", "この ページは スマートフォンで 見（み）ます", "This opens on your phone";
    ELSEWHERE_TEXT = "この画面では開けないページです。カメラでコードを読み取ってください。", "この 画面（がめん）では 開（ひら）けません。カメラで コードを 読（よ）んで ください。", "This screen does not open it. Scan the code with your phone's camera.";
    ELSEWHERE_CALL = "電話はスマートフォンからかけられます", "スマートフォンで 電話（でんわ）して ください", "Call from your phone";
    ELSEWHERE_MAIL = "メールはスマートフォンから送れます", "スマートフォンで メールを 送（おく）って ください", "Write from your phone";
    ELSEWHERE_QR = "アドレスの二次元コード", "QRコード", "QR code with the address";

    // The keyboard.
    KEYBOARD = "画面のキーボード", "キーボード", "On-screen keyboard";

    // The first screen.
    KIOSK = "まちの案内画面", "まちの 案内（あんない）", "City information screen";
    WELCOME_LANG = "ことばを選んでください", "ことばを えらんで ください", "Choose your language";
    WELCOME_DOORS = "何をしますか", "何（なに）を しますか", "What would you like to do?";
    DOOR_SEARCH = "さがす", "さがす", "Search";
    DOOR_TODAY = "今日の催し", "今日（きょう）の イベント", "On today";
    DOOR_HERE = "この施設の催し", "ここで ある イベント", "On at this place";
    DOOR_NEAR = "この近く", "この 近（ちか）く", "Near here";
    DOOR_MAP = "地図", "ちず", "Map";
    DOOR_CALENDAR = "カレンダー", "カレンダー", "Calendar";
    DOOR_FORMS = "申請・様式を書く", "様式（ようしき）を 書（か）く", "Fill in a form";
    DOOR_SENT = "送ったものを見る", "送（おく）った ものを 見（み）る", "What I sent";
    ON_HERE = "今日ここで", "今日（きょう） ここで", "Here today";
    NEAR = "近くの施設", "近（ちか）くの 施設（しせつ）", "Places near here";
    FORGETS = "「終わる」を押すか、しばらく操作がないと、入力したものはこの画面から消えます。送信したものは消えません。", "「おわる」を おすと、書（か）いた ものは きえます。送（おく）った ものは きえません。", "When you finish, or nothing is pressed for a while, this screen forgets what you typed. What you sent is safe.";

    // A device that is no shared screen.
    WHAT = "館内などに置く共用の画面です", "みんなで 使（つか）う 画面（がめん）です", "A screen that people share";
    WHAT_TEXT = "図書館や市民センターに置いた端末を、だれでも使える案内画面にします。個人でサインインすることはなく、使い終わると入力したものを忘れます。この端末はまだ登録されていません。", "図書館（としょかん）などに おいて、みんなで 使（つか）います。使（つか）いおわると、書（か）いた ものを わすれます。この 機械（きかい）は まだ 使（つか）えません。", "It turns a tablet in a library or community centre into a screen for everybody. Nobody signs in on it, and it forgets what people typed. This device is not enrolled.";
    WHAT_PAIR = "職員からもらったコードで登録する", "コードで 登録（とうろく）する", "Enrol this device with a code";
    TO_SITE = "サイトのホームへ", "サイトを 見（み）る", "To the site";

    // Pairing.
    PAIR = "この端末を案内画面にする", "この 機械（きかい）を 案内（あんない）の 画面（がめん）に する", "Make this device a shared screen";
    PAIR_TEXT = "職員の「端末」のページに出ているコードを入力してください。職員のパスワードは使いません。登録すると、この端末ではほかのページを開けなくなります。", "職員（しょくいん）の 画面（がめん）に ある コードを 書（か）いて ください。", "Type the code that the staff page of screens shows. No password is typed here. Afterwards this device opens nothing but the shared screen.";
    PAIR_CLEARS = "登録すると、この端末に保存されている書きかけ、お気に入り、添付ファイル、送ったものの控えは消えます。", "登録（とうろく）すると、この 機械（きかい）に ある 書（か）いた ものや おきにいりは きえます。", "When it is enrolled, the drafts, saved pages, files and receipts that are kept on this device are deleted.";
    PAIR_UNSENT = "まだ送っていないものが{0}件あるため、登録できません。送り終わるのを待つか、取り消してください。", "まだ 送（おく）って いない ものが {0}こ あります。送（おく）ってから 登録（とうろく）して ください。", "Not sent yet from this device: {0}. It cannot be enrolled until they are sent or cancelled.";
    PAIR_CODE = "登録コード", "コード", "Code";
    PAIR_HINT = "大文字と小文字、ハイフンは区別しません。", "大（おお）きい 字（じ）でも 小（ちい）さい 字（じ）でも いいです。", "Capitals and hyphens do not matter.";
    PAIR_SEND = "登録する", "登録（とうろく）する", "Enrol";
    PAIR_BUSY = "登録しています…", "登録（とうろく）して います…", "Enrolling…";
    PAIR_UNKNOWN = "このコードは使えません。間違いがないか、期限が切れていないか、職員の画面で確かめてください。", "この コードは 使（つか）えません。もう一度（いちど） たしかめて ください。", "This code does not work. Check it on the staff page: it may be mistyped, used or too old.";
    PAIR_OFFLINE = "サーバーにつながりません。接続を確かめて、もう一度お試しください。", "インターネットに つながって いません。もう一度（いちど） おして ください。", "The server cannot be reached. Check the connection and try again.";
    PAIR_OFTEN = "試した回数が多すぎます。しばらく待ってからお試しください。", "何回（なんかい）も まちがえました。少（すこ）し あとで して ください。", "Too many tries. Please wait a while.";
    PAIR_NO_KEY = "このサイトでは封印の鍵が設定されていないため、登録できません。運営者にお知らせください。", "いまは 登録（とうろく）できません。サイトの 人（ひと）に 言（い）って ください。", "This site has no sealing key yet, so no screen can be enrolled. Please tell whoever runs it.";

    // Forms at a shared screen.
    FORM_NOTE = "書いた内容はこの画面に保存されません。「終わる」を押すと消えます。送信したものは、封をして市に届けます。", "書（か）いた ものは この 画面（がめん）に のこりません。送（おく）ると 市（し）に とどきます。", "Nothing you write is kept on this screen: it is gone when you finish. What you send is sealed and delivered to the city.";
    FORM_CLOSED = "この画面では様式に記入できません。「スマホに送る」を押して、スマートフォンで記入してください。", "この 画面（がめん）では 書（か）けません。「スマホに 送（おく）る」を おして ください。", "Forms are not filled in at this screen. Press To my phone, and fill it in there.";
    KEPT_HERE = "送信するか「終わる」を押すまで残ります", "送（おく）るか おわるまで のこります", "Kept until you send it or finish";

    // What was sent.
    SENT = "送ったもの", "送（おく）った もの", "What I sent";
    SENT_LEAD = "この画面で送ったものの控えです。受付番号と確認用の番号を書き留めるか、コードを読み取ってください。「終わる」を押すと、この画面からは消えます。", "送（おく）った ものの 番号（ばんごう）です。書（か）いて おくか、コードを 読（よ）んで ください。おわると、ここからは きえます。", "Receipts of what you sent here. Write down both numbers, or scan the code. When you finish, they disappear from this screen.";
    SENT_KEEP = "この二つの番号で、状況を確かめたり取り下げたりできます。ほかの人には教えないでください。", "この 番号（ばんごう）を ほかの 人（ひと）に 教（おし）えないで ください。", "With these two numbers you can look up or take back what you sent. Tell nobody.";
    SENT_NONE = "この画面からは、まだ何も送っていません。", "まだ 何（なに）も 送（おく）って いません。", "Nothing has been sent from here yet.";
    SENT_SEALED = "封をして預かりました。つながりしだい市に届けます。", "ここに あります。だれも 読（よ）めません。あとで 市（し）に とどきます。", "It is sealed here, and will be delivered as soon as there is a connection.";
    SENT_DELIVERED = "市に届きました。", "市（し）に とどきました。", "The city has it.";
    SENT_AT = "送信した日時", "送（おく）った とき", "Sent";
    SENT_QR = "控えのページの二次元コード", "番号（ばんごう）の ページの QRコード", "QR code of the receipt's page";
    SENT_OTHER = "前に送ったものは、受付番号と確認用の番号でスマートフォンから確かめられます", "前（まえ）に 送（おく）った ものは、スマートフォンで 見（み）ます", "Something you sent earlier: look it up on your phone by its two numbers";
    LOOKUP_ASKING = "確かめています…", "たしかめて います…", "Looking it up…";
    LOOKUP_OFFLINE = "いまはインターネットにつながらず、確かめられません。少し待ってもう一度お試しになるか、あとでスマートフォンから確かめてください。", "いま インターネットに つながって いません。少（すこ）し あとで もう一度（いちど） おして ください。", "There is no connection, so it cannot be looked up right now. Try again in a moment, or later on your phone.";
    LOOKUP_UNKNOWN = "この二つの番号のものは見つかりません。書き間違いがないか、確かめてください。", "この 番号（ばんごう）は ありません。もう一度（いちど） 見（み）て ください。", "Nothing has these two numbers. Please check what you typed.";
    LOOKUP_OFTEN = "この番号で試した回数が多すぎます。しばらく待ってからお試しください。", "何回（なんかい）も まちがえました。少（すこ）し あとで して ください。", "Too many tries for this number. Please wait a while.";
    LOOKUP_FAILED = "いまは確かめられませんでした。施設の職員にお知らせください。", "いまは たしかめる ことが できません。ここの 人（ひと）に 言（い）って ください。", "It could not be looked up. Please tell the staff.";
    LOOKUP_FORGOTTEN = "「終わる」を押すと、この画面からは消えます。", "「おわる」を おすと、ここからは きえます。", "It disappears from this screen when you finish.";
    MARKED_NOTE = "「終わる」を押すと消えます。「スマホに送る」で持ち帰れます。", "おわると きえます。「スマホに 送（おく）る」で もって かえれます。", "These are forgotten when you finish. Take them along with To my phone.";

    // On the phone.
    HAND_OVER = "案内画面から受け取る", "画面（がめん）から うけとる", "Taken from a shared screen";
    HAND_OVER_LEAD = "まちの案内画面で書きかけた様式や、印を付けたページを、この端末に移します。移したものはこの端末だけに保存されます。", "画面（がめん）で 書（か）いた ものを、この スマートフォンに うつします。", "This takes a form that you began at a shared screen, or pages that you marked there, to this device. They are kept on this device only.";
    HAND_OVER_SCRIPTS = "受け取るにはスクリプトが動くブラウザーが必要です。コードはまだ使えます。", "この ブラウザーでは うけとれません。ほかの ブラウザーで 開（ひら）いて ください。", "This needs a browser with JavaScript. The code is still good.";
    HAND_OVER_TAKING = "受け取っています…", "うけとって います…", "Taking it in…";
    HAND_OVER_EMPTY = "受け取るものがありません。案内画面に出ているコードを、カメラで読み取ってください。", "うけとる ものが ありません。画面（がめん）の コードを 読（よ）んで ください。", "There is nothing to take in. Scan the code on the shared screen with your camera.";
    HAND_OVER_MARKED = "{0}件をお気に入りに入れました。", "{0}こ おきにいりに 入（い）れました。", "Marked here now: {0}";
    HAND_OVER_TO_MARKED = "お気に入りを見る", "おきにいりを 見（み）る", "See what is saved";
    HAND_OVER_USED = "このコードは、もう使われたか、30分を過ぎています。この端末には何も保存していません。画面がまだ開いていれば、新しいコードを作ってください。", "この コードは もう 使（つか）えません。ここには 何（なに）も ありません。画面（がめん）で 新（あたら）しい コードを 作（つく）って ください。", "This code was used already, or more than 30 minutes have passed. Nothing was kept on this device. If the form is still open at the screen, make a new code there.";
    HAND_OVER_OFFLINE = "インターネットにつながりません。書きかけは預かったままです。つながってから、もう一度お試しください（作ってから30分以内）。", "インターネットに つながって いません。つながったら、もう一度（いちど） おして ください。", "There is no connection. Your form still waits, for 30 minutes from when the code was made. Connect and try again.";
    HAND_OVER_DAMAGED = "コードを正しく読み取れませんでした。この端末には何も保存していません。もう一度、画面のコード全体を読み取ってください。", "コードが 読（よ）めませんでした。もう一度（いちど） 読（よ）んで ください。", "The code could not be read. Nothing was kept on this device. Scan the whole code on the screen once more.";
    HAND_OVER_KEEPS = "この端末に保存できませんでした。空きを作るか、プライベートウィンドウでない画面で、10分以内にもう一度お試しください。", "この スマートフォンに のこせませんでした。10分（ぷん）の あいだに もう一度（いちど） して ください。", "This device could not keep it: there is no room, or this is a private window. Try again within 10 minutes.";
    HAND_OVER_AGAIN = "もう一度試す", "もう一度（いちど） する", "Try again";

    // The app's own keyboard.
    KEYS_KANA = "かな", "ひらがな", "Kana";
    KEYS_LETTERS = "英字", "ABC", "Letters";
    KEYS_FIGURES = "数字・記号", "123", "Figures, signs";
    KEY_MARK = "゛゜小", "てんてん・小（ちい）さい 字（じ）", "Other form";
    KEY_MARK_KANA = "濁点・半濁点・小文字", "てんてん・まる・小（ちい）さい 字（じ）", "Voiced, semi-voiced or small form";
    KEY_MARK_LETTERS = "大文字・小文字", "大（おお）きい 字（じ）・小（ちい）さい 字（じ）", "Capital or small letter";
    KEY_SPACE = "空白", "あける", "Space";
    KEY_BACK = "1字消す", "1つ けす", "Delete";
    KEY_CLEAR = "全部消す", "ぜんぶ けす", "Clear";
    KEY_LEFT = "左へ", "左（ひだり）へ", "Left";
    KEY_RIGHT = "右へ", "右（みぎ）へ", "Right";
    KEY_ENTER = "決定", "これで いい", "Enter";
    KEY_TELL = "入力を確かめる", "書（か）いた ものを 聞（き）く", "Tell what I typed";
    TYPED = "入力した文字：{0}", "書（か）いた もの：{0}", "Typed: {0}";
    TYPED_NOTHING = "文字はありません", "まだ ありません", "Nothing";
    TYPED_SECRET = "この欄の文字は伝えません", "この 字（じ）は 言（い）いません", "What stands in this field is not told";
}
