//! Rows and columns that scroll sideways on their own when a phone is too narrow.

use leptos::prelude::*;

/// A table of texts with a caption; the first cell of a row is its heading.
///
/// `<Table caption=READINGS head=vec![DAY.into(), VALUE.into()] rows=rows/>`
#[component]
pub fn Table(
    /// What the table shows.
    #[prop(into)]
    caption: Signal<String>,
    /// The headings of the columns.
    head: Vec<Signal<String>>,
    /// The rows, each as long as `head`.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let row = |cells: Vec<String>| {
        let cells = cells.into_iter().enumerate().map(|(place, cell)| {
            if place == 0 {
                view! { <th scope="row">{cell}</th> }.into_any()
            } else {
                view! { <td>{cell}</td> }.into_any()
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let head = head
        .into_iter()
        .map(|text| view! { <th scope="col">{move || text.get()}</th> });
    let head = head.collect_view();
    view! {
        <div class="table" role="region" tabindex="0" aria-label=move || caption.get()>
            <table>
                <caption>{move || caption.get()}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
