//! The foot of a page or form: its one main action, and what else may be done.

use leptos::prelude::*;

/// Stacks buttons on a phone and sets them side by side where there is room; the main one comes first.
///
/// `<Actions><Button label=SAVE look=ButtonLook::Primary submit=true/></Actions>`
#[component]
pub fn Actions(
    /// Keeps the buttons above the lower edge of the screen while a long form scrolls.
    #[prop(optional)]
    sticky: bool,
    /// Sets short words side by side on a phone too, such as in one row of a list.
    #[prop(optional)]
    row: bool,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="actions" class:actions-sticky=sticky class:actions-row=row>{children()}</div> }
}
