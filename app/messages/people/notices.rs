//! Words of notices: what people are told of, in the app, by push and by e-mail.

use engawa_core::Message;

engawa_core::messages! {
    NOTICES = "お知らせ", "おしらせ", "Notices";
    NOTICES_NONE = "お知らせはありません。", "おしらせは ありません。", "There are no notices.";
    NEW = "新着", "あたらしい", "New";
    MARK_ALL_SEEN = "すべて読んだことにする", "ぜんぶ 読（よ）んだ ことに する", "Mark all as read";
    ALL_SEEN = "すべて読んだことにしました。", "ぜんぶ 読（よ）んだ ことに しました。", "All are marked as read.";
    PUSH = "この端末への通知", "この 機械（きかい）への 通知（つうち）", "Notifications on this device";
    PUSH_ABOUT = "お知らせがあると、この端末に通知します。通知の画面に個人の情報は出ません。", "おしらせが あると、この 機械（きかい）に 通知（つうち）が 来（き）ます。名前（なまえ）などは 出（で）ません。", "This device tells you when there is a notice. What it shows holds nothing personal.";
    PUSH_ON = "この端末で通知を受け取る", "この 機械（きかい）で 通知（つうち）を もらう", "Get notifications on this device";
    PUSH_OFF = "この端末の通知をやめる", "この 機械（きかい）の 通知（つうち）を やめる", "Stop notifications on this device";
    PUSH_IS_ON = "この端末で通知を受け取ります。", "この 機械（きかい）に 通知（つうち）が 来（き）ます。", "Notifications are on for this device.";
    PUSH_IS_OFF = "この端末の通知をやめました。", "この 機械（きかい）の 通知（つうち）を やめました。", "Notifications are off for this device.";
    PUSH_DENIED = "ブラウザーの設定で通知が止められています。ブラウザーの設定で、このサイトの通知を許可してください。", "ブラウザーの 設定（せってい）で 通知（つうち）が 止（と）まって います。設定（せってい）を かえて ください。", "Your browser blocks notifications of this site. Allow them in its settings.";
    PUSH_UNSUPPORTED = "このブラウザーでは通知を受け取れません。メールのまとめをお使いください。", "この ブラウザーでは 通知（つうち）が 使（つか）えません。メールを 使（つか）って ください。", "This browser cannot get notifications. Please use the e-mail digest.";
    PUSH_FAILED = "通知の設定を変えられませんでした。時間をおいてもう一度お試しください。", "かえられませんでした。少（すこ）し あとで もう一度（いちど） して ください。", "Notifications could not be changed. Try again later.";
    PUSH_BODY = "新しいお知らせがあります。", "あたらしい おしらせが あります。", "There is a new notice for you.";
    DIGEST = "メールのまとめ", "メールの まとめ", "E-mail digest";
    DIGEST_ABOUT = "まだ読んでいないお知らせを、一通のメールにまとめて送ります。", "まだ 読（よ）んで いない おしらせを、ひとつの メールで 送（おく）ります。", "Notices that you have not read come together in one e-mail.";
    DIGEST_NEVER = "送らない", "送（おく）らない", "Never";
    DIGEST_DAILY = "毎日", "まいにち", "Every day";
    DIGEST_WEEKLY = "毎週", "まいしゅう", "Every week";
    DIGEST_SAVE = "保存", "のこす", "Save";
    DIGEST_SAVED = "メールのまとめの設定を保存しました。", "メールの まとめを かえました。", "The e-mail digest is set.";
    MAIL_SUBJECT = "{0}：お知らせ{1}件", "{0}：おしらせ {1}こ", "{0}: {1} notices";
    MAIL_BEGIN = "まだお読みでないお知らせです。", "まだ 読（よ）んで いない おしらせです。", "Notices that you have not read yet.";
    MAIL_END = "このメールをやめるには、サインインして「お知らせ」のページで設定してください。", "この メールを やめたい ときは、「おしらせ」の ページで かえて ください。", "To stop this e-mail, sign in and set it on the page of notices.";

    REGISTRATION_DECIDED = "「{0}」の登録について決まりました：{1}", "「{0}」の 登録（とうろく）が きまりました：{1}", "The registration of {0} was decided: {1}";
    REGISTRATION_WAITS = "「{0}」の登録申請が届いています。", "「{0}」の 登録（とうろく）の おねがいが 来（き）て います。", "A registration waits: {0}";
    RENEWAL_DUE = "「{0}」の登録は{1}までです。更新してください。", "「{0}」の 登録（とうろく）は {1}までです。もう一度（いちど） 登録（とうろく）して ください。", "The registration of {0} ends on {1}. Please renew it.";
    CLAIM_WAITS = "「{0}」は自分たちの団体だという申し出が届いています。", "「{0}」は わたしたちの グループだ、と 言（い）う 人（ひと）が います。", "A claim on {0} waits.";
    CLAIM_DECIDED = "「{0}」の申し出について決まりました：{1}", "「{0}」の おねがいが きまりました：{1}", "The claim on {0} was decided: {1}";
    MEMBER_JOINED = "{0}さんが「{1}」に加わりました。", "{0}さんが 「{1}」に 入（はい）りました。", "{0} joined {1}.";
    ROLE_CHANGED = "「{0}」でのあなたの役割が変わりました。", "「{0}」での あなたの やくわりが 変（か）わりました。", "Your role in {0} has changed.";
    LISTING_WAITS = "「{0}」が書いた「{1}」が確認を待っています。", "「{0}」が 書（か）いた 「{1}」を 見（み）て ください。", "What {0} wrote waits to be looked at: {1}";
    LISTING_PUBLISHED = "「{0}」が公開されました。", "「{0}」が 公開（こうかい）されました。", "{0} is published.";
    LISTING_RETURNED = "「{0}」が差し戻されました：{1}", "「{0}」が もどって きました：{1}", "{0} came back to you: {1}";
    LISTING_WITHDRAWN = "窓口が「{0}」の公開をやめました：{1}", "窓口（まどぐち）が「{0}」の 公開（こうかい）を やめました：{1}", "The desk withdrew {0}: {1}";
    LISTING_GIVEN = "「{0}」は「{1}」の掲載になりました。内容を確かめてください。", "「{0}」は 「{1}」の ものに なりました。見（み）て ください。", "{0} belongs to {1} now. Please look through it.";
    LISTING_STALE = "「{1}」の「{0}」は、一年以上確認されていません。今も正しければ、そう知らせてください。", "「{1}」の 「{0}」は、一年（いちねん） だれも たしかめて いません。いまも 正（ただ）しいか、見（み）て ください。", "Nobody has confirmed {0} of {1} for more than a year. Say if it is still right.";
    LISTING_REPORTED = "「{0}」に問題があるという知らせが届きました。", "「{0}」に 問題（もんだい）が ある、と 言（い）う 人（ひと）が います。", "A problem with {0} was reported.";
    HOST_ASKED = "「{0}」から、「{1}」の共催の依頼が届いています。", "「{0}」が 「{1}」を いっしょに したいと 言（い）って います。", "{0} asks you to host {1} together.";
    HOST_AGREED = "「{0}」が「{1}」の共催を引き受けました。", "「{0}」が 「{1}」を いっしょに します。", "{0} hosts {1} together with you.";
    HOST_LEFT = "「{0}」は「{1}」を共催しません。", "「{0}」は 「{1}」を いっしょに しません。", "{0} does not host {1} with you.";
    PLAN_DROPPED = "「{0}」について予定していた公開や終了を行えませんでした。内容を確かめて、予定し直してください。", "「{0}」の 予定（よてい）が できませんでした。見（み）て、もう一度（いちど） きめて ください。", "What was planned for {0} could not be done. Please look at it and plan it anew.";
    CASE_REFERRED = "「{0}」から案件の引き継ぎが届いています。", "「{0}」から そうだんの 引（ひ）きつぎが 来（き）て います。", "{0} referred a case to you.";
    DELEGATION_BEGINS = "「{0}」で、{1}まで代理をします。", "「{0}」で、{1}まで かわりを します。", "You stand in at {0} until {1}.";
    COURSE_PLACE = "「{0}」に席ができました。出られないときは、取り消してください。", "「{0}」に 出（で）られます。出（で）られない ときは、やめて ください。", "You have a place in {0} now. If you cannot come, please withdraw.";
    COURSE_CALLED_OFF = "「{0}」は取りやめになりました。申込みの取り消しは要りません。", "「{0}」は なくなりました。なにも しなくて いいです。", "{0} does not take place. You need not withdraw.";
    COURSE_MOVED = "「{0}」の日時か場所が変わりました。確かめてください。出られないときは、取り消してください。", "「{0}」の 時間（じかん）か 場所（ばしょ）が かわりました。見（み）て ください。出（で）られない ときは、やめて ください。", "The time or place of {0} has changed. Please look, and withdraw if you cannot come.";
    COURSE_BACK = "取りやめになった「{0}」を、行うことになりました。日時と場所を確かめてください。", "なくなった 「{0}」を、やります。いつ・どこでか、見（み）て ください。", "{0} takes place after all. Please look at its time and place.";
    COURSE_REFLECT = "「{0}」に出席しました。学んだこと、これから試すことを書いてください。", "「{0}」に 出（で）ました。わかった ことを 書（か）いて ください。", "You attended {0}. Please write what you learnt and what you will try.";
    INQUIRY_ASKED = "「{1}」から照会「{0}」が届いています。{2}までに回答してください。", "「{1}」から 「{0}」が 来（き）ました。{2}までに こたえて ください。", "{1} asks your desk: {0}. Please answer by {2}.";
    INQUIRY_REMINDED = "照会「{0}」への回答をお待ちしています。締切は{1}です。", "「{0}」の こたえを まって います。{1}までです。", "An answer to {0} is still to come. The last day is {1}.";
    INQUIRY_ANSWERED = "照会「{0}」に「{1}」が回答しました：{2}", "「{0}」に 「{1}」が こたえました：{2}", "{1} answered {0}: {2}";
    INQUIRY_CLOSED = "照会「{0}」が終わりました。まとめを読めます。", "「{0}」が おわりました。まとめを 読（よ）めます。", "The inquiry {0} is closed. Its summary can be read.";
    SUBMISSION_ARRIVED = "「{0}」が届きました。", "「{0}」が 来（き）ました。", "{0} was sent in.";
    SUBMISSION_REPLIED = "受付 {0} の申請者から返事が届きました。", "{0}の 返事（へんじ）が 来（き）ました。", "The sender of {0} answered your question.";
    SUBMISSION_DECIDED = "「{0}」について決まりました：{1}", "「{0}」が きまりました：{1}", "Your submission {0} was decided: {1}";
    SUBMISSION_TOLD = "「{0}」について、窓口から連絡があります。読んで、聞かれたことがあれば返事をしてください。", "「{0}」に ついて、窓口（まどぐち）から お知（し）らせが あります。読（よ）んで ください。", "The desk wrote to you about {0}. Please read it, and answer if you are asked something.";
    PASSKEY_ADDED = "アカウントにパスキー「{0}」が加わりました。覚えがないときは、すぐに削除してください。", "あなたの アカウントに パスキー「{0}」が できました。知（し）らない ときは すぐに けして ください。", "The passkey {0} was added to your account. If that was not you, remove it at once.";
    KIOSK_HELD = "端末「{0}」から送られたものを、受け付けられませんでした。内容を見て、対応してください。", "画面（がめん）「{0}」から 来（き）た ものを、受（う）けつけられませんでした。見（み）て ください。", "Something that was sent at the shared screen {0} could not be taken in. Please look at it.";
}

/// The sentence of the code of a notice; `None` for a code that has none.
pub fn notice(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
