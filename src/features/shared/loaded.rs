//! A read with its four states: on its way, failed, here, and here but not confirmed.

use domain::problem::Code;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::i18n::texts::{problem, shared as words};
use crate::i18n::{Text, format};
use crate::store::{Load, Query};
use crate::ui::{Banner, BannerKind, Failed, Loading};

/// An error as a sentence: what to do first.
#[must_use]
pub fn error_text(error: &ApiError) -> String {
    text_of(error, problem::of_code)
}

/// [`error_text`] of a read, which meets few codes.
fn read_error_text(error: &ApiError) -> String {
    text_of(error, problem::of_read)
}

fn text_of(error: &ApiError, of_code: fn(Code) -> Text) -> String {
    let text = match error {
        ApiError::Offline => problem::OFFLINE,
        ApiError::Timeout => problem::TIMEOUT,
        ApiError::Decode => problem::OUTDATED,
        ApiError::SignInRequired => of_code(Code::SignInRequired),
        ApiError::Problem(problem) => of_code(problem.code),
    };
    text.get().to_owned()
}

/// What a page shows of a read, without its content: compiled once for all types.
#[derive(Clone, PartialEq)]
pub enum Shown {
    /// Grey rows.
    Loading,
    /// The content; `Some(when)` while it is what the phone remembers.
    Content(Option<String>),
    /// A sentence and a retry.
    Failed(String),
}

/// Shows a read: grey rows, a sentence with a retry, or what `children` makes of the reply. What
/// the phone remembers is shown with its age until the backend has confirmed it.
///
/// `<Loaded query=query let:record>{view! { … }}</Loaded>`
#[component]
pub fn Loaded<T, V>(
    /// The read.
    query: Query<T>,
    /// Rows hinted at while it is on its way.
    #[prop(default = 3)]
    rows: usize,
    /// Makes a view of the reply.
    children: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let shown = Memo::new(move |_| {
        query.with(|load| match load {
            Load::Loading => Shown::Loading,
            Load::Failed(error) => Shown::Failed(read_error_text(error)),
            Load::Ready { fresh: true, .. } => Shown::Content(None),
            Load::Ready { as_of, .. } => Shown::Content(Some(format::ago(*as_of))),
        })
    });
    let data = Memo::new(move |_| query.data());
    let content = move || data.get().map(|data| children(data).into_any());
    frame(
        shown,
        rows,
        Callback::new(move |()| query.refetch()),
        content,
    )
}

/// Stands around the content; keeps it in place while only its age changes.
fn frame(
    shown: Memo<Shown>,
    rows: usize,
    retry: Callback<()>,
    content: impl Fn() -> Option<AnyView> + Send + 'static,
) -> impl IntoView {
    let notice = move || match shown.get() {
        Shown::Loading => Some(view! { <Loading rows=rows /> }.into_any()),
        Shown::Failed(text) => {
            Some(view! { <Failed text=Signal::stored(text) on_retry=retry /> }.into_any())
        }
        Shown::Content(Some(when)) => {
            let text = Signal::stored(words::as_of(&when));
            Some(view! { <Banner kind=BannerKind::Offline text=text /> }.into_any())
        }
        Shown::Content(None) => None,
    };
    view! {
        {move || notice()}
        {move || content()}
    }
}
