//! Who somebody is, asked alike when a record is linked and when one is asked for: name, ID
//! number, relation to the holder of the phone.

use domain::codes::Relation;
use leptos::prelude::*;

use crate::features::shared::{id_number_fault, name_fault, relation_options};
use crate::i18n::texts::people as words;
use crate::ui::{Choice, TextInput, TextKind};

/// The three answers and what is wrong with them. Copies are the same answers.
#[derive(Clone, Copy)]
pub(super) struct Identity {
    pub(super) name: RwSignal<String>,
    pub(super) number: RwSignal<String>,
    pub(super) relation: RwSignal<Option<Relation>>,
    name_error: RwSignal<Option<String>>,
    number_error: RwSignal<Option<String>>,
    relation_error: RwSignal<Option<String>>,
}

/// Three answers that can be sent.
pub(super) struct Answers {
    pub(super) name: String,
    pub(super) national_id: String,
    pub(super) relation: Relation,
}

impl Identity {
    pub(super) fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            number: RwSignal::new(String::new()),
            relation: RwSignal::new(None),
            name_error: RwSignal::new(None),
            number_error: RwSignal::new(None),
            relation_error: RwSignal::new(None),
        }
    }

    /// The answers, or a word at each field that needs attention.
    pub(super) fn checked(self) -> Option<Answers> {
        let (name, number) = (self.name.get_untracked(), self.number.get_untracked());
        let misnamed = name_fault(&name);
        let named = misnamed.is_none();
        self.name_error.set(misnamed);
        let wrong = id_number_fault(&number);
        let readable = wrong.is_none();
        self.number_error.set(wrong);
        let relation = self.relation.get_untracked();
        let undecided = relation.is_none();
        self.relation_error
            .set(undecided.then(|| words::CHOICE_NEEDED.get().to_owned()));
        relation
            .filter(|_| named && readable)
            .map(|relation| Answers {
                name,
                national_id: number,
                relation,
            })
    }

    /// Empties name and number for the next person.
    pub(super) fn clear(self) {
        self.name.set(String::new());
        self.number.set(String::new());
    }
}

/// The three fields; a faulty number is told when its field is left.
#[component]
pub(super) fn IdentityFields(
    /// The answers.
    identity: Identity,
    /// Which relations are offered; all of them when absent.
    #[prop(default = |_| true)]
    offered: fn(Relation) -> bool,
) -> impl IntoView {
    let Identity {
        name,
        number,
        relation,
        name_error,
        number_error,
        relation_error,
    } = identity;
    let judge = move |()| {
        let typed = number.get_untracked();
        if !typed.is_empty() {
            number_error.set(id_number_fault(&typed));
        }
    };
    view! {
        <TextInput
            label=words::NAME
            hint=words::NAME_HINT
            kind=TextKind::Name
            value=name
            error=name_error
            required=true
        />
        <TextInput
            label=words::NATIONAL_ID
            hint=words::NATIONAL_ID_HINT
            kind=TextKind::DocumentNumber
            value=number
            error=number_error
            required=true
            on_leave=judge
        />
        <Choice
            label=words::RELATION
            options=relation_options(offered)
            value=relation
            error=relation_error
            required=true
        />
    }
}
