//! What stands in the form while it is filled in: texts as typed, answers as chosen.

use chrono::NaiveDate;
use domain::api::records::Drug;
use domain::codes::{
    Compliance, ControlClass, DangerSign, Grade, HypertensionSymptom, Salt, VisitWay,
};
use domain::ids::FollowUpId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A drug as typed. `key` tells rows on the screen apart while some are removed; it is no content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DrugLine {
    #[serde(skip)]
    pub(super) key: u32,
    pub(super) name: String,
    pub(super) times: String,
    pub(super) dose: String,
}

impl DrugLine {
    pub(super) fn of(key: u32, drug: &Drug) -> Self {
        Self {
            key,
            name: drug.name.clone(),
            times: drug.times_a_day.to_string(),
            dose: drug.dose.clone(),
        }
    }
}

/// Declares the form's fields once, as a value to keep ([`Sheet`]) and as signals to type into
/// ([`Fields`]).
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)*) => {
        /// The form's content, kept as a draft.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub(super) struct Sheet { $($(#[$doc])* pub(super) $name: $type,)* }

        /// The form's content as signals.
        #[derive(Clone, Copy)]
        pub(super) struct Fields { $($(#[$doc])* pub(super) $name: RwSignal<$type>,)* }

        impl Fields {
            pub(super) fn of(sheet: Sheet) -> Self {
                Self { $($name: RwSignal::new(sheet.$name),)* }
            }

            /// The content now; reactive.
            pub(super) fn read(self) -> Sheet {
                Sheet { $($name: self.$name.get(),)* }
            }

            pub(super) fn write(self, sheet: Sheet) {
                $(self.$name.set(sheet.$name);)*
            }
        }
    };
}

fields! {
    /// The follow-up's id for ever, made with the form: what is sent twice is one follow-up.
    id: FollowUpId;
    visit_date: Option<NaiveDate>;
    way: VisitWay;
    symptoms: Vec<HypertensionSymptom>;
    symptom_other: String;
    sbp: String;
    dbp: String;
    danger_signs: Vec<DangerSign>;
    pregnant_or_lactating: bool;
    weight: String;
    weight_target: String;
    heart_rate: String;
    sign_other: String;
    smoke: String;
    smoke_target: String;
    /// In 两, with a decimal.
    drink: String;
    drink_target: String;
    exercise_times: String;
    exercise_times_target: String;
    exercise_minutes: String;
    exercise_minutes_target: String;
    salt: Option<Salt>;
    salt_target: Option<Salt>;
    psych: Option<Grade>;
    obey: Option<Grade>;
    aux_exam: String;
    compliance: Compliance;
    adverse_reaction: String;
    complication: String;
    /// The doctor's own class; the rule's where none is chosen.
    class: Option<ControlClass>;
    class_reason: String;
    drugs: Vec<DrugLine>;
    referral_reason: String;
    referral_to: String;
    next_date: Option<NaiveDate>;
}
