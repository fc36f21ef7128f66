//! Questions and their answers: section 5 of the facts.

use super::*;

/// A user without an organization: D1. The documentation's reading is there on request.
#[test]
fn organization_roles_count_without_an_organization() {
    let policy = company();
    let ada = Principal::user("ada");
    assert_eq!(can(&policy, &ada, None, Some(API)), ["read", "write"]);
    let question = Question {
        resource: Some(API),
        organization_roles: OrganizationRoles::Exclude,
        ..Question::of(&ada)
    };
    assert_eq!(policy.resolve(&question).unwrap().permissions, ["read"]);
}

/// With an organization: D2. For an application its roles there alone.
#[test]
fn global_roles_count_for_users_in_an_organization() {
    let policy = company();
    assert_eq!(can(&policy, &Principal::user("ada"), Some("acme"), Some(API)), ["read", "write"]);
    assert_eq!(can(&policy, &Principal::application("ci"), Some("acme"), Some(API)), ["write"]);
    assert_eq!(can(&policy, &Principal::application("ci"), None, Some(API)), ["read"]);
}

#[test]
fn a_member_without_roles_may_nothing() {
    assert!(can(&company(), &Principal::user("bob"), Some("acme"), None).is_empty());
}

#[test]
fn questions_that_have_no_answer() {
    let policy = company();
    let (ada, nobody) = (Principal::user("ada"), Principal::user("nobody"));
    let code = |who, organization, resource| {
        let question = Question { organization, resource, ..Question::of(who) };
        policy.resolve(&question).unwrap_err().code().as_str()
    };
    assert_eq!(code(&ada, Some("globex"), None), "NOT_A_MEMBER");
    assert_eq!(code(&ada, Some("globex"), Some(API)), "NOT_A_MEMBER");
    assert_eq!(code(&ada, Some("initech"), None), "ORGANIZATION_UNKNOWN");
    assert_eq!(code(&ada, None, Some("urn:none")), "RESOURCE_UNKNOWN");
    assert_eq!(code(&ada, None, None), "ORGANIZATION_REQUIRED");
    assert_eq!(code(&nobody, Some("acme"), None), "PRINCIPAL_UNKNOWN");
    assert_eq!(code(&Principal::application("ada"), Some("acme"), None), "PRINCIPAL_UNKNOWN");
}
