//! Operations as JSON: what a caller of `operations_from_json` writes.

use orgate::policy::{Level, Name, Operation, Principal, RolePermission, Update};
use serde_json::{Map, Value, json};

fn with(object: &mut Value, key: &str, value: Value) {
    object[key] = value;
}

fn with_text(object: &mut Value, key: &str, text: Option<&Name>) {
    if let Some(text) = text {
        with(object, key, json!(**text));
    }
}

fn with_flag(object: &mut Value, key: &str, flag: bool) {
    if flag {
        with(object, key, true.into());
    }
}

const fn suffix(level: Level) -> &'static str {
    match level {
        Level::Organization => "OrganizationRole",
        Level::Global => "GlobalRole",
    }
}

fn set_of(set: &Update) -> Value {
    let mut object = Value::Object(Map::new());
    if let Some(name) = &set.name {
        with(&mut object, "name", json!(name.as_deref()));
    }
    if let Some(description) = &set.description {
        with(&mut object, "description", json!(description.as_deref()));
    }
    if let Some(is_default) = set.is_default {
        with(&mut object, "isDefault", is_default.into());
    }
    object
}

fn with_cell(object: &mut Value, cell: &RolePermission) {
    let (RolePermission::Organization { role, .. } | RolePermission::Global { role, .. }) = cell;
    with(object, cell.level().role(), json!(**role));
    with_text(object, "resource", cell.resource());
    with(object, "permission", json!(**cell.permission()));
}

fn principal(op: &str, who: &Principal) -> Value {
    let kind = if who.kind() == "user" { "User" } else { "Application" };
    json!({ "op": format!("{op}{kind}"), "id": *who.id })
}

fn membership(op: &str, organization: &Name, who: &Principal) -> Value {
    json!({ "op": op, "organization": **organization, who.kind(): *who.id })
}

fn assignment(op: &str, organization: Option<&Name>, roles: &[Name], principals: &[Principal]) -> Value {
    let roles: Vec<&str> = roles.iter().map(|role| &**role).collect();
    let mut object = json!({ "op": op, "roles": roles });
    with_text(&mut object, "organization", organization);
    for (key, kind) in [("users", "user"), ("applications", "application")] {
        let ids: Vec<&str> = principals.iter().filter(|who| who.kind() == kind).map(|who| &*who.id).collect();
        if !ids.is_empty() {
            with(&mut object, key, json!(ids));
        }
    }
    object
}

pub fn operation(operation: &Operation) -> Value {
    let mut object;
    match operation {
        Operation::UpdateTemplate { version, lint_off } => {
            let mut set = json!({});
            if let Some(version) = version {
                with(&mut set, "version", json!(version.as_deref()));
            }
            if let Some(lint_off) = lint_off {
                with(&mut set, "lintOff", json!(lint_off));
            }
            object = json!({ "op": "updateTemplate", "set": set });
        }
        Operation::CreateResource { indicator, name, description, is_default, management_api } => {
            object = json!({ "op": "createResource", "indicator": **indicator });
            with_text(&mut object, "name", name.as_ref());
            with_text(&mut object, "description", description.as_ref());
            with_flag(&mut object, "isDefault", *is_default);
            with_flag(&mut object, "managementApi", *management_api);
        }
        Operation::UpdateResource { indicator, set } => {
            object = json!({ "op": "updateResource", "indicator": **indicator, "set": set_of(set) });
        }
        Operation::DeleteResource { indicator } => {
            object = json!({ "op": "deleteResource", "indicator": **indicator });
        }
        Operation::CreatePermission { resource, name, description } => {
            object = json!({ "op": "createPermission", "name": **name });
            with_text(&mut object, "resource", resource.as_ref());
            with_text(&mut object, "description", description.as_ref());
        }
        Operation::UpdatePermission { resource, name, set } => {
            object = json!({ "op": "updatePermission", "name": **name, "set": set_of(set) });
            with_text(&mut object, "resource", resource.as_ref());
        }
        Operation::DeletePermission { resource, name } => {
            object = json!({ "op": "deletePermission", "name": **name });
            with_text(&mut object, "resource", resource.as_ref());
        }
        Operation::CreateRole { level, name, role_type, description, is_default } => {
            object = json!({ "op": format!("create{}", suffix(*level)), "name": **name, "type": role_type.as_str() });
            with_text(&mut object, "description", description.as_ref());
            with_flag(&mut object, "isDefault", *is_default);
        }
        Operation::UpdateRole { level, name, set } => {
            object = json!({ "op": format!("update{}", suffix(*level)), "name": **name, "set": set_of(set) });
        }
        Operation::DeleteRole { level, name } => {
            object = json!({ "op": format!("delete{}", suffix(*level)), "name": **name });
        }
        Operation::GrantPermission(cell) => {
            object = json!({ "op": "grantPermission" });
            with_cell(&mut object, cell);
        }
        Operation::RevokePermission(cell) => {
            object = json!({ "op": "revokePermission" });
            with_cell(&mut object, cell);
        }
        Operation::CreatePrincipal(who) => object = principal("create", who),
        Operation::DeletePrincipal(who) => object = principal("delete", who),
        Operation::CreateOrganization { id, name, description } => {
            object = json!({ "op": "createOrganization", "id": **id, "name": **name });
            with_text(&mut object, "description", description.as_ref());
        }
        Operation::UpdateOrganization { id, set } => {
            object = json!({ "op": "updateOrganization", "id": **id, "set": set_of(set) });
        }
        Operation::DeleteOrganization { id } => object = json!({ "op": "deleteOrganization", "id": **id }),
        Operation::AddMember { organization, principal } => {
            object = membership("addMember", organization, principal)
        }
        Operation::RemoveMember { organization, principal } => {
            object = membership("removeMember", organization, principal);
        }
        Operation::AssignRoles { organization, roles, principals } => {
            object = assignment("assignRoles", organization.as_ref(), roles, principals);
        }
        Operation::UnassignRoles { organization, roles, principals } => {
            object = assignment("unassignRoles", organization.as_ref(), roles, principals);
        }
    }
    object
}

/// The operations as one JSON text.
pub fn text(operations: &[Operation]) -> String {
    operations.iter().map(operation).collect::<Value>().to_string()
}
