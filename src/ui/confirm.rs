//! A question before something that matters, asked from anywhere and answered by a callback.

use super::{Actions, Button, ButtonLook, Dialog};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// A yes-or-no question.
#[derive(Clone, Copy)]
pub struct Question {
    /// The question itself: "取消这次预约吗?".
    pub title: Signal<String>,
    /// What follows from yes.
    pub text: Signal<String>,
    /// The word for yes: the verb, not "yes".
    pub yes: Signal<String>,
    /// The word for no.
    pub no: Signal<String>,
    /// Whether yes takes something away.
    pub danger: bool,
}

impl Question {
    /// A question whose no is "cancel".
    pub fn new(
        title: impl Into<Signal<String>>,
        text: impl Into<Signal<String>>,
        yes: impl Into<Signal<String>>,
    ) -> Self {
        Self {
            title: title.into(),
            text: text.into(),
            yes: yes.into(),
            no: words::CANCEL.into(),
            danger: false,
        }
    }

    /// Marks that yes takes something away.
    #[must_use]
    pub fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Another word for no.
    #[must_use]
    pub fn or(mut self, no: impl Into<Signal<String>>) -> Self {
        self.no = no.into();
        self
    }
}

type Asked = Option<(Question, Callback<bool>)>;

/// Asks questions; taken with [`use_confirm`].
#[derive(Clone, Copy)]
pub struct Confirm(Option<RwSignal<Asked>>);

impl Confirm {
    /// Shows the question. `on_choice` is told the answer once; closing means no, and so does
    /// a page without a [`ConfirmProvider`].
    pub fn ask(self, question: Question, on_choice: impl Fn(bool) + Send + Sync + 'static) {
        match self.0 {
            Some(asked) => asked.set(Some((question, Callback::new(on_choice)))),
            None => on_choice(false),
        }
    }
}

/// The way to ask a question, for a component inside a [`ConfirmProvider`].
///
/// `let confirm = use_confirm(); … confirm.ask(Question::new(TITLE, TEXT, YES), move |yes| if yes { … })`
#[must_use]
pub fn use_confirm() -> Confirm {
    use_context().unwrap_or(Confirm(None))
}

/// Lets everything inside ask questions; stands once around the app.
///
/// `<ConfirmProvider>…</ConfirmProvider>`
#[component]
pub fn ConfirmProvider(
    /// The app.
    children: Children,
) -> impl IntoView {
    let asked = RwSignal::new(Asked::None);
    let open = RwSignal::new(false);
    provide_context(Confirm(Some(asked)));
    Effect::new(move |_| {
        if asked.with(Option::is_some) {
            open.set(true);
        }
    });
    let answer = move |yes: bool| {
        let answered = asked.try_update(Option::take).flatten();
        open.set(false);
        if let Some((_, on_choice)) = answered {
            on_choice.run(yes);
        }
    };
    // Escape and the cross only close the dialog; what was asked is then answered with no.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            answer(false);
        }
        is_open
    });
    let title = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some((question, _)) = asked.get() {
            title.set(question.title.get());
        }
    });
    let content = move || {
        let (question, _) = asked.get()?;
        let look = if question.danger {
            ButtonLook::Danger
        } else {
            ButtonLook::Primary
        };
        Some(view! {
            <p>{move || question.text.get()}</p>
            <Actions>
                <Button label=question.yes look=look on_press=move |()| answer(true) />
                <Button label=question.no on_press=move |()| answer(false) />
            </Actions>
        })
    };
    view! {
        {children()}
        <Dialog open=open title=title>{content}</Dialog>
    }
}
