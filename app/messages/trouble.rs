//! What is said when the server itself could not answer, or did not take what another site's page sent. These words stand on pages that are drawn without the store.

engawa_core::messages! {
    BROKEN = "ページを表示できません", "ページを 出（だ）す ことが できません", "This page cannot be shown";
    BROKEN_TEXT = "こちらの不具合です。あなたの操作の間違いではありません。時間をおいて、もう一度お試しください。", "あなたは 悪（わる）く ありません。少（すこ）し あとで もう一度（いちど） して ください。", "Something broke on our side; you did nothing wrong. Please try again later.";
    BUSY = "今は応答できません", "いま 返事（へんじ）が できません", "No answer at the moment";
    BUSY_TEXT = "混み合っているか、情報を読み出せません。時間をおいて、もう一度お試しください。", "いま こんで います。少（すこ）し あとで もう一度（いちど） して ください。", "The service is busy, or its information cannot be read. Please try again later.";
    SENT = "何かを送ったところでしたら、前の画面に戻り、届いているかを確かめてから送り直してください。", "何（なに）か 送（おく）った ときは、前（まえ）の ページに もどって、とどいたか 見（み）て ください。", "If you were sending something, go back and look whether it arrived before you send it again.";
    AGAIN = "もう一度開く", "もう一度（いちど） ひらく", "Open it again";
    HOME = "最初のページへ", "はじめの ページへ", "To the first page";
    FOREIGN = "このサイトからの送信ではないため、受け付けませんでした", "ほかの サイトから 来（き）たので、受（う）けとりませんでした", "This was not sent from this site and was not accepted";
    FOREIGN_TEXT = "何も変わっていません。前の画面に戻り、送りたいときは、このサイトのページを開いて、そこから送ってください。", "なにも 変（か）わって いません。前（まえ）の ページに もどって ください。送（おく）りたい ときは、この サイトの ページから 送（おく）って ください。", "Nothing was changed. Go back. If you want to send it, open the page on this site and send it from there.";
    UNKNOWN_HOST = "このアドレスのサイトはありません", "この アドレスの サイトは ありません", "No city is served under this address";
    UNKNOWN_HOST_TEXT = "アドレスをお確かめください。", "アドレスを もう一度（いちど） 見（み）て ください。", "Please check the address.";
}
