//! The pieces of the form, and what they share: the fields, what is thought of them, last time's
//! values.

pub(super) mod decision;
pub(super) mod drugs;
pub(super) mod more;
pub(super) mod visit;

use domain::api::typed_follow_ups::HypertensionForm;
use domain::problem::FieldError;
use leptos::prelude::*;

use super::Start;
use super::model::Judged;
use super::sheet::Fields;
use crate::i18n::Text;
use crate::i18n::texts::follow_up as words;
use crate::ui::NumberField;

/// What every piece of the form works on.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// What is typed.
    pub(super) fields: Fields,
    /// What the form started from.
    pub(super) start: StoredValue<Start>,
    /// What is thought of it.
    pub(super) judged: Memo<Judged>,
    /// The errors that are told now.
    pub(super) errors: Memo<Vec<FieldError>>,
    /// Numbers the rows of drugs.
    pub(super) next_key: StoredValue<u32>,
}

impl Work {
    /// What is wrong with a field.
    pub(super) fn error(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field == field)
                    .map(words::field_error)
            })
        })
    }

    /// What makes a field worth a second look.
    pub(super) fn warning(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.judged
                .with(|judged| judged.unusual.contains(&field))
                .then(|| words::UNUSUAL.get().to_owned())
        })
    }

    /// A value of last time, for the place beside the new one.
    pub(super) fn before(
        self,
        value: impl Fn(&HypertensionForm) -> Option<String>,
    ) -> Option<Signal<String>> {
        let value = self
            .start
            .with_value(|start| start.last.as_ref().and_then(|last| value(&last.form)))?;
        Some(Signal::derive(move || words::before(&value)))
    }

    /// A number for a new row of drugs.
    pub(super) fn fresh_key(self) -> u32 {
        self.next_key
            .try_update_value(|key| {
                *key += 1;
                *key
            })
            .unwrap_or_default()
    }
}

/// A number of the form, with last time's beside it.
#[component]
pub(super) fn Number(
    /// The form.
    work: Work,
    /// Name of the field; the label follows from it.
    name: &'static str,
    /// Its unit.
    unit: Text,
    /// What is typed.
    value: RwSignal<String>,
    /// Last time's value.
    before: fn(&HypertensionForm) -> Option<String>,
    /// Whether it may have a decimal.
    #[prop(optional)]
    decimal: bool,
    /// Whether it is needed.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    view! {
        <NumberField
            label=words::field_name(name)
            unit=unit
            value=value
            nostrip:before=work.before(before)
            error=work.error(name)
            warning=work.warning(name)
            decimal=decimal
            required=required
        />
    }
}
