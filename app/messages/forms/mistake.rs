//! What can be wrong with an expression, for the first argument of the sentence `EXPRESSION_MISTAKE`.

engawa_core::messages! {
    UNEXPECTED_END = "途中で終わっています", "とちゅうで おわって います", "it ends too early";
    UNEXPECTED = "ここに置けない文字があります", "ここに 書（か）けない 字（じ）です", "something cannot stand here";
    UNCLOSED_TEXT = "引用符が閉じていません", "引用符（いんようふ）が とじて いません", "a quotation mark is not closed";
    WRONG_ARGUMENTS = "関数の引数の数が違います", "かっこの 中（なか）の 数（かず）が ちがいます", "a function has the wrong number of arguments";
    UNSUPPORTED_AXIS = "使えない軸です", "使（つか）えない 書（か）きかたです", "an axis that forms do not have";
    BAD_PATTERN = "正規表現を読み取れません", "パターンが わかりません", "a pattern cannot be read";
    TOO_DEEP = "かっこの入れ子が深すぎます", "かっこが 多（おお）すぎます", "brackets are nested too deeply";
    TOO_LONG = "長すぎます", "長（なが）すぎます", "too long";
}
