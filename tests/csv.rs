//! Templates as CSV: what is written, what is read, and what is refused.

#![cfg(all(feature = "policy", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

mod documents;

use orgate::{Problem, Template};
use serde_json::{Value, json};

const HEADER: &str = "role,permission,type,resource\n";
const API: &str = "https://api.test";

fn template(document: &Value) -> Template {
    Template::from_json(&document.to_string()).unwrap()
}

/// Rows without the header.
fn rows(text: &str) -> Result<Template, Vec<Problem>> {
    Template::from_csv(&format!("{HEADER}{text}"))
}

fn lines(problems: &[Problem]) -> Vec<String> {
    let code = |problem: &Problem| json!(problem.code).as_str().unwrap().to_owned();
    problems.iter().map(|problem| format!("{} {}", code(problem), problem.pointer)).collect()
}

/// Codes and places of the problems of a whole text, whose messages name the line.
#[track_caller]
fn refused(text: &str, expected: &[&str]) {
    let problems = Template::from_csv(text).expect_err(text);
    assert_eq!(lines(&problems), expected, "{text:?}");
    for problem in problems {
        let line = problem.pointer.split('/').nth(1).unwrap();
        assert!(problem.message.starts_with(&format!("line {line}: ")), "{problem:?}");
    }
}

#[track_caller]
fn refused_rows(text: &str, expected: &[&str]) {
    refused(&format!("{HEADER}{text}"), expected);
}

fn sample() -> Value {
    json!({
        "v": 1,
        "version": "7",
        "permissions": ["read:reports", { "name": "manage:billing", "description": "Pays" }, "a,b"],
        "resources": [
            { "indicator": API, "name": "Orders", "isDefault": true, "permissions": ["write", "read", "read:reports"] },
            { "indicator": "urn:empty", "permissions": [] },
            { "indicator": "https://tenant.logto.app/api", "managementApi": true, "permissions": ["all"] },
        ],
        "roles": [
            { "name": "guest", "permissions": [] },
            { "name": "=the \"boss\"", "permissions": ["read:reports", "a,b"], "resources": { API: ["write", "read"] } },
            { "name": "two\nlines", "type": "MachineToMachine", "permissions": [], "resources": { API: ["write"] } },
        ],
    })
}

#[test]
fn every_cell_has_a_row() {
    let expected = "role,permission,type,resource
,manage:billing,,
,read:reports,,https://api.test
,all,,https://tenant.logto.app/api
,,,urn:empty
\"=the \"\"boss\"\"\",\"a,b\",User,
\"=the \"\"boss\"\"\",read:reports,User,
\"=the \"\"boss\"\"\",read,User,https://api.test
\"=the \"\"boss\"\"\",write,User,https://api.test
guest,,User,
\"two
lines\",write,MachineToMachine,https://api.test
";
    let written = template(&sample()).to_csv();
    assert_eq!(written, expected);
    let read = Template::from_csv(&written).unwrap();
    assert_eq!(read.hash(), template(&sample()).hash());
    assert_eq!(read.to_csv(), written);
    assert_eq!((read.version(), read.warnings()), (None, &[][..]));
    let nothing = template(&json!({ "v": 1, "permissions": [], "roles": [] }));
    assert_eq!(nothing.to_csv(), HEADER);
    assert_eq!(Template::from_csv(HEADER).unwrap().hash(), nothing.hash());
}

#[test]
fn columns_and_rows_stand_in_any_order() {
    let document = json!({
        "v": 1,
        "permissions": ["read", "write"],
        "resources": [{ "indicator": API, "permissions": ["read"] }],
        "roles": [
            { "name": "admin", "permissions": ["read", "write"], "resources": { API: ["read"] } },
            { "name": "bot", "type": "MachineToMachine", "permissions": ["read"] },
        ],
    });
    let expected = template(&document);
    let text = "\u{feff}\"resource\",type,permission,role\r\n\
        https://api.test,,read,admin\r\n,,read,bot\r\n,User,write,admin\r\n,,read,admin\r\n,MachineToMachine,,bot\r\n";
    assert_eq!(Template::from_csv(text).unwrap().hash(), expected.hash());
    // A role or a permission may stand alone and in a cell too; the last line needs no end.
    let text = "permission,role\n,admin\nread,admin\nread,";
    let read = Template::from_csv(text).unwrap();
    assert_eq!(read.to_csv(), "role,permission,type,resource\nadmin,read,User,\n");
}

