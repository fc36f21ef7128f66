//! Documents (templates, key sets) as JSON values, read as strictly as tokens are.

#[cfg(feature = "policy")]
use serde::de::IgnoredAny;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;

const NOT_JSON: &str = "is not JSON";

/// The deepest nesting of objects and arrays.
const MAX_DEPTH: usize = 16;

/// The memory that the values of a document may take, as estimated; of what is read entry by entry, those of one entry.
/// Eight bytes of text can become an object of three hundred, and who runs out of memory stops. It is a quarter of what
/// can be addressed: 1 GiB in WebAssembly.
const MAX_MEMORY: usize = usize::MAX / 4;

/// What a list takes for an entry: it grows by doubling.
const ENTRY: usize = size_of::<Value>() * 2;
/// What an object takes, be there one member or eleven.
const NODE: usize = size_of::<(String, Value)>() * 11;
/// What a string takes beside its text.
const STRING: usize = size_of::<usize>() * 4;

/// Reads one JSON value. A member name twice is refused: readers differ on which of the two counts.
pub(crate) fn read(text: &str) -> Result<Value, &'static str> {
    with_reader(text, |reader, deserializer| reader.deserialize(deserializer))
}

/// Reads a list value by value, so that it takes the memory of one; a single value counts as a list of it.
#[cfg(feature = "policy")]
pub(crate) fn each(text: &str, mut take: impl FnMut(Option<usize>, Value)) -> Result<(), &'static str> {
    if !text.trim_start().starts_with('[') {
        take(None, read(text)?);
        return Ok(());
    }
    let mut take = |index, value| take(Some(index), value);
    with_reader(text, |reader, deserializer| {
        deserializer.deserialize_seq(Elements { reader: reader.inner()?, take: &mut take })
    })
}

/// A member that is a list, and what to say when it is none.
#[cfg(feature = "policy")]
pub(crate) type ListMember = (&'static str, &'static str);

/// Reads an object without some of its members, which are lists. Those are handed on value by value, so that they take
/// the memory of one; without `take` they are not looked at.
#[cfg(feature = "policy")]
pub(crate) fn members(
    text: &str,
    lists: &[ListMember],
    mut take: Option<&mut dyn FnMut(&'static str, usize, Value)>,
) -> Result<Value, &'static str> {
    if !text.trim_start().starts_with('{') {
        return read(text);
    }
    with_reader(text, |reader, deserializer| {
        deserializer.deserialize_map(Members { reader: reader.inner()?, lists, take: &mut take })
    })
}

fn with_reader<T>(
    text: &str,
    read: impl FnOnce(Reader<'_>, &mut TextDeserializer<'_>) -> Result<T, serde_json::Error>,
) -> Result<T, &'static str> {
    let reason = Cell::new(NOT_JSON);
    let mut deserializer = serde_json::Deserializer::from_slice(text.as_bytes());
    let room = Cell::new(MAX_MEMORY);
    let reader = Reader { reason: &reason, room: &room, depth: 1 };
    let value = read(reader, &mut deserializer).map_err(|_| reason.get())?;
    deserializer.end().map_err(|_| "has something after its JSON")?;
    Ok(value)
}

type TextDeserializer<'t> = serde_json::Deserializer<serde_json::de::SliceRead<'t>>;

#[cfg(feature = "policy")]
struct Elements<'a> {
    reader: Reader<'a>,
    take: &'a mut dyn FnMut(usize, Value),
}

#[cfg(feature = "policy")]
impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.reader.reason.set(NOT_JSON);
        let mut index = 0_usize;
        let room = self.reader.room.get();
        while let Some(value) = seq.next_element_seed(self.reader)? {
            (self.take)(index, value);
            self.reader.room.set(room);
            index = index.saturating_add(1);
        }
        Ok(())
    }
}

#[cfg(feature = "policy")]
impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

#[cfg(feature = "policy")]
struct Members<'a, 't> {
    reader: Reader<'a>,
    lists: &'a [ListMember],
    take: &'a mut Option<&'t mut dyn FnMut(&'static str, usize, Value)>,
}

#[cfg(feature = "policy")]
impl<'de> Visitor<'de> for Members<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        // A map of a type that is there anyway.
        let mut seen = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let list = self.lists.iter().find(|(list, _)| *list == name);
            match (list, self.take.as_deref_mut()) {
                (None, _) => {
                    self.reader.takes(NODE.saturating_add(name.len()))?;
                    object.insert(name.clone(), map.next_value_seed(self.reader)?);
                }
                (Some(_), None) => {
                    map.next_value::<IgnoredAny>()?;
                }
                (Some((list, not_a_list)), Some(take)) => {
                    self.reader.reason.set(not_a_list);
                    let take = &mut |index, value| take(list, index, value);
                    map.next_value_seed(Elements { reader: self.reader.inner()?, take })?;
                }
            }
            if seen.insert(name, Value::Null).is_some() {
                return Err(self.reader.fail("has a member name twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[derive(Clone, Copy)]
struct Reader<'r> {
    reason: &'r Cell<&'static str>,
    /// The memory that is left.
    room: &'r Cell<usize>,
    /// The level that an object or array here would have.
    depth: usize,
}

impl Reader<'_> {
    fn fail<E: de::Error>(self, reason: &'static str) -> E {
        self.reason.set(reason);
        E::custom("")
    }

    fn takes<E: de::Error>(self, bytes: usize) -> Result<(), E> {
        self.room.set(self.room.get().checked_sub(bytes).ok_or_else(|| self.fail("is too large"))?);
        Ok(())
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
        self.takes(STRING.saturating_add(value.len()))?;
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(inner)? {
            self.takes(ENTRY)?;
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            // Nodes are at least half full, but for the only one.
            let node = if object.is_empty() { NODE } else { NODE / 5 };
            self.takes(node.saturating_add(STRING).saturating_add(name.len()))?;
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
    fn refuses_what_takes_too_much_memory() {
        let takes = |text: &str, room: usize| {
            let reason = Cell::new(NOT_JSON);
            let room = Cell::new(room);
            let reader = Reader { reason: &reason, room: &room, depth: 1 };
            let read = reader.deserialize(&mut serde_json::Deserializer::from_slice(text.as_bytes()));
            read.map_err(|_| reason.get()).map(|_| ())
        };
        for (text, bytes) in [
            (r#"[1,2]"#, 2 * ENTRY),
            (r#""abc""#, STRING + 3),
            (r#"{"a":1}"#, NODE + STRING + 1),
            (r#"{"a":1,"b":1}"#, NODE + NODE / 5 + 2 * STRING + 2),
        ] {
            assert_eq!(takes(text, bytes), Ok(()), "{text}");
            assert_eq!(takes(text, bytes - 1), Err("is too large"), "{text}");
        }
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
