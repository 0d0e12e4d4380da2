//! Holds `style/` to its promises: contrast in both themes, one list of sheets, one set of colours.
//!
//! Tests only; the sheets themselves are joined by `cargo xtask`.

use std::{collections::BTreeMap, fs, path::Path};

type Colours = BTreeMap<String, [f64; 3]>;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The six-digit colours that a rule of tokens.css declares.
fn colours(rule: &str) -> Colours {
    let declared = rule.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(": #")?;
        let part = |at: usize| u8::from_str_radix(&value[at..at + 2], 16).map(f64::from);
        Some((
            name.to_owned(),
            [part(0).ok()?, part(2).ok()?, part(4).ok()?],
        ))
    });
    declared.collect()
}

/// The rule of `css` that begins with `selector`.
fn rule<'c>(css: &'c str, selector: &str) -> &'c str {
    let start = css
        .find(&format!("{selector} {{"))
        .unwrap_or_else(|| panic!("no {selector}"));
    &css[start..start + css[start..].find('}').unwrap()]
}

fn themes() -> [(&'static str, Colours); 2] {
    let css = read("style/tokens.css");
    [
        ("light", colours(rule(&css, ":root"))),
        ("dark", colours(rule(&css, ":root[data-theme=\"dark\"]"))),
    ]
}

/// Relative luminance, WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| {
        let part = part / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Which text stands on which grounds, anywhere in `style/`.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "ground",
            "sheet",
            "sunken",
            "accent-soft",
            "warn-soft",
            "bad-soft",
        ],
    ),
    ("muted", &["ground", "sheet", "sunken", "accent-soft"]),
    ("accent", &["ground", "sheet"]),
    ("accent-strong", &["accent-soft"]),
    ("on-accent", &["accent", "accent-strong"]),
    ("neutral", &["neutral-soft", "ground", "sheet"]),
    ("ok", &["ok-soft", "ground", "sheet"]),
    ("warn", &["warn-soft", "ground", "sheet"]),
    ("bad", &["bad-soft", "ground", "sheet"]),
    ("info", &["info-soft", "ground", "sheet"]),
    ("sheet", &["text", "bad"]),
];

/// Edges and marks that must be seen to understand a control (WCAG 1.4.11).
const MARKS: &[(&str, &[&str])] = &[
    ("edge", &["ground", "sheet"]),
    ("accent", &["ground", "sheet", "accent-soft"]),
    ("star", &["sheet"]),
    ("info", &["sheet", "accent-soft"]),
];

fn assert_contrast(pairs: &[(&str, &[&str])], least: f64) {
    let mut faint = Vec::new();
    for (theme, colours) in themes() {
        for (front, grounds) in pairs {
            for ground in *grounds {
                let ratio = contrast(
                    colours[&format!("--{front}")],
                    colours[&format!("--{ground}")],
                );
                if ratio < least {
                    faint.push(format!("{theme}: {front} on {ground} is {ratio:.2}"));
                }
            }
        }
    }
    assert!(faint.is_empty(), "below {least}:1\n{}", faint.join("\n"));
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 1e-9);
    assert!(
        (contrast([119.0; 3], [255.0; 3]) - 4.48).abs() < 0.01,
        "#777 on white"
    );
}

#[test]
fn every_text_is_readable_in_both_themes() {
    assert_contrast(TEXTS, 4.5);
}

#[test]
fn every_edge_and_mark_is_seen_in_both_themes() {
    assert_contrast(MARKS, 3.0);
}

#[test]
fn the_night_is_the_same_by_wish_and_by_choice() {
    let css = read("style/tokens.css");
    let by_wish = colours(rule(&css, ":root:not([data-theme=\"light\"])"));
    let [(_, light), (_, dark)] = themes();
    assert_eq!(by_wish, dark);
    assert!(
        light.keys().eq(dark.keys()),
        "both themes name the same colours"
    );
}

#[test]
fn colours_and_sizes_of_text_stand_in_the_tokens_alone() {
    let mut strays = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("style")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "tokens.css" || name == "print.css" {
            continue;
        }
        for (line, text) in read(&format!("style/{name}")).lines().enumerate() {
            let declares = text.trim().ends_with(';');
            if declares && (text.contains('#') || text.contains("rgb(")) {
                strays.push(format!("style/{name}:{}: {}", line + 1, text.trim()));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn the_development_page_names_every_sheet_in_the_order_of_a_release() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let mut sheets: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".css"))
        .collect();
    let place = |name: &str| match name {
        "tokens.css" => 0,
        "base.css" => 1,
        "print.css" => 3,
        _ => 2,
    };
    sheets.sort_by_key(|name| (place(name), name.clone()));
    let page = read("src/index.html");
    let named: Vec<&str> = page
        .lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("<link data-trunk rel=\"css\" href=\"../style/")
        })
        .filter_map(|rest| rest.strip_suffix("\">"))
        .collect();
    assert_eq!(named, sheets);
}

#[test]
fn the_boot_shell_has_the_colours_of_the_tokens() {
    let page = read("src/index.html");
    let [(_, light), (_, dark)] = themes();
    let boot = |selector: &str| {
        let rule = rule(&page, selector);
        let pairs = rule
            .split("--")
            .skip(1)
            .filter_map(|part| part.split_once(": #"));
        pairs
            .map(|(name, rest)| {
                let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
                let digits = if digits.len() == 3 {
                    digits.chars().flat_map(|digit| [digit, digit]).collect()
                } else {
                    digits
                };
                (name.to_owned(), digits)
            })
            .collect::<BTreeMap<_, _>>()
    };
    for (selector, colours) in [
        ("html", &light),
        ("html:not([data-theme=\"light\"])", &dark),
        ("html[data-theme=\"dark\"]", &dark),
    ] {
        for (short, long) in [
            ("g", "ground"),
            ("s", "sheet"),
            ("t", "text"),
            ("m", "muted"),
            ("a", "accent"),
            ("o", "on-accent"),
        ] {
            let [red, green, blue] = colours[&format!("--{long}")];
            let wanted = format!("{:02x}{:02x}{:02x}", red as u8, green as u8, blue as u8);
            assert_eq!(
                boot(selector).get(short),
                Some(&wanted),
                "--{short} of {selector}"
            );
        }
    }
}
