//! The lines of iCalendar files (RFC 5545 section 3.1): unfolding, names, parameters, values, components.
//!
//! Calendars come from many programs and are often a little wrong. A line that cannot be read is told about and skipped; it never
//! takes the rest of the file with it. Invariant: no panic on any input, and work in proportion to its length.

use super::text::clean;
use engawa_core::Problem;

/// Deepest nesting that is read; deeper parts are skipped.
const DEPTH_MAX: usize = 8;

/// A property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Number of its (first) line in the file, from 1.
    pub number: u32,
    /// In capitals.
    pub name: String,
    /// Names in capitals, values without quotes.
    pub params: Vec<(String, String)>,
    /// As written, still escaped.
    pub value: String,
}

impl Line {
    /// A parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as text: escapes are read.
    pub fn text(&self) -> String {
        clean(&unescape(&self.value))
    }

    /// The values of a list, each as text; escaped commas are part of a value.
    pub fn list(&self) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for c in self.value.chars() {
            if c == ',' && !escaped {
                parts.push(String::new());
            } else if let Some(last) = parts.last_mut() {
                last.push(c);
            }
            escaped = c == '\\' && !escaped;
        }
        parts.iter().map(|part| clean(&unescape(part))).filter(|part| !part.is_empty()).collect()
    }
}

/// A component: `VCALENDAR`, `VEVENT`, `VTIMEZONE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// In capitals.
    pub name: String,
    /// Number of its `BEGIN` line.
    pub number: u32,
    /// Its properties.
    pub lines: Vec<Line>,
    /// The components inside.
    pub children: Vec<Component>,
}

impl Component {
    /// The first property of a name.
    pub fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// All properties of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

/// Reads a file: its outermost components and what was wrong. Places are `file:line`.
pub fn parse(file: &str, text: &str) -> (Vec<Component>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut open: Vec<Component> = Vec::new();
    let mut skipped_depth = 0_usize;
    let mut roots = Vec::new();
    for (number, raw) in unfold(text) {
        let Some(line) = parse_line(number, &raw) else {
            problems.push(Problem::new(format!("{file}:{number}"), "ics_line_unreadable").arg(raw.chars().take(80).collect::<String>()));
            continue;
        };
        match line.name.as_str() {
            "BEGIN" if open.len() >= DEPTH_MAX => skipped_depth += 1,
            "BEGIN" => open.push(Component { name: line.value.trim().to_ascii_uppercase(), number, ..Component::default() }),
            "END" if skipped_depth > 0 => skipped_depth -= 1,
            "END" => {
                let name = line.value.trim().to_ascii_uppercase();
                if open.iter().any(|component| component.name == name) {
                    // An END that was forgotten inside closes with it.
                    while let Some(component) = open.pop() {
                        let found = component.name == name;
                        close(component, &mut open, &mut roots);
                        if found {
                            break;
                        }
                    }
                } else {
                    problems.push(Problem::new(format!("{file}:{number}"), "ics_line_unreadable").arg(raw));
                }
            }
            _ if skipped_depth > 0 => {}
            _ => {
                if let Some(component) = open.last_mut() {
                    component.lines.push(line);
                } else {
                    problems.push(Problem::new(format!("{file}:{number}"), "ics_line_unreadable").arg(raw.chars().take(80).collect::<String>()));
                }
            }
        }
    }
    if let Some(component) = open.last() {
        problems.push(Problem::new(format!("{file}:{}", component.number), "ics_truncated").arg(component.name.clone()));
    }
    while let Some(component) = open.pop() {
        close(component, &mut open, &mut roots);
    }
    (roots, problems)
}

fn close(component: Component, open: &mut [Component], roots: &mut Vec<Component>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(component),
        None => roots.push(component),
    }
}

/// Logical lines with the number of their first line; empty ones are left out.
fn unfold(text: &str) -> Vec<(u32, String)> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (raw, number) in text.split('\n').zip(1_u32..) {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let more = raw.strip_prefix(' ').or_else(|| raw.strip_prefix('\t'));
        match (more, lines.last_mut()) {
            (Some(more), Some((_, line))) => line.push_str(more),
            _ if raw.trim().is_empty() => {}
            _ => lines.push((number, raw.trim_start_matches('\u{FEFF}').to_owned())),
        }
    }
    lines
}

fn parse_line(number: u32, raw: &str) -> Option<Line> {
    let mut quoted = false;
    let mut cuts: Vec<usize> = Vec::new();
    let mut colon = None;
    for (at, c) in raw.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => cuts.push(at),
            ':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    // A quote that never closes is a sign like any other.
    let colon = colon.or_else(|| raw.find(':'))?;
    cuts.retain(|cut| *cut < colon);
    cuts.push(colon);
    let first = *cuts.first()?;
    let name = raw.get(..first)?.trim().to_ascii_uppercase();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    let params = cuts.windows(2).filter_map(|pair| {
        let (from, to) = (pair.first()? + 1, *pair.get(1)?);
        let (param, value) = raw.get(from..to)?.split_once('=')?;
        Some((param.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
    });
    Some(Line { number, name, params: params.collect(), value: raw.get(colon + 1..)?.to_owned() })
}

/// `\n`, `\,`, `\;` and `\\` (RFC 5545 section 3.3.11).
fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c) => out.push(c),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_quotes_and_escapes() {
        let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:夏休み\r\n  最後\\n二行目\\, 終\r\nATTENDEE;CN=\"a:b;c\";X=1:mailto:x@example.jp\r\nCATEGORIES:一,二\\,三\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let (roots, problems) = parse("a.ics", text);
        assert!(problems.is_empty());
        let event = &roots[0].children[0];
        assert_eq!(event.line("DESCRIPTION").unwrap().text(), "夏休み 最後\n二行目, 終");
        let attendee = event.line("ATTENDEE").unwrap();
        assert_eq!((attendee.number, attendee.param("CN"), attendee.value.as_str()), (5, Some("a:b;c"), "mailto:x@example.jp"));
        assert_eq!(event.line("CATEGORIES").unwrap().list(), ["一", "二,三"]);
    }

    #[test]
    fn broken_files_give_what_they_have() {
        let (roots, problems) = parse("a.ics", "BEGIN:VCALENDAR\nno colon here\nBEGIN:VEVENT\nSUMMARY:祭り\n");
        assert_eq!(roots[0].children[0].line("SUMMARY").unwrap().text(), "祭り");
        let codes: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect();
        assert_eq!(codes, ["a.ics:2 ics_line_unreadable", "a.ics:3 ics_truncated"]);
        let deep = "BEGIN:A\n".repeat(10_000);
        assert_eq!(parse("a.ics", &deep).0.len(), 1);
        assert!(parse("a.ics", "").0.is_empty());
    }
}
