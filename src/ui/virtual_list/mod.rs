//! A list of any length: only the rows around what is seen stand in the page.
//!
//! No library of the field did: those for Leptos want rows of one height and a box that scrolls by
//! itself, and say heights in `style` attributes, which the policy forbids
//! (docs/decisions/long-lists.md).

mod window;

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

pub use self::window::VirtualRow;
use self::window::{Heights, next};
use crate::platform::rows::{self as dom, Looking, looking};

/// Of what is seen, so much again is kept ready above and below.
const READY: f64 = 0.8;
/// Where a row that is gone to comes to stand, as a part of what is seen.
const SIGHT: f64 = 0.4;
/// Lists whose heights are remembered.
const REMEMBERED: usize = 8;

thread_local! {
    /// Heights by the name of a list: whoever comes back finds the place that they left.
    static BEFORE: RefCell<Vec<(String, Vec<f64>)>> = const { RefCell::new(Vec::new()) };
}

fn remember(name: String, heights: &[f64]) {
    BEFORE.with_borrow_mut(|before| {
        before.retain(|(known, _)| *known != name);
        before.push((name, heights.to_vec()));
        if before.len() > REMEMBERED {
            before.remove(0);
        }
    });
}

fn remembered(name: &str) -> Option<Vec<f64>> {
    BEFORE.with_borrow(|before| {
        let known = before.iter().find(|(known, _)| known == name);
        known.map(|(_, heights)| heights.clone())
    })
}

/// What the list knows besides its signals.
#[derive(Default)]
struct Inside {
    heights: Heights,
    /// What the heights are remembered by.
    name: String,
    rows: Arc<[VirtualRow]>,
    /// Heights of an earlier visit, for rows that are still on their way.
    before: Option<Vec<f64>>,
    /// The row that the focus goes to once it stands in the page.
    wanted: Option<usize>,
    looking: Option<Looking>,
}

/// A sheet of rows like [`List`](super::List), however many there are; it scrolls with the page. Rows
/// may be of any height. The arrow keys walk from row to row, Home and End to the ends; a screen reader
/// is told how many there are.
///
/// `<VirtualList label=DUE name=address rows=rows draw=move |at| view! { … }.into_any()/>`
#[component]
pub fn VirtualList(
    /// What is listed; read out, not shown.
    #[prop(into)]
    label: Signal<String>,
    /// Names what is listed in which order: under the same name the same place is found again.
    #[prop(into)]
    name: Signal<String>,
    /// The rows, in their order.
    #[prop(into)]
    rows: Signal<Arc<[VirtualRow]>>,
    /// True while more rows are on their way, so that nobody is told a wrong number.
    #[prop(into, optional)]
    more: Signal<bool>,
    /// Draws what stands in the row at a place.
    #[prop(into)]
    draw: Callback<usize, AnyView>,
) -> impl IntoView {
    let around = NodeRef::<leptos::html::Div>::new();
    let list = NodeRef::<leptos::html::Ul>::new();
    let inside = StoredValue::new_local(Inside::default());
    let shown = RwSignal::new(0..0_usize);
    let spaces = RwSignal::new((0.0_f64, 0.0_f64));

    let look = move || look(around, list, inside, shown, spaces);
    let soon = move || again(inside);
    inside.update_value(|inside| inside.looking = Some(looking(look)));
    Effect::new(move |before: Option<String>| {
        let (rows, name) = (rows.get(), name.get());
        inside.update_value(|inside| {
            let same = inside.rows.iter().zip(rows.iter()).all(|(a, b)| a == b);
            let mut known = Vec::new();
            if before.as_ref() != Some(&name) {
                inside.before = remembered(&name);
            } else if same {
                // More of the same keeps what was measured.
                known = inside.heights.all().to_vec();
            } else {
                inside.before = None;
            }
            let later = inside.before.as_deref().unwrap_or_default();
            known.extend(later.iter().skip(known.len()));
            inside.heights.take(&rows, &known);
            inside.rows = rows;
            inside.name.clone_from(&name);
        });
        // What is seen is drawn with the list itself, not a picture later.
        look();
        soon();
        name
    });
    on_cleanup(move || {
        inside.update_value(|inside| {
            inside.looking = None;
            remember(std::mem::take(&mut inside.name), inside.heights.all());
        });
    });

    let size = move || {
        if more.get() {
            "-1".to_owned()
        } else {
            rows.with(|rows| rows.len()).to_string()
        }
    };
    let each = move || {
        let rows = rows.get();
        let shown = shown.get();
        let row = |at: usize| rows.get(at).map(|row| (at, *row));
        shown.filter_map(row).collect::<Vec<_>>()
    };
    let walk = move |event: KeyboardEvent| walk(&event, list, inside, soon);
    view! {
        <div class="virtual-list" node_ref=around>
            <div style:height=move || px(spaces.get().0)></div>
            <ul class="list" node_ref=list aria-label=move || label.get() on:keydown=walk>
                <For each=each key=|(at, row)| (row.key, *at) let:row>
                    <li
                        data-at=row.0.to_string()
                        class:virtual-heading=row.1.heading
                        aria-posinset=(row.0 + 1).to_string()
                        aria-setsize=size
                    >
                        {draw.run(row.0)}
                    </li>
                </For>
            </ul>
            <div style:height=move || px(spaces.get().1)></div>
        </div>
    }
}

