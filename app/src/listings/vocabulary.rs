//! The closed vocabularies of listings: state, fields of activity, access facts, audiences.

use engawa_core::codes;

codes! {
    /// Where a listing is in its life. Only `Published` and `Ended` are public.
    State {
        /// 下書き
        Draft = "draft",
        /// 公開中
        Published = "published",
        /// 終了: kept and found, but below what is alive
        Ended = "ended",
        /// 取り下げ
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Whether everyone may read it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Ended)
    }

    /// Whether a listing may go from here to `next`. A withdrawn one goes back through a draft, so that somebody looks at it again.
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (from, to) if from == to => true,
            (Self::Draft | Self::Ended, Self::Published | Self::Withdrawn)
            | (Self::Published, Self::Draft | Self::Ended | Self::Withdrawn)
            | (Self::Withdrawn, Self::Draft) => true,
            _ => false,
        }
    }
}

codes! {
    /// The twenty fields of specified non-profit activities (特定非営利活動促進法 別表).
    NpoField {
        HealthWelfare = "health_welfare",
        SocialEducation = "social_education",
        CommunityBuilding = "community_building",
        Tourism = "tourism",
        RuralDevelopment = "rural_development",
        CultureArtsSports = "culture_arts_sports",
        Environment = "environment",
        DisasterRelief = "disaster_relief",
        PublicSafety = "public_safety",
        HumanRightsPeace = "human_rights_peace",
        InternationalCooperation = "international_cooperation",
        GenderEquality = "gender_equality",
        ChildrenYouth = "children_youth",
        InformationSociety = "information_society",
        ScienceTechnology = "science_technology",
        EconomicActivity = "economic_activity",
        Employment = "employment",
        ConsumerProtection = "consumer_protection",
        NpoSupport = "npo_support",
        LocalOrdinance = "local_ordinance",
    }
}

codes! {
    /// For whom a listing is meant.
    AudienceGroup {
        Child = "child",
        Family = "family",
        Youth = "youth",
        Adult = "adult",
        Senior = "senior",
        Foreign = "foreign",
        Disability = "disability",
        Beginner = "beginner",
    }
}

codes! {
    /// How one attends (GIF イベント「Web開催」).
    Attendance { InPerson = "in_person", Online = "online", Hybrid = "hybrid" }
}

impl Attendance {
    /// Whether one can take part from elsewhere.
    pub fn is_online(self) -> bool {
        !matches!(self, Self::InPerson)
    }
}

codes! {
    /// Accessibility facts (自治体標準オープンデータセット バリアフリー情報 and 障害者差別解消法 合理的配慮).
    Access {
        Wheelchair = "wheelchair",
        AccessibleToilet = "accessible_toilet",
        Elevator = "elevator",
        StepFree = "step_free",
        ParkingAccessible = "parking_accessible",
        SignLanguage = "sign_language",
        Captions = "captions",
        HearingLoop = "hearing_loop",
        Braille = "braille",
        AssistanceDog = "assistance_dog",
        QuietSpace = "quiet_space",
        Childcare = "childcare",
        Stroller = "stroller",
    }
}

impl Access {
    /// Facts that let a wheelchair user in: the meaning of the facet "barrier-free".
    pub fn is_barrier_free(self) -> bool {
        matches!(self, Self::Wheelchair | Self::StepFree | Self::AccessibleToilet)
    }
}

codes! {
    /// Languages that are spoken there or written about it.
    SpokenLang { Ja = "ja", Easy = "easy", En = "en", Zh = "zh", Ko = "ko", Vi = "vi", Tl = "tl", Pt = "pt", Es = "es", Ne = "ne", Id = "id", Sign = "sign" }
}
