//! A compiled module by its sections: just enough to drop exports and to give imports and exports
//! other names. What stands in a section that is not changed stays as it is, byte by byte, so that
//! relocations, which count from a section's begin, still fit.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

/// What each module begins with.
pub const HEADER: &[u8] = b"\0asm\x01\0\0\0";
/// What is only said about the module.
pub const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const ELEMENTS: u8 = 9;
/// The functions' bodies.
pub const CODE: u8 = 10;

/// Short names by the long ones that they stand for.
pub type Names = BTreeMap<String, String>;

/// The module without the exports of which `unwanted` says so.
pub fn without_exports(module: &[u8], unwanted: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    changed(module, |id, content| {
        if id != EXPORTS {
            return Ok(None);
        }
        let mut kept = exports(content)?;
        kept.retain(|entry| !unwanted(entry.name));
        Ok(Some(list(
            kept.iter()
                .map(|entry| [&text(entry.name), entry.rest].concat()),
        )))
    })
}

/// The module without the pieces of its table that hold nothing: the splitter writes some for each part,
/// over places that are empty as long as the part has not come.
pub fn without_empty_elements(module: &[u8]) -> Result<Vec<u8>> {
    changed(module, |id, content| match id {
        ELEMENTS => {
            let mut bytes = Bytes(content);
            let mut kept = Vec::new();
            for _ in 0..bytes.number()? {
                let all = bytes.0;
                let empty = bytes.is_empty_element()?;
                if !empty {
                    kept.push(all[..all.len() - bytes.0.len()].to_vec());
                }
            }
            Ok(Some(list(kept.into_iter())))
        }
        _ => Ok(None),
    })
}

/// The module with other names where `names` has some; the modules that it imports from keep theirs.
pub fn renamed(module: &[u8], names: &Names) -> Result<Vec<u8>> {
    let name = |old: &str| text(names.get(old).map_or(old, String::as_str));
    changed(module, |id, content| match id {
        IMPORTS => {
            let all = imports(content)?;
            Ok(Some(list(all.iter().map(|entry| {
                [text(entry.module), name(entry.name), entry.rest.to_vec()].concat()
            }))))
        }
        EXPORTS => {
            let all = exports(content)?;
            Ok(Some(list(
                all.iter()
                    .map(|entry| [&name(entry.name), entry.rest].concat()),
            )))
        }
        _ => Ok(None),
    })
}

/// The name of the world in a [`connector`]: it cannot import from the module whose place it takes.
const WORLD: &str = "world";

/// A module that imports what these import and exports it again: merged with them in the place of the
/// module that they import from, it makes one memory and one table of what each names for itself.
/// [`connected`] has the merged module import from that module again.
pub fn connector(modules: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut shared = BTreeMap::new();
    for module in modules {
        for (_, content) in sections(module)?.iter().filter(|(id, _)| *id == IMPORTS) {
            for entry in imports(content)? {
                shared
                    .entry((entry.module, entry.name))
                    .or_insert(entry.rest);
            }
        }
    }
    let mut counts = [0; 5];
    let mut exports = Vec::new();
    for ((_, name), rest) in &shared {
        let kind = rest[0];
        ensure!(kind != 0, "a piece that imports the function {name}");
        let count = &mut counts[usize::from(kind)];
        exports.push([text(name), vec![kind], number(*count)].concat());
        *count += 1;
    }
    let imports = shared
        .iter()
        .map(|((_, name), rest)| [text(WORLD), text(name), rest.to_vec()].concat());
    let mut made = HEADER.to_vec();
    for (id, content) in [
        (IMPORTS, list(imports)),
        (EXPORTS, list(exports.into_iter())),
    ] {
        made.push(id);
        made.extend(number(content.len()));
        made.extend(content);
    }
    Ok(made)
}

