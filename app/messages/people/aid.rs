//! Words of the advice to whoever writes a listing. What could be better, and how.

engawa_core::messages! {
    ADVICE = "もっと伝わるようにするには", "もっと わかりやすく する", "How to make it clearer";
    ADVICE_ABOUT = "直さなくても送れます。", "なおさなくても 送（おく）る ことが できます。", "You can send it without changing these.";
    ADVICE_NONE = "気づいた点はありません。", "いまは ありません。", "Nothing to suggest.";
    NO_TIME = "日時がありません。いつなのかを書くと、カレンダーに載ります。", "いつか わかりません。日（ひ）を 書（か）いて ください。", "There is no date. With one, it appears in the calendar.";
    NO_PLACE = "場所がありません。名前か住所を書いてください。オンラインだけなら「開催形式」で選べます。", "どこか わかりません。ばしょの 名前（なまえ）か 住所（じゅうしょ）を 書（か）いて ください。", "There is no place. Give its name or address, or say that it is online only.";
    NO_CONTACT = "問い合わせ先がありません。電話かメールのどちらかを書いてください。", "聞（き）く ところが ありません。電話（でんわ）か メールを 書（か）いて ください。", "There is nobody to ask. Give a telephone number or an e-mail address.";
    NO_COST = "費用が書かれていません。無料なら「無料」と書いてください。", "お金（かね）の ことが わかりません。ただの ときも、書（か）いて ください。", "The cost is not said. If it is free, say so.";
    NO_ACCESS = "車いすやトイレなどのことが書かれていません。「分からない」ことも、書くと役に立ちます。", "車（くるま）いすや トイレの ことが わかりません。わかる ことを 書（か）いて ください。", "Nothing is said of wheelchairs, toilets and the like. Even what is not possible helps to know.";
    NO_DEADLINE = "申込の締切がありません。締切がないときは「随時」と書いてください。", "申（もう）しこみの しめきりが ありません。しめきりを 書（か）いて ください。", "There is no last day to apply. If there is none, say so in words.";
    NO_TARGET = "だれのためのものか書かれていません。だれでもよいなら、そう書いてください。", "だれの ためか わかりません。だれでも いい ときも、書（か）いて ください。", "It does not say for whom it is. If for everyone, say so.";
    NO_PICTURE_TEXT = "説明のない写真があります。見えない人に伝わる言葉を書いてください。", "せつめいの ない しゃしんが あります。なにが あるか 書（か）いて ください。", "A picture has no description. Say what it shows, for people who cannot see it.";
    SAME_AS = "同じものかもしれない「{0}」が、すでに公開されています（{1}）。同じなら、そちらを直してください。", "「{0}」が もう あります（{1}）。同（おな）じ ものなら、そちらを なおして ください。", "{0} is public already ({1}) and may be the same. If it is, please correct that one.";
    WRONG_WEEKDAY = "「{0}」は{2}曜日です。「{1}」と書いてあります。日付か曜日を確かめてください。", "「{0}」は {2}曜日（ようび）です。「{1}」と 書（か）いて あります。たしかめて ください。", "{0} is a {2} in the calendar, but {1} is written. Check the date and the weekday.";
    PAST = "すべての日が過ぎています。日付を確かめてください。", "もう おわった 日（ひ）です。たしかめて ください。", "All its dates have passed. Check the dates.";
    DEADLINE_PAST = "申込の締切が過ぎています。", "申（もう）しこみの しめきりは、もう おわりました。", "The last day to apply has passed.";
    DEADLINE_AFTER_END = "申込の締切が、最後の日より後になっています。", "申（もう）しこみの しめきりが、おわりの 日（ひ）より あとです。", "The last day to apply comes after it is over.";
    ODD_PHONE = "電話番号の桁が合いません。市外局番から書いてください（例：0422-00-0000）。", "電話番号（でんわばんごう）の 数（かず）が ちがいます。さいしょから 書（か）いて ください（れい：0422-00-0000）。", "The telephone number has too many or too few digits. Begin with the area code (example: 0422-00-0000).";
    OTHER_NAME = "文の中の「{0}」は、名称と少し違います。どちらが正しいか確かめてください。", "「{0}」は 名前（なまえ）と すこし ちがいます。どちらが 正（ただ）しいか たしかめて ください。", "The text says {0}, which is nearly the title. Check which one is right.";
    HARD_WORD = "やさしい日本語では、「{0}」を「{1}」と言いかえられます。", "「{0}」は むずかしいです。「{1}」と 書（か）く ことが できます。", "In Easy Japanese, {0} can be said as {1}.";
    LONG_SENTENCE = "「{0}…」の文が長めです（{1}文字）。二つに分けると読みやすくなります。", "「{0}…」の 文（ぶん）は ながいです（{1}字（じ））。2つに わけて ください。", "The sentence that begins with {0} is long ({1} characters). Two sentences are easier to read.";
    DOUBLE_NEGATIVE = "「{0}」は否定が二つ重なっています。「できます」「してください」のように言うと伝わります。", "「{0}」は わかりにくいです。「できます」「して ください」と 書（か）いて ください。", "{0} says no twice. Say what one can do, or should do.";
    ERA_ALONE = "年が元号だけで書かれています。西暦も書くと、だれにでも分かります（例：2026年（令和8年））。", "年（とし）を 西暦（せいれき）でも 書（か）いて ください（れい：2026年（ねん））。", "The year is written in the Japanese era alone. Add the western year.";
    CAPITALS = "英語がすべて大文字です。小文字をまぜると読みやすくなります。", "英語（えいご）が ぜんぶ 大（おお）きい 字（じ）です。小（ちい）さい 字（じ）も 使（つか）って ください。", "The text is all in capitals. Small letters are easier to read.";
    FULL_WIDTH = "全角の英字があります。半角で書くと、読み上げや検索で正しく扱われます。", "はばの 広（ひろ）い 英語（えいご）の 字（じ）が あります。ふつうの 字（じ）で 書（か）いて ください。", "There are full-width letters. Write them in normal width, so that they are read out and found rightly.";
    FAINT_PICTURE = "写真の中の文字が、背景と似た明るさで読みにくいかもしれません。", "しゃしんの 字（じ）が うすくて、読（よ）みにくいかも しれません。", "Words in the picture may be hard to read: they are nearly as light as what is behind them.";
}
