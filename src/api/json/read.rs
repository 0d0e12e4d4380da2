//! The reading half. What does not depend on the type that is read stands in plain functions, which
//! are compiled once.

use std::borrow::Cow;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::Unreadable;

type Read<T> = Result<T, Unreadable>;

/// Objects and arrays within each other; deeper ones are nobody's answer and would use up the stack.
const DEEPEST: u8 = 100;

/// A text, and how far it is read.
pub(super) struct Reader<'t> {
    rest: &'t str,
    depth: u8,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            depth: 0,
        }
    }

    /// Whether nothing but white space is left.
    pub(super) fn ended(&mut self) -> bool {
        self.peek() == 0 && self.rest.is_empty()
    }

    /// The next byte that means something; 0 at the end.
    #[inline(never)]
    fn peek(&mut self) -> u8 {
        loop {
            match self.rest.as_bytes().first() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                }
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Goes on behind the next byte if it is this one (ASCII).
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        if there {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        there
    }

    fn need(&mut self, byte: u8) -> Read<()> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    #[inline(never)]
    fn word(&mut self, word: &str) -> bool {
        self.peek();
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn enter(&mut self, opening: u8) -> Read<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unreadable);
        }
        self.need(opening)
    }

    fn leave(&mut self, closing: u8) -> Read<()> {
        self.depth -= 1;
        self.need(closing)
    }

    /// Whether another element or member follows; its comma is read. `first` until one was.
    #[inline(never)]
    pub(super) fn next(&mut self, first: &mut bool, closing: u8) -> Read<bool> {
        if self.peek() == closing {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.need(b',')?;
        }
        Ok(true)
    }

    /// A member's name with its colon.
    #[inline(never)]
    pub(super) fn name(&mut self) -> Read<Cow<'t, str>> {
        let name = self.text()?;
        self.need(b':')?;
        Ok(name)
    }

    /// A text, as the document holds it where nothing in it is escaped.
    #[inline(never)]
    fn text(&mut self) -> Read<Cow<'t, str>> {
        self.need(b'"')?;
        let mut whole = String::new();
        loop {
            let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
            let at = self.rest.bytes().position(special).ok_or(Unreadable)?;
            let (plain, rest) = self.rest.split_at_checked(at).ok_or(Unreadable)?;
            let mut rest = rest.chars();
            match rest.next() {
                Some('"') => {
                    self.rest = rest.as_str();
                    if whole.is_empty() {
                        return Ok(Cow::Borrowed(plain));
                    }
                    whole.push_str(plain);
                    return Ok(Cow::Owned(whole));
                }
                Some('\\') => {
                    whole.push_str(plain);
                    self.rest = rest.as_str();
                    whole.push(self.escaped()?);
                }
                _ => return Err(Unreadable),
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Read<char> {
        let mut rest = self.rest.chars();
        let letter = rest.next();
        self.rest = rest.as_str();
        Ok(match letter.ok_or(Unreadable)? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let first = self.unit()?;
                let unit = if (0xd800..0xdc00).contains(&first) {
                    // Both halves, or none.
                    self.rest = self.rest.strip_prefix("\\u").ok_or(Unreadable)?;
                    let second = self.unit()?.wrapping_sub(0xdc00);
                    if second >= 0x400 {
                        return Err(Unreadable);
                    }
                    0x1_0000 + ((first - 0xd800) << 10) + second
                } else {
                    first
                };
                char::from_u32(unit).ok_or(Unreadable)?
            }
            other @ ('"' | '\\' | '/') => other,
            _ => return Err(Unreadable),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Read<u32> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Unreadable)?;
        if digits.starts_with('+') {
            return Err(Unreadable);
        }
        self.rest = rest;
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// A number as it is written.
    #[inline(never)]
    fn number(&mut self) -> Read<&'t str> {
        self.peek();
        let end = |byte: u8| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let at = self.rest.bytes().position(end).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(at).ok_or(Unreadable)?;
        self.rest = rest;
        if well_formed(number) {
            Ok(number)
        } else {
            Err(Unreadable)
        }
    }

    /// A whole number.
    #[inline(never)]
    fn whole(&mut self) -> Read<i64> {
        self.number()?.parse().map_err(|_| Unreadable)
    }

    fn truth(&mut self) -> Read<bool> {
        let yes = self.word("true");
        if yes || self.word("false") {
            Ok(yes)
        } else {
            Err(Unreadable)
        }
    }

    /// A text, a number or a truth value as text; `None` for null.
    pub(super) fn scalar(&mut self) -> Read<Option<Cow<'t, str>>> {
        if self.word("null") {
            return Ok(None);
        }
        Ok(Some(match self.peek() {
            b'"' => self.text()?,
            b't' | b'f' => Cow::Borrowed(if self.truth()? { "true" } else { "false" }),
            _ => Cow::Borrowed(self.number()?),
        }))
    }

    /// Reads over a value that nobody asked for.
    #[inline(never)]
    fn skip(&mut self) -> Read<()> {
        let (closing, mut first) = match self.peek() {
            b'{' => (b'}', true),
            b'[' => (b']', true),
            _ => return self.scalar().map(drop),
        };
        self.enter(if closing == b'}' { b'{' } else { b'[' })?;
        while self.next(&mut first, closing)? {
            if closing == b'}' {
                self.name()?;
            }
            self.skip()?;
        }
        self.leave(closing)
    }
}

