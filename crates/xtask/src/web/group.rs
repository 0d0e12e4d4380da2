//! Which pieces of the cut program share a file.
//!
//! The splitter makes a piece for each set of parts that share something, hundreds of them with a
//! dozen parts. Each request costs a phone more than some code that it does not need, so pieces are
//! put together as long as the openings of all parts get cheaper by it. Pure: it reads and writes
//! the script by which the browser loads the pieces, and says which of them to merge.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

/// Bytes of code, as the splitter writes it, that a request more is worth for a part that comes over the network
/// while somebody waits: some 3 KB on the wire, which is what a slow network carries in the time that a request
/// takes beside others.
const FIRST_REQUEST: u64 = 15_000;

/// The same for all other parts. They come mostly out of the phone's own memory, and what a file takes of a slow
/// processor by itself counts as well. More than this makes files of which a part uses little.
const A_REQUEST: u64 = 30_000;

/// Parts that come with a first page, while somebody waits for it or just after, and not with a tap:
/// each byte that only others need of a file weighs ten times as much for them.
const AT_ONCE: [&str; 3] = ["seldom", "sending", "sign_in"];

/// Parts that a resident's home fetches unasked, because one of them is opened next: what only others need of
/// their files goes to every resident, once a release.
const UNASKED: [&str; 3] = ["record", "booking", "contract"];

/// The largest file made by putting pieces together, as the splitter writes them. About a quarter of it
/// goes over the wire; the line `largest_later_part_brotli` says how much may.
const LARGEST: u64 = 190_000;

/// A file of the release made of some pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Names of the splitter's files in it, without their ending.
    pub pieces: Vec<String>,
    /// The parts that need it.
    pub parts: BTreeSet<String>,
    /// Bytes of its pieces.
    pub bytes: u64,
}

impl Group {
    /// Name of the file that its pieces are put together in, without the ending.
    pub fn first(&self) -> &str {
        self.pieces.first().map_or("", String::as_str)
    }

    /// Name of its file in the release: its part's, or a number where several share it.
    pub fn file(&self, place: usize) -> String {
        match self.own() {
            Some(part) => format!("split_{part}"),
            None => format!("shared_{place}"),
        }
    }

    /// The part whose alone it is.
    fn own(&self) -> Option<&String> {
        self.parts.first().filter(|_| self.parts.len() == 1)
    }
}

/// The splitter's script: what stands before its loaders, and the pieces that they load.
pub struct Script {
    head: String,
    /// Each piece by itself.
    pub pieces: Vec<Group>,
    parts: Vec<String>,
}

/// Reads the splitter's script; `bytes` gives the size of a piece by its name.
///
/// # Errors
/// When another splitter wrote it: this one's script is matched by its text.
pub fn read(script: &str, bytes: impl Fn(&str) -> Result<u64>) -> Result<Script> {
    let (mut pieces, mut parts) = (Vec::new(), Vec::new());
    let mut head = script.len();
    let mut needed = None;
    let mut at = 0;
    for line in script.split_inclusive('\n') {
        let comment = line.trim().strip_prefix("/* ");
        let part = line.strip_prefix("export const __wasm_split_load_");
        if let Some(names) = comment.and_then(|rest| rest.strip_suffix(" */")) {
            needed = Some(names.split(", ").map(str::to_owned).collect());
            head = head.min(at);
        } else if let Some(rest) = part {
            let (name, _) = rest.split_once(' ').context("a part without a name")?;
            parts.push(name.to_owned());
            needed = Some(BTreeSet::from([name.to_owned()]));
            head = head.min(at);
        } else if let Some((_, rest)) = line.split_once("new URL(\"./") {
            let (piece, _) = rest.split_once(".wasm").context("a piece without a file")?;
            pieces.push(Group {
                pieces: vec![piece.to_owned()],
                parts: needed.take().context("a piece that no part needs")?,
                bytes: bytes(piece)?,
            });
        }
        at += line.len();
    }
    parts.sort();
    // Up to the splitter's loaders: what the pieces share with the main part.
    let shared = script[..head].find("function wrapAsyncCb(");
    Ok(Script {
        head: script[..shared.context("a script without loaders")?].to_owned(),
        pieces,
        parts,
    })
}

