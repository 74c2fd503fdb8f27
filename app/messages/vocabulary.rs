//! Names of the values of the closed vocabularies: kinds, fields, audiences, access, states.

use crate::listings::kind::{CallType, Flexible, NoticeType, ProgrammeType, Stage};
use crate::listings::query::Sort;
use crate::listings::{Access, Attendance, AudienceGroup, GroupType, Kind, NpoField, SpokenLang, State};
use engawa_core::Message;

engawa_core::messages! {
    // Kinds.
    EVENT = "イベント", "イベント", "Events";
    COURSE = "講座", "講座（こうざ）", "Courses";
    GROUP = "団体", "グループ", "Groups";
    CALL = "募集", "手伝（てつだ）って ほしい", "Calls for people";
    PLACE = "施設・場所", "場所（ばしょ）", "Places";
    EQUIPMENT = "備品・機材", "借（か）りられる もの", "Equipment";
    PROGRAMME = "支援制度", "助（たす）けて もらう しくみ", "Grants and support";
    PROJECT = "協働事業", "いっしょに する しごと", "Joint projects";
    STORY = "地域の物語", "町（まち）の はなし", "Local stories";
    CHALLENGE = "市の課題", "市（し）が こまって いる こと", "City challenges";
    NOTICE = "お知らせ", "お知（し）らせ", "News";
    GUIDE = "手引き", "やりかた", "Guides";
    EVENT_NOTE = "催し・イベント", "行（い）って たのしむ", "Things to go to";
    COURSE_NOTE = "学ぶ・身につける", "ならう・おぼえる", "Learn something";
    GROUP_NOTE = "市民団体・町内会・関係機関", "町（まち）の 人（ひと）たちの 集（あつ）まり", "People who do things together";
    CALL_NOTE = "ボランティア・会員の募集", "手伝（てつだ）う 人（ひと）を さがして います", "Volunteers and members wanted";
    PLACE_NOTE = "集まる・借りられる場所", "集（あつ）まる ことが できる ところ", "Where to meet";
    EQUIPMENT_NOTE = "借りられる道具や機材", "借（か）りる ことが できる 道具（どうぐ）", "Things to borrow";
    PROGRAMME_NOTE = "助成金・融資・保険など", "お金（かね）などで 助（たす）けて もらえます", "Grants, loans, insurance";
    PROJECT_NOTE = "市と団体が一緒に取り組む事業", "市（し）と グループが いっしょに します", "City and groups together";
    STORY_NOTE = "地域の人と活動の記録", "町（まち）の 人（ひと）の はなし", "People and what they did";
    CHALLENGE_NOTE = "市が協力を求めている課題", "市（し）が 手伝（てつだ）って ほしい こと", "Where the city asks for help";
    NOTICE_NOTE = "市と団体からの最新情報", "新（あたら）しい お知（し）らせ", "Latest from the city and groups";
    GUIDE_NOTE = "はじめ方・運営のしかた", "はじめる 人（ひと）の ための 説明（せつめい）", "How to begin, how to run things";

    // Fields of activity (特定非営利活動促進法 別表).
    HEALTH_WELFARE = "保健・医療・福祉", "体（からだ）の こと・くらしを 助（たす）ける", "Health and welfare";
    SOCIAL_EDUCATION = "社会教育", "大人（おとな）の まなび", "Lifelong learning";
    COMMUNITY_BUILDING = "まちづくり", "町（まち）を よく する", "Community building";
    TOURISM = "観光", "旅行（りょこう）・観光（かんこう）", "Tourism";
    RURAL_DEVELOPMENT = "農山漁村・中山間地域", "山（やま）や 海（うみ）の 村（むら）", "Rural areas";
    CULTURE_ARTS_SPORTS = "学術・文化・芸術・スポーツ", "文化（ぶんか）・スポーツ", "Culture, arts and sports";
    ENVIRONMENT = "環境の保全", "自然（しぜん）を まもる", "Environment";
    DISASTER_RELIEF = "災害救援・防災", "地震（じしん）や 台風（たいふう）に そなえる", "Disaster relief";
    PUBLIC_SAFETY = "地域安全", "安全（あんぜん）な 町（まち）", "Public safety";
    HUMAN_RIGHTS_PEACE = "人権・平和", "人（ひと）の 権利（けんり）・平和（へいわ）", "Human rights and peace";
    INTERNATIONAL_COOPERATION = "国際協力", "外国（がいこく）の 人（ひと）と いっしょに", "International cooperation";
    GENDER_EQUALITY = "男女共同参画", "男（おとこ）の 人（ひと）も 女（おんな）の 人（ひと）も 同（おな）じように", "Gender equality";
    CHILDREN_YOUTH = "子どもの健全育成", "子（こ）どもの こと", "Children and youth";
    INFORMATION_SOCIETY = "情報化社会", "パソコン・インターネット", "Information society";
    SCIENCE_TECHNOLOGY = "科学技術", "科学（かがく）・技術（ぎじゅつ）", "Science and technology";
    ECONOMIC_ACTIVITY = "経済活動の活性化", "お店（みせ）や 会社（かいしゃ）を 元気（げんき）に する", "Local economy";
    EMPLOYMENT = "職業能力・雇用", "しごと", "Skills and employment";
    CONSUMER_PROTECTION = "消費者の保護", "買（か）う 人（ひと）を まもる", "Consumer protection";
    NPO_SUPPORT = "団体の支援", "グループを 助（たす）ける", "Support for groups";
    LOCAL_ORDINANCE = "条例で定める活動", "町（まち）の きまりに ある こと", "Set by local ordinance";

    // Audiences.
    FOR_CHILD = "子ども", "子（こ）ども", "Children";
    FOR_FAMILY = "親子・家族", "親（おや）と 子（こ）", "Families";
    FOR_YOUTH = "若者", "若（わか）い 人（ひと）", "Young people";
    FOR_ADULT = "一般", "大人（おとな）", "Adults";
    FOR_SENIOR = "高齢者", "お年寄（としよ）り", "Older people";
    FOR_FOREIGN = "外国人", "外国人（がいこくじん）", "Foreign residents";
    FOR_DISABILITY = "障害のある人", "障害（しょうがい）の ある 人（ひと）", "People with disabilities";
    FOR_BEGINNER = "はじめての人", "はじめての 人（ひと）", "Beginners";

    // Attendance.
    IN_PERSON = "会場", "行（い）って する", "In person";
    ATTEND_ONLINE = "オンライン", "インターネットで する", "Online";
    HYBRID = "会場とオンライン", "行（い）っても、インターネットでも いい", "In person or online";

    // Accessibility facts.
    WHEELCHAIR = "車いすで利用可", "車（くるま）いすで 入（はい）れる", "Wheelchair accessible";
    ACCESSIBLE_TOILET = "多機能トイレ", "広（ひろ）い トイレ", "Accessible toilet";
    ELEVATOR = "エレベーター", "エレベーター", "Lift";
    STEP_FREE = "段差なし", "段（だん）が ない", "Step-free";
    PARKING_ACCESSIBLE = "車いす使用者用駐車場", "車（くるま）いすの 人（ひと）の 駐車場（ちゅうしゃじょう）", "Accessible parking";
    SIGN_LANGUAGE = "手話通訳", "手話（しゅわ）", "Sign language";
    CAPTIONS = "要約筆記・字幕", "話（はな）す ことばが 字（じ）で 出（で）る", "Captions";
    HEARING_LOOP = "ヒアリングループ", "補聴器（ほちょうき）に 聞（き）こえる しくみ", "Hearing loop";
    BRAILLE = "点字", "点字（てんじ）", "Braille";
    ASSISTANCE_DOG = "補助犬同伴可", "助（たす）ける 犬（いぬ）も いっしょに 入（はい）れる", "Assistance dogs welcome";
    QUIET_SPACE = "静かな場所あり", "しずかな 部屋（へや）が ある", "Quiet space";
    CHILDCARE = "託児あり", "子（こ）どもを あずける ことが できる", "Childcare";
    STROLLER = "ベビーカー可", "ベビーカーで 入（はい）れる", "Strollers welcome";

    // Languages.
    SPEAKS_JA = "日本語", "日本語（にほんご）", "Japanese";
    SPEAKS_EASY = "やさしい日本語", "やさしい日本語（にほんご）", "Plain Japanese";
    SPEAKS_EN = "英語", "英語（えいご）", "English";
    SPEAKS_ZH = "中国語", "中国語（ちゅうごくご）", "Chinese";
    SPEAKS_KO = "韓国・朝鮮語", "韓国語（かんこくご）", "Korean";
    SPEAKS_VI = "ベトナム語", "ベトナム語（ご）", "Vietnamese";
    SPEAKS_TL = "フィリピノ語", "フィリピンの ことば", "Filipino";
    SPEAKS_PT = "ポルトガル語", "ポルトガル語（ご）", "Portuguese";
    SPEAKS_ES = "スペイン語", "スペイン語（ご）", "Spanish";
    SPEAKS_NE = "ネパール語", "ネパール語（ご）", "Nepali";
    SPEAKS_ID = "インドネシア語", "インドネシア語（ご）", "Indonesian";
    SPEAKS_SIGN = "手話", "手話（しゅわ）", "Sign language";

    // States.
    DRAFT = "下書き", "下書（したが）き", "Draft";
    PUBLISHED = "公開中", "みんなが 見（み）る ことが できる", "Published";
    ENDED = "終了", "おわった", "Ended";
    WITHDRAWN = "取り下げ", "やめた", "Withdrawn";

    // Sorts of body.
    CITIZENS_GROUP = "市民活動団体", "市民（しみん）の グループ", "Citizens' group";
    NPO = "NPO法人", "NPO法人（ほうじん）", "Non-profit corporation";
    NEIGHBOURHOOD = "町内会・自治会", "近所（きんじょ）の 人（ひと）の 集（あつ）まり", "Neighbourhood association";
    COUNCIL = "協議会・実行委員会", "話（はな）し合（あ）いの 集（あつ）まり", "Council or committee";
    COMPANY = "企業", "会社（かいしゃ）", "Company";
    SCHOOL = "学校", "学校（がっこう）", "School";
    CITY_DEPARTMENT = "市の部署", "市役所（しやくしょ）", "City department";
    CENTRE = "市民活動センター", "市民活動（しみんかつどう）センター", "Civic activity centre";
    WELFARE_COUNCIL = "社会福祉協議会", "社会福祉協議会（しゃかいふくしきょうぎかい）", "Council of social welfare";
    INTERNATIONAL_ASSOCIATION = "国際交流協会", "国際交流協会（こくさいこうりゅうきょうかい）", "International association";
    LIBRARY = "図書館", "図書館（としょかん）", "Library";

    // Calls.
    VOLUNTEER = "ボランティア", "ボランティア", "Volunteers";
    MEMBER = "会員・仲間", "なかま", "Members";
    PRO_BONO = "プロボノ（専門技能）", "しごとの 力（ちから）で 手伝（てつだ）う 人（ひと）", "Pro bono experts";
    SUPPORT = "支援・協力", "助（たす）けて くれる 人（ひと）", "Supporters";
    FLEXIBLE_ONLINE = "オンラインで", "インターネットで できる", "Online";
    FLEXIBLE_SHORT = "短時間でも", "短（みじか）い 時間（じかん）で いい", "Short shifts";
    FLEXIBLE_WITH_CHILD = "子ども連れで", "子（こ）どもと いっしょで いい", "With your child";
    FLEXIBLE_OWN_TIME = "自分の都合のよい時間に", "好（す）きな 時間（じかん）で いい", "In your own time";

    // Courses, programmes, notices.
    STAGE_START = "はじめる", "はじめる", "Starting out";
    STAGE_GROW = "育てる", "大（おお）きく する", "Growing";
    STAGE_HAND_OVER = "引き継ぐ", "つぎの 人（ひと）に わたす", "Handing over";
    GRANT = "補助金・助成金", "もらえる お金（かね）", "Grant";
    LOAN = "融資", "借（か）りる お金（かね）", "Loan";
    INSURANCE = "保険", "保険（ほけん）", "Insurance";
    AWARD = "表彰", "ほめて もらう（賞（しょう））", "Award";
    SERVICE = "サービス・相談", "サービス・相談（そうだん）", "Service or advice";
    NEWS = "ニュース", "ニュース", "News";
    POLICY = "施策・計画", "市（し）の 計画（けいかく）", "Policy";
    RECRUITMENT = "公募・募集", "人（ひと）を さがして います", "Open call";
    RESULT = "結果・報告", "どう なったか", "Result";

    // Orders of results.
    SORT_BEST = "おすすめ順", "おすすめ", "Best match";
    SORT_DATE = "日付の近い順", "日（ひ）が 近（ちか）い", "Soonest";
    SORT_NEW = "新しい順", "新（あたら）しい", "Newest";
    SORT_NAME = "名前順", "名前（なまえ）の 順（じゅん）", "By name";
}

