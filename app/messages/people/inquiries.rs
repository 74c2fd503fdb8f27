//! Words of inquiries from desk to desk: asking, answering, the log, the summary.

use engawa_core::Message;

engawa_core::messages! {
    INQUIRIES = "庁内照会", "ほかの 窓口（まどぐち）に きく こと", "Inquiries between desks";
    ABOUT = "ほかの部署・窓口に問い合わせ、協働推進担当者が締切までに答えます。聞いた人と聞かれた人は、すべての回答と経過を読めます。", "ほかの 窓口（まどぐち）に ききます。きかれた 窓口（まどぐち）の 人（ひと）が、さいごの 日（ひ）までに こたえます。こたえは、みんなで 読（よ）みます。", "One desk asks others; their officers answer by a day. Whoever asks and whoever is asked reads all answers and what happened.";
    WRITE = "照会を書く", "きく ことを 書（か）く", "Write an inquiry";
    TO_ANSWER = "あなたの窓口への照会", "あなたの 窓口（まどぐち）が きかれた こと", "Your desks are asked";
    TO_ANSWER_NONE = "回答を待っている照会はありません。届くと、お知らせが来て、ここに出ます。", "いま きかれて いる ことは ありません。来（き）たら お知（し）らせが あります。", "Nothing is asked of your desks now. When something comes, you get a notice and it stands here.";
    OURS = "あなたの窓口からの照会", "あなたの 窓口（まどぐち）が きいた こと", "Asked by your desks";
    OURS_NONE = "まだありません。「照会を書く」から、題名・質問・締切・聞く相手を決めて送ってください。", "まだ ありません。「きく ことを 書（か）く」を おして、はじめて ください。", "None yet. Use “Write an inquiry”: title, questions, last day, and whom to ask.";
    RESULTS = "終わった照会のまとめ", "おわった ものの まとめ", "What came of closed ones";
    RESULTS_ABOUT = "聞かれた窓口の人と、「全職員に公開」にしたものは全職員が読めます。", "きかれた 窓口（まどぐち）の 人（ひと）が 読（よ）みます。みんなが 読（よ）める ものも あります。", "For the desks that were asked; those that are shared are for all staff.";
    RESULTS_NONE = "まだありません。照会を閉じると、まとめがここに出ます。", "まだ ありません。おわると ここに 出（で）ます。", "None yet. When a round is closed, its summary stands here.";
    SHARED = "全職員に公開", "みんなが 読（よ）めます", "Shared with all staff";
    STATE_DRAFT = "下書き", "まだ 送（おく）って いない", "Draft";
    STATE_OPEN = "回答受付中", "こたえを まって いる", "Open";
    STATE_CLOSED = "終了", "おわった", "Closed";
    FROM_DESK = "{0}から", "{0}から", "From {0}";
    ANSWERED_OF = "{1}窓口のうち{0}窓口が回答", "{1}の 窓口（まどぐち）の うち {0}が こたえた", "{0} of {1} desks answered";
    ANSWER_FOR = "{0}として回答する", "{0}の こたえを 書（か）く", "Answer for {0}";
    DUE = "回答の締切", "こたえる さいごの 日（ひ）", "Answer by";
    DUE_OVER = "締切を過ぎました", "さいごの 日（ひ）が すぎました", "The last day is over";

    DRAFT = "照会の下書き", "きく ことを 書（か）く", "Draft of an inquiry";
    DRAFT_ABOUT = "まず保存し、次に送ります。送ったあとは、締切のほかは変えられません。", "はじめに のこします。つぎに 送（おく）ります。送（おく）ったら、かえられるのは さいごの 日（ひ）だけです。", "Save it first, then send it. Once it is sent, only the last day can be changed.";
    ASKING = "聞く窓口", "きく 窓口（まどぐち）", "Desk that asks";
    TITLE = "題名", "題名（だいめい）", "Title";
    WORDS = "内容", "ききたい こと", "What it is about";
    QUESTIONS = "質問（1行に1つ）", "質問（しつもん）（1行（ぎょう）に ひとつ）", "Questions, one a line";
    LINK = "関係するページ（掲載・提案など）", "見（み）て ほしい ページ", "Page that it is about (a listing, a proposal)";
    LINK_HINT = "このサイトのページは / から、ほかのサイトは https:// から書きます。なくてもかまいません。", "この サイトは / から、ほかは https:// から 書（か）きます。なくても いいです。", "Begin with / for a page of this site, or https://. It may stay empty.";
    ASKED = "聞く相手", "だれに きくか", "Whom to ask";
    ASKED_NONE = "ほかの窓口がありません。先に「窓口」のページで作ってください。", "ほかの 窓口（まどぐち）が ありません。先（さき）に つくって ください。", "There is no other desk. Make one first on the page of desks.";
    SAVE = "保存する", "のこす", "Save";
    SEND = "送る", "送（おく）る", "Send";
    SEND_ABOUT = "保存してある内容を、選んだ窓口の協働推進担当者に送ります。", "のこして ある ものを 送（おく）ります。", "Sends what is saved to the officers of the desks that were chosen.";
    DROP = "この下書きを消す", "これを けす", "Delete this draft";
    DONE = "受け付けました。", "受（う）けつけました。", "Done.";

    ANSWERS = "回答", "こたえ", "Answers";
    ANSWER = "照会への回答", "こたえを 書（か）く", "Answer to an inquiry";
    ANSWER_ABOUT = "締切まで、または照会が閉じるまでは、何度でも書き直せます。書いたものは、この照会の関係者が読みます。", "さいごの 日（ひ）までは、かえられます。きいた 人（ひと）と、きかれた 人（ひと）が 読（よ）みます。", "You can change it until the last day, or until the round is closed. Everybody of the desks in this round reads it.";
    DECISION = "回答の区分", "どう しますか", "In a word";
    DECISION_CAN = "協力できる", "できます", "We can";
    DECISION_CONDITIONAL = "条件つきで協力できる", "やくそくが あれば できます", "On conditions";
    DECISION_CANNOT = "できない", "できません", "We cannot";
    DECISION_CONSIDERING = "検討中", "まだ かんがえて います", "Still considering";
    NO_ANSWER = "未回答", "まだ こたえて いない", "No answer yet";
    REASON = "条件・理由・補足", "やくそく・わけ", "Conditions, reason, remarks";
    CONTACT = "担当者の連絡先（名前・内線など）", "だれに きけば いいか（名前（なまえ）・電話（でんわ））", "Whom to ask (name, extension)";
    ANSWERED_AT = "回答日時", "こたえた とき", "Answered at";
    SAVE_ANSWER = "回答を送る", "こたえを 送（おく）る", "Send the answer";
    CSV = "回答をCSVで書き出す", "こたえを CSVで 出（だ）す", "Export the answers as CSV";
    ASKED_DESK = "窓口", "窓口（まどぐち）", "Desk";

    KEEP = "照会を進める", "つぎに する こと", "Go on with it";
    REMIND = "未回答の窓口に知らせる", "こたえて いない 窓口（まどぐち）に 知（し）らせる", "Remind the desks that have not answered";
    REMIND_ABOUT = "未回答と検討中の窓口に、お知らせが届きます。1日に1回までです。", "こたえて いない 窓口（まどぐち）に お知（し）らせが 行（い）きます。1日（にち）に 1回（かい）だけです。", "Desks without an answer, and those still considering, get a notice. Once a day at most.";
    SET_DUE = "締切を変える", "さいごの 日（ひ）を かえる", "Change the last day";
    CLOSE = "照会を閉じる", "おわりに する", "Close the round";
    CLOSE_ABOUT = "閉じると、回答は変えられなくなります。まとめは、聞かれた窓口に届きます。", "おわりに すると、こたえは かえられません。まとめは みんなに とどきます。", "After this no answer can be changed. The desks that were asked get the summary.";
    SUMMARY = "まとめ（わかったこと・これからすること）", "まとめ（わかった こと・これから する こと）", "Summary: what was learnt, what comes next";
    SHARE = "題名とまとめを全職員に公開する", "題名（だいめい）と まとめを 職員（しょくいん）みんなに 見（み）せる", "Show title and summary to all staff";

    LOG = "経過", "これまでの こと", "What happened";
    LOG_ABOUT = "聞いた窓口と聞かれた窓口の職員が読める記録です。", "きいた 人（ひと）と きかれた 人（ひと）が 読（よ）みます。", "Read by the staff of all desks in this round.";
    LOG_SENT = "照会を送った", "送（おく）った", "Sent";
    LOG_ANSWERED = "回答した", "こたえた", "Answered";
    LOG_CHANGED = "回答を変えた", "こたえを かえた", "Changed the answer";
    LOG_REMINDED = "未回答の窓口に知らせた", "こたえて いない 窓口（まどぐち）に 知（し）らせた", "Reminded those who had not answered";
    LOG_MOVED = "締切を変えた", "さいごの 日（ひ）を かえた", "Changed the last day";
    LOG_CLOSED = "照会を閉じた", "おわりに した", "Closed";
}

/// How far a round is, from a code of `InquiryState`.
pub fn state(code: &str) -> Message {
    row(&format!("STATE_{}", code.to_ascii_uppercase())).unwrap_or(INQUIRIES)
}

/// What a desk answers, from a code of `Decision`; an empty one: it has not answered.
pub fn decision(code: &str) -> Message {
    row(&format!("DECISION_{}", code.to_ascii_uppercase())).unwrap_or(NO_ANSWER)
}

/// What stands in the log, from a code of `InquiryEvent`.
pub fn event(code: &str) -> Message {
    row(&format!("LOG_{}", code.to_ascii_uppercase())).unwrap_or(LOG)
}

fn row(name: &str) -> Option<Message> {
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
