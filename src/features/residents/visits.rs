//! The follow-up forms that can be opened for a resident: those of their programmes at once, others behind a tap.

use chrono::{Days, NaiveDate};
use domain::api::programmes::{ListProgrammes, ProgrammeCard};
use domain::api::records::Record;
use domain::codes::PeopleGroup;
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::said;
use crate::i18n::texts::{follow_up, residents as words};
use crate::platform::clock;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, ButtonLink, ButtonLook, Disclosure, icon};

/// The programme that a group of people is followed up in.
fn programme_of(group: PeopleGroup) -> &'static str {
    match group {
        PeopleGroup::Hypertension => "hypertension",
        PeopleGroup::Diabetes => "diabetes",
        PeopleGroup::SevereMental => "smi",
        PeopleGroup::Tuberculosis => "tuberculosis",
        PeopleGroup::Copd => "copd",
        PeopleGroup::Elderly => "elderly",
        PeopleGroup::Child => "child",
        PeopleGroup::Pregnant => "maternity",
        PeopleGroup::SelfCareLoss => "home_bound",
        _ => "",
    }
}

/// Those the person is in, by their groups and by what was recorded of them, and the others.
fn own_and_others(
    programmes: Vec<ProgrammeCard>,
    groups: &[PeopleGroup],
    record: &Record,
) -> (Vec<ProgrammeCard>, Vec<ProgrammeCard>) {
    programmes.into_iter().partition(|one| {
        let visited = record
            .follow_ups
            .iter()
            .any(|line| line.programme == one.programme);
        let grouped = groups
            .iter()
            .any(|group| programme_of(*group) == one.programme.as_str());
        visited || grouped
    })
}

/// Days ahead that count as due, as in the worklist.
const SOON: Days = Days::new(7);

/// Of these, those whose next visit is due, as it was agreed on at the last one.
fn due(own: &[ProgrammeCard], record: &Record, today: NaiveDate) -> Vec<ProgrammeCard> {
    let until = today.checked_add_days(SOON).unwrap_or(today);
    let is_due = |one: &&ProgrammeCard| {
        let lines = record.follow_ups.iter();
        let last = lines
            .filter(|line| line.programme == one.programme)
            .max_by_key(|line| line.date);
        last.is_some_and(|line| line.next_date.is_some_and(|next| next <= until))
    };
    own.iter().filter(is_due).cloned().collect()
}

/// One sheet for all that is due, where it is more than one.
fn together(resident: ResidentId, due: &[ProgrammeCard]) -> Option<AnyView> {
    let (first, rest) = due.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let with: Vec<&str> = rest.iter().map(|one| one.programme.as_str()).collect();
    let route = Route::FollowUpForm(resident, first.programme.clone());
    let href = route.href_with(&[("with", &with.join(","))]);
    let titles: Vec<_> = due.iter().map(|one| one.title.clone()).collect();
    let label = Signal::derive(move || {
        let titles: Vec<&str> = titles.iter().map(said).collect();
        follow_up::together(&titles)
    });
    let view =
        view! { <ButtonLink label=label look=ButtonLook::Primary glyph=icon::PEN href=href /> };
    Some(view.into_any())
}

/// Buttons to the forms.
#[component]
pub(super) fn Visits(
    /// The record of the resident.
    record: StoredValue<Record>,
) -> impl IntoView {
    let programmes = use_query::<ListProgrammes>((), ());
    let resident = record.with_value(|record| record.basic.person.resident_id);
    let known = Memo::new(move |_| programmes.data());
    move || {
        let all = known.get()?.items;
        let (own, others) = record.with_value(|record| {
            let groups = &record.basic.person.groups;
            own_and_others(all, groups, record)
        });
        let others = (!others.is_empty()).then(|| {
            let links = links(resident, others, false);
            view! { <Disclosure summary=words::OTHER_VISITS><Actions>{links}</Actions></Disclosure> }
        });
        let due = record.with_value(|record| due(&own, record, clock::today()));
        let together = together(resident, &due);
        let first = together.is_none();
        Some(view! {
            <Actions>{together}{links(resident, own, first)}</Actions>
            {others}
        })
    }
}

fn links(resident: ResidentId, programmes: Vec<ProgrammeCard>, main: bool) -> AnyView {
    let link = |(at, one): (usize, ProgrammeCard)| {
        let href = Route::FollowUpForm(resident, one.programme).href();
        let look = if main && at == 0 {
            ButtonLook::Primary
        } else {
            ButtonLook::Secondary
        };
        let label = Signal::derive(move || follow_up::title(said(&one.title)));
        view! { <ButtonLink label=label look=look glyph=icon::PEN href=href /> }
    };
    let links = programmes.into_iter().enumerate();
    links.map(link).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_leads_to_its_programme() {
        for (group, code) in [
            (PeopleGroup::Hypertension, "hypertension"),
            (PeopleGroup::Pregnant, "maternity"),
            (PeopleGroup::General, ""),
        ] {
            assert_eq!(programme_of(group), code);
        }
    }
}
