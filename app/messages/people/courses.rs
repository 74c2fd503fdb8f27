//! Words of courses for staff: signing up, who came, what they take from it.

use engawa_core::Message;

engawa_core::messages! {
    COURSES = "職員研修", "職員（しょくいん）の 研修（けんしゅう）", "Staff courses";
    COURSES_ABOUT = "職員だけの研修と、いっしょに参加する団体の活動です。先に申し込んだ人から席が決まります。", "職員（しょくいん）の 研修（けんしゅう）です。先（さき）に 申（もう）し込（こ）んだ 人（ひと）が 出（で）られます。", "Courses for staff, and activities of groups to join. First come, first served.";
    NONE = "いま申し込める研修はありません。", "いま 研修（けんしゅう）は ありません。", "There is no course now.";
    OPEN = "これからの研修", "これからの 研修（けんしゅう）", "Courses to come";
    MINE = "わたしの研修", "わたしの 研修（けんしゅう）", "My courses";
    MINE_NONE = "申し込んだ研修はありません。", "申（もう）し込（こ）んだ 研修（けんしゅう）は ありません。", "You have signed up for none.";
    MINE_SUM = "今年度に出た研修：{0}件、{1}", "今年（ことし）の 4月（がつ）から 出（で）た 研修（けんしゅう）：{0}こ、{1}", "Attended this fiscal year: {0}, {1}";
    HOURS = "{0}時間{1}分", "{0}時間（じかん）{1}分（ふん）", "{0} h {1} min";
    MINE_ALL = "研修の一覧へ", "研修（けんしゅう）の リストへ", "To the courses";
    DAY = "日", "日（ひ）", "Day";
    STATE = "状態", "どう なって いるか", "State";
    RANK = "対象の職員", "だれの ための 研修（けんしゅう）か", "For whom";
    RANK_ALL = "全職員", "ぜんぶの 職員（しょくいん）", "All staff";
    RANK_JUNIOR = "若手職員", "わかい 職員（しょくいん）", "Junior staff";
    RANK_NEW_MANAGER = "新任管理職", "あたらしい 課長（かちょう）など", "New managers";
    RANK_MANAGER = "管理職", "課長（かちょう）など", "Managers";
    RANK_SHOW = "しぼりこむ", "さがす", "Narrow";
    DESK = "主催する窓口", "研修（けんしゅう）を する 窓口（まどぐち）", "Run by";
    PLACES = "席", "席（せき）", "Places";
    PLACES_OF = "定員{0}人、申込み{1}人、待っている人{2}人", "{0}人（にん）まで。申（もう）し込（こ）み {1}人（にん）、まって いる 人（ひと） {2}人（にん）", "{0} places, {1} taken, {2} waiting";
    PLACES_FREE = "定員なし、申込み{0}人", "何人（なんにん）でも。申（もう）し込（こ）み {0}人（にん）", "No limit, {0} signed up";
    STATE_PLACED = "席があります", "出（で）られます", "You have a place";
    STATE_WAITING = "空きを待っています", "席（せき）が あくのを まって います", "On the waiting list";
    STATE_WITHDRAWN = "取り消しました", "やめました", "Withdrawn";
    STATE_CAME = "出席しました", "出（で）ました", "Attended";
    STATE_ABSENT = "欠席でした", "休（やす）みました", "Did not attend";
    GONE = "取り下げられました", "この 研修（けんしゅう）は なくなりました", "Withdrawn by its desk";
    WAITING_AT = "待っている順番：{0}番目", "まつ 順番（じゅんばん）：{0}番（ばん）", "Your turn in the waiting list: {0}";
    JOIN = "申し込む", "申（もう）し込（こ）む", "Sign up";
    JOIN_WAIT = "空きを待つ", "席（せき）が あくのを まつ", "Join the waiting list";
    WITHDRAW = "申込みを取り消す", "やめる", "Withdraw";
    ABOUT_IT = "日時・場所・内容を見る", "いつ・どこで・なにを するか 見（み）る", "Day, place and what it is about";
    TO_COURSE = "研修の申込みへ", "研修（けんしゅう）に 申（もう）し込（こ）む", "To signing up";
    REFLECTION = "振り返り", "ふりかえり", "Reflection";
    REFLECTION_ABOUT = "書いたものを読めるのは、あなたと研修を主催した窓口だけです。", "あなたと、研修（けんしゅう）を した 窓口（まどぐち）の 人（ひと）だけが 読（よ）みます。", "Only you and the desk that ran the course read this.";
    LEARNT = "学んだこと", "わかった こと", "What I learnt";
    WILL_TRY = "これから試すこと", "これから やって みる こと", "What I will try";
    SAVE = "保存する", "のこす", "Save";
    DONE = "受け付けました。", "受（う）けつけました。", "Done.";
    ROLL = "出席簿", "だれが 来（き）たかの 表（ひょう）", "Attendance";
    ROLL_ABOUT = "来た人に印をつけて、一度に保存します。印のない人は欠席になります。来た人には、振り返りを書くお知らせが届きます。", "来（き）た 人（ひと）に しるしを つけて、のこします。しるしが ない 人（ひと）は 休（やす）みです。", "Tick who came and save once. Whoever is not ticked was absent. Those who came are asked for a reflection.";
    ROLL_EARLY = "研修の日より前なので、まだ印をつけられません。この表は印刷できます。", "まだ 研修（けんしゅう）の 日（ひ）では ありません。しるしは つけられません。印刷（いんさつ）は できます。", "The course has not begun, so nobody can be ticked yet. The list can be printed.";
    ROLL_NONE = "申し込んだ人はまだいません。", "まだ だれも いません。", "Nobody has signed up yet.";
    CAME = "来た", "来（き）た", "Came";
    PERSON = "名前", "名前（なまえ）", "Name";
    PERSON_DESK = "所属", "どこの 人（ひと）か", "Desk";
    NO_DESK = "所属なし", "窓口（まどぐち）の 人（ひと）では ない", "No desk";
    IN_LIST = "申込み", "申（もう）し込（こ）み", "Sign-up";
    IN_PLACED = "席あり", "席（せき）が ある", "has a place";
    IN_WAITING = "空き待ち", "まって いる", "waiting";
    SETUP = "対象と時間", "だれの ためか・どのくらいか", "For whom, and how long";
    MINUTES = "時間（分。0：掲載の日時から数える）", "何分（なんぷん）か（0：日時（にちじ）から かぞえる）", "Minutes (0: as its days and hours say)";
    REFLECTIONS = "参加した人の振り返り", "出（で）た 人（ひと）の ふりかえり", "What those who came wrote";
    CSV = "CSVで書き出す", "CSVで 出（だ）す", "Export as CSV";
    COUNTS = "年度と所属ごとの人数", "1年（ねん）ごとの 人数（にんずう）", "Counts by fiscal year and desk";
    COUNTS_ABOUT = "あなたの窓口が主催した研修の、申込みと出席の人数です。書き出したCSVでは、5人未満の数は出ません。", "あなたの 窓口（まどぐち）の 研修（けんしゅう）の 人数（にんずう）です。CSVには、5人（にん）より すくない 数（かず）は 出（で）ません。", "How many signed up for, and attended, courses of your desks. The CSV file hides counts below 5.";
    COUNTS_NONE = "まだ数えるものがありません。", "まだ ありません。", "Nothing to count yet.";
    YEAR = "年度", "年度（ねんど）（4月（がつ）から）", "Fiscal year";
    SIGNED = "申込み（人）", "申（もう）し込（こ）み（人（にん））", "Signed up";
    ATTENDED = "出席（人）", "出（で）た 人（ひと）", "Attended";

    COURSE_UNKNOWN = "その研修はありません。終わったか、取り下げられたのかもしれません。", "その 研修（けんしゅう）は ありません。", "There is no such course. It may have been withdrawn.";
    COURSE_OVER = "この研修は終わりました。", "この 研修（けんしゅう）は おわりました。", "This course is over.";
    COURSE_NOT_OPEN = "申込みは{0}からです。", "申（もう）し込（こ）みは {0}からです。", "Signing up begins on {0}.";
    COURSE_CLOSED = "申込みは{0}で締め切りました。", "申（もう）し込（こ）みは {0}までです。もう できません。", "Signing up ended on {0}.";
    COURSE_JOINED = "もう申し込んでいます。", "もう 申（もう）し込（こ）んで います。", "You have signed up already.";
    COURSE_NOT_JOINED = "この研修に申し込んでいません。", "あなたは 申（もう）し込（こ）んで いません。", "You have not signed up for this course.";
    COURSE_MARKED = "出欠が記録されたあとは取り消せません。主催の窓口に知らせてください。", "もう やめる ことが できません。窓口（まどぐち）に 言（い）って ください。", "Attendance was kept, so you cannot withdraw any more. Tell the desk that runs it.";
    COURSE_NOT_BEGUN = "研修の日になってから記録してください。", "研修（けんしゅう）の 日（ひ）に なってから して ください。", "Attendance can be kept from the first day on.";
    COURSE_NOT_ATTENDED = "振り返りは、出席が記録された人が書きます。", "出（で）た 人（ひと）だけが 書（か）けます。", "A reflection is for those whose attendance was kept.";
    COURSE_IN_CASE = "窓口で人に代わって操作している間は、自分の研修の申込みはできません。先に案件を閉じてください。", "ほかの 人（ひと）の かわりを して いる ときは できません。先（さき）に それを おわって ください。", "While you act for somebody at the counter you cannot do this for yourself. Close the case first.";
}

/// The sentence of a problem of courses; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    code.starts_with("course_").then(|| row(&code.to_ascii_uppercase())).flatten()
}

/// The word of a code of `StaffRank`; an empty one: all staff.
pub fn rank(code: &str) -> Message {
    row(&format!("RANK_{}", code.to_ascii_uppercase())).unwrap_or(RANK_ALL)
}

/// How somebody stands to a course, from a code of `PlaceState` or of `Presence`.
pub fn state(code: &str) -> Message {
    row(&format!("STATE_{}", code.to_ascii_uppercase())).unwrap_or(STATE)
}

fn row(name: &str) -> Option<Message> {
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
