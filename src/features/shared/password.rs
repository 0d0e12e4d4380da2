//! The rule for staff passwords in words, while one types.

use domain::rules::password::{Weak, judge};
use leptos::prelude::*;

use crate::i18n::Text;
use crate::i18n::texts::security as words;
use crate::ui::{Status, Tone};

/// Why a password is not taken, in words.
#[must_use]
pub fn password_fault(password: &str, login: &str, name: &str) -> Option<Text> {
    judge(password, login, name)
        .err()
        .and_then(|weak| words::reason(weak.reason()))
}

/// Says whether the password is good enough, as it is typed; nothing while it is empty.
///
/// `<PasswordRule password=new login=login name=name/>`
#[component]
pub fn PasswordRule(
    /// What is typed.
    password: RwSignal<String>,
    /// Sign-in name.
    #[prop(into)]
    login: Signal<String>,
    /// Name of the person, where it is known.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let verdict = Memo::new(move |_| {
        let typed = password.get();
        (!typed.is_empty()).then(|| judge(&typed, &login.get(), &name.get()).map_err(Weak::reason))
    });
    let shown = move || {
        verdict.get().map(|verdict| match verdict {
            Ok(()) => view! { <Status tone=Tone::Ok label=words::PASSWORD_GOOD /> }.into_any(),
            Err(reason) => {
                let label = words::reason(reason).unwrap_or(words::PASSWORD_RULE);
                view! { <Status tone=Tone::Warn label=label /> }.into_any()
            }
        })
    };
    view! { <p role="status">{shown}</p> }
}
