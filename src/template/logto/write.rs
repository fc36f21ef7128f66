//! The template as Logto's Management API would answer it: bodies of lists, sorted by name.
//!
//! The members are those of the server's answers, without `tenantId`, `createdAt` and `accessTokenTtl`, of which a
//! template knows nothing. What Logto requires and a template need not have is filled in: an id is made, and an API
//! resource without a name is called by its indicator. The reader knows both, and takes them for nothing.

use super::id::{Kind, id_of};
use super::{RESOURCES, ROLES, SCOPES};
use crate::table::Name;
use crate::template::{Permissions, Resource, ResourceGrants, Template};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

/// Anything in a body. Where it stands decides which members it has.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entity<'a> {
    pub(crate) id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_id: Option<&'a str>,
    pub(crate) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) indicator: Option<&'a str>,
    /// `null` when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<Option<&'a str>>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) role_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_default: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<Vec<Entity<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_scopes: Option<Vec<Entity<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource: Option<Box<Entity<'a>>>,
}

/// A template with the ids of everything that is referred to.
pub(crate) struct Bodies<'a> {
    template: &'a Template,
    permissions: Vec<Name>,
    /// By position.
    resources: Vec<ResourceIds>,
}

#[derive(Default)]
struct ResourceIds {
    own: Name,
    permissions: Vec<Name>,
}

impl<'a> Bodies<'a> {
    pub(crate) fn new(template: &'a Template) -> Self {
        let resource = |position| {
            let (indicator, resource) =
                template.resources.name(position).zip(template.resources.get(position))?;
            let own = id_of(Kind::Resource, resource.id.as_ref(), indicator);
            let permissions = ids(&resource.permissions, Kind::ResourcePermission(indicator));
            Some(ResourceIds { own, permissions })
        };
        let positions = 0..template.resources.width();
        Self {
            template,
            permissions: ids(&template.permissions, Kind::Permission),
            resources: positions.map(|position| resource(position).unwrap_or_default()).collect(),
        }
    }

    /// Writes the bodies of the template, in the order of their paths.
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(ROLES, &Roles(self))?;
        map.serialize_entry(SCOPES, &listed(&self.template.permissions, &self.permissions, None))?;
        map.serialize_entry(&format!("{RESOURCES}?includeScopes=true"), &Resources(self))
    }

    /// The API resources in the order of their indicators, each as it is where something else refers to it.
    fn resources(&self) -> impl Iterator<Item = (usize, &Resource, &ResourceIds, Entity<'_>)> {
        self.template.resources.sorted().filter_map(|(indicator, position)| {
            let (resource, ids) = self.template.resources.get(position).zip(self.resources.get(position))?;
            let name = resource.name.as_ref().unwrap_or(indicator);
            Some((position, resource, ids, Entity { id: &ids.own, name, ..Entity::default() }))
        })
    }

    /// The API resource permissions that a role holds: those of an organization role, or in full those of a global one.
    pub(crate) fn granted(&self, grants: &ResourceGrants, full: bool) -> Vec<Entity<'_>> {
        let mut granted = Vec::new();
        for (position, resource, ids, mut outer) in self.resources() {
            let Some(set) = grants.of(position) else { continue };
            if full {
                outer.indicator = self.template.resources.name(position).map(|indicator| &**indicator);
                outer.is_default = Some(resource.is_default);
            }
            for (id, mut entity) in entities(&resource.permissions, &ids.permissions) {
                if !set.contains(id) {
                    continue;
                }
                if full {
                    entity.resource_id = Some(&ids.own);
                    entity.description = Some(description(&resource.permissions, id));
                }
                entity.resource = Some(Box::new(outer.clone()));
                granted.push(entity);
            }
        }
        granted
    }
}

/// The permissions of a list in the order of their names.
fn entities<'b>(list: &'b Permissions, ids: &'b [Name]) -> impl Iterator<Item = (usize, Entity<'b>)> {
    let entity =
        |(name, id): (&'b Name, usize)| Some((id, Entity { id: ids.get(id)?, name, ..Entity::default() }));
    list.table.sorted().filter_map(entity)
}

fn description(list: &Permissions, id: usize) -> Option<&str> {
    list.table.get(id)?.description.as_deref()
}

/// The ids of the permissions of a list, by their ids in the template.
fn ids(list: &Permissions, of: Kind<'_>) -> Vec<Name> {
    let id = |id| list.table.name(id).map(|name| id_of(of, list.own_id(id), name));
    (0..list.width()).map(|place| id(place).unwrap_or_default()).collect()
}

/// A list of permissions as its own body has it.
fn listed<'b>(list: &'b Permissions, ids: &'b [Name], resource: Option<&'b str>) -> Vec<Entity<'b>> {
    let entity =
        |(id, entity)| Entity { resource_id: resource, description: Some(description(list, id)), ..entity };
    entities(list, ids).map(entity).collect()
}

struct Roles<'a>(&'a Bodies<'a>);

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(bodies) = self;
        let Template { roles, permissions, .. } = bodies.template;
        let mut seq = serializer.serialize_seq(Some(roles.len()))?;
        for (name, id) in roles.sorted() {
            let Some(role) = roles.get(id) else { continue };
            let held = entities(permissions, &bodies.permissions);
            let held = held.filter(|(id, _)| role.permissions.contains(*id)).map(|(_, entity)| entity);
            seq.serialize_element(&Entity {
                id: &id_of(Kind::Role, role.id.as_ref(), name),
                name,
                description: Some(role.description.as_deref()),
                role_type: Some(role.role_type.as_str()),
                scopes: Some(held.collect()),
                resource_scopes: Some(bodies.granted(&role.resources, false)),
                ..Entity::default()
            })?;
        }
        seq.end()
    }
}

struct Resources<'a>(&'a Bodies<'a>);

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(bodies) = self;
        serializer.collect_seq(bodies.resources().map(|(position, resource, ids, entity)| Entity {
            indicator: bodies.template.resources.name(position).map(|indicator| &**indicator),
            is_default: Some(resource.is_default),
            scopes: Some(listed(&resource.permissions, &ids.permissions, Some(&ids.own))),
            ..entity
        }))
    }
}
