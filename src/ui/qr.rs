//! A code that another phone's camera reads: black on white in every theme, or it is not read.

use leptos::prelude::*;

/// Light modules around the code, which readers need.
const QUIET: u16 = 4;

/// Draws a code from the path of its dark modules, one unit a module.
///
/// `<Qr label=SCAN side=setup.side path=setup.path/>`
#[component]
pub fn Qr(
    /// What it is; read out.
    #[prop(into)]
    label: Signal<String>,
    /// Modules along a side.
    side: u8,
    /// The dark modules.
    path: String,
) -> impl IntoView {
    let whole = (u16::from(side) + 2 * QUIET).to_string();
    let edge = ["-", &QUIET.to_string()].concat();
    let view_box = [edge.as_str(), &edge, &whole, &whole].join(" ");
    view! {
        <svg class="qr" role="img" viewBox=view_box aria-label=move || label.get()>
            <path d=path />
        </svg>
    }
}
