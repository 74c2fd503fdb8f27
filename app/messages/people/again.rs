//! Words of the page on which somebody who is signed in proves once more who they are.

engawa_core::messages! {
    AGAIN = "もう一度、本人の確認", "もう一度（いちど） あなたか どうか たしかめます", "Show once more that it is you";
    AGAIN_ABOUT = "サインインの方法や役割を変えるときなどは、その前にもう一度確認します。確認は{0}分間有効です。入力したものは失われません。", "サインインの 方法（ほうほう）や 役割（やくわり）を かえる 前（まえ）に、もう一度（いちど） たしかめます。{0}分（ぷん）の 間（あいだ）は もう 聞（き）きません。書（か）いた ものは なくなりません。", "Before ways to sign in or roles are changed, and before other great steps, we ask once more. It holds for {0} minutes. What you typed is not lost.";
    AGAIN_STAFF = "このサイトの職員のページには、パスキーか市の職員アカウントが必要です。下の方法で確認すると、続けられます。", "しょくいんの ページには、パスキーか 市（し）の しょくいんの アカウントが いります。下（した）の 方法（ほうほう）で たしかめて ください。", "Pages of staff of this site need a passkey or the city's staff account. Show one of them below to go on.";
    NO_PASSKEY = "まだパスキーがありません。先に作ってから、ここに戻って確認してください。", "まだ パスキーが ありません。先（さき）に 作（つく）ってから、ここに もどって ください。", "You have no passkey yet. Make one first, then come back here and use it.";
    BY_PASSWORD = "パスワードで確認", "パスワードで たしかめる", "By password";
    BY_MAIL = "メールで確認", "メールで たしかめる", "By e-mail";
    BY_MAIL_ABOUT = "{0} に6けたの数字を送ります。", "{0} に 6つの 数字（すうじ）を 送（おく）ります。", "We send six digits to {0}.";
    SEND_CODE = "数字を送る", "数字（すうじ）を 送（おく）る", "Send the digits";
    CONFIRM = "確認する", "たしかめる", "Confirm";
    OTHERWISE = "どれも使えないとき", "どれも 使（つか）えない とき", "If none of this works";
    OTHERWISE_ABOUT = "サインアウトして、もう一度サインインしてください。", "サインアウトして、もう一度（いちど） サインインして ください。", "Sign out, and sign in again.";
    LATER = "今はしない", "いまは しない", "Not now";
    FIRST = "変える前に、もう一度確認します。", "かえる 前（まえ）に、もう一度（いちど） たしかめます。", "We ask once more who you are before this is changed.";
    FIRST_LINK = "確認する（{0}）", "たしかめる（{0}）", "Show that it is you ({0})";
    PROVED = "確認できました", "たしかめました", "Thank you, it is you";
    HELD_ABOUT = "入力したものは残っていて、まだ送っていません。送りますか。", "書（か）いた ものは のこって います。まだ 送（おく）って いません。送（おく）りますか。", "What you typed is still there and was not sent yet. Send it now?";
    HELD_SEND = "送る", "送（おく）る", "Send it";
    HELD_DROP = "送らずに戻る", "送（おく）らないで もどる", "Go back without sending";
}
