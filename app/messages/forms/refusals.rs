//! Why a form, an answer, a file or a submission was not taken: what is wrong, and what to do.

use engawa_core::Message;

engawa_core::messages! {
    // Answers.
    ANSWER_REQUIRED = "この質問に答えてください。", "ここに 答（こた）えて ください。", "Please answer this question.";
    ANSWER_CONSTRAINT = "この答えは、様式の条件に合いません。見直してください。", "この 答（こた）えは 使（つか）えません。もう一度（いちど） 見（み）て ください。", "This answer does not satisfy the rule of the form. Please check it.";
    ANSWER_TYPE = "この形では読み取れません。書き方を見直してください。", "よめませんでした。書（か）きかたを 見（み）て ください。", "This cannot be read. Please check how it is written.";
    DRAWING_UNUSED = "書いたものが、まだ付いていません。「書いたものを使う」か「消して書き直す」を押してください。", "書（か）いた ものが まだ ついて いません。「これを 使（つか）う」か「けして 書（か）きなおす」を おして ください。", "What you wrote is not attached yet. Press “Use what is written” or “Clear and write again”.";
    ANSWER_FAULT = "様式の計算に誤りがあります。窓口に知らせてください。あなたの入力は残っています。", "様式（ようしき）が まちがって います。窓口（まどぐち）に 知（し）らせて ください。", "The form itself has a mistake here. Please tell the desk; what you entered is kept.";

    // Forms.
    FORM_ID_INVALID = "様式の ID は英数字と - _ . で、{0}文字以内にしてください。", "ID は 英語（えいご）の 字（じ）と 数字（すうじ）で、{0}字（じ）までに して ください。", "The id of a form has ASCII letters, digits, - _ . and at most {0} characters.";
    FORM_VERSION_INVALID = "版の名前は英数字と - _ . で、{0}文字以内にしてください（例：2026-04）。", "版（はん）の 名前（なまえ）は 英語（えいご）の 字（じ）と 数字（すうじ）で、{0}字（じ）までに して ください。", "A version has ASCII letters, digits, - _ . and at most {0} characters (such as 2026-04).";
    FORM_VERSION_EXISTS = "版「{0}」はすでに公開されています。公開した版は変えられません。新しい版の名前を付けてください。", "版（はん）「{0}」は もう あります。新（あたら）しい 名前（なまえ）に して ください。", "Version {0} was published already and never changes. Give the new version another name.";
    FORM_UNKNOWN = "この様式はありません。", "この 様式（ようしき）は ありません。", "There is no such form.";
    FORM_VERSION_UNKNOWN = "この様式に版「{0}」はありません。新しい版で開き直してください。", "版（はん）「{0}」は ありません。もう一度（いちど） 開（ひら）いて ください。", "The form has no version {0}. Open it again.";
    FORM_CLOSED = "この様式は、いま受け付けていません。入力は下書きに残っています。", "この 様式（ようしき）は いま 送（おく）れません。書（か）いた ものは のこって います。", "This form takes nothing at the moment. Your draft is kept.";
    FORM_NOT_YET_OPEN = "受付は {0} からです。入力は下書きに残っています。", "{0} から 送（おく）れます。書（か）いた ものは のこって います。", "This form opens on {0}. Your draft is kept.";
    FORM_OVER = "受付は {0} に終わりました。入力は下書きに残っています。", "{0} に おわりました。書（か）いた ものは のこって います。", "This form closed on {0}. Your draft is kept.";
    FORM_FULL = "定数（{0}件）に達したため、受付を終わりました。入力は下書きに残っています。", "もう いっぱいです（{0}）。書（か）いた ものは のこって います。", "The limit of {0} submissions is reached. Your draft is kept.";
    FORM_FOR_STAFF = "この様式は担当者だけが使います。", "この 様式（ようしき）は 担当（たんとう）の 人（ひと）だけです。", "This form is for staff only.";
    FORM_FOR_RESIDENTS = "この様式は、サインインした人が送れます。サインインしてから、もう一度送ってください。入力は下書きに残っています。", "サインインした 人（ひと）が 送（おく）れます。サインインしてから、もう一度（いちど） 送（おく）って ください。書（か）いた ものは のこって います。", "This form is for people who are signed in. Sign in, then send it again; what you wrote in a draft is kept.";
    FORM_FOR_GROUPS = "この様式は、登録団体の人（団体の代わりに書ける人）が送れます。その人のアカウントでサインインしてから、もう一度送ってください。入力は下書きに残っています。", "登録（とうろく）した グループの 人（ひと）が 送（おく）れます。サインインしてから、もう一度（いちど） 送（おく）って ください。書（か）いた ものは のこって います。", "This form is for members of registered groups who may write for them. Sign in with such an account, then send it again; what you wrote in a draft is kept.";
    FORM_EXPRESSION = "式を読み取れません：{0}", "しきが わかりません：{0}", "The expression cannot be read: {0}";
    FORM_CYCLE = "互いに頼り合う質問があり、計算できません：{0}", "計算（けいさん）が ぐるぐる 回（まわ）ります：{0}", "These depend on each other in a circle: {0}";
    FORM_SIZE = "質問が多すぎます。{0}個以内にしてください。", "質問（しつもん）が 多（おお）すぎます。{0}こまでです。", "Too many questions. At most {0}.";
    FORM_PLACE = "質問の置き場所が正しくないか、入れ子が{0}段より深くなっています。", "質問（しつもん）の 場所（ばしょ）が ちがいます（{0}だんまで）。", "A question stands in no place, or is nested deeper than {0} levels.";
    FORM_NAME_TWICE = "同じグループに同じ名前の質問が二つあります。", "同（おな）じ 名前（なまえ）の 質問（しつもん）が 二（ふた）つ あります。", "Two questions of a group have the same name.";
    FORM_UNKNOWN_NODE = "ない質問（{0}番）が使われています。", "ない 質問（しつもん）（{0}）が あります。", "A question that does not exist is used (number {0}).";
    FORM_UNKNOWN_LIST = "選択肢の一覧「{0}」がありません。", "リスト「{0}」が ありません。", "There is no list of choices {0}.";
    CHOICES_FILE_MISSING = "選択肢のファイル「{0}」も一緒に選んでください。", "ファイル「{0}」も えらんで ください。", "Please choose the file of choices {0} as well.";
    CHOICES_FILE_COLUMN = "ファイル「{0}」に列「{1}」がありません。", "ファイル「{0}」に 列（れつ）「{1}」が ありません。", "The file {0} has no column {1}.";
    MEDIA_MISSING = "ファイル「{0}」がありません。ワークブックと一緒に選んでください。", "ファイル「{0}」が ありません。いっしょに えらんで ください。", "The file {0} is not here. Choose it together with the workbook.";
    MEDIA_KIND = "ファイル「{0}」は、この列には使えない種類です（{1}）。", "ファイル「{0}」は ここでは 使（つか）えません（{1}）。", "The file {0} is of a kind that this column does not take ({1}).";
    MEDIA_UNUSED = "このファイルは、ワークブックのどこにも書かれていません。", "この ファイルは、ワークブックに ありません。", "Nothing in the workbook names this file.";
    MEDIA_UNKNOWN_KIND = "画像（JPEG、PNG、WebP）、音声（MP3、M4A、OGG）、動画（MP4、WebM）を選んでください。", "絵（え）（JPEG、PNG、WebP）、音（おと）（MP3、M4A、OGG）、動画（どうが）（MP4、WebM）を えらんで ください。", "Choose pictures (JPEG, PNG, WebP), sounds (MP3, M4A, OGG) or films (MP4, WebM).";

    // Files.
    BLOB_NAME_INVALID = "ファイルの識別名が正しくありません。", "ファイルの 番号（ばんごう）が ちがいます。", "The name of a file is its SHA-256 in lower-case hexadecimal.";
    BLOB_LENGTH_MISSING = "ファイルの全体の大きさを示してください（Content-Range か Upload-Length）。", "ファイルの 大（おお）きさが わかりません。", "Say how long the whole file is (Content-Range or Upload-Length).";
    BLOB_OFFSET = "続きは {0} バイト目から送ってください。", "{0} から 送（おく）って ください。", "Go on at byte {0}.";
    BLOB_MISMATCH = "送られたファイルの中身が識別名と合いません。もう一度送ってください。", "ファイルが こわれて います。もう一度（いちど） 送（おく）って ください。", "The bytes do not match the name. Send the file again.";
    ATTACHMENT_MISSING = "ファイルがまだ届いていません。自動で送り直します。", "ファイルが まだ とどいて いません。もう一度（いちど） 送（おく）ります。", "A file has not arrived yet. It is sent again by itself.";
    ATTACHMENT_UNLISTED = "ファイル「{0}」が送信に含まれていません。もう一度付けてください。", "ファイル「{0}」が ありません。もう一度（いちど） つけて ください。", "The file {0} is not part of what was sent. Attach it again.";
    PHOTO_DAMAGED = "写真「{0}」を読み取れません。撮影場所などの情報を取り除けないため、受け取りませんでした。別の形式で保存して付け直してください。", "しゃしん「{0}」が 読（よ）めません。ほかの 形（かたち）で のこして、もう一度（いちど） つけて ください。", "The photo {0} cannot be read, so what the camera noted in it could not be taken out, and it was not kept. Save it in another form and attach it again.";
    ATTACHMENT_KIND = "この質問には使えない種類のファイルです（{0}）。", "この ファイルは 使（つか）えません（{0}）。", "This kind of file does not fit the question ({0}).";

    // Submissions.
    RECEIPT_UNKNOWN = "受付番号か確認用の番号が違います。", "番号（ばんごう）が ちがいます。", "The receipt number or its code is wrong.";
    CORRECTION_NOT_ASKED = "受付 {0} は、差し戻されていないため訂正できません。状況を確かめてください。入力は残っています。", "{0}は いま なおせません。どう なって いるか 見（み）て ください。書（か）いた ものは のこって います。", "{0} was not sent back to you, so it cannot be corrected now. Look how it stands; what you entered is kept.";
    REPLY_TOO_LATE = "もう決まったため、返事は送れません。窓口にお問い合わせください。", "もう きまりました。窓口（まどぐち）に 聞（き）いて ください。", "This was decided already, so there is nothing to answer. Please ask the desk.";
    REPLY_TOO_MANY = "返事は1時間に{0}回までです。{1}ごろに、もう一度送ってください。", "返事（へんじ）は 1時間（じかん）に {0}回（かい）までです。{1}に もう一度（いちど） 送（おく）って ください。", "You can answer {0} times an hour. Please try again at about {1}.";
    DRAFT_UNKNOWN = "この共有の下書きは、いまサーバーにありません。入力はこの端末に残っています。共有をやめて、自分の下書きとして送ってください。", "みんなの 下書（したが）きが 見（み）つかりません。書（か）いた ものは のこって います。自分（じぶん）だけの 下書（したが）きに して 送（おく）って ください。", "This shared draft is not on the server any more. What you entered is kept on this device. Stop sharing, and send it as a draft of your own.";
    DRAFT_ALREADY_SENT = "この下書きは、グループのほかの人がすでに送りました（受付番号：{0}）。二重には受け付けません。直すときは、その受付を訂正してください。", "グループの ほかの 人（ひと）が もう 送（おく）りました（番号（ばんごう）：{0}）。1回（かい）だけ 送（おく）れます。なおす ときは、この 番号（ばんごう）の ものを なおして ください。", "Another member has sent this draft already (receipt number {0}). It is taken once. To change something, correct that submission.";
    PAPER_ID_INVALID = "用紙の番号が正しくありません（例：P-1A2B3C4D）。QRコードの下の番号を見直してください。", "紙（かみ）の 番号（ばんごう）が ちがいます（れい：P-1A2B3C4D）。", "This is not the number of a paper (such as P-1A2B3C4D). It stands below the QR code.";
    RECEIVED_ON_FUTURE = "届いた日が今日より後になっています。", "とどいた 日（ひ）が 今日（きょう）より 後（あと）です。", "The day of arrival lies in the future.";
    PROVENANCE_REQUIRED = "紙・電話・窓口のどれかを選んでください。", "どれか ひとつ えらんで ください。", "Choose paper, phone or counter.";
    LETTER_PLACE_UNKNOWN = "{0}行目の「{1}」に入るものがありません。使える言葉の一覧を見てください。", "{0}行目（ぎょうめ）の 「{1}」は 使（つか）えません。", "Line {0}: nothing fills the place {1}. The places that can be used are listed on the page.";
    LETTER_PLACE_OPEN = "{0}行目の括弧が閉じていません。", "{0}行目（ぎょうめ）の かっこが とじて いません。", "Line {0}: a bracket is not closed.";
    NOTHING_TO_DO = "変えることが選ばれていません。", "何（なに）も えらんで いません。", "Nothing was chosen to be done.";
}

/// The sentence of a code; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_sentences() {
        for code in [
            "answer_required",
            "drawing_unused",
            "form_full",
            "attachment_missing",
            "receipt_unknown",
            "form_cycle",
            "draft_already_sent",
            "draft_unknown",
            "correction_not_asked",
            "media_missing",
            "media_kind",
            "media_unused",
            "media_unknown_kind",
        ] {
            assert!(problem(code).is_some(), "{code}");
        }
        assert_eq!(problem("no_such_code"), None);
    }
}
