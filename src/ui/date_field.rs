//! A day, by the phone's own calendar or by a chip for the usual ones.

use super::field::{FieldWords, frame};
use chrono::NaiveDate;
use leptos::prelude::*;

/// A usual day, such as the one in two weeks.
#[derive(Clone)]
pub struct DateChip {
    /// How it is called: "+14 天", "3 个月".
    pub label: Signal<String>,
    /// The day.
    pub day: NaiveDate,
}

impl DateChip {
    /// A chip with its words.
    pub fn new(label: impl Into<Signal<String>>, day: NaiveDate) -> Self {
        Self {
            label: label.into(),
            day,
        }
    }
}

/// Asks for a day.
///
/// `<DateField label=NEXT_VISIT value=next least=today chips=vec![DateChip::new(IN_TWO_WEEKS, day)]/>`
#[component]
pub fn DateField(
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
    /// The earliest day offered.
    #[prop(into, optional)]
    least: Signal<Option<NaiveDate>>,
    /// The latest day offered.
    #[prop(into, optional)]
    most: Signal<Option<NaiveDate>>,
    /// Whether the day is a birthday, which the browser may fill in.
    #[prop(optional)]
    birthday: bool,
    /// Usual days, one press each; they may follow what is typed elsewhere.
    #[prop(into, optional)]
    chips: Signal<Vec<DateChip>>,
    /// The day.
    value: RwSignal<Option<NaiveDate>>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let iso = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    // Written back only where it differs: setting the same day again would throw away a year
    // that is being typed digit by digit.
    Effect::new(move |_| {
        let text = iso(value.get()).unwrap_or_default();
        if let Some(input) = input.get()
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
    let chip = move |chip: DateChip| {
        let DateChip { label, day } = chip;
        let pressed = move || {
            if value.get() == Some(day) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button class="chip" type="button" aria-pressed=pressed on:click=move |_| value.set(Some(day))>
                {move || label.get()}
            </button>
        }
    };
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
                    node_ref=input
                    id=links.id
                    type="date"
                    autocomplete=if birthday { "bday" } else { "off" }
                    min=move || iso(least.get())
                    max=move || iso(most.get())
                    aria-describedby=links.described_by
                    aria-invalid=move || links.invalid.get().then_some("true")
                    aria-required=required.then_some("true")
                    on:change:target=move |event| value.set(event.target().value().parse().ok())
                />
            </div>
            {move || {
                let chips = chips.get();
                (!chips.is_empty())
                    .then(|| view! { <div class="chips">{chips.into_iter().map(chip).collect_view()}</div> })
            }}
        }
        .into_any()
        },
    )
}
