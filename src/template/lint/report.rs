//! Collects findings: bounded, in the order of the document, and apart from those that are switched off.

use super::layout::{Entry, Layout, List};
use super::off::Switches;
use super::rule::Rule;
use super::{Finding, LintReport, Severity};
use crate::error::printable;
use crate::problem::{Problem, ProblemCode, cut};
use crate::table::in_order;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt;

/// At most so many findings of a rule are listed, and as many that are switched off.
const MAX_FINDINGS: usize = 1_000;

/// A finding in the making.
#[derive(Clone, Copy)]
pub(super) struct Draft<'a> {
    rule: Rule,
    severity: Severity,
    code: Option<ProblemCode>,
    /// The list, and the place in it.
    pointer: &'a str,
    index: usize,
    /// What it is about: what `lintOff` can name.
    names: [Option<&'a str>; 3],
    /// Whether nothing switches it off.
    stays: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn new(rule: Rule, list: &'a List<'_>, entry: &Entry<'a>) -> Self {
        let resource = list.resource().map(|(_, indicator)| indicator);
        let names = [Some(entry.name), resource, None];
        Self {
            rule,
            severity: rule.severity(),
            code: None,
            pointer: &list.pointer,
            index: entry.index,
            names,
            stays: false,
        }
    }

    /// About an entry of `lintOff`.
    pub(super) fn of_switch(rule: Rule, pointer: &'a str, index: usize, names: [Option<&'a str>; 3]) -> Self {
        Self { rule, severity: rule.severity(), code: None, pointer, index, names, stays: false }
    }

    /// That is about another thing as well.
    pub(super) fn and(mut self, name: &'a str) -> Self {
        self.names[2] = Some(name);
        self
    }

    pub(super) const fn stays(mut self) -> Self {
        self.stays = true;
        self
    }

    pub(super) const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(super) const fn code(mut self, code: ProblemCode) -> Self {
        self.code = Some(code);
        self
    }
}

/// How many findings of one rule there are.
#[derive(Clone, Copy, Default)]
struct Tally {
    count: usize,
    /// Of those that are left out, the worst; and the place of the entry that switches the first of them off.
    worst: Option<Severity>,
    off: Option<usize>,
}

struct Found {
    /// What it is ordered by.
    key: String,
    finding: Finding,
    off: Option<usize>,
}

/// The findings so far.
pub(super) struct Report<'l, 't> {
    layout: &'l Layout<'t>,
    pub(super) switches: Switches,
    found: Vec<Found>,
    /// Those that count, and those that are switched off, in the order of [`Rule::ALL`].
    tallies: [Vec<Tally>; 2],
}

impl<'l, 't> Report<'l, 't> {
    pub(super) fn new(layout: &'l Layout<'t>) -> Self {
        let none = vec![Tally::default(); Rule::ALL.len()];
        let switches = Switches::new(&layout.off);
        Self { layout, switches, found: Vec::new(), tallies: [none.clone(), none] }
    }

    /// Adds a finding, unless it is switched off or there is no room for it: then its message is never made.
    pub(super) fn add(&mut self, draft: &Draft<'_>, message: fmt::Arguments<'_>) {
        let Draft { rule, severity, code, pointer, index, names, stays } = *draft;
        let off = if stays { None } else { self.off(rule, severity, &names) };
        if self.has_room(rule, severity, off) {
            let (pointer, message) = (format!("{pointer}/{index}"), fmt::format(message));
            let message = printable(cut(&message));
            self.list(Finding { rule, severity, pointer, message, code }, off);
        }
    }

    /// Adds what the reader of the document said.
    pub(super) fn add_problem(&mut self, rule: Rule, severity: Severity, problem: Problem) {
        let off = self.off(rule, severity, &[]);
        if self.has_room(rule, severity, off) {
            let Problem { code, pointer, message } = problem;
            self.list(Finding { rule, severity, pointer, message, code: Some(code) }, off);
        }
    }

    /// Whether there are errors of a rule.
    pub(super) fn has_errors(&self, rule: Rule) -> bool {
        let mut found = self.found.iter().map(|found| &found.finding);
        found.any(|finding| finding.rule == rule && finding.severity == Severity::Error)
    }

    fn off(&mut self, rule: Rule, severity: Severity, names: &[Option<&str>]) -> Option<usize> {
        match severity {
            Severity::Error => None,
            Severity::Warning | Severity::Info => self.switches.off(rule, names),
        }
    }

    fn has_room(&mut self, rule: Rule, severity: Severity, off: Option<usize>) -> bool {
        let [on, away] = &mut self.tallies;
        let tallies = if off.is_some() { away } else { on };
        let Some(tally) = tallies.get_mut(rule as usize) else { return false };
        tally.count = tally.count.saturating_add(1);
        let room = tally.count <= MAX_FINDINGS;
        if !room {
            tally.worst = Some(tally.worst.map_or(severity, |worst| worst.min(severity)));
            tally.off = tally.off.or(off);
        }
        room
    }

    fn list(&mut self, finding: Finding, off: Option<usize>) {
        self.found.push(Found { key: key(&finding.pointer), finding, off });
    }

    pub(super) fn finish(mut self) -> LintReport {
        for tallies in std::mem::take(&mut self.tallies) {
            for (tally, rule) in tallies.iter().zip(Rule::ALL) {
                let Some(severity) = tally.worst else { continue };
                let message = format!(
                    "{} findings of the rule `{}`, of which {MAX_FINDINGS} are listed",
                    tally.count,
                    rule.as_str()
                );
                let pointer = self.layout.pointer.clone();
                self.list(Finding { rule: *rule, severity, pointer, message, code: None }, tally.off);
            }
        }
        let mut report = LintReport::default();
        for Found { finding, off, .. } in in_order(self.found, |found| (&found.key, "")) {
            match off {
                None => report.findings.push(finding),
                Some(place) => {
                    let entry = self.layout.off.get(place);
                    let reason = entry.map(|(_, entry)| entry.reason.clone()).unwrap_or_default();
                    report.off.push((finding, reason));
                }
            }
        }
        report
    }
}

/// A text that stands in the order of texts where a pointer stands in its document: numbers by their value, and what is
/// in something right after it.
fn key(pointer: &str) -> String {
    let mut key = String::with_capacity(pointer.len().saturating_add(20));
    for part in pointer.split('/').skip(1) {
        key.push('\0');
        if part.bytes().all(|letter| letter.is_ascii_digit()) {
            key.extend((part.len()..10).map(|_| '0'));
        }
        key.push_str(part);
    }
    key
}

impl Serialize for LintReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("findings", &self.findings)?;
        map.serialize_entry("off", &Off(&self.off))?;
        map.end()
    }
}

struct Off<'a>(&'a [(Finding, String)]);

impl Serialize for Off<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for (finding, reason) in self.0 {
            seq.serialize_element(&Written { finding, reason: Some(reason) })?;
        }
        seq.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { finding: self, reason: None }.serialize(serializer)
    }
}

/// A finding, with the reason why it is switched off.
struct Written<'a> {
    finding: &'a Finding,
    reason: Option<&'a str>,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { finding, reason } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("rule", finding.rule.as_str())?;
        map.serialize_entry("severity", &finding.severity)?;
        map.serialize_entry("pointer", &finding.pointer)?;
        map.serialize_entry("message", &finding.message)?;
        if let Some(code) = finding.code {
            map.serialize_entry("code", &code)?;
        }
        if let Some(reason) = reason {
            map.serialize_entry("reason", reason)?;
        }
        map.end()
    }
}
