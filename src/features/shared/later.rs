//! A piece of an area that is a part of the program by itself: fetched once beside the page that shows it, and
//! drawn in its place as soon as it is there, with a press to fetch it again where that failed.

use std::pin::Pin;

use leptos::prelude::*;

use crate::platform::part::NotFetched;
use crate::platform::timer;
use crate::ui::{Failed, Loading};

/// The piece on its way.
pub type FetchingPiece<P> = Pin<Box<dyn Future<Output = Result<P, NotFetched>>>>;

/// Where the fetching stands.
#[derive(Clone, Copy)]
enum Standing<P> {
    Fetching,
    There(P),
    Failed,
}

/// A piece of which `P` names the functions. An area keeps one in a `thread_local`.
pub struct Later<P: 'static> {
    standing: ArcRwSignal<Option<Standing<P>>>,
    part: fn() -> FetchingPiece<P>,
}

impl<P> Clone for Later<P> {
    fn clone(&self) -> Self {
        Self {
            standing: self.standing.clone(),
            part: self.part,
        }
    }
}

impl<P: Copy + Send + Sync + 'static> Later<P> {
    /// The piece that `part` fetches.
    #[must_use]
    pub fn new(part: fn() -> FetchingPiece<P>) -> Self {
        Self {
            standing: ArcRwSignal::new(None),
            part,
        }
    }

    /// Fetches it, unless it is there or on its way.
    pub fn fetch(&self) {
        if let Some(Standing::Fetching | Standing::There(_)) = self.standing.get_untracked() {
            return;
        }
        self.standing.set(Some(Standing::Fetching));
        let Self { standing, part } = self.clone();
        timer::spawn(async move {
            standing.set(Some(match part().await {
                Ok(piece) => Standing::There(piece),
                Err(NotFetched) => Standing::Failed,
            }));
        });
    }

    /// Draws something of it, once it is there.
    pub fn draw(&self, draw: impl Fn(P) -> AnyView + Send + Sync + 'static) -> AnyView {
        let piece = self.clone();
        (move || match piece.standing.get() {
            Some(Standing::There(there)) => untrack(|| draw(there)),
            Some(Standing::Failed) => {
                let again = piece.clone();
                view! { <Failed on_retry=move |()| again.fetch() /> }.into_any()
            }
            Some(Standing::Fetching) | None => view! { <Loading rows=1 /> }.into_any(),
        })
        .into_any()
    }
}
