//! Contracts through the real router on a real file: asking, answering, and what follows.

#[path = "../common/mod.rs"]
mod common;

mod answering;
mod asking;
mod bedside;
mod own_family;
mod team_list;

use common::{Town, new_id};
use domain::api::contracts::{Contract, RequestContract, RequestContractBody};
use domain::ids::{PackageId, ResidentId, TeamId};

fn request(resident: ResidentId, team: TeamId, packages: &[PackageId]) -> RequestContractBody {
    RequestContractBody {
        id: new_id(),
        resident_id: resident,
        team_id: team,
        package_ids: packages.to_vec(),
        agreement_version: "2026-01".to_owned(),
        consent: true,
        years: 1,
    }
}

async fn asked(town: &Town) -> Contract {
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let body = request(ids.wang, ids.team, &[ids.basic, ids.hypertension]);
    wang.send::<RequestContract>((), body).await.unwrap()
}
