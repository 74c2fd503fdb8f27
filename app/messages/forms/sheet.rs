//! What is wrong with a workbook in the `XLSForm` standard, one sentence for each of `engawa_core::form::xlsform::codes`.

use engawa_core::{Lang, Message, Problem};

engawa_core::messages! {
    TOO_MANY_SHEETS = "シートが多すぎます。{0}枚以内にしてください。", "シートが 多（おお）すぎます。{0}まいまでに して ください。", "Too many sheets. At most {0}.";
    TOO_MANY_ROWS = "行が多すぎます。{0}行以内にしてください。", "行（ぎょう）が 多（おお）すぎます。{0}行（ぎょう）までに して ください。", "Too many rows. At most {0}.";
    TOO_MANY_COLUMNS = "列が多すぎます。{0}列以内にしてください。", "列（れつ）が 多（おお）すぎます。{0}列（れつ）までに して ください。", "Too many columns. At most {0}.";
    CELL_TOO_LONG = "セルの文字が多すぎます。{0}文字以内にしてください。", "セルの 字（じ）が 多（おお）すぎます。{0}字（じ）までに して ください。", "The cell is too long. At most {0} characters.";
    TOO_MANY_NODES = "質問とグループが多すぎます。{0}個以内にしてください。", "質問（しつもん）が 多（おお）すぎます。{0}こまでに して ください。", "Too many questions and groups. At most {0}.";
    TOO_DEEP = "グループの入れ子が深すぎます。{0}段以内にしてください。", "グループの 中（なか）の グループが 多（おお）すぎます。{0}だんまでに して ください。", "Groups are nested too deeply. At most {0} levels.";
    TOO_MANY_CHOICES = "選択肢が多すぎます。{0}個以内にしてください。", "えらぶ ものが 多（おお）すぎます。{0}こまでに して ください。", "Too many choices. At most {0}.";
    SURVEY_MISSING = "シート「survey」がありません。似た名前のシート：{0}", "「survey」の シートが ありません。にている 名前（なまえ）：{0}", "There is no sheet survey. Sheets with a similar name: {0}";
    CHOICES_MISSING = "シート「choices」がありません。似た名前のシート：{0}", "「choices」の シートが ありません。にている 名前（なまえ）：{0}", "There is no sheet choices. Sheets with a similar name: {0}";
    HEADER_DUPLICATE = "同じ見出し「{0}」の列が二つあります。一つにしてください。", "同（おな）じ 名前（なまえ）「{0}」の 列（れつ）が 二（ふた）つ あります。", "Two columns have the header {0}. Keep one.";
    HEADER_SAME_MEANING = "この列は「{0}」と同じ意味です。どちらか一つにしてください。", "この 列（れつ）は「{0}」と 同（おな）じ いみです。一（ひと）つに して ください。", "This column means the same as {0}. Keep one of them.";
    HEADER_MISSING = "必要な列「{0}」がありません。", "列（れつ）「{0}」が ありません。", "The column {0} is missing.";
    TYPE_MISSING = "type が空です。質問の種類を入れてください。", "type が ありません。質問（しつもん）の しゅるいを 書（か）いて ください。", "The type is empty. Enter the type of the question.";
    TYPE_UNKNOWN = "「{0}」という種類はありません。", "「{0}」という しゅるいは ありません。", "There is no type {0}.";
    NAME_MISSING = "name が空です。質問の名前を英数字で入れてください。", "name が ありません。英語（えいご）の 字（じ）で 書（か）いて ください。", "The name is empty. Enter a name in ASCII letters.";
    NAME_INVALID = "「{0}」は name に使えません。文字か下線で始め、文字・数字・_・-・. だけにしてください。", "「{0}」は 名前（なまえ）に 使（つか）えません。", "{0} cannot be a name: begin with a letter or underscore, then letters, digits, _, - or .";
    NAME_DUPLICATE = "同じグループに「{0}」がすでにあります。", "「{0}」は もう あります。", "The name {0} is already used in this group.";
    NAME_RESERVED = "「{0}」は様式が使う名前なので、ほかの名前にしてください。", "「{0}」は 使（つか）えません。ほかの 名前（なまえ）に して ください。", "The name {0} is kept for the form itself. Choose another one.";
    REPEAT_NAME_IS_ROOT = "繰り返し「{0}」の名前が様式そのものの名前と同じです。", "「{0}」は 様式（ようしき）の 名前（なまえ）と 同（おな）じです。", "The repeat {0} is called like the form itself.";
    REPEAT_NAME_DUPLICATE = "「{0}」という繰り返しが二つあります。", "「{0}」という くりかえしが 二（ふた）つ あります。", "There are two repeats called {0}.";
    END_UNMATCHED = "ここで終わる {0} が始まっていません。", "おわりの {0} に、はじまりが ありません。", "An end of {0} without its beginning.";
    BEGIN_UNMATCHED = "{0}「{1}」が終わっていません。end_{0} を加えてください。", "{0}「{1}」の おわりが ありません。", "{0} {1} does not end. Add end_{0}.";
    LABEL_MISSING = "質問「{0}」に label も hint も画像もありません。", "質問（しつもん）「{0}」に ことばが ありません。", "Question {0} has neither label nor hint nor picture.";
    BIG_IMAGE_ALONE = "「{0}」に big-image だけがあります。image も入れてください。", "「{0}」に image も 入（い）れて ください。", "{0} has a big-image without its image.";
    MEDIA_UNKNOWN = "「{0}」という種類のメディアはありません。", "「{0}」という メディアは ありません。", "There is no kind of media {0}.";
    MEDIA_NAME_IS_PATH = "「{0}」はフォルダーを含むか、ファイル名に使えません。名前だけを書いてください。", "「{0}」は 使（つか）えません。ファイルの 名前（なまえ）だけ 書（か）いて ください。", "{0} is no plain name of a file. Write the name without a folder.";
    MEDIA_NAME_TOO_LONG = "ファイル名が長すぎます。{0}文字以内にしてください。", "ファイルの 名前（なまえ）が 長（なが）すぎます。{0}字（じ）までに して ください。", "The name of the file is too long. At most {0} characters.";
    CALCULATION_MISSING = "calculate に calculation がありません。", "calculation が ありません。", "calculate needs a calculation.";
    DATA_TYPE_UNKNOWN = "データ型「{0}」はないか、この質問に合いません。", "「{0}」という 型（かた）は 使（つか）えません。", "The data type {0} is unknown or does not fit the question.";
    LIST_NAME_MISSING = "「{0}」に選択肢の一覧の名前がありません（例：select_one area）。", "「{0}」に リストの 名前（なまえ）が ありません。", "{0} needs the name of its list (such as select_one area).";
    LIST_UNKNOWN = "選択肢の一覧「{0}」が choices シートにありません。", "リスト「{0}」が ありません。", "There is no list {0} in the sheet of choices.";
    FILE_EXTENSION = "選択肢のファイル「{0}」は .csv、.geojson、.xml のどれかにしてください。", "ファイル「{0}」は .csv に して ください。", "The file of choices {0} must end with .csv, .geojson or .xml.";
    INSTANCE_CONFLICT = "「{0}」という選択肢の元が二つあり、中身が違います。", "「{0}」が 二（ふた）つ あって、中（なか）が ちがいます。", "Two different sources of choices are called {0}.";
    INSTANCE_DUPLICATE = "ファイル「{0}」が二度書かれています。", "ファイル「{0}」が 二度（にど） あります。", "The file {0} is declared twice.";
    CHOICE_NAME_MISSING = "選択肢の name が空です。", "えらぶ ものの name が ありません。", "The choice has no name.";
    CHOICE_DUPLICATE = "一覧「{1}」に「{0}」が二つあります。", "リスト「{1}」に「{0}」が 二（ふた）つ あります。", "The list {1} has two choices named {0}.";
    CHOICE_NAME_HAS_SPACE = "複数選択の一覧「{1}」の name「{0}」に空白があります。取り除いてください。", "リスト「{1}」の「{0}」に 空白（くうはく）が あります。", "The choice {0} of the list {1} has a space in its name.";
    OR_OTHER_FILTERED = "or_other と choice_filter は一緒に使えません。", "or_other と choice_filter は いっしょに 使（つか）えません。", "or_other cannot be used with a choice filter.";
    OR_OTHER_WITHOUT_LIST = "or_other はこのワークブックの一覧でだけ使えます。", "or_other は この ファイルの リストだけです。", "or_other needs a list of this workbook.";
    TABLE_LIST_FILTERED = "table-list の質問に choice_filter は使えません。", "table-list に choice_filter は 使（つか）えません。", "A table-list cannot have a choice filter.";
    TABLE_LIST_DIFFERS = "table-list の中の一覧が違います（{0} と {1}）。", "table-list の リストが ちがいます（{0} と {1}）。", "A table-list needs one list for all its questions ({0} and {1}).";
    PARAMETERS_MALFORMED = "parameters は「名前=値」を空白で並べてください。", "parameters の 書（か）きかたが ちがいます。", "Write parameters as name=value, parted by spaces.";
    PARAMETER_UNKNOWN = "この種類に「{0}」は使えません。使えるもの：{1}", "「{0}」は 使（つか）えません。使（つか）える もの：{1}", "This type takes no parameter {0}. It takes: {1}";
    PARAMETER_INVALID = "{0} に「{1}」は使えません。", "{0} に「{1}」は 使（つか）えません。", "{0} cannot be {1}.";
    PARAMETER_NOT_A_NUMBER = "{0} は数にしてください（いまは「{1}」）。", "{0} は 数（かず）に して ください（いま「{1}」）。", "{0} must be a number (it is {1}).";
    SEED_WITHOUT_RANDOMIZE = "seed は randomize=true と一緒に使います。", "seed は randomize=true と いっしょに 使（つか）います。", "seed needs randomize=true.";
    RANGE_ZERO = "{0} を 0 にはできません。", "{0} は 0 に できません。", "{0} cannot be zero.";
    RANGE_STEP_TOO_LARGE = "{0} が範囲より大きくなっています。", "{0} が 大（おお）きすぎます。", "{0} is larger than the range.";
    RANGE_NOT_A_MULTIPLE = "{0} が step の倍数ではありません。", "{0} が step と 合（あ）いません。", "{0} is not a multiple of the step.";
    RANGE_OUTSIDE = "{0} が範囲の外にあります。", "{0} が はんいの 外（そと）です。", "{0} lies outside the range.";
    RANGE_TICKS_UNKNOWN = "目盛りの一覧「{0}」がありません。", "リスト「{0}」が ありません。", "There is no list of tick labels {0}.";
    RANGE_TICKS_DO_NOT_FIT = "目盛りの一覧「{0}」の「{1}」が範囲に合いません。", "リスト「{0}」の「{1}」が 合（あ）いません。", "The tick {1} of the list {0} does not fit the range.";
    RANGE_APPEARANCE = "appearance「{0}」では目盛りを使えません。", "「{0}」では めもりを 使（つか）えません。", "The appearance {0} has no ticks.";
    REFERENCE_MALFORMED = "参照の書き方が違います。$ と波かっこで名前を囲んでください。", "質問（しつもん）の 名前（なまえ）の 書（か）きかたが ちがいます。", "A reference is a name in braces after a dollar sign.";
    REFERENCE_WITHOUT_COMMA = "参照の間をコンマで区切ってください。", "名前（なまえ）の 間（あいだ）に , を 入（い）れて ください。", "Put commas between the references.";
    REFERENCE_UNKNOWN = "「{0}」という質問はありません。", "「{0}」という 質問（しつもん）は ありません。", "There is no question {0}.";
    REFERENCE_AMBIGUOUS = "「{0}」という質問がいくつもあり、どれか決まりません。", "「{0}」が いくつも あります。", "There are several questions {0}; it is not clear which one is meant.";
    TRIGGER_NOT_VISIBLE = "trigger の「{0}」は入力できない項目なので、何も起きません。", "「{0}」は 書（か）けないので、何（なに）も おきません。", "Nobody can answer {0}, so this trigger never happens.";
    EXPRESSION_MISTAKE = "式を読み取れません（{0}、{1}文字目）：{2}", "しきが わかりません（{0}、{1}字（じ）め）：{2}", "The expression cannot be read ({0}, at character {1}): {2}";
    CYCLE = "互いに頼り合う質問があり、計算できません：{0}", "計算（けいさん）が ぐるぐる 回（まわ）ります：{0}", "These depend on each other in a circle: {0}";
    NOT_SUPPORTED_TYPE = "種類「{0}」にはまだ対応していません。", "「{0}」は まだ 使（つか）えません。", "The type {0} is not supported yet.";
    NOT_SUPPORTED_LOOP = "選択肢ごとの繰り返し（loop）には対応していません。", "loop は 使（つか）えません。", "A loop over choices is not supported.";
    NOT_SUPPORTED_ENTITIES = "エンティティ（entities）には対応していません。", "entities は 使（つか）えません。", "Entities are not supported.";
    NOT_SUPPORTED_EXTERNAL_CHOICES = "external_choices シートには対応していません。", "external_choices は 使（つか）えません。", "The sheet external_choices is not supported.";
    NOT_SUPPORTED_FILE = "ファイル「{0}」の形式には対応していません。CSV にしてください。", "ファイル「{0}」は 使（つか）えません。CSV に して ください。", "Files such as {0} are not supported. Use CSV.";
    NOT_SUPPORTED_SEARCH = "appearance の search() には対応していません。", "search() は 使（つか）えません。", "search() in an appearance is not supported.";
    NOT_SUPPORTED_INTENT = "ほかのアプリの呼び出しには対応していません。", "ほかの アプリは 使（つか）えません。", "Calling another application is not supported.";
    NOT_SUPPORTED_PARAMETER = "パラメーター「{0}」には対応していません。", "「{0}」は 使（つか）えません。", "The parameter {0} is not supported.";
    NOT_SUPPORTED_LAST_SAVED = "前回の回答「{0}」の参照には対応していません。", "前（まえ）の 答（こた）え「{0}」は 使（つか）えません。", "The answer {0} of the last filling-in cannot be used.";
    NOT_SUPPORTED_REFERENCE_IN_FILE_NAME = "ファイル名の中の参照には対応していません：{0}", "ファイルの 名前（なまえ）に「{0}」は 使（つか）えません。", "References in file names are not supported: {0}";
    NOT_SUPPORTED_MEDIA = "ファイル「{0}」の形式には対応していません。使えるもの：{1}", "ファイル「{0}」は 使（つか）えません。使（つか）える もの：{1}", "Files such as {0} are not supported here. These are: {1}";
    NOT_SUPPORTED_ENCRYPTION = "回答の暗号化（public_key）には対応していません。", "暗号（あんごう）は 使（つか）えません。", "Encrypted submissions are not supported.";
    NOT_SUPPORTED_SETTING = "設定「{0}」には対応していません。", "設定（せってい）「{0}」は 使（つか）えません。", "The setting {0} is not supported.";
    NOT_SUPPORTED_PRELOAD = "自動入力「{0}」には対応していません。", "「{0}」は 使（つか）えません。", "The preload {0} is not supported.";
    NOT_SUPPORTED_FUNCTION = "関数「{0}」には対応していません。", "「{0}」は 使（つか）えません。", "The function {0} is not supported.";
    SHEET_SIMILAR = "シート「{0}」のつもりですか。似た名前：{1}", "「{0}」の まちがいですか：{1}", "Did you mean the sheet {0}? Similar names: {1}";
    COLUMN_UNKNOWN = "列「{0}」は使いません。", "列（れつ）「{0}」は 使（つか）いません。", "The column {0} has no meaning here.";
    HEADER_OVERRIDDEN = "列「{0}」と同じ意味なので、こちらを使います。", "「{0}」と 同（おな）じ いみです。こちらを 使（つか）います。", "Means the same as {0}; this one is used.";
    SETTING_IGNORED = "設定「{0}」は使いません。", "設定（せってい）「{0}」は 使（つか）いません。", "The setting {0} has no meaning here.";
    ROW_SKIPPED = "種類も名前もないので、この行は飛ばしました。", "この 行（ぎょう）は とばしました。", "The row has no type, name or label and was skipped.";
    DISABLED = "disabled の代わりに relevant を使ってください。", "disabled では なく relevant を 使（つか）って ください。", "Use relevant instead of disabled.";
    NAME_DIFFERS_BY_CASE = "「{0}」は大文字・小文字だけ違う名前がほかにあります。", "「{0}」と にた 名前（なまえ）が あります。", "The name {0} differs from another one only by case.";
    REPEAT_WITHOUT_LABEL = "繰り返し「{0}」に label がありません。", "くりかえし「{0}」に ことばが ありません。", "The repeat {0} has no label.";
    CHOICE_WITHOUT_LABEL = "選択肢「{0}」に label がありません。", "「{0}」に ことばが ありません。", "The choice {0} has no label.";
    CHOICE_WITHOUT_LIST = "この選択肢には list_name がありません。", "list_name が ありません。", "The choice has no list_name.";
    CHOICE_COLUMN_INVALID = "列「{0}」は名前に使えないので、絞り込みに使えません。", "列（れつ）「{0}」は 使（つか）えません。", "The column {0} is not a name and cannot be used in filters.";
    TRANSLATION_MISSING = "「{0}」の {1} がありません。", "「{0}」の {1} が ありません。", "There is no {1} in {0}.";
    LANGUAGE_WITHOUT_CODE = "言語「{0}」にコードがありません（例：English (en)）。", "ことば「{0}」に コードが ありません（れい：English (en)）。", "The language {0} has no code, as in English (en).";
    OR_OTHER_UNTRANSLATED = "or_other の「その他」は、どの言語でも英語で表示されます。", "or_other は 英語（えいご）だけです。", "The words of or_other are English in every language.";
    IMAGE_WITHOUT_MAX_PIXELS = "max-pixels がないので、写真が元の大きさで送られます。", "しゃしんが 大（おお）きいまま 送（おく）られます。", "Without max-pixels, pictures are sent in full size.";
    INSTANCE_UNKNOWN = "式が「{0}」という一覧を使っていますが、ありません。", "リスト「{0}」が ありません。", "An expression names the list {0}, which the workbook does not have.";
    TRIGGER_NEVER_HAPPENS = "「{0}」は自分で変わるため、trigger は働きません。", "「{0}」では 何（なに）も おきません。", "{0} changes by itself, so the trigger never happens.";
    APPEARANCE_UNKNOWN = "appearance「{0}」は、ここでは働きません。", "「{0}」は ここでは 使（つか）いません。", "The appearance {0} has no effect here.";
    MEDIA_NOT_DRAWN = "{0} の列は使いません。絵は image の列に書いたものが出ます。", "{0} の 列（れつ）は 使（つか）いません。絵（え）は image の 列（れつ）の ものが 出（で）ます。", "The column {0} is not used. Pictures are those of the column image.";
    APPEARANCE_AS_PICTURE = "appearance「{0}」では画像に書き込めません。代わりに、写真か画像を選ぶ欄になります。", "「{0}」は 使（つか）えません。しゃしんを えらぶ ところに なります。", "Nothing is drawn over a picture ({0}): one is taken or chosen instead.";
    APPEARANCE_AS_LIST = "appearance「{0}」は働きません。ふつうの一覧から選ぶ欄になります。", "「{0}」は 使（つか）えません。ふつうの リストに なります。", "The appearance {0} has no effect: the choices are an ordinary list.";
    APPEARANCE_VISIBLE = "appearance「{0}」は、ここでは働きません。答えは画面に見えます。", "「{0}」は ここでは 使（つか）えません。答（こた）えが 見（み）えます。", "The appearance {0} has no effect here: the answer can be seen.";
    APPEARANCE_AS_SLIDER = "appearance「{0}」は働きません。数を選ぶつまみになります。", "「{0}」は 使（つか）えません。数（かず）を えらぶ つまみに なります。", "The appearance {0} has no effect: the number is set with a slider.";
    TYPE_AS_TEXT = "種類「{0}」は、地図や読み取りではなく、1行の文字として入力します。書き方を hint に書いてください。", "「{0}」は 字（じ）で 書（か）きます。書（か）きかたを hint に 書（か）いて ください。", "The type {0} is typed as a line of text: there is no map and no scanner. Say in the hint how it is written.";
    USERNAME_OFTEN_EMPTY = "アカウントの名前は、サインインして送られたときだけ入ります。名前が要るときは、質問で聞いてください。", "アカウントの 名前（なまえ）は、サインイン した ときだけ 入（はい）ります。名前（なまえ）が いる ときは、聞（き）いて ください。", "The name of the account is filled in only where somebody is signed in. If you need a name, ask for it.";
    FORM_EMPTY = "この様式には質問がありません。", "質問（しつもん）が ありません。", "The form asks nothing.";
}

