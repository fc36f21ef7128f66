//! A policy as Logto's Management API would answer it: what [`super::logto`] reads.

use super::Policy;
use crate::rbac::GlobalRole;
use crate::table::{Name, in_order};
use crate::template::logto::{Bodies, Entity, Kind, id_of};
use serde::ser::{Serialize, SerializeMap, Serializer};

const ROLES: &str = "/roles";

impl Policy {
    /// The template, the API resources and the global roles as bodies of Logto's Management API, in an object keyed by
    /// path, sorted: the same policy is always the same text. [`Policy::from_json`] and [`crate::Template::from_json`]
    /// read it back. Organizations, users and applications are not in it.
    ///
    /// Members are those of the server's answers, without `tenantId`, `createdAt` and `accessTokenTtl`. Logto has no
    /// place for the version of a template, for the description of an API resource, and for whether one is a management
    /// API, which it knows by the indicator. It wants an id of everything: one is made of the name, always the same.
    /// It wants a name of every API resource and a description of every global role: where there is none, the indicator
    /// and the role's name take their place, and an import reads those as none.
    #[must_use]
    pub fn to_logto(&self) -> String {
        // A map with string keys can always be written.
        serde_json::to_string(&Export(self)).unwrap_or_default()
    }
}

struct Export<'a>(&'a Policy);

impl Serialize for Export<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(policy) = self;
        let bodies = Bodies::new(&policy.template);
        let roles = policy.global_roles.sorted().filter_map(|(name, id)| {
            let role = policy.global_roles.get(id)?;
            Some(Role { id: id_of(Kind::GlobalRole, role.id.as_ref(), name), name, role })
        });
        let roles: Vec<Role<'_>> = roles.collect();
        let mut map = serializer.serialize_map(None)?;
        bodies.write(&mut map)?;
        map.serialize_entry(ROLES, &roles)?;
        for Role { id, role, .. } in in_order(roles, |role| (&role.id, "")) {
            map.serialize_entry(&format!("{ROLES}/{id}/scopes"), &bodies.granted(&role.resources, true))?;
        }
        map.end()
    }
}

struct Role<'a> {
    id: Name,
    name: &'a str,
    role: &'a GlobalRole,
}

impl Serialize for Role<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { id, name, role } = self;
        let description = role.description.as_deref().filter(|text| !text.is_empty());
        Entity {
            id,
            name,
            description: Some(Some(description.unwrap_or(name))),
            role_type: Some(role.role_type.as_str()),
            is_default: Some(role.is_default),
            ..Entity::default()
        }
        .serialize(serializer)
    }
}
