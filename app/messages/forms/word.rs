//! 総会の資料: a filled-in form as a Word file.

engawa_core::messages! {
    SAVE = "Wordで保存", "Wordで のこす", "Save as Word";
    SAVE_TEXT = "Wordのファイルは、総会の資料などに使えます。保存したファイルを直しても、送った内容は変わりません。", "Wordの ファイルは、会（かい）の 集（あつ）まりで つかえます。ファイルを なおしても、送（おく）った ものは かわりません。", "The Word file is for a general meeting, for example. Changing it does not change what was sent.";
    SAVE_FAILED = "Wordのファイルを作れませんでした。書いたものは、そのまま残っています。", "Wordの ファイルが できませんでした。書（か）いた ものは のこって います。", "The Word file could not be made. What you wrote is kept.";
    GONE = "送ったときの内容は、この端末にはもうありません。上の「いまの状況を見る」のページで、Wordのファイルにできます。", "送（おく）った ものは、この 機械（きかい）には もう ありません。上（うえ）の「いまを 見（み）る」の ページで、Wordに できます。", "What was sent is not on this device any more. The page of its receipt, above, has the Word file.";
    DRAFT = "下書き（まだ提出されていません）", "下書（したが）き（まだ 出（だ）して いません）", "Draft (not sent yet)";
    CHANGED = "最後に書いた日時", "さいごに 書（か）いた とき", "Last changed";
    QUESTION = "質問", "しつもん", "Question";
    ANSWER = "答え", "こたえ", "Answer";
    CUT = "長すぎるため、ここから先は入っていません。", "長（なが）いので、ここから あとは ありません。", "It is too long: what follows is left out.";
}
