//! Comments that members of a draft leave for each other while they fill in a form together.

engawa_core::messages! {
    COMMENT = "コメントを書く", "コメントを 書（か）く", "Comment";
    COMMENTS = "コメント（全{0}件・未解決{1}件）", "コメント {0}こ（まだ {1}こ）", "Comments: {0}, open: {1}";
    OF = "コメント：{0}", "コメント：{0}", "Comments: {0}";
    IN_ROW = "{0}／{1}", "{0}／{1}", "{0}, {1}";
    ALL = "みんなのコメント", "みんなの コメント", "Comments of the members";
    ALL_OPEN = "みんなのコメント（未解決{0}件）", "みんなの コメント（まだ {0}こ）", "Comments of the members ({0} open)";
    ABOUT = "一緒に書く人だけが読みます。窓口には送られず、下書きと一緒に消えます。", "いっしょに 書（か）く 人（ひと）だけが 読（よ）みます。窓口（まどぐち）には 送（おく）りません。下書（したが）きと いっしょに 消（き）えます。", "Only those who fill in with you read them. They are never sent, and go when the draft goes.";
    NONE_OPEN = "未解決のコメントはありません。", "まだの コメントは ありません。", "No open comments.";
    SETTLED = "解決済み（{0}件）", "おわった コメント（{0}こ）", "Settled ({0})";
    IS_SETTLED = "解決済み", "おわりました", "Settled";
    WHOLE = "下書き全体", "ぜんたい", "The draft as a whole";
    HOMELESS = "下書き全体（書いたときの質問や行は、いまはありません）", "ぜんたい（その 質問（しつもん）は いま ありません）", "The draft as a whole (the question or row that it was about is not there now)";
    GO = "この質問へ：{0}", "この 質問（しつもん）へ：{0}", "Go to: {0}";
    YOURS = "あなたのコメント", "あなたの コメント", "Your comment";
    YOURS_ON_WHOLE = "下書き全体へのコメント", "ぜんたいへの コメント", "Your comment on the draft as a whole";
    LEAVE = "コメントする", "コメントを のこす", "Leave the comment";
    LEFT = "コメントを残しました。", "コメントを のこしました。", "Your comment is there.";
    SETTLE = "解決済みにする", "おわりに する", "Settle";
    REOPEN = "未解決に戻す", "もう一度（いちど） ひらく", "Open again";
    SETTLED_NOW = "解決済みにしました。", "おわりに しました。", "Settled.";
    REOPENED_NOW = "未解決に戻しました。", "もう一度（いちど） ひらきました。", "Opened again.";
    DELETE = "コメントを消す", "けす", "Delete the comment";
    DELETE_YES = "本当に消す", "ほんとうに けす", "Really delete it";
    DELETED_NOW = "コメントを消しました。", "けしました。", "The comment was deleted.";
    TOO_MANY = "コメントは一つの下書きに{0}件までです（消したものも数えます）。", "コメントは {0}こまでです。", "At most {0} comments in a draft, deleted ones counted.";
    REMIND = "未解決のコメントが{0}件あります。このまま送信できます。コメントは送られません。", "まだの コメントが {0}こ あります。送（おく）る ことは できます。コメントは 送（おく）りません。", "{0} comments are still open. You can send the form all the same; comments are not sent.";
}
