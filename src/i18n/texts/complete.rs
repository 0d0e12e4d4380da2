//! Reads the text files and finds what is missing, empty or the same in both languages.

use std::{fs, path::Path};

/// Words that are written the same in both languages.
const SAME: &[&str] = &["mmHg", "mmol/L", "kg", "cm", "BMI"];

/// Words that must be found by a reader of either language while the other one is shown.
const BOTH: &[&str] = &["语言 Language"];

/// Every `Text { zh: "…", en: "…" }` of a file, with its line.
fn texts(source: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find("Text {") {
        let line = source[..source.len() - rest.len() + at].lines().count();
        rest = &rest[at + "Text {".len()..];
        let literals: Vec<String> = ["zh:", "en:"]
            .iter()
            .filter_map(|key| literal(&rest[..rest.find('}')?], key))
            .collect();
        if let [zh, en] = literals.as_slice() {
            found.push((line, zh.clone(), en.clone()));
        }
    }
    found
}

fn literal(text: &str, key: &str) -> Option<String> {
    let after = text.split_once(key)?.1.split_once('"')?.1;
    let mut value = String::new();
    let mut chars = after.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(value),
            '\\' => value.extend(chars.next()),
            other => value.push(other),
        }
    }
    None
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// What is wrong with a pair, if anything.
fn fault(zh: &str, en: &str) -> Option<&'static str> {
    match () {
        () if zh.trim().is_empty() || en.trim().is_empty() => Some("empty"),
        () if SAME.contains(&zh) && zh == en => None,
        () if zh == en => Some("the same in both languages"),
        () if !zh.chars().any(is_han) => Some("no Chinese in the Chinese text"),
        () if BOTH.contains(&zh) => None,
        () if en.chars().any(is_han) => Some("Chinese in the English text"),
        () => None,
    }
}

#[test]
fn every_text_says_something_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n/texts");
    let mut count = 0;
    let mut faults = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if matches!(name.as_str(), "complete.rs" | "mod.rs") {
            continue;
        }
        for (line, zh, en) in texts(&fs::read_to_string(&path).unwrap()) {
            count += 1;
            if let Some(fault) = fault(&zh, &en) {
                faults.push(format!("{name}:{line}: {fault}: {zh:?} / {en:?}"));
            }
        }
    }
    assert!(
        count > 50,
        "only {count} texts found: the reader no longer understands the files"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every text of a file, by its name.
fn texts_of(folder: &Path, name: &str) -> Vec<(usize, String, String)> {
    texts(&fs::read_to_string(folder.join(name)).unwrap())
}

#[test]
fn a_medical_word_stands_in_the_glossary_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n/texts");
    let glossary = texts_of(&folder, "medical.rs");
    assert!(glossary.len() > 25, "only {} words read", glossary.len());
    let mut faults = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if matches!(name.as_str(), "complete.rs" | "mod.rs" | "medical.rs") {
            continue;
        }
        for (line, zh, en) in texts_of(&folder, &name) {
            if glossary.iter().any(|word| word.1 == zh || word.2 == en) {
                faults.push(format!("{name}:{line}: {zh:?} / {en:?} is the glossary's"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_reader_sees_what_is_wrong() {
    let source = "pub const A: Text = Text {\n    zh: \"好\",\n    en: \"\",\n};\nconst B: Text = Text { zh: \"a \\\"b\\\"\", en: \"c\" };";
    let found = texts(source);
    assert_eq!(found.len(), 2);
    assert_eq!(fault(&found[0].1, &found[0].2), Some("empty"));
    assert_eq!(found[1].1, "a \"b\"");
    assert_eq!(
        fault(&found[1].1, &found[1].2),
        Some("no Chinese in the Chinese text")
    );
    assert_eq!(fault("OK", "OK"), Some("the same in both languages"));
    assert_eq!(fault("好", "好 good"), Some("Chinese in the English text"));
    assert_eq!(fault("mmHg", "mmHg"), None);
}