fn find(table: &[(&str, Message)], code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    table.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}

/// The sentence of a code; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    find(TABLE, code)
}

/// The sentence of what is wrong with a workbook; a code without a sentence is shown itself.
pub fn sentence(found: &Problem, lang: Lang) -> String {
    let mut args: Vec<&str> = found.args.iter().map(String::as_str).collect();
    if found.code == "expression_mistake"
        && let Some(first) = args.first_mut()
        && let Some(message) = find(super::mistake::TABLE, first)
    {
        *first = message.text(lang);
    }
    problem(&found.code).map_or_else(|| super::super::problems::sentence(found, lang), |message| message.with(lang, &args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engawa_core::form::xlsform::codes;

    #[test]
    fn every_code_of_a_workbook_has_a_sentence() {
        let missing: Vec<&str> = codes::ALL.iter().copied().filter(|code| problem(code).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let known: Vec<String> = codes::ALL.iter().map(|code| code.to_ascii_uppercase()).collect();
        let idle: Vec<&str> = TABLE.iter().map(|(name, _)| *name).filter(|name| !known.iter().any(|code| code == name)).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn a_mistake_of_an_expression_is_told_in_words() {
        let found = Problem::new("survey!F3", "expression_mistake").arg("unclosed_text").arg("4").arg("1 + '");
        assert_eq!(sentence(&found, Lang::En), "The expression cannot be read (a quotation mark is not closed, at character 4): 1 + '");
        assert_eq!(sentence(&Problem::new("", "required"), Lang::En), "Please fill this in.");
    }
}
