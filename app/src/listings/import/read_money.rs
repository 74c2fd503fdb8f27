//! Prices as cities write them: `無料`, `一般300円、大学生150円、高校生以下無料`, `\1,500`, `14万1000円`, `受講料 無料 材料費 500円`.

use super::text::{fold, half_width, is_none_word, numbers};
use crate::listings::listing::Cost;

/// Longer texts speak of more than a price; amounts in them are not taken for prices.
const PRICE_CHARS: usize = 160;

/// Reads a price. The words stay as they are; a number is taken only where it is clear what it counts.
pub fn read_cost(text: &str) -> Cost {
    let folded = fold(text);
    let mut cost = Cost { text: text.to_owned(), ..Cost::default() };
    if is_none_word(text) || matches!(folded.as_str(), "無料" | "不要" | "0円" | "0" | "参加無料" | "入場無料" | "free") {
        cost.free = Some(true);
        return cost;
    }
    if folded == "有料" {
        cost.free = Some(false);
        return cost;
    }
    let mut amounts = amounts_yen(text);
    let whole_number = half_width(text).trim().replace(',', "").parse::<u32>().ok();
    if let Some(number) = whole_number {
        amounts = vec![u64::from(number)];
    }
    let says_free = folded.contains("無料");
    let priced: Vec<u32> = amounts.iter().filter(|amount| **amount > 0).filter_map(|amount| u32::try_from(*amount).ok()).collect();
    if priced.is_empty() {
        let all_free = ["参加費", "参加料", "受講料", "入場料", "観覧料", "利用料", "料金", "入場", "観覧", "参加"]
            .iter()
            .any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.trim_start_matches([':', '-']).starts_with("無料")));
        cost.free = (folded.starts_with("無料") || all_free).then_some(true);
        return cost;
    }
    if text.chars().count() > PRICE_CHARS {
        return cost;
    }
    cost.free = Some(false);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    // A fee and a price of material are both paid: no single figure is the price.
    let adds_up = has(&["受講料", "参加費", "参加料"]) && has(&["材料費", "教材費", "教具", "本代", "テキスト代", "資料代"]);
    let low = priced.iter().min().copied().unwrap_or_default();
    let high = priced.iter().max().copied().unwrap_or_default();
    cost.yen = match (adds_up, priced.len()) {
        (true, 2..) => None,
        (false, _) if says_free => Some((0, high)),
        _ => Some((low, high)),
    };
    cost
}

/// All amounts of yen in a text: `500円`, `¥500`, `\500`, `14万1000円`, `10万円`.
pub fn amounts_yen(text: &str) -> Vec<u64> {
    let plain = half_width(text);
    let found = numbers(&plain);
    let mut amounts = Vec::new();
    let mut high: Option<u64> = None;
    for (at, (number, end)) in found.iter().enumerate() {
        let after = plain.get(*end..).unwrap_or_default().trim_start();
        let from = if at == 0 { 0 } else { found.get(at - 1).map_or(0, |(_, end)| *end) };
        let between = plain.get(from..*end).unwrap_or_default();
        let signed = between.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').trim_end().ends_with(['¥', '\\']);
        let base = high.take().unwrap_or_default();
        if let Some(rest) = after.strip_prefix('万') {
            let value = number.saturating_mul(10_000);
            if rest.trim_start().starts_with('円') {
                amounts.push(value);
            } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
                high = Some(value);
            }
        } else if let Some(rest) = after.strip_prefix('千') {
            if rest.trim_start().starts_with('円') {
                amounts.push(base + number.saturating_mul(1_000));
            }
        } else if after.starts_with('円') || signed {
            amounts.push(base + number);
        }
    }
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<bool>, Option<(u32, u32)>) {
        let cost = read_cost(text);
        assert_eq!(cost.text, text);
        (cost.free, cost.yen)
    }

    #[test]
    fn prices_of_the_open_data() {
        assert_eq!(read("無料"), (Some(true), None));
        assert_eq!(read("なし"), (Some(true), None));
        assert_eq!(read("無料（予約不要）※材料費が必要な場合があります。"), (Some(true), None));
        assert_eq!(read("一般300円、大学生150円、高校生以下無料"), (Some(false), Some((0, 300))));
        assert_eq!(read("受講料\n無料\n材料費\n1,650円"), (Some(false), Some((1650, 1650))));
        assert_eq!(read("受講料\n500円\n材料費\n2,000円"), (Some(false), None));
        assert_eq!(read("\\1,500"), (Some(false), Some((1500, 1500))));
        assert_eq!(read("￥１，５００"), (Some(false), Some((1500, 1500))));
        assert_eq!(read("①500円\n②1,000円\n③500円"), (Some(false), Some((500, 1000))));
        assert_eq!(read("参加費：無料"), (Some(true), None));
        assert_eq!(read("要観覧券、高校生以下無料"), (None, None));
        assert_eq!(read("席種により異なります"), (None, None));
        assert_eq!(read("10：00より1階受付にて整理券配布"), (None, None));
        assert_eq!(read("1500"), (Some(false), Some((1500, 1500))));
        assert_eq!(read("0"), (Some(true), None));
    }

    #[test]
    fn amounts_in_ten_thousands() {
        assert_eq!(amounts_yen("最大月額14万1000円、一時金最大5万円、20人まで"), [141_000, 50_000]);
        assert_eq!(amounts_yen("3千円"), [3000]);
        assert_eq!(amounts_yen("月額4万9900円"), [49_900]);
        assert_eq!(amounts_yen("２０人"), Vec::<u64>::new());
    }
}
