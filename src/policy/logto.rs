//! What Logto's Management API exports of a whole tenant: the template, and with it global roles, organizations,
//! members and assignments.
//!
//! Known keys, beside those of a template: `/roles`, `/roles/{id}/scopes`, `/roles/{id}/users`,
//! `/roles/{id}/applications`, `/organizations`, `/organizations/{id}/users`, `/organizations/{id}/applications` (and
//! `…/{id}/roles` of a member), `/users`, `/applications`, `/users/{id}/roles`, `/applications/{id}/roles`.

use super::load::Loader;
use super::{MAX_GLOBAL_ROLES, Policy};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode};
use crate::rbac::GlobalRole;
use crate::table::Name;
use crate::template::IdOf;
use crate::template::logto::{
    Entry, Kind, Lists, Positions, Resources, belonging, entries, global_role_resources, is_made, lists,
    read_template,
};
use serde_json::{Map, Value};

const ROLES: &str = "/roles";
const ORGANIZATIONS: &str = "/organizations";

/// The two kinds of principals: their lists, and their type.
const PRINCIPALS: [(&str, PrincipalType); 2] =
    [("users", PrincipalType::User), ("applications", PrincipalType::MachineToMachine)];

pub(super) fn read(document: &Map<String, Value>) -> Result<Policy, Vec<Problem>> {
    let lists = lists(document);
    let (template, resources) = read_template(document)?;
    let mut import =
        Import { loader: Loader::imported(template), lists, roles: Vec::new(), read: Positions::new() };
    import.read_global_roles(resources.as_ref());
    import.read_accounts();
    import.read_organizations();
    import.warn_of_orphans();
    import.loader.finish()
}

struct Import<'v> {
    loader: Loader,
    lists: Lists<'v>,
    /// Names of global roles by their ids.
    roles: Vec<(String, String)>,
    /// The lists that were looked for.
    read: Positions,
}

impl<'v> Import<'v> {
    fn looked_for(&mut self, path: &str) {
        self.read.insert(path.into(), 0);
    }

