//! "Me" of a member of staff: what residents say, the inboxes, how one signs in, devices, settings.

mod area;
mod authenticator;
mod page_security;
mod password;
mod pin;
mod sites;

pub use page_security::SecurityPage;

use domain::api::ratings::{GetMyRatings, RatingSummary};
use domain::codes::Role;
use leptos::prelude::*;

use crate::features::shared::{Devices, LittleRoom, Loaded, SignOut, UnsentPart, word};
use crate::i18n::texts::{account as words, covers, paper, programmes, round, security};
use crate::i18n::{Text, format, t};
use crate::routes::Route;
use crate::session;
use crate::store::use_query;
use crate::ui::{Actions, Card, List, ListRow, Page, Reading, Readings, Section, icon};

use area::AreaPart;

/// What is said at a field that was left empty.
fn needed(typed: RwSignal<String>, words: Text) -> Option<String> {
    typed
        .with_untracked(|typed| typed.trim().is_empty())
        .then(|| words.get().to_owned())
}

/// The hub.
#[component]
pub fn StaffMePage() -> impl IntoView {
    let card = untrack(session::staff);
    let office = untrack(session::in_office);
    let desk = card.as_ref().is_some_and(|card| card.role == Role::Desk);
    let follows_up = !office && !desk;
    let exports = card
        .as_ref()
        .is_some_and(|card| matches!(card.role, Role::Gp | Role::PublicHealth));
    let who = card.map(|card| {
        let place = [Some(card.institution), card.team].into_iter().flatten().collect::<Vec<_>>().join(format::DOT);
        let role = card.role;
        let detail = Signal::derive(move || [word(role.zh(), role.en()), &place].join(format::DOT));
        view! { <List><ListRow title=Signal::stored(card.name.clone()) detail=detail avatar=card.name /></List> }
    });
    view! {
        <Page title=words::ME>
            {who}
            <LittleRoom />
            <UnsentPart page=Route::StaffUnsent />
            <AreaPart />
            {follows_up.then(|| view! {
                <List>
                    <ListRow
                        title=round::TITLE
                        detail=round::TITLE_HINT
                        glyph=icon::LIST
                        href=Route::Round.href()
                    />
                </List>
            })}
            <List>
                {(!office).then(|| view! {
                    <ListRow title=words::TEAM_CONTRACTS glyph=icon::SIGNED href=Route::StaffContracts.href() />
                })}
                {exports.then(|| view! {
                    <ListRow title=paper::TABLE glyph=icon::FILE href=Route::VisitTable.href() />
                })}
                {(!desk).then(|| view! {
                    <ListRow title=programmes::TITLE glyph=icon::FILE href=Route::Programmes.href() />
                })}
                {(!desk).then(|| view! {
                    <ListRow title=covers::TITLE glyph=icon::PEOPLE href=Route::Covers.href() />
                })}
                {desk.then(|| view! {
                    <ListRow title=words::REGISTRATIONS glyph=icon::FILE href=Route::Registrations.href() />
                })}
                <ListRow title=security::TITLE glyph=icon::PERSON href=Route::Security.href() />
                <ListRow title=words::SETTINGS glyph=icon::TEXT_SIZE href=Route::Settings.href() />
                <ListRow title=words::DEVICES glyph=icon::ON_DEVICE href=Route::StaffDevices.href() />
            </List>
            {(!office).then(|| view! { <WhatTheySay /> })}
            <Actions><SignOut after=Route::StaffSignIn /></Actions>
        </Page>
    }
}

#[component]
fn WhatTheySay() -> impl IntoView {
    let ratings = use_query::<GetMyRatings>((), ());
    view! {
        <Section title=words::WHAT_THEY_SAY>
            <Loaded query=ratings let:ratings><Ratings ratings=ratings /></Loaded>
        </Section>
    }
}

/// Hundredths as `4.63`.
fn hundredths(value: u16) -> String {
    let rest = value % 100;
    [
        (value / 100).to_string(),
        ".".to_owned(),
        (rest / 10).to_string(),
        (rest % 10).to_string(),
    ]
    .concat()
}

#[component]
fn Ratings(ratings: RatingSummary) -> impl IntoView {
    let RatingSummary {
        count,
        mean_hundredths,
        satisfied_percent,
        words: said,
    } = ratings;
    let rows = said.into_iter().map(|comment| {
        let (overall, date, who) = (comment.overall, comment.date, comment.who);
        let detail = Signal::derive(move || {
            let who = who
                .clone()
                .unwrap_or_else(|| words::ANONYMOUS.get().to_owned());
            [words::stars(overall), format::date(date), who].join(format::DOT)
        });
        view! { <ListRow title=Signal::stored(comment.words) detail=detail /> }
    });
    let rows = rows.collect_view();
    let none = rows.is_empty();
    view! {
        <Card>
            <Readings>
                <Reading label=words::COUNT value=Signal::stored(count.to_string()) />
                {mean_hundredths.map(|mean| view! {
                    <Reading label=words::MEAN value=Signal::stored(hundredths(mean)) />
                })}
                {satisfied_percent.map(|share| view! {
                    <Reading
                        label=words::SATISFIED
                        value=Signal::stored(share.to_string())
                        unit=Signal::stored("%".to_owned())
                    />
                })}
            </Readings>
            {mean_hundredths.is_none().then(|| view! { <p class="muted">{t(words::FEW_RATINGS)}</p> })}
            {none.then(|| view! { <p class="muted">{t(words::NO_WORDS)}</p> })}
        </Card>
        {(!none).then(|| view! { <List>{rows}</List> })}
    }
}

/// Devices signed in as this member of staff.
#[component]
pub fn StaffDevicesPage() -> impl IntoView {
    view! { <Page title=words::DEVICES back=Route::StaffMe.href()><Devices /></Page> }
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn a_mean_has_two_places() {
        assert_eq!(hundredths(463), "4.63");
        assert_eq!(hundredths(500), "5.00");
        assert_eq!(hundredths(405), "4.05");
    }
}
