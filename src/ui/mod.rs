//! The design system: every visible piece that a screen is composed of.
//!
//! Owns the look and the behaviour of controls; the sizes and colours stand in `style/tokens.css`,
//! and each file here has a stylesheet of the same name. It must never know a word of medicine,
//! fetch anything, or decide where a link goes: it takes texts, signals and callbacks.
//! Called by `features` and `app`.
//!
//! Conventions of all components:
//! - a text is `#[prop(into)] Signal<String>`; an [`i18n::Text`](crate::i18n::Text) converts into one
//!   and follows the language;
//! - a control takes its state as an `RwSignal`, so that a form's model is plain signals;
//! - what happened is told by a `Callback`, named `on_…`;
//! - a control carries its own label, hint and error ([`field`]), so none can be forgotten;
//! - what changes is written as a closure within the braces, `{move || rows()}`, and of what is shown now and
//!   then an `AnyView` is made: all closures of one outcome share their code then (docs/decisions/first-load.md).

pub mod actions;
pub mod avatar;
pub mod banner;
pub mod big_button;
pub mod button;
pub mod card;
pub mod chart;
pub mod choice;
pub mod confirm;
pub mod date_field;
pub mod dialog;
pub mod disclosure;
pub mod empty;
pub mod failed;
pub mod field;
pub mod form;
pub mod icon;
mod id;
pub mod key_values;
pub mod layout;
pub mod list;
pub mod loading;
pub mod masked;
pub mod multi_choice;
pub mod number_field;
pub mod option;
pub mod page;
pub mod progress;
pub mod qr;
pub mod reading;
pub mod row_choice;
pub mod search_box;
pub mod section;
pub mod segmented;
pub mod select;
pub mod signature;
pub mod stars;
pub mod status;
pub mod stepper;
#[cfg(test)]
mod styles;
pub mod switch;
pub mod sync_mark;
pub mod table;
pub mod tabs;
mod text;
pub mod text_area;
pub mod text_input;
pub mod toast;
pub mod two_pane;
pub mod virtual_list;

pub use self::{
    actions::*,
    avatar::*,
    banner::*,
    big_button::*,
    button::*,
    card::*,
    choice::*,
    confirm::*,
    date_field::*,
    dialog::*,
    disclosure::*,
    empty::*,
    failed::*,
    field::*,
    form::*,
    icon::{Glyph, icon},
    key_values::*,
    layout::*,
    list::*,
    loading::*,
    masked::*,
    multi_choice::*,
    number_field::*,
    option::*,
    page::*,
    progress::*,
    qr::*,
    reading::*,
    row_choice::*,
    search_box::*,
    section::*,
    segmented::*,
    select::*,
    signature::*,
    stars::*,
    status::*,
    stepper::*,
    switch::*,
    sync_mark::*,
    table::*,
    tabs::*,
    text_area::*,
    text_input::*,
    toast::*,
    two_pane::*,
    virtual_list::{VirtualList, VirtualRow},
};