fn px(height: f64) -> String {
    // Whole pixels are enough, and integers print in fewer bytes of code than floats.
    #[allow(clippy::cast_possible_truncation)]
    let whole = height as i64;
    [&whole.to_string(), "px"].concat()
}

/// Measures what stands in the page, then decides what should.
fn look(
    around: NodeRef<leptos::html::Div>,
    list: NodeRef<leptos::html::Ul>,
    inside: StoredValue<Inside, LocalStorage>,
    shown: RwSignal<Range<usize>>,
    spaces: RwSignal<(f64, f64)>,
) {
    let (Some(around), Some(list)) = (around.get_untracked(), list.get_untracked()) else {
        return;
    };
    let (top, height) = (dom::top(&around), dom::view_height());
    let measured = dom::measured(&list);
    let looked = inside.try_update_value(|inside| {
        let seen = inside.heights.between(-top, height - top);
        let grown = inside.heights.learn(&measured, seen.start);
        let ready = height * READY;
        let wanted = inside.heights.between(-top - ready, height - top + ready);
        let now = shown.get_untracked();
        let now = now.start.min(inside.heights.len())..now.end.min(inside.heights.len());
        let then = next(&now, &seen, &wanted);
        let whole = then == wanted;
        let space = (
            inside.heights.above(then.start),
            inside.heights.from(then.end),
        );
        let focus = inside.wanted.filter(|at| now.contains(at));
        (grown, then, whole, space, focus)
    });
    let Some((grown, then, whole, space, focus)) = looked else {
        return;
    };
    if grown.abs() >= 1.0 && !dom::anchors() {
        dom::scroll_by(grown);
    }
    if let Some(at) = focus {
        // The browser scrolls to it: what is seen is another part now, and is looked at anew.
        if dom::focus(&list, at) {
            inside.update_value(|inside| inside.wanted = None);
        }
        again(inside);
        return;
    }
    let moved = shown.with_untracked(|shown| *shown != then);
    if moved {
        shown.set(then);
    }
    if spaces.get_untracked() != space {
        spaces.set(space);
    }
    if moved || !whole {
        return again(inside);
    }
    // Rows on the way were higher than they were taken for: the wanted one is still further on.
    let further = inside.with_value(|inside| {
        let at = inside.wanted?;
        Some(inside.heights.above(at) + top - height * SIGHT)
    });
    if let Some(px) = further {
        dom::scroll_by(px);
        again(inside);
    }
}

/// Looks once more before the next picture.
fn again(inside: StoredValue<Inside, LocalStorage>) {
    inside.with_value(|inside| {
        if let Some(looking) = &inside.looking {
            looking.soon();
        }
    });
}

/// Moves the focus from row to row.
fn walk(
    event: &KeyboardEvent,
    list: NodeRef<leptos::html::Ul>,
    inside: StoredValue<Inside, LocalStorage>,
    soon: impl Fn(),
) {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key();
    let Some(list) = list.get_untracked().filter(|_| !held) else {
        return;
    };
    let Some(here) = dom::focused(&list) else {
        return;
    };
    let there = inside.with_value(|inside| walked_to(&event.key(), here, &inside.rows));
    let Some(there) = there else { return };
    event.prevent_default();
    if dom::focus(&list, there) {
        return;
    }
    // Not in the page yet: scrolled to, drawn, then focused.
    let by = inside.try_update_value(|inside| {
        inside.wanted = Some(there);
        inside.heights.above(there) - inside.heights.above(here)
    });
    dom::scroll_by(by.unwrap_or_default());
    soon();
}

/// The row that a key leads to; headings have nothing to focus.
fn walked_to(key: &str, here: usize, rows: &[VirtualRow]) -> Option<usize> {
    let row = |(at, row): (usize, &VirtualRow)| (!row.heading).then_some(at);
    let mut all = rows.iter().enumerate();
    match key {
        "ArrowDown" => all.skip(here + 1).find_map(row),
        "ArrowUp" => all.take(here).rev().find_map(row),
        "Home" => all.find_map(row).filter(|at| *at != here),
        "End" => all.rev().find_map(row).filter(|at| *at != here),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_walk_over_headings() {
        let rows: Vec<VirtualRow> = (0..6)
            .map(|key| VirtualRow {
                key,
                heading: key % 3 == 0,
            })
            .collect();
        for (key, here, there) in [
            ("ArrowDown", 1, Some(2)),
            ("ArrowDown", 2, Some(4)),
            ("ArrowDown", 5, None),
            ("ArrowUp", 4, Some(2)),
            ("ArrowUp", 1, None),
            ("Home", 4, Some(1)),
            ("End", 1, Some(5)),
            ("End", 5, None),
            ("Enter", 1, None),
        ] {
            assert_eq!(walked_to(key, here, &rows), there, "{key} from {here}");
        }
    }
}
