//! The sheet as a whole: the draft, the programmes one below the other, saving.

use domain::programme::{Definition, Section as Asked};
use leptos::prelude::*;

use super::filling::{
    Colours, Filling, Opened, confirm as confirm_of, draft_key, in_a_row, places,
    unsure as unsure_of,
};
use super::meter;
use super::more::{self, later};
use super::parts::Work;
use super::parts::as_last::AsLastTime;
use super::parts::home::HomeBeside;
use super::parts::live::LiveDecision;
use super::parts::section::SectionPart;
use super::sheet::{Fields, Sheet};
use super::told::{LOOK_AT, LookAt, Quicker, Restored};
use crate::features::shared::Outcome;
use crate::i18n::texts::follow_up as words;
use crate::platform::{focus, nav};
use crate::routes::Route;
use crate::store::{Draft, use_draft};
use crate::ui::{
    Actions, Button, ButtonLink, ButtonLook, Form, Question, Section, use_confirm, use_toasts,
};

/// Fills in and records one visit of one programme, or of several of the same person.
#[component]
pub(super) fn FollowUpSheet(
    /// The programmes, in their order on the sheet.
    programmes: Vec<Opened>,
    /// Set once something is typed.
    touched: RwSignal<bool>,
) -> impl IntoView {
    more::fetch();
    let tried = RwSignal::new(false);
    let fillings = StoredValue::new(filled(programmes, tried));
    let each = move |look: &mut dyn FnMut(Filling)| {
        fillings.with_value(|fillings| fillings.iter().for_each(|filling| look(*filling)));
    };
    let every = move |holds: fn(&Filling) -> bool| fillings.with_value(|all| all.iter().all(holds));
    let any = move |holds: fn(&Filling) -> bool| fillings.with_value(|all| all.iter().any(holds));

    let draft = kept(fillings);
    nav::use_leave_guard(move || draft.dirty() && !every(|filling| filling.done()));
    Effect::new(move |_| {
        if draft.dirty() {
            touched.set(true);
        }
    });

    let toasts = use_toasts();
    Effect::new(move |_| {
        if every(|filling| filling.send.reply().is_some()) {
            toasts.say(words::SAVED);
            nav::back_or(&Route::Worklist.href());
        }
    });

    // One after the other: the outbox keeps the order, and the draft until the last one is kept.
    let record = move || {
        let mut left = Vec::new();
        each(&mut |filling| {
            if !untrack(|| filling.done()) {
                left.push(filling);
            }
        });
        let last = left.pop();
        for filling in left {
            filling.record(None);
        }
        if let Some(last) = last {
            last.record(Some(draft));
        }
    };
    let confirm = use_confirm();
    let save = move |()| {
        tried.set(true);
        if !every(|filling| untrack(|| filling.done()) || filling.sound()) {
            focus::to_id(LOOK_AT);
            return;
        }
        let mut unsure = Vec::new();
        each(&mut |filling| {
            for value in unsure_of(filling.work) {
                // What is shared is told once.
                if !unsure.contains(&value) {
                    unsure.push(value);
                }
            }
        });
        if unsure.is_empty() {
            record();
            return;
        }
        let question = Question::new(
            words::UNUSUAL_ASK,
            Signal::stored(in_a_row(&unsure)),
            words::UNUSUAL_YES,
        )
        .or(words::UNUSUAL_NO);
        confirm.ask(question, move |yes| {
            if yes {
                each(&mut |filling| confirm_of(filling.work));
                record();
            }
        });
    };
    let waiting = Memo::new(move |_| every(|filling| filling.done()));
    let busy = Signal::derive(move || any(|filling| filling.send.busy()));
    let works: Vec<_> =
        fillings.with_value(|fillings| fillings.iter().map(|filling| filling.work).collect());
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for work in &works {
        let (first, rest) = work.definition.with_value(around_decision);
        above.extend(first.into_iter().map(|section| (*work, section)));
        below.extend(rest.into_iter().map(|section| (*work, section)));
    }
    let parts = move |sections: Vec<(_, Asked)>| {
        let part = |(work, section)| view! { <SectionPart work=work section=section /> };
        sections.into_iter().map(part).collect_view()
    };
    let decision = |work: &Work| {
        let work = *work;
        let title = work.heading(|| words::DECISION.get().to_owned());
        let content = later(move |more| (more.decision)(work));
        view! { <Section title=title>{content}</Section> }
    };
    let decisions = works.iter().map(decision).collect_view();
    let meter = meter::able(&works);
    let live = works
        .iter()
        .map(|work| view! { <LiveDecision work=*work /> });
    let live = live.collect_view();
    // Whatever the programmes, it is one person's.
    let home = works
        .first()
        .map(|work| work.start.with_value(|start| start.home.clone()));
    let home = home.unwrap_or_default();
    let works = StoredValue::new(works);
    view! {
        <Restored draft=draft />
        <HomeBeside home=home />
        <AsLastTime works=works />
        {meter.then(|| later(move |more| (more.meter)(works)))}
        <Form on_submit=save>
            {parts(above)}
            {decisions}
            {parts(below)}
            <LookAt works=works tried=tried />
            {outcomes(fillings)}
            <Actions sticky=true>
                {live}
                {move || waiting.get().then(|| view! {
                    <ButtonLink label=words::TO_LIST look=ButtonLook::Primary href=Route::Worklist.href() />
                })}
                <Button label=words::SAVE look=ButtonLook::Primary submit=true busy=busy blocked=waiting />
            </Actions>
        </Form>
    }
}