/// A merged module that imports from `module` what its connector imported, and exports nothing.
pub fn connected(merged: &[u8], module: &str) -> Result<Vec<u8>> {
    changed(merged, |id, content| match id {
        IMPORTS => {
            let all = imports(content)?;
            Ok(Some(list(all.iter().map(|entry| {
                let from = if entry.module == WORLD {
                    module
                } else {
                    entry.module
                };
                [text(from), text(entry.name), entry.rest.to_vec()].concat()
            }))))
        }
        EXPORTS => Ok(Some(number(0))),
        _ => Ok(None),
    })
}

/// Bytes of the module without what is only said about it, such as its functions' names.
pub fn bytes_of_content(module: &[u8]) -> Result<u64> {
    let content = sections(module)?;
    let content = content.iter().filter(|(id, _)| *id != CUSTOM);
    Ok(content.map(|(_, content)| content.len() as u64).sum())
}

/// A short name for each of these: two to four letters where the compiler's have up to a hundred,
/// most of them a hash that cannot be compressed, and each stands in the code and in its glue. What is
/// short already, or could not be told from other text in a script, keeps its name.
pub fn short_names(names: impl Iterator<Item = String>) -> Names {
    let mut short = Names::new();
    for name in names {
        if name.len() > 9 && name.chars().all(of_a_name) && !short.contains_key(&name) {
            let next = format!("$${:x}", short.len());
            short.insert(name, next);
        }
    }
    short
}

/// The script with the short names in place of the long ones.
pub fn renamed_script(script: &str, names: &Names) -> String {
    let mut made = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let end = if of_a_name(first) {
            rest.find(|c| !of_a_name(c)).unwrap_or(rest.len())
        } else {
            rest.find(of_a_name).unwrap_or(rest.len())
        };
        let (word, after) = rest.split_at(end);
        made.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    made
}

fn of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// How many functions the module imports; its own are numbered behind them.
pub fn imported_functions(module: &[u8]) -> Result<u64> {
    let mut count = 0;
    for (_, content) in sections(module)?.iter().filter(|(id, _)| *id == IMPORTS) {
        let all = imports(content)?;
        count += all.iter().filter(|entry| entry.rest[0] == 0).count() as u64;
    }
    Ok(count)
}

/// Names of everything that the module imports or exports.
pub fn names(module: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for (id, content) in sections(module)? {
        let found: Vec<&str> = match id {
            IMPORTS => imports(content)?.iter().map(|entry| entry.name).collect(),
            EXPORTS => exports(content)?.iter().map(|entry| entry.name).collect(),
            _ => continue,
        };
        names.extend(found.into_iter().map(str::to_owned));
    }
    Ok(names)
}

/// An import or an export: its name, and the bytes behind it.
struct Entry<'m> {
    module: &'m str,
    name: &'m str,
    rest: &'m [u8],
}

fn imports(content: &[u8]) -> Result<Vec<Entry<'_>>> {
    let mut bytes = Bytes(content);
    (0..bytes.number()?)
        .map(|_| {
            let (module, name) = (bytes.text()?, bytes.text()?);
            let rest = bytes.0;
            match bytes.byte()? {
                0 => drop(bytes.number()?),
                1 => {
                    bytes.simple_type()?;
                    bytes.limits()?;
                }
                2 => bytes.limits()?,
                3 => {
                    bytes.simple_type()?;
                    bytes.byte()?;
                }
                4 => {
                    bytes.byte()?;
                    bytes.number()?;
                }
                kind => bail!("an import of an unknown kind ({kind})"),
            }
            let rest = &rest[..rest.len() - bytes.0.len()];
            Ok(Entry { module, name, rest })
        })
        .collect()
}

fn exports(content: &[u8]) -> Result<Vec<Entry<'_>>> {
    let mut bytes = Bytes(content);
    (0..bytes.number()?)
        .map(|_| {
            let name = bytes.text()?;
            let rest = bytes.0;
            bytes.byte()?;
            bytes.number()?;
            let rest = &rest[..rest.len() - bytes.0.len()];
            Ok(Entry {
                module: "",
                name,
                rest,
            })
        })
        .collect()
}

