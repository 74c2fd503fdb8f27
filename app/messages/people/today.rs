//! Words of today: what there is to do, and what staff are told of.

engawa_core::messages! {
    TODAY = "今日の仕事", "きょうの 仕事（しごと）", "Today";
    TODAY_ABOUT = "あなたの窓口で待っていることです。", "あなたの 窓口（まどぐち）で まって いる ことです。", "What waits at your desks.";
    TODO = "すること", "する こと", "To do";
    TODO_SUBMISSIONS = "新しく届いた申請", "あたらしい 申（もう）しこみ", "New submissions";
    TODO_WAITING = "確認を待つ掲載", "たしかめる もの", "Listings that wait";
    TODO_REPORTS = "問題の知らせ", "こまった ことの 知（し）らせ", "Reported problems";
    TODO_GROUPS = "団体の登録・申し出", "グループの 登録（とうろく）", "Registrations and claims";
    TODO_RENEWALS = "更新の時期の団体", "もう一度（いちど） 登録（とうろく）する グループ", "Registrations that end soon";
    TODO_REFERRALS = "届いた引き継ぎ", "もらった もの", "Referrals to your desks";
    TODO_CASES = "今日までに見直す案件", "もう一度（いちど） 見（み）る もの", "Cases to look at again";
    TODO_INQUIRIES = "回答を待つ照会", "こたえる こと", "Inquiries to answer";
    TODO_INQUIRIES_OVER = "締切を過ぎ、まとめを待つ照会", "まとめを 書（か）く こと", "Inquiries past their day, to be closed";
    TODO_STALE = "確認が古い掲載", "ふるい もの", "Listings nobody confirmed for long";
    TODO_HELD = "端末から届き、対応を待つもの", "画面（がめん）から とどいて、まって いる もの", "From shared screens, held for staff";
    ALL_DONE = "いまは何も待っていません。", "いまは なにも ありません。", "Nothing waits now.";
    NOTICES = "お知らせ", "お知（し）らせ", "Notices";
    NOTICES_NONE = "新しいお知らせはありません。", "あたらしい お知（し）らせは ありません。", "No new notices.";
    READ_ONE = "読みました", "読（よ）みました", "I have read it";
    READ_ALL = "すべて読みました", "ぜんぶ 読（よ）みました", "I have read all";

}
