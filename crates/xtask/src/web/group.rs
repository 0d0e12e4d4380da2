//! Which pieces of the cut program share a file.
//!
//! The splitter makes a piece for each set of parts that share something, hundreds of them with a
//! dozen parts. Each request costs a phone more than some code that it does not need, so pieces are
//! put together as long as the openings of all parts get cheaper by it. Pure: it reads and writes
//! the script by which the browser loads the pieces, and says which of them to merge.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

/// Bytes of code, as the splitter writes it, that a request more is worth: some 3 KB on the wire, which
/// is what a slow network carries in the time that a request takes beside others.
const A_REQUEST: u64 = 15_000;

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
    /// Name of its file, without the ending.
    pub fn file(&self) -> &str {
        self.pieces.first().map_or("", String::as_str)
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
    Ok(Script {
        head: script[..head].to_owned(),
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
    let both = a.parts.intersection(&b.parts).count() as u64;
    let (only_a, only_b) = (a.parts.len() as u64 - both, b.parts.len() as u64 - both);
    let more = only_a * b.bytes + only_b * a.bytes;
    i64::try_from(both * A_REQUEST).unwrap_or(i64::MAX) - i64::try_from(more).unwrap_or(i64::MAX)
}

impl Script {
    /// The script that loads the groups in place of the pieces.
    pub fn written(&self, groups: &[Group]) -> String {
        // What could not be fetched is said on the page, with a button to try again.
        let mut script = self.head.replace("console.error(e);", "");
        script.push_str(
            "const piece = (name) => makeLoad(() => {\n    \
                 const src = fetch(new URL(`./${name}.wasm`, import.meta.url));\n    \
                 src.catch(() => {});\n    \
                 return (imports) => WebAssembly.instantiateStreaming(src, imports);\n\
             }, []);\n",
        );
        for (at, group) in groups.iter().enumerate() {
            script.push_str(&format!("const piece{at} = piece(\"{}\");\n", group.file()));
        }
        for part in &self.parts {
            let needed: Vec<String> = groups
                .iter()
                .enumerate()
                .filter(|(_, group)| group.parts.contains(part))
                .map(|(at, _)| format!("piece{at}"))
                .collect();
            script.push_str(&format!(
                "export const __wasm_split_load_{part} = \
                 wrapAsyncCb(makeLoad(() => async () => {{}}, [{}]));\n",
                needed.join(", ")
            ));
        }
        script
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import { initSync } from \"./app.js\";\nfunction makeLoad() {\n    // why\n}\n\
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
        let written = script.written(&pieces);
        assert!(written.starts_with("import { initSync } from \"./app.js\";\nfunction makeLoad()"));
        for line in [
            "const piece1 = piece(\"split_staff\");",
            "__wasm_split_load_me = wrapAsyncCb(makeLoad(() => async () => {}, [piece0]));",
            "__wasm_split_load_staff = wrapAsyncCb(makeLoad(() => async () => {}, [piece0, piece1]));",
        ] {
            assert!(written.contains(line), "{line} is not in {written}");
        }
        assert!(!written.contains("__chunk"));
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
    fn no_group_grows_beyond_the_largest() {
        let half = LARGEST / 2 + 1;
        let groups = vec![group("a", &["me"], half), group("b", &["me"], half)];
        assert_eq!(grouped(groups.clone()), groups);
    }
}
