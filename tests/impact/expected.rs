//! What an impact must say: what everybody can do before, less what they can do after, and the reverse.

use super::become_other::become_other;
use super::{document, list, name, policy};
use crate::model::Who;
use orgate::Code;
use orgate::policy::{
    ImpactBy, ImpactEffect, ImpactEntry, ImpactOf, ImpactQuestion, Level, OrganizationRoles, PermissionRef,
    Policy, Principal, Question, Scope,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

type Permissions = BTreeSet<(Option<String>, String)>;
/// Somebody in an organization, or outside of organizations.
type Context = (Option<String>, Who);
type Role = (Level, String);

#[derive(Clone, Debug, Default, PartialEq)]
struct Delta {
    gained: Permissions,
    lost: Permissions,
}

/// What is asked for of lists.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub organization: Option<&'a str>,
    pub permission: Option<&'a PermissionRef>,
    pub effect: Option<ImpactEffect>,
}

pub struct Expected {
    here: Value,
    memberships: BTreeMap<Context, Delta>,
    roles: BTreeMap<Role, Delta>,
    all: Permissions,
}

impl Delta {
    fn of(before: &Permissions, after: &Permissions) -> Self {
        Self { gained: after - before, lost: before - after }
    }

    fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }

    fn add(&mut self, other: &Self) {
        self.gained.extend(other.gained.iter().cloned());
        self.lost.extend(other.lost.iter().cloned());
    }

    fn only(&self, asked: Asked<'_>) -> Self {
        let wanted = |effect, set: &Permissions| {
            let is_asked = |(resource, name): &&(Option<String>, String)| {
                let same = |asked: &PermissionRef| asked.resource == *resource && asked.permission == *name;
                asked.effect.is_none_or(|asked| asked == effect) && asked.permission.is_none_or(same)
            };
            set.iter().filter(is_asked).cloned().collect()
        };
        Self {
            gained: wanted(ImpactEffect::Gain, &self.gained),
            lost: wanted(ImpactEffect::Lose, &self.lost),
        }
    }

    fn json(&self, mut entry: Value) -> Value {
        let permissions = |set: &Permissions| {
            let permission = |(resource, permission): &(Option<String>, String)| match resource {
                Some(resource) => json!({ "resource": resource, "permission": permission }),
                None => json!({ "permission": permission }),
            };
            set.iter().map(permission).collect::<Value>()
        };
        entry["gained"] = permissions(&self.gained);
        entry["lost"] = permissions(&self.lost);
        entry
    }
}

/// Everything that somebody can do in an organization, or outside of organizations.
fn held(policy: &Policy, organization: Option<&str>, who: &Who, resources: &BTreeSet<String>) -> Permissions {
    let principal = who.principal();
    let mut held = Permissions::new();
    let of_organization = organization.map(|_| None);
    for resource in resources.iter().map(|indicator| Some(indicator.as_str())).chain(of_organization) {
        let question = Question {
            organization,
            resource,
            organization_roles: OrganizationRoles::Exclude,
            ..Question::of(&principal)
        };
        match policy.resolve(&question) {
            Ok(grant) => {
                held.extend(grant.permissions.into_iter().map(|name| (resource.map(str::to_owned), name)));
            }
            Err(error) => assert_eq!(error.code(), Code::ResourceUnknown, "{error}"),
        }
    }
    held
}

fn member(entry: &Value) -> Who {
    let id = |kind: &str| entry[kind].as_str().map(str::to_owned);
    let user = id("user").map(|id| Who { machine: false, id });
    user.or_else(|| id("application").map(|id| Who { machine: true, id })).unwrap()
}

/// Where everybody is, and everybody outside.
fn contexts(document: &Value) -> BTreeSet<Context> {
    let mut contexts = BTreeSet::new();
    for (kind, machine) in [("users", false), ("applications", true)] {
        for entry in list(&document[kind]) {
            let id = entry.as_str().or_else(|| entry["id"].as_str()).unwrap().to_owned();
            contexts.insert((None, Who { machine, id }));
        }
    }
    for organization in list(&document["organizations"]) {
        for entry in list(&organization["members"]) {
            contexts.insert((organization["id"].as_str().map(str::to_owned), member(entry)));
        }
    }
    contexts
}

