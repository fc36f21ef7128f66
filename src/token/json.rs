//! Strict JSON objects: what RFC 8259 leaves to the reader is refused here.
//!
//! Refused: a member name twice at any depth (RFC 7519 section 4 allows it), nesting over [`MAX_DEPTH`], a
//! byte order mark, invalid UTF-8, lone surrogates, numbers out of range, anything after the object.

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

/// The deepest nesting of objects and arrays, the outermost object counted.
pub(super) const MAX_DEPTH: usize = 16;

/// The most members of the outermost object.
const MAX_MEMBERS: usize = 256;

/// A member's value, as far as a header or a claim needs it.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    /// An array that holds nothing but strings.
    Texts(Vec<Cow<'a, str>>),
    Members(Object<'a>),
    /// Anything else. It was read with the same strictness, and is not kept.
    Other,
}

/// The members of an object in their order, each name once.
#[derive(Debug, PartialEq)]
pub(super) struct Object<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

impl<'a> Object<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// What lies at the end of a way of names. Where the way leads through something else than an object, its name.
    pub(super) fn at<'p>(&self, path: &'p [String]) -> Result<Option<&Value<'a>>, &'p str> {
        let Some((last, way)) = path.split_last() else { return Ok(None) };
        let mut object = self;
        for name in way {
            match object.get(name) {
                None => return Ok(None),
                Some(Value::Members(inner)) => object = inner,
                Some(_) => return Err(name),
            }
        }
        Ok(object.get(last))
    }
}

/// Names, numbered as they come. One type for the sets of names of a token: each other one is code of its own.
#[derive(Default)]
pub(super) struct Names<'a>(BTreeMap<Cow<'a, str>, usize>);

impl<'a> Names<'a> {
    /// The number of a name; an error with the number that it has when it came before.
    #[inline(never)]
    pub(super) fn add(&mut self, name: Cow<'a, str>) -> Result<usize, usize> {
        let number = self.0.len();
        match self.0.entry(name) {
            Entry::Vacant(place) => Ok(*place.insert(number)),
            Entry::Occupied(known) => Err(*known.get()),
        }
    }
}

/// Reads one object that fills `bytes`.
pub(super) fn read(bytes: &[u8]) -> Result<Object<'_>, &'static str> {
    let problem = Cell::new("is not a JSON object");
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let object = deserializer.deserialize_map(Members { problem: &problem }).map_err(|_| problem.get())?;
    deserializer.end().map_err(|_| "has something after its JSON object")?;
    Ok(object)
}

/// Fails with a reason that is ours: what the JSON library would say may quote the input.
fn fail<E: de::Error>(problem: &Cell<&'static str>, reason: &'static str) -> E {
    problem.set(reason);
    E::custom("")
}

struct Members<'p> {
    problem: &'p Cell<&'static str>,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        // From here on it is an object, only not a well-formed one.
        self.problem.set("is not valid JSON");
        members(&mut map, Reader { problem: self.problem, depth: 2 }, Vec::with_capacity(12))
    }
}

fn members<'de, A: MapAccess<'de>>(
    map: &mut A,
    reader: Reader<'_>,
    mut members: Vec<(Cow<'de, str>, Value<'de>)>,
) -> Result<Object<'de>, A::Error> {
    let mut names = Names::default();
    while let Some(Text(name)) = map.next_key()? {
        if reader.depth == 2 && members.len() == MAX_MEMBERS {
            return Err(fail(reader.problem, "has more than 256 members"));
        }
        if names.add(name.clone()).is_err() {
            return Err(fail(reader.problem, "has a member name twice"));
        }
        members.push((name, map.next_value_seed(reader)?));
    }
    Ok(Object(members))
}

/// Reads any value; `depth` is the level that an object or array here would have.
#[derive(Clone, Copy)]
struct Reader<'p> {
    problem: &'p Cell<&'static str>,
    depth: usize,
}

