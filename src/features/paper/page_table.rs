//! A team's visits of some months as a file. Nothing of it is kept on the phone.

use chrono::{Datelike, Months, NaiveDate};
use domain::api::programmes::{GetProgramme, ListProgrammes, ProgrammeCard};
use domain::api::visit_tables::{ListVisitTable, VisitRow, VisitTableQuery};
use domain::codes::Role;
use domain::programme::{Definition, ProgrammeCode};
use leptos::prelude::*;

use super::{csv, table};
use crate::api::{self, ApiError};
use crate::features::shared::{Loaded, error_text, said};
use crate::i18n::Text;
use crate::i18n::texts::paper as words;
use crate::platform::{clock, file, timer, wechat};
use crate::routes::Route;
use crate::session;
use crate::store::use_query;
use crate::ui::{Actions, Banner, BannerKind, Button, ButtonLook, Card, Form, Opt, Page, Select};

/// Months that are offered, and the most that are exported at once.
const MONTHS: u32 = 24;
const AT_ONCE: i32 = 12;

/// The form, and how far it is.
#[component]
pub fn TablePage() -> impl IntoView {
    let role = untrack(session::staff).map(|card| card.role);
    let may = matches!(role, Some(Role::Gp | Role::PublicHealth));
    let programmes = use_query::<ListProgrammes>((), ());
    view! {
        <Page title=words::TABLE back=Route::StaffMe.href()>
            {if !may {
                view! { <Banner text=words::NOT_YOURS /> }.into_any()
            } else if wechat::system().is_some() {
                view! { <Banner text=words::NOT_IN_WECHAT /> }.into_any()
            } else {
                view! {
                    <p class="muted">{move || words::TABLE_HINT.get()}</p>
                    <Loaded query=programmes rows=3 let:list>
                        <Export programmes=list.items />
                    </Loaded>
                }
                .into_any()
            }}
        </Page>
    }
}

/// How far an export is.
#[derive(Clone, PartialEq)]
enum Progress {
    Idle,
    UnderWay(usize),
    Done(usize),
    Failed(ApiError),
}

#[component]
fn Export(programmes: Vec<ProgrammeCard>) -> impl IntoView {
    let today = clock::today();
    let this_month = today.with_day(1).unwrap_or(today);
    let programme = RwSignal::new(None::<ProgrammeCode>);
    let from = RwSignal::new(Some(this_month));
    let until = RwSignal::new(Some(this_month));
    let tried = RwSignal::new(false);
    let progress = RwSignal::new(Progress::Idle);
    // Grows with each start and stop: an export goes on while it is the newest.
    let turn = RwSignal::new(0_u32);

    let titles = StoredValue::new(programmes.clone());
    let choices = programmes.into_iter().map(|one| {
        let title = one.title;
        Opt::new(
            one.programme,
            Signal::derive(move || said(&title).to_owned()),
        )
    });
    let missing = Signal::derive(move || {
        let missing = tried.get() && programme.with(Option::is_none);
        missing.then(|| words::CHOOSE.get().to_owned())
    });
    let wrong = Memo::new(move |_| fault(from.get(), until.get()));
    let start = move |()| {
        tried.set(true);
        let asked = programme
            .get_untracked()
            .zip(from.get_untracked())
            .zip(until.get_untracked());
        let Some(((programme, from), until)) = asked.filter(|_| wrong.get_untracked().is_none())
        else {
            return;
        };
        let query = VisitTableQuery {
            programme,
            from,
            until: last_day(until),
            cursor: None,
        };
        let title = titles.with_value(|all| {
            let found = all.iter().find(|one| one.programme == query.programme);
            found
                .map(|one| said(&one.title).to_owned())
                .unwrap_or_default()
        });
        turn.update(|turn| *turn += 1);
        progress.set(Progress::UnderWay(0));
        timer::spawn(export(query, title, progress, turn));
    };
    let stop = move |()| {
        turn.update(|turn| *turn += 1);
        progress.set(Progress::Idle);
    };
    let busy = Memo::new(move |_| matches!(progress.get(), Progress::UnderWay(_)));
    let told = move || {
        let (kind, text) = match progress.get() {
            Progress::Idle => return None,
            Progress::UnderWay(rows) => (BannerKind::Info, words::under_way(rows)),
            Progress::Done(0) => (BannerKind::Info, words::EMPTY.get().to_owned()),
            Progress::Done(rows) => (BannerKind::Done, words::exported(rows)),
            Progress::Failed(error) => (BannerKind::Error, error_text(&error)),
        };
        Some(view! { <Banner kind=kind text=Signal::stored(text) /> })
    };
    view! {
        <Form on_submit=start>
            <Card>
                <Select
                    label=words::PROGRAMME
                    required=true
                    options=choices.collect()
                    error=missing
                    value=programme
                />
                <Select label=words::FROM required=true options=months(this_month) value=from />
                <Select
                    label=words::UNTIL
                    required=true
                    options=months(this_month)
                    error=Signal::derive(move || wrong.get().map(|words| words.get().to_owned()))
                    value=until
                />
            </Card>
            {told}
            <Actions>
                <Button label=words::EXPORT look=ButtonLook::Primary submit=true busy=busy />
                {move || busy.get().then(|| view! { <Button label=words::STOP on_press=stop /> })}
            </Actions>
        </Form>
    }
}