fn indicators(document: &Value) -> impl Iterator<Item = String> {
    list(&document["template"]["resources"])
        .map(|resource| resource["indicator"].as_str().unwrap().to_owned())
}

fn permissions(document: &Value) -> Permissions {
    let of = |resource: Option<&Value>, entries: &Value| {
        let resource = resource.map(|indicator| indicator.as_str().unwrap().to_owned());
        list(entries).map(|entry| (resource.clone(), name(entry).to_owned())).collect::<Permissions>()
    };
    let template = &document["template"];
    let mut all = of(None, &template["permissions"]);
    for resource in list(&template["resources"]) {
        all.extend(of(Some(&resource["indicator"]), &resource["permissions"]));
    }
    all
}

/// The same, with somebody who holds nothing but one role for each role there is.
fn with_probes(document: &Value) -> (Value, Vec<(Role, Context)>) {
    let mut document = document.clone();
    document["imported"] = json!(true);
    let mut probes = Vec::new();
    for (level, roles) in [
        (Level::Organization, document["template"]["roles"].clone()),
        (Level::Global, document["globalRoles"].clone()),
    ] {
        for (number, role) in list(&roles).enumerate() {
            let machine = role["type"] == "MachineToMachine";
            let who = Who { machine, id: format!("{}-{number}", level.role()) };
            let kind = if machine { "application" } else { "user" };
            let (entry, place) = match level {
                Level::Organization => {
                    let id = format!("probe-{number}");
                    let member = json!({ kind: who.id, "roles": [name(role)] });
                    let entry = json!({ "id": id, "name": "Probe", "members": [member] });
                    (("organizations".to_owned(), entry), Some(id))
                }
                Level::Global => ((format!("{kind}s"), json!({ "id": who.id, "roles": [name(role)] })), None),
            };
            let (list, entry) = entry;
            if document[&list].is_null() {
                document[&list] = json!([]);
            }
            document[&list].as_array_mut().unwrap().push(entry);
            probes.push(((level, name(role).to_owned()), (place, who)));
        }
    }
    if document["globalRoles"].is_null() {
        document.as_object_mut().unwrap().remove("globalRoles");
    }
    (document, probes)
}

fn same_after(
    from: &Policy,
    to: &Policy,
    scope: Scope,
) -> impl Fn(&Context, &BTreeSet<String>) -> Delta + use<> {
    let (before, after) = (from.clone(), become_other(from, to, scope));
    move |(organization, who), resources| {
        let held = |policy| held(policy, organization.as_deref(), who, resources);
        Delta::of(&held(&before), &held(&after))
    }
}

impl Expected {
    pub fn of(from: &Policy, to: &Policy, scope: Scope) -> Self {
        let (here, there) = (document(from), document(to));
        let resources: BTreeSet<String> = indicators(&here).chain(indicators(&there)).collect();
        let delta = same_after(from, to, scope);
        let memberships =
            contexts(&here).into_iter().map(|context| (context.clone(), delta(&context, &resources)));
        let (probed, probes) = with_probes(&here);
        let delta = same_after(&policy(&probed), to, scope);
        let roles = probes.into_iter().map(|(role, context)| (role, delta(&context, &resources)));
        Self {
            memberships: memberships.filter(|(_, delta)| !delta.is_empty()).collect(),
            roles: roles.collect(),
            all: &permissions(&here) | &permissions(&there),
            here,
        }
    }

    /// Every permission of the two.
    pub fn permissions(&self) -> Vec<(Option<String>, String)> {
        self.all.iter().cloned().collect()
    }

