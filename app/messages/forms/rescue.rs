//! 持ち出し: one sealed file of everything that a device could not send, and the counter that takes it in.

use engawa_core::Message;

engawa_core::messages! {
    // On the device.
    SAVE = "送れないときの最後の手段", "どうしても 送（おく）れない とき", "If nothing can be sent any more";
    SAVE_TEXT = "下書きと、まだ送っていないものを、付けたファイルと一緒に1つのファイルにします。封をするので、市だけが開けられます。USBメモリーなどで窓口に持ってきてください。この端末のものは、そのまま残ります。", "書（か）いた ものと、まだ 送（おく）って いない ものを、1つの ファイルに します。市（し）だけが 開（あ）けられます。窓口（まどぐち）に 持（も）って きて ください。ここに ある ものは のこります。", "Drafts and everything that is not sent yet go into one file, with what you attached. It is sealed: only the city can open it. Bring it to the counter, on a memory stick for example. What is on this device stays.";
    SAVE_NOW = "送っていないものを1つのファイルに保存する", "1つの ファイルに する", "Save everything that is not sent into one file";
    SAVE_NAME = "未送信", "まだ 送（おく）って いない もの", "not-sent";
    SAVED = "ファイルにしました：未送信{0}件、下書き{1}件。窓口に渡すまで、この端末のものも消さないでください。", "ファイルに しました（{0}と {1}）。ここに ある ものも けさないで ください。", "The file is made: {0} not sent, {1} drafts. Keep what is on this device until the counter has the file.";
    SAVED_WITHOUT = "大きすぎるため、下書きに付けたファイルは入れていません。", "大（おお）きいので、下書（したが）きの ファイルは 入（はい）って いません。", "It would have been too large, so files of drafts are not in it.";
    SAVED_NOT_ALL = "読めなかったものが{0}件あり、入っていません。", "{0}こは 入（はい）って いません。", "{0} could not be read and are not in it.";
    NOTHING = "送っていないものはありません。", "まだ 送（おく）って いない ものは ありません。", "There is nothing that is not sent.";
    TOO_LARGE = "大きすぎて、1つのファイルにできません。下書きを1つずつ書き出してください。", "大（おお）きすぎます。1つずつ ファイルに して ください。", "It is too large for one file. Please export the drafts one by one.";

    // At the counter.
    RESCUE = "持ち出しファイルの受付", "ファイルの 受付（うけつけ）", "Files from devices";
    RESCUE_ABOUT = "送信できなくなった端末から、本人が封をして持ってきたファイルを受け付けます。まだ送られていないものは、端末での番号のまま受け付けます。あとで端末から送られても、二重にはなりません。ファイルは保存しません。", "送（おく）れなかった 人（ひと）が 持（も）って きた ファイルを 受（う）けつけます。あとで 機械（きかい）から 送（おく）られても、1回（かい）だけです。ファイルは のこしません。", "Takes a sealed file that somebody brings from a device that cannot send any more. What was not sent is taken in under its own number, once, even if the device sends it later. The file is not kept.";
    RESCUE_FILE = "持ち出しファイル（.engawa-rescue.json）", "ファイル（.engawa-rescue.json）", "File (.engawa-rescue.json)";
    RESCUE_OPEN = "開いて受け付ける", "開（あ）けて 受（う）けつける", "Open it and take it in";
    RESCUE_NO_KEY = "このサイトには封を開ける鍵がないため、受け付けられません。管理者に知らせてください。", "かぎが ないので、開（あ）けられません。システムの 人（ひと）に 言（い）って ください。", "This site has no sealing key, so nothing can be opened. Please tell whoever runs the server.";
    MADE_AT = "端末で作られた日時：{0}", "作（つく）られた とき：{0}", "Made on the device: {0}";
    UNSENT = "未送信だったもの（{0}件）", "まだ 送（おく）って いなかった もの（{0}）", "Not sent until now: {0}";
    UNSENT_NONE = "未送信のものはありません。", "ありません。", "There is none.";
    TAKEN = "受け付けました。受付番号：{0}", "受（う）けつけました。番号（ばんごう）：{0}", "Taken in. Receipt number: {0}";
    REFUSED = "受け付けられません。", "受（う）けつけられません。", "It cannot be taken in.";
    LATER = "まだ受け付けていません。もう一度ファイルを開いてください。", "まだ 受（う）けつけて いません。もう一度（いちど） して ください。", "Not taken in yet. Please open the file once more.";
    DRAFTS = "書きかけ（{0}件）", "書（か）いて いる もの（{0}）", "Half done: {0}";
    DRAFTS_NONE = "書きかけはありません。", "ありません。", "There is none.";
    DRAFTS_ABOUT = "書きかけは受け付けていません。本人と一緒に続きを書くと、窓口の受付になります。", "書（か）いて いる ものは まだ 受（う）けつけて いません。いっしょに つづきを 書（か）けます。", "Drafts are not taken in. Go on with the person: what you send is an entry at the counter.";
    GO_ON = "窓口で続きを書く（新しいタブ）：{0}", "つづきを 書（か）く（新（あたら）しい タブ）：{0}", "Go on at the counter (new tab): {0}";
    DRAFT_UNREAD = "この書きかけは読めません。", "読（よ）めません。", "This draft cannot be read.";
    DRAFT_NO_FORM = "この書きかけの様式は、このサイトにありません。", "この 様式（ようしき）は ここに ありません。", "This site has no such form.";
    FILES_LOST = "付けたファイルのうち{0}件は読めませんでした。", "ファイル {0}こは 読（よ）めませんでした。", "{0} attached files could not be read.";
    ASKED_AT = "送ろうとした日時：{0}", "送（おく）ろうと した とき：{0}", "The person sent it: {0}";
    CHANGED_AT = "最後の変更：{0}（{1}％）", "さいごに 書（か）いた とき：{0}（{1}％）", "Last change: {0} ({1}%)";

    // What can be wrong.
    RESCUE_WRONG_FILE = "これは持ち出しファイルではありません。名前が .engawa-rescue.json で終わるファイルを選んでください。何も受け付けていません。", "これは ちがう ファイルです。.engawa-rescue.json の ファイルを えらんで ください。", "This is no such file. Choose the one whose name ends in .engawa-rescue.json. Nothing was taken in.";
    RESCUE_OTHER_KEY = "ほかの市のサイトか、もう使っていない鍵で封をしたファイルです。何も受け付けていません。", "ほかの 市（し）の ファイルか、古（ふる）い かぎの ファイルです。", "It is sealed to another city's site, or to a key that is not used any more. Nothing was taken in.";
    RESCUE_BROKEN = "ファイルが壊れているか、書き換えられています。端末でもう一度作ってもらってください。何も受け付けていません。", "ファイルが こわれて います。もう一度（いちど） 作（つく）って もらって ください。", "The file is damaged or was changed. Ask for it to be made again on the device. Nothing was taken in.";
    RESCUE_NOT_HERE = "本人がサインインして端末から送るものです。窓口では受け付けられません。", "サインインして 機械（きかい）から 送（おく）る ものです。", "This needs the person's own account: it has to be sent from their device.";
}

/// The sentence of a code; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    let codes = [RESCUE_NO_KEY, RESCUE_WRONG_FILE, RESCUE_OTHER_KEY, RESCUE_BROKEN, RESCUE_NOT_HERE];
    TABLE.iter().find(|(row, message)| *row == name && codes.contains(message)).map(|(_, message)| *message)
}
