//! 様式・申請: the list of forms, one form before it is begun, drafts, the outbox, joining a shared draft.

engawa_core::messages! {
    // The list of forms.
    FORMS = "様式・申請", "様式（ようしき）・申（もう）しこみ", "Forms and applications";
    FORMS_LEAD = "市に出す申請や届け出に、この画面で記入できます。電波がないところでも書けて、途中でやめても残ります。", "市（し）に 出（だ）す 紙（かみ）を ここで 書（か）けます。インターネットが なくても 書（か）けます。書（か）いた ものは のこります。", "Fill in the city's forms here. You can write without a connection, stop and go on later.";
    FORMS_COUNT = "{0}件の様式があります。", "様式（ようしき）が {0}こ あります。", "Forms: {0}";
    FORMS_NONE = "いま受け付けている様式はありません。", "いま 書（か）ける 様式（ようしき）は ありません。", "There is no open form at the moment.";
    SIZE = "質問{0}件（約{1}分）", "質問（しつもん） {0}こ（{1}分（ぷん）ぐらい）", "{0} questions (about {1} min)";
    OPEN_UNTIL = "{0}まで受け付けます", "{0} まで 出（だ）せます", "Open until {0}";
    OPEN_ALWAYS = "いつでも出せます", "いつでも 出（だ）せます", "Open at any time";
    NOT_YET = "受付は {0} からです。", "{0} から 出（だ）せます。", "It opens on {0}.";
    OVER = "受付は {0} に終わりました。書きかけの下書きは、この端末に残っています。", "{0} に おわりました。書（か）いた ものは のこって います。", "It closed on {0}. Drafts on this device are kept.";
    FOR_RESIDENTS = "サインインした人が送れます", "サインインした 人（ひと）が 送（おく）れます", "To be sent by people who are signed in";
    FOR_GROUPS = "登録団体の人が送れます", "登録（とうろく）した グループの 人（ひと）が 送（おく）れます", "To be sent by members of registered groups";
    FOR_SIGNED_IN = "読むのと下書きを書くのはだれでもできます。送る前にサインインしてください。", "読（よ）む ことは だれでも できます。送（おく）る 前（まえ）に サインインして ください。", "Anybody may read it and write a draft. Sign in before you send it.";
    LANGUAGES = "言語：{0}", "ことば：{0}", "Languages: {0}";
    BEGUN_HERE = "この端末に書きかけがあります（{0}件）", "この 機械（きかい）に 書（か）いて いる ものが あります（{0}）", "Begun on this device: {0}";
    GO_ON = "続きを書く：{0}（{1}％）", "つづきを 書（か）く：{0}（{1}％）", "Go on: {0} ({1}%)";
    WAYS = "様式に関するほかのページ", "ほかの ページ", "More about forms";
    FIND_RECEIPT = "受付番号で状況を確かめる", "番号（ばんごう）で たしかめる", "Look up a receipt";

    // One form.
    ABOUT_FORM = "「{0}」で聞かれること、必要な書類、締切。", "「{0}」で 聞（き）く こと、いる もの、いつまでか。", "What the form {0} asks, which papers it needs, and until when.";
    BEGIN = "この端末で記入を始める", "この 機械（きかい）で 書（か）く", "Fill in on this device";
    BEGIN_NOTE = "書いたものは1文字ごとにこの端末に保存され、送信するまで市には届きません。", "書（か）いた ものは この 機械（きかい）に のこります。送（おく）るまで 市（し）には とどきません。", "Everything you type is kept on this device at once, and reaches the city only when you send it.";
    FILL_PLAIN = "1ページずつ記入する（途中の保存なし）", "1ページずつ 書（か）く（とちゅうで のこりません）", "Fill in page by page (nothing is kept meanwhile)";
    PRINT_BLANK = "紙に印刷して書く", "紙（かみ）に 書（か）く", "Print it and write on paper";
    BEGINNING = "用意しています…", "じゅんび して います…", "Getting ready…";
    FORM_GONE = "この様式は見つからないか、受付を終わりました", "この 様式（ようしき）は ないか、もう おわりました", "This form is not here, or it has closed";
    FORM_GONE_TEXT = "アドレスが違うか、受付が終わっています。書きかけの下書きは、この端末に残っています。", "もう おわったかも しれません。書（か）いた ものは この 機械（きかい）に のこって います。", "The address may be wrong, or the form takes nothing any more. Drafts on this device are kept.";
    TO_FORMS = "受け付けている様式を見る", "ほかの 様式（ようしき）を 見（み）る", "See the open forms";
    FILES = "用意する書類", "いる もの", "Papers to have at hand";
    FILES_NOTE = "写真やファイルで付けます。先に用意しておくと早く終わります。", "しゃしんか ファイルを つけます。先（さき）に 用意（ようい）して ください。", "You attach them as photos or files. Having them ready saves time.";
    FILE_ALWAYS = "必ず要ります", "かならず いる", "Always needed";
    FILE_SOMETIMES = "場合によって要ります", "いる ときが ある", "Needed in some cases";
    ASKS = "聞かれること", "聞（き）く こと", "What it asks";
    ASKS_NOTE = "答えによって、聞かれないものもあります。", "聞（き）かない ことも あります。", "Depending on your answers, some are not asked.";
    SECTION = "{0}（{1}件）", "{0}（{1}）", "{0} ({1})";
    SECTION_PLAIN = "質問", "質問（しつもん）", "Questions";
    DATA = "送った内容の扱い", "送（おく）った ものは どうなるか", "What happens to what you send";
    DATA_READERS = "読むのは、{0}の担当者だけです。サイトには公開しません。", "読（よ）むのは {0}の 担当（たんとう）の 人（ひと）だけです。", "Only staff of {0} read it. It is not published.";
    DATA_KEPT = "受け付けてから{0}たつと消します。", "{0} たつと けします。", "It is deleted {0} after it arrived.";
    DATA_QUOTA = "{0}件に達すると受付を終わります。", "{0}こ きたら おわります。", "The form closes after {0} submissions.";
    YEARS = "{0}年", "{0}年（ねん）", "{0} years";
    DAYS = "{0}日", "{0}日（にち）", "{0} days";

    // Drafts.
    DRAFTS = "下書き", "下書（したが）き", "Drafts";
    DRAFTS_LEAD = "この端末で書きかけの様式です。電波がなくても開けます。", "この 機械（きかい）で 書（か）いて いる ものです。インターネットが なくても 開（ひら）けます。", "Forms that you began on this device. They open without a connection.";
    DRAFTS_NONE = "下書きはまだありません。様式を選んで書き始めると、ここに並びます。途中でやめても、続きから書けます。", "まだ ありません。様式（ようしき）を えらんで 書（か）くと、ここに 出（で）ます。とちゅうで やめても、また つづきから 書（か）けます。", "There is no draft yet. Begin a form, and it stands here; you can stop at any time and go on later.";
    DRAFTS_COUNT = "下書きは{0}件あります。", "{0}こ あります。", "Drafts: {0}";
    DRAFTS_FIND = "下書きをさがす（名前か様式）", "下書（したが）きを さがす（名前（なまえ）か 様式（ようしき））", "Find a draft (by name or form)";
    DRAFTS_FOUND = "見つかった下書き：{0}件", "{0}こ ありました。", "Found: {0}";
    NEEDS_SCRIPTS = "この端末に保存したものを読み出しています。スクリプトが動かないブラウザーでは使えません。", "この 機械（きかい）に ある ものを 読（よ）んで います。", "Reading what this device keeps. This needs JavaScript.";
    DRAFT_OF = "様式：{0}", "様式（ようしき）：{0}", "Form: {0}";
    DRAFT_PROGRESS = "{0}％記入", "{0}％ 書（か）きました", "{0}% filled in";
    DRAFT_CHANGED = "最後の変更：{0}", "さいごに 書（か）いた とき：{0}", "Last change: {0}";
    DRAFT_SHARED = "共同で記入中", "みんなで 書（か）いて います", "Shared";
    DRAFT_WAITING = "送信箱にあります", "送信箱（そうしんばこ）に あります", "In the outbox";
    DELETE = "「{0}」を消す", "「{0}」を けす", "Delete {0}";
    DELETE_SURE = "この端末から下書きと付けたファイルを消します。元に戻せません。送信箱にある分と、送った分は消えません。", "この 機械（きかい）から けします。もとに もどせません。もう 送（おく）った ものは きえません。", "The draft and its files leave this device for good. What is in the outbox or was sent stays.";
    DELETE_NOW = "消す", "けす", "Delete it";
    DELETED = "「{0}」を消しました。", "「{0}」を けしました。", "{0} was deleted.";
    IMPORT = "ファイルから読み込む", "ファイルから 入（い）れる", "Import from a file";
    IMPORT_FILE = "下書きのファイル", "下書（したが）きの ファイル", "Draft file";
    IMPORT_HINT = "名前が「.engawa-draft.json」で終わるファイルです。ほかの端末で書き出した下書きを続けられます。同じ下書きがここにあれば、両方を合わせます。", "名前（なまえ）の おわりが「.engawa-draft.json」の ファイルです。ほかの 機械（きかい）の つづきを 書（か）けます。同（おな）じ ものが あれば、いっしょに します。", "Its name ends in “.engawa-draft.json”. Goes on with a draft that another device exported. If it is here already, both are merged.";
    IMPORT_NOW = "読み込む", "入（い）れる", "Import";
    IMPORT_NO_FILE = "ファイルを選んでください。", "ファイルを えらんで ください。", "Please choose a file.";
    IMPORTED = "「{0}」を読み込みました。", "「{0}」を 入（い）れました。", "{0} was imported.";
    IMPORT_MERGED = "「{0}」をこの端末の下書きと合わせました。", "「{0}」を いっしょに しました。", "{0} was merged with the draft on this device.";
    IMPORT_SAME = "「{0}」には、新しい内容がありませんでした。", "「{0}」に 新（あたら）しい ものは ありませんでした。", "There was nothing new in {0}.";
    IMPORT_FILES_LOST = "付けたファイルのうち{0}件は読み込めませんでした。様式の中で付け直してください。", "ファイル {0}こは 入（い）れられませんでした。もう一度（いちど） つけて ください。", "{0} attached files could not be read. Please attach them again in the form.";
    IMPORT_OPEN = "開く", "開（ひら）く", "Open it";
    IMPORT_TOO_LARGE = "ファイルが大きすぎます（{0} MBまで）。何も変わっていません。", "ファイルが 大（おお）きすぎます（{0} MBまで）。", "The file is too large (at most {0} MB). Nothing was changed.";
    IMPORT_NOT_A_DRAFT = "これは下書きのファイルではありません。下書きの「ファイルに書き出す」で作ったものを選んでください。", "これは ちがう ファイルです。ほかの ファイルを えらんで ください。", "This is not a draft file. Choose one that was exported from a draft.";
    IMPORT_NEWER = "このファイルは、新しい版のアプリで作られています。アプリを更新してから読み込んでください。", "新（あたら）しい アプリの ファイルです。アプリを 新（あたら）しく して ください。", "A newer version of the app made this file. Update the app, then import it.";
    IMPORT_BROKEN = "ファイルが壊れています（{0}行目の{1}文字目）。もう一度書き出して、そのファイルを選んでください。", "ファイルが こわれて います（{0}行（ぎょう）、{1}字（じ））。もう一度（いちど） 作（つく）って ください。", "The file is damaged (line {0}, character {1}). Export it again and choose the new file.";
    IMPORT_HEAD = "ファイルの見出し「{0}」が、中身と合いません。手で書き換えられたものは読み込めません。", "ファイルの「{0}」が ちがいます。", "The part {0} of the file says something else than its content. Files changed by hand are not read.";
    IMPORT_DOCUMENT = "ファイルの中の「{0}」が、下書きの形ではありません。何も変わっていません。", "ファイルの「{0}」が まちがって います。", "The part {0} of the file is not what a draft holds. Nothing was changed.";
    IMPORT_ATTACHMENT = "付けたファイル（{0}）が壊れているか、下書きに出てきません。何も変わっていません。", "つけた ファイル（{0}）が こわれて います。", "An attached file ({0}) is damaged or belongs to no answer. Nothing was changed.";
    IMPORT_UNREAD = "この端末の同じ下書きに、いまのアプリでは読めない変更があります。アプリを更新してから合わせてください。何も変わっていません。", "アプリを 新（あたら）しく してから もう一度（いちど） して ください。", "The draft on this device holds changes that this version of the app cannot read. Update the app first. Nothing was changed.";
    IMPORT_NO_FORM = "この下書きの様式（{0}、版{1}）は、このサイトにありません。", "この 様式（ようしき）（{0}、{1}）は ここに ありません。", "This site has no form {0} in version {1}.";
    IMPORT_FORM_OFFLINE = "この下書きの様式がまだこの端末にありません。インターネットにつながってから、もう一度読み込んでください。", "インターネットに つながってから、もう一度（いちど） して ください。", "The form of this draft is not on this device yet. Import it again once you are online.";
    STORAGE = "保存について", "のこる ところ", "Where this is kept";
    STORAGE_TEXT = "下書きは、この端末のこのブラウザーの中だけにあります。ブラウザーの履歴やデータを消すと、なくなります。大事なものは、下書きの画面でファイルに書き出しておいてください。", "下書（したが）きは この 機械（きかい）だけに あります。ブラウザーの データを けすと、なくなります。大事（だいじ）な ものは ファイルに して ください。", "Drafts are only in this browser on this device. Clearing its data deletes them. Export what matters to a file, as a last resort.";
    STORAGE_IOS = "iPhone・iPadでは、7日間開かないと消されることがあります。アプリとしてホーム画面に追加すると残ります。", "iPhone・iPadでは、7日（なのか） 使（つか）わないと きえる ことが あります。アプリに すると のこります。", "On iPhone and iPad, what is not opened for seven days may be deleted. Installed as an app, it stays.";

    // The outbox.
    OUTBOX = "送信箱", "送信箱（そうしんばこ）", "Outbox";
    OUTBOX_LEAD = "送信を頼んだものと、受付の控えです。インターネットにつながると、順番に自動で送ります。このページを開いていなくてもかまいません。", "送（おく）る ものと、送（おく）った ものの 控（ひか）えです。インターネットに つながると、自動（じどう）で 送（おく）ります。", "What you asked to send, and receipts. It goes by itself, in order, as soon as there is a connection; you need not keep this page open.";
    OUTBOX_EMPTY = "送信を待っているものも、控えもありません。様式を書いて送信すると、ここに並び、届いたかどうかがわかります。", "いまは なにも ありません。様式（ようしき）を 書（か）いて 送（おく）ると、ここに 出（で）ます。とどいたか どうかも ここで わかります。", "Nothing waits to be sent, and there is no receipt. What you send stands here, and you see whether it arrived.";
    TO_DRAFTS = "下書きを見る", "下書（したが）きを 見（み）る", "See your drafts";
    SEND_NOW = "いますぐ送ってみる", "いま 送（おく）る", "Try to send now";
    TO_SEND_NOW = "送ってみています。結果は下の一覧に出ます。", "いま 送（おく）って います。", "Trying. What becomes of it shows in the list.";
    PART_STUCK = "確認が必要なもの", "見（み）て ほしい もの", "Needs you";
    PART_WAITING = "送信を待っているもの", "まだ 送（おく）って いない もの", "Waiting to be sent";
    PART_DONE = "受付の控え", "控（ひか）え", "Receipts";
    LINE_SAVING = "この端末に保存しています…", "のこして います…", "Being stored on this device…";
    LINE_NOT_SAVED = "この端末に保存できていません。このページを閉じると送られません。端末の空きを増やすか、下書きをファイルに書き出してください。", "この 機械（きかい）に のこせません。この ページを とじないで ください。", "This could not be stored on this device, and is gone when you close the page. Make room, or export the draft to a file.";
    LINE_OFFLINE = "インターネットにつながっていません。つながると自動で送ります。", "インターネットに つながって いません。つながると 送（おく）ります。", "There is no connection. It goes by itself when there is one.";
    LINE_NEXT = "届かなかったので、次は {0} に送ってみます。", "とどきませんでした。つぎは {0} に 送（おく）ります。", "It did not arrive. The next attempt is at {0}.";
    LINE_TURN = "順番を待っています。", "じゅんばんを まって います。", "It waits for its turn.";
    LINE_UNDER_WAY = "いま送っています…", "いま 送（おく）って います…", "Being sent now…";
    LINE_UPDATE = "新しい版のアプリで書かれたものです。アプリを更新すると送られます。中身は残っています。", "アプリを 新（あたら）しく すると 送（おく）ります。中身（なかみ）は のこって います。", "A newer version of the app wrote this. Update the app to send it; nothing is lost.";
    LINE_CANCEL_ASKED = "取り消しを頼みました。もう届いていれば、控えに出ます。", "やめると 言（い）いました。もう とどいて いたら、控（ひか）えが 出（で）ます。", "You asked to cancel it. If it arrived already, there will be a receipt.";
    CANCEL = "「{0}」の送信を取り消す", "「{0}」を 送（おく）らない", "Do not send {0}";
    CANCEL_MAYBE = "「{0}」の取り消しを頼む（もう届いたかもしれません）", "「{0}」を やめる（もう とどいたかも しれません）", "Ask to cancel {0} (it may have arrived)";
    STUCK_REJECTED = "受け付けられませんでした。直して送り直してください。書いたものは残っています。", "受（う）けつけて もらえませんでした。なおして もう一度（いちど） 送（おく）って ください。", "It was not accepted. Correct it and send it again; what you wrote is kept.";
    STUCK_CONFLICT = "ほかの人が先に変えたため、受け付けられませんでした。内容を見直してください。", "ほかの 人（ひと）が 先（さき）に かえました。もう一度（いちど） 見（み）て ください。", "Somebody else changed this first, so nothing of it took effect. Please look at it again.";
    STUCK_ORPHANED = "先に送るはずだったものが取り消されたため、止まっています。", "前（まえ）の ものを やめたので、止（と）まって います。", "It was to go after something that was cancelled, so it stopped.";
    STUCK_EDIT = "下書きを開いて直す", "開（ひら）いて なおす", "Open the draft and correct it";
    DISCARD = "「{0}」の送信をやめる", "「{0}」を 送（おく）らない", "Give up sending {0}";
    DISCARD_SURE = "送信箱から除きます。下書きは消えません。", "送信箱（そうしんばこ）から けします。下書（したが）きは のこります。", "It leaves the outbox. The draft stays.";
    DISCARD_NOW = "やめる", "やめる", "Give it up";
    SLIP_ASKED = "送信した日時", "送（おく）った とき", "Sent";
    SLIP_DONE = "受け付けられた日時", "受（う）けつけた とき", "Received";
    SLIP_FILES = "付けたファイル", "つけた ファイル", "Attached files";
    SLIP_OPEN = "いまの状況を見る", "いまを 見（み）る", "See how it stands";
    SLIP_QR = "この控えのページを開くQRコード", "QRコード", "QR code of this receipt's page";
    SLIP_CANCELLED = "取り消しを頼んだときには、もう届いていました。取り下げは、状況のページでできます。", "やめる 前（まえ）に、もう とどいて いました。", "It had arrived when you asked to cancel. You can take it back on its page.";
    SLIP_PRINT = "控えを印刷する", "印刷（いんさつ）する", "Print the receipts";
    CORRECT_GONE = "この下書きは、もうこの端末にありません。上の「いまの状況を見る」から、送った内容を直せます。", "この 機械（きかい）には もう ありません。上（うえ）の「いまを 見（み）る」から なおして ください。", "The draft is not on this device any more. You can correct what you sent on the page of its receipt, above.";
    PUT_AWAY = "この控えを片付ける", "控（ひか）えを かたづける", "Put this receipt away";
    PUT_AWAY_SURE = "この端末から番号が消えます。番号を書き留めたか、印刷してから片付けてください。送ったものは取り消されません。", "この 機械（きかい）から 番号（ばんごう）が きえます。先（さき）に 書（か）いて おいて ください。", "The numbers leave this device. Write them down or print them first. What you sent stays sent.";
    PUT_AWAY_NOW = "片付ける", "かたづける", "Put it away";

    // Joining.
    JOIN = "共同の下書きに参加する", "みんなの 下書（したが）きに 入（はい）る", "Join a shared draft";
    JOIN_LEAD = "招待のリンクから、グループで書いている様式に参加します。", "リンクから、みんなで 書（か）いて いる ものに 入（はい）ります。", "With the link of an invitation you join a form that a group fills in together.";
    JOIN_ASKING = "招待を確かめています…", "たしかめて います…", "Checking the invitation…";
    JOIN_FORM = "様式：{0}", "様式（ようしき）：{0}", "Form: {0}";
    JOIN_TITLE = "下書きの名前：{0}", "名前（なまえ）：{0}", "Draft: {0}";
    JOIN_PEOPLE = "書いている人：{0}", "書（か）いて いる 人（ひと）：{0}", "People in it: {0}";
    JOIN_NAME = "ほかの人に見せるお名前", "あなたの 名前（なまえ）（ほかの 人（ひと）が 見（み）ます）", "Your name, as the others see it";
    JOIN_NAME_HINT = "同じところを二人が書いたときに、だれの答えかを示します。", "同（おな）じ ところを 二人（ふたり）が 書（か）いた とき、だれが 書（か）いたか わかります。", "It shows whose answer is whose when two people write the same one.";
    JOIN_NOW = "参加して開く", "入（はい）って 開（ひら）く", "Join and open";
    JOIN_KEPT = "下書きはこの端末にも保存され、電波がなくても書けます。", "下書（したが）きは この 機械（きかい）にも のこります。", "The draft is kept on this device too, and can be edited without a connection.";
    JOIN_AGAIN = "もう一度確かめる", "もう一度（いちど） たしかめる", "Try again";
    JOIN_NO_INVITATION = "招待のリンクが途中で切れています。招いた人から、リンクをもう一度もらってください。", "リンクが とちゅうで 切（き）れて います。もう一度（いちど） もらって ください。", "The link of the invitation is not whole. Ask for it once more.";
    JOIN_GONE = "この下書きはないか、招待が取り消されました。招いた人に聞いてください。", "この 下書（したが）きは もう ありません。よんだ 人（ひと）に 聞（き）いて ください。", "There is no such draft, or the invitation was withdrawn. Ask whoever invited you.";
    JOIN_CLOSED = "この下書きはもう送られたため、参加できません。", "もう 送（おく）りました。入（はい）れません。", "This draft was sent in already, so nobody can join it any more.";
    JOIN_REFUSED = "この招待では参加できませんでした。時間をおいて、もう一度お試しください。", "入（はい）れませんでした。あとで もう一度（いちど） して ください。", "Joining did not work. Please try again later.";
    JOIN_OFFLINE = "招待を確かめるにはインターネットが要ります。つながるところで、このリンクをもう一度開いてください。", "インターネットが いります。つながる ところで もう一度（いちど） 開（ひら）いて ください。", "Joining needs a connection. Come back with this link when there is one.";

    // The device.
    KEEP_FULL = "端末の空きが足りず、保存できませんでした。要らないものを消してから、もう一度お試しください。", "この 機械（きかい）は いっぱいです。いらない ものを けしてから、もう一度（いちど） して ください。", "There is no room on this device, so it was not stored. Free some space and try again.";
    KEEP_REFUSED = "このブラウザーは端末に保存しない設定です。ふつうのウィンドウで開くか、1ページずつの記入を使ってください。", "この ブラウザーは のこせません。ほかの ブラウザーを 使（つか）って ください。", "This browser keeps nothing on the device (a private window, perhaps). Open an ordinary window, or fill in page by page.";
    KEEP_NOT_FOUND = "この端末に見つかりませんでした。", "この 機械（きかい）に ありません。", "It is not on this device.";
    KEEP_TOO_LARGE = "大きすぎて受け取れません。", "大（おお）きすぎます。", "It is too large to be taken.";
    KEEP_OFFLINE = "インターネットにつながっていません。つながってから、もう一度お試しください。何も失われていません。", "インターネットに つながって いません。あとで もう一度（いちど） して ください。", "There is no connection. Try again when there is one; nothing is lost.";
    KEEP_FAILED = "端末に保存できませんでした。ページを読み直してから、もう一度お試しください。", "のこせませんでした。もう一度（いちど） 開（ひら）いて ください。", "It could not be stored. Load the page again and retry.";
    OPEN_NEWER = "この下書きは、新しい版のアプリで書かれています。アプリを更新してください。中身は残っています。", "アプリを 新（あたら）しく して ください。中身（なかみ）は のこって います。", "A newer version of the app wrote this draft. Update the app; nothing is lost.";
    OPEN_DAMAGED = "この下書きは読み取れませんでした。中身はそのまま残しています。", "読（よ）めませんでした。中身（なかみ）は そのまま のこって います。", "This draft could not be read. It is left as it is.";
    OPEN_FORM = "この様式には誤りがあり、開けません。窓口に知らせてください。", "様式（ようしき）が まちがって います。窓口（まどぐち）に 知（し）らせて ください。", "The form itself has a mistake and cannot be opened. Please tell the desk.";

    // The bar.
    UNSENT = "まだ送っていないものが{0}件あります。", "まだ 送（おく）って いない ものが {0}こ あります。", "Not sent yet: {0}";
    UNSENT_STUCK = "送れなかったものが{0}件あります。確認してください。", "送（おく）れなかった ものが {0}こ あります。見（み）て ください。", "Could not be sent and needs you: {0}";
    TO_OUTBOX = "送信箱を開く", "送信箱（そうしんばこ）を 見（み）る", "Open the outbox";
}
