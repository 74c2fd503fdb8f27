//! Words of publishing by groups, moderation, reports, and of the words that hold or refuse a text.

use engawa_core::Message;

engawa_core::messages! {
    MODERATION = "公開前後の確認", "見（み）て たしかめる", "Moderation";

    // Writing.
    PREVIEW = "プレビュー", "見（み）た目（め）を たしかめる", "Preview";
    PREVIEW_NOTE = "プレビューです。まだ公開されていません。", "これは プレビューです。まだ だれも 見（み）る ことが できません。", "This is a preview. Nothing of it is published by looking.";
    PREVIEW_BACK = "書きかけの内容は、前の画面に残っています。ブラウザーの「戻る」で戻れます。", "書（か）いた ことは 前（まえ）の ページに あります。「もどる」で もどって ください。", "What you typed is still on the page before. Go back with your browser.";
    ADVICE = "読む人のために", "読（よ）む 人（ひと）の ために", "For those who will read it";
    ADVICE_NOTE = "このままでも公開できます。", "この ままでも 公開（こうかい）できます。", "You can publish it as it is.";
    ADVICE_COUNT = "気づいた点（{0}）", "気（き）づいた こと（{0}）", "Advice ({0})";
    WAITS_SHOWN = "{0} から確認を待っています。下はその内容です。公開中の内容は、確認が終わるまで変わりません。", "{0}から 待（ま）って います。下（した）に その 内容（ないよう）が あります。見（み）て もらうまで、公開（こうかい）の ページは 変（か）わりません。", "Waiting to be looked at since {0}. The form below is the one that waits; what is public does not change until then.";
    WAITS_BESIDE = "{0} から、団体が書いた新しい内容が確認を待っています。「公開前後の確認」をご覧ください。", "{0}から、グループが 書（か）いた 新（あたら）しい 内容（ないよう）が 待（ま）って います。「見（み）て たしかめる」を 見（み）て ください。", "A newer form by its group waits since {0}. See Moderation.";
    CAME_BACK = "窓口から戻ってきました：{0}", "窓口（まどぐち）から もどりました：{0}", "The desk gave it back: {0}";
    VERSIONS = "これまでの版と変更点", "前（まえ）の 内容（ないよう）と かえた ところ", "Older forms and what changed";
    NO_CHANGES = "欄の内容は同じです。", "内容（ないよう）は 同（おな）じです。", "Its fields are the same.";
    REMOVED = "削除：", "けした：", "removed:";
    ADDED = "追加：", "ふやした：", "added:";
    RESTORE = "この版に戻す", "これに もどす", "Take this form back";
    RESTORE_NOTE = "戻しても、今の版はこの一覧に残ります。", "もどしても、いまの 内容（ないよう）は この リストに のこります。", "The present form stays in this list.";

    // The listings of a group.
    TRUSTED_NOTE = "この団体が書いたものは、すぐに公開されます。", "この グループが 書（か）いた ものは、すぐ 公開（こうかい）します。", "What this group publishes is shown at once.";
    NEW_NOTE = "この団体が書いたものは、窓口が確認してから公開されます。", "窓口（まどぐち）の 人（ひと）が 見（み）てから、公開（こうかい）します。", "What this group publishes is shown after the desk has looked at it.";
    TO_GROUP = "団体のページへ", "グループの ページへ", "To the group";
    PART_RETURNED = "戻ってきたもの", "もどって きた もの", "Given back";
    PART_WAITING = "確認を待っているもの", "待（ま）って いる もの", "Waiting";
    PART_PLANNED = "予約したもの", "よやくした もの", "Planned";
    PART_PUBLIC = "公開中", "公開（こうかい）して いる もの", "Public";
    PART_DRAFTS = "下書き", "下書（したが）き", "Drafts";
    PART_OVER = "終了・取り下げ", "おわった もの", "Ended and withdrawn";
    PART_HOSTED = "ほかの団体との共催", "ほかの グループと いっしょに する もの", "With other groups";
    UNTITLED = "（名称なし）", "（名前（なまえ）なし）", "(untitled)";
    WAITS_SINCE = "{0} から確認を待っています。", "{0}から 待（ま）って います。", "Waiting since {0}.";
    PLANNED = "予約：{0}（{1}）", "よやく：{0}（{1}）", "Planned: {0} ({1})";
    COPY = "来年用に写す", "来年（らいねん）の ために コピーする", "Copy for next year";
    MORE_ACTIONS = "予約する", "よやくする", "Plan";
    PLAN = "予約する", "よやくする", "Plan it";
    PLAN_WHAT = "予約する操作", "なにを する", "What to do";
    PLAN_AT = "日時（日本時間）", "いつ（日本（にほん）の 時間（じかん））", "When (time in Japan)";
    UNPLAN = "予約を取り消す", "よやくを やめる", "Take the plan back";
    HOST_ASK = "共催を頼む", "いっしょに する ことを 頼（たの）む", "Ask another group to host it too";
    HOST_NOTE = "相手の団体が同意すると、両方の団体のページに載ります。", "相手（あいて）の グループが「はい」と 言（い）うと、ふたつの ページに のります。", "Once the other group agrees, it is on both groups' pages.";
    HOST_WHAT = "掲載", "どれ", "Listing";
    HOST_WHOM = "頼む団体", "どの グループ", "Group";
    HOST_AGREED = "共催：{0}", "いっしょに する：{0}", "Hosted together with {0}";
    HOST_WAITS = "共催を頼んでいます：{0}", "頼（たの）んで います：{0}", "{0} was asked";
    HOST_REMOVE = "共催をやめる", "いっしょに するのを やめる", "Host it without";
    HOST_AGREE = "共催する", "いっしょに する", "Agree";
    HOST_DECLINE = "断る", "ことわる", "Decline";
    HOST_LEAVE = "共催から抜ける", "やめる", "Leave";
    HOSTED_AGREED = "共催しています。", "いっしょに します。", "You host it too.";
    HOSTED_ASKED = "共催を頼まれています。", "頼（たの）まれて います。", "You are asked to host it too.";

    // What staff do with a listing beside writing it.
    AROUND = "この掲載について、ほかにできること", "ほかに できる こと", "What else can be done";
    BELONGS = "だれの掲載か", "だれの ものか", "Whose it is";
    BELONGS_TO_GROUP = "団体「{0}」の掲載です。", "グループ「{0}」の ものです。", "It belongs to the group {0}.";
    BELONGS_TO_DESK = "窓口「{0}」の掲載です。", "窓口（まどぐち）「{0}」の ものです。", "It belongs to the desk {0}.";
    BELONGS_TO_ALL = "すべての窓口の掲載です。", "ぜんぶの 窓口（まどぐち）の ものです。", "It belongs to every desk.";
    TO_DESK = "移す窓口", "どの 窓口（まどぐち）", "Desk";
    ASSIGN_DESK = "窓口の掲載にする", "窓口（まどぐち）の ものに する", "Give it to this desk";
    ASSIGN_GROUP = "この団体の掲載にする", "この グループの ものに する", "Give it to this group";
    FIND_GROUP = "団体の名前", "グループの 名前（なまえ）", "Name of a group";
    FIND_GROUP_NOTE = "見つかった団体に、掲載を移すか、共催を頼めます。", "見（み）つけた グループに わたすか、いっしょに する ことを 頼（たの）みます。", "You can give the listing to a group that is found, or ask it to host it too.";
    FOUND_NONE = "その名前の団体はありません。", "その 名前（なまえ）の グループは ありません。", "There is no group of this name.";
    HOSTS = "共催", "いっしょに する グループ", "Hosted together with";
    PLANS = "予約", "よやく", "Plans";
    COPY_PART = "去年の催しをもう一度", "前（まえ）の イベントを もう一度（いちど）", "Do it again";
    COPY_NOTE = "日付を一年後の同じ曜日にした下書きができます。", "来年（らいねん）の 同（おな）じ 曜日（ようび）の 下書（したが）きが できます。", "It makes a draft on the same weekdays, a year later.";

    // Saying by a link that a listing is still right.
    CONFIRM = "今も正しいですか", "いまも 正（ただ）しいですか", "Is it still right?";
    CONFIRM_ABOUT = "「{0}」の内容を確かめて、今も正しければボタンを押してください。サインインはいりません。", "「{0}」を 見（み）て ください。いまも 正（ただ）しい ときは、ボタンを おして ください。サインインは しなくても いいです。", "Look at {0}. If it is still right, press the button. You need not sign in.";
    CONFIRM_LOOK = "公開中のページを見る", "みんなが 見（み）る ページへ", "See the public page";
    CONFIRM_BUTTON = "今も正しい", "いまも 正（ただ）しい", "It is still right";
    CONFIRM_WRONG = "違うところがあるときは、サインインして直してください。", "ちがう ときは、サインインして なおして ください。", "If something has changed, sign in and correct it.";
    CONFIRM_DONE = "ありがとうございました。「{0}」の確認日を今日にしました。", "ありがとうございました。「{0}」を きょう たしかめました。", "Thank you. {0} is confirmed as of today.";
    CONFIRM_OVER = "このリンクは使えません", "この リンクは 使（つか）えません", "This link does not work";
    CONFIRM_OVER_ABOUT = "すでに使われたか、30日が過ぎたか、掲載が終わっています。何も変わっていません。サインインすると、いつでも確認できます。", "もう 使（つか）ったか、30日（にち）が すぎました。何（なに）も かわって いません。サインインすると、いつでも できます。", "It was used, is older than 30 days, or the listing is not public any more. Nothing was changed. Sign in to confirm at any time.";
    MAIL_STALE = "「{0}」は今も正しいですか", "「{0}」は いまも 正（ただ）しいですか", "Is {0} still right?";
    MAIL_STALE_TEXT = "「{1}」が掲載している「{0}」は、一年以上確認されていません。\n今も正しければ、次のページのボタンを押してください（30日間使えます。サインインはいりません）。\n\n{2}\n\n違うところがあるときは、サインインして「わたしの団体」から直してください。\n{3}\n", "「{1}」の 「{0}」は、一年（いちねん） だれも たしかめて いません。\nいまも 正（ただ）しい ときは、この ページの ボタンを おして ください（30日（にち） 使（つか）えます）。\n\n{2}\n\nちがう ときは、サインインして なおして ください。\n{3}\n", "Nobody has confirmed {0} of {1} for more than a year.\nIf it is still right, press the button on this page (it works for 30 days; you need not sign in):\n\n{2}\n\nIf something has changed, sign in and correct it on the page of your group.\n{3}\n";

    // Moderation.
    WAITING = "確認を待っているもの（{0}）", "待（ま）って いる もの（{0}）", "Waiting ({0})";
    WAITING_NOTE = "{0}日を過ぎると、窓口にもう一度知らせます。", "{0}日（にち）が すぎると、もう一度（いちど） 知（し）らせます。", "After {0} days the desk is told again.";
    LATE = "長く待っています", "長（なが）く 待（ま）って います", "waiting too long";
    OF_GROUP = "{0}（これまでの掲載：{1}）", "{0}（いままで：{1}）", "{0} (its listings: {1})";
    WAITS_FOR_GROUP = "新しい団体のため、公開前に確認します。", "新（あたら）しい グループなので、先（さき）に 見（み）ます。", "Its group is new.";
    WAITS_TAKEN_DOWN = "前に、職員が取り下げた掲載です。", "まえに 職員（しょくいん）が とりさげた ものです。", "Staff withdrew it before.";
    WAITS_FOR_WORD = "確認する言葉が含まれています。", "見（み）る ことばが あります。", "A listed word stands in it.";
    CHANGED = "公開中の内容との違い", "いまと ちがう ところ", "What it changes of what is public";
    ALL_NEW = "内容（はじめての公開）", "内容（ないよう）（はじめて）", "What it says (never public before)";
    ACCEPT = "公開してよい", "公開（こうかい）する", "Show it";
    GIVE_BACK = "書いた人に戻す", "もどす", "Give it back";
    NOTE = "戻す理由（書いた人に伝わります）", "もどす 理由（りゆう）", "Why it goes back (the author reads this)";
    BULK = "まとめて公開する", "まとめて 公開（こうかい）する", "Show several at once";
    ACCEPT_TICKED = "選んだものを公開する", "えらんだ ものを 公開（こうかい）する", "Show those that are ticked";
    REPORTS = "寄せられた知らせ（{0}）", "知（し）らせ（{0}）", "Reports ({0})";
    REPORTED_AT = "{0} に届きました。", "{0}に 来（き）ました。", "Reported {0}.";
    REPORTED_BY = "連絡先：{0}", "連絡先（れんらくさき）：{0}", "Contact: {0}";
    DECISION_WORDS = "判断の理由（取り下げるときは必須・団体に伝わります）", "理由（りゆう）（やめる ときは 書（か）いて ください）", "Why (required to withdraw; the group reads this)";
    UPHOLD = "掲載を取り下げる", "掲載（けいさい）を やめる", "Withdraw the listing";
    DISMISS = "問題なし", "問題（もんだい） なし", "Dismiss the report";
    WORDS = "確認する言葉", "見（み）る ことば", "Words";
    WORDS_NOTE = "全角・半角、ひらがな・カタカナ、大文字・小文字の違いは区別しません。", "ひらがなと カタカナ、大（おお）きい 字（じ）と 小（ちい）さい 字（じ）は 同（おな）じです。", "Width, kana and capitals make no difference.";
    WORD = "言葉", "ことば", "Word";
    WORD_EFFECT = "扱い", "どう する", "Effect";
    WORD_NOTE = "登録する理由", "理由（りゆう）", "Why it is listed";
    WORD_PUT = "登録する", "入（い）れる", "List it";
    WORD_DROP = "外す", "出（だ）す", "Take it out";
    EFFECT_HOLD = "公開前に確認する", "先（さき）に 見（み）る", "Look at it first";
    EFFECT_REFUSE = "公開できない", "公開（こうかい）できない", "Refuse it";

    // Reporting.
    REPORT = "問題を知らせる", "こまった ことを 知（し）らせる", "Report a problem";
    REPORT_ABOUT = "「{0}」について", "「{0}」に ついて", "About: {0}";
    REPORT_REASON = "どのような問題ですか", "どんな ことですか", "What is the problem?";
    REPORT_WORDS = "くわしく", "くわしく", "In words";
    REPORT_WORDS_HINT = "どこが、どう違うかを書いてください。", "どこが ちがうか、書（か）いて ください。", "Say where, and what it should be.";
    REPORT_CONTACT = "連絡先（任意。返事がほしいとき）", "連絡先（れんらくさき）（書（か）かなくても いいです）", "How to reach you (optional, if you want an answer)";
    REPORT_PRIVACY = "内容と連絡先は窓口の担当者だけが読みます。連絡先は、対応が終わってから90日後に消します。", "窓口（まどぐち）の 人（ひと）だけが 読（よ）みます。連絡先（れんらくさき）は、おわってから 90日（にち）で けします。", "Only staff read this. How to reach you is deleted 90 days after the decision.";
    REPORT_SEND = "知らせる", "送（おく）る", "Send";
    REPORT_DONE = "ありがとうございました。窓口が確認します。受付番号 {0}", "ありがとうございました。窓口（まどぐち）の 人（ひと）が 見（み）ます。番号（ばんごう） {0}", "Thank you. The desk will look at it. Receipt {0}";
    REPORT_BACK = "掲載に戻る", "もどる", "Back to the listing";
    REASON_WRONG = "内容がまちがっている・古い", "内容（ないよう）が ちがう・古（ふる）い", "It is wrong or out of date";
    REASON_UNLAWFUL = "法律や権利に反している", "ほうりつに 合（あ）わない", "It breaks the law or somebody's rights";
    REASON_HARMFUL = "人を傷つける", "人（ひと）を きずつける", "It insults or threatens";
    REASON_PERSONAL = "個人の情報が載っている", "だれかの 情報（じょうほう）が のって いる", "It shows personal data";
    REASON_SPAM = "広告や詐欺の疑いがある", "広告（こうこく）や うそかも しれない", "It is advertising or a fraud";
    REASON_OTHER = "そのほか", "ほかの こと", "Something else";

    // Problems.
    KIND_FOR_DESKS = "この種類は窓口だけが掲載できます。種類を選び直してください。", "この しゅるいは、窓口（まどぐち）だけが 使（つか）えます。ほかの しゅるいを えらんで ください。", "Only desks publish this kind. Choose another one.";
    WORD_REFUSED = "「{0}」という言葉は公開できません。言い換えてください。", "「{0}」は 使（つか）えません。ほかの ことばに して ください。", "The word “{0}” cannot be published. Please say it in another way.";
    NOT_WAITING = "もう確認を待っていません。ほかの担当者が先に判断したのかもしれません。", "もう 待（ま）って いません。ほかの 人（ひと）が きめたのかも しれません。", "It does not wait any more. Somebody may have decided already.";
    ALREADY_DECIDED = "ほかの担当者がすでに判断しました。", "ほかの 人（ひと）が もう きめました。", "Somebody has decided about this already.";
    NOT_ASKED = "共催の依頼は見つかりませんでした。取り消されたのかもしれません。", "頼（たの）みは もう ありません。", "There is no such request. It may have been taken back.";
    PLAN_NOT_AHEAD = "これから2年以内の日時にしてください。", "いまから 2年（ねん）までの 日（ひ）と 時間（じかん）に して ください。", "Choose a moment within the next two years.";
    CHANGED_BY_OTHER = "ほかの人はこう書きました：「{0}」。欄にはあなたの内容が残っています。どちらかに決めて、もう一度保存してください。", "ほかの 人（ひと）は「{0}」と 書（か）きました。ここには あなたの 内容（ないよう）が あります。どちらかに きめて、もう一度（いちど） 保存（ほぞん）して ください。", "Somebody else wrote “{0}”. Yours is in the field. Decide, then save again.";
}

/// The sentence of a problem code of publishing.
pub fn problem(code: &str) -> Option<Message> {
    let message = match code {
        "kind_for_desks" => KIND_FOR_DESKS,
        "word_refused" => WORD_REFUSED,
        "not_waiting" => NOT_WAITING,
        "already_decided" => ALREADY_DECIDED,
        "not_asked" => NOT_ASKED,
        "plan_not_ahead" => PLAN_NOT_AHEAD,
        "changed_by_other" => CHANGED_BY_OTHER,
        _ => return None,
    };
    Some(message)
}
