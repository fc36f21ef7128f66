//! Fields of CSV, by the letter of RFC 4180 section 2: quotes are balanced, stand around a whole field or not at all,
//! and are doubled inside. A line ends with a line feed, with or without a carriage return.
//!
//! Libraries for CSV find some reading of every text, and text where a quote was forgotten would read as another
//! template.

use std::borrow::Cow;

/// A field as it stands in the text: nothing of it is copied.
#[derive(Clone, Copy, Default)]
pub(super) struct Field<'t> {
    raw: &'t str,
    /// Whether there are doubled quotes in it.
    escaped: bool,
}

/// The bytes of a name with quotes in it, each of them doubled, are fewer than these.
const MAX_ESCAPED: usize = 4_096;

impl<'t> Field<'t> {
    /// The text, or `None` when it is longer than any name with quotes in it: nothing is spent on it then.
    pub(super) fn text(self) -> Option<Cow<'t, str>> {
        match self.escaped {
            false => Some(Cow::Borrowed(self.raw)),
            true if self.raw.len() > MAX_ESCAPED => None,
            true => Some(Cow::Owned(self.raw.replace("\"\"", "\""))),
        }
    }
}

/// What comes after a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    Field,
    Record,
}

/// Goes through a text once.
pub(super) struct Scanner<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Scanner<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { rest: text, line: 1 }
    }

    /// The number of the line where the next field starts, from 1.
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    /// Whether there is no other record.
    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next field, and whether another one of its record comes after it.
    pub(super) fn field(&mut self) -> Result<(Field<'t>, Then), &'static str> {
        let quoted = self.rest.strip_prefix('"');
        let (field, after) = match quoted {
            Some(inside) => until_quote(inside).ok_or("a quote is opened here and never closed")?,
            None => {
                let end = self.rest.find([',', '\n', '\r', '"']).unwrap_or(self.rest.len());
                let (raw, after) = self.rest.split_at_checked(end).unwrap_or_default();
                (Field { raw, escaped: false }, after)
            }
        };
        let lines = if quoted.is_some() { field.raw.matches('\n').count() } else { 0 };
        self.line = self.line.saturating_add(lines);
        if let Some(rest) = after.strip_prefix(',') {
            self.rest = rest;
            return Ok((field, Then::Field));
        }
        let line_end = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
        self.rest = match line_end {
            Some(rest) => rest,
            None if after.is_empty() => after,
            None if quoted.is_some() => return Err("there is text after a closing quote"),
            None if after.starts_with('"') => {
                return Err("there is a quote in a field without quotes around it");
            }
            None => return Err("there is a carriage return without a line feed"),
        };
        self.line = self.line.saturating_add(1);
        Ok((field, Then::Record))
    }
}

/// What stands before the quote that closes a field, and what after it.
fn until_quote(inside: &str) -> Option<(Field<'_>, &str)> {
    let mut from = 0_usize;
    loop {
        let end = from.saturating_add(inside.get(from..)?.find('"')?);
        let next = end.saturating_add(1);
        let after = inside.get(next..)?;
        if !after.starts_with('"') {
            return Some((Field { raw: inside.get(..end)?, escaped: from > 0 }, after));
        }
        from = next.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Record = (usize, Vec<String>);

    /// The records of a text with their lines, and what is wrong after them.
    fn records(text: &str) -> (Vec<Record>, Option<(usize, &'static str)>) {
        let mut scanner = Scanner::new(text);
        let mut records = Vec::new();
        while !scanner.is_at_end() {
            let mut record = (scanner.line(), Vec::new());
            loop {
                match scanner.field() {
                    Ok((field, then)) => {
                        record.1.push(field.text().unwrap().into_owned());
                        if then == Then::Record {
                            break;
                        }
                    }
                    Err(why) => return (records, Some((record.0, why))),
                }
            }
            records.push(record);
        }
        (records, None)
    }

    fn good(text: &str) -> Vec<(usize, Vec<String>)> {
        let (records, broken) = records(text);
        assert_eq!(broken, None, "{text:?}");
        records
    }

    fn record(line: usize, fields: &[&str]) -> Record {
        (line, fields.iter().map(|field| (*field).to_owned()).collect())
    }

    #[test]
    fn reads_what_rfc_4180_writes() {
        assert_eq!(good(""), []);
        assert_eq!(good("a"), [record(1, &["a"])]);
        assert_eq!(good("a,b\nc,d\n"), [record(1, &["a", "b"]), record(2, &["c", "d"])]);
        assert_eq!(good("a,b\r\nc,d"), [record(1, &["a", "b"]), record(2, &["c", "d"])]);
        assert_eq!(good(",\n\n,,"), [record(1, &["", ""]), record(2, &[""]), record(3, &["", "", ""])]);
        assert_eq!(good("\"\",\"\"\n"), [record(1, &["", ""])]);
        assert_eq!(good(r#""a,b","a""b","""""#), [record(1, &["a,b", "a\"b", "\""])]);
        assert_eq!(good("\"a\r\nb\",c\nd"), [record(1, &["a\r\nb", "c"]), record(3, &["d"])]);
        assert_eq!(good("\"\"\"\"\"\",é\u{0}\t"), [record(1, &["\"\"", "é\u{0}\t"])]);
    }

    #[test]
    fn refuses_what_it_does_not() {
        let why = |text: &str| records(text).1;
        assert_eq!(why("a\n\"b"), Some((2, "a quote is opened here and never closed")));
        assert_eq!(why("\"\n\n"), Some((1, "a quote is opened here and never closed")));
        assert_eq!(why("\"a\"\"\n"), Some((1, "a quote is opened here and never closed")));
        assert_eq!(why("\"a\"b"), Some((1, "there is text after a closing quote")));
        assert_eq!(why("\"a\" ,b"), Some((1, "there is text after a closing quote")));
        assert_eq!(why("\"a\"\rb"), Some((1, "there is text after a closing quote")));
        assert_eq!(
            why("a\n\"\nb\",c\"d\""),
            Some((2, "there is a quote in a field without quotes around it"))
        );
        assert_eq!(why("a, \"b\""), Some((1, "there is a quote in a field without quotes around it")));
        assert_eq!(why("a\rb\r"), Some((1, "there is a carriage return without a line feed")));
    }

    #[test]
    fn spends_nothing_on_a_name_that_is_too_long() {
        let text = |length: usize| {
            let text = format!("\"{}\"", "\"".repeat(length));
            Scanner::new(&text).field().unwrap().0.text().map(|text| text.len())
        };
        assert_eq!(text(MAX_ESCAPED), Some(MAX_ESCAPED / 2));
        assert_eq!(text(MAX_ESCAPED + 2), None);
    }
}
