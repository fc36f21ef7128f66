//! Documents (templates, key sets) as JSON values, read as strictly as tokens are.

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;

/// The deepest nesting of objects and arrays.
const MAX_DEPTH: usize = 16;

/// Reads one JSON value. A member name twice is refused: readers differ on which of the two counts.
pub(crate) fn read(text: &str) -> Result<Value, &'static str> {
    let reason = Cell::new("is not JSON");
    let mut deserializer = serde_json::Deserializer::from_slice(text.as_bytes());
    let reader = Reader { reason: &reason, depth: 1 };
    let value = reader.deserialize(&mut deserializer).map_err(|_| reason.get())?;
    deserializer.end().map_err(|_| "has something after its JSON")?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct Reader<'r> {
    reason: &'r Cell<&'static str>,
    /// The level that an object or array here would have.
    depth: usize,
}

impl Reader<'_> {
    fn fail<E: de::Error>(self, reason: &'static str) -> E {
        self.reason.set(reason);
        E::custom("")
    }

    fn inner<E: de::Error>(self) -> Result<Self, E> {
        if self.depth > MAX_DEPTH {
            return Err(self.fail("is nested too deeply"));
        }
        Ok(Self { depth: self.depth.saturating_add(1), ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(inner)?;
            if object.insert(name, value).is_some() {
                return Err(self.fail("has a member name twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_serde_json_reads() {
        let text = r#"{"a":[1,-2,1.5,"x\u00e9",true,null,{}],"b":{"c":[]}}"#;
        assert_eq!(read(text), Ok(serde_json::from_str(text).unwrap()));
    }

    #[test]
    fn refuses_with_a_reason() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(&deep(MAX_DEPTH)).is_ok());
        assert_eq!(read(&deep(MAX_DEPTH + 1)), Err("is nested too deeply"));
        assert_eq!(read(&deep(100_000)), Err("is nested too deeply"));
        assert_eq!(read(r#"{"a":1,"\u0061":1}"#), Err("has a member name twice"));
        assert_eq!(read(r#"[{"a":{"b":1,"b":2}}]"#), Err("has a member name twice"));
        assert_eq!(read("{} x"), Err("has something after its JSON"));
        for text in ["", "{", "\u{feff}{}", r#"{"a":"\ud800"}"#] {
            assert_eq!(read(text), Err("is not JSON"), "{text}");
        }
    }
}
