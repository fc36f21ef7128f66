//! A template from CSV.

use super::rows::{Row, Rows};
use super::{PERMISSION, RESOURCE, ROLE, TYPE};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode};
use crate::template::build::{Builder, MAX_PERMISSION_NAME, MAX_RESOURCE_PERMISSION_NAME, Permission};
use crate::template::logto::is_management_api;
use crate::template::native::is_absolute_uri;
use crate::template::{MAX_RESOURCES, MAX_ROLES, Permissions, Resource, Role, Template};
use fixedbitset::FixedBitSet;

impl Template {
    /// Reads a template from CSV, as [`Template::to_csv`] writes it. The first line is the header; columns may stand in
    /// any order, and `type` and `resource` may be left out. Rows may stand in any order too. `type` may be empty in any
    /// row of a role, and is `User` when none of them says it.
    ///
    /// The rules and bounds of a template are those of Orgate's own format. Whether an API resource is a management API
    /// is read from its indicator, as in an import. A byte order mark at the start is skipped.
    ///
    /// # Errors
    /// Every problem of the text at once. A pointer has the form `/3/permission`: the number of the line where the row
    /// starts, from 1, and the column, if it is about one; the message begins with `line 3: `. `CSV_INVALID` says that
    /// the text is not CSV by RFC 4180, or that a row makes no sense. After a quote that is out of place nothing else is
    /// read, because nobody knows where the next row starts.
    pub fn from_csv(text: &str) -> Result<Self, Vec<Problem>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::default();
        if let Some(mut rows) = Rows::after_header(text, &mut reader.builder.problems) {
            while let Some(row) = rows.next(&mut reader.builder.problems) {
                reader.row(&row);
            }
        }
        reader.finish().map_err(|mut problems| {
            problems.iter_mut().for_each(name_the_line);
            problems
        })
    }
}

fn name_the_line(problem: &mut Problem) {
    let line = problem.pointer.split('/').nth(1).unwrap_or_default();
    problem.message.insert_str(0, &format!("line {line}: "));
}

/// A template in the making, and what its rows said that the template itself does not tell.
#[derive(Default)]
struct Reader {
    builder: Builder,
    /// By the id of the role.
    roles: Vec<Seen>,
    /// Permissions that a row named without a role: those of the organization, then by the position of their resource.
    alone: Vec<FixedBitSet>,
    /// API resources that stood alone in a row, by position.
    resources_alone: FixedBitSet,
    full: Full,
}

/// Whether a bound was met. It is said once: what comes after is too many as well.
#[derive(Default)]
struct Full {
    roles: bool,
    resources: bool,
}

/// What rows said of a role.
#[derive(Clone, Default)]
struct Seen {
    role_type: Option<PrincipalType>,
    /// Whether it stood alone in a row.
    alone: bool,
    /// The first row where it holds a permission of a management API.
    management: Option<usize>,
}

impl Reader {
    fn row(&mut self, row: &Row<'_>) {
        let root = At::Root;
        let at = &root.index(row.line);
        let [role, permission, role_type, resource] = &row.texts;
        if role.is_empty() && !role_type.is_empty() {
            let message = "a type and no role";
            return self.builder.problem(ProblemCode::CsvInvalid, &at.key(TYPE), message);
        }
        match (role.is_empty(), permission.is_empty(), resource.is_empty()) {
            (true, true, true) => {
                self.builder.problem(ProblemCode::CsvInvalid, at, "a row that names nothing")
            }
            (false, true, false) => {
                let message = "a role and an API resource, and no permission of it";
                self.builder.problem(ProblemCode::CsvInvalid, &at.key(PERMISSION), message);
            }
            (true, true, false) => {
                let Some(position) = self.resource(resource, at) else { return };
                self.resources_alone.grow(position.saturating_add(1));
                if self.resources_alone.put(position) {
                    self.twice(RESOURCE, at);
                }
            }
            (false, true, true) => {
                let seen = self.role(role, role_type, at).and_then(|id| self.roles.get_mut(id));
                if seen.is_some_and(|seen| std::mem::replace(&mut seen.alone, true)) {
                    self.twice(ROLE, at);
                }
            }
            (true, false, _) => {
                if let Some((position, id)) = self.permission(resource, permission, at) {
                    self.permission_alone(position, id, at);
                }
            }
            (false, false, _) => {
                let role = self.role(role, role_type, at);
                let permission = self.permission(resource, permission, at);
                if let Some((role, (position, id))) = role.zip(permission) {
                    self.grant(role, position, id, row.line, at);
                }
            }
        }
    }

    #[cold]
    fn twice(&mut self, column: &str, at: &At<'_>) {
        self.builder.problem(ProblemCode::DuplicateName, &at.key(column), "this row is there twice");
    }

