//! Permission names, in the forms that providers write them.

use super::claims::{find, text, wrong, wrong_at};
use super::json::{Object, Value};
use super::profile::Path;
use crate::error::Error;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How a claim holds permission names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// A text with spaces between them (RFC 6749 section 3.3). Only U+0020 separates names.
    #[default]
    Spaces,
    /// A list of texts.
    List,
    /// A text with commas between them.
    Commas,
    /// What version 2 of Clerk's session tokens has: see [`clerk`].
    ClerkV2,
}

impl Format {
    pub(super) const NAMES: [(&str, Self); 4] = [
        ("spaces", Self::Spaces),
        ("list", Self::List),
        ("commas", Self::Commas),
        ("clerk-v2", Self::ClerkV2),
    ];
}

/// The names, each once, in their order; none where there is no such claim.
pub(super) fn read(object: &Object<'_>, path: &Path, format: Format) -> Result<Vec<String>, Error> {
    let separator = match format {
        Format::Spaces => ' ',
        Format::Commas => ',',
        Format::ClerkV2 => return clerk(object, path),
        Format::List => {
            return match find(object, path)? {
                None => Ok(Vec::new()),
                Some(Value::Texts(texts)) => Ok(once(&mut texts.iter().map(AsRef::as_ref))),
                Some(_) => Err(wrong_at(path, "a list of strings")),
            };
        }
    };
    Ok(once(&mut text(object, path)?.unwrap_or_default().split(separator)))
}

#[inline(never)]
fn once(names: &mut dyn Iterator<Item = &str>) -> Vec<String> {
    // Not `Names`: with keys that borrow, tokens with many permissions are read faster.
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for name in names {
        if !name.is_empty() && seen.insert(name) {
            kept.push(name.to_owned());
        }
    }
    kept
}

/// `fea` lists features, each with the letters of whom it is for; in the organization's object, `per` lists permissions,
/// and `fpm` has for each feature of organizations a number whose lowest bit is the first of them.
#[inline(never)]
fn clerk(object: &Object<'_>, path: &Path) -> Result<Vec<String>, Error> {
    let inner = |name: &str| {
        let mut path = path.clone();
        path.push(name.to_owned());
        text(object, &path)
    };
    let (features, names, masks) = (text(object, &vec!["fea".to_owned()])?, inner("per")?, inner("fpm")?);
    let (Some(features), Some(names), Some(masks)) = (given(features), given(names), given(masks)) else {
        return Ok(Vec::new());
    };
    let bad = || wrong("o.fpm", "a list of numbers whose bits are permissions of features");
    let names = items(names);
    let mut of_organizations = Vec::new();
    for feature in items(features) {
        match feature.split_once(':') {
            Some((scope, name)) if !scope.is_empty() && !name.is_empty() => {
                if matches!(scope, "o" | "uo" | "ou") {
                    of_organizations.push(name);
                }
            }
            _ => return Err(wrong("fea", "a list of features with their scopes")),
        }
    }
    if of_organizations.is_empty() {
        return Ok(Vec::new());
    }
    if names.contains(&"") {
        return Err(wrong("o.per", "a list of permissions"));
    }
    let mut features = of_organizations.into_iter();
    let mut found = Vec::new();
    for mask in items(masks) {
        // What JavaScript can count, and so can its author.
        let mask = number(mask).filter(|mask| *mask < 1 << 53).ok_or_else(bad)?;
        let feature = features.next().ok_or_else(bad)?;
        for bit in (0..u64::BITS).filter(|bit| mask >> bit & 1 == 1) {
            let name = names.get(bit as usize).ok_or_else(bad)?;
            found.push(Cow::Owned(format!("org:{feature}:{name}")));
        }
    }
    Ok(once(&mut found.iter().map(AsRef::as_ref)))
}

#[inline(never)]
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    for item in text.split(',') {
        items.push(item.trim_matches(' '));
    }
    items
}

/// A number of nothing but digits: `parse` would take a sign.
fn number(digits: &str) -> Option<u64> {
    let mut number = None;
    for byte in digits.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = Some(number.unwrap_or(0_u64).checked_mul(10)?.checked_add(digit.into())?);
    }
    number
}

fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}
