//! A gate's options, as they cross.

use crate::gate::GateOptions;
use crate::grant::Mode;
use crate::problem::{Problem, ProblemCode};
use crate::template::Template;
use crate::token::{Algorithm, Issuer, KeySet, Profile, VerifierOptions};
use serde_json::Value;

/// Options whose shape was checked in TypeScript. They cross as JSON text, and are taken apart by hand: reading
/// them with serde-wasm-bindgen made the core 8 KB (gzip) larger.
struct Options<'a>(&'a Value);

impl<'a> Options<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(Value::as_str)
    }

    fn list(&self, name: &str) -> &'a [Value] {
        self.0.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// Where the template stands in the caller's options.
pub(super) const TEMPLATE: &str = "/template";

/// Problems of a document that stands at a place of the options.
pub(super) fn place(problems: &[Problem], at: &str) -> Vec<Problem> {
    let placed =
        |problem: &Problem| Problem { pointer: format!("{at}{}", problem.pointer), ..problem.clone() };
    problems.iter().map(placed).collect()
}

/// A profile by its name, or as it is; by default Logto's.
fn profile(given: Option<&Value>, pointer: &str, problems: &mut Vec<Problem>) -> Profile {
    let logto = Value::String("logto".to_owned());
    let found = match given.filter(|given| !given.is_null()).unwrap_or(&logto) {
        Value::String(name) => Profile::named(name).ok_or_else(|| {
            let message = format!("there is no profile `{name}`");
            vec![Problem { code: ProblemCode::WrongType, pointer: String::new(), message }]
        }),
        profile => Profile::read(profile),
    };
    found.unwrap_or_else(|found| {
        problems.extend(place(&found, pointer));
        // Nothing is verified with it.
        Profile::default()
    })
}

/// Reads the documents of all options: a gate's options and the warnings of key sets, or the problems of all.
pub(super) fn read(options: &Value) -> Result<(GateOptions, Vec<Problem>), Vec<Problem>> {
    let options = Options(options);
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let template = options.text("template").and_then(|text| {
        Template::from_json(text).map_err(|found| problems.extend(place(&found, TEMPLATE))).ok()
    });
    let mut issuers = Vec::new();
    for issuer in options.list("issuers").iter().map(Options) {
        // Where the issuer stands in the caller's options.
        let pointer = issuer.text("pointer").unwrap_or_default();
        let profile = profile(issuer.0.get("profile"), &format!("{pointer}/profile"), &mut problems);
        let audience = issuer.text("audience").map(str::to_owned);
        if audience.is_some() && profile.takes_no_audience() {
            problems.push(Problem {
                code: ProblemCode::UnknownMember,
                pointer: format!("{pointer}/audience"),
                message: "this has no effect: with this profile, the audience is the organization or the API resource"
                    .to_owned(),
            });
        }
        if audience.is_none() && profile.needs_audience() {
            problems.push(Problem {
                code: ProblemCode::MissingMember,
                pointer: format!("{pointer}/audience"),
                message: "the profile needs an `audience`: for whom the access tokens are".to_owned(),
            });
        }
        let pointer = format!("{pointer}/keys");
        let keys = issuer.text("keys").and_then(|text| match KeySet::from_json(text) {
            Ok(keys) => {
                warnings.extend(place(keys.warnings(), &pointer));
                Some(keys)
            }
            Err(found) => {
                problems.extend(place(&found, &pointer));
                None
            }
        });
        let algorithms =
            issuer.list("algorithms").iter().filter_map(Value::as_str).filter_map(Algorithm::from_name);
        let algorithms = algorithms.collect();
        issuers.push(Issuer {
            issuer: issuer.text("issuer").unwrap_or_default().to_owned(),
            keys,
            algorithms,
            profile,
            audience,
        });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut verifier = VerifierOptions::new(issuers);
    if let Some(bytes) = options.0.get("maxTokenBytes").and_then(Value::as_u64) {
        verifier.max_token_bytes = bytes as usize;
    }
    verifier.typ = options.text("typ").map(str::to_owned);
    let mode = options.text("mode").and_then(Mode::from_name);
    let clock_tolerance = options.0.get("clockToleranceSeconds").and_then(Value::as_i64).unwrap_or(0);
    Ok((GateOptions { verifier, clock_tolerance, template, mode }, warnings))
}
