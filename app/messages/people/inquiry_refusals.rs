//! Why something about an inquiry between desks was refused, and what to do. Apart from the other words of inquiries, because a browser
//! carries the sentences of all problems along and draws no page of inquiries.

use engawa_core::Message;

engawa_core::messages! {
    INQUIRY_UNKNOWN = "その照会はありません。取り消されたのかもしれません。", "それは ありません。", "There is no such inquiry. It may have been dropped.";
    INQUIRY_SENT = "この照会はもう送られています。変えられるのは締切だけです。", "もう 送（おく）りました。かえられるのは さいごの 日（ひ）だけです。", "This inquiry was sent already. Only the last day can be changed.";
    INQUIRY_CLOSED = "この照会は閉じられました。回答が必要なときは、聞いた窓口に知らせてください。", "これは もう おわりました。こたえたい ときは、きいた 窓口（まどぐち）に 言（い）って ください。", "This round is closed. If you still have something to say, tell the desk that asked.";
    INQUIRY_LATE = "回答の締切（{0}）を過ぎました。聞いた窓口に、締切を延ばすよう頼んでください。", "こたえる さいごの 日（ひ）（{0}）が すぎました。きいた 窓口（まどぐち）に、日（ひ）を のばして もらって ください。", "The last day for an answer ({0}) is over. Ask the desk that asked to give you longer.";
    INQUIRY_DUE_PAST = "締切は、今日かそれより後の日にしてください。", "きょうか、きょうより あとの 日（ひ）に して ください。", "The last day must be today or later.";
    INQUIRY_DUE_FAR = "締切は{0}までの日にしてください。", "{0}までの 日（ひ）に して ください。", "The last day must not be after {0}.";
    INQUIRY_QUESTION_LONG = "長すぎる質問があります。1つ{0}文字以内にしてください。", "長（なが）すぎる 質問（しつもん）が あります。ひとつ {0}字（じ）までに して ください。", "A question is too long. At most {0} characters each.";
    INQUIRY_LINK = "このサイトのページは / から、ほかのサイトは https:// から書いてください。", "この サイトは / から、ほかは https:// から 書（か）いて ください。", "Begin with / for a page of this site, or with https://.";
    INQUIRY_NO_DESK = "聞く相手の窓口を1つ以上選んでください。", "きく 窓口（まどぐち）を ひとつ えらんで ください。", "Choose at least one desk to ask.";
    INQUIRY_OWN_DESK = "聞く窓口と聞かれる窓口が同じです。相手から外してください。", "じぶんの 窓口（まどぐち）には きけません。はずして ください。", "A desk cannot ask itself. Take it out of those that are asked.";
    INQUIRY_REASON = "条件つき・できないときは、条件や理由を書いてください。", "やくそくか わけを 書（か）いて ください。", "Say on which conditions, or why not.";
    INQUIRY_REMINDED = "今日はもう知らせました。あすまた知らせられます。", "きょうは もう 知（し）らせました。あした また できます。", "They were reminded today. You can do it again tomorrow.";
    INQUIRY_ALL_ANSWERED = "すべての窓口が答えました。まとめを書いて閉じてください。", "みんな こたえました。まとめを 書（か）いて、おわりに して ください。", "All desks have answered. Write the summary and close the round.";
    INQUIRY_REMIND_LATE = "締切を過ぎているので、知らせても答えられません。先に締切を変えてください。", "さいごの 日（ひ）が すぎました。先（さき）に 日（ひ）を かえて ください。", "The last day is over, so nobody could answer. Change it first.";
    INQUIRY_NOT_SENT = "まだ送っていません。先に送ってください。", "まだ 送（おく）って いません。先（さき）に 送（おく）って ください。", "It was not sent yet. Send it first.";
}

/// The sentence of a problem of inquiries; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