    fn entries(&mut self, path: &str) -> Vec<Entry<'v>> {
        self.looked_for(path);
        entries(&mut self.loader.builder, &self.lists, path).unwrap_or_default()
    }

    /// Users, or applications that can hold roles: only machine-to-machine ones can.
    fn principals(&mut self, path: &str, principal_type: PrincipalType) -> Vec<Entry<'v>> {
        let mut entries = self.entries(path);
        if principal_type == PrincipalType::MachineToMachine {
            entries.retain(|entry| entry.object.get("type").is_none_or(|name| name == "MachineToMachine"));
        }
        entries
    }

    fn read_global_roles(&mut self, resources: Option<&Resources>) {
        let listed = self.entries(ROLES);
        let builder = &mut self.loader.builder;
        for role in builder.within(&listed, MAX_GLOBAL_ROLES, "global roles", ROLES) {
            let builder = &mut self.loader.builder;
            let role_type = role.at(|at| builder.role_type(role.object, at));
            let description = role.at(|at| builder.text(role.object, "description", false, at));
            let is_default = role.at(|at| builder.flag(role.object, "isDefault", at));
            let own = role.id().unwrap_or_default();
            let path = format!("{ROLES}/{own}/scopes");
            let scopes = belonging(builder, &self.lists, role, "scopes", &path);
            self.read.insert(path.into(), 0);
            if scopes.is_none() {
                let message = "the export does not say what this role holds: `/roles/{id}/scopes` is missing";
                role.at(|at| builder.warnings.add(ProblemCode::PartMissing, at, message));
            }
            let scopes = scopes.unwrap_or_default();
            let template = &mut self.loader.template;
            let resources = role.at(|at| {
                let at = at.key("scopes");
                global_role_resources(builder, template, resources, role_type, &scopes, &at)
            });
            let id = role.at(|at| builder.id(role.object, IdOf::GlobalRole, at));
            role.at(|at| {
                if let Some(name) = self.loader.builder.text(role.object, "name", true, at) {
                    // In Logto every global role has a description. The name alone describes nothing.
                    let description = description.filter(|text| !text.is_empty() && *text != name);
                    let description = description.map(Name::from);
                    let id = id.filter(|id| !is_made(Kind::GlobalRole, name, id));
                    let global = GlobalRole { id, role_type, description, is_default, resources };
                    if !own.is_empty() {
                        self.roles.push((own.to_owned(), name.to_owned()));
                    }
                    self.loader.add_global_role(name, global, at);
                }
            });
        }
    }

    /// Users and applications of their own lists, and who holds global roles, from either side.
    fn read_accounts(&mut self) {
        for (list, principal_type) in PRINCIPALS {
            for entry in self.principals(&format!("/{list}"), principal_type) {
                self.account(principal_type, &entry);
            }
            for path in self.paths(&format!("/{list}/"), "/roles") {
                let id = path.split('/').nth(2).unwrap_or_default().to_owned();
                for role in self.entries(&path) {
                    role.at(|at| {
                        let name = self.loader.builder.text(role.object, "name", true, at);
                        if let Some(name) = name {
                            self.assign_global(principal_type, &id, name, at);
                        }
                    });
                }
            }
            for (id, name) in self.roles.clone() {
                for holder in self.principals(&format!("{ROLES}/{id}/{list}"), principal_type) {
                    let Some(holder_id) = holder.id() else { continue };
                    holder.at(|at| self.assign_global(principal_type, holder_id, &name, at));
                }
            }
        }
    }

    fn account(&mut self, principal_type: PrincipalType, entry: &Entry<'v>) {
        entry.at(|at| {
            if let Some(id) = self.loader.builder.text(entry.object, "id", true, at) {
                self.loader.list_account(principal_type, id, &at.key("id"));
            }
        });
    }

    fn assign_global(&mut self, principal_type: PrincipalType, id: &str, role: &str, at: &At<'_>) {
        // The same assignment may stand on both sides.
        let principal = self.loader.somebody(principal_type, id, at);
        if let Some(principal) = principal.filter(|principal| !self.loader.holds_global(principal, role)) {
            self.loader.assign_global(principal_type, &principal, role, at);
        }
    }

    fn paths(&self, prefix: &str, suffix: &str) -> Vec<String> {
        let known = |path: &&String| path.starts_with(prefix) && path.ends_with(suffix);
        self.lists.keys().filter(known).cloned().collect()
    }

    fn read_organizations(&mut self) {
        for entry in self.entries(ORGANIZATIONS) {
            let added = entry.at(|at| {
                let builder = &mut self.loader.builder;
                let name = builder.text(entry.object, "name", true, at);
                let description = builder.text(entry.object, "description", false, at);
                let id = builder.text(entry.object, "id", true, at)?;
                Some((id, self.loader.add_organization(id, name?, description, at)?))
            });
            let Some((id, organization)) = added else { continue };
            for (list, principal_type) in PRINCIPALS {
                let path = format!("{ORGANIZATIONS}/{id}/{list}");
                for member in self.principals(&path, principal_type) {
                    self.read_member(organization, principal_type, &path, &member);
                }
            }
        }
    }

    fn read_member(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        path: &str,
        member: &Entry<'v>,
    ) {
        let Some(id) = member.at(|at| self.loader.builder.text(member.object, "id", true, at)) else {
            return;
        };
        let list = format!("{path}/{id}/roles");
        let roles = belonging(&mut self.loader.builder, &self.lists, member, "organizationRoles", &list);
        self.looked_for(&list);
        member.at(|at| {
            if roles.is_none() {
                let message =
                    "the export does not say which roles this member holds: `organizationRoles` is missing";
                self.loader.builder.warnings.add(ProblemCode::PartMissing, at, message);
            }
            let Some(account) = self.loader.add_member(organization, principal_type, id, &at.key("id"))
            else {
                return;
            };
            let roles = roles.unwrap_or_default();
            let names = roles
                .iter()
                .enumerate()
                .map(|(index, role)| (index, role.object.get("name").and_then(Value::as_str)));
            self.loader.set_roles(organization, principal_type, account, names, &at.key("organizationRoles"));
        });
    }

    /// Says which lists belong to something that the export does not have.
    fn warn_of_orphans(&mut self) {
        let Self { loader, lists, read, .. } = self;
        let prefixes = ["/roles/", "/organizations/"];
        for (path, bodies) in lists.iter().filter(|(path, _)| !read.contains_key(path.as_str())) {
            if let Some((key, _)) =
                bodies.first().filter(|_| prefixes.iter().any(|prefix| path.starts_with(prefix)))
            {
                let message = "this belongs to nothing in the export; was a page of a list left out?";
                loader.builder.warnings.add(ProblemCode::PartMissing, &At::Root.key(key), message);
            }
        }
    }
}
