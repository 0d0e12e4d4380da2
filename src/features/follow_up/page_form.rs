//! The page of the form: whom it is about always in sight, what was last, then the form. `?with=` names the
//! programmes that are filled in on the same sheet; `?with=due` means all of the person's that are due.

use chrono::{Days, NaiveDate};
use domain::api::follow_ups::{FollowUpStart, StartFollowUp};
use domain::api::programmes::GetProgramme;
use domain::ids::ResidentId;
use domain::programme::{Definition, ProgrammeCode};
use leptos::prelude::*;

use super::filling::Opened;
use super::form::FollowUpSheet;
use crate::features::shared::{Loaded, LoadedInOffice, PersonBar, said, value_in_words};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::platform::{clock, nav};
use crate::routes::{Route, query_value};
use crate::store::{use_query, use_query_of};
use crate::ui::{Banner, BannerKind, Button, Page};

/// What `?with=` says for all that is due.
const DUE: &str = "due";
/// Days ahead that count as due, as in the worklist.
const SOON: Days = Days::new(7);

/// The form of one programme for one resident, or of several on one sheet.
#[component]
pub fn FollowUpFormPage(
    /// The resident.
    resident: ResidentId,
    /// The programme.
    programme: ProgrammeCode,
) -> impl IntoView {
    let touched = RwSignal::new(false);
    let first = Reading::of(resident, programme, touched);
    let also = Memo::new(move |_| first.opened.with(|start| start.as_ref().map(due)));
    let wanted = Memo::new(move |_| query_value(&nav::query(), "with").unwrap_or_default());
    // Until it is known what is due, none.
    let others = Memo::new(move |_| match wanted.get().as_str() {
        DUE => also.get(),
        codes => Some(
            codes
                .split(',')
                .filter_map(|code| code.parse().ok())
                .collect(),
        ),
    });
    let several = move || others.with(|others| others.as_ref().is_some_and(|all| !all.is_empty()));
    let person = Memo::new(move |_| {
        let person = |start: &Option<FollowUpStart>| start.as_ref().map(|one| one.person.clone());
        first.opened.with(person)
    });
    let title = Signal::derive(move || {
        first.form.with(|form| match form {
            Some(_) if several() => words::TOGETHER.get().to_owned(),
            Some(form) => words::title(said(&form.title)),
            None => words::TITLE.get().to_owned(),
        })
    });
    let sheet = move || {
        let others = others.get();
        let drawn = others.is_some();
        let others: Vec<ProgrammeCode> = others.unwrap_or_default();
        let rest = others.into_iter();
        let rest = rest.map(|code| Reading::of(resident, code, touched));
        let all: Vec<Reading> = std::iter::once(first).chain(rest).collect();
        view! { <Sheet all=all wanted=wanted touched=touched drawn=drawn /> }
    };
    view! {
        <Page title=title back=Route::Worklist.href()>
            {move || person.get().map(|person| view! { <PersonBar person=person /> })}
            {sheet}
        </Page>
    }
}

/// The person's other programmes that are due.
fn due(start: &FollowUpStart) -> Vec<ProgrammeCode> {
    let until = clock::today().checked_add_days(SOON);
    let is_due = |day: NaiveDate| until.is_some_and(|until| day <= until);
    let also = start.also.iter().filter(|one| is_due(one.due));
    also.map(|one| one.programme.clone()).collect()
}

/// What a programme's form is made of, on its way.
#[derive(Clone, Copy)]
struct Reading {
    start: crate::store::Query<FollowUpStart>,
    latest: Memo<Option<FollowUpStart>>,
    opened: Memo<Option<FollowUpStart>>,
    definition: crate::store::Query<Definition>,
    form: Memo<Option<Definition>>,
    known: Memo<bool>,
}

