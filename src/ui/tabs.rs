//! Parts of a page of which one is shown.

use super::option::{Opt, split};
use leptos::{ev::KeyboardEvent, prelude::*};

/// Shows one part at a time; the arrow keys walk through the tabs.
///
/// `<Tabs label=PARTS options=parts value=part>{move || match part.get() { … }}</Tabs>`
#[component]
pub fn Tabs<T: Clone + PartialEq + Send + Sync + 'static>(
    /// What the parts are parts of; read out, not shown.
    #[prop(into)]
    label: Signal<String>,
    /// The parts.
    options: Vec<Opt<T>>,
    /// The part shown.
    value: RwSignal<T>,
    /// The content of the part shown; it reads `value`.
    children: Children,
) -> impl IntoView {
    let id = super::id::fresh();
    let (values, faces) = split(options);
    let count = values.len();
    let values = StoredValue::new(values);
    let chosen = move |place: usize| {
        values.with_value(|values| value.with(|value| values.get(place) == Some(value)))
    };
    let pick = move |place: usize| {
        if let Some(picked) = values.with_value(|values| values.get(place).cloned()) {
            value.set(picked);
        }
    };
    let buttons = (0..count)
        .map(|_| NodeRef::<leptos::html::Button>::new())
        .collect::<Vec<_>>();
    let nodes = StoredValue::new(buttons.clone());
    let walk = move |event: KeyboardEvent| {
        let here = (0..count).find(|place| untrack(|| chosen(*place)));
        let Some(next) = here.and_then(|here| walked_to(&event.key(), here, count)) else {
            return;
        };
        event.prevent_default();
        pick(next);
        let button =
            nodes.with_value(|nodes| nodes.get(next).and_then(GetUntracked::get_untracked));
        if let Some(button) = button {
            // A tab that cannot take the focus is still chosen and shown.
            let _ = button.focus();
        }
    };
    let tabs = faces
        .into_iter()
        .zip(buttons)
        .enumerate()
        .map(|(place, (face, node))| {
            view! {
                <button
                    node_ref=node
                    class="tab"
                    type="button"
                    role="tab"
                    aria-selected=move || if chosen(place) { "true" } else { "false" }
                    tabindex=move || if chosen(place) { "0" } else { "-1" }
                    aria-controls=id.clone()
                    on:click=move |_| pick(place)
                >
                    {move || face.label.get()}
                    {face.note.map(|note| view! { <small>{move || note.get()}</small> })}
                </button>
            }
        });
    let tabs = tabs.collect_view();
    view! {
        <div class="tabs">
            <div class="tab-list" role="tablist" aria-label=move || label.get() on:keydown=walk>
                {tabs}
            </div>
            <div class="tab-panel" role="tabpanel" id=id.clone()>
                {children()}
            </div>
        </div>
    }
}

/// The tab that a key leads to from the tab `here` of `count`, in a ring.
fn walked_to(key: &str, here: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if here == last { 0 } else { here + 1 }),
        "ArrowLeft" => Some(if here == 0 { last } else { here - 1 }),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::walked_to;

    #[test]
    fn the_arrow_keys_walk_in_a_ring() {
        for (key, here, there) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 2, Some(0)),
            ("ArrowLeft", 0, Some(2)),
            ("ArrowLeft", 1, Some(0)),
            ("Home", 2, Some(0)),
            ("End", 0, Some(2)),
            ("Enter", 1, None),
        ] {
            assert_eq!(walked_to(key, here, 3), there, "{key} from {here}");
        }
        assert_eq!(walked_to("End", 0, 0), None);
    }
}