/// The name of a kind.
pub fn kind(kind: Kind) -> Message {
    match kind {
        Kind::Event => EVENT,
        Kind::Course => COURSE,
        Kind::Group => GROUP,
        Kind::Call => CALL,
        Kind::Place => PLACE,
        Kind::Equipment => EQUIPMENT,
        Kind::Programme => PROGRAMME,
        Kind::Project => PROJECT,
        Kind::Story => STORY,
        Kind::Challenge => CHALLENGE,
        Kind::Notice => NOTICE,
        Kind::Guide => GUIDE,
    }
}

/// What a kind is, in a line.
pub fn kind_note(kind: Kind) -> Message {
    match kind {
        Kind::Event => EVENT_NOTE,
        Kind::Course => COURSE_NOTE,
        Kind::Group => GROUP_NOTE,
        Kind::Call => CALL_NOTE,
        Kind::Place => PLACE_NOTE,
        Kind::Equipment => EQUIPMENT_NOTE,
        Kind::Programme => PROGRAMME_NOTE,
        Kind::Project => PROJECT_NOTE,
        Kind::Story => STORY_NOTE,
        Kind::Challenge => CHALLENGE_NOTE,
        Kind::Notice => NOTICE_NOTE,
        Kind::Guide => GUIDE_NOTE,
    }
}