/// The sections by their kind, in order.
pub fn sections(module: &[u8]) -> Result<Vec<(u8, &[u8])>> {
    let mut bytes = Bytes(module.strip_prefix(HEADER).context("no compiled module")?);
    let mut found = Vec::new();
    while !bytes.0.is_empty() {
        let (id, length) = (bytes.byte()?, bytes.number()?);
        found.push((id, bytes.take(length as usize)?));
    }
    Ok(found)
}

/// The module with each section for which `change` gives another content.
pub fn changed(
    module: &[u8],
    mut change: impl FnMut(u8, &[u8]) -> Result<Option<Vec<u8>>>,
) -> Result<Vec<u8>> {
    let mut made = HEADER.to_vec();
    for (id, content) in sections(module)? {
        let content = change(id, content)?.unwrap_or_else(|| content.to_vec());
        made.push(id);
        made.extend(number(content.len()));
        made.extend(content);
    }
    Ok(made)
}

fn list(entries: impl ExactSizeIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut made = number(entries.len());
    made.extend(entries.flatten());
    made
}

fn text(text: &str) -> Vec<u8> {
    [number(text.len()), text.as_bytes().to_vec()].concat()
}

/// LEB128.
pub fn number(mut value: usize) -> Vec<u8> {
    let mut made = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            made.push(low);
            return made;
        }
        made.push(low | 0x80);
    }
}

/// What is left to read.
pub struct Bytes<'m>(pub &'m [u8]);

