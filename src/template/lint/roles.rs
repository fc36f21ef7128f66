//! What roles hold: each a set over all permissions of the template.

use super::Severity;
use super::layout::{Entry, Layout};
use super::report::{Draft, Report};
use super::rule::Rule;
use crate::grant::PrincipalType;
use fixedbitset::FixedBitSet;

/// A role and what it holds.
struct Row<'t> {
    entry: Entry<'t>,
    role_type: PrincipalType,
    /// By the places of permissions, counted through all lists.
    held: FixedBitSet,
    size: usize,
}

pub(super) fn check(layout: &Layout<'_>, report: &mut Report<'_, '_>) {
    let rows = rows(layout);
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| layout.doubt.knows_role(row.entry.index)) {
        let known =
            |other: &&Row<'_>| other.role_type == row.role_type && layout.doubt.knows_role(other.entry.index);
        if row.size == 0 {
            let draft = Draft::new(Rule::RoleWithoutPermission, &layout.roles, &row.entry);
            report.add(&draft, format_args!("the role `{}` holds no permission", row.entry.name));
            continue;
        }
        let mut before = rows.iter().take(place).filter(known);
        if let Some(first) = before.find(|other| other.size == row.size && other.held == row.held) {
            let draft = Draft::new(Rule::EqualRoles, &layout.roles, &row.entry).and(first.entry.name);
            let (own, first) = (row.entry.name, first.entry.name);
            report.add(&draft, format_args!("the role `{own}` holds the same permissions as `{first}`"));
        }
        if let Some(outer) = smallest_around(row, rows.iter().filter(known)) {
            let draft = Draft::new(Rule::RoleWithinRole, &layout.roles, &row.entry).and(outer.entry.name);
            let (own, outer) = (row.entry.name, outer.entry.name);
            report.add(&draft, format_args!("the role `{outer}` holds all that `{own}` holds, and more"));
        }
    }
    if layout.doubt.knows_roles() {
        nobody_holds(layout, &rows, report);
    }
}

fn rows<'t>(layout: &Layout<'t>) -> Vec<Row<'t>> {
    let width = layout.permissions.iter().fold(0, |sum: usize, list| sum.saturating_add(list.entries.len()));
    let mut rows = Vec::with_capacity(layout.roles.entries.len());
    for entry in &layout.roles.entries {
        if let Some(role) = layout.template.roles.get(entry.id) {
            let held = FixedBitSet::with_capacity(width);
            rows.push(Row { entry: *entry, role_type: role.role_type, held, size: 0 });
        }
    }
    let mut place = 0_usize;
    // By id in the list.
    let mut places: Vec<usize> = Vec::new();
    for list in &layout.permissions {
        places.clear();
        for entry in &list.entries {
            if places.len() <= entry.id {
                places.resize(entry.id.saturating_add(1), width);
            }
            places.get_mut(entry.id).into_iter().for_each(|of_entry| *of_entry = place);
            place = place.saturating_add(1);
        }
        for row in &mut rows {
            let Some(role) = layout.template.roles.get(row.entry.id) else { continue };
            let held = match list.resource() {
                None => Some(&role.permissions),
                Some((position, _)) => role.resources.of(position),
            };
            for id in held.into_iter().flat_map(FixedBitSet::ones) {
                if let Some(place) = places.get(id).filter(|place| **place < width) {
                    row.held.insert(*place);
                    row.size = row.size.saturating_add(1);
                }
            }
        }
    }
    rows
}

/// The smallest set that holds all of this one and more; of several the first.
fn smallest_around<'r, 't>(
    inner: &Row<'_>,
    others: impl Iterator<Item = &'r Row<'t>>,
) -> Option<&'r Row<'t>> {
    let mut smallest: Option<&Row<'_>> = None;
    for other in others {
        let better = other.size > inner.size && smallest.is_none_or(|smallest| other.size < smallest.size);
        if better && inner.held.is_subset(&other.held) {
            smallest = Some(other);
        }
    }
    smallest
}

fn nobody_holds(layout: &Layout<'_>, rows: &[Row<'_>], report: &mut Report<'_, '_>) {
    let mut held = FixedBitSet::new();
    for row in rows {
        held.union_with(&row.held);
    }
    let mut place = 0_usize;
    for list in &layout.permissions {
        for entry in &list.entries {
            if !held.contains(place) {
                let draft = Draft::new(Rule::PermissionWithoutRole, list, entry);
                let called = list.called(entry);
                match list.resource() {
                    None => report.add(&draft, format_args!("no organization role holds the {called}")),
                    Some(_) => report.add(
                        &draft.severity(Severity::Info),
                        format_args!("no organization role holds the {called}; a global role may"),
                    ),
                }
            }
            place = place.saturating_add(1);
        }
    }
}
