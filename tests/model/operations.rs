//! Random operations over so few names that they collide, vanish and come back all the time.

use super::json;
use orgate::PrincipalType;
use orgate::policy::{Level, Name, Operation, Principal, RolePermission, Update};
use orgate::template::Suppression;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt;

pub const MAX_ID: usize = 255;
pub const MAX_GLOBAL_ROLE_DESCRIPTION: usize = 128;

/// The good ones. The model knows no other.
pub const INDICATORS: [&str; 3] = ["https://api.test/v1", "urn:orders", MANAGEMENT];
/// Mostly a management API.
pub const MANAGEMENT: &str = "urn:manage";
pub const PERMISSIONS: [&str; 4] = ["read", "Read", "run:日本", "write"];
pub const ROLES: [&str; 6] = ["admin", "Admin", "team lead", "bot", "bot:2", "member"];
/// Mostly of that type.
pub const USER_ROLES: [&str; 3] = ["admin", "Admin", "team lead"];
pub const BOT_ROLES: [&str; 2] = ["bot", "bot:2"];
pub const USERS: [&str; 3] = ["ada", "bob", "eve"];
/// One of them has the id of a user.
pub const APPLICATIONS: [&str; 2] = ["ada", "ci"];
pub const ORGANIZATIONS: [&str; 3] = ["acme", "Acme", "globex"];
/// Never in any policy.
pub const NOBODY: &str = "nobody";

const BAD_INDICATORS: [&str; 5] =
    ["", "/relative", "api.test", "https://api.test/#fragment", "urn:white space"];

/// A transaction, which a failure shows as the JSON that would repeat it.
#[derive(Clone)]
pub struct Transaction(pub Vec<Operation>);

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> =
            self.0.iter().map(|operation| json::operation(operation).to_string()).collect();
        write!(f, "[{}]", lines.join(",\n "))
    }
}

fn of_length(length: usize) -> String {
    "é".repeat(length)
}

/// Mostly a good name.
fn names(good: &'static [&'static str], bad: &[&str], lengths: &[usize]) -> BoxedStrategy<Name> {
    let bad: Vec<Name> = bad.iter().map(|name| Name::from(*name)).collect();
    let long = lengths.iter().map(|length| Name::from(of_length(*length)));
    let bad: Vec<Name> = bad.into_iter().chain(long).collect();
    prop_oneof![40 => select(good).prop_map(Name::from), 1 => select(bad)].boxed()
}

fn indicators() -> BoxedStrategy<Name> {
    names(&INDICATORS, &BAD_INDICATORS, &[])
}

/// 200 characters are too many for a permission of the organization, and few enough for one of an API resource.
fn permissions() -> BoxedStrategy<Name> {
    names(&PERMISSIONS, &["", "white space", "non-breaking\u{a0}space"], &[200, 257])
}

fn roles(good: &'static [&'static str]) -> BoxedStrategy<Name> {
    names(good, &["", " "], &[128, 129])
}

fn ids(good: &'static [&'static str]) -> BoxedStrategy<Name> {
    names(good, &["", "white space", "control\u{7}"], &[MAX_ID, MAX_ID + 1])
}

fn organizations() -> BoxedStrategy<Name> {
    ids(&ORGANIZATIONS)
}

fn users() -> BoxedStrategy<Principal> {
    ids(&USERS).prop_map(|id| Principal::user(&id)).boxed()
}

fn applications() -> BoxedStrategy<Principal> {
    ids(&APPLICATIONS).prop_map(|id| Principal::application(&id)).boxed()
}

fn principals() -> BoxedStrategy<Principal> {
    prop_oneof![3 => users(), 2 => applications()].boxed()
}

fn descriptions() -> BoxedStrategy<Option<Name>> {
    let some = select(vec!["what it is".to_owned(), String::new(), of_length(200), of_length(257)]);
    prop_oneof![8 => Just(None), 1 => some.prop_map(|text| Some(Name::from(text)))].boxed()
}

fn levels() -> impl Strategy<Value = Level> {
    select(&[Level::Organization, Level::Global][..])
}

/// Of the organization, or of an API resource.
fn places() -> impl Strategy<Value = Option<Name>> {
    option::weighted(0.7, indicators())
}

fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.12)
}

/// What can be set: a new name, a new description, no description.
fn updates(names: BoxedStrategy<Name>) -> impl Strategy<Value = Update> {
    let name = option::weighted(0.7, names.prop_map(Some));
    (name, option::weighted(0.3, descriptions())).prop_map(|(name, description)| Update {
        name,
        description,
        is_default: None,
    })
}

fn of_resources() -> BoxedStrategy<Operation> {
    let names = || select(&["", "Orders", "Bestellungen"][..]).prop_map(Name::from);
    let create = (indicators(), option::weighted(0.2, names()), descriptions(), rarely(), rarely()).prop_map(
        |(indicator, name, description, is_default, other)| {
            let management_api = other != (&*indicator == MANAGEMENT);
            Operation::CreateResource { indicator, name, description, is_default, management_api }
        },
    );
    let update = (
        indicators(),
        option::of(option::of(names())),
        option::of(descriptions()),
        option::of(any::<bool>()),
    );
    let update = update.prop_map(|(indicator, name, description, is_default)| Operation::UpdateResource {
        indicator,
        set: Update { name, description, is_default },
    });
    let delete = indicators().prop_map(|indicator| Operation::DeleteResource { indicator });
    prop_oneof![4 => create, 3 => update, 1 => delete].boxed()
}

fn of_permissions() -> BoxedStrategy<Operation> {
    let create = (places(), permissions(), descriptions()).prop_map(|(resource, name, description)| {
        Operation::CreatePermission { resource, name, description }
    });
    let update = (places(), permissions(), updates(permissions()))
        .prop_map(|(resource, name, set)| Operation::UpdatePermission { resource, name, set });
    let delete =
        (places(), permissions()).prop_map(|(resource, name)| Operation::DeletePermission { resource, name });
    prop_oneof![4 => create, 3 => update, 1 => delete].boxed()
}

