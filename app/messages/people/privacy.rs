//! Words of the table of personal data: whose, what for, on what basis, how long.

engawa_core::messages! {
    OF_RESIDENT = "利用者", "使（つか）う 人（ひと）", "users";
    OF_STAFF = "職員", "職員（しょくいん）", "staff";
    OF_SENDER = "申込みをした人", "申（もう）しこみを した 人（ひと）", "whoever sent a form";
    OF_VISITOR = "窓口に来た人", "窓口（まどぐち）に 来（き）た 人（ひと）", "people at the counter";
    OF_MEMBER = "団体の会員", "グループの 人（ひと）", "members of groups";
    OF_CONTACT = "団体の連絡先の人", "グループの 連絡先（れんらくさき）の 人（ひと）", "contact persons of groups";
    OF_REPORTER = "問題を知らせた人", "おしえて くれた 人（ひと）", "whoever reported a problem";
    OF_EVERYBODY = "操作をした人", "何（なに）かを した 人（ひと）", "whoever did something";

    FEWER_THAN = "{0}人未満", "{0}人（にん）より すくない", "fewer than {0}";

    FOR_SIGN_IN = "本人だけがサインインできるようにする", "本人（ほんにん）だけが 入（はい）れる ように", "letting the holder sign in, and nobody else";
    FOR_NAME = "画面と団体の中で呼ぶ", "名前（なまえ）を 出（だ）す", "addressing the person, on their own pages and inside their groups";
    FOR_REACH = "連絡を届ける", "おしらせを とどける", "reaching the person with what they asked to be told";
    FOR_MINOR = "未成年の登録に保護者の同意を得る", "子（こ）どもの とき、親（おや）に きく", "asking a guardian where the holder is a minor";
    FOR_SETTINGS = "選んだ言語と設定を守る", "ことばや せっていを おぼえる", "keeping the language and the settings that were chosen";
    FOR_DEVICES = "サインインした端末の一覧を本人に見せ、終わらせる", "どこから 入（はい）って いるかを 本人（ほんにん）に 見（み）せる", "showing the holder where they are signed in, and ending it";
    FOR_GUESSING = "パスワードの当て推量を止める", "パスワードを あてる 人（ひと）を とめる", "stopping whoever guesses passwords";
    FOR_COLLECT = "受付を本人のアカウントにまとめる", "受付（うけつけ）を まとめる", "keeping together what the person sent in";
    FOR_ONCE = "同じ操作を一度だけ行い、受付番号に答える", "おなじ ことを 一度（いちど）だけ する", "doing what was asked once, and answering for it by its number";
    FOR_AUDIT = "だれが何をしたかを後から確かめる", "だれが 何（なに）を したかを あとで しらべる", "finding out later who did what";
    FOR_PUBLISH = "団体が自分で公開する連絡先を載せる", "グループが のせた 連絡先（れんらくさき）を 出（だ）す", "showing how to reach a group, as the group itself wrote";
    FOR_HISTORY = "掲載の前の形に戻す", "前（まえ）の 形（かたち）に もどす", "going back to an older form of a listing";
    FOR_IMPORT = "取り込む前に確かめる", "入（い）れる 前（まえ）に しらべる", "looking at a file before it is taken in";
    FOR_FORM = "申込みを審査し、答える", "申（もう）しこみを 見（み）て、こたえる", "deciding about what was sent in, and answering";
    FOR_DUPLICATES = "二重の申込みを見つける", "おなじ 申（もう）しこみを 見（み）つける", "finding what was sent twice";
    FOR_DRAFT = "何人かで書く下書きを合わせる", "みんなで 書（か）く", "bringing together a draft that several write";
    FOR_DESK = "職員の権限を決める", "職員（しょくいん）が できる ことを きめる", "deciding what a member of staff may do";
    FOR_GROUP = "団体の中でできることを決める", "グループで できる ことを きめる", "deciding what a member may do in a group";
    FOR_INVITE = "だれを招いたかを団体が覚える", "だれを よんだかを おぼえる", "letting a group remember whom it invited";
    FOR_CLAIM = "団体の本人かどうかを確かめる", "グループの 人（ひと）か しらべる", "finding out whether a group is one's own";
    FOR_MODERATION = "公開の前に確かめる", "出（だ）す 前（まえ）に しらべる", "looking at a text before it is shown";
    FOR_REPORT = "知らせた人に結果を伝える", "けっかを つたえる", "telling whoever reported a problem what became of it";
    FOR_CASE = "窓口で本人に代わって手続きをする", "窓口（まどぐち）で かわりに する", "acting for a person at the counter";
    FOR_COURSE = "研修の席を決め、出席を記録する", "研修（けんしゅう）に だれが 出（で）るか わかる ように", "giving out places in courses for staff, and keeping attendance";
    FOR_REFLECTION = "研修から学んだことを本人と主催の窓口が確かめる", "研修（けんしゅう）で わかった ことを のこす", "letting somebody and the desk that ran a course see what was learnt";
    FOR_INQUIRY = "窓口どうしで問い合わせ、答え、経過を残す", "窓口（まどぐち）が ほかの 窓口（まどぐち）に きく", "asking between desks, answering, and keeping what happened";
    FOR_HELD = "端末で送られたものを、なくさずに職員が対応する", "画面（がめん）から 送（おく）った ものを なくさない", "losing nothing that was sent at a shared screen";
    FOR_HAND_OVER = "書きかけを本人のスマートフォンに渡す", "とちゅうの ものを スマートフォンに わたす", "taking what was begun at a shared screen to the person's own phone";
    FOR_REFERRAL = "同意を得て別の窓口に引き継ぐ", "ほかの 窓口（まどぐち）に つなぐ", "handing a case on, with consent";

    BY_DUTY = "事務に必要（個人情報保護法61条）", "仕事（しごと）に いる（法律（ほうりつ） 61条（じょう））", "needed for the body's task (Act on the Protection of Personal Information, art. 61)";
    BY_SAFETY = "安全管理（同法66条）", "安全（あんぜん）の ため（法律（ほうりつ） 66条（じょう））", "keeping the data safe (the same act, art. 66)";
    BY_CONSENT = "本人の同意", "本人（ほんにん）が いいと 言（い）った", "consent of the person";

    KEEP_ACCOUNT = "アカウントを消すまで", "アカウントを けす まで", "until the account ends";
    KEEP_FORM = "様式ごとに決めた日数", "様式（ようしき）ごとに きめた 日（ひ）まで", "as many days as the form says";
    KEEP_SENT = "送り終わるまで", "おくる まで", "until it was sent";
    KEEP_EXPIRY = "期限が切れるまで", "期限（きげん）まで", "until it expires";
    KEEP_MEMBER = "会員でなくなるまで", "やめる まで", "until the membership ends";
    KEEP_CASE = "案件の保存期間が終わるまで", "そうだんを のこす 日（ひ）まで", "until the case's retention is over";
    KEEP_LISTING = "掲載を消すまで", "のせた ものを けす まで", "as long as the listing";
    KEEP_PERMANENT = "消さない（番号だけで、名前やアドレスは入らない）", "けさない（番号（ばんごう）だけ。名前（なまえ）は ない）", "for ever; holds ids, no names or addresses";
    KEEP_DECIDED = "決まるまで（監査記録には残る）", "きまる まで", "until it is decided; the audit log keeps that it was";
    KEEP_UPLOAD = "決まるまで、長くても1日", "きまる まで。ながくて 1日（にち）", "until it is decided, a day at most";
    KEEP_NOTICE = "読んでから1年、読まなければ2年", "読（よ）んでから 1年（ねん）。読（よ）まなければ 2年（ねん）", "a year after it was read, or two years unread";
    KEEP_REPORT = "決まってから90日", "きまってから 90日（にち）", "90 days after the decision";
    KEEP_SETTLED = "対応してから90日", "おわってから 90日（にち）", "90 days after staff dealt with it";
    KEEP_COURSE = "申し込んでから3年", "申（もう）し込（こ）んでから 3年（ねん）", "three years after signing up";
    KEEP_INQUIRY = "照会を閉じてから3年", "おわってから 3年（ねん）", "three years after the round was closed";
    KEEP_SESSION = "使わなくなって14日まで。使っていても60日まで（職員は14日）", "使（つか）わないと 14日（にち）まで。使（つか）っても 60日（にち）まで（職員（しょくいん）は 14日（にち））", "14 days without use; 60 days in any case (staff: 14)";
    KEEP_DAYS = "{0}日", "{0}日（にち）", "{0} days";
}
