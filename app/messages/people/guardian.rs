//! Words of the account of a minor: what waits, what can be done meanwhile, and the paper on which a guardian agrees.

engawa_core::messages! {
    WAY = "保護者の同意のしかた（16歳未満の方）", "おうちの 大人（おとな）に どう 聞（き）くか（15さいまでの 人（ひと））", "How a parent or guardian agrees (if younger than 16)";
    WAY_MAIL = "メールで（保護者にリンクを送ります）", "メールで（大人（おとな）に リンクを 送（おく）ります）", "By e-mail (we send them a link)";
    WAY_PAPER = "紙で（印刷して署名をもらい、市の窓口に出します）", "紙（かみ）で（名前（なまえ）を 書（か）いて もらって、市（し）の 窓口（まどぐち）に 出（だ）します）", "On paper (print it, have it signed, bring it to a desk of the city)";
    MEANWHILE = "待っている間にできること", "待（ま）って いる 間（あいだ）に できる こと", "What you can do meanwhile";
    MEANWHILE_ABOUT = "16歳未満の方のアカウントは、保護者の同意があるまで使えません。アカウントが要らないことは、今すぐ全部できます。", "15さいまでの 人（ひと）の アカウントは、おうちの 大人（おとな）が いいと 言（い）うまで 使（つか）えません。アカウントが いらない ことは、いま ぜんぶ できます。", "The account of somebody under 16 cannot be used until a parent or guardian agrees. Everything that needs no account works now.";
    CAN_READ = "催しや団体をさがす、読む、カレンダーや地図を見る", "イベントや グループを さがす、読（よ）む、カレンダーや 地図（ちず）を 見（み）る", "Find and read events and groups, look at the calendar and the map";
    CAN_KEEP = "この端末にお気に入りを残す、電波のない所で読む", "この 機械（きかい）に お気（き）に入（い）りを のこす、電波（でんぱ）が ない ところで 読（よ）む", "Keep favourites on this device, and read without a connection";
    CAN_SEND = "申込みや申請を書いて送る、受付番号で結果を見る", "申（もう）しこみを 書（か）いて 送（おく）る、番号（ばんごう）で へんじを 見（み）る", "Fill in and send forms, and see the answer with the receipt number";
    CANNOT = "団体に入ることと、送ったものをアカウントに残すことは、同意のあとです。", "グループに 入（はい）る ことと、送（おく）った ものを アカウントに のこす ことは、あとで できます。", "Joining groups, and keeping what you sent in the account, comes after the consent.";
    BY_PAPER = "紙での同意", "紙（かみ）で いいと 言（い）って もらう", "Consent on paper";
    BY_PAPER_ABOUT = "四週間のうちに、署名のある紙を市の窓口に出してください。過ぎるとアカウントは消え、つくり直せます。印刷できないときは、表示されるコードを控えて、窓口で用紙をもらってください。", "4週間（しゅうかん）の 間（あいだ）に、紙（かみ）を 市（し）の 窓口（まどぐち）に 出（だ）して ください。そのあと アカウントは きえます。また つくる ことが できます。印刷（いんさつ）できない ときは、コードを 書（か）いて、窓口（まどぐち）で 紙（かみ）を もらって ください。", "Bring the signed paper to a desk of the city within four weeks; after that the account is deleted, and you can make it again. If you cannot print, copy the code that is shown and ask a desk for the form.";
    SHOW_PAPER = "用紙を表示する", "紙（かみ）を 見（み）る", "Show the paper";
    PAPER = "アカウントへの同意書", "アカウントを つくっても いいと いう 紙（かみ）", "Consent to an account";
    PAPER_PRINT = "このページを印刷してください。印刷できないときは、コードを控えてください。表示し直すと新しいコードになり、前のものもしばらく使えます。", "この ページを 印刷（いんさつ）して ください。できない ときは コードを 書（か）いて ください。もう一度（いちど） 見（み）ると 新（あたら）しい コードに なります。前（まえ）の コードも しばらく 使（つか）えます。", "Print this page, or copy the code. Showing it again makes a new code; the ones before stay good for a while.";
    PAPER_BLANK = "コードのない用紙です。お子さんがサインインに使うメールアドレスか、お子さんの画面に出たコードを書いてください。", "コードが ない 紙（かみ）です。子（こ）どもの メールアドレスか、子（こ）どもの 画面（がめん）の コードを 書（か）いて ください。", "This paper has no code. Write the e-mail address with which the child signs in, or the code from the child's screen.";
    PAPER_TEXT = "保護者として、次のお子さんが {0} のアカウントを使うことに同意します。アカウントがあると、団体に入ることや、送ったものの控えを持つことができます。", "おうちの 大人（おとな）として、この 子（こ）どもが {0} の アカウントを 使（つか）う ことは、いいです。グループに 入（はい）る ことが できるように なります。", "As a parent or guardian I agree that this child uses an account at {0}. With it they can join groups and keep receipts of what they send.";
    PAPER_CODE = "コード", "コード", "Code";
    PAPER_CHILD = "お子さん（画面に出る名前）", "子（こ）ども（ページに 出（で）る 名前（なまえ））", "Child (name shown on screen)";
    PAPER_BORN = "生まれた年", "生（う）まれた 年（とし）", "Year of birth";
    PAPER_EMAIL = "お子さんのメールアドレス", "子（こ）どもの メールアドレス", "The child's e-mail address";
    PAPER_GUARDIAN = "保護者の氏名（署名）", "おうちの 大人（おとな）の 名前（なまえ）", "Name and signature of the parent or guardian";
    PAPER_ON = "署名の日", "名前（なまえ）を 書（か）いた 日（ひ）", "Day of the signature";
    PAPER_BRING = "署名した紙を、市の窓口に出してください。職員が確かめて、コードを入力すると、アカウントが使えるようになり、お子さんにメールで知らせます。", "名前（なまえ）を 書（か）いた 紙（かみ）を、市（し）の 窓口（まどぐち）に 出（だ）して ください。そのあと アカウントが 使（つか）えます。子（こ）どもに メールが 来（き）ます。", "Bring the signed paper to a desk of the city. Once staff have looked at it and typed the code, the account can be used, and the child is told by e-mail.";
    BLANK = "コードのない用紙を印刷する", "コードが ない 紙（かみ）を 印刷（いんさつ）する", "Print a paper without a code";
    CODE = "紙にあるコード", "紙（かみ）の コード", "Code on the paper";
    CODE_HINT = "コードがないときは空けて、下にメールアドレスを入力します。", "コードが ない ときは、下（した）に メールアドレスを 書（か）きます。", "If there is none, leave it empty and enter the address below.";
}
