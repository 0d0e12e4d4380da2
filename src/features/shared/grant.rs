//! What a grant says: as what, for which functions, until when, how it was given. Shown alike to
//! the person and at the desk.

use chrono::{Months, NaiveDate};
use domain::api::grants::{GrantHeld, GrantState};
use domain::codes::{Capacity, Function};
use domain::grant::{Functions, ends_soon};
use leptos::prelude::*;

use super::words::{coded, word};
use crate::i18n::texts::family as words;
use crate::i18n::{format, t};
use crate::platform::clock;
use crate::session;
use crate::ui::{DateChip, DateField, KeyValue, KeyValues, MultiChoice, Status, Tone};

/// `预约、消息`, or a word for everything.
#[must_use]
pub fn function_names(functions: Functions) -> String {
    if functions == Functions::ALL {
        return words::EVERYTHING.get().to_owned();
    }
    let names = functions.iter().map(|one| word(one.zh(), one.en()));
    names.collect::<Vec<_>>().join(word("、", ", "))
}

/// The last day in words.
#[must_use]
pub fn until(ends: Option<NaiveDate>) -> String {
    ends.map_or_else(
        || words::NO_END.get().to_owned(),
        |ends| words::until(&format::full_date(ends)),
    )
}

/// Where a grant stands, where that is to be said: it waits, was refused, or ends soon.
#[must_use]
pub fn grant_mark(state: GrantState, ends: Option<NaiveDate>) -> Option<AnyView> {
    let soon = ends.is_some_and(|ends| ends_soon(ends, clock::today()));
    let (tone, label) = match state {
        GrantState::Pending => (Tone::Info, words::PENDING),
        GrantState::Refused => (Tone::Bad, words::REFUSED),
        GrantState::Holding if soon => (Tone::Warn, words::SOON),
        GrantState::Holding => return None,
    };
    Some(view! { <Status tone=tone label=label /> }.into_any())
}

/// Who holds a grant and what it says.
///
/// `<GrantFacts grant=grant/>`
#[component]
pub fn GrantFacts(
    /// The grant.
    grant: GrantHeld,
) -> impl IntoView {
    let GrantHeld {
        phone_masked,
        this_phone,
        relation,
        capacity,
        functions,
        given_by,
        papers,
        given_at,
        state,
        ends,
        ..
    } = grant;
    let other = relation.other_side();
    let how = move || {
        [
            word(given_by.zh(), given_by.en()),
            &format::date_time(given_at),
        ]
        .join(format::DOT)
    };
    let seen = move || {
        let names = papers.iter().map(|one| word(one.zh(), one.en()));
        names.collect::<Vec<_>>().join(word("、", ", "))
    };
    let seen = Memo::new(move |_| seen());
    view! {
        {grant_mark(state, ends)}
        <KeyValues>
            <KeyValue label=words::PHONE>
                <span class="number">{format::phone(&phone_masked)}</span>
                {this_phone.then(|| view! { " " <Status tone=Tone::Info label=words::THIS_PHONE /> })}
            </KeyValue>
            {(capacity != Capacity::Oneself).then(|| view! {
                <KeyValue label=words::WHO>{move || word(other.zh(), other.en())}</KeyValue>
            })}
            <KeyValue label=words::AS>{move || word(capacity.zh(), capacity.en())}</KeyValue>
            <KeyValue label=words::FUNCTIONS>{move || function_names(functions)}</KeyValue>
            <KeyValue label=words::UNTIL>{move || until(ends)}</KeyValue>
            <KeyValue label=words::GIVEN>{how}</KeyValue>
            {move || (!seen.with(String::is_empty)).then(|| view! {
                <KeyValue label=words::PAPERS>{seen.get()}</KeyValue>
            })}
        </KeyValues>
    }
}

/// What a helper may do and until when: the two questions of everybody who gives. Copies are the
/// same answers.
#[derive(Clone, Copy)]
pub struct Terms {
    functions: RwSignal<Vec<Function>>,
    ends: RwSignal<Option<NaiveDate>>,
    function_error: RwSignal<Option<String>>,
    ends_error: RwSignal<Option<String>>,
}

impl Terms {
    /// What most people mean, for three months; but the record, as the readers and the full ID
    /// number, is opened by a hand alone: sensitive personal information takes a consent of its own
    /// (个人信息保护法 art. 29).
    #[must_use]
    pub fn usual() -> Self {
        let usual = vec![
            Function::Contract,
            Function::Booking,
            Function::Rating,
            Function::Messages,
        ];
        Self {
            functions: RwSignal::new(usual),
            ends: RwSignal::new(in_months(session::helper_term().months.min(3))),
            function_error: RwSignal::new(None),
            ends_error: RwSignal::new(None),
        }
    }

    /// The answers, or a word at each question that needs attention.
    #[must_use]
    pub fn checked(self) -> Option<(Functions, NaiveDate)> {
        let functions = Functions::from(self.functions.get_untracked());
        let today = clock::today();
        let last = session::helper_term().last_day(today);
        let ends = self
            .ends
            .get_untracked()
            .filter(|ends| (today..=last).contains(ends));
        let nothing = functions.is_empty();
        self.function_error
            .set(nothing.then(|| words::FUNCTION_NEEDED.get().to_owned()));
        let too_late = || words::until_needed(session::helper_term().months);
        self.ends_error.set(ends.is_none().then(too_late));
        ends.filter(|_| !functions.is_empty())
            .map(|ends| (functions, ends))
    }
}

/// The last day of a term of so many months that begins today.
fn in_months(count: u32) -> Option<NaiveDate> {
    clock::today()
        .checked_add_months(Months::new(count))?
        .pred_opt()
}

/// The two questions.
///
/// `<TermFields terms=terms/>`
#[component]
pub fn TermFields(
    /// The answers.
    terms: Terms,
) -> impl IntoView {
    let months = session::helper_term().months;
    let chips = [1, 3, 6, 12].into_iter().filter(|count| *count <= months);
    let chips = chips.filter_map(|count| {
        let label = Signal::derive(move || words::months(count));
        Some(DateChip::new(label, in_months(count)?))
    });
    let chips: Vec<DateChip> = chips.collect();
    let today = clock::today();
    view! {
        <MultiChoice
            label=words::FUNCTIONS
            hint=words::FUNCTIONS_HINT
            options=coded(Function::ALL, |one| (one.zh(), one.en()))
            value=terms.functions
            error=terms.function_error
            required=true
        />
        <DateField
            label=words::UNTIL
            hint=Signal::derive(move || words::until_hint(months))
            value=terms.ends
            error=terms.ends_error
            least=Signal::stored(Some(today))
            most=Signal::stored(Some(session::helper_term().last_day(today)))
            chips=Signal::stored(chips)
            required=true
        />
    }
}

/// What to do while the desk has not looked yet.
pub fn pending_text(state: GrantState) -> Option<impl IntoView> {
    (state == GrantState::Pending).then(|| view! { <p class="muted">{t(words::PENDING_TEXT)}</p> })
}