#[test]
fn a_header_says_what_the_columns_are() {
    refused("", &["CSV_INVALID /1"]);
    refused("\u{feff}", &["CSV_INVALID /1"]);
    refused("\n", &["UNKNOWN_MEMBER /1/", "MISSING_MEMBER /1/role", "MISSING_MEMBER /1/permission"]);
    refused("role,type\nadmin,User\n", &["MISSING_MEMBER /1/permission"]);
    refused("role,permission,role,scope/s\n", &["DUPLICATE_NAME /1/role", "UNKNOWN_MEMBER /1/scope~1s"]);
    refused("Role,permission\n", &["UNKNOWN_MEMBER /1/Role", "MISSING_MEMBER /1/role"]);
    let semicolons = "role;permission\n";
    let missing = ["MISSING_MEMBER /1/role", "MISSING_MEMBER /1/permission"];
    refused(semicolons, &["UNKNOWN_MEMBER /1/role;permission", missing[0], missing[1]]);
    refused("\"role\nname\",permission\n\"", &["UNKNOWN_MEMBER /1/role\nname", "MISSING_MEMBER /1/role"]);
    refused("role,\"permission\n", &["CSV_INVALID /1"]);
    refused("role,permission\"\n", &["CSV_INVALID /1"]);
}

#[test]
fn what_is_not_csv_ends_the_reading_where_it_stands() {
    refused_rows("admin,\"read,User,\nadmin,write,User,\n", &["CSV_INVALID /2/permission"]);
    refused_rows("admin,read,User,\n\"admin\"x,write,User,\n,,,\n", &["CSV_INVALID /3/role"]);
    refused_rows("\"two\nlines\",read,\"User\" ,\n", &["CSV_INVALID /2/type"]);
    refused_rows("\"two\nlines\",read,User,\na,re\"ad,User,\n", &["CSV_INVALID /4/permission"]);
    refused_rows("a,read,User,\rb,read,User,\r", &["CSV_INVALID /2/resource"]);
    // What came before it is judged too.
    refused_rows("a,b c,User,\na,\"", &["NAME_WHITESPACE /2/permission", "CSV_INVALID /3/permission"]);
}

#[test]
fn a_row_has_as_many_fields_as_the_header() {
    refused_rows(
        "a,b,User\na,b,User,,\n\na,b,User,",
        &["CSV_INVALID /2", "CSV_INVALID /3", "CSV_INVALID /4"],
    );
    refused_rows("a,b,User,\n   \n", &["CSV_INVALID /3"]);
    refused("role,permission\na,b,\"c\n", &["CSV_INVALID /2"]);
}

#[test]
fn a_row_says_something_and_says_it_once() {
    refused_rows(",,,\n", &["CSV_INVALID /2"]);
    refused_rows(",read,User,\n", &["CSV_INVALID /2/type"]);
    refused_rows(",,User,https://api.test\n", &["CSV_INVALID /2/type"]);
    refused_rows("admin,,User,https://api.test\n", &["CSV_INVALID /2/permission"]);
    refused_rows("a,b,User,\na,b,,\n", &["DUPLICATE_NAME /3/permission"]);
    refused_rows("a,b,User,urn:a\na,b,User,urn:b\na,b,,urn:a\n", &["DUPLICATE_NAME /4/permission"]);
    refused_rows("a,,User,\na,,,\n", &["DUPLICATE_NAME /3/role"]);
    refused_rows(
        ",b,,\n,b,,urn:a\n,b,,\n,b,,urn:a\n",
        &["DUPLICATE_NAME /4/permission", "DUPLICATE_NAME /5/permission"],
    );
    refused_rows(",,,urn:a\n,,,urn:a\n", &["DUPLICATE_NAME /3/resource"]);
}

#[test]
fn a_role_has_one_type() {
    refused_rows("a,b,Robot,\n", &["ROLE_TYPE_INVALID /2/type"]);
    refused_rows("a,b,user,\n", &["ROLE_TYPE_INVALID /2/type"]);
    refused_rows("a,b,User,\na,c,MachineToMachine,\n", &["ROLE_TYPE_INVALID /3/type"]);
    refused_rows("a,b,,\na,c,MachineToMachine,\na,d,,\na,,User,\n", &["ROLE_TYPE_INVALID /5/type"]);
    let read = rows("a,b,,\na,c,MachineToMachine,\nb,c,,\n").unwrap();
    let types: Vec<_> = read.roles().map(|(_, role)| role.role_type.as_str()).collect();
    assert_eq!(types, ["MachineToMachine", "User"]);
}

