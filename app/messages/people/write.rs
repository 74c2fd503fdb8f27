//! Words of the page on which a listing is written, with or without a connection.

engawa_core::messages! {
    WRITE = "掲載を書く", "のせる ものを 書（か）く", "Write a listing";
    WRITE_LEAD = "電波がなくても書けます。書いたものはこの端末に保存され、つながったときに送られます。", "インターネットが なくても 書（か）く ことが できます。書（か）いた ものは この 機械（きかい）に のこります。", "You can write without a connection. What you write is kept on this device and sent when there is one.";
    NEEDS_SCRIPTS = "このページはスクリプトを使います。使えないときは、団体のページから書いてください。", "この ページが うごかない ときは、グループの ページから 書（か）いて ください。", "This page needs scripts. Without them, please write from the page of your group.";
    MY_GROUPS = "団体のページへ", "グループの ページへ", "To the page of my groups";
    SIGN_IN = "サインインする", "サインインする", "Sign in";
    NOT_SIGNED_IN = "新しく書き始めるには、つながっているときに一度サインインしてください。この端末の下書きは、そのまま書けます。", "はじめて 書（か）く ときは、サインインして ください。ここに ある 下書（したが）きは、いま 書（か）けます。", "To begin something new, sign in once while there is a connection. Drafts on this device can be written on.";
    NO_GROUP = "編集できる団体がありません。団体の代表の方に、役割を確かめてください。", "あなたが 書（か）く ことの できる グループが ありません。グループの 代表（だいひょう）の 人（ひと）に 聞（き）いて ください。", "There is no group that you may write for. Please ask its owner.";
    OFFLINE_GROUPS = "つながっていないため、この端末に下書きのある団体だけを選べます。", "インターネットが ないので、下書（したが）きの ある グループだけ えらべます。", "Without a connection you can choose only groups with a draft on this device.";
    DRAFTS = "この端末の下書き", "この 機械（きかい）の 下書（したが）き", "Drafts on this device";
    DRAFTS_NONE = "下書きはまだありません。", "まだ ありません。", "There are no drafts yet.";
    UNNAMED = "（名称なし）", "（名前（なまえ）が ない）", "(no title)";
    DRAFT_OF = "{0}：{1}", "{0}：{1}", "{0}: {1}";
    CHANGED = "最後に書いたのは {0}", "さいごに 書（か）いた：{0}", "Last changed {0}";
    DELETE = "「{0}」の下書きを消す", "「{0}」の 下書（したが）きを けす", "Delete the draft of {0}";
    DELETE_SURE = "この端末から消します。元に戻せません。公開中のものはそのままです。", "この 機械（きかい）から けします。もどりません。もう のって いる ものは そのままです。", "It is deleted from this device for good. What is published stays.";
    DELETE_NOW = "消す", "けす", "Delete it";
    BEGIN = "新しく書く", "新（あたら）しく 書（か）く", "Begin a new one";
    FOR_GROUP = "どの団体として", "どの グループで", "For which group";
    FOR_CITY = "市（団体なし）", "市（し）（グループなし）", "The city (no group)";
    KIND = "何を載せますか", "何（なに）を のせますか", "What is it";
    BEGIN_NOW = "書き始める", "書（か）きはじめる", "Begin writing";
    GONE = "この下書きは、この端末にありません。送り終えたか、消したものです。", "この 下書（したが）きは ここに ありません。", "This draft is not on this device. It was sent, or deleted.";
    NOT_PUBLIC_HERE = "この掲載は、この端末にありません。つながっているときに、団体のページから開いてください。", "これは この 機械（きかい）に ありません。グループの ページから 開（ひら）いて ください。", "This listing is not on this device. With a connection, open it from the page of your group.";

    OTHER_PAGE = "別のタブで、この下書きに新しい内容が保存されました。書いたものは、両方とも残っています。合わせるまで、このタブの内容は保存されません。", "ほかの タブで、この 下書（したが）きを かえました。書（か）いた ものは、ふたつとも あります。いっしょに するまで、ここは のこりません。", "Another tab has kept a newer form of this draft. Both texts are still there. Until they are put together, what you type in this tab is not kept.";
    OTHER_PAGE_TAKE = "別のタブの内容を合わせる", "いっしょに する", "Put both together";
    OTHER_PAGE_TEXTS = "両方のタブで変えた欄には、このタブの内容が入っています。別のタブではこう書かれていました。", "ふたつの タブで かえた ところには、この タブの ことばが あります。ほかの タブの ことばは これです。", "Where both tabs changed a field, it holds what this tab says. The other tab said:";
    SAVED = "この端末に保存しました（{0}）。", "この 機械（きかい）に のこしました（{0}）。", "Kept on this device ({0}).";
    NOT_SAVED = "まだ保存できていません。書いたものはこの画面にあります。この画面を閉じないでください。", "まだ のこって いません。この ページを とじないで ください。", "Not kept yet. What you wrote is on this page: please do not close it.";
    ADD_DATE = "日を加える", "日（ひ）を ふやす", "Add a date";
    SEVERAL_FREE = "費用はかからない", "お金（かね）は いらない", "It costs nothing";
    PICTURE_LATER = "写真は、つながっているときに団体のページから加えられます。", "しゃしんは、インターネットが ある とき、グループの ページで 入（い）れて ください。", "Pictures can be added from the page of your group, with a connection.";
    PREVIEW = "見え方を確かめる", "どう 見（み）えるか", "Preview";
    SEND_PUBLIC = "公開するために送る", "のせる ために 送（おく）る", "Send to publish";
    SEND_DRAFT = "下書きとして送る", "下書（したが）きで 送（おく）る", "Send as a draft";
    SEND_AS_IS = "保存するために送る", "送（おく）って なおす", "Send to save";
    SEND_ABOUT = "つながっていなければ、つながったときに送られます。", "インターネットが ない ときは、あとで 送（おく）ります。", "Without a connection it is sent when there is one.";
    SENDING = "送信トレイに入れました。つながると送られます。この端末の下書きは、届くまで残ります。", "送（おく）る ところです。とどくまで、下書（したが）きは のこります。", "It is in the outbox and is sent when there is a connection. The draft stays on this device until it arrives.";
    TO_OUTBOX = "送信トレイを見る", "送（おく）る ものを 見（み）る", "See the outbox";
    DONE = "届きました。受付番号 {0}", "とどきました。番号（ばんごう） {0}", "It arrived. Receipt {0}";
    REFUSED = "届きましたが、受け付けられませんでした。書いたものは残っています。直して、もう一度送ってください。", "うけつける ことが できませんでした。書（か）いた ものは あります。なおして、もう一度（いちど） 送（おく）って ください。", "It arrived and was refused. What you wrote is kept. Please correct it and send it again.";
    FORBIDDEN = "サインインが切れたか、権限がありません。サインインしてから、もう一度送ってください。書いたものは残っています。", "もう一度（いちど） サインインして、送（おく）って ください。書（か）いた ものは あります。", "You are no longer signed in, or may not do this. Sign in and send it again. What you wrote is kept.";
    CONFLICT = "書いている間に、ほかの人が変えました。何も上書きされていません。ほかの人の変更を合わせてから、送り直してください。", "ほかの 人（ひと）が 先（さき）に かえました。いっしょに して、もう一度（いちど） 送（おく）って ください。", "Somebody changed it while you were writing. Nothing was overwritten. Put both together, then send again.";
    CONFLICT_WAIT = "ほかの人が変えた内容は、つながると届きます。", "ほかの 人（ひと）の 書（か）いた ものは、インターネットが あると とどきます。", "What the other person wrote arrives with a connection.";
    MERGE = "ほかの人の変更を合わせる", "いっしょに する", "Put both together";
    MERGED = "合わせました。確かめて、もう一度送ってください。", "いっしょに しました。見（み）て、もう一度（いちど） 送（おく）って ください。", "Both are together now. Check it, and send it again.";
    BOTH_CHANGED = "二人とも変えた項目", "ふたりとも かえた ところ", "What both of you changed";
    MINE = "自分の文", "わたしの 文（ぶん）", "Mine";
    THEIRS = "ほかの人の文", "ほかの 人（ひと）の 文（ぶん）", "Theirs";
    TAKE_THEIRS = "ほかの人の文にする：{0}", "ほかの 人（ひと）の 文（ぶん）に する：{0}", "Use theirs: {0}";
    EMPTY = "（なし）", "（なし）", "(nothing)";
}
