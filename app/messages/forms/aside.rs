//! What could not be read of a draft and was put aside, and what is left of a draft that cannot be opened.

engawa_core::messages! {
    ASIDE = "この下書きの記録のうち{0}件が読み取れなかったため、別に取り分けました。", "この 下書（したが）きの {0}この 記録（きろく）が 読（よ）めませんでした。べつに して あります。", "Parts of this draft could not be read and were put aside: {0}.";
    ASIDE_SINCE = "この下書きの記録のうち{0}件が読み取れなかったため、別に取り分けました（{1}から）。", "この 下書（したが）きの {0}この 記録（きろく）が 読（よ）めませんでした。べつに して あります（{1}から）。", "Parts of this draft could not be read and were put aside: {0}, the first of them at {1}.";
    KEPT = "取り分けた記録は、この端末にそのままあり、下書きを削除するまで消えません。読み取れた答えは下書きに入っています。足りない言葉があれば、ここから写してください。", "べつに した 記録（きろく）は ここに のこって います。読（よ）めた 答（こた）えは 下書（したが）きに あります。たりない ことばは、ここから うつして ください。", "They stay on this device as they were until the draft is deleted. Everything that could be read is in the draft. If words of yours are missing, copy them from here.";
    WORDS = "取り分けた記録の中の言葉を見る（{0}件）", "べつに した ことばを 見（み）る（{0}こ）", "See the words in what was put aside ({0})";
    WORDS_NONE = "言葉は見つかりませんでした。記録そのものは残っています。", "ことばは 見（み）つかりませんでした。記録（きろく）は のこって います。", "No words were found in it. The parts themselves are kept.";
    NAME = "下書きの名前", "下書（したが）きの 名前（なまえ）", "Name of the draft";
    SOMEWHERE = "どの質問への答えか分からないもの", "どの 質問（しつもん）か わからない もの", "The question is not known";
    SAVE = "取り分けた記録をファイルに保存する", "べつに した ものを ファイルに のこす", "Save what was put aside as a file";
    SAVE_NAME = "読み取れなかった記録", "読（よ）めなかった 記録（きろく）", "put-aside";
    FILE_HEAD = "下書き「{0}」の、読み取れなかった記録です。困ったときは、このファイルを窓口に見せてください。", "下書（したが）き「{0}」の 読（よ）めなかった 記録（きろく）です。こまった ときは、この ファイルを 窓口（まどぐち）で 見（み）せて ください。", "What could not be read of the draft {0}. If you need help, show this file at the desk.";
    AS_IT_WAS = "記録そのもの：", "記録（きろく）：", "As it was:";
    IN_LIST = "読み取れず、取り分けた記録が{0}件あります", "読（よ）めなかった 記録（きろく）が {0}こ あります", "Could not be read and was put aside: {0}";

    // A draft that cannot be opened.
    REST = "この下書きに書いた言葉を見る（{0}件）", "書（か）いた ことばを 見（み）る（{0}こ）", "See the words in this draft ({0})";
    REST_TEXT = "開けなくても、書いた言葉はここで読んで写せます。ファイルに保存しておくこともできます。", "開（ひら）けなくても、書（か）いた ことばは ここで 読（よ）めます。ファイルに のこす ことも できます。", "Though it does not open, you can read and copy what you wrote here, and save it as a file.";
}