/// The rules are those of the native format.
#[test]
fn names_follow_the_rules_of_a_template() {
    let long = "é".repeat(129);
    refused_rows(
        &format!("{long},{long},User,\n"),
        &["NAME_TOO_LONG /2/role", "NAME_TOO_LONG /2/permission"],
    );
    refused_rows(&format!("a,{},User,urn:a\n", "é".repeat(257)), &["NAME_TOO_LONG /2/permission"]);
    assert!(rows(&format!("a,{long},User,urn:a\n")).is_ok());
    refused_rows(
        "a,has space,User,\n,\"b\t\",,\n",
        &["NAME_WHITESPACE /2/permission", "NAME_WHITESPACE /3/permission"],
    );
    refused_rows(
        "a,b,User,api\na,b,User,urn:a#b\n",
        &["INDICATOR_INVALID /2/resource", "INDICATOR_INVALID /3/resource"],
    );
    // White space and control characters are as good in the name of a role as they are in JSON.
    let odd = " \u{0}\u{7}\r\u{a0}";
    let read = rows(&format!("\"{odd}\",\u{0},User,\n")).unwrap();
    assert_eq!(read.roles().map(|(name, _)| name).collect::<Vec<_>>(), [odd]);
    assert!(read.permissions().id("\u{0}").is_some());
}

/// As in an import, which has no flag either.
#[test]
fn a_management_api_is_known_by_its_indicator() {
    let api = "https://tenant.logto.app/api";
    refused_rows(
        &format!("a,all,,{api}\nb,all,,{api}\nb,,MachineToMachine,\na,more,User,{api}\n"),
        &["MANAGEMENT_PERMISSION /2/resource"],
    );
    let read = rows(&format!("b,all,MachineToMachine,{api}\n")).unwrap();
    assert!(read.resource(api).unwrap().1.management_api);
}

/// A tenant has a permission with a space in it.
#[test]
fn what_only_an_import_may_hold_is_written_and_not_read() {
    let tenant = Template::from_json(include_str!("fixtures/logto/template-export/bundle.json")).unwrap();
    let written = tenant.to_csv();
    let problems = Template::from_csv(&written).unwrap_err();
    assert_eq!(lines(&problems).len(), written.matches("has space").count());
    assert!(lines(&problems).iter().all(|line| line.starts_with("NAME_WHITESPACE /")), "{problems:?}");
    let rest = Template::from_csv(&written.replace("has space", "has-space")).unwrap();
    assert_eq!(rest.to_csv(), written.replace("has space", "has-space"));
    assert_eq!(rest.permissions().len(), tenant.permissions().len());
}

#[test]
fn bounds_are_those_of_a_template() {
    let many = |count: usize, row: &dyn Fn(usize) -> String| rows(&(0..count).map(row).collect::<String>());
    let roles = |number: usize| format!("r{number},,User,\n");
    assert!(many(1_000, &roles).is_ok());
    assert_eq!(lines(&many(1_002, &roles).unwrap_err()), ["TOO_MANY /1002/role"]);
    let resources = |number: usize| format!(",,,urn:{number}\n");
    assert!(many(1_000, &resources).is_ok());
    assert_eq!(lines(&many(1_002, &resources).unwrap_err()), ["TOO_MANY /1002/resource"]);
    let permissions = |number: usize| format!("r,p{number},,{}\n", if number < 5_000 { "" } else { "urn:a" });
    assert!(many(10_000, &permissions).is_ok());
    assert_eq!(lines(&many(10_002, &permissions).unwrap_err()), ["TOO_MANY /10002/permission"]);
}

