//! The form of changes: `{ "change": "added", "fact": "user", "id": "ada" }`.

use super::operations::cell;
use super::{Object, Reader};
use crate::grant::PrincipalType;
use crate::policy::fact::{Change, Fact, Level, Principal};
use crate::problem::{At, ProblemCode};
use crate::template::suppression;

pub(super) fn read(reader: &mut Reader, object: &Object, at: &At<'_>) -> Option<Change> {
    match reader.builder.text(object, "change", true, at)? {
        "added" => fact(reader, object, at).map(Change::Added),
        "removed" => fact(reader, object, at).map(Change::Removed),
        "changed" => {
            reader.known(object, &["change", "before", "after", "effect"], at);
            let before = side(reader, object, "before", at);
            let after = side(reader, object, "after", at);
            Some(Change::Changed(Box::new((before?, after?))))
        }
        other => {
            let message = format!("there is no change `{other}`; known are added, removed, changed");
            reader.problem(ProblemCode::OperationUnknown, &at.key("change"), &message);
            None
        }
    }
}

fn side(reader: &mut Reader, object: &Object, member: &str, at: &At<'_>) -> Option<Fact> {
    let at = at.key(member);
    match object.get(member) {
        Some(value) => {
            let object = reader.builder.object(value, "a fact", &at)?;
            fact(reader, object, &at)
        }
        None => {
            reader.problem(ProblemCode::MissingMember, &at, &format!("`{member}` is missing"));
            None
        }
    }
}

fn fact(reader: &mut Reader, object: &Object, at: &At<'_>) -> Option<Fact> {
    let name = reader.builder.text(object, "fact", true, at)?;
    let mut known = |members: &[&str]| {
        let all: Vec<&str> = ["change", "fact", "effect"].iter().chain(members).copied().collect();
        reader.known(object, &all, at);
    };
    match name {
        "template" => {
            known(&["version", "lintOff"]);
            let version = reader.optional(object, "version", at);
            let lint_off = suppression::read(&mut reader.builder, object, at);
            Some(Fact::Template { version, lint_off })
        }
        "resource" => {
            known(&["indicator", "id", "name", "description", "isDefault", "managementApi"]);
            Some(Fact::Resource {
                id: reader.optional(object, "id", at),
                name: reader.optional(object, "name", at),
                description: reader.optional(object, "description", at),
                is_default: reader.builder.flag(object, "isDefault", at),
                management_api: reader.builder.flag(object, "managementApi", at),
                indicator: reader.name(object, "indicator", at)?,
            })
        }
        "permission" => {
            known(&["resource", "name", "id", "description"]);
            Some(Fact::Permission {
                id: reader.optional(object, "id", at),
                resource: reader.optional(object, "resource", at),
                description: reader.optional(object, "description", at),
                name: reader.name(object, "name", at)?,
            })
        }
        "organizationRole" | "globalRole" => {
            known(&["name", "id", "type", "description", "isDefault"]);
            Some(Fact::Role {
                id: reader.optional(object, "id", at),
                level: if name == "globalRole" { Level::Global } else { Level::Organization },
                role_type: reader.builder.role_type(object, at),
                description: reader.optional(object, "description", at),
                is_default: reader.builder.flag(object, "isDefault", at),
                name: reader.name(object, "name", at)?,
            })
        }
        "rolePermission" => cell(reader, object, &["change", "fact", "effect"], at).map(Fact::RolePermission),
        "user" | "application" => {
            known(&["id"]);
            let principal_type =
                if name == "user" { PrincipalType::User } else { PrincipalType::MachineToMachine };
            Some(Fact::Principal(Principal { principal_type, id: reader.name(object, "id", at)? }))
        }
        "organization" => {
            known(&["id", "name", "description"]);
            let (id, name) = (reader.name(object, "id", at), reader.name(object, "name", at));
            let description = reader.optional(object, "description", at);
            Some(Fact::Organization { id: id?, name: name?, description })
        }
        "member" => {
            known(&["organization", "user", "application"]);
            let organization = reader.name(object, "organization", at);
            let principal = reader.principal(object, at);
            Some(Fact::Member { organization: organization?, principal: principal? })
        }
        "roleAssignment" => {
            known(&["organization", "role", "user", "application"]);
            let organization = reader.optional(object, "organization", at);
            let role = reader.name(object, "role", at);
            let principal = reader.principal(object, at);
            Some(Fact::RoleAssignment { organization, role: role?, principal: principal? })
        }
        other => {
            reader.problem(
                ProblemCode::OperationUnknown,
                &at.key("fact"),
                &format!("there is no fact `{other}`"),
            );
            None
        }
    }
}