/// Puts pieces together as long as that makes the openings of all parts cheaper in sum.
pub fn grouped(mut groups: Vec<Group>) -> Vec<Group> {
    loop {
        let mut best: Option<(i64, usize, usize)> = None;
        for (right, b) in groups.iter().enumerate() {
            for (left, a) in groups[..right].iter().enumerate() {
                let saved = saved(a, b);
                if saved > best.map_or(0, |(saved, ..)| saved) {
                    best = Some((saved, left, right));
                }
            }
        }
        let Some((_, left, right)) = best else {
            // Those that the script numbers come first, so that their numbers are small.
            groups.sort_by_key(|group| group.own().is_some());
            return groups;
        };
        let other = groups.swap_remove(right);
        let group = &mut groups[left];
        group.pieces.extend(other.pieces);
        group.pieces.sort();
        group.parts.extend(other.parts);
        group.bytes += other.bytes;
    }
}

/// By how much the openings of all parts get cheaper when the two share a file.
fn saved(a: &Group, b: &Group) -> i64 {
    if a.bytes + b.bytes > LARGEST {
        return 0;
    }
    let both: BTreeSet<&String> = a.parts.intersection(&b.parts).collect();
    let less: u64 = both
        .iter()
        .map(|part| weight_of(part) * a_request(part))
        .sum();
    let both = weight(both);
    let (only_a, only_b) = (weight(&a.parts) - both, weight(&b.parts) - both);
    let more = only_a * b.bytes + only_b * a.bytes;
    i64::try_from(less).unwrap_or(i64::MAX) - i64::try_from(more).unwrap_or(i64::MAX)
}

fn weight<'p>(parts: impl IntoIterator<Item = &'p String>) -> u64 {
    parts.into_iter().map(|part| weight_of(part)).sum()
}

/// How much the bytes and the requests of a part count.
fn weight_of(part: &str) -> u64 {
    if AT_ONCE.contains(&part) {
        10
    } else if UNASKED.contains(&part) {
        4
    } else {
        1
    }
}

/// What one request less is worth to a part.
fn a_request(part: &str) -> u64 {
    if AT_ONCE.contains(&part) {
        FIRST_REQUEST
    } else {
        A_REQUEST
    }
}

/// What stands for the splitter's own loaders. A file is fetched and compiled once, and asked for again
/// where that failed; it is instantiated when its part is opened, which may be long after.
const LOADERS: &str = r#"
const once = (make) => {
    const kept = {};
    return (name) => (kept[name] ??= make(name).catch((error) => {
        delete kept[name];
        throw error;
    }));
};
const file = once((name) => WebAssembly.compileStreaming(fetch(new URL(`./${name}.wasm`, import.meta.url))));
const piece = once(async (name) => WebAssembly.instantiate(await file(name), getSharedImports()));
// What could not be fetched is said on the page, with a button to try again.
const load = (part) => async (callback, data) => {
    const there = await Promise.all(files(part).map(piece)).then(() => true, () => false);
    getSharedImports().__wasm_split.__indirect_function_table.get(callback)(data, there);
};
export const ahead = (part) => {
    for (const name of files(part)) file(name).catch(() => {});
};
// A letter a file, from "0" on; "/" is the part's own.
const files = (part) => [...(parts[part] || "")].map((letter) =>
    letter == "/" ? "split_" + part : "shared_" + (letter.charCodeAt() - 48));
"#;

/// The letter that stands for a file in the script.
fn letter(group: &Group, place: u32) -> char {
    match group.own() {
        Some(_) => '/',
        None => char::from_u32(u32::from(b'0') + place).unwrap_or_default(),
    }
}

