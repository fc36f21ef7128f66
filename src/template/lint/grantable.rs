//! What an import keeps and no token can ever carry.

use super::layout::Layout;
use super::report::{Draft, Report};
use super::rule::Rule;
use crate::problem::ProblemCode;

pub(super) fn check(layout: &Layout<'_>, report: &mut Report<'_, '_>) {
    let template = layout.template;
    for list in &layout.permissions {
        for entry in list.entries.iter().filter(|entry| entry.name.contains(char::is_whitespace)) {
            let draft = Draft::new(Rule::NotGrantable, list, entry).code(ProblemCode::PermissionNotGrantable);
            let called = list.called(entry);
            report.add(
                &draft,
                format_args!("the {called} has white space in it, so no token can ever carry it"),
            );
        }
    }
    let list = &layout.resources;
    for entry in &list.entries {
        if template.resource_at(entry.id).is_some_and(|resource| !resource.grantable) {
            let draft = Draft::new(Rule::NotGrantable, list, entry).code(ProblemCode::ResourceNotGrantable);
            let called = list.called(entry);
            let message = "is no absolute URI without a fragment, so no token can ever be for it";
            report.add(&draft, format_args!("the {called} {message}"));
        }
    }
    let list = &layout.roles;
    for entry in &list.entries {
        let Some(role) = template.roles.get(entry.id) else { continue };
        for (position, _) in role.resources.iter().filter(|(_, set)| !set.is_clear()) {
            let resource = template.resource_at(position).zip(template.resource_name(position));
            let Some((_, indicator)) =
                resource.filter(|(resource, _)| !resource.can_be_held_by(role.role_type))
            else {
                continue;
            };
            let draft = Draft::new(Rule::NotGrantable, list, entry).and(indicator);
            let called = list.called(entry);
            report.add(
                &draft.code(ProblemCode::ManagementPermission),
                format_args!(
                    "the {called} is for users, and gets no permission of the management API `{indicator}`"
                ),
            );
        }
    }
}
