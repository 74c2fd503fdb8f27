//! Reads CSV (RFC 4180) as cities and spreadsheets write it: comma, tab or semicolon, quoted cells with line breaks, any line end.
//!
//! A reader of our own, because it has to say on which *line* something is wrong, count rows as a spreadsheet does (empty ones
//! included), and stop at the limits in the middle of a row.

use super::{ImportError, Limits, encoding};
use engawa_app::listings::import::{Cell, Sheet, SourceRow};

/// Reads a file as one sheet with the file's name.
pub fn read(name: &str, bytes: &[u8], limits: Limits) -> Result<Sheet, ImportError> {
    if bytes.len() > limits.bytes {
        return Err(ImportError::TooLarge(limits.bytes));
    }
    let (text, named) = encoding::decode(name, bytes)?;
    let text = if encoding::is_cp932(named) { encoding::with_references(&text) } else { text };
    parse(name, &text, limits)
}

/// Reads a text.
pub fn parse(name: &str, text: &str, limits: Limits) -> Result<Sheet, ImportError> {
    let delimiter = delimiter(text);
    let mut reader = Reader { name, limits, rows: Vec::new(), row: Vec::new(), number: 1, line: 1, row_line: 1 };
    let mut cell = String::new();
    let mut quoted = false;
    let mut quote_line = 1;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let line_end = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
        if line_end {
            reader.line += 1;
        }
        if quoted {
            match c {
                '"' if chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' => quoted = false,
                c => cell.push(c),
            }
        } else if c == '"' && cell.trim().is_empty() {
            // Spaces before a quotation mark are not part of the cell.
            cell.clear();
            quoted = true;
            quote_line = reader.line;
        } else if c == delimiter {
            reader.end_cell(&mut cell)?;
        } else if line_end {
            if cell.ends_with('\r') {
                cell.pop();
            }
            reader.end_cell(&mut cell)?;
            reader.end_row()?;
        } else {
            cell.push(c);
        }
    }
    if quoted {
        return Err(ImportError::OpenQuote { place: format!("{name}:{quote_line}") });
    }
    if !cell.is_empty() || !reader.row.is_empty() {
        reader.end_cell(&mut cell)?;
        reader.end_row()?;
    }
    Ok(Sheet { name: name.to_owned(), rows: reader.rows })
}

struct Reader<'a> {
    name: &'a str,
    limits: Limits,
    rows: Vec<SourceRow>,
    row: Vec<Cell>,
    number: u32,
    line: u32,
    row_line: u32,
}

impl Reader<'_> {
    fn end_cell(&mut self, cell: &mut String) -> Result<(), ImportError> {
        let text = std::mem::take(cell);
        // Many files end each row with a heap of delimiters; only what is filled counts.
        if self.row.len() >= self.limits.columns && !text.trim().is_empty() {
            return Err(ImportError::TooManyColumns { place: format!("{}:{}", self.name, self.row_line), limit: self.limits.columns });
        }
        if self.row.len() < self.limits.columns {
            self.row.push(if text.is_empty() { Cell::Empty } else { Cell::Text(text) });
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        let mut cells = std::mem::take(&mut self.row);
        while cells.last().is_some_and(Cell::is_blank) {
            cells.pop();
        }
        if !cells.is_empty() {
            if self.rows.len() >= self.limits.rows {
                return Err(ImportError::TooManyRows { place: format!("{}:{}", self.name, self.row_line), limit: self.limits.rows });
            }
            self.rows.push(SourceRow { number: self.number, cells });
        }
        self.number = self.number.saturating_add(1);
        self.row_line = self.line;
        Ok(())
    }
}

/// Comma, tab or semicolon: the one that most rows of the beginning have in the same number, outside quotation marks.
fn delimiter(text: &str) -> char {
    let mut counts: Vec<[usize; 3]> = vec![[0; 3]];
    let mut quoted = false;
    for c in text.chars().take(200_000) {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if counts.len() >= 50 {
                    break;
                }
                counts.push([0; 3]);
            }
            c if !quoted => {
                if let (Some(at), Some(row)) = (SIGNS.iter().position(|sign| *sign == c), counts.last_mut())
                    && let Some(count) = row.get_mut(at)
                {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    let mut best = (0, 0, ',');
    for (at, sign) in SIGNS.iter().enumerate() {
        let seen: Vec<usize> = counts.iter().filter_map(|row| row.get(at).copied()).filter(|count| *count > 0).collect();
        let most = seen.iter().map(|count| (seen.iter().filter(|other| *other == count).count(), *count)).max().unwrap_or_default();
        // Rows that agree first, then columns.
        if (most.0, most.1) > (best.0, best.1) {
            best = (most.0, most.1, *sign);
        }
    }
    best.2
}

const SIGNS: [char; 3] = [',', '\t', ';'];

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(u32, Vec<String>)> {
        let sheet = parse("a.csv", text, Limits::default()).unwrap();
        sheet.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::text).collect())).collect()
    }

    #[test]
    fn quotes_line_breaks_and_line_ends() {
        assert_eq!(
            texts("a,\"b\r\n\"\"c\"\"\",d\r\n\r\n1,,3,,,\n"),
            [(1, vec!["a".into(), "b\n\"c\"".into(), "d".into()]), (3, vec!["1".into(), String::new(), "3".into()])]
        );
        assert_eq!(texts("a,b\r1,2").len(), 2);
        assert_eq!(texts("a, \"x,y\" ,b"), [(1, vec!["a".into(), "x,y".into(), "b".into()])]);
        assert_eq!(texts("a,5\" disk"), [(1, vec!["a".into(), "5\" disk".into()])]);
    }

    #[test]
    fn delimiters_are_found() {
        assert_eq!(texts("a\tb,c\n1\t2\n")[0].1, ["a", "b,c"]);
        assert_eq!(texts("a;b\n1;2\n3;4,5\n")[1].1, ["1", "2"]);
        assert_eq!(texts("a\nb\n")[1].1, ["b"]);
    }

    #[test]
    fn limits_and_faults_name_their_line() {
        let limits = Limits { rows: 2, columns: 3, ..Limits::default() };
        assert_eq!(parse("a", "1\n2\n3\n", limits), Err(ImportError::TooManyRows { place: "a:3".into(), limit: 2 }));
        assert_eq!(parse("a", "1,2,3,,,,\n\"x\ny\",2,3,4\n", limits), Err(ImportError::TooManyColumns { place: "a:2".into(), limit: 3 }));
        assert_eq!(parse("a", "1,2\n3,\"4\n5\n", limits), Err(ImportError::OpenQuote { place: "a:2".into() }));
    }
}
