//! The content hash of a template: the same for the same meaning, whatever the order and formatting.

use super::{Permissions, Role, Template};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use fixedbitset::FixedBitSet;
use sha2::{Digest as _, Sha256};

/// What a role adds to the hash. Kept with the role: an edit of the matrix hashes only the roles that it touches.
pub(super) type Digest = [u8; 32];

/// SHA-256 (FIPS 180-4) over everything in the order of names, base64url. Descriptions, versions and which API
/// resource is the default have no part in it.
pub(super) fn hash(template: &Template) -> String {
    let mut state = Sha256::new();
    state.update(b"orgate template 2");
    write_names(&mut state, &template.permissions);

    write_length(&mut state, template.resources.len());
    for (indicator, position) in template.resources.sorted() {
        write_text(&mut state, indicator);
        if let Some(resource) = template.resources.get(position) {
            state.update([u8::from(resource.management_api)]);
            write_names(&mut state, &resource.permissions);
        }
    }

    write_length(&mut state, template.roles.len());
    let mut ranks = Ranks::default();
    for (name, id) in template.roles.sorted() {
        write_text(&mut state, name);
        if let Some(role) = template.roles.get(id) {
            state.update(role.digest.get_or_init(|| digest(template, role, &mut ranks)));
        }
    }
    BASE64URL.encode(state.finalize())
}

fn digest(template: &Template, role: &Role, ranks: &mut Ranks) -> Digest {
    let mut state = Sha256::new();
    write_text(&mut state, role.role_type.as_str());
    write_set(&mut state, ranks.of(0, &template.permissions), &role.permissions);
    // A resource of which a role holds nothing says nothing.
    let granting = || {
        template.resources.sorted().filter_map(|(indicator, position)| {
            let set = role.resources.of(position).filter(|set| !set.is_clear())?;
            Some((indicator, position, set, &template.resources.get(position)?.permissions))
        })
    };
    write_length(&mut state, granting().count());
    for (indicator, position, set, permissions) in granting() {
        write_text(&mut state, indicator);
        write_set(&mut state, ranks.of(position.saturating_add(1), permissions), set);
    }
    state.finalize().into()
}

/// The places of permissions in the order of their names, by id; for the lists that were needed.
#[derive(Default)]
struct Ranks(Vec<Option<Vec<usize>>>);

impl Ranks {
    /// The ranks of the list with a number of its own.
    fn of(&mut self, number: usize, list: &Permissions) -> &[usize] {
        if self.0.len() <= number {
            self.0.resize(number.saturating_add(1), None);
        }
        self.0.get_mut(number).map_or(&[], |ranks| {
            ranks.get_or_insert_with(|| {
                let mut ranks = vec![0; list.width()];
                for (rank, (_, id)) in list.table.sorted().enumerate() {
                    if let Some(place) = ranks.get_mut(id) {
                        *place = rank;
                    }
                }
                ranks
            })
        })
    }
}

/// A set as a bitmap over the sorted names, which stand in the hash themselves.
fn write_set(state: &mut Sha256, ranks: &[usize], set: &FixedBitSet) {
    let mut bitmap = vec![0_u8; ranks.len().div_ceil(8)];
    for rank in set.ones().filter_map(|id| ranks.get(id)) {
        if let Some(byte) = bitmap.get_mut(rank / 8) {
            *byte |= 1 << (rank % 8);
        }
    }
    // Names that are gone leave room at the end: it says nothing.
    let length = bitmap.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    write_length(state, length);
    state.update(bitmap.get(..length).unwrap_or_default());
}

fn write_names(state: &mut Sha256, list: &Permissions) {
    write_length(state, list.len());
    for (name, _) in list.table.sorted() {
        write_text(state, name);
    }
}

/// Lengths go first, so that no two templates run into the same bytes.
pub(super) fn write_text(state: &mut Sha256, text: &str) {
    write_length(state, text.len());
    state.update(text.as_bytes());
}

fn write_length(state: &mut Sha256, length: usize) {
    state.update((length as u64).to_be_bytes());
}
