//! A measured value: large numerals, a small unit, what it is, and how it stands.

use super::{Status, Tone};
use leptos::prelude::*;

/// Lays readings side by side where there is room.
///
/// `<Readings><Reading …/><Reading …/></Readings>`
#[component]
pub fn Readings(
    /// The [`Reading`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="readings">{children()}</div> }
}

/// One value.
///
/// `<Reading label=BLOOD_PRESSURE value="138/86" unit="mmHg" note="昨天" tone=Tone::Ok status=CONTROLLED/>`
#[component]
pub fn Reading(
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// The number, or "—".
    #[prop(into)]
    value: Signal<String>,
    /// Its unit.
    #[prop(into, optional)]
    unit: Option<Signal<String>>,
    /// When, or by whom.
    #[prop(into, optional)]
    note: Option<Signal<String>>,
    /// How good or bad it is; shown only together with `status`.
    #[prop(optional)]
    tone: Tone,
    /// How it stands, in a word.
    #[prop(into, optional)]
    status: Option<Signal<String>>,
) -> impl IntoView {
    view! {
        <div class="reading">
            <span class="reading-label">{move || label.get()}</span>
            <span class="reading-value">
                <span class="number">{move || value.get()}</span>
                {unit.map(|unit| view! { <span class="unit">{move || unit.get()}</span> })}
            </span>
            {status.map(|status| view! { <Status tone=tone label=status /> })}
            {note.map(|note| view! { <span class="muted">{move || note.get()}</span> })}
        </div>
    }
}
