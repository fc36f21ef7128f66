//! The form of operations: `{ "op": "createUser", "id": "ada" }`.

use super::{Object, Reader};
use crate::error::Code;
use crate::grant::PrincipalType;
use crate::policy::fact::{Level, Name, Principal, RolePermission};
use crate::policy::operation::{Operation, Update};
use crate::problem::{At, ProblemCode};
use crate::suggest::nearest;
use crate::template::suppression;
use serde_json::Value;

const KNOWN: [&str; 26] = [
    "updateTemplate",
    "createResource",
    "updateResource",
    "deleteResource",
    "createPermission",
    "updatePermission",
    "deletePermission",
    "createOrganizationRole",
    "updateOrganizationRole",
    "deleteOrganizationRole",
    "createGlobalRole",
    "updateGlobalRole",
    "deleteGlobalRole",
    "grantPermission",
    "revokePermission",
    "createUser",
    "deleteUser",
    "createApplication",
    "deleteApplication",
    "createOrganization",
    "updateOrganization",
    "deleteOrganization",
    "addMember",
    "removeMember",
    "assignRoles",
    "unassignRoles",
];

pub(super) fn read(reader: &mut Reader, object: &Object, at: &At<'_>) -> Option<Operation> {
    let op = reader.builder.text(object, "op", true, at)?;
    match op {
        "updateTemplate" => {
            reader.known(object, &["op", "set"], at);
            Some(update_template(reader, object, at))
        }
        "createResource" => {
            reader.known(
                object,
                &["op", "indicator", "name", "description", "isDefault", "managementApi"],
                at,
            );
            Some(Operation::CreateResource {
                name: reader.optional(object, "name", at),
                description: reader.optional(object, "description", at),
                is_default: reader.builder.flag(object, "isDefault", at),
                management_api: reader.builder.flag(object, "managementApi", at),
                indicator: reader.name(object, "indicator", at)?,
            })
        }
        "updateResource" => {
            reader.known(object, &["op", "indicator", "set"], at);
            let set = update(reader, object, &["name", "description", "isDefault"], at);
            Some(Operation::UpdateResource { indicator: reader.name(object, "indicator", at)?, set })
        }
        "deleteResource" => {
            reader.known(object, &["op", "indicator"], at);
            Some(Operation::DeleteResource { indicator: reader.name(object, "indicator", at)? })
        }
        "createPermission" => {
            reader.known(object, &["op", "resource", "name", "description"], at);
            let resource = reader.optional(object, "resource", at);
            let description = reader.optional(object, "description", at);
            Some(Operation::CreatePermission {
                resource,
                name: reader.name(object, "name", at)?,
                description,
            })
        }
        "updatePermission" => {
            reader.known(object, &["op", "resource", "name", "set"], at);
            let resource = reader.optional(object, "resource", at);
            let set = update(reader, object, &["name", "description"], at);
            Some(Operation::UpdatePermission { resource, name: reader.name(object, "name", at)?, set })
        }
        "deletePermission" => {
            reader.known(object, &["op", "resource", "name"], at);
            let resource = reader.optional(object, "resource", at);
            Some(Operation::DeletePermission { resource, name: reader.name(object, "name", at)? })
        }
        "createOrganizationRole" | "createGlobalRole" => create_role(reader, object, level(op), at),
        "updateOrganizationRole" | "updateGlobalRole" => {
            reader.known(object, &["op", "name", "set"], at);
            let level = level(op);
            let members: &[&str] = match level {
                Level::Organization => &["name", "description"],
                Level::Global => &["name", "description", "isDefault"],
            };
            let set = update(reader, object, members, at);
            Some(Operation::UpdateRole { level, name: reader.name(object, "name", at)?, set })
        }
        "deleteOrganizationRole" | "deleteGlobalRole" => {
            reader.known(object, &["op", "name"], at);
            Some(Operation::DeleteRole { level: level(op), name: reader.name(object, "name", at)? })
        }
        "grantPermission" => cell(reader, object, &["op"], at).map(Operation::GrantPermission),
        "revokePermission" => cell(reader, object, &["op"], at).map(Operation::RevokePermission),
        "createUser" | "createApplication" => {
            principal(reader, object, op, at).map(Operation::CreatePrincipal)
        }
        "deleteUser" | "deleteApplication" => {
            principal(reader, object, op, at).map(Operation::DeletePrincipal)
        }
        "createOrganization" => {
            reader.known(object, &["op", "id", "name", "description"], at);
            let (id, name) = (reader.name(object, "id", at), reader.name(object, "name", at));
            let description = reader.optional(object, "description", at);
            Some(Operation::CreateOrganization { id: id?, name: name?, description })
        }
        "updateOrganization" => {
            reader.known(object, &["op", "id", "set"], at);
            let set = update(reader, object, &["name", "description"], at);
            Some(Operation::UpdateOrganization { id: reader.name(object, "id", at)?, set })
        }
        "deleteOrganization" => {
            reader.known(object, &["op", "id"], at);
            Some(Operation::DeleteOrganization { id: reader.name(object, "id", at)? })
        }
        "addMember" | "removeMember" => {
            reader.known(object, &["op", "organization", "user", "application"], at);
            let organization = reader.name(object, "organization", at);
            let principal = reader.principal(object, at);
            let (organization, principal) = (organization?, principal?);
            Some(if op == "addMember" {
                Operation::AddMember { organization, principal }
            } else {
                Operation::RemoveMember { organization, principal }
            })
        }
        "assignRoles" | "unassignRoles" => assign(reader, object, op == "assignRoles", at),
        _ => {
            let few = reader.builder.problems.are_few();
            let near = if few { nearest(op, KNOWN.into_iter()) } else { None };
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let message = format!("there is no operation `{op}`{hint}");
            reader.problem(ProblemCode::OperationUnknown, &at.key("op"), &message);
            None
        }
    }
}

