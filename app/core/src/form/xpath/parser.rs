//! From text to [`Expr`], by descent and precedence.
//!
//! There is no list of tokens: what `*` or `div` means depends on whether a value or an operator has to come, and the reader always
//! knows. Recorded behaviour accepts `1 and1`, so the name of an operator ends where no letter follows.

use super::ast::{Axis, Call, Expr, Operator, Path, Start, Step, Test};
use super::number::is_blank;
use super::{DEEPEST, LONGEST, Mistake, MistakeKind, functions};

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Expr, Mistake> {
    if text.len() > LONGEST {
        return Err(Mistake { at: 0, what: MistakeKind::TooLong });
    }
    let mut parser = Parser { text, at: 0, depth: 0 };
    let read = parser.binary(0).and_then(|expr| {
        parser.blanks();
        if parser.at == text.len() { Ok(expr) } else { Err(parser.unexpected()) }
    });
    read.map_err(|wrong| Mistake { at: text.get(..wrong.at).map_or(0, |before| before.chars().count()), what: wrong.what })
}

/// A [`Mistake`] whose place is in bytes.
struct Wrong {
    at: usize,
    what: MistakeKind,
}

type Read<T> = Result<T, Wrong>;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

/// Operators with how strongly they bind; longer ones before those that they begin with.
static OPERATORS: [(&str, Operator, u8); 13] = [
    ("or", Operator::Or, 0),
    ("and", Operator::And, 1),
    ("!=", Operator::NotEqual, 2),
    ("=", Operator::Equal, 2),
    ("<=", Operator::AtMost, 3),
    ("<", Operator::Less, 3),
    (">=", Operator::AtLeast, 3),
    (">", Operator::More, 3),
    ("+", Operator::Add, 4),
    ("-", Operator::Subtract, 4),
    ("*", Operator::Multiply, 5),
    ("div", Operator::Divide, 5),
    ("mod", Operator::Remainder, 5),
];

impl<'t> Parser<'t> {
    /// Operators that bind at least this strongly, with their operands.
    fn binary(&mut self, least: u8) -> Read<Expr> {
        let mut left = self.unary()?;
        while let Some((operator, binds, length)) = self.operator()
            && binds >= least
        {
            self.at += length;
            let right = self.binary(binds + 1)?;
            left = join(left, operator, right);
        }
        Ok(left)
    }

    /// The operator that comes next, how strongly it binds and how long its name is.
    fn operator(&mut self) -> Option<(Operator, u8, usize)> {
        self.blanks();
        let rest = self.rest();
        let (name, operator, binds) = OPERATORS
            .iter()
            .find(|(name, ..)| rest.strip_prefix(*name).is_some_and(|after| !name.starts_with(begins_name) || !after.starts_with(begins_name)))?;
        Some((*operator, *binds, name.len()))
    }

    fn unary(&mut self) -> Read<Expr> {
        let mut minuses = 0_usize;
        while self.take("-") {
            minuses += 1;
        }
        let of = self.union()?;
        Ok(if minuses == 0 { of } else { Expr::Negate { of: Box::new(of), twice: minuses.is_multiple_of(2) } })
    }

    fn union(&mut self) -> Read<Expr> {
        let first = self.path()?;
        if !self.take("|") {
            return Ok(first);
        }
        let mut parts = vec![first, self.path()?];
        while self.take("|") {
            parts.push(self.path()?);
        }
        Ok(Expr::Union(parts))
    }

    /// A location path, or a value with or without a path behind it.
    fn path(&mut self) -> Read<Expr> {
        self.blanks();
        if self.rest().starts_with('/') {
            let mut steps = Vec::new();
            if self.take("//") {
                self.deep_step(&mut steps)?;
            } else {
                self.take("/");
                if self.begins_step() {
                    steps.push(self.step()?);
                }
            }
            if !steps.is_empty() {
                self.more_steps(&mut steps)?;
            }
            return Ok(Expr::Path(Path { start: Start::Root, steps }));
        }
        if self.begins_value() {
            return self.value();
        }
        let mut steps = vec![self.step()?];
        self.more_steps(&mut steps)?;
        Ok(Expr::Path(Path { start: Start::Context, steps }))
    }

    /// Brackets, a literal or a call, with predicates and steps behind it.
    fn value(&mut self) -> Read<Expr> {
        let base = self.primary()?;
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        self.more_steps(&mut steps)?;
        if predicates.is_empty() && steps.is_empty() {
            return Ok(base);
        }
        Ok(Expr::Path(Path { start: Start::Of { base: Box::new(base), predicates }, steps }))
    }

    fn primary(&mut self) -> Read<Expr> {
        self.blanks();
        match self.rest().chars().next() {
            Some('(') => {
                self.at += 1;
                let inner = self.nested()?;
                self.need(")")?;
                Ok(inner)
            }
            Some(quote @ ('"' | '\'')) => self.quoted(quote).map(|text| Expr::Text(text.into())),
            Some('0'..='9' | '.') => self.number(),
            _ => self.call(),
        }
    }

