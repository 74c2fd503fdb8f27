//! For whom and how many: `子ども・親子`, `65歳以上`, `申込先着\n30名`, `15名程度`.

use super::text::{fold, half_width, is_none_word, numbers};
use crate::listings::listing::Audience;
use crate::listings::{AudienceGroup, NpoField, SpokenLang};

/// Words and the people whom they mean.
const PEOPLE: &[(AudienceGroup, &[&str])] = &[
    (AudienceGroup::Child, &["幼児", "乳児", "小学生", "中学生", "子ども", "こども", "子供", "児童", "キッズ", "赤ちゃん", "未就学"]),
    (AudienceGroup::Family, &["親子", "保護者", "家族", "ファミリー", "妊婦", "妊産婦", "子育て"]),
    (AudienceGroup::Youth, &["高校生", "大学生", "青少年", "若者", "専門学生", "専門学校生"]),
    (AudienceGroup::Adult, &["一般", "大人", "成人", "社会人"]),
    (AudienceGroup::Senior, &["高齢者", "シニア", "65歳以上", "60歳以上", "70歳以上"]),
    (AudienceGroup::Foreign, &["外国人", "外国籍", "留学生", "外国につながる"]),
    (AudienceGroup::Disability, &["障がい", "障害", "障碍"]),
    (AudienceGroup::Beginner, &["初心者", "初めて", "はじめて"]),
];

/// The age that stands for "no upper end".
const OLDEST: u8 = 120;

/// Reads whom something is for.
pub fn read_audience(text: &str) -> Audience {
    let folded = fold(text);
    // 高松市: 「両方」 is both 「子ども・親子」 and 「高校生・一般」.
    let groups = if folded == "両方" {
        vec![AudienceGroup::Child, AudienceGroup::Family, AudienceGroup::Youth, AudienceGroup::Adult]
    } else {
        PEOPLE.iter().filter(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(group, _)| *group).collect()
    };
    Audience { text: text.to_owned(), ages: ages(text), groups }
}

/// Ages, where a text names exactly one range: `65歳以上`, `18歳未満`, `6～12歳`, `満15歳から30歳まで`.
fn ages(text: &str) -> Option<(u8, u8)> {
    let plain = half_width(text);
    if plain.contains("おおむね") || plain.contains("概ね") || plain.contains("歳児") {
        return None;
    }
    let found = numbers(&plain);
    let in_years = |at: usize| {
        let (number, end) = found.get(at)?;
        let after = plain.get(*end..)?.trim_start();
        let rest = after.strip_prefix('歳').or_else(|| after.strip_prefix('才'))?;
        u8::try_from(*number).ok().filter(|age| *age <= OLDEST).map(|age| (age, rest))
    };
    let (first, last) = (in_years(0), in_years(1));
    match (found.len(), first, last) {
        (1, Some((age, rest)), _) => {
            if rest.starts_with("以上") || rest.starts_with("から") || rest.starts_with(['~', '〜', '～']) {
                Some((age, OLDEST))
            } else if rest.starts_with("以下") || rest.starts_with("まで") {
                Some((0, age))
            } else if rest.starts_with("未満") {
                Some((0, age.checked_sub(1)?))
            } else {
                None
            }
        }
        (2, first, Some((to, rest))) => {
            let (from, end) = found.first()?;
            let between = plain.get(*end..)?;
            let joined = first.map_or(between, |(_, rest)| rest).trim_start_matches("以上").trim_start();
            let range = joined.starts_with(['~', '〜', '～', '-']) || joined.starts_with("から");
            let to = if rest.starts_with("未満") { to.checked_sub(1)? } else { to };
            let from = u8::try_from(*from).ok()?;
            (range && from <= to && !rest.starts_with("以上")).then_some((from, to))
        }
        _ => None,
    }
}

/// How many people may come, where the text names exactly one number of them. Brackets and notes (※) only explain.
pub fn read_capacity(text: &str) -> Option<u32> {
    if is_none_word(text) {
        return None;
    }
    let plain = half_width(text);
    if let Ok(number) = plain.trim().parse::<u32>() {
        return (number > 0).then_some(number);
    }
    let mut main = String::new();
    let mut depth = 0_u32;
    for c in plain.chars() {
        match c {
            '※' => break,
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => main.push(c),
            _ => {}
        }
    }
    let mut people = numbers(&main).into_iter().filter_map(|(number, end)| {
        let after = main.get(end..)?.trim_start();
        let rest = after.strip_prefix('人').or_else(|| after.strip_prefix('名'))?;
        let limits = !rest.trim_start().starts_with("以上") && !rest.trim_start().starts_with("から");
        u32::try_from(number).ok().filter(|number| *number > 0 && limits)
    });
    match (people.next(), people.next()) {
        (Some(number), None) => Some(number),
        _ => None,
    }
}

