//! What the desk writes down: how it was given, as what, by which phone, and for a helper what
//! they may do and until when.

use domain::api::grants::{GiveBody, GiveGrant};
use domain::api::residents::PersonHeader;
use domain::codes::{Capacity, GivenBy, Paper, Relation};
use domain::grant::{CHILD_BELOW, Functions, MINOR_BELOW, papers_suffice};
use domain::ids::GrantId;
use domain::person::Phone;
use leptos::prelude::*;

use crate::features::shared::{Outcome, TermFields, Terms, coded, field_error, relation_options};
use crate::i18n::texts::{family as words, grants_desk as desk, people};
use crate::platform::id;
use crate::store::use_submit;
use crate::ui::{
    Actions, Button, ButtonLook, Card, Choice, Form, MultiChoice, Opt, Question, TextInput,
    TextKind, use_confirm, use_toasts,
};

/// The papers, as answers.
pub(super) fn paper_options() -> Vec<Opt<Paper>> {
    coded(Paper::ALL, |one| (one.zh(), one.en()))
}

/// What is wrong with the papers that were ticked, before the service is asked.
pub(super) fn papers_fault(capacity: Capacity, seen: &[Paper]) -> Option<String> {
    (!papers_suffice(capacity, seen)).then(|| desk::PAPERS_NEEDED.get().to_owned())
}

/// As what somebody of this age can be acted for.
fn capacities(age: u16) -> Vec<Opt<Capacity>> {
    let mut all = coded(Capacity::ALL, |one| (one.zh(), one.en()));
    all.retain(|option| match option.value {
        Capacity::GuardianOfChild => age < MINOR_BELOW,
        Capacity::GuardianOfAdult => age >= MINOR_BELOW,
        Capacity::Oneself | Capacity::Helper => age >= CHILD_BELOW,
    });
    all
}

/// The form.
#[component]
pub(super) fn GiveForm(
    /// For whom.
    person: PersonHeader,
) -> impl IntoView {
    let PersonHeader {
        resident_id,
        name,
        age,
        ..
    } = person;
    let usual = if age < CHILD_BELOW {
        Capacity::GuardianOfChild
    } else {
        Capacity::Helper
    };
    let how = RwSignal::new(Some(GivenBy::Desk));
    let capacity = RwSignal::new(Some(usual));
    let relation = RwSignal::new(None::<Relation>);
    let phone = RwSignal::new(String::new());
    let papers = RwSignal::new(Vec::<Paper>::new());
    let phone_error = RwSignal::new(None::<String>);
    let relation_error = RwSignal::new(None::<String>);
    let papers_error = RwSignal::new(None::<String>);
    let terms = Terms::usual();
    let give = use_submit::<GiveGrant>();
    let confirm = use_confirm();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if give.reply().is_some() {
            toasts.say(desk::GIVEN_TOAST);
            phone.set(String::new());
            papers.set(Vec::new());
        }
    });
    let is = move |wanted: Capacity| capacity.get() == Some(wanted);
    let in_person = move || how.get() == Some(GivenBy::Desk);
    let body = move || {
        let (capacity, given_by) = (capacity.get_untracked()?, how.get_untracked()?);
        let number = phone.with_untracked(|typed| typed.parse::<Phone>().ok());
        let number = number.filter(Phone::is_mobile);
        phone_error.set(number.is_none().then(|| desk::PHONE_WRONG.get().to_owned()));
        let relation = match capacity {
            Capacity::Oneself => Some(Relation::Oneself),
            _ => relation.get_untracked(),
        };
        relation_error.set(
            relation
                .is_none()
                .then(|| people::CHOICE_NEEDED.get().to_owned()),
        );
        let papers = match given_by {
            GivenBy::Call => Vec::new(),
            _ => papers.get_untracked(),
        };
        let unproved = match given_by {
            GivenBy::Call => None,
            _ => papers_fault(capacity, &papers),
        };
        let proved = unproved.is_none();
        papers_error.set(unproved);
        let (functions, ends) = match capacity {
            Capacity::Helper => terms.checked().map(|(what, ends)| (what, Some(ends)))?,
            _ => (Functions::ALL, None),
        };
        let number = number.filter(|_| proved)?;
        Some(GiveBody {
            id: id::new::<GrantId>(),
            phone: number.to_string(),
            relation: relation?,
            capacity,
            functions,
            ends,
            given_by,
            papers,
        })
    };
    let ask = move || {
        let Some(body) = body() else { return };
        let title = desk::give_ask(
            &phone.with_untracked(|typed| typed.trim().to_owned()),
            &name,
        );
        let question = Question::new(
            Signal::stored(title),
            desk::GIVE_ASK_TEXT,
            desk::GIVE_AT_DESK,
        );
        confirm.ask(question, move |yes| {
            if yes {
                give.send(resident_id, body.clone());
            }
        });
    };
    let hows = vec![
        Opt::new(GivenBy::Desk, desk::AT_DESK),
        Opt::new(GivenBy::Call, desk::BY_CALL).note(desk::BY_CALL_NOTE),
    ];
    let capacity_error = field_error(give, "capacity");
    let how_error = field_error(give, "given_by");
    view! {
        <Form on_submit=move |()| ask()>
            <Card>
                <Choice label=desk::HOW options=hows value=how error=how_error required=true />
                <Choice
                    label=words::AS
                    options=capacities(age)
                    value=capacity
                    error=capacity_error
                    required=true
                />
                <TextInput
                    label=desk::HELPER_PHONE
                    hint=desk::HELPER_PHONE_HINT
                    kind=TextKind::OtherPhone
                    value=phone
                    error=phone_error
                    required=true
                />
                {move || (!is(Capacity::Oneself)).then(|| view! {
                    <Choice
                        label=desk::RELATION
                        options=relation_options(|one| one != Relation::Oneself)
                        value=relation
                        error=relation_error
                        required=true
                    />
                })}
                {move || is(Capacity::Helper).then(|| view! { <TermFields terms=terms /> })}
                {move || in_person().then(|| view! {
                    <MultiChoice
                        label=words::PAPERS
                        hint=desk::PAPERS_HINT
                        options=paper_options()
                        value=papers
                        error=papers_error
                        required=true
                    />
                })}
            </Card>
            <Outcome action=give />
            <Actions>
                <Button
                    label=desk::GIVE_AT_DESK
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || give.busy())
                />
            </Actions>
        </Form>
    }
}
