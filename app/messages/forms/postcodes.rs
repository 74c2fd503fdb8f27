//! 郵便番号の一覧: what the site holds, and taking a newer file in.

use engawa_core::Message;

engawa_core::messages! {
    POSTCODES = "郵便番号の一覧", "郵便番号（ゆうびんばんごう）の リスト", "Postcodes";
    ABOUT = "日本郵便の郵便番号データを取り込むと、様式に郵便番号を入れた人に住所の始まりを示せます。新しいファイルを取り込むと、前の一覧と丸ごと入れ替わります。", "郵便局（ゆうびんきょく）の ファイルを 入（い）れると、住所（じゅうしょ）を 書（か）く 人（ひと）が らくに なります。新（あたら）しい ファイルを 入（い）れると、ぜんぶ かわります。", "With the post office’s list of postcodes, forms offer the beginning of the address for a postcode. A newer file takes the place of the list as a whole.";
    HELD_NONE = "一覧はまだありません。住所は手で書いてもらっています。", "リストは まだ ありません。", "There is no list yet. Addresses are written by hand.";
    HELD = "いまの一覧", "いまの リスト", "The list that is here";
    HELD_COUNT = "郵便番号{0}件（始めの3けたで{1}区域）", "郵便番号（ゆうびんばんごう）{0}、はじめの 3つの 数字（すうじ）で {1}", "{0} postcodes in {1} areas (by their first three figures)";
    HELD_AREAS = "{0}区域。いつ、どのファイルから取り込んだかは控えがありません。", "はじめの 3つの 数字（すうじ）で {0}。いつの ファイルか わかりません。", "{0} areas. When it was taken in, and from which file, was not noted.";
    HELD_FROM = "{0} に「{1}」から取り込みました。", "{0} に「{1}」を 入（い）れました。", "Taken in on {0} from “{1}”.";
    HELD_OWN = "この市の区域：{0}", "この 市（し）の 番号（ばんごう）：{0}", "Areas of the city itself: {0}";
    PREFECTURES = "都道府県ごとの件数", "県（けん）ごとの 数（かず）", "How many in each prefecture";
    FILE = "郵便番号データ（utf_ken_all.csv、KEN_ALL.CSV、またはその zip）", "ファイル（utf_ken_all.csv、KEN_ALL.CSV か その zip）", "File of the post office (utf_ken_all.csv, KEN_ALL.CSV, or its zip)";
    FILE_HINT = "日本郵便のサイトから取った「住所の郵便番号」のファイルをそのまま選んでください。{0}まで。", "郵便局（ゆうびんきょく）の サイトの ファイルを そのまま えらんで ください。{0}までです。", "Choose the file as the post office’s site gives it, up to {0}.";
    OWN = "この市の全国地方公共団体コードの始め（例：13203）", "この 市（し）の コード（れい：13203）", "How the code of this municipality begins (example: 13203)";
    OWN_HINT = "この市の郵便番号は、電波がなくても使えるように端末に先に入れます。なくてもかまいません。", "この 市（し）の 番号（ばんごう）は、インターネットが なくても 使（つか）えます。なくても いいです。", "Its postcodes are kept ahead on devices, so that they are there without a connection. May be left empty.";
    LOOK = "中身を確かめる", "中（なか）を 見（み）る", "Look into the file";
    LOOKED = "取り込む前の確認", "入（い）れる 前（まえ）に 見（み）て ください", "Before it is taken in";
    LOOKED_FILE = "ファイル：{0}（{1}行）", "ファイル：{0}（{1}行（ぎょう））", "File: {0} ({1} rows)";
    LOOKED_NOTHING_YET = "まだ何も変わっていません。", "まだ 何（なに）も かわって いません。", "Nothing has changed yet.";
    OWN_NOT_FOUND = "コード「{0}」の市区町村は、このファイルにありません。コードを確かめてください。", "コード「{0}」の 市（し）は ファイルに ありません。", "There is no municipality whose code begins with {0} in this file. Please check the code.";
    WRONG = "読み取れない行：{0}行", "わからない 行（ぎょう）：{0}", "Rows that cannot be read: {0}";
    WRONG_ABOUT = "一行でも読み取れないと取り込みません。いまの一覧はそのままです。", "ひとつでも わからない 行（ぎょう）が あると、入（い）れません。いまの リストは そのままです。", "A file with a row that cannot be read is not taken in. The list that is here stays as it is.";
    WRONG_MORE = "はじめの{0}行だけを示しています。", "はじめの {0}だけ 書（か）いて あります。", "Only the first {0} are shown.";
    ROW = "{0}行目", "{0}行目（ぎょうめ）", "Row {0}";
    TAKE_IN = "この一覧を取り込む", "この リストを 入（い）れる", "Take this list in";
    OTHER_FILE = "別のファイルを選ぶ", "ほかの ファイルを えらぶ", "Choose another file";
    DONE = "取り込みました。", "入（い）れました。", "The list was taken in.";
    NOT_YOURS = "取り込めるのは、窓口の責任者と管理者です。", "入（い）れる ことが できるのは、窓口（まどぐち）の 責任者（せきにんしゃ）と 管理（かんり）する 人（ひと）です。", "Leads of desks and administrators take the list in.";

    // What can be wrong.
    POSTCODE_ROW_CODE = "3列目に郵便番号（7けた）がありません。", "3ばんめに 郵便番号（ゆうびんばんごう）が ありません。", "There is no postcode of seven figures in its third column.";
    POSTCODE_ROW_PLACE = "7列目の都道府県名か8列目の市区町村名がありません。", "7ばんめの 県（けん）か 8ばんめの 市（し）の 名前（なまえ）が ありません。", "There is no prefecture in its seventh or no municipality in its eighth column.";
    POSTCODE_ROW_LONG = "都道府県、市区町村、町域の名前が長すぎます。", "名前（なまえ）が 長（なが）すぎます。", "The name of a prefecture, municipality or town is too long.";
    POSTCODE_NO_LIST = "郵便番号データではありません。いまの一覧はそのままです。", "郵便番号（ゆうびんばんごう）の ファイルでは ありません。いまの リストは そのままです。", "This is no list of postcodes. The list that is here stays as it is.";
    POSTCODE_UNREADABLE = "郵便番号を7けたの数字で入力してください（例：100-0001）。住所は手で書くこともできます。", "郵便番号（ゆうびんばんごう）を 7つの 数字（すうじ）で 書（か）いて ください（れい：100-0001）。", "Enter a postcode of seven figures (example: 100-0001). The address can also be written by hand.";
    POSTCODE_UNKNOWN = "郵便番号 {0} は一覧にありません。番号を確かめるか、住所を手で書いてください。", "{0} は リストに ありません。番号（ばんごう）を 見（み）るか、住所（じゅうしょ）を 書（か）いて ください。", "There is no postcode {0} in the list. Check it, or write the address by hand.";
    ADDRESS_KEPT = "もう書かれているため、変えていません。郵便番号の場所は「{0}」です。", "もう 書（か）いて あるので、かえません。郵便番号（ゆうびんばんごう）の ところは「{0}」です。", "Something is written here already, so it was left as it is. The postcode stands for {0}.";
    POSTCODE_OWN = "コードは数字だけで、6けたまでです。", "コードは 数字（すうじ）だけ、6つまでです。", "The code has figures only, at most six.";
}

/// The sentence of a code; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    let codes = [
        POSTCODE_ROW_CODE,
        POSTCODE_ROW_PLACE,
        POSTCODE_ROW_LONG,
        POSTCODE_NO_LIST,
        POSTCODE_UNREADABLE,
        POSTCODE_UNKNOWN,
        ADDRESS_KEPT,
        POSTCODE_OWN,
    ];
    TABLE.iter().find(|(row, message)| *row == name && codes.contains(message)).map(|(_, message)| *message)
}
