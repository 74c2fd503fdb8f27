//! Words of passkeys, and of signing in at the city's identity provider.

engawa_core::messages! {
    PASSKEYS = "パスキー", "パスキー", "Passkeys";
    PASSKEYS_ABOUT = "パスキーがあると、メールやパスワードなしで、この端末の指紋・顔・暗証番号でサインインできます。指紋や顔のデータが市に送られることはありません。", "パスキーは、メールや パスワードの かわりです。ゆび・かお・暗証番号（あんしょうばんごう）で サインイン できます。ゆびや かおの データは 市（し）に 送（おく）りません。", "With a passkey you sign in by fingerprint, face or PIN of your device, without e-mail or password. Fingerprint and face never reach the city.";
    STAFF_FROM = "{0}から、職員のページにはパスキーか市の職員アカウントが必要になります。それまでに、ここでパスキーを作ってください。", "{0}から、しょくいんの ページには パスキーか 市（し）の しょくいんの アカウントが いります。その 前（まえ）に、ここで パスキーを 作（つく）って ください。", "From {0} on, pages of staff need a passkey or the city's staff account. Make a passkey here before then.";
    NONE_YET = "まだパスキーはありません。", "まだ パスキーは ありません。", "There is no passkey yet.";
    ADD = "この端末にパスキーを作る", "この 機械（きかい）に パスキーを 作（つく）る", "Make a passkey on this device";
    LABEL = "パスキーの名前", "パスキーの 名前（なまえ）", "Name of the passkey";
    LABEL_HINT = "あとで見分けるための名前です。例：自分のスマートフォン", "あとで わかる 名前（なまえ）を 書（か）いて ください。れい：わたしの スマートフォン", "A name to tell it by later. Example: my phone";
    MADE = "作成：{0}", "作（つく）った 日（ひ）：{0}", "Made: {0}";
    USED = "最後に使った日：{0}", "さいごに 使（つか）った 日（ひ）：{0}", "Last used: {0}";
    NEVER_USED = "まだ使っていません", "まだ 使（つか）って いません", "Not used yet";
    REMOVE = "「{0}」を削除", "「{0}」を けす", "Remove {0}";
    REMOVED = "パスキーを削除しました。端末に残っているパスキーでは、もうサインインできません。", "パスキーを けしました。その パスキーでは もう サインイン できません。", "The passkey was removed. What is left of it on a device no longer signs in.";
    ADDED = "パスキーを作りました。", "パスキーが できました。", "The passkey is made.";
    SIGN_IN_WITH = "パスキー（指紋や顔など）でサインイン", "パスキー（ゆびや かお）で サインイン する", "Sign in with a passkey (fingerprint, face or PIN)";
    WORKING = "端末の画面の案内に従ってください。", "機械（きかい）の 画面（がめん）を 見（み）て ください。", "Follow what your device says.";
    CANCELLED = "中止しました。何も変わっていません。もう一度お試しください。", "やめました。なにも 変（か）わって いません。もう一度（いちど） できます。", "Stopped. Nothing has changed. You can try again.";
    ALREADY = "この端末にはすでにパスキーがあります。", "この 機械（きかい）には もう パスキーが あります。", "This device has a passkey already.";
    FAILED = "できませんでした。何も変わっていません。もう一度お試しになるか、ほかの方法をお使いください。", "できませんでした。なにも 変（か）わって いません。もう一度（いちど） するか、ほかの やりかたに して ください。", "It did not work. Nothing has changed. Try again, or use another way.";
    UNREACHED = "サーバーにつながりません。電波を確認して、もう一度お試しください。", "サーバーに つながりません。あとで もう一度（いちど） して ください。", "The server cannot be reached. Check the connection and try again.";
    UNSUPPORTED = "このブラウザーではパスキーを使えません。ほかの方法をお使いください。", "この ブラウザーでは パスキーが 使（つか）えません。ほかの やりかたに して ください。", "This browser has no passkeys. Please use another way.";
    NEEDS_SCRIPT = "パスキーを使うには、ブラウザーの JavaScript が必要です。", "パスキーを 使（つか）うには JavaScript が いります。", "Passkeys need JavaScript in the browser.";
    PROVIDER_SIGN_IN = "市の職員アカウントでサインイン", "市（し）の しょくいんの アカウントで サインイン する", "Sign in with the city's staff account";
    TRY_ANOTHER_WAY = "ほかの方法でサインイン", "ほかの やりかたで サインイン する", "Sign in another way";
}
