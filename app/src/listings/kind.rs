//! The twelve kinds of listing and the facts that only one kind has.
//!
//! Sources: デジタル庁 GIF コアデータモデル (イベント, 施設, 支援制度), 自治体標準オープンデータセット, and the city documents named in
//! `docs/glossary.md`.

use engawa_core::codes;
use serde::{Deserialize, Serialize};

codes! {
    /// What a listing is.
    Kind {
        /// イベント
        Event = "event",
        /// 講座
        Course = "course",
        /// 団体 (also organisations: see [`Group::group_type`])
        Group = "group",
        /// 募集 (volunteers, members, pro bono)
        Call = "call",
        /// 施設・場所
        Place = "place",
        /// 備品・機材
        Equipment = "equipment",
        /// 支援制度 (grants, loans, insurance)
        Programme = "programme",
        /// 協働事業
        Project = "project",
        /// 地域の物語・事例
        Story = "story",
        /// 市の課題・協働ニーズ
        Challenge = "challenge",
        /// お知らせ
        Notice = "notice",
        /// 手引き・ガイド
        Guide = "guide",
    }
}

codes! {
    /// What sort of body a group is.
    GroupType {
        CitizensGroup = "citizens_group",
        Npo = "npo",
        Neighbourhood = "neighbourhood",
        Council = "council",
        Company = "company",
        School = "school",
        CityDepartment = "city_department",
        Centre = "centre",
        WelfareCouncil = "welfare_council",
        InternationalAssociation = "international_association",
        Library = "library",
    }
}

impl GroupType {
    /// Public and intermediary bodies have an organisation page; all others a group page.
    pub fn is_organisation(self) -> bool {
        matches!(self, Self::CityDepartment | Self::Centre | Self::WelfareCouncil | Self::InternationalAssociation | Self::Library)
    }
}

codes! {
    /// Whom a call looks for.
    CallType { Volunteer = "volunteer", Member = "member", ProBono = "pro_bono", Support = "support" }
}
codes! {
    /// How a call bends to people's lives (武蔵野市 第二期計画 1-1③ 柔軟な参加要件).
    Flexible { Online = "online", Short = "short", WithChild = "with_child", OwnTime = "own_time" }
}
codes! {
    /// For which stage of a group a course is.
    Stage { Start = "start", Grow = "grow", HandOver = "hand_over" }
}
codes! {
    /// What a support programme gives.
    ProgrammeType { Grant = "grant", Loan = "loan", Insurance = "insurance", Award = "award", Service = "service" }
}
codes! {
    /// What a notice tells.
    NoticeType { News = "news", Policy = "policy", Recruitment = "recruitment", Result = "result" }
}

