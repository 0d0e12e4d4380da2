//! What staff read in office, and what they leave to a colleague because it is about themselves or
//! their family.

use domain::problem::Code;
use leptos::prelude::*;

use super::Loaded;
use crate::api::ApiError;
use crate::i18n::texts::problem;
use crate::store::{Load, Query};
use crate::ui::Banner;

/// [`Loaded`] for a read in office: of the own family there is nothing to try again.
///
/// `<LoadedInOffice query=record rows=8 let:record>{view! { … }}</LoadedInOffice>`
#[component]
pub fn LoadedInOffice<T, V>(
    /// The read.
    query: Query<T>,
    /// Rows hinted at while it is on its way.
    #[prop(default = 3)]
    rows: usize,
    /// Makes a view of the reply.
    children: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let apart = Memo::new(move |_| {
        query.with(|load| {
            let refused = match load {
                Load::Failed(error) => ApiError::code(error),
                Load::Loading | Load::Ready { .. } => None,
            };
            refused == Some(Code::OwnFamily)
        })
    });
    move || {
        if apart.get() {
            return view! { <Banner text=problem::OWN_FAMILY /> }.into_any();
        }
        let children = children.clone();
        view! { <Loaded query=query rows=rows children=children /> }.into_any()
    }
}
