//! The national programmes' definitions, as text. Only the service holds them.

/// Each edition of each programme, as JSON. Editions stay for ever: a visit is shown and judged by the one
/// that it was made with.
pub const DEFINITIONS: &[&str] = &[
    include_str!("../../programmes/hypertension-NBPHS-3-2017.json"),
    include_str!("../../programmes/diabetes-NBPHS-3-2017.json"),
];
