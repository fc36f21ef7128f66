//! The content hash of a template: the same for the same meaning, whatever the order and formatting.

use super::build::Builder;
use super::{Permissions, Role};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use fixedbitset::FixedBitSet;
use sha2::{Digest, Sha256};

/// SHA-256 (FIPS 180-4) over everything in the order of names, base64url. Descriptions and versions have no
/// part in it.
pub(super) fn hash(template: &Builder) -> String {
    let mut state = Sha256::new();
    state.update(b"orgate template 1");
    write_names(&mut state, &template.permissions, None);

    write_length(&mut state, template.resource_ids.len());
    for (indicator, position) in &template.resource_ids {
        write_text(&mut state, indicator);
        if let Some(resource) = template.resources.get(*position) {
            write_names(&mut state, &resource.permissions, None);
        }
    }

    write_length(&mut state, template.role_ids.len());
    for (name, position) in &template.role_ids {
        write_text(&mut state, name);
        if let Some(role) = template.roles.get(*position) {
            write_role(&mut state, template, role);
        }
    }
    BASE64URL.encode(state.finalize())
}

fn write_role(state: &mut Sha256, template: &Builder, role: &Role) {
    write_text(state, role.role_type.as_str());
    write_names(state, &template.permissions, Some(&role.permissions));
    // A resource of which a role holds nothing says nothing.
    let granting = |position: &usize| role.resource(*position).filter(|set| !set.is_clear());
    write_length(
        state,
        template.resource_ids.values().filter(|position| granting(position).is_some()).count(),
    );
    for (indicator, position) in &template.resource_ids {
        if let (Some(set), Some(resource)) = (granting(position), template.resources.get(*position)) {
            write_text(state, indicator);
            write_names(state, &resource.permissions, Some(set));
        }
    }
}

fn write_names(state: &mut Sha256, list: &Permissions, only: Option<&FixedBitSet>) {
    let chosen = || list.ids.iter().filter(|(_, id)| only.is_none_or(|set| set.contains(**id)));
    write_length(state, chosen().count());
    for (name, _) in chosen() {
        write_text(state, name);
    }
}

/// Lengths go first, so that no two templates run into the same bytes.
fn write_text(state: &mut Sha256, text: &str) {
    write_length(state, text.len());
    state.update(text.as_bytes());
}

fn write_length(state: &mut Sha256, length: usize) {
    state.update((length as u64).to_be_bytes());
}
