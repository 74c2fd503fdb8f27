//! The sentences of problem codes. What is wrong, and what to do.

use engawa_core::{Lang, Message, Problem};

engawa_core::messages! {
    REQUIRED = "入力してください。", "ここに 書（か）いて ください。", "Please fill this in.";
    TOO_LONG = "長すぎます。{0}文字以内にしてください。", "長（なが）すぎます。{0}字（じ）までに して ください。", "Too long. At most {0} characters.";
    TOO_SHORT = "短すぎます。{0}文字以上にしてください。", "短（みじか）すぎます。{0}字（じ）より 多（おお）く 書（か）いて ください。", "Too short. At least {0} characters.";
    BAD_SITE_PATH = "このサイトのフォームかページを「/」から書いてください（例：/forms/…）。ほかのサイトのアドレスは使えません。", "この サイトの ページを「/」から 書（か）いて ください（たとえば /forms/…）。ほかの サイトは 使（つか）えません。", "Enter a form or page of this site, beginning with “/” (such as /forms/…). Other sites cannot be named here.";
    BAD_URL = "https:// または http:// で始まるアドレスを入力してください。", "https:// か http:// で はじまる アドレスを 書（か）いて ください。", "Enter an address that begins with https:// or http://.";
    BAD_EMAIL = "メールアドレスの形が正しくありません（例：name@example.jp）。", "メールアドレスが ちがいます（れい：name@example.jp）。", "This is not an e-mail address (example: name@example.jp).";
    BAD_PHONE = "電話番号を確認してください（例：0422-00-0000）。", "電話番号（でんわばんごう）を もう一度（いちど） 見（み）て ください（れい：0422-00-0000）。", "Check the phone number (example: 0422-00-0000).";
    BAD_DATE = "日付を確認してください（例：2026-11-20）。", "日（ひ）を もう一度（いちど） 見（み）て ください（れい：2026-11-20）。", "Check the date (example: 2026-11-20).";
    ENDS_BEFORE_START = "終わりが始まりより前になっています。", "おわりが、はじまりより 前（まえ）に なって います。", "The end lies before the start.";
    TOO_MANY = "多すぎます。{0}個以内にしてください。", "多（おお）すぎます。{0}こまでに して ください。", "Too many. At most {0}.";
    BAD_STATE_CHANGE = "この状態には変更できません。", "これに かえる ことは できません。", "It cannot be changed to this state.";
    NOT_FOUND = "見つかりませんでした。削除されたのかもしれません。", "見（み）つかりませんでした。もう ないのかも しれません。", "Not found. It may have been removed.";
    CONFLICT = "ほかの人が先に変更しました。新しい内容を確認してから、もう一度保存してください。", "ほかの 人（ひと）が 先（さき）に かえました。もう一度（いちど） 見（み）てから のこして ください。", "Somebody else changed this first. Look at the new version, then save again.";
    FORBIDDEN = "この操作をする権限がありません。", "あなたは これを する ことが できません。", "You are not allowed to do this.";
    BAD_JSON = "送られたデータを読み取れませんでした。", "データを 読（よ）む ことが できませんでした。", "The data could not be read.";
    TOO_LARGE = "大きすぎます。{0}以内にしてください。", "大（おお）きすぎます。{0}までに して ください。", "Too large. At most {0}.";
    UNKNOWN_GROUP = "その団体は登録されていません。", "その グループは ありません。", "There is no such group.";
    BAD_COORDINATES = "緯度・経度を確認してください。", "地図（ちず）の 場所（ばしょ）を もう一度（いちど） 見（み）て ください。", "Check latitude and longitude.";
    IMAGE_WITHOUT_ALT = "写真の説明（代替テキスト）を入力してください。", "写真（しゃしん）に 何（なに）が あるか 書（か）いて ください。", "Describe the picture in words (text alternative).";
    BAD_RULE = "くり返しの指定を読み取れませんでした。", "くりかえしの 書（か）きかたが わかりませんでした。", "The repetition could not be read.";
    OUT_OF_RANGE = "{0}から{1}までの数にしてください。", "{0}から {1}までの 数（かず）に して ください。", "Enter a number from {0} to {1}.";
    UNTIL_OR_COUNT = "最後の日か回数か、どちらか一つにしてください。", "さいごの 日（ひ）か 回数（かいすう）か、どちらか ひとつに して ください。", "Give either the last day or the number of times, not both.";
    BODY_TOO_DEEP = "データの入れ子が深すぎます。", "データが ふくざつすぎます。", "The data is nested too deeply.";
    WEEKDAY_MISMATCH = "日付と曜日が合いません。", "日（ひ）と 曜日（ようび）が 合（あ）いません。", "Date and weekday do not agree.";
    UNREADABLE_DATE = "日付を読み取れませんでした。元の文字のまま残しています。", "日（ひ）を 読（よ）む ことが できませんでした。書（か）いて ある まま のこしました。", "The date could not be read. The text was kept as it is.";
    UNREADABLE_TIME = "時刻を読み取れませんでした。元の文字のまま残しています。", "時間（じかん）を 読（よ）む ことが できませんでした。書（か）いて ある まま のこしました。", "The time could not be read. The text was kept as it is.";
    UNREADABLE_NUMBER = "数を読み取れませんでした。元の文字のまま残しています。", "数（かず）を 読（よ）む ことが できませんでした。書（か）いて ある まま のこしました。", "The number could not be read. The text was kept as it is.";
    UNREADABLE_HOURS = "{0}行目の「{1}」を読み取れませんでした。「月-金 9:00-21:00」「休 2026-12-29」のように書いてください。祝日は日付で書いてください。", "{0}行目（ぎょうめ）の「{1}」が わかりません。「月-金 9:00-21:00」や「休 2026-12-29」の ように 書（か）いて ください。祝日（しゅくじつ）は 日（ひ）を 書（か）いて ください。", "Line {0}: “{1}” could not be read. Write for example “Mon-Fri 9:00-21:00” or “closed 2026-12-29”; give public holidays by date.";
    UNREADABLE_CELL = "この欄を読み取れませんでした。元の文字のまま残しています。", "ここを 読（よ）む ことが できませんでした。書（か）いて ある まま のこしました。", "This cell could not be read. The text was kept as it is.";
    UNKNOWN_ENCODING = "文字コードを判別できませんでした。UTF-8 かシフトJISで保存してください。", "文字（もじ）の しゅるいが わかりませんでした。UTF-8 で のこして ください。", "The character encoding is unknown. Save the file as UTF-8 or Shift_JIS.";
    NO_HEADER = "見出しの行が見つかりませんでした。", "表（ひょう）の いちばん 上（うえ）の 行（ぎょう）が わかりませんでした。", "No header row was found.";
    TOO_MANY_ROWS = "行が多すぎます。{0}行以内に分けてください。", "行（ぎょう）が 多（おお）すぎます。{0}行（ぎょう）までに わけて ください。", "Too many rows. Split the file into parts of at most {0} rows.";
    TOO_MANY_COLUMNS = "列が多すぎます。{0}列以内にしてください。", "列（れつ）が 多（おお）すぎます。{0}列（れつ）までに して ください。", "Too many columns. At most {0}.";
    BROKEN_FILE = "ファイルが壊れていて開けません。もう一度保存してお試しください。", "ファイルが こわれて います。もう一度（いちど） のこして ください。", "The file is damaged. Save it again and retry.";
    UPLOAD_BROKEN = "送信が途中で切れました。もう一度送ってください。", "とちゅうで 切（き）れました。もう一度（いちど） 送（おく）って ください。", "The upload broke off. Please send it again.";
    NO_FILE = "ファイルを選んでください。", "ファイルを えらんで ください。", "Please choose a file.";
    NOT_STORED = "サーバーに保存できませんでした。時間をおいて、もう一度お試しください。続くときは管理者に知らせてください。", "サーバーに のこせませんでした。少（すこ）し あとで もう一度（いちど） して ください。", "The server could not store it. Try again later; if it goes on, tell whoever runs the server.";
    UNSUPPORTED_PICTURE = "この種類の画像は使えません。JPEG、PNG、WebP を選んでください。", "この 絵（え）の ファイルは 使（つか）えません。JPEG、PNG、WebP を えらんで ください。", "This kind of picture is not supported. Choose JPEG, PNG or WebP.";
    PICTURE_UNPROVEN = "この写真は、この端末から届いたものと確かめられませんでした。もう一度選んでください。", "この しゃしんは とどいて いません。もう一度（いちど） えらんで ください。", "This picture could not be taken as yours. Please choose it again.";
    PICTURE_GONE = "この写真は、この端末にもうありません。もう一度選ぶか、外してください。", "この しゃしんは もう ありません。もう一度（いちど） えらぶか、とって ください。", "This picture is no longer on this device. Choose it again, or remove it.";
    UNSUPPORTED_FILE = "この種類のファイルは使えません。CSV、TSV、XLSX、ICS を選んでください。", "この ファイルは 使（つか）えません。CSV、TSV、XLSX、ICS を えらんで ください。", "This kind of file is not supported. Choose CSV, TSV, XLSX or ICS.";
    DUPLICATE_KEY = "同じ識別子の行が先にあります（{0}）。", "同（おな）じ 番号（ばんごう）の 行（ぎょう）が あります（{0}）。", "Another row has the same key ({0}).";
    NO_TITLE = "名称がありません。", "名前（なまえ）が ありません。", "There is no title.";
    VANISHED = "前回の取り込みにあった行が、今回のファイルにありません。", "前（まえ）に あった 行（ぎょう）が ありません。", "A row of the last import is missing from this file.";
    POSSIBLE_DUPLICATE = "同じ内容の掲載がすでにあるかもしれません（{0}）。", "同（おな）じ ものが もう あるかも しれません（{0}）。", "This may be a duplicate of {0}.";
    AMBIGUOUS_YEAR = "年が書かれていないため、{0}年と読みました。確認してください。", "年（とし）が 書（か）いて ないので、{0}年（ねん）と しました。正（ただ）しいか 見（み）て ください。", "The year is missing; it was read as {0}. Please check.";
    IMPOSSIBLE_DATE = "存在しない日付です。", "そんな 日（ひ）は ありません。", "There is no such date.";
    FORMULA_CELL = "計算式のセルに値がありません。値として保存してください。", "計算（けいさん）の しきだけで、こたえが ありません。", "The cell holds a formula without a value. Save it as a value.";
    SESSION_EXPIRED = "時間がたったため、サインインが切れました。もう一度サインインしてください。", "時間（じかん）が たったので、もう一度（いちど） サインイン して ください。", "Your session has ended. Please sign in again.";
    PASSKEY_REFUSED = "パスキーを確認できませんでした。もう一度お試しになるか、ほかの方法をお使いください。", "パスキーを たしかめられませんでした。もう一度（いちど） するか、ほかの やりかたに して ください。", "The passkey could not be confirmed. Try again, or use another way.";
    PUSH_REFUSED = "この通知の宛先は使えません。", "この 通知（つうち）の あてさきは 使（つか）えません。", "Notifications cannot be sent to this address.";
    PUSH_UNAVAILABLE = "このサイトは端末への通知を送っていません。", "この サイトは 通知（つうち）を 送（おく）りません。", "This site sends no notifications to devices.";
    OIDC_FAILED = "市の認証サーバーと確認できませんでした。何も変わっていません。時間をおいてもう一度お試しください。", "しょくいんの アカウントを たしかめられませんでした。少（すこ）し あとで もう一度（いちど） して ください。", "The city's identity provider could not confirm it. Nothing has changed. Please try again later.";
    OIDC_UNKNOWN = "このアカウントの職員はここに登録されていません。管理者に登録を依頼してください。", "あなたの アカウントは ここに ありません。管理（かんり）の 人（ひと）に 言（い）って ください。", "There is no member of staff with this account here. Ask whoever runs the site to add you.";
    WRONG_PASSWORD = "名前かパスワードが違います。", "名前（なまえ）か パスワードが ちがいます。", "Wrong name or password.";
    TOO_MANY_ATTEMPTS = "試した回数が多すぎます。{0}分後にもう一度お試しください。", "何回（なんかい）も まちがえました。{0}分（ぷん） あとで もう一度（いちど） して ください。", "Too many attempts. Try again in {0} minutes.";
    TOO_MANY_REQUESTS = "短い時間に多くの送信がありました。{0}秒ほど待って、もう一度送ってください。何も失われていません。", "みじかい 時間（じかん）に たくさん 送（おく）られました。{0}秒（びょう）ぐらい まって、もう一度（いちど） 送（おく）って ください。", "Too much was sent in a short time. Wait about {0} seconds, then send it again. Nothing is lost.";
    TRY_LATER = "混み合っています。しばらくしてからもう一度お試しください。", "いま こんで います。少（すこ）し あとで もう一度（いちど） して ください。", "The service is busy. Please try again later.";
    WRONG_CODE = "数字が違うか、期限が切れています。", "数字（すうじ）が ちがうか、時間（じかん）が すぎました。", "The code is wrong or has expired.";
    CHOOSE_ONE = "どれか一つを選んでください。", "ひとつ えらんで ください。", "Please choose one.";
    SAME_ADDRESS = "ご自身のとは別のアドレスを入力してください。", "あなたの とは ちがう アドレスを 書（か）いて ください。", "Enter an address other than your own.";
    ADDRESS_TAKEN = "このメールアドレスは、ほかのアカウントが使っています。", "この メールアドレスは、ほかの アカウントが 使（つか）って います。", "Another account uses this address.";
    PASSWORD_DIFFERS = "いまのパスワードが違います。", "いまの パスワードが ちがいます。", "The current password is wrong.";
    PASSWORD_COMMON = "多くの人が使っていて、すぐに当てられるパスワードです。ほかのものを決めてください。長い文がおすすめです。パスワードは変わっていません。", "みんなが 使（つか）う パスワードなので、すぐに わかって しまいます。ほかの ことばを 書（か）いて ください。長（なが）い 文（ぶん）が いいです。パスワードは そのままです。", "Many people use this password, so it would be guessed at once. Choose another one; a long sentence is best. Your password is as it was.";
    PASSWORD_PERSONAL = "名前、アドレス、サイトの名前でできているパスワードは、すぐに当てられます。ほかの言葉を入れてください。パスワードは変わっていません。", "名前（なまえ）や アドレスや サイトの 名前（なまえ）の パスワードは、すぐに わかって しまいます。ほかの ことばを 入（い）れて ください。パスワードは そのままです。", "This password is made of your name, your address or the name of this site, so it would be guessed at once. Put other words into it. Your password is as it was.";
    PROVE_AGAIN = "この操作の前に、もう一度本人の確認が必要です。「わたしのページ」で確認してから、もう一度送ってください。何も変わっていません。", "その前（まえ）に、もう一度（いちど） あなたか どうか たしかめます。「わたしの ページ」で たしかめてから、もう一度（いちど） 送（おく）って ください。なにも かわって いません。", "This needs a fresh proof that it is you. Show it on the page of your account, then send this again. Nothing has changed.";
    ONLY_WAY_IN = "ほかにサインインする方法がありません。先にパスキーかメールアドレスを登録してください。パスワードは変わっていません。", "ほかに サインインの 方法（ほうほう）が ありません。先（さき）に パスキーか メールアドレスを 入（い）れて ください。パスワードは そのままです。", "There is no other way to sign in. Add a passkey or an e-mail address first. Your password is as it was.";
    RECEIPT_TAKEN = "この受付は、もうほかのアカウントに入っています。", "これは もう ほかの アカウントに あります。", "Another account holds this receipt already.";
    ONLY_OWNER_OF = "「{0}」の代表者はあなただけです。先に、代表者をほかの人に引き継いでください。", "「{0}」の 代表（だいひょう）は あなただけです。先（さき）に ほかの 人（ひと）に かわって もらって ください。", "You are the only owner of {0}. Hand it over to somebody first.";
    STAFF_ACCOUNT = "職員のアカウントは、管理者がやめる手続きをします。", "職員（しょくいん）の アカウントは、管理（かんり）する 人（ひと）が やめます。", "Accounts of staff are ended by whoever keeps the house.";
    TYPE_THE_WORD = "示したことばをそのまま入力してください。", "書（か）いて ある ことばを そのまま 書（か）いて ください。", "Type the word exactly as it is shown.";
    NO_ADDRESS = "先にメールアドレスを登録してください。", "先（さき）に メールアドレスを 書（か）いて ください。", "Add an e-mail address first.";
    SHEET_IS_EXAMPLE = "「{0}」は記入例のシートなので、取り込みません。", "「{0}」は 書（か）きかたの れいなので、使（つか）いません。", "Sheet {0} is an example and was not imported.";
    SHEET_WITHOUT_HEADER = "シート「{0}」に見出しの行がありません。", "「{0}」の いちばん 上（うえ）の 行（ぎょう）が わかりませんでした。", "Sheet {0} has no header row.";
    SHEET_WITHOUT_ROWS = "シート「{0}」にデータがありません。", "「{0}」に なにも ありません。", "Sheet {0} has no rows.";
    NO_LANGUAGE = "言語を一つ以上選んでください。", "ことばを ひとつ えらんで ください。", "Choose at least one language.";
    NOT_AT_SCREENS = "端末で開けるページのアドレスを、/ から書いてください（例：/kiosk、/calendar）。", "画面（がめん）で 見（み）られる ページを、/ から 書（か）いて ください（れい：/kiosk、/calendar）。", "Enter the address of a page that screens can open, from the / on (example: /kiosk, /calendar).";
    NO_TIME_BETWEEN = "始まりと終わりが同じ時刻です。", "はじまりと おわりが 同（おな）じ 時間（じかん）です。", "It begins and ends at the same time.";
    NO_POSITION = "距離でしぼるには、端末のある場所か緯度・経度を入力してください。", "近（ちか）い ものだけに するには、画面（がめん）が どこに あるか 書（か）いて ください。", "To narrow by distance, say where the screen stands: its place, or latitude and longitude.";
    UNKNOWN = "入力を確認してください（{0}）。", "もう一度（いちど） 見（み）て ください（{0}）。", "Please check this ({0}).";
}

