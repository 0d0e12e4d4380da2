//! The national programmes' definitions, as text. Only the service holds them.

/// Each edition of each programme, as JSON. Editions stay for ever: a visit is shown and judged by the one
/// that it was made with.
pub const DEFINITIONS: &[&str] = &[
    include_str!("../../programmes/hypertension-NBPHS-3-2017.json"),
    include_str!("../../programmes/diabetes-NBPHS-3-2017.json"),
    include_str!("../../programmes/elderly-NBPHS-3-2025.json"),
    include_str!("../../programmes/elderly_tcm-TCM-2013.json"),
    include_str!("../../programmes/child-NBPHS-3-2017.json"),
    include_str!("../../programmes/maternity-NBPHS-3-2017.json"),
    include_str!("../../programmes/smi-NBPHS-3-2017.json"),
    include_str!("../../programmes/tuberculosis-NBPHS-3-2017.json"),
    include_str!("../../programmes/copd-JIAYI-1.json"),
    include_str!("../../programmes/hepatitis-JIAYI-1.json"),
    include_str!("../../programmes/home_bound-JIAYI-1.json"),
];