/// The fields of activity that a text names, by the words of the law or by their numbers in it (`1,13,19`).
pub fn read_fields(text: &str) -> Vec<NpoField> {
    const WORDS: &[(NpoField, &[&str])] = &[
        (NpoField::HealthWelfare, &["保健", "医療", "福祉"]),
        (NpoField::SocialEducation, &["社会教育"]),
        (NpoField::CommunityBuilding, &["まちづくり"]),
        (NpoField::Tourism, &["観光"]),
        (NpoField::RuralDevelopment, &["農山漁村", "中山間"]),
        (NpoField::CultureArtsSports, &["学術", "文化", "芸術", "スポーツ"]),
        (NpoField::Environment, &["環境"]),
        (NpoField::DisasterRelief, &["災害"]),
        (NpoField::PublicSafety, &["地域安全"]),
        (NpoField::HumanRightsPeace, &["人権", "平和"]),
        (NpoField::InternationalCooperation, &["国際協力"]),
        (NpoField::GenderEquality, &["男女共同参画"]),
        (NpoField::ChildrenYouth, &["子ども", "子供", "こども"]),
        (NpoField::InformationSociety, &["情報化"]),
        (NpoField::ScienceTechnology, &["科学技術"]),
        (NpoField::EconomicActivity, &["経済活動"]),
        (NpoField::Employment, &["職業能力", "雇用"]),
        (NpoField::ConsumerProtection, &["消費者"]),
        (NpoField::NpoSupport, &["連絡", "助言"]),
        (NpoField::LocalOrdinance, &["条例"]),
    ];
    let folded = fold(text);
    if !folded.is_empty() && folded.chars().all(|c| c.is_ascii_digit() || ",、;/・第号".contains(c)) {
        let numbers = numbers(&folded.replace(',', "、"));
        let mut fields: Vec<NpoField> = Vec::new();
        for (number, _) in numbers {
            let field = usize::try_from(number).ok().and_then(|number| NpoField::ALL.get(number.checked_sub(1)?)).copied();
            fields.extend(field.filter(|field| !fields.contains(field)));
        }
        return fields;
    }
    WORDS.iter().filter(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(field, _)| *field).collect()
}

/// The languages that a text names.
pub fn read_languages(text: &str) -> Vec<SpokenLang> {
    const WORDS: &[(SpokenLang, &[&str])] = &[
        (SpokenLang::Easy, &["やさしい日本語"]),
        (SpokenLang::En, &["英語", "english"]),
        (SpokenLang::Zh, &["中国語"]),
        (SpokenLang::Ko, &["韓国語", "朝鮮語", "ハングル"]),
        (SpokenLang::Vi, &["ベトナム語"]),
        (SpokenLang::Tl, &["タガログ語", "フィリピノ語"]),
        (SpokenLang::Pt, &["ポルトガル語"]),
        (SpokenLang::Es, &["スペイン語"]),
        (SpokenLang::Ne, &["ネパール語"]),
        (SpokenLang::Id, &["インドネシア語"]),
        (SpokenLang::Sign, &["手話"]),
    ];
    let folded = fold(text);
    let japanese = folded.replace("やさしい日本語", "").contains("日本語");
    let others = WORDS.iter().filter(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(lang, _)| *lang);
    japanese.then_some(SpokenLang::Ja).into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_of_the_open_data() {
        use AudienceGroup::{Adult, Child, Family, Senior, Youth};
        assert_eq!(read_audience("両方").groups, [Child, Family, Youth, Adult]);
        assert_eq!(read_audience("子ども・親子").groups, [Child, Family]);
        assert_eq!(read_audience("高校生・一般").groups, [Youth, Adult]);
        let old = read_audience("65歳以上の市民");
        assert_eq!((old.groups, old.ages), (vec![Senior], Some((65, 120))));
    }

    #[test]
    fn ages_only_where_clear() {
        assert_eq!(ages("18歳未満"), Some((0, 17)));
        assert_eq!(ages("６歳～１２歳"), Some((6, 12)));
        assert_eq!(ages("満15歳から30歳まで"), Some((15, 30)));
        assert_eq!(ages("4~6歳"), Some((4, 6)));
        assert_eq!(ages("概ね50歳以上"), None);
        assert_eq!(ages("65歳以上、または60歳以上で障がいのある方"), None);
        assert_eq!(ages("小学3年生以上"), None);
        assert_eq!(ages("満3歳児"), None);
        assert_eq!(ages("0歳未満"), None);
    }

    #[test]
    fn capacities_of_the_open_data() {
        for (text, people) in [
            ("申込先着\n30名", Some(30)),
            ("15名程度", Some(15)),
            ("有", None),
            ("なし", None),
            ("申込先着\n15名\n※ただし同伴保護者含めて30人まで", Some(15)),
            ("20人以上で構成され、当日におおむね10人以上参加できるグループ", None),
            ("【お金の教室】\n小学生20名\n\n【はかりの教室】\n小学生以上15名", None),
            ("70名(当日先着）", Some(70)),
            ("１０名", Some(10)),
            ("先着各15組", None),
            ("ハンザ体験\n40組80名\n（自由参加体験あり）", Some(80)),
            ("市内小学校３年生以上10人", Some(10)),
            ("30", Some(30)),
            ("1,000人", Some(1000)),
        ] {
            assert_eq!(read_capacity(text), people, "{text}");
        }
    }

    #[test]
    fn fields_by_words_and_numbers() {
        assert_eq!(read_fields("学術、文化、芸術又はスポーツの振興を図る活動"), [NpoField::CultureArtsSports]);
        assert_eq!(read_fields("1、3、21、3"), [NpoField::HealthWelfare, NpoField::CommunityBuilding]);
        assert_eq!(read_fields("音楽"), []);
        assert_eq!(read_languages("英語、やさしい日本語"), [SpokenLang::Easy, SpokenLang::En]);
        assert_eq!(read_languages("日本語"), [SpokenLang::Ja]);
    }
}