    /// An expression inside of something.
    fn nested(&mut self) -> Read<Expr> {
        if self.depth == DEEPEST {
            return Err(self.wrong(MistakeKind::TooDeep));
        }
        self.depth += 1;
        let inner = self.binary(0);
        self.depth -= 1;
        inner
    }

    fn quoted(&mut self, quote: char) -> Read<&'t str> {
        let inside = self.text.get(self.at + 1..).unwrap_or_default();
        let Some((quoted, _)) = inside.split_once(quote) else { return Err(self.wrong(MistakeKind::UnclosedText)) };
        self.at += quoted.len() + 2;
        Ok(quoted)
    }

    fn number(&mut self) -> Read<Expr> {
        let rest = self.rest();
        let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
        let fraction = rest.get(whole..).and_then(|rest| rest.strip_prefix('.')).map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let length = whole + fraction.map_or(0, |digits| digits + 1);
        let number = rest.get(..length).and_then(|digits| digits.parse().ok()).ok_or_else(|| self.unexpected())?;
        self.at += length;
        Ok(Expr::Number(number))
    }

    fn call(&mut self) -> Read<Expr> {
        let at = self.at;
        let name = self.qualified_name()?;
        self.need("(")?;
        let mut arguments = Vec::new();
        let mut pattern_at = at;
        if !self.take(")") {
            loop {
                self.blanks();
                pattern_at = self.at;
                arguments.push(self.nested()?);
                if !self.take(",") {
                    break;
                }
            }
            self.need(")")?;
        }
        let pattern = match (name, arguments.as_slice()) {
            ("regex", [_, Expr::Text(pattern)]) => {
                Some(functions::pattern(pattern).map_err(|error| Wrong { at: pattern_at, what: MistakeKind::BadPattern(error) })?)
            }
            _ => None,
        };
        Ok(Expr::Call(Call { name: name.into(), at, entry: functions::find(name), arguments, pattern }))
    }

    /// `/x//y` behind what was read.
    fn more_steps(&mut self, steps: &mut Vec<Step>) -> Read<()> {
        loop {
            if self.take("//") {
                self.deep_step(steps)?;
            } else if self.take("/") {
                steps.push(self.step()?);
            } else {
                return Ok(());
            }
        }
    }

    /// The step behind `//`.
    fn deep_step(&mut self, steps: &mut Vec<Step>) -> Read<()> {
        let mut step = self.step()?;
        if step.axis == Axis::Child && step.predicates.is_empty() {
            // The same nodes by a shorter way.
            step.axis = Axis::Descendant;
        } else {
            steps.push(Step { axis: Axis::DescendantOrSelf, test: Test::Node, predicates: Vec::new() });
        }
        steps.push(step);
        Ok(())
    }

    fn step(&mut self) -> Read<Step> {
        self.blanks();
        let (axis, test) = if self.take("..") {
            (Axis::Parent, Test::Node)
        } else if self.take(".") {
            (Axis::This, Test::Node)
        } else if self.take("@") {
            (Axis::Attribute, self.test()?)
        } else {
            let at = self.at;
            let axis = self.local_name().ok().filter(|_| self.take("::"));
            if let Some(name) = axis {
                let unsupported = || Wrong { at, what: MistakeKind::UnsupportedAxis(name.to_owned()) };
                (Axis::named(name).ok_or_else(unsupported)?, self.test()?)
            } else {
                self.at = at;
                (Axis::Child, self.test()?)
            }
        };
        Ok(Step { axis, test, predicates: self.predicates()? })
    }

    fn test(&mut self) -> Read<Test> {
        self.blanks();
        if self.take("*") {
            return Ok(Test::Element);
        }
        let at = self.at;
        let prefix = self.local_name()?;
        if self.rest().starts_with(":*") {
            self.at += 2;
            return Ok(Test::Prefix(format!("{prefix}:").into()));
        }
        self.at = at;
        let name = self.qualified_name()?;
        let test = match name {
            "node" => Test::Node,
            "text" => Test::Text,
            "comment" | "processing-instruction" => Test::Never,
            _ => return Ok(Test::Name(name.into())),
        };
        if !self.take("(") {
            return Ok(Test::Name(name.into()));
        }
        self.blanks();
        if let (true, Some(quote @ ('"' | '\''))) = (name == "processing-instruction", self.rest().chars().next()) {
            self.quoted(quote)?;
        }
        self.need(")")?;
        Ok(test)
    }

    fn predicates(&mut self) -> Read<Vec<Expr>> {
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.nested()?);
            self.need("]")?;
        }
        Ok(predicates)
    }

    /// Whether what comes is a value and not a step.
    fn begins_value(&self) -> bool {
        let rest = self.rest();
        match rest.chars().next() {
            Some('(' | '"' | '\'' | '0'..='9') => true,
            Some('.') => rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit),
            Some(c) if begins_name(c) => {
                let mut ahead = Parser { text: self.text, at: self.at, depth: 0 };
                let Ok(name) = ahead.qualified_name() else { return false };
                ahead.take("(") && !matches!(name, "node" | "text" | "comment" | "processing-instruction")
            }
            _ => false,
        }
    }

    /// Whether a step comes; after a lone `/` nothing needs to.
    fn begins_step(&mut self) -> bool {
        self.blanks();
        self.rest().starts_with(|c| begins_name(c) || matches!(c, '.' | '@' | '*'))
    }

    /// `name` or `prefix:name`.
    fn qualified_name(&mut self) -> Read<&'t str> {
        let from = self.at;
        self.local_name()?;
        if self.rest().strip_prefix(':').is_some_and(|local| local.starts_with(begins_name)) {
            self.at += 1;
            self.local_name()?;
        }
        Ok(self.text.get(from..self.at).unwrap_or_default())
    }

    fn local_name(&mut self) -> Read<&'t str> {
        let rest = self.rest();
        if !rest.starts_with(begins_name) {
            return Err(self.unexpected());
        }
        let name = rest.split(|c| !continues_name(c)).next().unwrap_or_default();
        self.at += name.len();
        Ok(name)
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    /// Goes past this sign if it comes.
    fn take(&mut self, sign: &str) -> bool {
        self.blanks();
        let comes = self.rest().starts_with(sign);
        if comes {
            self.at += sign.len();
        }
        comes
    }

    fn need(&mut self, sign: &str) -> Read<()> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong(&self, what: MistakeKind) -> Wrong {
        Wrong { at: self.at, what }
    }

    /// What stands here cannot stand here.
    fn unexpected(&self) -> Wrong {
        let rest = self.rest();
        let word = rest.split(|c| !continues_name(c)).next().unwrap_or_default();
        let piece = if word.is_empty() { rest.chars().next().map(String::from) } else { Some(word.chars().take(40).collect()) };
        self.wrong(piece.map_or(MistakeKind::UnexpectedEnd, MistakeKind::Unexpected))
    }
}