/// The months up to this one, newest first, each by its first day.
fn months(this: NaiveDate) -> Vec<Opt<NaiveDate>> {
    let first_days = (0..MONTHS).filter_map(|back| this.checked_sub_months(Months::new(back)));
    let choice = |day: NaiveDate| {
        let name = Signal::derive(move || words::month(day.year(), day.month()));
        Opt::new(day, name)
    };
    first_days.map(choice).collect()
}

/// What is wrong with two months.
fn fault(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Option<Text> {
    let (Some(from), Some(until)) = (from, until) else {
        return Some(words::CHOOSE);
    };
    let months = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    match months(until) - months(from) {
        ..0 => Some(words::TURNED_ROUND),
        AT_ONCE.. => Some(words::TOO_LONG),
        _ => None,
    }
}

/// The last day of the month that begins on this day.
fn last_day(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(1));
    next.and_then(|day| day.pred_opt()).unwrap_or(first)
}

/// Asks page by page and hands the file out at the end; gives up where the page is left or it was stopped.
async fn export(
    query: VisitTableQuery,
    title: String,
    progress: RwSignal<Progress>,
    turn: RwSignal<u32>,
) {
    let Some(mine) = turn.try_get_untracked() else {
        return;
    };
    let goes_on = move || turn.try_get_untracked() == Some(mine);
    let tell = move |told: Progress| goes_on() && progress.try_set(told).is_none();
    match fetched(&query, |rows| tell(Progress::UnderWay(rows))).await {
        Err(error) => drop(tell(Progress::Failed(error))),
        Ok(None) => {}
        Ok(Some((rows, editions))) => {
            if tell(Progress::Done(rows.len())) && !rows.is_empty() {
                let table = table::table(&rows, &editions, clock::local);
                let (from, until) = (query.from.to_string(), query.until.to_string());
                let name = words::file_name(&title, &from, &until);
                file::save(&name, "text/csv", &csv::file(&table));
            }
        }
    }
}

/// All rows and the editions that they were made with; `None` where `goes_on` says so.
async fn fetched(
    query: &VisitTableQuery,
    goes_on: impl Fn(usize) -> bool,
) -> Result<Option<(Vec<VisitRow>, Vec<Definition>)>, ApiError> {
    let mut query = query.clone();
    let (mut rows, mut editions): (Vec<VisitRow>, Vec<Definition>) = (Vec::new(), Vec::new());
    loop {
        let page = api::call::<ListVisitTable>(&(), &query, &()).await?;
        rows.extend(page.items);
        if !goes_on(rows.len()) {
            return Ok(None);
        }
        match page.next {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    for row in &rows {
        let of = |one: &Definition| one.edition == row.visit.rules_version;
        if !editions.iter().any(of) {
            let at = (row.visit.programme.clone(), row.visit.rules_version.clone());
            editions.push(api::call::<GetProgramme>(&at, &(), &()).await?);
        }
    }
    Ok(Some((rows, editions)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Option<NaiveDate> {
        [text, "-01"].concat().parse().ok()
    }

    #[test]
    fn twelve_months_are_exported_at_once_and_no_more() {
        for (from, until, fine) in [
            ("2026-11", "2026-11", true),
            ("2025-12", "2026-11", true),
            ("2025-11", "2026-11", false),
            ("2026-12", "2026-11", false),
        ] {
            let fault = fault(month(from), month(until));
            assert_eq!(fault.is_none(), fine, "{from} {until}");
        }
    }

    #[test]
    fn a_month_ends_with_its_last_day() {
        for (first, last) in [("2026-02-01", "2026-02-28"), ("2026-12-01", "2026-12-31")] {
            assert_eq!(last_day(first.parse().unwrap()).to_string(), last);
        }
    }
}