    /// No organization, and each.
    pub fn places(&self) -> Vec<Option<String>> {
        let all = list(&self.here["organizations"]).map(|known| known["id"].as_str().map(str::to_owned));
        [None].into_iter().chain(all).collect()
    }

    pub fn counts(&self) -> Value {
        fn both<'a>(deltas: impl Iterator<Item = &'a Delta> + Clone) -> Value {
            json!({
                "gain": deltas.clone().filter(|delta| !delta.gained.is_empty()).count(),
                "lose": deltas.filter(|delta| !delta.lost.is_empty()).count(),
            })
        }
        let (organizations, principals) = (self.by_organization(), self.by_principal());
        let of = |machine| principals.iter().filter(move |(who, _)| who.machine == machine);
        let in_organizations = self.memberships.iter().filter(|((place, _), _)| place.is_some());
        let permission = |key: &(Option<String>, String)| {
            let reach = |has: &dyn Fn(&Delta) -> bool| {
                json!({
                    "roles": self.roles.values().filter(|delta| has(delta)).count(),
                    "organizations": organizations.values().filter(|delta| has(delta)).count(),
                    "principals": principals.values().filter(|delta| has(delta)).count(),
                })
            };
            let (gain, lose) =
                (reach(&|delta| delta.gained.contains(key)), reach(&|delta| delta.lost.contains(key)));
            let nobody = reach(&|_| false);
            let mut entry = json!({ "permission": key.1, "gain": gain, "lose": lose });
            if let Some(resource) = &key.0 {
                entry["resource"] = json!(resource);
            }
            (gain != nobody || lose != nobody).then_some(entry)
        };
        json!({
            "roles": both(self.roles.values()),
            "organizations": both(organizations.values()),
            "users": both(of(false).map(|(_, delta)| delta)),
            "applications": both(of(true).map(|(_, delta)| delta)),
            "memberships": both(in_organizations.map(|(_, delta)| delta)),
            "permissions": self.all.iter().filter_map(permission).collect::<Vec<Value>>(),
        })
    }

    fn by_organization(&self) -> BTreeMap<String, Delta> {
        let mut organizations: BTreeMap<String, Delta> = BTreeMap::new();
        for ((place, _), delta) in &self.memberships {
            if let Some(id) = place {
                organizations.entry(id.clone()).or_default().add(delta);
            }
        }
        organizations
    }

    fn by_principal(&self) -> BTreeMap<Who, Delta> {
        let mut principals: BTreeMap<Who, Delta> = BTreeMap::new();
        for ((_, who), delta) in &self.memberships {
            principals.entry(who.clone()).or_default().add(delta);
        }
        principals
    }

    /// What of memberships is asked for.
    fn asked(&self, asked: Asked<'_>) -> Self {
        let here = |((place, _), _): &(&Context, &Delta)| {
            asked.organization.is_none_or(|id| place.as_deref() == Some(id))
        };
        let memberships =
            self.memberships.iter().filter(here).map(|(key, delta)| (key.clone(), delta.only(asked)));
        Self {
            here: self.here.clone(),
            memberships: memberships.filter(|(_, delta)| !delta.is_empty()).collect(),
            roles: self.roles.iter().map(|(key, delta)| (key.clone(), delta.only(asked))).collect(),
            all: self.all.clone(),
        }
    }

    /// How often a role is assigned, in one organization or in all.
    fn assignments(&self, (level, role): &Role, organization: Option<&str>) -> usize {
        let has = |entry: &&Value| list(&entry["roles"]).any(|held| held.as_str() == Some(role));
        match level {
            Level::Global => {
                let everybody = ["users", "applications"].into_iter().flat_map(|kind| list(&self.here[kind]));
                everybody.filter(has).count()
            }
            Level::Organization => {
                let wanted = |known: &&Value| organization.is_none_or(|id| known["id"] == id);
                let organizations = list(&self.here["organizations"]).filter(wanted);
                organizations.flat_map(|known| list(&known["members"])).filter(has).count()
            }
        }
    }

    fn lists(&self, asked: Asked<'_>) -> [Vec<Value>; 4] {
        let part = self.asked(asked);
        let kind = |who: &Who| if who.machine { "application" } else { "user" };
        let role = |(key, delta): (&Role, &Delta)| {
            let assignments = self.assignments(key, asked.organization);
            let held_there = key.0 == Level::Organization && assignments > 0;
            let wanted = asked.organization.is_none() || held_there;
            let entry = json!({ key.0.role(): key.1, "assignments": assignments });
            (wanted && !delta.is_empty()).then(|| delta.json(entry))
        };
        let organization = |(id, delta): (String, Delta)| {
            let here = part.memberships.keys().filter(|(place, _)| place.as_ref() == Some(&id));
            delta.json(json!({ "organization": id, "members": here.count() }))
        };
        let principal = |(who, delta): (Who, Delta)| {
            let places = part.memberships.keys().filter(|(_, known)| *known == who).map(|(place, _)| place);
            let outside = places.clone().any(Option::is_none);
            let organizations = places.filter(|place| place.is_some()).count();
            delta.json(json!({ kind(&who): who.id, "organizations": organizations, "outside": outside }))
        };
        let membership = |((place, who), delta): (&Context, &Delta)| {
            let mut entry = json!({ kind(who): who.id });
            if let Some(id) = place {
                entry["organization"] = json!(id);
            }
            delta.json(entry)
        };
        [
            part.roles.iter().filter_map(role).collect(),
            part.by_organization().into_iter().map(organization).collect(),
            part.by_principal().into_iter().map(principal).collect(),
            part.memberships.iter().map(membership).collect(),
        ]
    }

    /// Whether every list says so, whole and in pages.
    pub fn agrees(&self, from: &Policy, to: &Policy, scope: Scope, asked: Asked<'_>) -> Result<(), String> {
        let kinds = [
            ImpactBy::Role { after: None },
            ImpactBy::Organization { after: None },
            ImpactBy::Principal { after: None },
            ImpactBy::Membership { after: None },
        ];
        for (by, expected) in kinds.into_iter().zip(self.lists(asked)) {
            for limit in [1, 3, 1_000] {
                let mut actual = Vec::new();
                let mut last: Option<ImpactEntry> = None;
                loop {
                    let by = last.as_ref().map_or(by, |last| after(&last.of));
                    let Asked { organization, permission, effect } = asked;
                    let question = ImpactQuestion { by, organization, permission, effect, limit };
                    let page = from.impact_list(to, scope, &question).map_err(|error| error.to_string())?;
                    actual.extend(page.iter().map(|entry| serde_json::to_value(entry).unwrap()));
                    if page.len() > limit {
                        return Err(format!("{} entries of {limit}", page.len()));
                    }
                    match page.into_iter().last() {
                        Some(entry) if actual.len() <= expected.len() => last = Some(entry),
                        _ => break,
                    }
                }
                if actual != expected {
                    let [actual, expected] = [actual, expected].map(Value::Array);
                    return Err(format!("{by:?}, {asked:?}, {limit}: expected {expected}, got {actual}"));
                }
            }
        }
        Ok(())
    }
}

/// Where the page after an entry begins.
fn after(last: &ImpactOf) -> ImpactBy<'_> {
    fn place<'a>(
        organization: &'a Option<orgate::policy::Name>,
        principal: &'a Principal,
    ) -> (Option<&'a str>, &'a Principal) {
        (organization.as_deref(), principal)
    }
    match last {
        ImpactOf::Role { level, name, .. } => ImpactBy::Role { after: Some((*level, name)) },
        ImpactOf::Organization { id, .. } => ImpactBy::Organization { after: Some(id) },
        ImpactOf::Principal { principal, .. } => ImpactBy::Principal { after: Some(principal) },
        ImpactOf::Membership { organization, principal } => {
            ImpactBy::Membership { after: Some(place(organization, principal)) }
        }
    }
}
