//! One edition of a programme: names, form, code lists, classes, rules and how often. What is asked stands in
//! `field`, how it is judged in `rule`.
//!
//! What a definition may not say stands in `soundness`, which the service asks before it takes one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Contact, Edition, Fault, Field, Kind, Note, ProgrammeCode, Rule, Step, Threshold};

/// A text in both languages of the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// An edition of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Definition {
    /// The programme.
    pub programme: ProgrammeCode,
    /// The edition; a visit is stored, shown and judged by the one it was made with.
    pub edition: Edition,
    /// Visits from this day on are made with it.
    #[serde(deserialize_with = "crate::time::date")]
    pub effective_from: NaiveDate,
    /// What the programme is called in a list: 高血压.
    pub title: Words,
    /// What such a visit is called where the person reads it: 高血压随访. It does not name an illness that is
    /// kept secret.
    pub visit_title: Words,
    /// What the form is called: 高血压患者随访服务记录表.
    pub form_title: Words,
    /// The document that the form is taken from.
    pub source: String,
    /// Where the ranges of what may be entered come from.
    pub ranges: Note,
    /// Whether the law keeps the illness secret: whoever only helps a resident learns nothing of its
    /// visits ([`crate::rules::secrecy`]).
    #[serde(default, skip_serializing_if = "is_default")]
    pub secret: bool,
    /// Beginning of the catalogue's codes of services that such a visit fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Code lists, by their names.
    pub lists: Vec<List>,
    /// The form in its order on a screen.
    pub sections: Vec<Section>,
    /// Headings under which the paper form has its fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub print_groups: Vec<PrintGroup>,
    /// Named figures of the rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,
    /// Classes of a visit, the mildest first; a visit of which no rule says otherwise has that one.
    pub classes: Vec<Class>,
    /// Rules, the most pressing first.
    pub rules: Vec<Rule>,
    /// When the next visit is due at the latest where no rule says sooner: the first step that holds and
    /// lies after the visit. Where there is none, no visit follows.
    pub schedule: Vec<Step>,
    /// Whom to call; rules name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// What a form may not say beside ranges and required fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// A code list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct List {
    /// By which fields name it.
    pub name: String,
    /// The entries in their order.
    pub options: Vec<Opt>,
}

/// An entry of a code list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opt {
    /// The word in JSON and in storage.
    pub code: String,
    /// Chinese, as on the form.
    pub zh: String,
    /// English.
    pub en: String,
    /// The number on the national form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What it counts in a sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i32>,
    /// Whether it excludes all others ("none").
    #[serde(default, skip_serializing_if = "is_default")]
    pub alone: bool,
}

/// A part of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// Its heading.
    pub title: Words,
    /// Whether it stays closed until somebody opens it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub folded: bool,
    /// What one press answers in all choices of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quick: Option<Quick>,
    /// What it asks.
    pub fields: Vec<Field>,
}

/// Fields that stand under one heading on the paper form, one behind the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrintGroup {
    /// The heading.
    pub title: Words,
    /// Keys of the fields.
    pub fields: Vec<String>,
}

/// One press for several choices: 都能自己做.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quick {
    /// What the button says.
    pub title: Words,
    /// The code, in each choice of the section whose list has it.
    pub code: String,
}

/// A class of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Class {
    /// The word in JSON and in storage.
    pub code: String,
    /// Chinese, as on the form.
    pub zh: String,
    /// English.
    pub en: String,
    /// The number on the national form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// How it is coloured.
    pub tone: Tone,
}

/// How something is coloured, always beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Well.
    Ok,
    /// To be looked at.
    Warn,
    /// Bad.
    Bad,
}

/// Whether it says nothing beyond what holds without it.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Definition {
    /// All fields in the order of the paper form; those that it does not have stand below.
    #[must_use]
    pub fn on_paper(&self) -> Vec<&Field> {
        let mut fields: Vec<&Field> = self.fields().collect();
        fields.sort_by_key(|field| field.print.unwrap_or(u16::MAX));
        fields
    }

    /// The heading of the paper form under which a field stands.
    #[must_use]
    pub fn print_group(&self, key: &str) -> Option<&PrintGroup> {
        let holds = |group: &&PrintGroup| group.fields.iter().any(|one| one == key);
        self.print_groups.iter().find(holds)
    }

    /// All fields in the form's order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field that is answered under this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The field that has this key or agrees on a target under it, because both are of one kind.
    #[must_use]
    pub fn field_or_target(&self, key: &str) -> Option<&Field> {
        self.fields()
            .find(|field| field.key == key || field.target.as_deref() == Some(key))
    }

    /// The code list of that name.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Opt] {
        let list = self.lists.iter().find(|list| list.name == name);
        list.map_or(&[], |list| &list.options)
    }

    /// The options of the field of that key; none where it is no choice.
    #[must_use]
    pub fn options(&self, key: &str) -> &[Opt] {
        match self.field(key).map(|field| &field.kind) {
            Some(Kind::Choice(list) | Kind::Choices(list)) => self.list(list),
            _ => &[],
        }
    }

    /// The threshold of that name.
    #[must_use]
    pub fn threshold(&self, key: &str) -> Option<&Threshold> {
        self.thresholds.iter().find(|one| one.key == key)
    }

    /// The class of that code.
    #[must_use]
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.iter().find(|one| one.code == code)
    }

    /// The rule of that name.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|one| one.id == id)
    }
}
