//! Each rule, with a template that has what it finds and one that does not.

use super::{finds, found, template};
use serde_json::{Value, json};

/// A template with one API resource, whose permissions are held by the role of all permissions.
fn with_resource(indicator: &str, permissions: &Value) -> Value {
    let mut document = template(&json!(["a"]), json!([]));
    document["resources"] = json!([{ "indicator": indicator, "permissions": permissions }]);
    document["roles"][0]["resources"] = json!({ indicator: permissions });
    document
}

const API: &str = "https://api.test";

#[test]
fn a_good_template_has_no_findings() {
    finds(&json!({ "v": 1, "permissions": [], "roles": [] }), &[]);
    finds(&template(&json!(["read:x", "write:x"]), json!([])), &[]);
    finds(&with_resource(API, &json!(["read:x", "write:x"])), &[]);
}

#[test]
fn role_without_permission() {
    finds(
        &template(
            &json!(["a"]),
            json!([{ "name": "idle", "permissions": [] }, { "name": "none", "permissions": [] }]),
        ),
        &[
            "warning role-without-permission /roles/1: the role `idle` holds no permission",
            "warning role-without-permission /roles/2: the role `none` holds no permission",
        ],
    );
    // One of an API resource is one.
    let mut document = with_resource(API, &json!(["read"]));
    document["roles"].as_array_mut().unwrap().push(
        json!({ "name": "bot", "type": "MachineToMachine", "permissions": [], "resources": { API: ["read"] } }),
    );
    finds(&document, &[]);
    document["roles"][1]["resources"][API] = json!([]);
    finds(&document, &["warning role-without-permission /roles/1: the role `bot` holds no permission"]);
}

#[test]
fn permission_without_role() {
    let mut document = with_resource(API, &json!(["read"]));
    document["permissions"] = json!(["left", "a", { "name": "right", "description": "of way" }]);
    document["resources"][0]["permissions"] = json!(["read", "a"]);
    finds(
        &document,
        &[
            "warning permission-without-role /permissions/0: no organization role holds the permission `left`",
            "warning permission-without-role /permissions/2: no organization role holds the permission `right`",
            "info permission-without-role /resources/0/permissions/1: no organization role holds the permission `a` of \
             `https://api.test`; a global role may",
        ],
    );
}

#[test]
fn equal_roles() {
    let roles = json!([
        { "name": "b", "permissions": ["x"] },
        { "name": "a", "permissions": ["x"] },
        { "name": "bot", "type": "MachineToMachine", "permissions": ["x"] },
        { "name": "c", "permissions": ["x"] },
        { "name": "d", "permissions": ["y"] },
    ]);
    finds(
        &json!({ "v": 1, "permissions": ["x", "y"], "roles": roles }),
        &[
            "warning equal-roles /roles/1: the role `a` holds the same permissions as `b`",
            "warning equal-roles /roles/3: the role `c` holds the same permissions as `b`",
        ],
    );
    // What they hold of API resources counts.
    let mut document = with_resource(API, &json!(["a", "b"]));
    document["roles"] = json!([
        { "name": "1", "permissions": ["a"], "resources": { API: ["a"] } },
        { "name": "2", "permissions": ["a"], "resources": { API: ["b"] } },
        { "name": "3", "permissions": ["a"], "resources": { API: ["a"] } },
    ]);
    finds(&document, &["warning equal-roles /roles/2: the role `3` holds the same permissions as `1`"]);
}

#[test]
fn role_within_role() {
    let roles = json!([
        { "name": "one", "permissions": ["x"] },
        { "name": "three", "permissions": ["x", "y", "z"] },
        { "name": "two", "permissions": ["x", "y"] },
        { "name": "other two", "permissions": ["x", "z"] },
        { "name": "bot", "type": "MachineToMachine", "permissions": ["z"] },
    ]);
    finds(
        &json!({ "v": 1, "permissions": ["x", "y", "z"], "roles": roles }),
        &[
            "info role-within-role /roles/0: the role `two` holds all that `one` holds, and more",
            "info role-within-role /roles/2: the role `three` holds all that `two` holds, and more",
            "info role-within-role /roles/3: the role `three` holds all that `other two` holds, and more",
        ],
    );
    let apart = json!([{ "name": "a", "permissions": ["x"] }, { "name": "b", "permissions": ["y", "z"] }]);
    finds(&json!({ "v": 1, "permissions": ["x", "y", "z"], "roles": apart }), &[]);
}

#[test]
fn names_differ_only_in_case() {
    let mut document =
        with_resource(API, &json!(["Read", "read", "a", "STRASSE", "straße", "ÄRGER", "ärger"]));
    document["resources"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "indicator": "https://API.test", "permissions": ["READ"] }));
    document["roles"][0]["resources"]["https://API.test"] = json!(["READ"]);
    document["roles"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "name": "Owner", "type": "MachineToMachine", "permissions": ["a"] }));
    finds(
        &document,
        &[
            "warning names-differ-only-in-case /resources/0/permissions/1: the permission `read` of `https://api.test` \
             differs from `Read` only in case, and case matters",
            "warning names-differ-only-in-case /resources/0/permissions/6: the permission `ärger` of `https://api.test` \
             differs from `ÄRGER` only in case, and case matters",
            "warning names-differ-only-in-case /resources/1: the API resource `https://API.test` differs from \
             `https://api.test` only in case, and case matters",
            "warning names-differ-only-in-case /roles/1: the role `Owner` differs from `owner` only in case, and case \
             matters",
        ],
    );
    // Neither another list nor another character is.
    finds(&template(&json!(["read-x", "read_x", "owner"]), json!([])), &[]);
}

