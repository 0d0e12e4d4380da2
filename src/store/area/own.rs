//! A resident's own record, kept on this phone by choice: the very answers of its pages, sealed together in
//! one record, brought up to date whenever the service is there. A part of the program of its own, with the
//! area.

use std::cell::Cell;

use chrono::{DateTime, TimeDelta, Utc};
use domain::api::follow_ups::GetFollowUp;
use domain::api::programmes::GetProgramme;
use domain::api::records::GetRecord;
use domain::ids::ResidentId;
use serde::{Deserialize, Serialize};

use super::{Answer, OWN, Own, tell_own};
use crate::api::{self, json};
use crate::platform::{clock, storage, timer};
use crate::store::{db, owner_now, vault};

/// Without contact for so long it is forgotten.
const KEEP_DAYS: i64 = 90;
/// What was brought up to date so lately is not asked about again by itself.
const FRESH_MINUTES: i64 = 60;
/// How long a page that is opened has the network for itself.
const QUIET_MS: i32 = 4_000;
/// Visits whose pages are kept, newest first.
const VISITS: usize = 40;

thread_local! {
    /// Whether it is brought up to date a little later.
    static SOON: Cell<bool> = const { Cell::new(false) };
}

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// Whose records.
    residents: Vec<ResidentId>,
    /// When everything of it was last asked for.
    as_of: Option<DateTime<Utc>>,
    /// The answers.
    pages: Vec<KeptPage>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptPage {
    address: String,
    as_of: DateTime<Utc>,
    json: String,
}

async fn read(owner: &str) -> Option<Kept> {
    json::read(&vault::read(owner, db::AREA, OWN).await?)
}

async fn write(owner: &str, kept: &Kept) -> bool {
    let record = vec![(OWN.to_owned(), Some(json::written(kept)))];
    vault::write_all(owner, db::AREA, record).await.is_some()
}

fn show(owner: &str, own: Own) {
    if owner_now().as_deref() == Some(owner) {
        tell_own(own);
    }
}

/// Takes up what is kept; forgets what lay here for too long, and says what does not open.
pub(super) async fn open(owner: String) {
    if !vault::has(&owner, db::AREA, OWN).await {
        return;
    }
    let Some(kept) = read(&owner).await else {
        vault::erase(&owner, db::AREA, OWN).await;
        return show(&owner, Own::Broken);
    };
    let old = |as_of: DateTime<Utc>| clock::now() > as_of + TimeDelta::days(KEEP_DAYS);
    if kept.as_of.is_some_and(old) {
        vault::erase(&owner, db::AREA, OWN).await;
        return show(&owner, Own::Off);
    }
    show(&owner, Own::Kept(kept.as_of));
    let lately = |as_of: DateTime<Utc>| clock::now() < as_of + TimeDelta::minutes(FRESH_MINUTES);
    if kept.as_of.is_some_and(lately) {
        return;
    }
    if SOON.replace(true) {
        return;
    }
    timer::spawn(async move {
        timer::sleep(QUIET_MS).await;
        SOON.set(false);
        fetch(owner, kept).await;
    });
}

/// Keeps the records of these people from now on.
pub(super) async fn keep(owner: String, residents: Vec<ResidentId>) {
    storage::persist().await;
    let kept = Kept {
        residents,
        ..read(&owner).await.unwrap_or_default()
    };
    if !write(&owner, &kept).await {
        return show(&owner, Own::NoRoom);
    }
    show(&owner, Own::Kept(kept.as_of));
    fetch(owner, kept).await;
}

/// Fetches all of it anew; what does not come stays as it was.
async fn fetch(owner: String, before: Kept) {
    let mut kept = Kept {
        pages: Vec::new(),
        ..before.clone()
    };
    for resident in &before.residents {
        let address = api::address::<GetRecord>(resident, &());
        let Some(record) = asked(&address, &mut kept).await else {
            return;
        };
        let visits = api::read::<GetRecord>(&record).map_or_else(
            |_| Vec::new(),
            |record| {
                let newest = record.follow_ups.into_iter().take(VISITS);
                newest.map(|visit| visit.follow_up_id).collect()
            },
        );
        for visit in visits {
            let Some(visit) = asked(&api::address::<GetFollowUp>(&visit, &()), &mut kept).await
            else {
                return;
            };
            let Ok(visit) = api::read::<GetFollowUp>(&visit) else {
                continue;
            };
            let edition = (visit.programme, visit.rules_version);
            let address = api::address::<GetProgramme>(&edition, &());
            if kept.pages.iter().all(|page| page.address != address)
                && asked(&address, &mut kept).await.is_none()
            {
                return;
            }
        }
    }
    kept.as_of = Some(clock::now());
    // It was switched off, or somebody else has signed in, meanwhile.
    if owner_now().as_ref() != Some(&owner) || !vault::has(&owner, db::AREA, OWN).await {
        return;
    }
    if write(&owner, &kept).await {
        show(&owner, Own::Kept(kept.as_of));
    } else {
        show(&owner, Own::NoRoom);
    }
}

async fn asked(address: &str, kept: &mut Kept) -> Option<String> {
    let json = super::shelf::asked(address.to_owned()).await.ok()?;
    kept.pages.push(KeptPage {
        address: address.to_owned(),
        as_of: clock::now(),
        json: json.clone(),
    });
    Some(json)
}

/// What the service would have answered; `None` where that is not kept.
pub(super) async fn answer(owner: &str, address: &str) -> Option<Answer> {
    let kept = read(owner).await?;
    let page = kept
        .pages
        .into_iter()
        .find(|page| page.address == address)?;
    Some(Answer {
        json: page.json.into(),
        as_of: page.as_of,
    })
}