/// The name of a field of activity.
pub fn field(field: NpoField) -> Message {
    match field {
        NpoField::HealthWelfare => HEALTH_WELFARE,
        NpoField::SocialEducation => SOCIAL_EDUCATION,
        NpoField::CommunityBuilding => COMMUNITY_BUILDING,
        NpoField::Tourism => TOURISM,
        NpoField::RuralDevelopment => RURAL_DEVELOPMENT,
        NpoField::CultureArtsSports => CULTURE_ARTS_SPORTS,
        NpoField::Environment => ENVIRONMENT,
        NpoField::DisasterRelief => DISASTER_RELIEF,
        NpoField::PublicSafety => PUBLIC_SAFETY,
        NpoField::HumanRightsPeace => HUMAN_RIGHTS_PEACE,
        NpoField::InternationalCooperation => INTERNATIONAL_COOPERATION,
        NpoField::GenderEquality => GENDER_EQUALITY,
        NpoField::ChildrenYouth => CHILDREN_YOUTH,
        NpoField::InformationSociety => INFORMATION_SOCIETY,
        NpoField::ScienceTechnology => SCIENCE_TECHNOLOGY,
        NpoField::EconomicActivity => ECONOMIC_ACTIVITY,
        NpoField::Employment => EMPLOYMENT,
        NpoField::ConsumerProtection => CONSUMER_PROTECTION,
        NpoField::NpoSupport => NPO_SUPPORT,
        NpoField::LocalOrdinance => LOCAL_ORDINANCE,
    }
}