impl Reader<'_> {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        if self.depth > MAX_DEPTH {
            return Err(fail(self.problem, "is nested too deeply"));
        }
        Ok(Self { depth: self.depth.saturating_add(1), ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let inner = self.inner()?;
        let mut texts = Vec::new();
        let mut only_texts = true;
        while let Some(value) = seq.next_element_seed(inner)? {
            match value {
                Value::Text(text) if only_texts => texts.push(text),
                _ => only_texts = false,
            }
        }
        Ok(if only_texts { Value::Texts(texts) } else { Value::Other })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        Ok(Value::Members(members(&mut map, self.inner()?, Vec::new())?))
    }
}

/// A string that is borrowed from the input where it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        let inner = levels - 1;
        format!("{{\"a\":{}{}}}", "[".repeat(inner), "]".repeat(inner))
    }

    #[test]
    fn reads_the_kinds_of_values_that_claims_have() {
        let object =
            read(br#"{"t":"x","e":"\u0041","n":1.5,"l":["a","b"],"m":["a",1],"o":{"i":{"d":"x"}},"z":null}"#)
                .unwrap();
        assert_eq!(object.get("t"), Some(&Value::Text("x".into())));
        assert_eq!(object.get("e"), Some(&Value::Text("A".into())));
        assert_eq!(object.get("n"), Some(&Value::Number(1.5)));
        assert_eq!(object.get("l"), Some(&Value::Texts(vec!["a".into(), "b".into()])));
        for name in ["m", "z"] {
            assert_eq!(object.get(name), Some(&Value::Other));
        }
        assert_eq!(object.get("missing"), None);
        let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(object.at(&path(&["o", "i", "d"])), Ok(Some(&Value::Text("x".into()))));
        for names in [&["o", "d"][..], &["missing", "d"], &[]] {
            assert_eq!(object.at(&path(names)), Ok(None), "{names:?}");
        }
        assert_eq!(object.at(&path(&["t", "d"])), Err("t"));
        assert_eq!(object.at(&path(&["o", "i", "d", "x"])), Err("d"));
    }

    #[test]
    fn refuses_a_name_twice_at_any_depth_and_however_it_is_written() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"q":1,"\u0071":1}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":[{"b":1,"\u0062":2}]}"#,
        ] {
            assert_eq!(read(text.as_bytes()).unwrap_err(), "has a member name twice", "{text}");
        }
        assert!(read(br#"{"a":{"b":1},"b":{"b":1}}"#).is_ok());
    }

    #[test]
    fn bounds_the_nesting() {
        assert!(read(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(read(nested(MAX_DEPTH + 1).as_bytes()).unwrap_err(), "is nested too deeply");
        assert_eq!(read(nested(5_000).as_bytes()).unwrap_err(), "is nested too deeply");
    }

    #[test]
    fn bounds_the_members() {
        let members =
            |count| (0..count).map(|name| format!("\"{name}\":{name}")).collect::<Vec<_>>().join(",");
        let read = |count| super::read(format!("{{{}}}", members(count)).as_bytes()).map(|_| ());
        assert_eq!(read(MAX_MEMBERS), Ok(()));
        assert_eq!(read(MAX_MEMBERS + 1), Err("has more than 256 members"));
        // What a claim holds is the issuer's business, and bounded by the token's size.
        assert!(super::read(format!(r#"{{"a":{{{}}}}}"#, members(300)).as_bytes()).is_ok());
    }

    #[test]
    fn refuses_what_is_not_one_json_object() {
        for (bytes, reason) in [
            (&b"[]"[..], "is not a JSON object"),
            (b"null", "is not a JSON object"),
            (b"\"x\"", "is not a JSON object"),
            (b"", "is not a JSON object"),
            (b"\xef\xbb\xbf{}", "is not a JSON object"),
            (b"{\"a\":\"\xff\"}", "is not valid JSON"),
            (b"{\"a\":\"\\ud800\"}", "is not valid JSON"),
            (b"{\"a\":1e400}", "is not valid JSON"),
            (b"{\"a\":1", "is not valid JSON"),
            (b"{} {}", "has something after its JSON object"),
        ] {
            assert_eq!(read(bytes).unwrap_err(), reason, "{bytes:?}");
        }
    }
}
