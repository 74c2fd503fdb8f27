//! Words of the working set that staff carry along: setting it up, the PIN, the list, notes, conflicts, wiping.

use engawa_core::Message;
use engawa_core::vault::Why;

engawa_core::messages! {
    FIELD = "現場", "現場（げんば）", "In the field";
    FIELD_LEAD = "窓口の仕事を、鍵をかけてこの端末に入れ、電波のない所で読み、メモを書けます。職員のためのページです。", "市役所（しやくしょ）の 人（ひと）の ページです。この 機械（きかい）に 仕事（しごと）の 情報（じょうほう）を 入（い）れて、かぎを かけます。インターネットが なくても 読（よ）めます。", "For staff: carry the work of your desk on this device, locked, read it without a connection and write notes.";
    NEEDS_SCRIPTS = "この端末に保存したものを確かめています。スクリプトが動かないブラウザーでは使えません。", "この 機械（きかい）に ある ものを 見（み）て います。JavaScript が ないと 使（つか）えません。", "Looking at what this device keeps. This needs JavaScript.";

    // Setting up.
    SET_UP = "この端末に用意する", "この 機械（きかい）に 入（い）れる", "Set up on this device";
    SIGN_IN_FIRST = "はじめに、職員としてサインインしてください。その後、この画面に戻ります。", "はじめに、サインイン して ください。そのあと、この ページに もどります。", "First sign in as a member of staff. You come back here afterwards.";
    SIGN_IN = "職員のサインインへ", "サインインの ページへ", "Go to staff sign-in";
    NO_DESKS = "担当している窓口がないので、持ち出せる仕事はありません。", "あなたの 窓口（まどぐち）が ないので、持（も）って いく 仕事（しごと）は ありません。", "You work at no desk, so there is no work to carry.";
    SET_UP_OFFLINE = "用意するには、インターネットへの接続が必要です。つながる所で、もう一度開いてください。", "はじめの 1回（かい）は、インターネットが いります。つながる ところで もう一度（いちど） 開（ひら）いて ください。", "Setting up needs a connection. Open this page again where you have one.";
    WHOSE = "この端末は、あなただけが使うものですか", "この 機械（きかい）は あなただけが 使（つか）いますか", "Are you the only person who uses this device?";
    WHOSE_OWN = "はい。私だけが使います", "はい。わたしだけです", "Yes, only I use it";
    WHOSE_SHARED = "いいえ。ほかの人も使います（窓口の共用端末、家族の端末など）", "いいえ。ほかの 人（ひと）も 使（つか）います", "No, others use it too (a shared counter device, a family device)";
    WHOSE_MISSING = "あなただけの端末かどうかを選んでください。", "あなただけの 機械（きかい）か えらんで ください。", "Say whether only you use this device.";
    SHARED_REFUSED = "共用の端末には、ほかの人の個人情報を入れられません。自分だけが使う端末で用意してください。何も保存していません。", "みんなで 使（つか）う 機械（きかい）には 入（い）れられません。あなただけの 機械（きかい）で して ください。なにも のこして いません。", "Personal data may not be kept on a shared device. Set it up on a device that only you use. Nothing was kept.";
    DESKS = "持ち出す窓口", "どの 窓口（まどぐち）の 仕事（しごと）ですか", "Desks to carry";
    DESKS_MISSING = "窓口を一つ以上選んでください。", "窓口（まどぐち）を ひとつ えらんで ください。", "Choose at least one desk.";
    PIN = "暗証番号", "ひみつの 番号（ばんごう）", "PIN";
    PIN_HINT = "6けた以上。サインインのパスワードとは別のものにしてください。長い文のほうが安全です。忘れると、用意し直すまで開けません。", "6つ 以上（いじょう）の 数字（すうじ）か 文字（もじ）です。長（なが）い ほうが 安全（あんぜん）です。わすれると 開（ひら）けません。", "At least 6 digits, not your password. A longer phrase is safer. If you forget it, you have to set up again.";
    PIN_AGAIN = "暗証番号（もう一度）", "ひみつの 番号（ばんごう）を もう一度（いちど）", "PIN, once more";
    PIN_DIFFERS = "二つの暗証番号が違います。", "ふたつの 番号（ばんごう）が ちがいます。", "The two PINs differ.";
    KEEP_DAYS = "通信できない日が何日続いたら、消しますか", "なん日（にち） つながらなかったら、けしますか", "Wipe after how many days without contact?";
    KEEP_DAYS_HINT = "1日から{0}日まで。端末をなくしたときのためです。", "1日（にち）から {0}日（にち）までです。機械（きかい）を なくした ときの ためです。", "From 1 to {0} days. This is for when the device is lost.";
    SET_UP_NOW = "鍵をかけて入れる", "かぎを かけて 入（い）れる", "Lock and keep";
    WORKING = "処理しています…", "いま して います…", "Working…";

    // Opening.
    OPEN = "開く", "ひらく", "Open";
    LOCKED = "鍵がかかっています。暗証番号を入力してください。", "かぎが かかって います。ひみつの 番号（ばんごう）を 書（か）いて ください。", "Locked. Enter your PIN.";
    PIN_WRONG = "暗証番号が違います（{0}回目）。{1}回続けて違うと、すべて消えます。", "番号（ばんごう）が ちがいます（{0}回（かい））。{1}回（かい） ちがうと、ぜんぶ きえます。", "Wrong PIN ({0} so far). After {1} wrong ones in a row everything is wiped.";
    PIN_WAIT = "{0}までお待ちください。それまでは入力を受け付けません。", "{0} まで まって ください。", "Please wait until {0}; no PIN is taken before.";
    SIGNED_OUT = "サインインが切れたので、仕事の内容はこの端末から消しました。まだ送っていないメモは、鍵をかけたまま {0} まで残します。サインインしてから暗証番号で開くと、続けられます。", "サインインが 切（き）れました。仕事（しごと）は けしました。送（おく）って いない メモは {0} まで のこします。サインイン してから、番号（ばんごう）で 開（ひら）いて ください。", "You were signed out, so the work was deleted from this device. Notes that were not sent stay sealed until {0}: sign in, then open with your PIN.";

    // A passkey beside the PIN.
    PASSKEY = "パスキーで開く設定", "パスキーで ひらく", "Opening with a passkey";
    PASSKEY_ABOUT = "サインインに使うあなたのパスキー（指紋や顔など）でも、電波のない所で開けるようにできます。暗証番号も、これまでどおり使えます。", "パスキー（ゆびや かお）でも ひらけます。インターネットが なくても できます。ひみつの 番号（ばんごう）も 使（つか）えます。", "The passkey that you sign in with (fingerprint, face or PIN of the device) can open this too, also without a connection. Your PIN goes on working.";
    PASSKEY_ADD = "このパスキーでも開けるようにする", "パスキーでも ひらけるように する", "Let this passkey open it too";
    PASSKEY_ADDED = "次からは、パスキーでも開けます。", "つぎから パスキーでも ひらけます。", "From now on the passkey opens it too.";
    PASSKEY_REMOVE = "パスキーでは開けないようにする", "パスキーでは ひらけないように する", "No longer open with the passkey";
    PASSKEY_REMOVED = "暗証番号だけで開くようにしました。", "ひみつの 番号（ばんごう）だけで ひらきます。", "Only the PIN opens it now.";
    PASSKEY_AFTER_PIN = "設定するには、いちど鍵をかけて、暗証番号で開いてください。", "いちど かぎを かけて、ひみつの 番号（ばんごう）で ひらいて ください。", "To set this up, lock it and open it with your PIN.";
    PASSKEY_MAKE = "パスキーのページへ", "パスキーの ページへ", "Go to your passkeys";
    PASSKEY_MAKE_HINT = "パスキーがまだない場合は、はじめに作ってください（インターネットへの接続が必要です）。", "パスキーが ないときは、先（さき）に 作（つく）って ください。インターネットが いります。", "If you have no passkey yet, make one first; that needs a connection.";
    OPEN_BY_PASSKEY = "パスキーで開く", "パスキーで ひらく", "Open with the passkey";
    PASSKEY_STOPPED = "パスキーを確かめられませんでした。中止したか、使えるパスキーがこの端末にありません。何も変わっていません。", "パスキーを 使（つか）えませんでした。やめたか、パスキーが ありません。なにも 変（か）わって いません。", "The passkey did not answer: you stopped, or this device has none that fits. Nothing has changed.";
    PASSKEY_FOREIGN = "このパスキーは、ここに用意した人のものではないので、使えません。何も変わっていません。", "これは ほかの 人（ひと）の パスキーです。使（つか）えません。なにも 変（か）わって いません。", "This passkey does not belong to the person who set this up, so it is not used. Nothing has changed.";
    PASSKEY_NO_KEY = "このブラウザーまたはパスキーは、鍵を開けること（PRF）に対応していません。暗証番号で開いてください。前に作ったパスキーは、作り直すと使えることがあります。", "この ブラウザーか パスキーでは かぎを ひらけません。ひみつの 番号（ばんごう）を 使（つか）って ください。パスキーを 作（つく）りなおすと、できる ことが あります。", "This browser or passkey cannot open locks (PRF). Use your PIN. A passkey that was made earlier may work once it is made anew.";
    PASSKEY_UNKNOWN = "このブラウザーでは、パスキーで開くこと（PRF）ができません。暗証番号で開いてください。", "この ブラウザーでは パスキーで ひらけません。ひみつの 番号（ばんごう）を 使（つか）って ください。", "This browser cannot open locks with a passkey (PRF). Use your PIN.";
    PASSKEY_WRONG = "このパスキーでは開けませんでした。暗証番号で開いてください。", "この パスキーでは ひらけませんでした。ひみつの 番号（ばんごう）を 使（つか）って ください。", "This passkey does not open it. Use your PIN.";

    // Open.
    CONTACT = "最後の通信：{0}。通信がないと {1} に消えます。", "さいごに つながった とき：{0}。つながらないと {1} に きえます。", "Last contact: {0}. Without contact it is wiped on {1}.";
    CONTACT_NOW = "いま通信する", "いま つなぐ", "Contact the server now";
    LOCK = "鍵をかける", "かぎを かける", "Lock";
    LOCK_HINT = "5分間さわらないと、自動で鍵がかかります。", "5分（ふん） さわらないと、かぎが かかります。", "It locks by itself after 5 minutes without use.";
    WIPE = "この端末からすべて消す", "この 機械（きかい）から ぜんぶ けす", "Wipe everything from this device";
    WIPE_SURE = "仕事の内容と、まだ送っていないメモが消えます。元に戻せません。", "仕事（しごと）と、送（おく）って いない メモが きえます。もどせません。", "The work and notes that were not sent are deleted. This cannot be undone.";
    WIPE_NOW = "消す", "けす", "Wipe now";

    // The list.
    WORK = "待っている仕事", "まって いる 仕事（しごと）", "Work that waits";
    WORDS = "さがす", "さがす", "Search";
    STATE = "状態", "いまの ようす", "State";
    ANY_STATE = "すべて", "ぜんぶ", "Any";
    COUNT = "{0}件", "{0}こ", "{0} items";
    NONE = "あてはまる仕事はありません。", "仕事（しごと）は ありません。", "There is no such work.";
    RECEIPT = "受付番号 {0}", "番号（ばんごう） {0}", "Receipt {0}";
    RECEIVED = "受付 {0}", "とどいた 日（ひ） {0}", "Received {0}";
    ASSIGNEE = "担当 {0}", "担当（たんとう）の 人（ひと） {0}", "Assigned to {0}";

    // One item.
    BACK = "一覧に戻る", "リストに もどる", "Back to the list";
    ANSWERS = "申込みの内容", "書（か）いて ある こと", "What was sent in";
    WRITE = "メモと判断", "メモと きめる こと", "Note and decision";
    NOTE = "メモ（職員だけが読みます）", "メモ（市役所（しやくしょ）の 人（ひと）だけが 読（よ）みます）", "Note (only staff read it)";
    DECISION = "状態を変える", "ようすを かえる", "Change the state";
    NO_DECISION = "変えない", "かえない", "Leave it";
    MESSAGE = "申込者への連絡文", "申込（もうしこ）んだ 人（ひと）へ 書（か）く こと", "Message to the sender";
    MESSAGE_HINT = "差し戻しと不承認では、必ず書いてください。", "「なおして ください」と「みとめません」の ときは、かならず 書（か）いて ください。", "Required when you send it back or decline it.";
    KEEP = "鍵をかけて残す", "かぎを かけて のこす", "Keep, sealed";
    KEPT = "残しました。つながったときに送ります。", "のこしました。つながったら 送（おく）ります。", "Kept. It is sent when there is a connection.";

    // Notes.
    NOTES = "書いたもの", "書（か）いた もの", "What you wrote";
    WAITING = "まだ送っていません。つながったときに送ります。", "まだ 送（おく）って いません。", "Not sent yet. It is sent when there is a connection.";
    DONE = "届きました。受付番号 {0}", "とどきました。番号（ばんごう） {0}", "Arrived. Receipt {0}";
    PUT_AWAY = "表示を消す", "もう 見（み）ない", "Put away";
    CONFLICT = "ほかの人が先に変更しました。どちらにするか選んでください。", "ほかの 人（ひと）が 先（さき）に かえました。どちらに するか えらんで ください。", "Somebody else changed it first. Choose which one stays.";
    REFUSED = "受け付けられませんでした。書いたものは残っています。", "受（う）けつけて もらえませんでした。書（か）いた ものは あります。", "It was refused. What you wrote is kept.";
    MINE = "自分が書いたもの", "あなたが 書（か）いた もの", "Yours";
    THEIRS = "いまの内容", "いまの もの", "What is there now";
    THEIRS_GONE = "もう待っていません（決定、取り下げ、ほかの窓口への移動など）。必要なら書き写してから消してください。", "もう まって いません。いる ときは、書（か）きうつしてから けして ください。", "It no longer waits (decided, taken back or at another desk). Copy what you need, then discard yours.";
    KEEP_MINE = "自分のものを送る", "わたしのを 送（おく）る", "Send mine";
    TAKE_THEIRS = "自分のものを捨てる", "わたしのを すてる", "Discard mine";

    // Wiped.
    WIPED_ASKED = "この端末から、すべて消しました。", "この 機械（きかい）から ぜんぶ けしました。", "Everything was wiped from this device.";
    WIPED_TIME = "長い間通信がなかったので、この端末からすべて消しました。まだ送っていなかったメモも消えました。", "長（なが）い 間（あいだ） つながらなかったので、ぜんぶ けしました。送（おく）って いない メモも けしました。", "There was no contact for too long, so everything was wiped, also notes that were not sent.";
    WIPED_TRIES = "暗証番号が続けて違ったので、この端末からすべて消しました。まだ送っていなかったメモも消えました。", "番号（ばんごう）が 何回（なんかい）も ちがったので、ぜんぶ けしました。送（おく）って いない メモも けしました。", "The PIN was wrong too often, so everything was wiped, also notes that were not sent.";
    WIPED_REVOKED = "窓口の権限がなくなったので、この端末からすべて消しました。まだ送っていなかったメモも消えました。窓口の責任者に確かめてください。", "窓口（まどぐち）の 仕事（しごと）が できなく なったので、ぜんぶ けしました。送（おく）って いない メモも けしました。責任（せきにん）の ある 人（ひと）に 聞（き）いて ください。", "Your right to this desk ended, so everything was wiped, also notes that were not sent. Ask whoever leads the desk.";
    WIPED_SIGNED_OUT = "サインインが切れたまま1日たったので、まだ送っていなかったメモも消しました。", "サインインが 切（き）れて 1日（にち） たったので、送（おく）って いない メモも けしました。", "A day passed after you were signed out, so notes that were not sent were wiped too.";
}

/// Why it was wiped.
pub fn wiped(why: Why) -> Message {
    match why {
        Why::Asked => WIPED_ASKED,
        Why::Time => WIPED_TIME,
        Why::Tries => WIPED_TRIES,
        Why::Revoked => WIPED_REVOKED,
        Why::SignedOut => WIPED_SIGNED_OUT,
    }
}
