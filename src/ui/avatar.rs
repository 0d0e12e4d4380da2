//! A person's mark where there is no photograph: the surname in a circle.

use leptos::prelude::*;

/// Shows the first character of a name; decoration only, since the name stands beside it.
///
/// `<Avatar name="欧阳敏"/>`
#[component]
pub fn Avatar(
    /// The whole name, of which the first character is shown.
    #[prop(into)]
    name: Signal<String>,
    /// Twice the ordinary size, for the head of a person's page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <span class="avatar" class:avatar-large=large aria-hidden="true">
            {move || name.with(|name| name.chars().take(1).collect::<String>())}
        </span>
    }
}
