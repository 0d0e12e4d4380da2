//! One line of text, typed in any way a Chinese phone or computer can type it.
//!
//! While an input method composes (pinyin not yet turned into characters) nothing is passed on
//! and nothing is written back: either would break the composition.

use super::{
    field::{FieldWords, frame},
    icon::{self, icon},
};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;
use std::time::Duration;

/// What is typed: decides the keyboard that opens and what the browser may fill in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Any short text.
    #[default]
    Plain,
    /// A person's name.
    Name,
    /// A mobile number.
    Phone,
    /// A code from a text message.
    OneTimeCode,
    /// A code that somebody shows or says.
    SpokenCode,
    /// The name of somebody else, which the browser does not know.
    OtherName,
    /// The mobile number of somebody else.
    OtherPhone,
    /// An identity document's number: digits, perhaps a letter.
    DocumentNumber,
    /// The name one signs in with.
    Username,
    /// A password that exists.
    Password,
    /// The digits that guard this device; no browser keeps them.
    Pin,
    /// A password that is being made up.
    NewPassword,
    /// An address.
    Address,
}

/// A sentence below the field moves what stands under it. The tap that leaves the field must land
/// where it was aimed at, so the field is judged when the finger is up again.
const AFTER_THE_TAP: Duration = Duration::from_millis(200);

struct Keyboard {
    input: &'static str,
    mode: &'static str,
    autocomplete: &'static str,
    longest: &'static str,
}

impl TextKind {
    fn keyboard(self) -> Keyboard {
        let (input, mode, autocomplete, longest) = match self {
            Self::Plain => ("text", "text", "off", "200"),
            Self::Name => ("text", "text", "name", "60"),
            Self::Phone => ("tel", "tel", "tel-national", "20"),
            Self::OneTimeCode => ("text", "numeric", "one-time-code", "6"),
            Self::SpokenCode => ("text", "numeric", "off", "12"),
            Self::OtherName => ("text", "text", "off", "60"),
            Self::OtherPhone => ("tel", "tel", "off", "20"),
            Self::DocumentNumber => ("text", "text", "off", "24"),
            Self::Username => ("text", "text", "username", "60"),
            Self::Password => ("password", "text", "current-password", "128"),
            Self::Pin => ("password", "numeric", "off", "6"),
            Self::NewPassword => ("password", "text", "new-password", "128"),
            Self::Address => ("text", "text", "street-address", "200"),
        };
        Keyboard {
            input,
            mode,
            autocomplete,
            longest,
        }
    }
}

/// Passes typed text on, except while an input method composes.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    composing: StoredValue<bool>,
    heard: Callback<String>,
}

impl Typing {
    pub(super) fn new(heard: impl Fn(String) + Send + Sync + 'static) -> Self {
        Self {
            composing: StoredValue::new(false),
            heard: Callback::new(heard),
        }
    }

    pub(super) fn begin(self) {
        self.composing.set_value(true);
    }

    pub(super) fn composing(self) -> bool {
        self.composing.get_value()
    }

    pub(super) fn end(self, text: String) {
        self.composing.set_value(false);
        self.heard.run(text);
    }

    pub(super) fn input(self, text: String) {
        if !self.composing.get_value() {
            self.heard.run(text);
        }
    }
}

/// Asks for one line of text.
///
/// `<TextInput label=PHONE kind=TextKind::Phone value=phone error=phone_error required=true/>`
#[component]
pub fn TextInput(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// What is typed.
    #[prop(optional)]
    kind: TextKind,
    /// The text, as typed.
    value: RwSignal<String>,
    /// Called just after the field is left, the moment to judge what was typed.
    #[prop(into, optional)]
    on_leave: Option<Callback<()>>,
    /// What stands at the right inside the field, such as a button that sends a code.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let keyboard = kind.keyboard();
    let typing = Typing::new(move |text| value.set(text));
    let revealed = RwSignal::new(false);
    let input_type = move || {
        if revealed.get() {
            "text"
        } else {
            keyboard.input
        }
    };
    let reveal = matches!(kind, TextKind::Password | TextKind::NewPassword).then(|| {
        view! {
            <button
                class="icon-button"
                type="button"
                aria-label=move || {
                    if revealed.get() { words::HIDE_PASSWORD.get() } else { words::SHOW_PASSWORD.get() }
                }
                on:click=move |_| revealed.update(|revealed| *revealed = !*revealed)
            >
                {move || icon(if revealed.get() { icon::EYE_OFF } else { icon::EYE })}
            </button>
        }
    });
    frame(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        |links| {
            view! {
                <div class="text-input">
                    <input
                        id=links.id
                        type=input_type
                        inputmode=keyboard.mode
                        autocomplete=keyboard.autocomplete
                        maxlength=keyboard.longest
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby=links.described_by
                        aria-invalid=move || links.invalid.get().then_some("true")
                        aria-required=required.then_some("true")
                        prop:value=move || value.get()
                        on:compositionstart=move |_| typing.begin()
                        on:compositionend:target=move |event| typing.end(event.target().value())
                        on:input:target=move |event| typing.input(event.target().value())
                        on:blur=move |_| {
                            if let Some(on_leave) = on_leave {
                                let judge = move || {
                                    // The page may be gone by then.
                                    let _ = on_leave.try_run(());
                                };
                                set_timeout(judge, AFTER_THE_TAP);
                            }
                        }
                    />
                    {reveal}
                    {children.map(|children| children())}
                </div>
            }
            .into_any()
        },
    )
}