impl Reading {
    fn of(resident: ResidentId, programme: ProgrammeCode, touched: RwSignal<bool>) -> Self {
        let start = use_query::<StartFollowUp>((resident, programme.clone()), ());
        let latest = Memo::new(move |_| start.data());
        // A newer answer must not rebuild a form in which somebody types.
        let opened = Memo::new(move |before: Option<&Option<FollowUpStart>>| {
            let now = latest.get();
            match before {
                Some(Some(before)) if touched.get_untracked() => Some(before.clone()),
                _ => now,
            }
        });
        let edition = Memo::new(move |_| {
            opened.with(|start| start.as_ref().map(|start| start.rules_version.clone()))
        });
        let definition =
            use_query_of::<GetProgramme>(move || Some(((programme.clone(), edition.get()?), ())));
        let form = Memo::new(move |_| definition.data());
        let known = Memo::new(move |_| edition.with(Option::is_some));
        Self {
            start,
            latest,
            opened,
            definition,
            form,
            known,
        }
    }
}

/// The sheet once all of it is there.
#[component]
fn Sheet(
    all: Vec<Reading>,
    wanted: Memo<String>,
    touched: RwSignal<bool>,
    drawn: bool,
) -> impl IntoView {
    let loading = all.iter().map(|one| {
        let Reading {
            start,
            definition,
            known,
            ..
        } = *one;
        view! {
            <LoadedInOffice query=start rows=8 let:_start>{None::<AnyView>}</LoadedInOffice>
            {move || known.get().then(|| view! {
                <Loaded query=definition rows=8 let:_form>{None::<AnyView>}</Loaded>
            })}
        }
    });
    let loading = loading.collect_view();
    let there = Memo::new(move |_| {
        let opened = |one: &Reading| {
            Some(Opened {
                start: one.opened.get()?,
                form: one.form.get()?,
                latest: one.latest,
            })
        };
        all.iter()
            .filter(|_| drawn)
            .map(opened)
            .collect::<Option<Vec<_>>>()
    });
    let sheet = move || {
        let programmes = there.get().filter(|all| !all.is_empty())?;
        let heads = programmes.iter().map(|one| {
            view! { <Last start=one.start.clone() form=one.form.clone() /> }
        });
        let heads = heads.collect_view();
        let first = programmes.first().map(|one| one.start.clone());
        Some(view! {
            {first.map(|start| view! { <Head start=start wanted=wanted touched=touched /> })}
            {heads}
            <FollowUpSheet programmes=programmes touched=touched />
        })
    };
    view! { {loading} {sheet} }
}

/// What must not be overlooked, and what else is due for the person.
#[component]
fn Head(start: FollowUpStart, wanted: Memo<String>, touched: RwSignal<bool>) -> impl IntoView {
    let allergies = (!start.allergies.is_empty()).then(|| {
        let names = start.allergies.join("、");
        let text = Signal::derive(move || [words::ALLERGIES.get(), &names].concat());
        view! { <Banner kind=BannerKind::Warn text=text /> }
    });
    let codes = due(&start);
    let also: Vec<_> = start
        .also
        .into_iter()
        .filter(|one| codes.contains(&one.programme))
        .collect();
    let any = !also.is_empty();
    let offered = move || any && wanted.get().is_empty() && !touched.get();
    let names = StoredValue::new(also);
    let also = move || {
        offered().then(|| {
            let text = Signal::derive(move || {
                names.with_value(|also| {
                    let names: Vec<&str> = also.iter().map(|one| said(&one.title)).collect();
                    words::also_due(&names)
                })
            });
            let press = move |()| {
                let here = nav::address().path;
                nav::replace(&[&here, "?with=", DUE].concat());
            };
            view! {
                <Banner text=text>
                    <Button label=words::TOGETHER on_press=press />
                </Banner>
            }
        })
    };
    view! {
        {allergies}
        {also}
    }
}

/// What was last.
#[component]
fn Last(start: FollowUpStart, form: Definition) -> impl IntoView {
    start.last.map(|last| {
        let day = last.form.day("visit_date");
        let way = move || value_in_words(&form, form.field("way")?, last.form.get("way")?);
        let text = move || {
            let day = day.map(format::date).unwrap_or_default();
            words::last_visit(&day, &way().unwrap_or_default(), said(&last.class.words))
        };
        view! { <p class="muted">{text}</p> }
    })
}
