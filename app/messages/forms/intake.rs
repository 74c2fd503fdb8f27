//! 紙・電話・窓口の受付: entering for somebody, the slip to hand over, and forms on paper.

engawa_core::messages! {
    INTAKE = "紙・電話・窓口の受付：{0}", "紙（かみ）・電話（でんわ）の 受付（うけつけ）：{0}", "Enter for somebody: {0}";
    INTAKE_LINK = "紙・電話・窓口で受け付ける", "紙（かみ）や 電話（でんわ）で 受（う）けつける", "Enter a paper form, a call, a visit";
    INTAKE_ABOUT = "印刷した様式と同じ順に並んでいます。締切を過ぎても入力できます。", "紙（かみ）と 同（おな）じ じゅんばんです。あとからでも 書（か）けます。", "The questions stand in the order of the printed form. A form that is closed can still be entered.";
    HOW = "どのように届きましたか", "どう とどきましたか", "How did it come in?";
    RECEIVED_ON = "届いた日（「今日」に関する条件は、この日で確かめます）", "とどいた 日（ひ）", "Day on which it arrived (rules about today mean this day)";
    PAPER_ID = "用紙の番号（QRコードの下にあります。なければ空欄）", "紙（かみ）の 番号（ばんごう）（なければ 書（か）きません）", "Number of the paper (below its QR code; leave empty if there is none)";
    PAPER_KNOWN = "この番号の用紙は、もう入力されています：", "この 紙（かみ）は、もう 入（はい）って います：", "The paper with this number was entered already:";
    REFRESH = "答えに応じた質問を出す", "質問（しつもん）を 出（だ）す", "Show the questions that follow from the answers";
    SEND = "受け付ける", "受（う）けつける", "Take it in";
    MORE_QUESTIONS = "答えによって質問が増えました。まだ受け付けていません。増えた質問を確かめて、もう一度押してください。", "質問（しつもん）が ふえました。まだ おわって いません。見（み）てから、もう一度（いちど） おして ください。", "Your answers brought up further questions. Nothing was taken in yet. Look at them, then press the button again.";
    KEPT = "まだ受け付けていません。入力した内容は残っています。", "まだ おわって いません。書（か）いた ものは のこって います。", "Nothing was taken in yet. What you entered is kept.";

    SLIP = "受付票", "受付（うけつけ）の 紙（かみ）", "Receipt slip";
    SLIP_LINK = "受付票を印刷する", "受付（うけつけ）の 紙（かみ）を 出（だ）す", "Print the receipt slip";
    SLIP_ABOUT = "申請した方にこの票を渡してください。ブラウザーの印刷機能で印刷できます。", "この 紙（かみ）を 申請（しんせい）した 人（ひと）に わたして ください。", "Hand this slip over to the person. Print it with the browser.";
    SLIP_QR = "状況を確かめるページの QR コード", "QRコード", "QR code of the page that shows the state";
    SLIP_HOW = "QRコードを読み取るか、下のアドレスで受付番号と確認用の番号を入力すると、状況を確かめられます。", "QRコードか アドレスから、今（いま）の ようすが わかります。", "Scan the code, or enter both numbers at this address, to see how it stands.";
    SLIP_KEEP = "この票は大切に保管してください。二つの番号は、ほかの人に教えないでください。", "この 紙（かみ）を なくさないで ください。番号（ばんごう）を ほかの 人（ひと）に 教（おし）えないで ください。", "Keep this slip in a safe place, and tell nobody the two numbers.";
    NEXT_ONE = "続けて受け付ける", "つぎを 受（う）けつける", "Enter the next one";
    BACK_TO_IT = "受付の内容へ", "もどる", "Back to the submission";

    PRINT = "用紙を印刷する", "紙（かみ）に する", "Print the form";
    PRINT_FILLED = "様式の形で印刷する", "紙（かみ）に する", "Print in the form's layout";
    PRINT_BROWSER = "ブラウザーの印刷機能で印刷できます。", "ブラウザーから 印刷（いんさつ）できます。", "Print it with the browser.";
    PRINT_ABOUT = "ブラウザーの印刷機能で印刷できます。用紙の番号は、このページを開くたびに変わります。何枚も使うときは、一枚ごとに開き直してください。", "紙（かみ）に 印刷（いんさつ）できます。番号（ばんごう）は 毎回（まいかい） かわります。", "Print it with the browser. The number changes each time this page is opened: open it again for each paper.";
    FORM_AND_VERSION = "{0}　版 {1}", "{0}　版（はん） {1}", "{0}, version {1}";
    PAPER_NO = "用紙の番号 {0}", "紙（かみ）の 番号（ばんごう） {0}", "Paper {0}";
    PAPER_QR = "受付の担当者が使う QR コード", "QRコード", "QR code for the desk";
    OFFICE_ONLY = "受付欄（記入しないでください）", "ここは 書（か）かないで ください", "For the office";
    RECEIVED_AT = "受付日", "受（う）けつけた 日（ひ）", "Received on";
    TICK_ONE = "一つに印を付けてください。", "ひとつ えらんで ください。", "Tick one.";
    TICK_SEVERAL = "当てはまるものすべてに印を付けてください。", "いくつでも えらんで ください。", "Tick all that apply.";
    WRITE_NUMBER = "「{0}」は、次の番号で書いてください。", "「{0}」は、つぎの 番号（ばんごう）で 書（か）いて ください。", "{0}: write one of these numbers.";
    WRITE_ORDER = "順番を数字で書いてください。", "じゅんばんを 数字（すうじ）で 書（か）いて ください。", "Write the order as numbers.";
    DAY_BLANK = "　　　　年　　　月　　　日", "　　　　年（ねん）　　　月（がつ）　　　日（にち）", "year ________ month ____ day ____";
    ENCLOSED = "添付書類として付けてください。", "いっしょに 出（だ）して ください。", "Please enclose it.";
    TICKED = "（選択）", "（えらんだ もの）", "(chosen)";
}