/// The sentence of a problem code; `None` for a code that has none.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    let own = TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message);
    own.or_else(|| super::import_problems::problem(code))
        .or_else(|| super::forms::problem(code))
        .or_else(|| super::kiosk::refusals::problem(code))
        .or_else(|| super::people::desks::problem(code))
        .or_else(|| super::people::cases::problem(code))
        .or_else(|| super::people::courses::problem(code))
        .or_else(|| super::people::inquiry_refusals::problem(code))
        .or_else(|| super::people::group_refusals::problem(code))
        .or_else(|| super::people::moderation::problem(code))
        .or_else(|| super::kiosk::fleet::problem(code))
}

/// The sentence of a problem in a language, with its arguments; a code without a sentence is shown itself.
pub fn sentence(problem: &Problem, lang: Lang) -> String {
    let args: Vec<&str> = problem.args.iter().map(String::as_str).collect();
    match self::problem(&problem.code) {
        Some(message) => message.with(lang, &args),
        None => UNKNOWN.with(lang, &[&problem.code]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_sentences() {
        assert_eq!(problem("required"), Some(REQUIRED));
        assert_eq!(problem("no_such_code"), None);
        assert_eq!(sentence(&Problem::new("title", "too_long").arg("100"), Lang::En), "Too long. At most 100 characters.");
    }
}