fn level(op: &str) -> Level {
    if op.ends_with("GlobalRole") { Level::Global } else { Level::Organization }
}

fn create_role(reader: &mut Reader, object: &Object, level: Level, at: &At<'_>) -> Option<Operation> {
    let members: &[&str] = match level {
        Level::Organization => &["op", "name", "type", "description"],
        Level::Global => &["op", "name", "type", "description", "isDefault"],
    };
    reader.known(object, members, at);
    Some(Operation::CreateRole {
        level,
        role_type: reader.builder.role_type(object, at),
        description: reader.optional(object, "description", at),
        is_default: reader.builder.flag(object, "isDefault", at),
        name: reader.name(object, "name", at)?,
    })
}

/// A cell of the matrix, which says what it is for in members of `own`.
pub(super) fn cell(
    reader: &mut Reader,
    object: &Object,
    own: &[&str],
    at: &At<'_>,
) -> Option<RolePermission> {
    let known: Vec<&str> =
        own.iter().chain(&["organizationRole", "globalRole", "resource", "permission"]).copied().collect();
    reader.known(object, &known, at);
    let organization_role = reader.optional(object, "organizationRole", at);
    let global_role = reader.optional(object, "globalRole", at);
    let resource = reader.optional(object, "resource", at);
    let permission = reader.name(object, "permission", at)?;
    match (organization_role, global_role, resource) {
        (Some(role), None, resource) => Some(RolePermission::Organization { role, resource, permission }),
        (None, Some(role), Some(resource)) => Some(RolePermission::Global { role, resource, permission }),
        (None, Some(_), None) => {
            let message = "a global role holds permissions of API resources only: `resource` is missing";
            reader.broken(Code::RoleLevelMismatch, message, at);
            None
        }
        (None, None, _) => {
            let message = "`organizationRole` or `globalRole` is missing";
            reader.problem(ProblemCode::MissingMember, at, message);
            None
        }
        (Some(_), Some(_), _) => {
            let message = "only one of `organizationRole` and `globalRole` can be there";
            reader.problem(ProblemCode::UnknownMember, at, message);
            None
        }
    }
}

fn principal(reader: &mut Reader, object: &Object, op: &str, at: &At<'_>) -> Option<Principal> {
    reader.known(object, &["op", "id"], at);
    let principal_type =
        if op.ends_with("User") { PrincipalType::User } else { PrincipalType::MachineToMachine };
    Some(Principal { principal_type, id: reader.name(object, "id", at)? })
}