/// Linear in the text, however it is made; and what is refused costs no memory.
#[test]
fn texts_that_are_made_to_cost() {
    let megabytes = 4 << 20;
    let start = std::time::Instant::now();
    refused_rows(&format!("{},b,User,\n", "a".repeat(megabytes)), &["NAME_TOO_LONG /2/role"]);
    refused_rows(&format!("\"{}\",b,User,\n", "\"".repeat(megabytes)), &["NAME_TOO_LONG /2/role"]);
    refused_rows(&format!("a,b,User,\"{}\"\n", "\"".repeat(megabytes)), &["NAME_TOO_LONG /2/resource"]);
    refused_rows(&format!("a,b,{},\n", "x".repeat(megabytes)), &["ROLE_TYPE_INVALID /2/type"]);
    refused_rows(&format!("a,b,User,{}\n", " ".repeat(megabytes)), &["INDICATOR_INVALID /2/resource"]);
    refused_rows(&",".repeat(megabytes), &["CSV_INVALID /2"]);
    refused_rows(&format!("\"{}", "\n".repeat(megabytes)), &["CSV_INVALID /2/role"]);
    refused_rows(&format!("{}\"", "\"\"".repeat(megabytes / 2)), &["CSV_INVALID /2/role"]);
    for hostile in ["\n", ",,,\n", "a,b,User,\n", "a b,c d,X,\n"] {
        let problems = rows(&hostile.repeat(megabytes / 8)).unwrap_err();
        assert_eq!(problems.len(), 1_000, "{hostile}");
    }
    let problems = Template::from_csv(&",".repeat(megabytes)).unwrap_err();
    assert_eq!(problems.len(), 1_000);
    let problems = Template::from_csv(&"x".repeat(megabytes)).unwrap_err();
    assert!(problems.iter().all(|problem| problem.message.len() + problem.pointer.len() < 3_000));
    // Every role holds a permission of every resource, the last resource first.
    let cells: String = (0..1_000)
        .flat_map(|role| (0..200).rev().map(move |resource| format!("r{role},p,User,urn:{resource}\n")))
        .collect();
    let read =
        rows(&format!("{}{cells}", (0..200).map(|number| format!(",,,urn:{number}\n")).collect::<String>()));
    assert_eq!(read.unwrap().to_csv().lines().count(), 200_001);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

mod properties {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    fn templates() -> impl Strategy<Value = Template> {
        documents::policies().prop_map(|document| template(&document["template"]))
    }

    /// Cells, and the same in another order.
    fn cells() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
        let resources = prop_oneof![Just(""), Just("urn:a"), Just("urn:b")];
        let cell = ("[a-d]", "[a-d]", resources);
        let rows = btree_set(cell.prop_map(|(role, name, of)| format!("{role},{name},{of}\n")), 0..20);
        let rows = rows.prop_map(|rows| rows.into_iter().collect::<Vec<_>>());
        rows.prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    }

    fn texts_of_csv() -> impl Strategy<Value = String> {
        let field = prop_oneof![
            4 => Just(String::new()),
            4 => "[a-c]".boxed(),
            2 => Just("User".to_owned()),
            2 => Just("MachineToMachine".to_owned()),
            2 => Just("urn:a".to_owned()),
            1 => Just("\"a\"\"b\"".to_owned()),
            1 => "[a-c,\"\r\n ]{0,3}",
        ];
        let row = prop_oneof![20 => vec(field.clone(), 4), 1 => vec(field, 0..6)];
        let end = prop_oneof![Just("\n"), Just("\r\n")];
        (vec(row, 0..12), end).prop_map(|(rows, end)| {
            let rows = rows.iter().map(|row| row.join(",") + end).collect::<String>();
            format!("role,permission,type,resource{end}{rows}")
        })
    }

    /// What is read is written the same way again; what is refused says where, a thousand times at most.
    fn is_stable(text: &str) -> Result<(), TestCaseError> {
        match Template::from_csv(text) {
            Ok(read) => {
                let written = read.to_csv();
                let again = Template::from_csv(&written).unwrap();
                prop_assert_eq!(again.hash(), read.hash());
                prop_assert_eq!(again.to_csv(), written);
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty() && problems.len() <= 1_000);
                for problem in problems {
                    let line = problem.pointer.split('/').nth(1).unwrap().parse::<usize>().unwrap();
                    prop_assert!((1..=text.split('\n').count()).contains(&line), "{problem:?}");
                    prop_assert!(problem.message.starts_with(&format!("line {line}: ")), "{problem:?}");
                }
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_template_that_goes_through_csv_means_the_same(template in templates()) {
            let written = template.to_csv();
            let read = Template::from_csv(&written).unwrap();
            prop_assert_eq!(read.hash(), template.hash());
            prop_assert_eq!(read.to_csv(), written.clone());
            let other_ends = Template::from_csv(&format!("\u{feff}{written}")).unwrap();
            prop_assert_eq!(other_ends.hash(), template.hash());
        }

        #[test]
        fn the_order_of_rows_says_nothing((rows, shuffled) in cells()) {
            let text = |rows: &[String]| format!("role,permission,resource\n{}", rows.concat());
            let [read, other] = [&rows, &shuffled].map(|rows| Template::from_csv(&text(rows)).unwrap());
            prop_assert_eq!(other.hash(), read.hash());
            prop_assert_eq!(other.to_csv(), read.to_csv());
            prop_assert_eq!(read.to_csv().lines().count(), rows.len() + 1);
        }

        #[test]
        fn rows_of_any_kind_are_read_or_refused(text in texts_of_csv()) {
            is_stable(&text)?;
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(role,permission\n)?[ra,\"\r\n\u{feff}é]{0,60}", rest in "\\PC{0,60}") {
            is_stable(&text)?;
            is_stable(&rest)?;
            is_stable(&format!("{text}{rest}"))?;
        }
    }
}