/// The name of a sort of people.
pub fn audience(audience: AudienceGroup) -> Message {
    match audience {
        AudienceGroup::Child => FOR_CHILD,
        AudienceGroup::Family => FOR_FAMILY,
        AudienceGroup::Youth => FOR_YOUTH,
        AudienceGroup::Adult => FOR_ADULT,
        AudienceGroup::Senior => FOR_SENIOR,
        AudienceGroup::Foreign => FOR_FOREIGN,
        AudienceGroup::Disability => FOR_DISABILITY,
        AudienceGroup::Beginner => FOR_BEGINNER,
    }
}

/// The name of an accessibility fact.
pub fn access(access: Access) -> Message {
    match access {
        Access::Wheelchair => WHEELCHAIR,
        Access::AccessibleToilet => ACCESSIBLE_TOILET,
        Access::Elevator => ELEVATOR,
        Access::StepFree => STEP_FREE,
        Access::ParkingAccessible => PARKING_ACCESSIBLE,
        Access::SignLanguage => SIGN_LANGUAGE,
        Access::Captions => CAPTIONS,
        Access::HearingLoop => HEARING_LOOP,
        Access::Braille => BRAILLE,
        Access::AssistanceDog => ASSISTANCE_DOG,
        Access::QuietSpace => QUIET_SPACE,
        Access::Childcare => CHILDCARE,
        Access::Stroller => STROLLER,
    }
}

