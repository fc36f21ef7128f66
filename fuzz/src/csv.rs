//! Any text as a template in CSV.

use super::key_set::problems;
use super::template;
use orgate::Template;

/// The laws.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    match Template::from_csv(text) {
        Ok(read) => {
            let again = Template::from_csv(&read.to_csv()).expect("what was written can be read");
            assert_eq!(again.hash(), read.hash());
            template::laws(&read);
        }
        Err(found) => {
            assert!(!found.is_empty(), "refused without a problem");
            problems(&found);
        }
    }
}
