//! Words of cases: the counter, the slip, referrals.

use engawa_core::Message;

engawa_core::messages! {
    COUNTER = "窓口", "窓口（まどぐち）", "Counter";
    COUNTER_ABOUT = "相手の方の代わりに操作するときは、案件を開いてください。終わったら「お次の方へ」を押すと、前の方の情報は何も残りません。", "人（ひと）の かわりに する ときは、ここを あけて ください。おわったら 「お次（つぎ）の 方（かた）へ」を おして ください。", "Open a case to act for a person. When you are done, press “Next person”: nothing of the person before is left.";
    OPEN_CASE = "案件を開く", "はじめる", "Open a case";
    DESK = "窓口", "窓口（まどぐち）", "Desk";
    CHANNEL = "受け方", "どうやって 来（き）たか", "How they came";
    TOPIC = "用件（なくてもよい）", "なんの こと（書（か）かなくても いいです）", "What it is about (optional)";
    CASE = "案件 {0}", "番号（ばんごう） {0}", "Case {0}";
    BAND = "{0}さんの代わりに操作中", "{0}さんの かわりに して います", "Acting for {0}";
    BAND_NOBODY = "窓口の方の代わりに操作中", "窓口（まどぐち）の 人（ひと）の かわりに して います", "Acting for the person at the counter";
    NEXT_PERSON = "お次の方へ", "お次（つぎ）の 方（かた）へ", "Next person";
    NEXT_ABOUT = "案件を閉じ、前の方の情報をこの画面から消します。", "おわりに して、前（まえ）の 人（ひと）の ことを けします。", "Closes the case and clears everything of this person from the screen.";
    OVER = "30分間操作がなかったため、案件を閉じました。送信されたものはありません。続けるときは、もう一度案件を開いてください。", "30分（ぷん） なにも しなかったので、おわりました。なにも 送（おく）られて いません。もう一度（いちど） はじめて ください。", "The case was closed because nothing was done for 30 minutes. Nothing was sent. To go on, open a case again.";
    OTHER_CASE = "この画面は、いま開いている案件のものではありません。何も送っていません。書いたものが必要なときは、ブラウザーの「戻る」で書き写し、案件のページから開き直してください。", "この 画面（がめん）は、いまの 人（ひと）の ものでは ありません。なにも 送（おく）られて いません。書（か）いた ものは「もどる」で 見（み）られます。もう一度（いちど） はじめから ひらいて ください。", "This page was not opened for the case that is open now. Nothing was sent. If you need what you typed, go back in the browser and copy it, then open the page again from the case.";
    CLOSED = "案件を閉じました。前の方の情報は残っていません。", "おわりました。前（まえ）の 人（ひと）の ことは のこって いません。", "The case is closed. Nothing of the person before is left here.";
    DONE = "記録しました。", "できました。", "Done.";
    PERSON = "相手の方（どちらも、なくてもよい）", "だれ（書（か）かなくても いいです）", "The person (both optional)";
    PERSON_NAME = "お名前", "名前（なまえ）", "Name";
    PERSON_PHONE = "電話", "電話（でんわ）", "Phone";
    SAVE = "保存する", "のこす", "Save";
    NOTE = "メモ", "メモ", "Note";
    ADD_NOTE = "メモを加える", "メモを ふやす", "Add the note";
    ITEMS = "この案件でしたこと", "した こと", "What was done";
    ITEMS_NONE = "まだ何もしていません。", "まだ なにも して いません。", "Nothing yet.";
    DO_FOR = "代わりにする", "かわりに する", "Do something for them";
    TO_FORMS = "様式を代わりに出す", "様式（ようしき）を かわりに 出（だ）す", "Send a form for them";
    TO_LISTINGS = "掲載をさがす", "のせた ものを さがす", "Find listings";
    PRINT_SLIP = "控えを印刷する", "控（ひか）えを 印刷（いんさつ）する", "Print the slip";
    READ_CODE = "コードを読み上げる", "コードを 読（よ）む", "Read out the code";
    SLIP = "窓口の控え", "窓口（まどぐち）の 控（ひか）え", "Slip of the counter";
    SLIP_NO = "案件の番号", "番号（ばんごう）", "Case number";
    SLIP_CODE = "受け取りコード", "うけとりコード", "Code";
    SLIP_HOW = "あとでご自分のアカウントに取り込むときは、サインインして、このコードを入力するかQRコードを読み取ってください。", "あとで 自分（じぶん）の ページに 入（い）れる ときは、サインイン して この コードを 書（か）いて ください。", "To take this into an account of your own later, sign in and enter this code, or scan the QR code.";
    SLIP_ONCE = "このコードは今だけ表示されます。印刷し直すと、前のコードは使えなくなります。", "この コードは 今（いま）だけ 見（み）えます。もう一度（いちど） 印刷（いんさつ）すると、前（まえ）の コードは 使（つか）えません。", "The code is shown only now. Printing again makes a new one, and this one is worth nothing.";
    SLIP_QR = "案件を取り込むページ", "うけとる ページ", "The page that takes the case in";
    CASES_TODAY = "今日の案件", "きょうの 番号（ばんごう）", "Cases of today";
    CASES_DUE = "今日までに見直す案件", "もう一度（いちど） 見（み）る もの", "To be looked at again";
    CASES_NONE = "ありません。", "ありません。", "None.";
    FIND = "番号でさがす", "番号（ばんごう）で さがす", "Find by number";
    FOUND_NONE = "この番号の案件はありません。番号を確かめてください。", "この 番号（ばんごう）は ありません。", "There is no case with this number. Check it.";
    SEARCH = "さがす", "さがす", "Find";
    STATE_OPEN = "対応中", "して います", "open";
    STATE_CLOSED = "終了", "おわり", "closed";
    FOLLOW_ON = "次に見直す日（なくてもよい）", "つぎに 見（み）る 日（ひ）（書（か）かなくても いいです）", "Look at it again on (optional)";
    FOLLOW = "見直す日 {0}", "つぎに 見（み）る 日（ひ） {0}", "Look again on {0}";
    CLOSE = "閉じる", "おわりに する", "Close";
    COLLECTED = "ご本人のアカウントに取り込み済み", "もう 自分（じぶん）の ページに 入（はい）って います", "Taken into their account";

    DID_SUBMIT = "申請・申込みを出した", "申（もう）しこみを 送（おく）った", "Sent a form";
    DID_WITHDRAW = "申請・申込みを取り下げた", "申（もう）しこみを やめた", "Took a form back";
    DID_SAVE = "掲載を保存した", "のせる ものを 書（か）いた", "Saved a listing";
    DID_CONFIRM = "掲載が今も正しいと確かめた", "のせた ものが いまも 正（ただ）しいと たしかめた", "A listing was confirmed";
    DID_STATE = "掲載の状態を変えた", "のせた ものの じょうたいを かえた", "The state of a listing was changed";
    DID_GUARDIAN = "保護者の同意（紙）を記録した", "おうちの 大人（おとな）が いいと 書（か）いた 紙（かみ）を うけとった", "Recorded a guardian's consent on paper";
    DID_OTHER = "手続きをした", "手（て）つづきを した", "Something was done";

    GUARDIAN = "保護者の同意を紙で受け付ける", "おうちの 大人（おとな）の 紙（かみ）を うけとる", "Take in a guardian's consent on paper";
    GUARDIAN_ABOUT = "16歳未満の方のアカウントは、保護者の同意があるまで使えません。署名のある紙を確かめてから記録してください。紙は綴りに入れて残します。", "15さいまでの 人（ひと）の アカウントは、おうちの 大人（おとな）が いいと 言（い）うまで 使（つか）えません。名前（なまえ）を 書（か）いた 紙（かみ）を 見（み）てから 書（か）いて ください。紙（かみ）は すてないで ください。", "The account of somebody under 16 waits for a guardian. Look at the signed paper first, then record it; the paper stays in your files.";
    GUARDIAN_EMAIL = "お子さんがサインインに使うメールアドレス", "子（こ）どもの メールアドレス", "E-mail address with which the child signs in";
    GUARDIAN_NAME = "署名した保護者の氏名", "紙（かみ）に 名前（なまえ）を 書（か）いた 大人（おとな）", "Name of the guardian who signed";
    GUARDIAN_ON = "署名の日", "名前（なまえ）を 書（か）いた 日（ひ）", "Day of the signature";
    GUARDIAN_KEPT = "紙の保管場所（綴りの名前や番号）", "紙（かみ）が ある ところ", "Where the paper is kept (folder, number)";
    GUARDIAN_SAVE = "同意を記録する", "書（か）いて おく", "Record the consent";
    REFER = "ほかの窓口に引き継ぐ", "ほかの 窓口（まどぐち）に わたす", "Refer to another desk";
    REFER_ABOUT = "相手の方が同意した内容だけを渡します。渡した先で見た記録も残ります。", "いいと 言（い）った ことだけ わたします。", "Only what the person agrees to is handed over. Every look at it is recorded.";
    REFER_TO = "引き継ぎ先", "どこに", "To which desk";
    REFER_PARTS = "渡すもの", "わたす もの", "What is handed over";
    PART_NAME = "お名前", "名前（なまえ）", "Name";
    PART_PHONE = "電話", "電話（でんわ）", "Phone";
    PART_TOPIC = "用件", "なんの こと", "Topic";
    PART_NOTES = "メモ", "メモ", "Notes";
    PART_ITEMS = "したことと受付番号", "した ことと 番号（ばんごう）", "What was done, with receipt numbers";
    CONSENT = "同意", "いいと 言（い）った こと", "Consent";
    CONSENT_WAY = "同意のしかた", "どうやって", "How";
    CONSENT_WORDS = "同意された言葉", "なんと 言（い）ったか", "To which words";
    CONSENT_ON = "同意の日", "いつ", "On which day";
    WAY_SAID = "口頭", "言（い）った", "said";
    WAY_SIGNED = "署名", "名前（なまえ）を 書（か）いた", "signed";
    WAY_ONLINE = "オンライン", "ネットで", "online";
    SEND_REFERRAL = "引き継ぐ", "わたす", "Hand it over";
    REFERRALS = "引き継ぎ", "わたした もの", "Referrals";
    REFERRALS_ABOUT = "ほかの窓口から届いたものと、ほかの窓口に渡したものです。", "ほかの 窓口（まどぐち）と わたしたり もらったり した ものです。", "What other desks handed to yours, and yours to others.";
    REFERRAL = "引き継ぎ", "わたした もの", "Referral";
    REFERRAL_ROW = "{0} → {1}（{2}）", "{0} → {1}（{2}）", "{0} → {1} ({2})";
    REFERRAL_CONSENT = "同意：{0}、{1}「{2}」", "いいと 言（い）った：{0}、{1}「{2}」", "Consent: {0}, {1} “{2}”";
    REFERRAL_GONE = "内容は見られません。差し戻されたか、ご本人が同意を取り消しました。", "見（み）る ことは できません。", "There is nothing to read: it was given back, or the person took their consent back.";
    TAKE = "引き受ける", "うけとる", "Take it";
    RETURN = "差し戻す", "かえす", "Give it back";
    RETURN_NOTE = "差し戻す理由", "かえす りゆう", "Why it is given back";
    WITHDRAW = "同意の取り消しを記録する", "いいと 言（い）わなく なった", "Record that the consent was taken back";
    STATE_SENT = "未対応", "まだ", "sent";
    STATE_TAKEN = "引き受け済み", "うけとった", "taken";
    STATE_RETURNED = "差し戻し", "かえした", "returned";
    STATE_WITHDRAWN = "同意取り消し", "やめた", "consent withdrawn";
    CHANNEL_COUNTER = "窓口", "窓口（まどぐち）", "At the counter";
    CHANNEL_PHONE = "電話", "電話（でんわ）", "By phone";
    CHANNEL_PAPER = "紙", "紙（かみ）", "On paper";

    MY_CASES = "窓口でした手続き", "窓口（まどぐち）で した こと", "What was done at the counter";
    MY_CASES_ABOUT = "窓口の控えにあるコードを入力すると、窓口でした手続きがこのアカウントに入ります。すでにあるものは二重になりません。", "窓口（まどぐち）で もらった コードを 書（か）いて ください。窓口（まどぐち）で した ことが ここに 入（はい）ります。", "Enter the code of the slip, and what was done for you at the counter comes into this account. Nothing is doubled.";
    COLLECT = "取り込む", "入（い）れる", "Take it in";
    COLLECT_DONE = "取り込みました。", "入（はい）りました。", "It is in your account.";

    CASE_CODE_UNKNOWN = "このコードの案件はありません。控えの文字を確かめてください。印刷し直したときは、新しい控えのコードを使ってください。", "この コードは ありません。もう一度（いちど） 見（み）て ください。", "No case has this code. Check the letters on the slip; if it was printed again, use the newer one.";
    CASE_TAKEN = "この案件は、ほかのアカウントがすでに取り込みました。心当たりがないときは、窓口にご連絡ください。", "ほかの 人（ひと）が もう 入（い）れました。窓口（まどぐち）に 聞（き）いて ください。", "Another account took this case in already. If that was not you, please ask at the counter.";
    FOLLOW_IN_PAST = "見直す日は今日より後にしてください。", "今日（きょう）より 後（あと）の 日（ひ）に して ください。", "Choose today or a later day.";
    REFER_TO_ONESELF = "別の窓口を選んでください。", "べつの 窓口（まどぐち）を えらんで ください。", "Choose another desk.";
    NOTHING_HANDED_OVER = "渡すものを一つ以上選んでください。", "わたす ものを えらんで ください。", "Choose at least one thing to hand over.";
    CONSENT_IN_FUTURE = "同意の日が今日より後になっています。", "いいと 言（い）った 日（ひ）が 今日（きょう）より 後（あと）です。", "The day of the consent lies in the future.";
    GUARDIAN_CODE_UNKNOWN = "このコードで保護者の同意を待っているアカウントはありません。紙の文字を確かめてください。古い紙のときは、メールアドレスを入力してください。", "この コードで 待（ま）って いる アカウントは ありません。紙（かみ）を もう一度（いちど） 見（み）て ください。メールアドレスでも いいです。", "No account with this code waits for a guardian. Check the letters on the paper, or enter the address instead.";
    GUARDIAN_NOT_WAITING = "このメールアドレスで保護者の同意を待っているアカウントはありません。アドレスを確かめてください。", "この メールアドレスで 待（ま）って いる アカウントは ありません。たしかめて ください。", "No account of this address waits for a guardian. Please check the address.";
    REFERRAL_STATE = "この引き継ぎは、もうその操作ができない状態です。ページを開き直して確かめてください。", "もう できません。もう一度（いちど） ページを 見（み）て ください。", "This referral stands elsewhere by now. Open its page again and look.";
}

/// The sentence of a problem of cases; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    row("", code)
}

/// The word of a code of `Channel`.
pub fn channel(code: &str) -> Message {
    row("CHANNEL_", code).unwrap_or(CHANNEL)
}

/// What was done, by the verb of its command.
pub fn did(verb: &str) -> Message {
    match verb {
        "submission.submit" => DID_SUBMIT,
        "submission.withdraw" => DID_WITHDRAW,
        "listing.save" => DID_SAVE,
        "listing.confirm" => DID_CONFIRM,
        "listing.set_state" => DID_STATE,
        "guardian.consent" => DID_GUARDIAN,
        _ => DID_OTHER,
    }
}

/// The word of a code of `ConsentWay`.
pub fn way(code: &str) -> Message {
    row("WAY_", code).unwrap_or(CONSENT_WAY)
}

/// The word of a code of `HandedPart`.
pub fn part(code: &str) -> Message {
    row("PART_", code).unwrap_or(REFER_PARTS)
}

/// The word of a code of `ReferralState`.
pub fn state(code: &str) -> Message {
    row("STATE_", code).unwrap_or(REFERRAL)
}

fn row(head: &str, code: &str) -> Option<Message> {
    let name = format!("{head}{}", code.to_ascii_uppercase());
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