/// Whether these bytes are a number to JSON: `-0.5e+3`, but not `01`, `.5`, `1.` or `+1`.
fn well_formed(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(integer)
        && digits(fraction)
        && digits(exponent)
        && (integer == "0" || !integer.starts_with('0'))
}

macro_rules! whole_numbers {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            let number = self.whole()?.try_into().map_err(|_| Unreadable)?;
            visitor.$visit(number)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    whole_numbers! {
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.truth()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(self.text()?.into_owned())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.word("null") {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.word("null") {
            visitor.visit_unit()
        } else {
            Err(Unreadable)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.enter(b'[')?;
        let value = visitor.visit_seq(Elements(self, true))?;
        self.leave(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.enter(b'{')?;
        let value = visitor.visit_map(Members(self, true))?;
        self.leave(b'}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        if self.peek() == b'"' {
            return visitor.visit_enum(Variant(self, false));
        }
        self.enter(b'{')?;
        let value = visitor.visit_enum(Variant(self, true))?;
        self.leave(b'}')?;
        Ok(value)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    /// Asked for by answers of a form alone, whose types stand in the programme's definition.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.peek() {
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'"' => self.deserialize_string(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            _ => self.deserialize_i64(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        f32 f64 char bytes byte_buf unit_struct tuple_struct
    }
}

/// The elements of an array; `true` until one was read.
struct Elements<'r, 't>(&'r mut Reader<'t>, bool);

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.0.next(&mut self.1, b']')? {
            seed.deserialize(&mut *self.0).map(Some)
        } else {
            Ok(None)
        }
    }
}

/// The members of an object; `true` until one was read.
struct Members<'r, 't>(&'r mut Reader<'t>, bool);

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if self.0.next(&mut self.1, b'}')? {
            seed.deserialize(&mut *self.0).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        self.0.need(b':')?;
        seed.deserialize(&mut *self.0)
    }
}

/// A variant's name, and its content where `true`.
struct Variant<'r, 't>(&'r mut Reader<'t>, bool);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let value = seed.deserialize(&mut *self.0)?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        if self.1 {
            self.0.need(b':')?;
            return if self.0.word("null") {
                Ok(())
            } else {
                Err(Unreadable)
            };
        }
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(mut self, seed: T) -> Read<T::Value> {
        self.content()?;
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(mut self, _: usize, visitor: V) -> Read<V::Value> {
        self.content()?;
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.content()?;
        self.0.deserialize_map(visitor)
    }
}

impl Variant<'_, '_> {
    fn content(&mut self) -> Read<()> {
        if self.1 {
            self.0.need(b':')
        } else {
            Err(Unreadable)
        }
    }
}