fn assign(reader: &mut Reader, object: &Object, held: bool, at: &At<'_>) -> Option<Operation> {
    reader.known(object, &["op", "organization", "roles", "users", "applications"], at);
    let organization = reader.optional(object, "organization", at);
    let roles = reader.names(object, "roles", true, at);
    let mut principals = Vec::new();
    for (member, principal_type) in
        [("users", PrincipalType::User), ("applications", PrincipalType::MachineToMachine)]
    {
        let ids = reader.names(object, member, false, at).into_iter();
        principals.extend(ids.map(|id| Principal { principal_type, id }));
    }
    if roles.is_empty()
        && object.get("roles").is_some_and(|roles| roles.as_array().is_some_and(Vec::is_empty))
    {
        reader.problem(ProblemCode::MissingMember, &at.key("roles"), "`roles` names no role");
    }
    let nobody =
        |member: &str| object.get(member).is_none_or(|list| list.as_array().is_some_and(Vec::is_empty));
    if principals.is_empty() && nobody("users") && nobody("applications") {
        reader.problem(ProblemCode::MissingMember, at, "neither `users` nor `applications` names anybody");
    }
    Some(if held {
        Operation::AssignRoles { organization, roles, principals }
    } else {
        Operation::UnassignRoles { organization, roles, principals }
    })
}

/// New values of what is said of the template.
fn update_template(reader: &mut Reader, object: &Object, at: &At<'_>) -> Operation {
    let (mut version, mut lint_off) = (None, None);
    let outer = at.key("set");
    match object.get("set") {
        None => reader.problem(ProblemCode::MissingMember, &outer, "`set` is missing"),
        Some(value) => {
            if let Some(set) = reader.builder.object(value, "`set`", &outer) {
                reader.known(set, &["version", "lintOff"], &outer);
                version = text(reader, set, "version", &outer);
                lint_off =
                    set.contains_key("lintOff").then(|| suppression::read(&mut reader.builder, set, &outer));
            }
        }
    }
    Operation::UpdateTemplate { version, lint_off }
}

/// The member `set`: what is not there stays, and `null` takes away.
fn update(reader: &mut Reader, object: &Object, members: &[&str], at: &At<'_>) -> Update {
    let mut update = Update::default();
    let outer = at.key("set");
    let Some(value) = object.get("set") else {
        reader.problem(ProblemCode::MissingMember, &outer, "`set` is missing");
        return update;
    };
    let Some(set) = reader.builder.object(value, "`set`", &outer) else {
        return update;
    };
    for name in set.keys() {
        match name.as_str() {
            "indicator" if object.contains_key("indicator") => {
                reader.broken(
                    Code::IndicatorImmutable,
                    "a resource indicator stays as it is for ever",
                    &outer,
                );
            }
            "type"
                if object.get("op").is_some_and(|op| op.as_str().is_some_and(|op| op.ends_with("Role"))) =>
            {
                reader.broken(Code::RoleTypeImmutable, "a role's type stays as it is for ever", &outer);
            }
            name if !members.contains(&name) => {
                let message = format!("`{name}` is not a member here; known are {}", members.join(", "));
                reader.problem(ProblemCode::UnknownMember, &outer.key(name), &message);
            }
            _ => {}
        }
    }
    update.name = text(reader, set, "name", &outer);
    update.description = text(reader, set, "description", &outer);
    if set.contains_key("isDefault") && members.contains(&"isDefault") {
        update.is_default = Some(reader.builder.flag(set, "isDefault", &outer));
    }
    let name_can_go = object.contains_key("indicator");
    if update.name == Some(None) && !name_can_go {
        reader.problem(ProblemCode::WrongType, &outer.key("name"), "a name cannot be taken away");
    }
    update
}

fn text(reader: &mut Reader, set: &Object, member: &str, at: &At<'_>) -> Option<Option<Name>> {
    match set.get(member)? {
        Value::Null => Some(None),
        _ => Some(Some(reader.name(set, member, at)?)),
    }
}
