//! A template as CSV: sorted, so that the same matrix is always the same text.

use super::COLUMNS;
use crate::template::{Permissions, Role, Template};
use fixedbitset::FixedBitSet;

impl Template {
    /// The matrix as CSV (RFC 4180): the columns `role`, `permission`, `type` and `resource`, and a row for each
    /// permission that a role holds. A role that holds nothing has a row without a permission, a permission that no role
    /// holds one without a role, and an API resource without permissions one of its own. Descriptions, flags, ids, names
    /// of API resources and the version are not in it.
    ///
    /// It is sorted by role, API resource and permission, and lines end with a line feed alone, so that versions of it
    /// compare well. Names are written as they are: a spreadsheet takes one that begins with `=`, `+`, `-` or `@` for
    /// a formula.
    ///
    /// [`Template::from_csv`] reads it back, unless it holds what only an import may hold.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        write_row(&mut text, COLUMNS);
        self.write_what_nobody_holds(&mut text);
        for (name, id) in self.roles.sorted() {
            if let Some(role) = self.roles.get(id) {
                self.write_role(&mut text, name, role);
            }
        }
        text
    }

    fn write_what_nobody_holds(&self, text: &mut String) {
        let mut held = FixedBitSet::new();
        self.roles().for_each(|(_, role)| held.union_with(&role.permissions));
        for name in names(&self.permissions, |id| !held.contains(id)) {
            write_row(text, ["", name, "", ""]);
        }
        for (indicator, position) in self.resources.sorted() {
            let Some(resource) = self.resources.get(position) else { continue };
            if resource.permissions.is_empty() {
                write_row(text, ["", "", "", indicator]);
            }
            held.clear();
            for set in self.roles().filter_map(|(_, role)| role.resources.of(position)) {
                held.union_with(set);
            }
            for name in names(&resource.permissions, |id| !held.contains(id)) {
                write_row(text, ["", name, "", indicator]);
            }
        }
    }

    fn write_role(&self, text: &mut String, role_name: &str, role: &Role) {
        let role_type = role.role_type.as_str();
        let before = text.len();
        for name in names(&self.permissions, |id| role.permissions.contains(id)) {
            write_row(text, [role_name, name, role_type, ""]);
        }
        for (indicator, position) in self.resources.sorted() {
            let held = self.resources.get(position).zip(role.resources.of(position));
            let Some((resource, set)) = held else { continue };
            for name in names(&resource.permissions, |id| set.contains(id)) {
                write_row(text, [role_name, name, role_type, indicator]);
            }
        }
        if text.len() == before {
            write_row(text, [role_name, "", role_type, ""]);
        }
    }
}

/// The names of some permissions, sorted.
fn names(list: &Permissions, which: impl Fn(usize) -> bool) -> impl Iterator<Item = &str> {
    list.table.sorted().filter(move |(_, id)| which(*id)).map(|(name, _)| &**name)
}

fn write_row(text: &mut String, fields: [&str; COLUMNS.len()]) {
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(field);
        }
    }
    text.push('\n');
}
