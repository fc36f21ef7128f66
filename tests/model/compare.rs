//! Asks the policy and the model everything, and compares the answers.

use super::operations::{APPLICATIONS, INDICATORS, NOBODY, ORGANIZATIONS, USERS};
use super::resolution::Asked;
use super::{Codes, Model, Who, explanations, facts, lists};
use orgate::Error;
use orgate::policy::{Level, OrganizationRoles, Policy, Question};
use std::collections::BTreeSet;

/// What differs, for people.
pub type Difference = Result<(), String>;

/// Everybody whom an operation can create, and with `strangers` somebody whom none can.
pub fn everybody(strangers: bool) -> Vec<Who> {
    let who = |machine: bool| move |id: &&str| Who { machine, id: (*id).to_owned() };
    let mut everybody: Vec<Who> =
        USERS.iter().map(who(false)).chain(APPLICATIONS.iter().map(who(true))).collect();
    if strangers {
        everybody.extend([who(false)(&NOBODY), who(true)(&NOBODY)]);
    }
    everybody
}

/// With `strangers` also what is in no policy, or only in an import.
fn or_none<'a>(names: &'a [&'a str], strangers: bool) -> impl Iterator<Item = Option<&'a str>> {
    let strange: &[Option<&str>] = if strangers { &[Some(NOBODY), Some("urn:white space")] } else { &[] };
    names.iter().map(|name| Some(*name)).chain(strange.iter().copied()).chain([None])
}

/// Every question that can be asked here.
fn questions(strangers: bool, mut ask: impl FnMut(Asked<'_>) -> Difference) -> Difference {
    for who in &everybody(strangers) {
        for organization in or_none(&ORGANIZATIONS, strangers) {
            for resource in or_none(&INDICATORS, strangers) {
                ask(Asked { who, organization, resource, include: true })?;
                // Where an organization is named, the choice makes no difference. That need not be seen at each step.
                if organization.is_none() || strangers {
                    ask(Asked { who, organization, resource, include: false })?;
                }
            }
        }
    }
    Ok(())
}

/// The same answer, or a code that fits.
pub fn same<T: PartialEq + std::fmt::Debug>(
    what: impl Fn() -> String,
    actual: Result<T, Error>,
    expected: Result<T, Codes>,
) -> Difference {
    match (actual, expected) {
        (Ok(actual), Ok(expected)) if actual == expected => Ok(()),
        (Err(error), Err(codes)) if codes.contains(error.code().as_str()) => Ok(()),
        (actual, expected) => {
            let actual = actual.map_err(|error| format!("{} ({error})", error.code().as_str()));
            Err(format!("{}: expected {expected:?}, got {actual:?}", what()))
        }
    }
}

pub fn equal<T: PartialEq + std::fmt::Debug>(
    what: impl Fn() -> String,
    actual: &T,
    expected: &T,
) -> Difference {
    if actual == expected {
        Ok(())
    } else {
        Err(format!("{}: expected {expected:?}, got {actual:?}", what()))
    }
}

/// Everything: what the policy holds, who is where, and what everybody may do.
pub fn everything(policy: &Policy, model: &Model) -> Difference {
    let (actual, expected) = (facts::of_policy(policy), model.facts());
    let lines = |facts: std::collections::btree_set::Difference<'_, _>| {
        facts.map(|fact| serde_json::to_string(fact).unwrap()).collect::<Vec<_>>().join(", ")
    };
    if actual != expected {
        let (missing, extra) = (lines(expected.difference(&actual)), lines(actual.difference(&expected)));
        return Err(format!("the document lacks {missing} and has {extra}"));
    }
    counts(policy, model)?;
    lists::agree(policy, model)?;
    questions(false, |asked| answers(policy, model, asked))
}

/// The same of what is in no policy, and every explanation.
pub fn at_the_end(policy: &Policy, model: &Model) -> Difference {
    everything(policy, model)?;
    questions(true, |asked| answers(policy, model, asked))?;
    questions(true, |asked| {
        let nothing = model.resolve(asked).map(|_| BTreeSet::new());
        same(|| format!("resolve {asked:?} with nothing"), granted(policy, asked, Some(&[])), nothing)
    })?;
    questions(true, |asked| explanations::agree(policy, model, asked))
}

fn counts(policy: &Policy, model: &Model) -> Difference {
    let actual = policy.counts();
    let of = |level| model.roles.keys().filter(|(at, _)| *at == level).count();
    let users = model.principals.keys().filter(|who| !who.machine).count();
    let expected = [
        model.permissions.len(),
        model.resources.len(),
        of(Level::Organization),
        of(Level::Global),
        users,
        model.principals.len() - users,
        model.organizations.len(),
        model.organizations.values().map(|organization| organization.members.len()).sum(),
    ];
    let actual = [
        actual.permissions,
        actual.resources,
        actual.organization_roles,
        actual.global_roles,
        actual.users,
        actual.applications,
        actual.organizations,
        actual.memberships,
    ];
    equal(|| "counts".to_owned(), &actual, &expected)
}

pub fn with_question<T>(
    asked: Asked<'_>,
    requested: Option<&[String]>,
    ask: impl FnOnce(&Question<'_>) -> T,
) -> T {
    let principal = asked.who.principal();
    ask(&Question {
        principal: &principal,
        organization: asked.organization,
        resource: asked.resource,
        requested,
        organization_roles: if asked.include {
            OrganizationRoles::Include
        } else {
            OrganizationRoles::Exclude
        },
    })
}

/// The permissions of a grant, each of which stands there once.
fn granted(
    policy: &Policy,
    asked: Asked<'_>,
    requested: Option<&[String]>,
) -> Result<BTreeSet<String>, Error> {
    let grant = with_question(asked, requested, |question| policy.resolve(question))?;
    let set: BTreeSet<String> = grant.permissions.iter().cloned().collect();
    assert_eq!(set.len(), grant.permissions.len(), "a permission stands twice in {:?}", grant.permissions);
    Ok(set)
}

fn answers(policy: &Policy, model: &Model, asked: Asked<'_>) -> Difference {
    let expected = model.resolve(asked);
    same(|| format!("resolve {asked:?}"), granted(policy, asked, None), expected.clone())?;
    if expected.as_ref().is_ok_and(BTreeSet::is_empty) {
        return Ok(());
    }
    // Requested and available: names that nobody knows are dropped, and one that is asked for twice is one.
    let requested = ["read", NOBODY, "Read", "read", "", "white space"].map(str::to_owned);
    let expected =
        expected.map(|available| available.into_iter().filter(|name| requested.contains(name)).collect());
    same(
        || format!("resolve {asked:?} with {requested:?}"),
        granted(policy, asked, Some(&requested)),
        expected,
    )
}
