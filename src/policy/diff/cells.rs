//! The matrix, role by role.

use super::effect::Effect;
use super::{Diff, Scope};
use crate::policy::Policy;
use crate::policy::fact::{Change, Fact, Level, Name, RolePermission};
use crate::policy::held::Held;
use crate::table::in_order;

impl Diff<'_> {
    /// The cells that roles lose, or those that they get.
    pub(super) fn change_cells(&mut self, added: bool) {
        let (one, matching) = (if added { self.to } else { self.from }, self.matching);
        // Of global roles goes what cannot stay, whatever is compared.
        let levels = if added { self.levels() } else { &[Level::Organization, Level::Global] };
        for level in levels {
            let kept = *level == Level::Global && self.scope == Scope::Template;
            for (id, name) in one.roles_in_order(*level) {
                let Some(held) = Held::by(one, *level, id) else { continue };
                let other = match added {
                    true => matching.roles(*level).here(id).and_then(|id| Held::by(self.from, *level, id)),
                    false => matching.roles(*level).there(id).and_then(|id| Held::by(self.to, *level, id)),
                };
                self.change_list(added, kept, (*level, name), None, held, other);
                for (position, indicator, _) in one.template.sorted_resources() {
                    let list = Some((position, indicator));
                    self.change_list(added, kept, (*level, name), list, held, other);
                }
            }
        }
    }

    /// Those of one list. With `kept` a role keeps what there is.
    fn change_list(
        &mut self,
        added: bool,
        kept: bool,
        (level, role): (Level, &Name),
        list: Option<(usize, &Name)>,
        held: Held<'_>,
        other: Option<Held<'_>>,
    ) {
        let position = list.map(|(position, _)| position);
        let Some(set) = held.of(position) else { return };
        let (one, matching) = (if added { self.to } else { self.from }, self.matching);
        let Some(permissions) = one.template.list(position) else { return };
        let there = match (added, position) {
            (_, None) => Some(None),
            (true, Some(position)) => matching.resources.here(position).map(Some),
            (false, Some(position)) => matching.resources.there(position).map(Some),
        };
        let theirs = there.and_then(|there| other?.of(there));
        // By the position that the list has in the first.
        let pairs = matching.permissions(if added { there.flatten() } else { position });
        let differs = |id: &usize| {
            let same =
                there.and(pairs).and_then(|pairs| if added { pairs.here(*id) } else { pairs.there(*id) });
            !same.is_some_and(|id| kept || theirs.is_some_and(|set| set.contains(id)))
        };
        let names = set.ones().filter(differs).filter_map(|id| Some((permissions.name_of(id)?, id)));
        for (permission, id) in in_order(names.collect(), |(name, _): &(&Name, usize)| (name, "")) {
            let fact = Fact::RolePermission(cell(level, role, list.map(|(_, name)| name), permission));
            let counts = held.grants(&one.template, (position, id));
            let effect = Effect::of(counts && added, counts && !added);
            self.push(if added { Change::Added(fact) } else { Change::Removed(fact) }, effect);
        }
    }

    /// Whether a role grants anything.
    pub(super) fn grants_anything(policy: &Policy, level: Level, id: usize) -> bool {
        let Some(held) = Held::by(policy, level, id) else { return false };
        held.lists().any(|(position, _)| held.granted(&policy.template, position).next().is_some())
    }
}

fn cell(level: Level, role: &Name, resource: Option<&Name>, permission: &Name) -> RolePermission {
    let (role, permission) = (role.clone(), permission.clone());
    match (level, resource) {
        (Level::Global, Some(resource)) => {
            RolePermission::Global { role, resource: resource.clone(), permission }
        }
        (_, resource) => RolePermission::Organization { role, resource: resource.cloned(), permission },
    }
}
