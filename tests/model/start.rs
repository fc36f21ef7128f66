//! Where sequences start.

use super::facts;

use super::Model;
use super::operations::{
    APPLICATIONS, BOT_ROLES, INDICATORS, MANAGEMENT, ORGANIZATIONS, PERMISSIONS, ROLES, USER_ROLES, USERS,
};
use orgate::PrincipalType;
use orgate::policy::{Level, Name, Operation, Policy, Principal, RolePermission};
use proptest::prelude::*;
use serde_json::json;

/// A start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Nothing is there.
    Empty,
    /// Nearly every name is there once, with a third of the matrix and most of the principals in most of the
    /// organizations, so that most operations find what they name. The last permission and the last role are left for
    /// names to change to.
    Furnished,
    /// What Logto allows and the model refuses is there, in a policy that was imported.
    Imported,
}

pub fn starts() -> impl Strategy<Value = Start> {
    prop_oneof![1 => Just(Start::Empty), 6 => Just(Start::Furnished), 3 => Just(Start::Imported)]
}

impl Start {
    /// A policy and its model. That operations do what they should is seen elsewhere.
    pub fn begin(self) -> (Policy, Model) {
        let policy = match self {
            Self::Empty => Policy::default(),
            Self::Furnished => {
                let mut policy = Policy::default();
                policy.apply(&furniture()).unwrap();
                policy
            }
            Self::Imported => Policy::from_json(&import()).unwrap(),
        };
        let model = Model::from(&facts::of_policy(&policy));
        (policy, model)
    }
}

/// A permission with white space and an API resource without a URI; roles that hold permissions of a management API, are
/// defaults or are held by somebody, and are of the wrong type for that.
fn import() -> String {
    json!({
        "v": 1,
        "imported": true,
        "template": {
            "v": 1,
            "imported": true,
            "permissions": ["read", "white space"],
            "resources": [
                { "indicator": INDICATORS[0], "permissions": ["read", "Read", "white space"] },
                { "indicator": "urn:white space", "permissions": ["read"] },
                { "indicator": MANAGEMENT, "managementApi": true, "permissions": ["read", "write"] },
            ],
            "roles": [
                {
                    "name": "admin",
                    "permissions": ["read", "white space"],
                    "resources": {
                        INDICATORS[0]: ["read", "white space"],
                        "urn:white space": ["read"],
                        MANAGEMENT: ["read"]
                    }
                },
                { "name": "bot", "type": "MachineToMachine", "permissions": ["read"], "resources": { INDICATORS[0]: ["Read"] } }
            ]
        },
        "globalRoles": [
            { "name": "Admin", "isDefault": true, "resources": { MANAGEMENT: ["write"], INDICATORS[0]: ["read"] } },
            { "name": "bot:2", "type": "MachineToMachine", "isDefault": true, "resources": { INDICATORS[0]: ["read", "Read"] } }
        ],
        "users": [{ "id": "ada", "roles": ["Admin", "bot:2"] }, "bob"],
        "applications": [{ "id": "ci", "roles": ["Admin"] }],
        "organizations": [{
            "id": "acme",
            "name": "Acme",
            "members": [
                { "user": "ada", "roles": ["admin", "bot"] },
                { "user": "bob", "roles": ["bot"] },
                { "application": "ci", "roles": ["admin", "bot"] },
                { "application": "ada", "roles": [] }
            ]
        }]
    })
    .to_string()
}

pub fn furniture() -> Vec<Operation> {
    let mut operations = template();
    operations.extend(USERS.map(|id| Operation::CreatePrincipal(Principal::user(id))));
    operations.extend(APPLICATIONS.map(|id| Operation::CreatePrincipal(Principal::application(id))));
    for (place, id) in ORGANIZATIONS.into_iter().enumerate() {
        let organization: Name = id.into();
        operations.push(Operation::CreateOrganization {
            id: organization.clone(),
            name: id.into(),
            description: None,
        });
        let users = USERS.into_iter().map(Principal::user).zip(USER_ROLES);
        let applications = APPLICATIONS.into_iter().map(Principal::application).zip(BOT_ROLES);
        for (number, (principal, role)) in users.chain(applications).enumerate() {
            if number % 3 == place {
                continue;
            }
            operations.push(Operation::AddMember {
                organization: organization.clone(),
                principal: principal.clone(),
            });
            // The third organization is where its members have no roles yet.
            let of_organization = (place == 0).then(|| organization.clone());
            if place < 2 {
                let (roles, principals) = (vec![role.into()], vec![principal]);
                operations.push(Operation::AssignRoles { organization: of_organization, roles, principals });
            }
        }
    }
    operations
}

fn template() -> Vec<Operation> {
    let mut operations = Vec::new();
    for indicator in INDICATORS {
        operations.push(Operation::CreateResource {
            indicator: indicator.into(),
            name: None,
            description: None,
            is_default: false,
            management_api: indicator == MANAGEMENT,
        });
    }
    let places = || INDICATORS.map(|indicator| Some(Name::from(indicator))).into_iter().chain([None]);
    let [permissions @ .., _] = PERMISSIONS;
    for (resource, name) in places().flat_map(|place| permissions.map(|name| (place.clone(), name))) {
        operations.push(Operation::CreatePermission { resource, name: name.into(), description: None });
    }
    for (number, name) in ROLES.into_iter().take(ROLES.len() - 1).enumerate() {
        let machine = BOT_ROLES.contains(&name);
        let role_type = if machine { PrincipalType::MachineToMachine } else { PrincipalType::User };
        for level in [Level::Organization, Level::Global] {
            let role: Name = name.into();
            let is_default = false;
            operations.push(Operation::CreateRole {
                level,
                name: role.clone(),
                role_type,
                description: None,
                is_default,
            });
            for (place, resource) in places().enumerate() {
                let permission: Name = permissions[(place + number) % permissions.len()].into();
                let can = machine || resource.as_deref() != Some(MANAGEMENT);
                let role = role.clone();
                let cell = match (level, resource) {
                    (Level::Organization, resource) => {
                        RolePermission::Organization { role, resource, permission }
                    }
                    (Level::Global, Some(resource)) => RolePermission::Global { role, resource, permission },
                    (Level::Global, None) => continue,
                };
                if can {
                    operations.push(Operation::GrantPermission(cell));
                }
            }
        }
    }
    operations
}
