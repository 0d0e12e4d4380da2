//! A write that is done at once or not at all. What an administrator does with an account, and
//! what one does with one's own password, must not wait in this phone for a network, and nothing
//! of it may be kept here; so it does not go through `store::submit`.

use std::marker::PhantomData;

use domain::endpoint::Endpoint;
use domain::problem::{Code, FieldError, Problem};
use leptos::prelude::*;

use super::error_text;
use crate::api::{self, ApiError};
use crate::i18n::Text;
use crate::i18n::texts::problem;
use crate::platform::timer;
use crate::ui::{Banner, BannerKind};

/// A write of one endpoint, again and again.
pub struct Deed<E: Endpoint> {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    endpoint: PhantomData<fn() -> E>,
}

impl<E: Endpoint> Clone for Deed<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Endpoint> Copy for Deed<E> {}

/// A deed for the life of the calling component.
#[must_use]
pub fn use_deed<E: Endpoint>() -> Deed<E> {
    Deed {
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        endpoint: PhantomData,
    }
}

impl<E: Endpoint + 'static> Deed<E> {
    /// Does it, for one version where one is given; `done` gets the reply.
    pub fn send(
        self,
        version: Option<i64>,
        path: E::Path,
        body: E::Body,
        done: impl FnOnce(E::Reply) + 'static,
    ) {
        self.send_or(version, path, body, done, |_| ());
    }

    /// [`Deed::send`]; `failed` gets the sentence of a refusal, where it would stand out of sight.
    pub fn send_or(
        self,
        version: Option<i64>,
        path: E::Path,
        body: E::Body,
        done: impl FnOnce(E::Reply) + 'static,
        failed: impl FnOnce(String) + 'static,
    ) {
        // Whoever asked for it may be gone.
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        timer::spawn(async move {
            let answer = api::call_if::<E>(version, &path, &body).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(reply) => done(reply),
                Err(error) => {
                    failed(sentence(&error));
                    self.failure.set(Some(error));
                }
            }
        });
    }

    /// Whether it is on its way; reactive.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// The code of the last refusal; reactive.
    #[must_use]
    pub fn code(self) -> Option<Code> {
        self.failure
            .with(|failure| failure.as_ref().and_then(ApiError::code))
    }

    /// What is wrong with one field of the last try, for a control's `error`. `own` has the words
    /// of this screen for a reason.
    #[must_use]
    pub fn field(
        self,
        name: &'static str,
        own: fn(&str) -> Option<Text>,
    ) -> Signal<Option<String>> {
        let failure = self.failure;
        Signal::derive(move || failure.with(|failure| field(failure.as_ref(), name, own)))
    }

    /// What the service names where it refuses a field for this reason, such as which of many
    /// values are wrong; reactive.
    #[must_use]
    pub fn named(self, field: &str, reason: &str) -> Option<String> {
        self.failure.with(|failure| {
            let Some(ApiError::Problem(refused)) = failure else {
                return None;
            };
            let errors = refused.errors.iter();
            let mut ours = errors.filter(|error| error.field == field && error.reason == reason);
            ours.next()?.limit.clone()
        })
    }

    /// Says why it was not done. `own` has the words of this screen for a code.
    pub fn outcome(self, own: fn(Code) -> Option<Text>) -> AnyView {
        outcome(self.failure, own)
    }
}

fn field(failure: Option<&ApiError>, name: &str, own: fn(&str) -> Option<Text>) -> Option<String> {
    let Some(ApiError::Problem(refused)) = failure else {
        return None;
    };
    let named = |error: &&FieldError| error.field == name;
    let error = Problem::clone(refused).errors.iter().find(named).cloned()?;
    Some(own(&error.reason).map_or_else(|| problem::field(&error), |words| words.get().to_owned()))
}

/// What to say for a failure. Nothing waits for the network here: whoever was there has to try again.
fn sentence(error: &ApiError) -> String {
    match error {
        ApiError::Offline => problem::OFFLINE_AGAIN.get().to_owned(),
        _ => error_text(error),
    }
}

fn outcome(failure: RwSignal<Option<ApiError>>, own: fn(Code) -> Option<Text>) -> AnyView {
    let banner = move || {
        failure.get().map(|error| {
            let text = Signal::derive(move || {
                error
                    .code()
                    .and_then(own)
                    .map_or_else(|| sentence(&error), |words| words.get().to_owned())
            });
            view! { <Banner kind=BannerKind::Error text=text /> }
        })
    };
    view! { {banner} }.into_any()
}