fn of_roles() -> BoxedStrategy<Operation> {
    let create = (levels(), roles(&ROLES), descriptions(), rarely(), prop::bool::weighted(0.3)).prop_map(
        |(level, name, description, other, default)| {
            let machine = other != BOT_ROLES.contains(&&*name);
            let role_type = if machine { PrincipalType::MachineToMachine } else { PrincipalType::User };
            let is_default = default && (level == Level::Global || other);
            Operation::CreateRole { level, name, role_type, description, is_default }
        },
    );
    let default = option::weighted(0.3, any::<bool>());
    let update = (levels(), roles(&ROLES), updates(roles(&ROLES)), default).prop_map(
        |(level, name, set, is_default)| Operation::UpdateRole {
            level,
            name,
            set: Update { is_default, ..set },
        },
    );
    let delete = (levels(), roles(&ROLES)).prop_map(|(level, name)| Operation::DeleteRole { level, name });
    prop_oneof![4 => create, 3 => update, 1 => delete].boxed()
}

fn cells() -> impl Strategy<Value = RolePermission> {
    let organization = (roles(&ROLES), places(), permissions())
        .prop_map(|(role, resource, permission)| RolePermission::Organization { role, resource, permission });
    let global = (roles(&ROLES), indicators(), permissions())
        .prop_map(|(role, resource, permission)| RolePermission::Global { role, resource, permission });
    prop_oneof![organization, global]
}

/// Mostly of roles and principals that go together.
fn assignments() -> impl Strategy<Value = (Option<Name>, Vec<Name>, Vec<Principal>)> {
    let organization = || option::weighted(0.7, organizations());
    prop_oneof![
        3 => (organization(), vec(roles(&USER_ROLES), 1..3), vec(users(), 1..3)),
        2 => (organization(), vec(roles(&BOT_ROLES), 1..3), vec(applications(), 1..3)),
        1 => (organization(), vec(roles(&ROLES), 1..3), vec(principals(), 1..3)),
    ]
    .prop_map(|(organization, roles, mut principals)| {
        // As in JSON: users first.
        principals.sort_by_key(|principal| principal.kind() == "application");
        (organization, roles, principals)
    })
}

fn of_organizations() -> BoxedStrategy<Operation> {
    let name = || names(&["Acme Inc.", "Acme"], &[""], &[128, 129]);
    let create = (organizations(), name(), descriptions())
        .prop_map(|(id, name, description)| Operation::CreateOrganization { id, name, description });
    let update =
        (organizations(), updates(name())).prop_map(|(id, set)| Operation::UpdateOrganization { id, set });
    let delete = organizations().prop_map(|id| Operation::DeleteOrganization { id });
    prop_oneof![4 => create, 2 => update, 1 => delete].boxed()
}

fn of_members() -> BoxedStrategy<Operation> {
    let member = || (organizations(), principals());
    let add = member().prop_map(|(organization, principal)| Operation::AddMember { organization, principal });
    let remove =
        member().prop_map(|(organization, principal)| Operation::RemoveMember { organization, principal });
    let create = principals().prop_map(Operation::CreatePrincipal);
    let delete = principals().prop_map(Operation::DeletePrincipal);
    prop_oneof![5 => create, 1 => delete, 9 => add, 2 => remove].boxed()
}

fn of_assignments() -> BoxedStrategy<Operation> {
    let assign = assignments().prop_map(|(organization, roles, principals)| Operation::AssignRoles {
        organization,
        roles,
        principals,
    });
    let unassign = assignments().prop_map(|(organization, roles, principals)| Operation::UnassignRoles {
        organization,
        roles,
        principals,
    });
    prop_oneof![4 => assign, 1 => unassign].boxed()
}

fn of_the_template() -> BoxedStrategy<Operation> {
    let entry = |rule: &str, name: Option<&str>| Suppression {
        rule: rule.to_owned(),
        name: name.map(Name::from),
        reason: "as agreed".to_owned(),
    };
    let lists = vec![
        vec![],
        vec![entry("equal-roles", None)],
        vec![entry("wildcard-name", Some("read")), entry("equal-roles", Some("admin"))],
    ];
    let version = option::of(option::of(select(vec!["1", "2"]).prop_map(Name::from)));
    (version, option::of(select(lists)))
        .prop_map(|(version, lint_off)| Operation::UpdateTemplate { version, lint_off })
        .boxed()
}

/// What takes away is rarer than what adds, so that there is mostly something to take away.
pub fn operations() -> BoxedStrategy<Operation> {
    prop_oneof![
        1 => of_the_template(),
        2 => of_resources(),
        3 => of_permissions(),
        3 => of_roles(),
        4 => cells().prop_map(Operation::GrantPermission),
        2 => cells().prop_map(Operation::RevokePermission),
        2 => of_organizations(),
        4 => of_members(),
        5 => of_assignments(),
    ]
    .boxed()
}

/// Mostly one operation at a time.
pub fn transactions() -> impl Strategy<Value = Transaction> {
    prop_oneof![3 => vec(operations(), 1..=1), 1 => vec(operations(), 2..=4)].prop_map(Transaction)
}

/// Whether JSON can say it. What it cannot say is refused all the same when a program in Rust says it.
pub fn is_expressible(operation: &Operation) -> bool {
    match operation {
        Operation::CreateRole { level, is_default, .. } => *level == Level::Global || !is_default,
        Operation::UpdateRole { level, set, .. } => *level == Level::Global || set.is_default.is_none(),
        _ => true,
    }
}