/// The name of a way to attend.
pub fn attendance(attendance: Attendance) -> Message {
    match attendance {
        Attendance::InPerson => IN_PERSON,
        Attendance::Online => ATTEND_ONLINE,
        Attendance::Hybrid => HYBRID,
    }
}

/// The name of a language.
pub fn spoken(lang: SpokenLang) -> Message {
    match lang {
        SpokenLang::Ja => SPEAKS_JA,
        SpokenLang::Easy => SPEAKS_EASY,
        SpokenLang::En => SPEAKS_EN,
        SpokenLang::Zh => SPEAKS_ZH,
        SpokenLang::Ko => SPEAKS_KO,
        SpokenLang::Vi => SPEAKS_VI,
        SpokenLang::Tl => SPEAKS_TL,
        SpokenLang::Pt => SPEAKS_PT,
        SpokenLang::Es => SPEAKS_ES,
        SpokenLang::Ne => SPEAKS_NE,
        SpokenLang::Id => SPEAKS_ID,
        SpokenLang::Sign => SPEAKS_SIGN,
    }
}

/// The name of a state.
pub fn state(state: State) -> Message {
    match state {
        State::Draft => DRAFT,
        State::Published => PUBLISHED,
        State::Ended => ENDED,
        State::Withdrawn => WITHDRAWN,
    }
}

/// The name of a sort of body.
pub fn group_type(group_type: GroupType) -> Message {
    match group_type {
        GroupType::CitizensGroup => CITIZENS_GROUP,
        GroupType::Npo => NPO,
        GroupType::Neighbourhood => NEIGHBOURHOOD,
        GroupType::Council => COUNCIL,
        GroupType::Company => COMPANY,
        GroupType::School => SCHOOL,
        GroupType::CityDepartment => CITY_DEPARTMENT,
        GroupType::Centre => CENTRE,
        GroupType::WelfareCouncil => WELFARE_COUNCIL,
        GroupType::InternationalAssociation => INTERNATIONAL_ASSOCIATION,
        GroupType::Library => LIBRARY,
    }
}

/// Whom a call looks for.
pub fn call_type(call_type: CallType) -> Message {
    match call_type {
        CallType::Volunteer => VOLUNTEER,
        CallType::Member => MEMBER,
        CallType::ProBono => PRO_BONO,
        CallType::Support => SUPPORT,
    }
}

/// How a call bends to people's lives.
pub fn flexible(flexible: Flexible) -> Message {
    match flexible {
        Flexible::Online => FLEXIBLE_ONLINE,
        Flexible::Short => FLEXIBLE_SHORT,
        Flexible::WithChild => FLEXIBLE_WITH_CHILD,
        Flexible::OwnTime => FLEXIBLE_OWN_TIME,
    }
}

/// For which stage of a group a course is.
pub fn stage(stage: Stage) -> Message {
    match stage {
        Stage::Start => STAGE_START,
        Stage::Grow => STAGE_GROW,
        Stage::HandOver => STAGE_HAND_OVER,
    }
}

/// What a support programme gives.
pub fn programme_type(programme_type: ProgrammeType) -> Message {
    match programme_type {
        ProgrammeType::Grant => GRANT,
        ProgrammeType::Loan => LOAN,
        ProgrammeType::Insurance => INSURANCE,
        ProgrammeType::Award => AWARD,
        ProgrammeType::Service => SERVICE,
    }
}

/// What a notice tells.
pub fn notice_type(notice_type: NoticeType) -> Message {
    match notice_type {
        NoticeType::News => NEWS,
        NoticeType::Policy => POLICY,
        NoticeType::Recruitment => RECRUITMENT,
        NoticeType::Result => RESULT,
    }
}

/// The name of an order of results.
pub fn sort(sort: Sort) -> Message {
    match sort {
        Sort::Best => SORT_BEST,
        Sort::Date => SORT_DATE,
        Sort::New => SORT_NEW,
        Sort::Name => SORT_NAME,
    }
}