macro_rules! details {
    ($(#[$meta:meta])* $name:ident { $( $(#[$fmeta:meta])* $field:ident : $type:ty ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name { $( $(#[$fmeta])* #[serde(skip_serializing_if = "super::listing::is_default")] pub $field: $type ),* }
    };
}

details! {
    /// イベント: facts of an event beyond the common ones.
    Event {
        /// Free word of the organiser or source: 展示, 講演会, 清掃.
        event_type: String,
    }
}
details! {
    /// 講座.
    Course {
        /// For which stage of a group.
        stage: Option<Stage>,
        /// How many meetings the course has.
        sessions_total: Option<u32>,
        /// 講師.
        lecturer: String,
    }
}
details! {
    /// 団体.
    Group {
        /// Sort of body.
        group_type: Option<GroupType>,
        /// Year of foundation (western).
        founded: Option<u16>,
        /// Number of members.
        members: Option<u32>,
        /// 代表者, only as the group itself made it public.
        representative: String,
        /// When the group is active, in words.
        activity_days: String,
        /// Membership fee, in words.
        fee: String,
        /// How to join.
        joining: String,
        /// What the group discloses (規約・役員・会計).
        disclosure: Disclosure,
    }
}
details! {
    /// Documents that a group makes public.
    Disclosure {
        /// 規約・会則
        rules: bool,
        /// 役員名簿
        officers: bool,
        /// 会計・決算
        accounts: bool,
    }
}
details! {
    /// 募集.
    Call {
        /// Whom it looks for.
        call_type: Option<CallType>,
        /// How many people.
        needed: Option<u32>,
        /// Skills or experience asked for.
        skills: Vec<String>,
        /// How it bends to people's lives.
        flexible: Vec<Flexible>,
        /// Insurance of the activity, in words.
        insurance: String,
        /// What there is to do.
        duties: String,
    }
}
details! {
    /// A room or corner of a place.
    Room {
        /// Its name.
        name: String,
        /// People.
        capacity: Option<u32>,
        /// Fee, in words.
        fee: String,
    }
}
details! {
    /// 施設・場所 (自治体標準オープンデータセット 公共施設一覧).
    Place {
        /// People, of the whole place.
        capacity: Option<u32>,
        /// Rooms.
        rooms: Vec<Room>,
        /// What stands ready: projector, piano.
        equipment: Vec<String>,
        /// Opening hours, in words.
        hours: String,
        /// Closing days, in words.
        closed: String,
        /// Who may use it.
        eligible: String,
        /// How to apply for use.
        how_to_apply: String,
        /// 施設の種類: 図書館, 公民館.
        place_type: String,
    }
}
details! {
    /// 備品・機材.
    Equipment {
        /// How many pieces.
        units: Option<u32>,
        /// Conditions of lending.
        conditions: String,
        /// Where to fetch it.
        pick_up: String,
    }
}
details! {
    /// 支援制度 (GIF 支援制度データモデル).
    Programme {
        /// What it gives.
        programme_type: Option<ProgrammeType>,
        /// Ceiling in yen.
        amount_max_yen: Option<u64>,
        /// Share that is paid: 2分の1.
        rate: String,
        /// Who may apply.
        eligible: String,
        /// Who gives it.
        provider: String,
    }
}
details! {
    /// 協働事業.
    Project {
        /// 協働の相手.
        partners: Vec<String>,
        /// 補助, 共催, 委託, 後援, 協定, 事業協力.
        method: String,
        /// 担当課.
        department: String,
        /// In words.
        period: String,
        /// What came of it.
        results: String,
    }
}
details! {
    /// 地域の物語・事例.
    Story {
        /// Who is in it.
        people: String,
    }
}
details! {
    /// 市の課題・協働ニーズ (鎌倉市 指針 (3)ア②).
    Challenge {
        /// 担当課.
        department: String,
        /// What the department hopes for.
        wish: String,
        /// 施策分野.
        policy_area: String,
    }
}
details! {
    /// お知らせ.
    Notice {
        /// What it tells.
        notice_type: Option<NoticeType>,
        /// 担当課.
        department: String,
    }
}
details! {
    /// One step of a guide.
    Step {
        /// Heading.
        title: String,
        /// What to do.
        text: String,
        /// Where it is done: the path of a form or page of this site, as [`super::rules::is_site_path`] wants it.
        link: String,
    }
}
details! {
    /// 手引き・ガイド.
    Guide {
        /// In order.
        steps: Vec<Step>,
        /// Version of the handbook.
        version: String,
    }
}

/// The facts of one kind; the kind of a listing is the variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the kind of the same name, documented there")]
pub enum Details {
    Event(Event),
    Course(Course),
    Group(Group),
    Call(Call),
    Place(Place),
    Equipment(Equipment),
    Programme(Programme),
    Project(Project),
    Story(Story),
    Challenge(Challenge),
    Notice(Notice),
    Guide(Guide),
}

impl Details {
    /// The kind that these facts belong to.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Event(_) => Kind::Event,
            Self::Course(_) => Kind::Course,
            Self::Group(_) => Kind::Group,
            Self::Call(_) => Kind::Call,
            Self::Place(_) => Kind::Place,
            Self::Equipment(_) => Kind::Equipment,
            Self::Programme(_) => Kind::Programme,
            Self::Project(_) => Kind::Project,
            Self::Story(_) => Kind::Story,
            Self::Challenge(_) => Kind::Challenge,
            Self::Notice(_) => Kind::Notice,
            Self::Guide(_) => Kind::Guide,
        }
    }

    /// 協働の形, where its kind says one; else empty.
    pub fn method(&self) -> &str {
        if let Self::Project(project) = self { project.method.trim() } else { "" }
    }

    /// 担当課, where its kind says one; else empty.
    pub fn department(&self) -> &str {
        match self {
            Self::Project(project) => project.department.trim(),
            Self::Challenge(challenge) => challenge.department.trim(),
            Self::Notice(notice) => notice.department.trim(),
            _ => "",
        }
    }

    /// Empty facts of a kind.
    pub fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Event => Self::Event(Event::default()),
            Kind::Course => Self::Course(Course::default()),
            Kind::Group => Self::Group(Group::default()),
            Kind::Call => Self::Call(Call::default()),
            Kind::Place => Self::Place(Place::default()),
            Kind::Equipment => Self::Equipment(Equipment::default()),
            Kind::Programme => Self::Programme(Programme::default()),
            Kind::Project => Self::Project(Project::default()),
            Kind::Story => Self::Story(Story::default()),
            Kind::Challenge => Self::Challenge(Challenge::default()),
            Kind::Notice => Self::Notice(Notice::default()),
            Kind::Guide => Self::Guide(Guide::default()),
        }
    }
}
