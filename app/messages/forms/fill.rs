//! The page on which somebody fills in a form: questions, rows, saving, sharing, checking, sending.

engawa_core::messages! {
    TITLE = "様式に記入する", "様式（ようしき）に 書（か）く", "Fill in a form";
    DESCRIPTION = "この端末にある下書きの続きを書きます。インターネットがなくても書けます。", "書（か）きかけの 様式（ようしき）です。インターネットが なくても 書（か）けます。", "Go on with a draft on this device, with or without a connection.";
    NEEDS_SCRIPTS = "下書きはこの端末の中だけにあるため、このページはスクリプトを使います。使えないときは、様式の一覧から「1ページずつ記入」を選んでください。", "この ページは スクリプトを 使（つか）います。使（つか）えない ときは、様式（ようしき）の リストから えらんで ください。", "Drafts are on this device alone, so this page needs scripts. Without them, choose a form from the list and fill it in page by page.";
    TO_FORMS = "様式の一覧", "様式（ようしき）の リスト", "All forms";
    TO_DRAFTS = "下書きの一覧", "下書（したが）きの リスト", "All drafts";
    TO_OUTBOX = "送信の状況を見る", "送（おく）る ものを 見（み）る", "See what is being sent";
    ABSENT = "この下書きは、この端末にありません。ほかの端末で書いたものは、その端末で開いてください。", "この 機械（きかい）には ありません。書（か）いた 機械（きかい）で 開（ひら）いて ください。", "This draft is not on this device. Open it on the device where it was written.";
    UNREAD = "この端末の保存場所を読めませんでした。下書きは消えていません。ページを読み直してください。", "読（よ）めませんでした。書（か）いた ものは のこって います。もう一度（いちど） 開（ひら）いて ください。", "The storage of this device could not be read. Nothing was deleted. Please load the page again.";
    NO_FORM = "この下書きの様式が、まだこの端末にありません。インターネットにつながると開けます。下書きは残っています。", "様式（ようしき）が まだ ありません。インターネットに つながると 開（ひら）きます。書（か）いた ものは のこって います。", "The form of this draft is not on this device yet. It opens once you are online; the draft is kept.";
    NEWER_BUILD = "新しい版のアプリで書かれた下書きです。アプリを新しくすると開けます。下書きは残っています。", "アプリを 新（あたら）しく すると 開（ひら）きます。書（か）いた ものは のこって います。", "A newer version of the app wrote this draft. Update the app to open it; the draft is kept.";
    DAMAGED = "この下書きは壊れていて開けません。記録はそのまま残してあります。窓口に知らせてください。", "書（か）いた ものが こわれて います。けして いません。窓口（まどぐち）に 知（し）らせて ください。", "This draft is damaged and cannot be opened. It was left as it is. Please tell the desk.";
    PUT_ASIDE = "最後に入力した分の一部を読めませんでした。消さずに別に残してあります。答えが足りているか確かめ、足りなければもう一度入力してください。", "さいごに 書（か）いた ものの 一部（いちぶ）を 読（よ）めませんでした。けして いません。たりない ところは もう一度（いちど） 書（か）いて ください。", "A part of what was entered last could not be read. It was not deleted but put aside. Please check your answers and enter again what is missing.";
    FAULTY = "様式の計算に誤りがあるため開けません。下書きは残っています。窓口に知らせてください。", "様式（ようしき）が まちがって います。書（か）いた ものは のこって います。窓口（まどぐち）に 知（し）らせて ください。", "The form itself has a mistake and cannot be opened. The draft is kept. Please tell the desk.";

    // Saving.
    NAME = "この下書きの名前（目印になります）", "この 下書（したが）きの 名前（なまえ）", "Name of this draft (to find it again)";
    NAME_EXAMPLE = "例：春のまつりの申請", "れい：春（はる）の まつり", "Such as: spring festival";
    SAVES = "入力すると、この端末に自動で保存されます。", "書（か）くと、この 機械（きかい）に のこります。", "What you enter is saved on this device by itself.";
    SAVED = "この端末に保存しました（{0}）。", "この 機械（きかい）に のこしました（{0}）。", "Saved on this device at {0}.";
    NOT_SAVED = "まだ保存できていません。", "まだ のこって いません。", "Not saved yet.";
    NOT_SAVED_FULL = "この端末に空きがないため、最後に入力した分が保存できていません。入力した内容はこの画面に残っています。ファイルに書き出すか、端末の空きを増やしてください。自動でもう一度試します。", "この 機械（きかい）は いっぱいです。書（か）いた ものは この ページに あります。ファイルに のこして ください。", "There is no room on this device: the last changes are only in this page. Save the draft as a file, or make room. It is tried again by itself.";
    NOT_SAVED_GONE = "この下書きは、この端末から削除されました。続けるには、ファイルに書き出してから取り込んでください。", "この 下書（したが）きは けされました。ファイルに のこして ください。", "This draft was deleted on this device. To go on, save it as a file and import that.";
    NOT_SAVED_FAILED = "最後に入力した分が保存できていません。入力した内容はこの画面に残っています。自動でもう一度試します。", "のこす ことが できません。書（か）いた ものは この ページに あります。もう一度（いちど） やって みます。", "The last changes could not be saved; they are only in this page. It is tried again by itself.";
    RETRY = "もう一度保存する", "もう一度（いちど） のこす", "Try to save again";
    REFUSED = "この入力は受け取れませんでした。前の内容のままです。", "これは 書（か）けませんでした。前（まえ）の ままです。", "This could not be taken. Everything is as before.";
    REFUSED_FIXED = "ここは変えられません。", "ここは かえる ことが できません。", "This cannot be changed.";
    REFUSED_LONG = "長すぎます。{0}文字以内にしてください。", "長（なが）すぎます。{0}字（じ）までに して ください。", "Too long. At most {0} characters.";
    REFUSED_ROWS = "行が多すぎます。全部で{0}行までです。", "行（ぎょう）が 多（おお）すぎます。{0}行（ぎょう）までです。", "Too many rows. At most {0} in all.";
    REFUSED_LARGE = "下書きが大きすぎるため、この入力は受け取れませんでした。長い文を短くしてください。", "書（か）いた ものが 多（おお）すぎます。みじかく して ください。", "The draft would become too large. Please shorten long texts.";

    // Ways through the form.
    QUESTIONS = "質問", "質問（しつもん）", "Questions";
    SCREEN_OF = "{0}／{1}", "{0}／{1}", "{0} of {1}";
    WAYS = "前後の画面", "まえ・つぎ", "Back and next";
    TO_CHECK = "確認へ", "たしかめる", "Check";
    NEXT_PROBLEM = "残り{0}件へ", "あと {0}こ", "Next of {0} left";
    STILL_WRONG = "この画面に、まだ答えていないか直すところが{0}件あります。もう一度「次へ」を押すと、このまま先に進みます。", "なおす ところが {0}こ あります。もう一度（いちど）「つぎへ」を おすと、先（さき）に すすみます。", "{0} on this screen to complete or correct. Press Next again to go on anyway.";
    CONTENTS = "目次", "もくじ", "Contents";
    SECTION_FIRST = "はじめに", "はじめに", "To begin with";
    SECTION_OTHER = "そのほかの質問", "ほかの 質問（しつもん）", "Other questions";
    SECTION_DONE = "入力済み", "書（か）きました", "Filled in";
    SECTION_LEFT = "あと{0}件", "あと {0}こ", "{0} left";
    PROGRESS = "{1}問のうち{0}問に答えました", "{1}の うち {0} 答（こた）えました", "{0} of {1} answered";
    PROGRESS_LEFT = "残り{0}件（必須の質問と、直すところ）", "のこり {0}こ", "{0} left (required, or to correct)";
    PROGRESS_COMPLETE = "必要な項目はすべて入力されています。", "ぜんぶ 書（か）きました。", "Everything that is needed is filled in.";
    SHOW_AS = "表示のしかた", "見（み）かた", "How it is shown";
    LAYOUT_SINGLE = "1問ずつ", "ひとつずつ", "One question at a time";
    LAYOUT_SECTIONS = "まとめて", "まとめて", "Whole sections";
    LANGUAGE = "様式の言語", "様式（ようしき）の ことば", "Language of the form";

    // Questions.
    CHOICES_SEARCH = "選択肢をしぼりこむ", "ことばで さがす", "Narrow the choices";
    CHOICES_FOUND = "{0}件に絞りこみました", "{0} あります", "{0} choices";
    COUNT_UP = "{0}：1増やす", "{0}：1つ ふやす", "{0}: one more";
    COUNT_DOWN = "{0}：1減らす", "{0}：1つ へらす", "{0}: one less";
    CHOICE_CLEAR = "選択を取り消す", "えらぶのを やめる", "Clear the choice";
    QUICK_HINT = "指やマウスで選ぶと、すぐに次の画面に進みます。「戻る」で選び直せます。", "ゆびや マウスで えらぶと、つぎへ すすみます。「もどる」で もう一度（いちど） えらべます。", "Choosing with a finger or a mouse goes on to the next screen at once. Back takes you here again.";
    QUICK_WENT = "選んだので、次の画面に進みました。", "えらびました。つぎへ すすみました。", "Chosen. This is the next screen.";
    MASKED = "表示していません", "見（み）えない ように して います", "Hidden";
    MASKED_SHOW = "表示する", "見（み）せる", "Show";
    MASKED_HIDE = "隠す", "かくす", "Hide";
    MASKED_HINT = "入力した文字は隠れます。かなや漢字は、「表示する」を押してから入力してください。", "書（か）いた 字（じ）は 見（み）えません。ひらがなや 漢字（かんじ）は、「見（み）せる」を おしてから 書（か）いて ください。", "What you type is hidden. Press Show to check it.";
    RANGE_NONE = "未選択", "まだ", "Not chosen";
    UP = "上へ", "上（うえ）へ", "Up";
    DOWN = "下へ", "下（した）へ", "Down";
    RANK_HINT = "「上へ」「下へ」で、順位の高いものから並べてください。", "「上（うえ）へ」「下（した）へ」で ならべて ください。", "Put them in order with Up and Down, the first on top.";
    RANK_UP = "{0}を一つ上へ", "{0}を 上（うえ）へ", "Move {0} up";
    RANK_DOWN = "{0}を一つ下へ", "{0}を 下（した）へ", "Move {0} down";
    RANK_MOVED = "{0}は{1}番目です。", "{0}は {1}ばんめです。", "{0} is number {1}.";
    RANK_ACCEPT = "この順番で答える", "この じゅんばんで いい", "Answer with this order";
    ERA = "和暦で入力する", "令和（れいわ）などで 書（か）く", "Enter with the Japanese era";
    ERA_LABEL = "和暦の日付", "令和（れいわ）などの 日（ひ）", "Date with the era";
    ERA_HINT = "例：令和8年4月1日、R8.4.1", "れい：令和（れいわ）8年（ねん）4月（がつ）1日（にち）", "Such as R8.4.1";
    ERA_UNREAD = "日付として読み取れません。例：令和8年4月1日、R8.4.1", "よめません。れい：令和（れいわ）8年（ねん）4月（がつ）1日（にち）", "This cannot be read as a date. Such as R8.4.1";
    WITH_ERA = "{0}（{1}）", "{0}（{1}）", "{0} ({1})";
    SIGN_HINT = "下の枠に指、ペン、マウスで書くか、その下で画像のファイルを選んでください。", "下（した）の わくに ゆびや ペンで 書（か）くか、絵（え）の ファイルを えらんで ください。", "Write into the frame with a finger, a pen or a mouse, or choose a picture below it.";
    SIGN_PAD = "{0}：手書きする枠", "{0}：書（か）く わく", "{0}: frame to write in by hand";
    SIGN_KEEP = "書いたものを使う", "これを 使（つか）う", "Use what is written";
    SIGN_CLEAR = "消して書き直す", "けして 書（か）きなおす", "Clear and write again";
    SIGN_KEPT = "書いたものを付けました。", "つけました。", "What you wrote is attached.";
    FILE_BUSY = "ファイルを保存しています…", "ファイルを のこして います…", "Keeping the file…";
    FILE_REMOVE = "{0}を外す", "{0}を とる", "Remove {0}";
    FILE_MISSING = "このファイルはこの端末にありません。もう一度選んでください。", "この ファイルは ありません。もう一度（いちど） えらんで ください。", "This file is not on this device. Please choose it again.";
    FILE_TOO_LARGE = "大きすぎます。{0}以内のファイルを選んでください。", "大（おお）きすぎます。{0}までの ファイルを えらんで ください。", "Too large. Choose a file of at most {0}.";
    FILE_FULL = "この端末に空きがないため、ファイルを保存できませんでした。空きを増やしてから選び直してください。", "この 機械（きかい）は いっぱいです。あけてから もう一度（いちど） えらんで ください。", "There is no room on this device for the file. Make room, then choose it again.";
    FILE_FAILED = "ファイルを保存できませんでした。もう一度選んでください。", "のこせませんでした。もう一度（いちど） えらんで ください。", "The file could not be kept. Please choose it again.";
    SIZE_KB = "{0} KB", "{0} KB", "{0} KB";

    // Rows.
    ROW_NUMBER = "行", "ばん", "Row";
    ROW_ACTS = "行の操作", "行（ぎょう）を かえる", "What to do with the row";
    ROW_UP = "{0}行目を上へ", "{0}ばんめを 上（うえ）へ", "Move row {0} up";
    ROW_DOWN = "{0}行目を下へ", "{0}ばんめを 下（した）へ", "Move row {0} down";
    ROW_MOVED = "行を動かしました。", "うごかしました。", "The row was moved.";
    ROW_OPEN = "{0}行目：{1}", "{0}ばんめ：{1}", "Row {0}: {1}";
    ROW_REMOVED = "行を消しました。", "けしました。", "The row was removed.";
    ROW_BACK = "元に戻す", "もとに もどす", "Bring it back";
    ROW_KEEP = "この行を残す", "のこす", "Keep this row";
    ROW_EMPTY = "（空の行）", "（なにも ありません）", "(empty row)";
    REMOVE = "消す", "けす", "Remove";
    REMOVED_ROWS = "消した行", "けした もの", "Removed rows";

    // Matters to decide.
    CONFLICTS = "答えが分かれています", "ちがう 答（こた）えが あります", "Different answers to the same question";
    CONFLICTS_TEXT = "同じ質問に、別々の人や端末が違う答えを書きました。どれにするか選んでください。選ばなかった答えも、選ぶまでは消えません。", "ちがう 人（ひと）が ちがう 答（こた）えを 書（か）きました。ひとつ えらんで ください。", "Several people or devices answered the same question differently. Choose one; nothing is lost until you do.";
    CONFLICT_CHOOSE = "この答えにする", "これに する", "Use this answer";
    NAMELESS = "名前を書いていない人", "名前（なまえ）の ない 人（ひと）", "Somebody without a name";
    YOU = "あなた", "あなた", "You";
    BY_AT = "{0}、{1}", "{0}、{1}", "{0}, {1}";
    BLANK = "（空欄）", "（なし）", "(blank)";
    CAME_BACK = "戻ってきた行", "もどって きた もの", "Rows that came back";
    CAME_BACK_TEXT = "だれかが消した行に、別の人が同じころ書き込みました。残すか消すか決めてください。", "けした ところに、ほかの 人（ひと）が 書（か）きました。のこすか けすか きめて ください。", "Somebody removed these rows while somebody else wrote in them. Keep or remove them.";
    LEFT_OVER = "新しい版に移せなかった答え", "うつせなかった 答（こた）え", "Answers without a place in the newer version";
    LEFT_OVER_TEXT = "必要なものを書き写してから、片付けてください。", "いる ものを 書（か）いてから、かたづけて ください。", "Copy what you need, then put them away.";
    LEFT_AWAY = "片付ける", "かたづける", "Put away";
    LEFT_GONE = "この質問はなくなりました。", "この 質問（しつもん）は もう ありません。", "This question is gone.";
    LEFT_NOT_ASKED = "今は自動で計算されます。", "いまは けいさん されます。", "This is calculated now.";
    LEFT_TYPE = "答えの種類が変わりました。", "答（こた）えの しゅるいが かわりました。", "This takes another kind of answer now.";
    LEFT_CHOICE = "この選択肢はなくなりました。", "この えらぶ ものは もう ありません。", "This choice is gone.";
    NEWER = "この様式には新しい版があります。移すと、書いた答えはできるだけ引き継がれます。", "新（あたら）しい 様式（ようしき）が あります。書（か）いた ものは できるだけ うつします。", "There is a newer version of this form. Moving keeps your answers as far as they fit.";
    NEWER_CHANGES = "変わったところ", "かわった ところ", "What changed";
    NEWER_MOVE = "新しい版に移す", "新（あたら）しい ほうに うつす", "Move to the newer version";
    NEWER_FAILED = "新しい版に移せませんでした。下書きは前のままです。", "うつせませんでした。前（まえ）の ままです。", "The draft could not be moved. It is as before.";

    // Sharing.
    SHARE = "みんなで書く", "みんなで 書（か）く", "Fill in together";
    SHARE_TEXT = "招待リンクを作ると、知らせた人が自分の端末で同じ下書きを書けます。リンクを知る人はだれでも読み書きできます。", "リンクを 作（つく）ると、ほかの 人（ひと）も 書（か）けます。リンクを 知（し）って いる 人（ひと）は だれでも 読（よ）めます。", "With an invitation link others fill in the same draft on their devices. Whoever has the link can read and change it.";
    SHARE_BEGIN = "招待リンクを作る", "リンクを 作（つく）る", "Make an invitation link";
    SHARE_LINK = "このリンクを、一緒に書く人だけに渡してください。", "いっしょに 書（か）く 人（ひと）だけに わたして ください。", "Give this link only to those who fill in with you.";
    SHARE_SEND = "リンクを送る・コピーする", "リンクを 送（おく）る", "Send or copy the link";
    SHARE_QR = "招待リンクのQRコード", "リンクの QRコード", "QR code of the invitation link";
    BY_NAME = "ほかの人に見せるあなたの名前", "あなたの 名前（なまえ）", "Your name for the others";
    BY_NAME_HINT = "答えが分かれたときに、だれが書いたかを示します。書かなくてもかまいません。", "だれが 書（か）いたか わかります。書（か）かなくても いいです。", "Shown where answers differ. You may leave it empty.";
    SHARED_WAITING = "接続を待っています。書いたものはこの端末にあります。", "インターネットを まって います。書（か）いた ものは ここに あります。", "Waiting for a connection. What you wrote is on this device.";
    SHARED_IN_SYNC = "みんなの内容とそろっています（{0}）。", "みんなと おなじです（{0}）。", "In sync with the others as of {0}.";
    SHARED_TROUBLE = "ほかの人の内容を読み取れません。あとでもう一度試します。", "ほかの 人（ひと）の ものが 読（よ）めません。あとで もう一度（いちど） します。", "What the others wrote cannot be read. It is tried again later.";
    SHARED_GONE = "共有は終わりました。下書きはこの端末に残っています。", "いっしょに 書（か）くのは おわりました。ここに のこって います。", "Sharing has ended. The draft stays on this device.";
    SHARED_CLOSED = "この下書きは送信されました。もう変えられません。", "これは 送（おく）りました。もう かえられません。", "This draft was sent. It cannot be changed any more.";
    SHARED_TOO_LARGE = "共有するには大きすぎます。長い文を短くしてください。下書きはこの端末に残っています。", "大（おお）きすぎます。みじかく して ください。ここに のこって います。", "Too large to share. Shorten long texts. The draft stays on this device.";
    SHARED_MALFORMED = "共有できませんでした。下書きはこの端末に残っています。窓口に知らせてください。", "いっしょに 書（か）けませんでした。ここに のこって います。窓口（まどぐち）に 知（し）らせて ください。", "Sharing failed. The draft stays on this device. Please tell the desk.";

    // The draft as a whole.
    DRAFT = "下書きの名前・書き出し・削除", "下書（したが）きの 名前（なまえ）・のこす・けす", "Name, save as a file, delete";
    EXPORT = "ファイルに書き出す", "ファイルに のこす", "Save as a file";
    EXPORT_TEXT = "下書きを一つのファイルにして、別の場所に保管したり、ほかの端末に移したりできます。", "ファイルに して、ほかの 機械（きかい）に うつす ことが できます。", "One file that holds the draft: to keep it elsewhere or take it to another device.";
    DELETE = "この下書きを削除する", "この 下書（したが）きを けす", "Delete this draft";
    DELETE_SURE = "この端末から下書きを削除します。元に戻せません。", "この 下書（したが）きを けします。もとに もどせません。", "The draft is deleted from this device. This cannot be undone.";
    DELETE_YES = "削除する", "けす", "Delete";
    DELETE_NO = "やめる", "けさない", "Keep it";
    DELETE_FAILED = "削除できませんでした。ページを読み直してください。", "けせませんでした。もう一度（いちど） 開（ひら）いて ください。", "It could not be deleted. Please load the page again.";

    // Checking and sending.
    CHECK = "確認と送信", "たしかめて 送（おく）る", "Check and send";
    CHECK_TEXT = "入力した内容を確かめて、送信してください。", "書（か）いた ものを 見（み）てから、送（おく）って ください。", "Look over what you entered, then send it.";
    NO_PROBLEMS = "直すところはありません。送信できます。", "なおす ところは ありません。送（おく）れます。", "Nothing to correct. It can be sent.";
    PROBLEMS = "送信の前に直すところ：{0}件", "なおす ところ：{0}こ", "To correct before sending: {0}";
    CHANGE = "直す：{0}", "なおす：{0}", "Change: {0}";
    CHANGE_SHORT = "直す", "なおす", "Change";
    PRINT = "印刷する", "いんさつ する", "Print";
    SEND_AGAIN = "直して送り直す", "なおして もう一度（いちど） 送（おく）る", "Send the corrected form";
    SEND_NOTE = "インターネットにつながっていなくても送信できます。つながったときに自動で届き、受付番号が出ます。", "インターネットが なくても おせます。つながると とどきます。番号（ばんごう）が 出（で）ます。", "You can send it without a connection: it goes by itself as soon as there is one, and you get a receipt number.";
    SEND_FULL = "この端末に空きがないため、送信の準備ができませんでした。入力した内容は残っています。空きを増やして、もう一度送信してください。", "この 機械（きかい）は いっぱいです。書（か）いた ものは のこって います。あけてから もう一度（いちど） 送（おく）って ください。", "There is no room on this device to send it. What you entered is kept. Make room, then send it again.";
    POSTCODE_TAKE = "この住所を入れる", "この 住所（じゅうしょ）を 入（い）れる", "Put this into the address";
    POSTCODE_FILL = "「{0}」から住所を入れる", "「{0}」から 住所（じゅうしょ）を 入（い）れる", "Fill in the address from “{0}”";
    POSTCODE_TAKEN = "住所に「{0}」を入れました。続けて番地などを書いてください。", "住所（じゅうしょ）に「{0}」を 入（い）れました。つづきを 書（か）いて ください。", "The address begins with {0} now. Please add the rest.";
    SEND_TOO_LARGE = "書かれたものが多すぎて、ひとつの申請として送れません。入力した内容は残っています。長い文や表は、ファイルにして添えてください。", "長（なが）すぎて 送（おく）れません。書（か）いた ものは のこって います。長（なが）い 文（ぶん）は ファイルで つけて ください。", "This is too much to be sent as one form. What you entered is kept. Please attach long texts and tables as files.";
    SEND_FAILED = "送信の準備ができませんでした。入力した内容は残っています。もう一度送信してください。", "送（おく）れませんでした。書（か）いた ものは のこって います。もう一度（いちど） 送（おく）って ください。", "It could not be put into the outbox. What you entered is kept. Please send it again.";
    SENT_WAITING = "この下書きは送信待ちです。直すには、先に送信を取り消してください。", "いま 送（おく）る ところです。なおす ときは、さきに 送（おく）るのを やめて ください。", "This draft is waiting to be sent. Cancel sending to change it.";
    SENT_DONE = "この下書きは送信され、届きました。", "とどきました。", "This draft was sent and arrived.";
    SENT_STUCK = "送信しましたが、受け付けられませんでした。直すところを直して、もう一度送信してください。", "受（う）けつけられませんでした。なおして もう一度（いちど） 送（おく）って ください。", "It was sent and not taken. Correct what is wrong and send it again.";
}
