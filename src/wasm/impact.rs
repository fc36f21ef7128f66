//! The impact of a change, for JavaScript.

use super::policy::{EnginePolicy, principal, refusal, text};
use super::template::scope;
use crate::policy::{ImpactBy, ImpactEffect, ImpactQuestion, Level, PermissionRef};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl EnginePolicy {
    /// How many gain and lose what when this policy becomes another.
    pub fn impact(&self, to: &EnginePolicy, compare: u8) -> String {
        text(&self.policy.impact(&to.policy, scope(compare)))
    }

    /// The same by name, a page at a time. `by` and `effect` are numbers; `after` is the last entry of the page before.
    #[wasm_bindgen(js_name = impactList)]
    #[allow(clippy::too_many_arguments, reason = "scalars cross cheaper than an object")]
    pub fn impact_list(
        &self,
        to: &EnginePolicy,
        compare: u8,
        by: u8,
        organization: Option<String>,
        permission: Option<String>,
        resource: Option<String>,
        effect: u8,
        after_role: Option<String>,
        after_global: bool,
        after_id: Option<String>,
        after_application: bool,
        after_organization: Option<String>,
        limit: usize,
    ) -> Result<String, JsValue> {
        let level = if after_global { Level::Global } else { Level::Organization };
        let somebody = after_id.map(|id| principal(after_application, &id));
        let organization_before = after_organization.as_deref();
        let by = match by {
            0 => ImpactBy::Role { after: after_role.as_deref().map(|role| (level, role)) },
            1 => ImpactBy::Organization { after: organization_before },
            2 => ImpactBy::Principal { after: somebody.as_ref() },
            _ => ImpactBy::Membership { after: somebody.as_ref().map(|who| (organization_before, who)) },
        };
        let permission = permission.map(|permission| PermissionRef { resource, permission });
        let effect = match effect {
            0 => None,
            1 => Some(ImpactEffect::Gain),
            _ => Some(ImpactEffect::Lose),
        };
        let organization = organization.as_deref();
        let permission = permission.as_ref();
        let question = ImpactQuestion { by, organization, permission, effect, limit };
        let list = self.policy.impact_list(&to.policy, scope(compare), &question);
        Ok(text(&list.map_err(refusal)?))
    }
}
