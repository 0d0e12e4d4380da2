//! The mapping of classes to colours that this process uses: the product's own, or the district's.

use std::path::Path;
use std::sync::{LazyLock, OnceLock};

use domain::rules::three_colours::{RULES, Rules};

/// The product's own.
static PRODUCT: LazyLock<Rules> =
    LazyLock::new(|| serde_json::from_str(RULES).expect("the tests of domain read the mapping"));

/// The district's own, once it has been read.
static OWN: OnceLock<Rules> = OnceLock::new();

/// The mapping that holds.
#[must_use]
pub fn rules() -> &'static Rules {
    OWN.get().unwrap_or_else(|| LazyLock::force(&PRODUCT))
}

/// Takes a district's own mapping. Called once, before anything is served.
///
/// # Errors
/// Why it cannot be used.
pub fn take_own(file: &Path) -> Result<(), String> {
    let wrong = |what: String| format!("{}: {what}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    let own: Rules = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    for mapping in &own.programmes {
        let mut editions = crate::programmes::editions(&mapping.programme).peekable();
        if editions.peek().is_none() {
            return Err(wrong(format!(
                "nobody knows the programme {}",
                mapping.programme
            )));
        }
        let known: Vec<_> = editions.flat_map(|one| &one.classes).collect();
        for class in mapping.classes.keys() {
            if !known.iter().any(|one| one.code == *class) {
                return Err(wrong(format!("{} has no class {class}", mapping.programme)));
            }
        }
    }
    OWN.set(own)
        .map_err(|_| "a mapping of colours was taken already".to_owned())
}
