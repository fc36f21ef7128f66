//! The header of a CSV text, and the rows after it.

use super::scan::{Field, Scanner, Then};
use super::{COLUMNS, PERMISSION, ROLE};
use crate::problem::{At, ProblemCode, Problems, cut};
use std::borrow::Cow;

/// What a row says, in the order of [`COLUMNS`]; empty when there is no such column.
pub(super) struct Row<'t> {
    pub(super) line: usize,
    pub(super) texts: [Cow<'t, str>; COLUMNS.len()],
}

pub(super) struct Rows<'t> {
    scanner: Scanner<'t>,
    /// Where each column stands.
    places: [Option<usize>; COLUMNS.len()],
    /// How many fields every row has.
    width: usize,
    broken: bool,
}

impl<'t> Rows<'t> {
    /// Reads the header. `None` when there is something wrong with it: without it no row says anything.
    pub(super) fn after_header(text: &'t str, problems: &mut Problems) -> Option<Self> {
        let root = At::Root;
        let at = root.index(1);
        let places = [None; COLUMNS.len()];
        let mut rows = Self { scanner: Scanner::new(text), places, width: 0, broken: false };
        if rows.scanner.is_at_end() {
            problems.add(ProblemCode::CsvInvalid, &at, "there is no header");
            return None;
        }
        let mut then = Then::Field;
        while then == Then::Field && !problems.is_full() {
            let (field, next) = match rows.scanner.field() {
                Ok(read) => read,
                Err(why) => {
                    problems.add(ProblemCode::CsvInvalid, &at, why);
                    return None;
                }
            };
            let name = field.text().unwrap_or_default();
            match COLUMNS.iter().zip(&mut rows.places).find(|(known, _)| **known == name) {
                Some((_, place @ None)) => *place = Some(rows.width),
                Some(_) => {
                    let message = format!("the column `{name}` is there twice");
                    problems.add(ProblemCode::DuplicateName, &at.key(&name), &message);
                }
                None => {
                    let message =
                        format!("`{}` is not a column here; known are {}", cut(&name), COLUMNS.join(", "));
                    problems.add(ProblemCode::UnknownMember, &at.key(&name), &message);
                }
            }
            rows.width = rows.width.saturating_add(1);
            then = next;
        }
        for (name, place) in COLUMNS.iter().zip(rows.places) {
            if place.is_none() && [ROLE, PERMISSION].contains(name) {
                let message = format!("the column `{name}` is missing");
                problems.add(ProblemCode::MissingMember, &at.key(name), &message);
            }
        }
        problems.is_empty().then_some(rows)
    }

    /// The next row that can be read.
    pub(super) fn next(&mut self, problems: &mut Problems) -> Option<Row<'t>> {
        while !self.broken && !self.scanner.is_at_end() && !problems.is_full() {
            let row = self.row(problems);
            if row.is_some() {
                return row;
            }
        }
        None
    }

    fn row(&mut self, problems: &mut Problems) -> Option<Row<'t>> {
        let line = self.scanner.line();
        let root = At::Root;
        let at = root.index(line);
        // However many fields there are, no more than these are kept.
        let mut fields = [Field::default(); COLUMNS.len()];
        let mut count = 0_usize;
        loop {
            let column = self.places.iter().position(|place| *place == Some(count));
            let (field, then) = match self.scanner.field() {
                Ok(read) => read,
                Err(why) => {
                    let name = column.and_then(|column| COLUMNS.get(column));
                    problems.add(ProblemCode::CsvInvalid, &name.map_or(at, |name| at.key(name)), why);
                    self.broken = true;
                    return None;
                }
            };
            if let Some(place) = column.and_then(|column| fields.get_mut(column)) {
                *place = field;
            }
            count = count.saturating_add(1);
            if then == Then::Record {
                break;
            }
        }
        if count != self.width {
            let noun = if count == 1 { "field" } else { "fields" };
            let message = format!("a row of {count} {noun}, and the header has {}", self.width);
            problems.add(ProblemCode::CsvInvalid, &at, &message);
            return None;
        }
        let mut texts: [Cow<'t, str>; COLUMNS.len()] = Default::default();
        for ((field, text), name) in fields.into_iter().zip(&mut texts).zip(COLUMNS) {
            let Some(read) = field.text() else {
                problems.add(ProblemCode::NameTooLong, &at.key(name), "longer than any name may be");
                return None;
            };
            *text = read;
        }
        Some(Row { line, texts })
    }
}