/// Two operands in one list where the left one is a list already: all operators go from left to right.
fn join(left: Expr, operator: Operator, right: Expr) -> Expr {
    match (left, operator) {
        (Expr::Or(mut parts), Operator::Or) => {
            parts.push(right);
            Expr::Or(parts)
        }
        (left, Operator::Or) => Expr::Or(vec![left, right]),
        (Expr::And(mut parts), Operator::And) => {
            parts.push(right);
            Expr::And(parts)
        }
        (left, Operator::And) => Expr::And(vec![left, right]),
        (Expr::Chain { first, mut rest }, operator) => {
            rest.push((operator, right));
            Expr::Chain { first, rest }
        }
        (left, operator) => Expr::Chain { first: Box::new(left), rest: vec![(operator, right)] },
    }
}

/// The letters with which XML lets a name begin, colons aside.
fn begins_name(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// The letters with which XML lets a name go on.
fn continues_name(c: char) -> bool {
    begins_name(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> (usize, MistakeKind) {
        parse(text).err().map(|mistake| (mistake.at, mistake.what)).expect(text)
    }

    #[test]
    fn mistakes_have_a_place() {
        let unexpected = |piece: &str| MistakeKind::Unexpected(piece.to_owned());
        for (text, at, what) in [
            ("", 0, MistakeKind::UnexpectedEnd),
            ("1 +", 3, MistakeKind::UnexpectedEnd),
            ("(1", 2, MistakeKind::UnexpectedEnd),
            ("1 2", 2, unexpected("2")),
            ("'\u{3042}' = ${x}", 6, unexpected("$")),
            ("'abc", 0, MistakeKind::UnclosedText),
            ("a/namespace::b", 2, MistakeKind::UnsupportedAxis("namespace".to_owned())),
            ("a]", 1, unexpected("]")),
            ("concat(a, )", 10, unexpected(")")),
            ("/a/", 3, MistakeKind::UnexpectedEnd),
            ("a b", 2, unexpected("b")),
            ("1 or", 4, MistakeKind::UnexpectedEnd),
            ("a == b", 3, unexpected("=")),
        ] {
            assert_eq!(mistake(text), (at, what), "{text}");
        }
        assert!(matches!(mistake("regex(., '[0-9')"), (9, MistakeKind::BadPattern(_))));
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
        assert!(parse(&nested(DEEPEST)).is_ok());
        assert_eq!(mistake(&nested(DEEPEST + 1)).1, MistakeKind::TooDeep);
        assert_eq!(mistake(&" ".repeat(LONGEST + 1)).1, MistakeKind::TooLong);
        assert!(parse(&format!("1{}", " + 1".repeat(50_000))).is_ok(), "a long sum is not deep");
        assert!(parse(&format!("{}1", "-".repeat(100_000))).is_ok());
    }

    #[test]
    fn names_of_operators_are_names_too() {
        for text in ["div", "div div div", "or or or", "*", "* * *", "mod/and", "a - b", "a-b", "../and = and", ".", "/", "/ = 1", "//div", "@or"] {
            assert!(parse(text).is_ok(), "{text}");
        }
    }
}