    /// The id of a role, which is there from now on.
    fn role(&mut self, name: &str, role_type: &str, at: &At<'_>) -> Option<usize> {
        let said = PrincipalType::from_name(role_type);
        if said.is_none() && !role_type.is_empty() {
            let message = "a role's type is `User` or `MachineToMachine`";
            self.builder.problem(ProblemCode::RoleTypeInvalid, &at.key(TYPE), message);
        }
        let id = match self.builder.template.roles.id(name) {
            Some(id) => id,
            None if self.builder.template.roles.len() >= MAX_ROLES => {
                if !std::mem::replace(&mut self.full.roles, true) {
                    let message = format!("more than {MAX_ROLES} roles");
                    self.builder.problem(ProblemCode::TooMany, &at.key(ROLE), &message);
                }
                return None;
            }
            None => {
                // Which type it is of may come later.
                let role = Role::new(PrincipalType::User, None);
                self.builder.add_role(name, role, &at.key(ROLE));
                self.roles.resize(self.builder.template.roles.width(), Seen::default());
                self.builder.template.roles.id(name)?
            }
        };
        let seen = self.roles.get_mut(id)?;
        match (seen.role_type, said) {
            (Some(before), Some(now)) if before != now => {
                let (before, now) = (before.as_str(), now.as_str());
                let message = format!("the role `{name}` is of type `{now}` here, and of `{before}` before");
                self.builder.problem(ProblemCode::RoleTypeInvalid, &at.key(TYPE), &message);
            }
            (None, said) => seen.role_type = said,
            _ => {}
        }
        Some(id)
    }

    /// The position of an API resource, which is there from now on.
    fn resource(&mut self, indicator: &str, at: &At<'_>) -> Option<usize> {
        if let Some(position) = self.builder.template.resources.id(indicator) {
            return Some(position);
        }
        let at = at.key(RESOURCE);
        if !is_absolute_uri(indicator) {
            let message = "a resource indicator is an absolute URI without a fragment";
            self.builder.problem(ProblemCode::IndicatorInvalid, &at, message);
            return None;
        }
        if self.builder.template.resources.len() >= MAX_RESOURCES {
            if !std::mem::replace(&mut self.full.resources, true) {
                let message = format!("more than {MAX_RESOURCES} API resources");
                self.builder.problem(ProblemCode::TooMany, &at, &message);
            }
            return None;
        }
        let management_api = is_management_api(indicator);
        let resource = Resource { management_api, grantable: true, ..Resource::default() };
        self.builder.add_resource(indicator, resource, &at)
    }

    /// The list of the organization, or of the API resource at a position.
    fn list(&mut self, position: Option<usize>) -> Option<&mut Permissions> {
        let template = &mut self.builder.template;
        match position {
            None => Some(&mut template.permissions),
            Some(position) => Some(&mut template.resources.get_mut(position)?.permissions),
        }
    }

    /// The position of its API resource and the id of a permission, which is there from now on.
    fn permission(&mut self, resource: &str, name: &str, at: &At<'_>) -> Option<(Option<usize>, usize)> {
        let (position, max) = match resource {
            "" => (None, MAX_PERMISSION_NAME),
            indicator => (Some(self.resource(indicator, at)?), MAX_RESOURCE_PERMISSION_NAME),
        };
        if let Some(id) = self.list(position)?.id(name) {
            return Some((position, id));
        }
        // The builder adds to a list that stands outside of it.
        let mut list = std::mem::take(self.list(position)?);
        let each = Permission { max, ..Permission::default() };
        self.builder.add_permission(&mut list, name, each, &at.key(PERMISSION));
        let id = list.id(name);
        *self.list(position)? = list;
        Some((position, id?))
    }

    fn permission_alone(&mut self, position: Option<usize>, id: usize, at: &At<'_>) {
        let index = position.map_or(0, |position| position.saturating_add(1));
        if self.alone.len() <= index {
            self.alone.resize(index.saturating_add(1), FixedBitSet::new());
        }
        let Some(alone) = self.alone.get_mut(index) else { return };
        alone.grow(id.saturating_add(1));
        if alone.put(id) {
            self.twice(PERMISSION, at);
        }
    }

    fn grant(&mut self, role: usize, position: Option<usize>, id: usize, line: usize, at: &At<'_>) {
        let template = &mut self.builder.template;
        let Some(held) = template.roles.get_mut(role) else { return };
        let was = match position {
            None => {
                held.permissions.grow(id.saturating_add(1));
                held.permissions.put(id)
            }
            Some(position) => {
                let management = template.resources.get(position).is_some_and(|known| known.management_api);
                if let Some(seen) = self.roles.get_mut(role).filter(|_| management) {
                    seen.management.get_or_insert(line);
                }
                let was = held.resources.of(position).is_some_and(|set| set.contains(id));
                held.resources.insert(position, id);
                was
            }
        };
        if was {
            self.twice(PERMISSION, at);
        }
    }

    fn finish(self) -> Result<Template, Vec<Problem>> {
        let Self { mut builder, roles, .. } = self;
        let mut template = std::mem::take(&mut builder.template);
        for (id, seen) in roles.iter().enumerate() {
            let role_type = seen.role_type.unwrap_or(PrincipalType::User);
            template.roles.get_mut(id).into_iter().for_each(|role| role.role_type = role_type);
            if let Some((role, line)) = template.roles.get(id).zip(seen.management) {
                let root = At::Root;
                builder.check_grants(&template, role_type, &role.resources, &root.index(line).key(RESOURCE));
            }
        }
        builder.template = template;
        builder.finish()
    }
}