#[test]
fn inconsistent_naming() {
    finds(
        &template(
            &json!(["a", "members.remove", "invite:member", "read:member", "x/y", "v1.0:read"]),
            json!([]),
        ),
        &[
            "warning inconsistent-naming /permissions/1: the permission `members.remove` is separated by `.`, and others \
             such as `invite:member` by `:`",
            "warning inconsistent-naming /permissions/4: the permission `x/y` is separated by `/`, and others such as \
             `invite:member` by `:`",
        ],
    );
    // Of as many the first counts.
    finds(
        &template(&json!(["x/y", "a:b"]), json!([])),
        &[
            "warning inconsistent-naming /permissions/1: the permission `a:b` is separated by `:`, and others such as \
           `x/y` by `/`",
        ],
    );
    // Words may be put together in any way; each list has its own separator; roles are named for people.
    finds(
        &template(
            &json!(["a:b:c", "a-b:c_d", "plain"]),
            json!([{ "name": "x.y", "type": "MachineToMachine", "permissions": ["plain"] }]),
        ),
        &[],
    );
    let mut document = with_resource(API, &json!(["a.b", "c.d"]));
    document["permissions"] = json!(["a:b"]);
    document["roles"][0]["permissions"] = json!(["a:b"]);
    finds(&document, &[]);
}

#[test]
fn wildcard_name() {
    finds(
        &template(&json!(["read:*", "what?", "of:{id}", "a+b", "[a]", "50%"]), json!([])),
        &[
            "warning wildcard-name /permissions/0: the permission `read:*` is no pattern: `*` stands for itself alone",
            "warning wildcard-name /permissions/1: the permission `what?` is no pattern: `?` stands for itself alone",
            "warning wildcard-name /permissions/2: the permission `of:{id}` is no pattern: `{` stands for itself alone",
        ],
    );
    let document = with_resource(API, &json!(["*"]));
    finds(
        &document,
        &[
            "warning wildcard-name /resources/0/permissions/0: the permission `*` of `https://api.test` is no pattern: \
           `*` stands for itself alone",
        ],
    );
}

/// What an import keeps with a warning is an error of any other document.
#[test]
fn not_grantable() {
    let mut document = with_resource("no uri", &json!(["read", "write all"]));
    document["permissions"] = json!(["a", { "name": "a b" }]);
    document["roles"][0]["permissions"] = json!(["a", "a b"]);
    document["resources"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "indicator": "https://manage.test", "managementApi": true, "permissions": ["all"] }));
    document["roles"][0]["resources"]["https://manage.test"] = json!(["all"]);
    document["imported"] = json!(true);
    finds(
        &document,
        &[
            "warning not-grantable PERMISSION_NOT_GRANTABLE /permissions/1: the permission `a b` has white space in it, \
             so no token can ever carry it",
            "warning not-grantable RESOURCE_NOT_GRANTABLE /resources/0: the API resource `no uri` is no absolute URI \
             without a fragment, so no token can ever be for it",
            "warning not-grantable PERMISSION_NOT_GRANTABLE /resources/0/permissions/1: the permission `write all` of \
             `no uri` has white space in it, so no token can ever carry it",
            "warning not-grantable MANAGEMENT_PERMISSION /roles/0: the role `owner` is for users, and gets no permission of \
             the management API `https://manage.test`",
        ],
    );
    document["imported"] = json!(false);
    let errors: Vec<String> =
        found(&document).into_iter().filter(|line| line.contains("not-grantable")).collect();
    assert_eq!(
        errors,
        [
            "error not-grantable NAME_WHITESPACE /permissions/1/name: the permission `a b` has white space in it, and \
             scopes are separated by spaces",
            "error not-grantable INDICATOR_INVALID /resources/0/indicator: a resource indicator is an absolute URI \
             without a fragment",
            "error not-grantable NAME_WHITESPACE /resources/0/permissions/1: the permission `write all` has white space \
             in it, and scopes are separated by spaces",
            "error not-grantable MANAGEMENT_PERMISSION /roles/0/resources: `https://manage.test` is a management API, \
             whose permissions only roles of type `MachineToMachine` hold",
        ]
    );
}

#[test]
fn dangling_reference() {
    let mut document = with_resource(API, &json!(["read"]));
    document["roles"][0] =
        json!({ "name": "r", "permissions": ["a", "b"], "resources": { API: ["Read"], "urn:x": [] } });
    finds(
        &document,
        &[
            "error dangling-reference UNKNOWN_PERMISSION /roles/0/permissions/1: there is no permission `b`",
            "error dangling-reference UNKNOWN_PERMISSION /roles/0/resources/https:~1~1api.test/0: there is no permission \
             `Read` of this API resource; did you mean `read`?",
            "error dangling-reference UNKNOWN_RESOURCE /roles/0/resources/urn:x: there is no API resource `urn:x`",
        ],
    );
}

#[test]
fn invalid() {
    finds(
        &json!({ "v": 2, "permissions": ["a", "a", 1], "roles": [{ "permissions": ["a"] }], "scopes": [] }),
        &[
            "error invalid DUPLICATE_NAME /permissions/1: the permission `a` is there twice",
            "error invalid WRONG_TYPE /permissions/2: a permission is a name, or an object with a name",
            "error invalid MISSING_MEMBER /roles/0/name: `name` is missing",
            "error invalid UNKNOWN_MEMBER /scopes: `scopes` is not a member here; known are $schema, v, version, \
             imported, lintOff, permissions, resources, roles",
            "error invalid VERSION_UNSUPPORTED /v: `v` is not 1, the version that is read here",
        ],
    );
}