impl<'m> Bytes<'m> {
    pub fn take(&mut self, length: usize) -> Result<&'m [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("a module that ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    pub fn number(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        bail!("a number that does not end");
    }

    pub fn text(&mut self) -> Result<&'m str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length as usize)?)?)
    }

    /// A type of one byte; the longer ones belong to proposals that old browsers do not have.
    fn simple_type(&mut self) -> Result<()> {
        let byte = self.byte()?;
        ensure!(
            !matches!(byte, 0x63 | 0x64),
            "a reference to a type of the module's own"
        );
        Ok(())
    }

    /// Reads over a piece of a table, as the splitter writes them: a place, and functions by their
    /// numbers, or by expressions that may name none.
    fn is_empty_element(&mut self) -> Result<bool> {
        const NUMBERS: u64 = 0;
        const EXPRESSIONS: u64 = 4;
        const CONSTANT: u8 = 0x41;
        const FUNCTION: u8 = 0xd2;
        const NULL: u8 = 0xd0;
        const END: u8 = 0x0b;
        let kind = self.number()?;
        ensure!(
            matches!(kind, NUMBERS | EXPRESSIONS) && self.byte()? == CONSTANT,
            "a piece of a table that is not one of the splitter's"
        );
        self.number()?;
        ensure!(
            self.byte()? == END,
            "a place in a table that is not a number"
        );
        let mut empty = true;
        for _ in 0..self.number()? {
            if kind == NUMBERS {
                self.number()?;
                empty = false;
                continue;
            }
            match self.byte()? {
                FUNCTION => {
                    self.number()?;
                    empty = false;
                }
                NULL => drop(self.byte()?),
                other => bail!("an unknown expression in a table ({other:#x})"),
            }
            ensure!(self.byte()? == END, "an expression in a table that goes on");
        }
        Ok(empty)
    }

    fn limits(&mut self) -> Result<()> {
        let flags = self.byte()?;
        self.number()?;
        if flags & 1 == 1 {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One function imported, a table and a memory imported, two exports, and a section that nobody reads.
    fn module() -> Vec<u8> {
        let section = |id: u8, content: &[u8]| [&[id], &*number(content.len()), content].concat();
        [
            HEADER,
            &section(1, &[1, 0x60, 0, 0]),
            &section(
                2,
                b"\x03\x01m\x08long_one\x00\x00\x01m\x01t\x01\x70\x01\x02\x03\x01m\x03mem\x02\x00\x01",
            ),
            &section(7, b"\x02\x08long_two\x00\x00\x04gone\x00\x00"),
            &section(0, b"\x04name-"),
        ]
        .concat()
    }

    #[test]
    fn an_export_is_dropped_and_nothing_else() {
        let module = module();
        let less = without_exports(&module, |name| name == "gone").unwrap();
        assert_eq!(names(&less).unwrap(), ["long_one", "t", "mem", "long_two"]);
        assert_eq!(without_exports(&module, |_| false).unwrap(), module);
    }

    #[test]
    fn an_empty_piece_of_a_table_is_dropped_and_no_other() {
        let module = |content: &[u8]| {
            let section = [&[ELEMENTS], &*number(content.len()), content].concat();
            [HEADER, &section].concat()
        };
        let one = b"\x00\x41\x01\x0b\x02\x05\x06";
        let two = b"\x04\x41\x03\x0b\x02\xd0\x70\x0b\xd2\x07\x0b";
        let none = b"\x04\x41\x05\x0b\x02\xd0\x70\x0b\xd0\x70\x0b";
        let all = module(&[&[4][..], one, none, two, b"\x00\x41\x07\x0b\x00"].concat());
        let made = without_empty_elements(&all).unwrap();
        assert_eq!(made, module(&[&[2][..], one, two].concat()));
        assert!(without_empty_elements(&module(b"\x01\x01\x00\x00")).is_err());
    }

    #[test]
    fn imports_and_exports_get_their_new_names() {
        let names_ = [("long_one", "$0"), ("long_two", "$1"), ("m", "$2")];
        let short = names_.map(|(old, new)| (old.to_owned(), new.to_owned()));
        let made = renamed(&module(), &short.into()).unwrap();
        assert_eq!(names(&made).unwrap(), ["$0", "t", "mem", "$1", "gone"]);
        assert_eq!(renamed(&made, &Names::new()).unwrap(), made);
        assert_eq!(made.len(), module().len() - 12);
    }

    #[test]
    fn the_same_short_names_stand_in_code_and_glue() {
        let found = [
            "__wbg_get_1a2b3c",
            "memory",
            "__wbg_get_1a2b3c",
            "a name with spaces",
        ];
        let short = short_names(found.iter().map(|name| (*name).to_owned()));
        assert_eq!(short.len(), 1);
        let glue = "x={__wbg_get_1a2b3c:()=>wasm.memory,__wbg_get_1a2b3cd:1}//家医";
        assert_eq!(
            renamed_script(glue, &short),
            "x={$$0:()=>wasm.memory,__wbg_get_1a2b3cd:1}//家医"
        );
    }

    #[test]
    fn what_modules_share_is_handed_on_by_one() {
        let shared = |content: &[u8]| {
            let section = [&[IMPORTS], &*number(content.len()), content].concat();
            [HEADER, &section].concat()
        };
        let modules = [
            shared(b"\x02\x01s\x03mem\x02\x00\x01\x01s\x01t\x01\x70\x00\x02"),
            shared(b"\x02\x01s\x05stack\x03\x7f\x01\x01s\x03mem\x02\x00\x01"),
        ];
        let made = connector(&modules).unwrap();
        assert_eq!(
            names(&made).unwrap(),
            ["mem", "stack", "t", "mem", "stack", "t"]
        );
        assert!(
            connector(&[module()]).is_err(),
            "a function has to be met elsewhere"
        );
        assert_eq!(bytes_of_content(&module()).unwrap(), 4 + 32 + 19);
        let merged = connected(&made, "s").unwrap();
        assert_eq!(names(&merged).unwrap(), ["mem", "stack", "t"]);
        assert_eq!(merged.windows(2).filter(|two| *two == b"\x01s").count(), 3);
    }

    #[test]
    fn a_broken_module_is_refused() {
        let module = module();
        assert!(names(&module[..module.len() - 1]).is_err());
        assert!(names(b"wasm").is_err());
    }
}
