//! The writing half.

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, Serializer,
};

use super::Unreadable;

type Written<T = ()> = Result<T, Unreadable>;

/// Writes one value behind what is there.
pub(super) struct Writer<'o>(pub(super) &'o mut String);

/// Writes elements or members.
pub(super) struct Several<'o> {
    out: &'o mut String,
    first: bool,
    closing: &'static str,
}

#[inline(never)]
fn text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                out.push_str(if control < '\u{10}' {
                    "\\u000"
                } else {
                    "\\u001"
                });
                out.extend(char::from_digit(u32::from(control) & 15, 16));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[inline(never)]
fn whole(out: &mut String, number: i64) -> Written {
    out.push_str(&number.to_string());
    Ok(())
}

impl<'o> Writer<'o> {
    fn word(self, word: &str) -> Written {
        self.0.push_str(word);
        Ok(())
    }

    fn several(self, opening: char, closing: &'static str) -> Several<'o> {
        self.0.push(opening);
        Several {
            out: self.0,
            first: true,
            closing,
        }
    }
}

impl Several<'_> {
    #[inline(never)]
    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.next();
        text(self.out, name);
        self.out.push(':');
    }

    fn close(self) -> Written {
        self.out.push_str(self.closing);
        Ok(())
    }
}

macro_rules! whole_numbers {
    ($($method:ident $number:ty)*) => {$(
        fn $method(self, number: $number) -> Written {
            whole(self.0, number.into())
        }
    )*};
}

impl<'o> Serializer for Writer<'o> {
    type Ok = ();
    type Error = Unreadable;
    type SerializeSeq = Several<'o>;
    type SerializeTuple = Several<'o>;
    type SerializeTupleStruct = Impossible<(), Unreadable>;
    type SerializeTupleVariant = Impossible<(), Unreadable>;
    type SerializeMap = Several<'o>;
    type SerializeStruct = Several<'o>;
    type SerializeStructVariant = Several<'o>;

    whole_numbers! {
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
    }

    fn serialize_u64(self, number: u64) -> Written {
        self.word(&number.to_string())
    }

    fn serialize_bool(self, truth: bool) -> Written {
        self.word(if truth { "true" } else { "false" })
    }

    fn serialize_str(self, value: &str) -> Written {
        text(self.0, value);
        Ok(())
    }

    fn serialize_char(self, letter: char) -> Written {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Unreadable)
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Unreadable)
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unreadable)
    }

    fn serialize_none(self) -> Written {
        self.word("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.word("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.word("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        let mut members = self.several('{', "}");
        SerializeStruct::serialize_field(&mut members, variant, value)?;
        members.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Written<Several<'o>> {
        Ok(self.several('[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Written<Several<'o>> {
        Ok(self.several('[', "]"))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Written<Self::SerializeTupleStruct> {
        Err(Unreadable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Written<Self::SerializeTupleVariant> {
        Err(Unreadable)
    }

    fn serialize_map(self, _: Option<usize>) -> Written<Several<'o>> {
        Ok(self.several('{', "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Written<Several<'o>> {
        Ok(self.several('{', "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Written<Several<'o>> {
        let mut members = self.several('{', "}}");
        members.name(variant);
        members.out.push('{');
        members.first = true;
        Ok(members)
    }
}

impl SerializeSeq for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.next();
        value.serialize(Writer(self.out))
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeTuple for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeMap for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Written {
        self.next();
        let before = self.out.len();
        name.serialize(Writer(self.out))?;
        // A name is a text.
        match self.out.get(before..) {
            Some(name) if name.starts_with('"') => Ok(()),
            _ => Err(Unreadable),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.out.push(':');
        value.serialize(Writer(self.out))
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStruct for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.name(name);
        value.serialize(Writer(self.out))
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStructVariant for Several<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        SerializeStruct::serialize_field(self, name, value)
    }

    fn end(self) -> Written {
        self.close()
    }
}
