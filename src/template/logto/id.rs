//! Ids for what no tenant gave one: an export refers by id, as the server does.

use crate::table::Name;
use crate::template::hash::write_text;
use crate::template::{Permissions, Template};
use sha2::{Digest as _, Sha256};

/// What an id is of, with what its name is unique in.
#[derive(Clone, Copy)]
pub(crate) enum Kind<'a> {
    /// An organization permission.
    Permission,
    /// A permission of the API resource of this indicator.
    ResourcePermission(&'a str),
    /// An organization role.
    Role,
    /// An API resource: its indicator is its name.
    Resource,
    /// A global role.
    GlobalRole,
}

/// No id of Logto's own has a hyphen at this place.
const PREFIX: &str = "orgate-";

/// With the prefix, as long as Logto's own ids: 21 characters.
const DIGITS: usize = 14;

/// The id that a tenant gave, or one that is made of the name: always the same for the same name.
pub(crate) fn id_of(of: Kind<'_>, known: Option<&Name>, name: &str) -> Name {
    known.cloned().unwrap_or_else(|| made(of, name).into())
}

/// Whether an id is the one that is made for this name. It says nothing then, and an import does not keep it, so that a
/// template that goes through an export comes back as it was.
pub(crate) fn is_made(of: Kind<'_>, name: &str, id: &str) -> bool {
    id.starts_with(PREFIX) && id == made(of, name)
}

/// Forgets the ids of a template that were made of names.
pub(super) fn forget_made(template: &mut Template) {
    forget_those(&mut template.permissions, |name, id| is_made(Kind::Permission, name, id));
    for (indicator, resource) in template.resources.entries_mut() {
        resource.id = resource.id.take().filter(|id| !is_made(Kind::Resource, indicator, id));
        let of = Kind::ResourcePermission(indicator);
        forget_those(&mut resource.permissions, |name, id| is_made(of, name, id));
    }
    for (name, role) in template.roles.entries_mut() {
        role.id = role.id.take().filter(|id| !is_made(Kind::Role, name, id));
    }
}

fn forget_those(list: &mut Permissions, is_made: impl Fn(&str, &str) -> bool) {
    for (name, label) in list.table.entries_mut() {
        label.id = label.id.take().filter(|id| !is_made(name, id));
    }
}

fn made(of: Kind<'_>, name: &str) -> String {
    let (kind, within) = match of {
        Kind::Permission => ("permission", ""),
        Kind::ResourcePermission(indicator) => ("resource permission", indicator),
        Kind::Role => ("role", ""),
        Kind::Resource => ("resource", ""),
        Kind::GlobalRole => ("global role", ""),
    };
    let mut state = Sha256::new();
    for text in ["orgate id 1", kind, within, name] {
        write_text(&mut state, text);
    }
    let digits = state.finalize().into_iter().take(DIGITS);
    let digits = digits.filter_map(|byte| char::from_digit(u32::from(byte) % 36, 36));
    PREFIX.chars().chain(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_look_like_logto_s() {
        // For ever: an id that was exported once must be made again.
        assert_eq!(&*id_of(Kind::Permission, None, "read:data"), "orgate-s8qumulys70seh");
        assert_eq!(&*id_of(Kind::Permission, Some(&"known".into()), "read:data"), "known");
    }

    #[test]
    fn every_name_of_every_kind_has_its_own() {
        let kinds = [
            Kind::Permission,
            Kind::ResourcePermission("urn:a"),
            Kind::ResourcePermission("urn:b"),
            Kind::Role,
            Kind::Resource,
            Kind::GlobalRole,
        ];
        let names: Vec<String> = (0..2_000).map(|number| format!("name {number}")).collect();
        let ids: BTreeSet<Name> =
            kinds.iter().flat_map(|kind| names.iter().map(|name| id_of(*kind, None, name))).collect();
        assert_eq!(ids.len(), 12_000);
        // Where one text ends and the next begins is a part of it.
        assert_ne!(
            made(Kind::ResourcePermission("urn:a"), "bc"),
            made(Kind::ResourcePermission("urn:ab"), "c")
        );
    }

    #[test]
    fn a_made_id_is_known_by_its_name() {
        let id = made(Kind::Role, "admin");
        assert!(is_made(Kind::Role, "admin", &id));
        assert!(!is_made(Kind::GlobalRole, "admin", &id));
        assert!(!is_made(Kind::Role, "member", &id));
        assert!(!is_made(Kind::Role, "admin", "tilc82u9xqvgdcquvu90h"));
        assert!(!is_made(Kind::Role, "admin", ""));
    }
}
