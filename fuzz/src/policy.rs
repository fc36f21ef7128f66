//! Any text as a policy document.

use super::key_set::problems;
use super::template;
use orgate::Policy;

/// The laws.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let policy = match Policy::from_json(text) {
        Ok(policy) => policy,
        Err(found) => {
            assert!(!found.is_empty(), "refused without a problem");
            return problems(&found);
        }
    };
    problems(policy.warnings());
    template::laws(policy.template());
    let written = policy.to_json();
    let again = Policy::from_json(&written).expect("what was written can be read");
    assert_eq!(again.to_json(), written, "written twice, it is not the same text");
    assert_eq!(again.template().hash(), policy.template().hash());
    assert_eq!(again.counts(), policy.counts());

    let exported = policy.to_logto();
    let imported = Policy::from_json(&exported).expect("what was exported can be imported");
    // Logto has no place for some of it, a management API by another name say; what is there stays as it is.
    assert_eq!(imported.to_logto(), exported, "exported twice, it is not the same text");
    assert_eq!(imported.template().permissions().len(), policy.template().permissions().len());
    assert_eq!(imported.template().roles().count(), policy.template().roles().count());
}