/// The programmes with what is thought of each; what several share is answered in the place of the first.
fn filled(programmes: Vec<Opened>, tried: RwSignal<bool>) -> Vec<Filling> {
    let together = (programmes.len() > 1, Colours::default());
    let mut before: Vec<Fields> = Vec::new();
    let mut fillings: Vec<Filling> = Vec::new();
    for opened in programmes {
        let fields = places(&opened, &before);
        before.push(fields);
        let earlier = fillings
            .iter()
            .map(|filling| (filling.work.definition, filling.work.fields));
        let earlier = earlier.collect();
        fillings.push(Filling::of(opened, fields, earlier, together, tried));
    }
    fillings
}

/// The draft of the sheet: of one programme its own, of several one of all.
fn kept(fillings: StoredValue<Vec<Filling>>) -> Draft {
    let all = fillings.get_value();
    let of = |filling: &Filling| {
        let definition = filling.work.definition;
        definition.with_value(|form| form.programme.as_str().to_owned())
    };
    let codes: Vec<String> = all.iter().map(of).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let person = all.first().map(|filling| {
        let start = filling.work.start;
        start.with_value(|start| {
            (
                start.person.resident_id.to_string(),
                start.person.name.clone(),
            )
        })
    });
    let (resident, name) = person.unwrap_or_default();
    let key = draft_key(&codes, &resident);
    let draft = match all.as_slice() {
        [one] => {
            let one = *one;
            use_draft(
                key,
                move || one.sheet(),
                move |kept| one.work.fields.write(kept),
            )
        }
        _ => {
            let sheets = all.clone();
            let read = move || sheets.iter().map(|one| one.sheet()).collect::<Vec<_>>();
            let write = move |kept: Vec<Sheet>| {
                for (one, sheet) in all.iter().zip(kept) {
                    one.work.fields.write(sheet);
                }
            };
            use_draft(key, read, write)
        }
    };
    draft.about(&name)
}

/// What became of each programme's visit. That it waits is said once for all.
fn outcomes(fillings: StoredValue<Vec<Filling>>) -> AnyView {
    let one = |(at, filling): (usize, &Filling)| {
        let Filling { work, send, .. } = *filling;
        let tells = move || at == 0 || send.refused().is_some();
        view! {
            {move || tells().then(|| view! { <Outcome action=send /> })}
            {move || send.refused().is_some().then(|| {
                let problem = Signal::derive(move || send.refused());
                later(move |more| (more.objection)(work, problem))
            })}
            <Quicker problem=Signal::derive(move || send.refused()) />
        }
    };
    let all = fillings.with_value(|fillings| fillings.iter().enumerate().map(one).collect_view());
    all.into_any()
}

/// The sections up to the last one that the rules wait for, below which the decision stands, and the others.
pub(super) fn around_decision(form: &Definition) -> (Vec<Asked>, Vec<Asked>) {
    let decides = |section: &Asked| section.fields.iter().any(|field| field.decides);
    let last = form.sections.iter().rposition(decides);
    let at = last.map_or(form.sections.len(), |last| last + 1);
    let (above, below) = form.sections.split_at(at.min(form.sections.len()));
    (above.to_vec(), below.to_vec())
}
