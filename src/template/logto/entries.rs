//! The lists of an export, put together from their pages, and the entries in them.

use super::{Object, RESOURCES, ROLES, SCOPES};
use crate::problem::{At, ProblemCode};
use crate::table::Name;
use crate::template::build::Builder;
use serde_json::Value;
use std::collections::BTreeMap;

/// The most entries of one body. What they are of has bounds of its own.
const MAX_ENTRIES: usize = 1_000_000;

/// The path that a key stands for: `/api/resources?page=2` is `/resources`.
pub(super) fn path(key: &str) -> &str {
    match key {
        "organizationScopes" => SCOPES,
        "organizationRoles" => ROLES,
        "resources" => RESOURCES,
        _ => {
            let path = key.split_once('?').map_or(key, |(path, _)| path);
            path.strip_prefix("/api").filter(|rest| rest.starts_with('/')).unwrap_or(path)
        }
    }
}

/// Where something of an id or a path is. The type of [`crate::table`]'s index: another would make the WebAssembly larger.
pub(crate) type Positions = BTreeMap<Name, usize>;

/// The bodies of an export by path: of a list there may be several pages.
pub(crate) type Lists<'v> = BTreeMap<String, Vec<(&'v str, &'v Value)>>;

pub(crate) fn lists(document: &Object) -> Lists<'_> {
    let mut lists = Lists::new();
    for (key, body) in document {
        lists.entry(path(key).to_owned()).or_default().push((key, body));
    }
    lists
}

/// One entry of a list, with where it stands: in the body of a key, or in a member of such an entry.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'v> {
    outer: Option<(&'v str, usize)>,
    key: &'v str,
    index: usize,
    pub(crate) object: &'v Object,
}

impl<'v> Entry<'v> {
    pub(crate) fn id(&self) -> Option<&'v str> {
        self.object.get("id").and_then(Value::as_str)
    }

    pub(crate) fn at<T>(&self, then: impl FnOnce(&At<'_>) -> T) -> T {
        let root = At::Root;
        match self.outer {
            None => then(&root.key(self.key).index(self.index)),
            Some((key, index)) => then(&root.key(key).index(index).key(self.key).index(self.index)),
        }
    }
}

/// The entries of every page of a list, each entity once. `None` when it was not exported.
pub(crate) fn entries<'v>(builder: &mut Builder, lists: &Lists<'v>, wanted: &str) -> Option<Vec<Entry<'v>>> {
    let mut found = Vec::new();
    let mut positions = Positions::new();
    for (key, body) in lists.get(wanted)? {
        let root = At::Root;
        let at = root.key(key);
        let Some(body) = body.as_array() else {
            builder.problem(ProblemCode::WrongType, &at, "the body of a list is an array");
            continue;
        };
        for entry in entries_of(builder, body, None, key, &at) {
            let known =
                entry.id().and_then(|id| positions.get(id)).and_then(|position| found.get_mut(*position));
            match known {
                // The same resource, this time with its permissions.
                Some(Entry { object, .. }) if object.contains_key("scopes") => {}
                Some(known) => *known = entry,
                None => {
                    if let Some(id) = entry.id() {
                        positions.insert(id.into(), found.len());
                    }
                    found.push(entry);
                }
            }
        }
    }
    Some(found)
}

fn entries_of<'v>(
    builder: &mut Builder,
    body: &'v [Value],
    outer: Option<(&'v str, usize)>,
    key: &'v str,
    at: &At<'_>,
) -> Vec<Entry<'v>> {
    let mut found = Vec::new();
    for (index, value) in builder.bounded(body, MAX_ENTRIES, "entries", at).iter().enumerate() {
        if let Some(object) = builder.object(value, "an entry", &at.index(index)) {
            found.push(Entry { outer, key, index, object });
        }
    }
    found
}

/// What belongs to an entry: a list in a member of it, or one that was exported on its own.
pub(crate) fn belonging<'v>(
    builder: &mut Builder,
    lists: &Lists<'v>,
    entry: &Entry<'v>,
    member: &'v str,
    wanted: &str,
) -> Option<Vec<Entry<'v>>> {
    if !entry.object.contains_key(member) {
        // The path of such a list names an id. Without this, every entry without one would read the same list again.
        entry.id()?;
        return entries(builder, lists, wanted);
    }
    let outer = Some((entry.key, entry.index));
    entry.at(|at| {
        let body = builder.array(entry.object, member, true, at);
        Some(entries_of(builder, body, outer, member, &at.key(member)))
    })
}
