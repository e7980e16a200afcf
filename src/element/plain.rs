//! How does an answer become an object that scripts know?

use std::fmt;
use std::fmt::Write;

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};
use wasm_bindgen::JsValue;

/// A value as the page's scripts take it.
///
/// It crosses over in one piece, as JSON: a call for each of a thousand counts takes longer than all
/// of the search. Structs, lists, texts, counts, flags and what is not there are all that is written
/// here, and a serializer for those alone is small.
pub(crate) fn plain(value: &impl Serialize) -> JsValue {
    let mut json = Json(String::new());
    let is_written = value.serialize(&mut json).is_ok();
    let parsed = is_written.then(|| js_sys::JSON::parse(&json.0).ok());
    parsed.flatten().unwrap_or_default()
}

struct Json(String);

/// A text, for to take a character in is slower.
const QUOTE: &str = "\"";

type Done = fmt::Result;
type Never = Impossible<(), fmt::Error>;

/// What none of our answers holds.
macro_rules! refuse {
    ($($name:ident($($kind:ty),*) -> $made:ty;)*) => {
        $(fn $name(self, $(_: $kind),*) -> Result<$made, fmt::Error> {
            Err(fmt::Error)
        })*
    };
}

impl<'a> Serializer for &'a mut Json {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Pieces<'a>;
    type SerializeStruct = Pieces<'a>;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, flag: bool) -> Done {
        self.0.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    // What `fmt` does for any number takes as long as all the rest of a count.
    fn serialize_u32(self, count: u32) -> Done {
        if count > 9 {
            (&mut *self).serialize_u32(count / 10)?;
        }
        self.0.push(char::from(b'0' + (count % 10) as u8));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Done {
        // All that must be escaped is ASCII, so what lies between can be taken as it is.
        let mut start = 0;
        self.0.push_str(QUOTE);
        for (at, byte) in text.bytes().enumerate() {
            if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
                self.0.push_str(text.get(start..at).unwrap_or_default());
                write!(self.0, "\\u{byte:04x}")?;
                start = at + 1;
            }
        }
        self.0.push_str(text.get(start..).unwrap_or_default());
        self.0.push_str(QUOTE);
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Pieces<'a>, fmt::Error> {
        Ok(Pieces::new(self, "[", "]"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Pieces<'a>, fmt::Error> {
        Ok(Pieces::new(self, "{", "}"))
    }

    refuse! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Done {
        Err(fmt::Error)
    }
}

/// A list or an object that is being written.
struct Pieces<'a> {
    json: &'a mut Json,
    /// What comes before the next piece: the opening bracket, then a comma.
    before: &'static str,
    opening: &'static str,
    closing: &'static str,
}

impl<'a> Pieces<'a> {
    fn new(json: &'a mut Json, opening: &'static str, closing: &'static str) -> Self {
        Self {
            json,
            before: opening,
            opening,
            closing,
        }
    }

    fn next(&mut self) -> &mut Json {
        self.json
            .0
            .push_str(std::mem::replace(&mut self.before, ","));
        self.json
    }

    fn close(self) -> Done {
        if self.before == self.opening {
            self.json.0.push_str(self.opening);
        }
        self.json.0.push_str(self.closing);
        Ok(())
    }
}

impl SerializeSeq for Pieces<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, piece: &T) -> Done {
        piece.serialize(self.next())
    }

    fn end(self) -> Done {
        self.close()
    }
}

impl SerializeStruct for Pieces<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
        let json = self.next();
        json.0.push_str(QUOTE);
        json.0.push_str(name);
        json.0.push_str("\":");
        value.serialize(json)
    }

    fn end(self) -> Done {
        self.close()
    }
}
