//! A template in Orgate's own format: sorted, so that the same template is always the same text.

use super::build::{MAX_DESCRIPTION, MAX_RESOURCE_NAME, longer_than};
use super::{Label, Permissions, Resource, ResourceGrants, Role, Suppression, Template, suppression};
use crate::table::{Name, in_order};
use fixedbitset::FixedBitSet;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &1)?;
        if let Some(version) = self.version() {
            map.serialize_entry("version", version)?;
        }
        // What follows holds what only an import may: see `Template::is_odd`.
        write_flag(&mut map, "imported", self.is_odd())?;
        if !self.lint_off.is_empty() {
            map.serialize_entry("lintOff", &sorted(&self.lint_off))?;
        }
        map.serialize_entry("permissions", &List(&self.permissions))?;
        if self.resources.len() > 0 {
            map.serialize_entry("resources", &Resources(self))?;
        }
        map.serialize_entry("roles", &Roles(self))?;
        map.end()
    }
}

impl Template {
    /// Whether it holds anything that only an imported template may hold.
    pub(crate) fn is_odd(&self) -> bool {
        let odd_list = |list: &Permissions| {
            let mut entries = list.table.iter();
            entries.any(|(id, _, label)| {
                !list.grantable.contains(id) || is_long(label.description.as_ref(), MAX_DESCRIPTION)
            })
        };
        odd_list(&self.permissions)
            || self.resources().any(|(_, _, resource)| {
                !resource.grantable
                    || odd_list(&resource.permissions)
                    || is_long(resource.name.as_ref(), MAX_RESOURCE_NAME)
                    || is_long(resource.description.as_ref(), MAX_DESCRIPTION)
                    || resource.name.as_ref().is_some_and(|name| name.is_empty())
            })
            || self.roles().any(|(_, role)| {
                let holds = |position| self.resources.get(position);
                is_long(role.description.as_ref(), MAX_DESCRIPTION)
                    || role.resources.iter().any(|(position, set)| {
                        !set.is_clear()
                            && holds(position)
                                .is_some_and(|resource| !resource.can_be_held_by(role.role_type))
                    })
            })
    }
}

/// The entries of `lintOff` as they are written.
pub(super) fn sorted(entries: &[Suppression]) -> Vec<&Suppression> {
    in_order(entries.iter().collect(), |entry| suppression::order(entry))
}

impl Serialize for Suppression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("rule", self.rule.as_str())?;
        write_text(&mut map, "name", self.name.as_ref())?;
        map.serialize_entry("reason", self.reason.as_str())?;
        map.end()
    }
}

pub(crate) fn is_long(text: Option<&Name>, max: usize) -> bool {
    text.is_some_and(|text| longer_than(text, max))
}

struct List<'a>(&'a Permissions);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for (name, id) in self.0.table.sorted() {
            match self.0.table.get(id) {
                Some(label) if label.id.is_some() || label.description.is_some() => {
                    seq.serialize_element(&Labelled { name, label })?;
                }
                _ => seq.serialize_element(&**name)?,
            }
        }
        seq.end()
    }
}

struct Labelled<'a> {
    name: &'a str,
    label: &'a Label,
}

impl Serialize for Labelled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.name)?;
        write_text(&mut map, "id", self.label.id.as_ref())?;
        write_text(&mut map, "description", self.label.description.as_ref())?;
        map.end()
    }
}

struct Resources<'a>(&'a Template);

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(Template { resources, .. }) = self;
        serializer.collect_seq(resources.sorted().filter_map(|(indicator, position)| {
            Some(Indicated { indicator, resource: resources.get(position)? })
        }))
    }
}

struct Indicated<'a> {
    indicator: &'a str,
    resource: &'a Resource,
}

impl Serialize for Indicated<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { indicator, resource } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("indicator", indicator)?;
        write_text(&mut map, "id", resource.id.as_ref())?;
        write_text(&mut map, "name", resource.name.as_ref())?;
        write_text(&mut map, "description", resource.description.as_ref())?;
        write_flag(&mut map, "isDefault", resource.is_default)?;
        write_flag(&mut map, "managementApi", resource.management_api)?;
        map.serialize_entry("permissions", &List(&resource.permissions))?;
        map.end()
    }
}

struct Roles<'a>(&'a Template);

impl Serialize for Roles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(template) = self;
        serializer.collect_seq(
            template
                .roles
                .sorted()
                .filter_map(|(name, id)| Some(Named { template, name, role: template.roles.get(id)? })),
        )
    }
}

struct Named<'a> {
    template: &'a Template,
    name: &'a str,
    role: &'a Role,
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { template, name, role } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", name)?;
        write_text(&mut map, "id", role.id.as_ref())?;
        map.serialize_entry("type", role.role_type.as_str())?;
        write_text(&mut map, "description", role.description.as_ref())?;
        map.serialize_entry("permissions", &Held { list: &template.permissions, set: &role.permissions })?;
        write_grants(&mut map, template, &role.resources)?;
        map.end()
    }
}

/// The member `resources` of a role, when it holds any of their permissions.
pub(crate) fn write_grants<M: SerializeMap>(
    map: &mut M,
    template: &Template,
    grants: &ResourceGrants,
) -> Result<(), M::Error> {
    if grants.iter().any(|(_, set)| !set.is_clear()) {
        map.serialize_entry("resources", &Grants { template, grants })?;
    }
    Ok(())
}

struct Grants<'a> {
    template: &'a Template,
    grants: &'a ResourceGrants,
}

impl Serialize for Grants<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let resources = &self.template.resources;
        let mut held: Vec<(&str, Held<'_>)> = Vec::new();
        for (position, set) in self.grants.iter().filter(|(_, set)| !set.is_clear()) {
            if let (Some(indicator), Some(resource)) = (resources.name(position), resources.get(position)) {
                held.push((indicator, Held { list: &resource.permissions, set }));
            }
        }
        let held = in_order(held, |(indicator, _)| (indicator, ""));
        serializer.collect_map(held.iter().map(|(indicator, held)| (indicator, held)))
    }
}

struct Held<'a> {
    list: &'a Permissions,
    set: &'a FixedBitSet,
}

impl Serialize for Held<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_order(self.list.names_of(self.set).collect(), |name| (name, "")).serialize(serializer)
    }
}

/// A member that is left out when there is no text.
pub(crate) fn write_text<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    text: Option<&Name>,
) -> Result<(), M::Error> {
    text.map_or(Ok(()), |text| map.serialize_entry(name, &**text))
}

/// A member that is left out when it is false.
pub(crate) fn write_flag<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    flag: bool,
) -> Result<(), M::Error> {
    if flag { map.serialize_entry(name, &true) } else { Ok(()) }
}
