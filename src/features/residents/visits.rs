//! The follow-up forms that can be opened for a resident: those of their programmes at once, others behind a tap.

use domain::api::programmes::{ListProgrammes, ProgrammeCard};
use domain::api::records::Record;
use domain::codes::PeopleGroup;
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::said;
use crate::i18n::texts::{follow_up, residents as words};
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
        Some(view! {
            <Actions>{links(resident, own, true)}</Actions>
            {others}
        })
    }
}

fn links(resident: ResidentId, programmes: Vec<ProgrammeCard>, own: bool) -> AnyView {
    let link = |(at, one): (usize, ProgrammeCard)| {
        let href = Route::FollowUpForm(resident, one.programme).href();
        let look = if own && at == 0 {
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
