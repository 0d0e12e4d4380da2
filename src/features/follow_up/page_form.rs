//! The page of the form: whom it is about always in sight, what was last, then the form. `?with=` names the
//! programmes that are filled in on the same sheet; `?with=due` means all of the person's that are due.

use chrono::Days;
use domain::api::follow_ups::{AlsoPlanned, FollowUpStart, StartFollowUp};
use domain::api::programmes::GetProgramme;
use domain::ids::ResidentId;
use domain::programme::{Definition, ProgrammeCode};
use leptos::prelude::*;

use super::filling::Opened;
use super::form::FollowUpSheet;
use crate::features::shared::{
    DepartureNote, Loaded, LoadedInOffice, PersonBar, said, value_in_words,
};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::platform::{clock, nav};
use crate::routes::{Route, query_value};
use crate::store::{Load, Query, use_query, use_query_of};
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
    let first = Reading::of(resident, programme);
    let wanted = Signal::derive(move || query_value(&nav::query(), "with").unwrap_or_default());
    // Until it is known what is due, none. What was due when somebody began to type stays on the sheet.
    let others = Memo::new(move |before: Option<&Option<String>>| {
        let wanted = wanted.get();
        match before {
            _ if wanted != DUE => Some(wanted),
            Some(Some(before)) if touched.get_untracked() => Some(before.clone()),
            _ => first.start(codes),
        }
    });
    let person = move || first.start(|start| view! { <PersonBar person=start.person.clone() /> });
    let title = Signal::derive(move || {
        let several = others.with(|others| others.as_ref().is_some_and(|all| !all.is_empty()));
        let form = first.form(|form| said(&form.title).to_owned());
        match form {
            Some(_) if several => words::TOGETHER.get().to_owned(),
            Some(form) => words::title(&form),
            None => words::TITLE.get().to_owned(),
        }
    });
    let sheet = move || {
        let others = others.get();
        let drawn = others.is_some();
        let others = others.unwrap_or_default();
        let others = others.split(',').filter_map(|code| code.parse().ok());
        let rest = others.map(|code| Reading::of(resident, code));
        let all: Vec<Reading> = std::iter::once(first).chain(rest).collect();
        let alone = Signal::derive(move || wanted.get().is_empty() && !touched.get());
        sheet(all, drawn, alone, touched)
    };
    view! {
        <Page title=title back=Route::Worklist.href()>
            {person}
            {sheet}
        </Page>
    }
}

/// The person's other programmes that are due.
fn due(start: &FollowUpStart) -> Vec<&AlsoPlanned> {
    let until = clock::today().checked_add_days(SOON);
    let is_due = |one: &&AlsoPlanned| until.is_some_and(|until| one.due <= until);
    start.also.iter().filter(is_due).collect()
}

fn codes(start: &FollowUpStart) -> String {
    let codes = due(start).into_iter().map(|one| one.programme.as_str());
    codes.collect::<Vec<_>>().join(",")
}

/// What a programme's form is made of, on its way.
#[derive(Clone, Copy)]
struct Reading {
    start: Query<FollowUpStart>,
    definition: Query<Definition>,
}

impl Reading {
    fn of(resident: ResidentId, programme: ProgrammeCode) -> Self {
        let start = use_query::<StartFollowUp>((resident, programme.clone()), ());
        let edition = Memo::new(move |_| {
            let edition = |start: &FollowUpStart| start.rules_version.as_str().to_owned();
            shown(start, edition)
        });
        let definition = use_query_of::<GetProgramme>(move || {
            let edition = edition.get()?.parse().ok()?;
            Some(((programme.clone(), edition), ()))
        });
        Self { start, definition }
    }

    /// Looks at what the form starts from, once it is there; reactive.
    fn start<R>(&self, look: impl FnOnce(&FollowUpStart) -> R) -> Option<R> {
        shown(self.start, look)
    }

    /// Looks at the definition, once it is there; reactive.
    fn form<R>(&self, look: impl FnOnce(&Definition) -> R) -> Option<R> {
        shown(self.definition, look)
    }

