//! Words of what happened to the ways into an account: the page of its holder, and the mails that tell of it.

use engawa_core::Message;

engawa_core::messages! {
    EVENTS = "サインインと設定の記録", "サインインの 記録（きろく）", "Sign-ins and changes";
    EVENTS_ABOUT = "サインインと、サインインの方法の変更の記録です。覚えのないものがあれば、すべての端末でサインアウトし、パスキーとパスワードを確かめ、窓口に知らせてください。", "サインインした ことと、サインインの 方法（ほうほう）を かえた ことの 記録（きろく）です。知（し）らない ものが あったら、ぜんぶの 機械（きかい）で サインアウトして、窓口（まどぐち）に 言（い）って ください。", "Every sign-in, and every change of how you sign in. If there is something that was not you, sign out everywhere, look at your passkeys and your password, and tell the city.";
    EVENTS_NONE = "まだ記録はありません。", "まだ 記録（きろく）は ありません。", "Nothing yet.";
    ROW = "{0}（{1}）", "{0}（{1}）", "{0} ({1})";
    E_BEGIN = "サインインした", "サインインした", "Signed in";
    E_PROVE = "もう一度、本人の確認をした", "もう一度（いちど） たしかめた", "Proved again that it is you";
    E_REFUSE = "サインインできなかった", "サインイン できなかった", "A sign-in that failed";
    E_END = "端末をサインアウトした", "機械（きかい）を サインアウトした", "Signed a device out";
    E_END_OLDEST = "端末が多すぎるため、古いものをサインアウトした", "機械（きかい）が 多（おお）すぎるので、古（ふる）い ものを サインアウトした", "Signed out the oldest of too many devices";
    E_PASSKEY_ADD = "パスキーを加えた", "パスキーを ふやした", "Added a passkey";
    E_PASSKEY_REMOVE = "パスキーを削除した", "パスキーを けした", "Removed a passkey";
    E_PASSWORD = "パスワードを決めた", "パスワードを きめた", "Set a password";
    E_NO_PASSWORD = "パスワードをなくした", "パスワードを なくした", "Removed the password";
    E_EMAIL = "メールアドレスを変えた", "メールアドレスを かえた", "Changed the e-mail address";
    E_RECOVERY = "回復コードをつくった", "回復（かいふく）コードを つくった", "Made recovery codes";
    E_PROVIDER = "市の職員アカウントと結びついた", "市（し）の しょくいんの アカウントと つながった", "Was bound to the city's staff account";
    E_LET_IN = "管理者がパスワードでの利用を一日認めた", "管理（かんり）の 人（ひと）が 1日（にち） パスワードで いいと した", "The command line let the password in for a day";
    E_ACCOUNT = "アカウントができた", "アカウントが できた", "The account was made";
    E_OTHER = "そのほかの変更", "ほかの こと", "Another change";
    W_MAIL = "メール", "メール", "e-mail";
    W_PASSWORD = "パスワード", "パスワード", "password";
    W_RECOVERY = "回復コード", "回復（かいふく）コード", "recovery code";
    W_PASSKEY = "パスキー", "パスキー", "passkey";
    W_PROVIDER = "市の職員アカウント", "市（し）の しょくいんの アカウント", "the city's staff account";
    W_CODE = "メールの数字", "メールの 数字（すうじ）", "digits from a mail";
    MAIL_SUBJECT = "{0}：サインインの設定が変わりました", "{0}：サインインの 方法（ほうほう）が かわりました", "{0}: how you sign in was changed";
    MAIL = "{0} のアカウントで、次のことがありました。\n\n{1}\n\nご自身でしたことなら、何もしなくてかまいません。覚えがないときは、サインインして「サインインと設定の記録」を確かめ、すべての端末でサインアウトし、市の窓口に知らせてください。\n", "{0} の アカウントで、つぎの ことが ありました。\n\n{1}\n\nあなたが した ことなら、なにも しなくて いいです。知（し）らない ときは、サインインして「サインインの 記録（きろく）」を 見（み）て、ぜんぶの 機械（きかい）で サインアウトして、市（し）の 窓口（まどぐち）に 言（い）って ください。\n", "This happened to your account at {0}:\n\n{1}\n\nIf it was you, there is nothing to do. If it was not, sign in, look at \"Sign-ins and changes\", sign out everywhere, and tell the city.\n";
}

/// What a verb of the log is called on the page of whose account it is.
pub fn event(verb: &str) -> Message {
    match verb {
        "session.begin" => E_BEGIN,
        "session.prove" => E_PROVE,
        "session.refuse" => E_REFUSE,
        "session.end" | "session.end_all" => E_END,
        "session.end_oldest" => E_END_OLDEST,
        "passkey.add" => E_PASSKEY_ADD,
        "passkey.remove" => E_PASSKEY_REMOVE,
        "account.set_password" => E_PASSWORD,
        "account.remove_password" => E_NO_PASSWORD,
        "account.set_email" => E_EMAIL,
        "account.make_recovery" => E_RECOVERY,
        "account.bind_oidc" => E_PROVIDER,
        "account.let_in" => E_LET_IN,
        "account.add" => E_ACCOUNT,
        _ => E_OTHER,
    }
}

/// What the way of a sign-in is called; nothing for what is no way.
pub fn way(code: &str) -> Option<Message> {
    Some(match code {
        "mail" => W_MAIL,
        "password" => W_PASSWORD,
        "recovery" => W_RECOVERY,
        "passkey" => W_PASSKEY,
        "oidc" => W_PROVIDER,
        "code" => W_CODE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_log_has_is_said() {
        assert_eq!(event("passkey.add"), E_PASSKEY_ADD);
        assert_eq!(event("session.of_tomorrow"), E_OTHER);
        assert_eq!((way("mail"), way("")), (Some(W_MAIL), None));
    }
}