impl Script {
    /// The script that loads the groups in place of the pieces.
    pub fn written(&self, groups: &[Group]) -> String {
        let mut script = format!("{}{LOADERS}const parts = {{\n", self.head);
        for part in &self.parts {
            let needed: String = (0..)
                .zip(groups)
                .filter(|(_, group)| group.parts.contains(part))
                .map(|(place, group)| letter(group, place))
                .collect();
            script.push_str(&format!("    {part}: {needed:?},\n"));
        }
        script.push_str("};\n");
        for part in &self.parts {
            script.push_str(&format!(
                "export const __wasm_split_load_{part} = load(\"{part}\");\n"
            ));
        }
        script
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import { initSync } from \"./app.js\";\nfunction wrapAsyncCb(callee) {\n    // why\n}\n\
        /* me, staff */\nconst __chunk_4 = makeLoad(() => {\n    \
        const src = fetch(new URL(\"./chunk_4.wasm\", import.meta.url));\n}\n, []);\n\
        export const __wasm_split_load_staff = wrapAsyncCb(makeLoad(() => {\n    \
        const src = fetch(new URL(\"./split_staff.wasm\", import.meta.url));\n}\n, [__chunk_4]));\n\
        export const __wasm_split_load_me = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_4]));\n";

    fn group(piece: &str, parts: &[&str], bytes: u64) -> Group {
        Group {
            pieces: vec![piece.to_owned()],
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            bytes,
        }
    }

    #[test]
    fn the_splitters_script_is_read_and_written_with_groups() {
        let script = read(SCRIPT, |piece| Ok(piece.len() as u64)).unwrap();
        let pieces = [
            group("chunk_4", &["me", "staff"], 7),
            group("split_staff", &["staff"], 11),
        ];
        assert_eq!(script.pieces, pieces);
        assert_eq!(pieces[0].file(0), "shared_0");
        assert_eq!(pieces[1].file(1), "split_staff");
        let written = script.written(&pieces);
        assert!(written.starts_with("import { initSync } from \"./app.js\";\n"));
        for line in [
            "    me: \"0\",",
            "    staff: \"0/\",",
            "export const __wasm_split_load_me = load(\"me\");",
            "export const __wasm_split_load_staff = load(\"staff\");",
        ] {
            assert!(written.contains(line), "{line} is not in {written}");
        }
        assert!(!written.contains("__chunk") && !written.contains("wrapAsyncCb"));
        assert!(read("// another splitter", |_| Ok(0)).is_err());
    }

    #[test]
    fn small_pieces_are_put_together_and_large_ones_that_few_need_are_not() {
        let small = group("a", &["me", "staff"], 100);
        let other = group("b", &["me", "rating", "staff"], 200);
        let large = group("c", &["staff"], 180_000);
        let groups = grouped(vec![small, other, large.clone()]);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].pieces, ["a", "b"]);
        assert_eq!(groups[0].parts.len(), 3);
        assert_eq!(groups[1], large);
    }

    #[test]
    fn a_part_that_a_first_page_waits_for_is_spared_what_others_need() {
        let pieces = |first: &str| {
            let of_all = group("a", &[first, "me", "rating", "staff"], 4_000);
            vec![of_all, group("b", &["me", "rating", "staff"], 4_000)]
        };
        assert_eq!(grouped(pieces("desk")).len(), 1);
        assert_eq!(grouped(pieces("sign_in")).len(), 1);
        let pieces = |first: &str| {
            let of_all = group("a", &[first, "me", "rating", "staff"], 9_500);
            vec![of_all, group("b", &["me", "rating", "staff"], 9_500)]
        };
        assert_eq!(grouped(pieces("desk")).len(), 1);
        assert_eq!(grouped(pieces("sign_in")).len(), 2);
    }

    #[test]
    fn what_a_home_fetches_unasked_is_spared_what_staff_need() {
        let pieces = |resident: &str| {
            let of_both = group("a", &["calls", "desk", resident], 4_000);
            vec![of_both, group("b", &["calls", "desk"], 16_000)]
        };
        assert_eq!(grouped(pieces("rating")).len(), 1);
        assert_eq!(grouped(pieces("record")).len(), 2);
    }

    #[test]
    fn no_group_grows_beyond_the_largest() {
        let half = LARGEST / 2 + 1;
        let groups = vec![group("a", &["me"], half), group("b", &["me"], half)];
        assert_eq!(grouped(groups.clone()), groups);
    }
}
