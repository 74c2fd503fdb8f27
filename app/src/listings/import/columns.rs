//! What a column of a table can mean.

use engawa_core::codes;

codes! {
    /// The meaning of a column. Codes are stored in saved profiles: never rename one.
    Column {
        /// Identity that the source promises to keep.
        Id = "id",
        /// A running number of this one table: no identity.
        Sequence = "sequence",
        /// 市区町村コード
        MunicipalityCode = "municipality_code",
        /// 都道府県名
        Prefecture = "prefecture",
        /// 市区町村名
        City = "city",
        /// 町名
        Town = "town",
        /// 名称
        Title = "title",
        /// Name of the place, which is also the only title that the table has
        PlaceAsTitle = "place_as_title",
        /// 英語名
        TitleEn = "title_en",
        /// カナ
        Kana = "kana",
        /// 通称
        Nickname = "nickname",
        /// 概要
        Summary = "summary",
        /// 説明
        Body = "body",
        /// Text with its column name as heading
        Section = "section",
        /// 開催日 in any writing
        Dates = "dates",
        /// 開始日
        StartDate = "start_date",
        /// 終了日
        EndDate = "end_date",
        /// 開始時間
        StartTime = "start_time",
        /// 終了時間
        EndTime = "end_time",
        /// 曜日
        Weekdays = "weekdays",
        /// 除外日
        ExceptDates = "except_dates",
        /// 日時特記事項
        DateNote = "date_note",
        /// 場所名称
        PlaceName = "place_name",
        /// 集合場所
        MeetingPlace = "meeting_place",
        /// 郵便番号
        PostalCode = "postal_code",
        /// 住所 or a part of it
        Address = "address",
        /// 方書
        Building = "building",
        /// 緯度
        Lat = "lat",
        /// 経度
        Lon = "lon",
        /// アクセス方法
        Transport = "transport",
        /// 駐車場
        Parking = "parking",
        /// 地区
        Area = "area",
        /// 電話番号
        Phone = "phone",
        /// 内線番号
        Extension = "extension",
        /// メールアドレス
        Email = "email",
        /// URL
        Url = "url",
        /// Name of the link in the next column
        LinkLabel = "link_label",
        /// 主催者
        Organiser = "organiser",
        /// 連絡先名称
        ContactName = "contact_name",
        /// 受付時間
        ContactHours = "contact_hours",
        /// 料金
        Fee = "fee",
        /// 料金有無
        FeeFlag = "fee_flag",
        /// 料金（詳細）
        FeeNote = "fee_note",
        /// 定員
        Capacity = "capacity",
        /// 対象
        Audience = "audience",
        /// 申込期間
        ApplyPeriod = "apply_period",
        /// 申込開始日
        ApplyStart = "apply_start",
        /// 申込終了日
        ApplyEnd = "apply_end",
        /// 申込方法
        ApplyNote = "apply_note",
        /// 申込URL
        ApplyUrl = "apply_url",
        /// 分類
        Category = "category",
        /// キーワード
        Tags = "tags",
        /// 活動分野
        Field = "field",
        /// バリアフリー情報
        BarrierFree = "barrier_free",
        /// 託児
        Childcare = "childcare",
        /// 外国語対応
        Languages = "languages",
        /// Web開催
        Online = "online",
        /// 利用時間
        Hours = "hours",
        /// 休館日
        ClosedDays = "closed_days",
        /// 利用資格
        Eligible = "eligible",
        /// 設備
        EquipmentList = "equipment_list",
        /// 講師
        Lecturer = "lecturer",
        /// 代表者
        Representative = "representative",
        /// 会員数
        Members = "members",
        /// 設立年
        Founded = "founded",
        /// 活動日
        ActivityDays = "activity_days",
        /// 給付上限額
        AmountMax = "amount_max",
        /// 補助率
        Rate = "rate",
        /// 制度所管組織
        Provider = "provider",
        /// 備考
        Notes = "notes",
        /// 画像
        Image = "image",
        /// 公開・非公開
        PublishState = "publish_state",
        /// Names what the next column holds, row by row
        Heading = "heading",
        /// What the heading before it names
        Content = "content",
        /// A column of our own, read by its heading
        Fact = "fact",
        /// Kept as text with its column name
        KeepAsText = "keep_as_text",
        /// Left out, by decision
        Ignore = "ignore",
    }
}

impl Column {
    /// Whether a table may have several columns of this meaning that add to each other.
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Section
                | Self::Body
                | Self::Address
                | Self::DateNote
                | Self::Url
                | Self::LinkLabel
                | Self::Image
                | Self::FeeNote
                | Self::Category
                | Self::Tags
                | Self::Notes
                | Self::ApplyNote
                | Self::Organiser
                | Self::Eligible
                | Self::Heading
                | Self::Content
                | Self::Fact
                | Self::KeepAsText
                | Self::Ignore
        )
    }
}
