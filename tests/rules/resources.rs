//! API resources.

use super::*;

#[test]
fn an_indicator_is_an_absolute_uri_without_fragment() {
    let mut policy = company();
    for indicator in
        ["", "api", "/v1", "//api.test", "https:", "1https://api.test", "https://api.test/#a", "https://a b"]
    {
        refused(&mut policy, "INDICATOR_INVALID", json!({ "op": "createResource", "indicator": indicator }));
    }
    for indicator in ["https://other.test/v1?a=b", "urn:orders", "api:orders"] {
        allowed(&mut policy, json!({ "op": "createResource", "indicator": indicator }));
    }
}

#[test]
fn an_indicator_is_unique_and_immutable() {
    let mut policy = company();
    refused(&mut policy, "NAME_TAKEN", json!({ "op": "createResource", "indicator": API }));
    let set = json!({ "indicator": "urn:other" });
    refused(
        &mut policy,
        "INDICATOR_IMMUTABLE",
        json!({ "op": "updateResource", "indicator": API, "set": set }),
    );
    refused(
        &mut policy,
        "RESOURCE_UNKNOWN",
        json!({ "op": "updateResource", "indicator": "urn:none", "set": { "name": "x" } }),
    );
    refused(&mut policy, "RESOURCE_UNKNOWN", json!({ "op": "deleteResource", "indicator": "urn:none" }));
}

#[test]
fn at_most_one_resource_is_the_default() {
    let mut policy = company();
    let changes =
        done(&mut policy, json!({ "op": "createResource", "indicator": "urn:new", "isDefault": true }));
    assert_eq!(
        changes,
        json!([
            {
                "change": "changed",
                "before": { "fact": "resource", "indicator": API, "isDefault": true },
                "after": { "fact": "resource", "indicator": API }
            },
            { "change": "added", "fact": "resource", "indicator": "urn:new", "isDefault": true }
        ])
    );
    let changes =
        done(&mut policy, json!({ "op": "updateResource", "indicator": API, "set": { "isDefault": true } }));
    assert_eq!(changes.as_array().unwrap().len(), 2);
    let defaults = policy.template().resources().filter(|(_, _, resource)| resource.is_default);
    assert_eq!(defaults.map(|(_, indicator, _)| indicator).collect::<Vec<_>>(), [API]);
}

#[test]
fn the_name_of_a_resource_can_be_taken_away() {
    let mut policy = company();
    let name = |name: Value| json!({ "op": "updateResource", "indicator": API, "set": { "name": name } });
    done(&mut policy, name("Orders".into()));
    assert_eq!(policy.template().resource(API).unwrap().1.name.as_deref(), Some("Orders"));
    done(&mut policy, name(Value::Null));
    assert_eq!(policy.template().resource(API).unwrap().1.name, None);
    refused(&mut policy, "NAME_INVALID", name("".into()));
    refused(
        &mut policy,
        "OPERATION_INVALID",
        json!({ "op": "updateOrganization", "id": "acme", "set": { "name": null } }),
    );
}