    /// Which visit and which edition a form that is drawn now begins with, once both are there; reactive.
    fn state(&self) -> Option<String> {
        let edition = self.form(|form| form.edition.as_str().to_owned())?;
        self.start(|start| {
            let last = start.last.as_ref();
            let last = last.map(|last| [last.follow_up_id.to_string(), last.version.to_string()]);
            let drugs = start.drugs.iter().map(|drug| drug.name.as_str());
            let drugs: Vec<&str> = drugs.collect();
            [edition, last.unwrap_or_default().concat(), drugs.concat()].join(" ")
        })
    }

    fn opened(&self) -> Option<Opened> {
        Some(Opened {
            start: self.start(FollowUpStart::clone)?,
            form: self.form(Definition::clone)?,
            latest: self.start,
        })
    }
}

fn shown<T: Clone + Send + Sync + 'static, R>(
    query: Query<T>,
    look: impl FnOnce(&T) -> R,
) -> Option<R> {
    query.with(|load| match load {
        Load::Ready { data, .. } => Some(look(data)),
        Load::Loading | Load::Failed(_) => None,
    })
}

/// The sheet once all of it is there.
fn sheet(all: Vec<Reading>, drawn: bool, alone: Signal<bool>, touched: RwSignal<bool>) -> AnyView {
    let loading = all.iter().map(|one| {
        let Reading { start, definition } = *one;
        let known = move || shown(start, |_| ()).is_some();
        view! {
            <LoadedInOffice query=start rows=8 let:_start>{None::<AnyView>}</LoadedInOffice>
            {move || known().then(|| view! {
                <Loaded query=definition rows=8 let:_form>{None::<AnyView>}</Loaded>
            })}
        }
    });
    let loading = loading.collect_view();
    let all = StoredValue::new(all);
    // A newer answer must not rebuild a form in which somebody types.
    let state = Memo::new(move |before: Option<&Option<String>>| match before {
        Some(Some(before)) if touched.get_untracked() => Some(before.clone()),
        _ => all.with_value(|all| {
            let states = all.iter().map(Reading::state).collect::<Option<Vec<_>>>();
            states.filter(|_| drawn).map(|states| states.join(" "))
        }),
    });
    let sheet = move || {
        state.get()?;
        let programmes = untrack(|| {
            all.with_value(|all| all.iter().map(Reading::opened).collect::<Option<Vec<_>>>())
        })?;
        let first = programmes.first().map(|one| head(&one.start, alone));
        let lasts = programmes.iter().map(|one| last(one, programmes.len() > 1));
        let lasts = lasts.collect_view();
        Some(view! {
            {first}
            {lasts}
            <FollowUpSheet programmes=programmes touched=touched />
        })
    };
    view! { {loading} {sheet} }.into_any()
}

/// What must not be overlooked, and what else is due for the person.
fn head(start: &FollowUpStart, alone: Signal<bool>) -> AnyView {
    let allergies = (!start.allergies.is_empty()).then(|| {
        let names = start.allergies.join("、");
        let text = Signal::derive(move || [words::ALLERGIES.get(), &names].concat());
        view! { <Banner kind=BannerKind::Warn text=text /> }
    });
    let departed = start
        .departure
        .map(|left| view! { <DepartureNote departure=left /> });
    let also: Vec<_> = due(start)
        .into_iter()
        .map(|one| one.title.clone())
        .collect();
    let any = !also.is_empty();
    let text = Signal::derive(move || {
        let names: Vec<&str> = also.iter().map(said).collect();
        words::also_due(&names)
    });
    let press = |()| nav::replace(&[&nav::address().path, "?with=", DUE].concat());
    let also = move || {
        (any && alone.get()).then(|| {
            view! {
                <Banner text=text>
                    <Button label=words::TOGETHER on_press=press />
                </Banner>
            }
        })
    };
    view! { {departed} {allergies} {also} }.into_any()
}

/// What was last, and of which programme where there are several.
fn last(opened: &Opened, several: bool) -> Option<AnyView> {
    let last = opened.start.last.as_ref()?;
    let day = last.form.day("visit_date");
    let way = opened.form.field("way").zip(last.form.get("way"));
    let way = way.and_then(|(field, way)| value_in_words(&opened.form, field, way));
    let day = day.map(format::date).unwrap_or_default();
    let text = words::last_visit(&day, &way.unwrap_or_default(), said(&last.class.words));
    let text = if several {
        [said(&opened.form.title), format::DOT, &text].concat()
    } else {
        text
    };
    Some(view! { <p class="muted">{text}</p> }.into_any())
}
