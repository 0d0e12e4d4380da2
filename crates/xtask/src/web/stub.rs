//! Functions that stand in a table and are never called: their bodies become a trap.
//!
//! Leptos keeps two functions a type by which attributes could be added to a view from outside, or be
//! doubled for it. Nothing of ours adds any, which a test below holds `src/` to, but neither the compiler
//! nor the splitter can know that, and each copy keeps code alive. A body keeps its length, since
//! relocations count from the begin of the section; the relocations within it go, and with them
//! whatever only it needed.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result};

use super::wasm::{self, Bytes};

const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;

/// Parts of the names of functions that nobody calls, as the compiler mangles them: the elements of a view
/// that attributes are put on, the copy of an attribute for each of them, and the end of a thread's handle,
/// which the one thread of a browser's page holds as long as it runs.
const NEVER: [&str; 3] = [
    "8any_view8elements",
    "13into_any_attr5clone",
    "6thread5InnerNtNtBM_5alloc6SystemE9drop_slow",
];

/// Whether a function of this name is never called.
pub fn never(name: &str) -> bool {
    NEVER.iter().any(|part| name.contains(part))
}

/// The linked module with a trap in place of each function that `never` names.
///
/// # Errors
/// When the module is none that the linker left with its relocations and names.
pub fn stubbed(module: &[u8], never: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let names = function_names(module)?;
    let imported = wasm::imported_functions(module)?;
    let mut stubs = Vec::new();
    let module = wasm::changed(module, |id, content| {
        if id != wasm::CODE {
            return Ok(None);
        }
        let mut content = content.to_vec();
        for (place, body) in bodies(&content)?.into_iter().enumerate() {
            let name = names.get(&(imported + place as u64)).map(String::as_str);
            if body.len() >= 3 && name.is_some_and(&never) {
                let (first, last) = (body.start, body.end - 1);
                content[first] = 0; // no variables
                content[first + 1] = UNREACHABLE;
                content[first + 2..last].fill(NOP);
                content[last] = END;
                stubs.push(body);
            }
        }
        Ok(Some(content))
    })?;
    wasm::changed(&module, |id, content| {
        let mut bytes = Bytes(content);
        if id != wasm::CUSTOM || bytes.text()? != "reloc.CODE" {
            return Ok(None);
        }
        Ok(Some(without_relocations(content, bytes, &stubs)?))
    })
}

/// Where the bodies stand in the code section.
fn bodies(content: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut bytes = Bytes(content);
    (0..bytes.number()?)
        .map(|_| {
            let length = bytes.number()? as usize;
            let start = content.len() - bytes.0.len();
            bytes.take(length)?;
            Ok(start..start + length)
        })
        .collect()
}

/// The relocations of the code without those within `stubs`, which are in order.
fn without_relocations(
    content: &[u8],
    mut bytes: Bytes,
    stubs: &[Range<usize>],
) -> Result<Vec<u8>> {
    bytes.number()?;
    let head = content.len() - bytes.0.len();
    let count = bytes.number()?;
    let (mut kept, mut left) = (Vec::new(), 0);
    for _ in 0..count {
        let entry = bytes.0;
        let kind = bytes.byte()?;
        let offset = bytes.number()? as usize;
        bytes.number()?;
        if has_addend(kind) {
            bytes.number()?;
        }
        let before = stubs.partition_point(|stub| stub.end <= offset);
        if stubs.get(before).is_none_or(|stub| offset < stub.start) {
            kept.extend(&entry[..entry.len() - bytes.0.len()]);
            left += 1;
        }
    }
    Ok([&content[..head], &wasm::number(left), &kept].concat())
}

/// Kinds of relocations with a third number: addresses, and offsets into functions and sections.
fn has_addend(kind: u8) -> bool {
    matches!(kind, 3..=5 | 8 | 9 | 11 | 14..=17 | 21..=23 | 25)
}

/// What the linker calls the functions, by their numbers.
fn function_names(module: &[u8]) -> Result<BTreeMap<u64, String>> {
    const FUNCTIONS: u8 = 1;
    for (id, content) in wasm::sections(module)? {
        let mut bytes = Bytes(content);
        if id != wasm::CUSTOM || bytes.text()? != "name" {
            continue;
        }
        while !bytes.0.is_empty() {
            let (kind, length) = (bytes.byte()?, bytes.number()?);
            let mut names = Bytes(bytes.take(length as usize)?);
            if kind == FUNCTIONS {
                return (0..names.number()?)
                    .map(|_| Ok((names.number()?, names.text()?.to_owned())))
                    .collect();
            }
        }
    }
    None.context("a module whose functions have no names")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One function imported and three of its own, each of which calls something that is relocated.
    fn module() -> Vec<u8> {
        let section =
            |id: u8, content: &[u8]| [&[id], &*wasm::number(content.len()), content].concat();
        let calls = [0, 0x10, 0x80, 0x80, 0x80, 0x80, 0, END];
        let body = [&[8], &calls[..]].concat();
        [
            wasm::HEADER,
            &section(1, &[1, 0x60, 0, 0]),
            &section(2, b"\x01\x01m\x01f\x00\x00"),
            &section(3, &[3, 0, 0, 0]),
            &section(wasm::CODE, &[&[3], &*body, &*body, &*body].concat()),
            &section(
                wasm::CUSTOM,
                b"\x0areloc.CODE\x03\x04\x00\x04\x00\x03\x0d\x00\x7f\x04\x0d\x01\x05\x00\x16\x00",
            ),
            &section(
                wasm::CUSTOM,
                b"\x04name\x01\x0d\x04\x00\x01f\x01\x01a\x02\x01b\x03\x01c",
            ),
        ]
        .concat()
    }

    #[test]
    fn a_function_that_is_never_called_keeps_its_length_and_loses_what_it_needs() {
        let module = module();
        let made = stubbed(&module, |name| name == "b").unwrap();
        let section = |id: u8, place: usize| {
            let all = wasm::sections(&made).unwrap();
            let found = all.into_iter().filter(|(kind, _)| *kind == id).nth(place);
            found.unwrap().1.to_vec()
        };
        let code = section(wasm::CODE, 0);
        assert_eq!(
            code[1..10],
            code[19..28],
            "the first and the third are as they were"
        );
        assert_eq!(
            code[10..19],
            [8, 0, UNREACHABLE, NOP, NOP, NOP, NOP, NOP, END]
        );
        assert_eq!(
            section(wasm::CUSTOM, 0),
            b"\x0areloc.CODE\x03\x02\x00\x04\x00\x00\x16\x00"
        );
        assert_eq!(stubbed(&module, |_| false).unwrap(), module);
    }

    #[test]
    fn nothing_of_ours_adds_attributes_to_a_view_from_outside() {
        let mut folders = vec![crate::place::root().join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let source = std::fs::read_to_string(&path).unwrap();
                    for way in ["{..}", " attr:", "add_any_attr", "AttributeInterceptor"] {
                        assert!(!source.contains(way), "{} has {way}", path.display());
                    }
                }
            }
        }
    }

    #[test]
    fn a_module_without_names_is_refused() {
        assert!(stubbed(wasm::HEADER, |_| true).is_err());
    }
}
