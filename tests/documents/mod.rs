//! Policy documents of any shape that the native format allows, over names that other formats find hard.

use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Letters that CSV, spreadsheets, JSON and paths care about. A role may have white space in its name.
const NAME: &str = "[a-c,\"=@+\\-'~/%\u{0}\u{7}\\\\é日😀\u{feff}]{1,4}";
const ROLE: &str = "[a-c,\"=@+\\-'~/%\r\n \t\u{0}é日😀\u{feff}]{1,5}";
const INDICATOR: &str = "urn:[a-c,='+/?]{1,3}";
const MANAGEMENT: &str = "https://[a-c]\\.logto\\.app/api";

type Resources = BTreeMap<String, BTreeSet<String>>;

/// As an import sees it: its flag is not in every format.
fn is_management(indicator: &str) -> bool {
    indicator.ends_with(".logto.app/api")
}

/// Which permissions a role holds is a matter of numbers.
#[derive(Clone, Debug)]
struct Role {
    machine: bool,
    is_default: bool,
    description: Option<&'static str>,
    chosen: Vec<u32>,
}

impl Role {
    fn document(&self, name: &str, permissions: Option<&BTreeSet<String>>, resources: &Resources) -> Value {
        let mut chosen = self.chosen.iter().map(|number| number % 3 == 0);
        let mut some = |names: &BTreeSet<String>| -> Vec<String> {
            names.iter().filter(|_| chosen.next().unwrap_or(false)).cloned().collect()
        };
        let mut role =
            json!({ "name": name, "type": if self.machine { "MachineToMachine" } else { "User" } });
        if let Some(description) = self.description {
            role["description"] = description.into();
        }
        match permissions {
            Some(permissions) => role["permissions"] = some(permissions).into(),
            None => role["isDefault"] = (self.is_default && !self.machine).into(),
        }
        for (indicator, names) in resources {
            if self.machine || !is_management(indicator) {
                role["resources"][indicator] = some(names).into();
            }
        }
        role
    }
}

fn roles() -> impl Strategy<Value = BTreeMap<String, Role>> {
    let description = option::of(select(&["what it is", "null", "", "a", "b"][..]));
    let role = (any::<bool>(), any::<bool>(), description, vec(any::<u32>(), 20));
    let role = role.prop_map(|(machine, is_default, description, chosen)| Role {
        machine,
        is_default,
        description,
        chosen,
    });
    // A role may be called as it is described.
    btree_map(prop_oneof![3 => ROLE, 1 => "[ab]"], role, 0..6)
}

/// A template and global roles. Management APIs are those that an import would take for such.
pub fn policies() -> impl Strategy<Value = Value> {
    let permissions = btree_map(NAME, option::of(select(&["", "what it is"][..])), 0..6);
    let resources = btree_map(prop_oneof![4 => INDICATOR, 1 => MANAGEMENT], btree_set(NAME, 0..4), 0..4);
    let named = vec(option::of(select(&["Orders", "urn"][..])), 4);
    (permissions, resources, named, roles(), roles(), option::of(0_usize..4)).prop_map(
        |(permissions, resources, named, roles, global_roles, default)| {
            let names: BTreeSet<String> = permissions.keys().cloned().collect();
            let listed = permissions.iter().map(|(name, description)| match description {
                None => json!(name),
                Some(description) => json!({ "name": name, "description": description }),
            });
            let indicators = resources.iter().zip(&named).enumerate();
            let listed_resources = indicators.map(|(number, ((indicator, names), name))| {
                let mut resource = json!({ "indicator": indicator, "permissions": names });
                resource["managementApi"] = is_management(indicator).into();
                resource["isDefault"] = (default == Some(number)).into();
                if let Some(name) = name {
                    resource["name"] = (*name).into();
                }
                resource
            });
            let template = json!({
                "v": 1,
                "permissions": listed.collect::<Vec<_>>(),
                "resources": listed_resources.collect::<Vec<_>>(),
                "roles": roles.iter().map(|(name, role)| role.document(name, Some(&names), &resources))
                    .collect::<Vec<_>>(),
            });
            let global = global_roles.iter().map(|(name, role)| role.document(name, None, &resources));
            json!({ "v": 1, "template": template, "globalRoles": global.collect::<Vec<_>>() })
        },
    )
}
