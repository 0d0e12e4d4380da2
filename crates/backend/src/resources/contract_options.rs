//! What a resident can choose from before asking for a contract: packages with the reason where
//! one is not for them, teams with the nearest first, and the agreement to read. Decides nothing
//! itself; eligibility is the domain's rule, asked again when the request comes.

use std::collections::HashMap;

use domain::access::Action;
use domain::api::contracts::{
    Agreement, ContractLine, ContractOptions, GetContractOptions, Package, PackageOption,
};
use domain::api::residents::TeamCard;
use domain::codes::PackageClass;
use domain::ids::{ResidentId, TeamId};
use domain::problem::Code;
use domain::rules::contract::{Applicant, eligibility};

use super::contracts::line;
use super::packages::catalogue;
use super::people::{groups, team_cards};
use crate::call::Call;
use crate::db::{DbError, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// The agreement in force. A new version is a new file; a contract keeps the version it was made
/// under.
const AGREEMENT: &str = include_str!("../../data/agreement-2026-01.json");

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetContractOptions>(get_contract_options);
}

/// Answers packages with eligibility, teams and agreement for one resident.
pub fn get_contract_options(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<ContractOptions, Failure> {
    call.open_resident(tx, resident, Action::RequestContract, "contract_options")?;
    let applicant = applicant(tx, call, resident)?;
    Ok(ContractOptions {
        packages: options(catalogue(tx, call)?, &applicant),
        teams: teams(tx, call, resident)?,
        agreement: agreement()?,
        current: current(tx, call, resident)?,
        begins: tomorrow(call),
    })
}

/// First day in force of a contract that is accepted now (domain.md §4.2: effective next day).
pub(super) fn tomorrow(call: &Call) -> chrono::NaiveDate {
    call.today.succ_opt().unwrap_or(call.today)
}

/// The agreement to read.
pub(crate) fn agreement() -> Result<Agreement, Failure> {
    serde_json::from_str(AGREEMENT)
        .map_err(|error| Failure::broken(format!("the agreement cannot be read: {error}")))
}

/// What the rule of eligibility needs to know of a resident.
pub(super) fn applicant(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Applicant, Failure> {
    let row = tx
        .one(
            "SELECT registered_here, months_resident, people_groups, programme_groups FROM resident
             WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok(Applicant {
        registered_here: row.get("registered_here")?,
        months_resident: row.get("months_resident")?,
        groups: groups(&row, "people_groups", "programme_groups")?,
    })
}

/// Recommended packages first, then those the resident may have, each in the catalogue's order.
fn options(packages: Vec<Package>, applicant: &Applicant) -> Vec<PackageOption> {
    let mut options: Vec<PackageOption> = packages
        .into_iter()
        .map(|package| {
            let ineligible = eligibility(&package.groups, applicant);
            let meant = package.class == PackageClass::Basic
                || package
                    .groups
                    .iter()
                    .any(|group| applicant.groups.contains(group));
            PackageOption {
                recommended: ineligible.is_none() && meant,
                ineligible,
                package,
            }
        })
        .collect();
    options.sort_by_key(|option| (!option.recommended, option.ineligible.is_some()));
    options
}

/// The team that serves the resident's village, then those of the responsible institution, then
/// the rest, each in the order of the district.
fn teams(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<Vec<TeamCard>, Failure> {
    let rows = tx.rows(
        "SELECT t.id, CASE WHEN v.team_id IS NOT NULL THEN 0
                           WHEN t.institution_id = r.institution_id THEN 1 ELSE 2 END AS distance
         FROM resident r
         JOIN team t ON t.district_id = r.district_id
         LEFT JOIN team_village v ON v.district_id = r.district_id
             AND v.township = r.township AND v.village = r.village AND v.team_id = t.id
         WHERE r.district_id = $1 AND r.id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    let distances = rows
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("distance")?)))
        .collect::<Result<HashMap<TeamId, i64>, DbError>>()?;
    let mut teams = team_cards(tx, call, None)?;
    teams.sort_by_key(|team| distances.get(&team.team_id).copied());
    Ok(teams)
}

/// The contract in force or under way, if there is one.
fn current(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<ContractLine>, Failure> {
    let row = tx.one(
        "SELECT c.id, c.resident_id, c.state, c.asked_ms, c.begins, c.ends, c.version,
             t.name AS team
         FROM contract_current n
         JOIN contract c ON c.district_id = n.district_id AND c.id = n.contract_id
         JOIN team t ON t.district_id = c.district_id AND t.id = c.team_id
         WHERE n.district_id = $1 AND n.resident_id = $2 AND n.ends >= $3",
        &[(&call.district).into(), resident.into(), call.today.into()],
    )?;
    row.map(|row| line(tx, call, &row)).transpose()
}

#[cfg(test)]
mod tests {
    use domain::codes::PeopleGroup;
    use domain::ids::{PackageId, Uuid};
    use domain::money::Fen;

    use super::*;

    fn package(name: &str, class: PackageClass, groups: &[PeopleGroup]) -> Package {
        Package {
            package_id: PackageId(Uuid::v7(1, [1; 10])),
            code: name.to_owned(),
            name: name.to_owned(),
            class,
            price: Fen::ZERO,
            value: Fen::ZERO,
            groups: groups.to_vec(),
            items: Vec::new(),
            source: String::new(),
        }
    }

    #[test]
    fn the_agreement_is_readable_and_has_no_empty_section() {
        let agreement = agreement().unwrap();
        assert_eq!(agreement.version, "2026-01");
        assert!(agreement.sections.len() >= 8);
        assert!(
            agreement
                .sections
                .iter()
                .all(|s| !s.heading.is_empty() && !s.text.is_empty())
        );
    }

    #[test]
    fn what_is_meant_for_the_resident_comes_first_and_what_is_not_for_them_last() {
        let catalogue = vec![
            package("孕产妇", PackageClass::Personal, &[PeopleGroup::Pregnant]),
            package("体检", PackageClass::Exam, &[]),
            package("基础", PackageClass::Basic, &[]),
            package(
                "高血压",
                PackageClass::Personal,
                &[PeopleGroup::Hypertension],
            ),
        ];
        let applicant = Applicant {
            registered_here: true,
            months_resident: 0,
            groups: vec![PeopleGroup::Hypertension],
        };
        let shown: Vec<_> = options(catalogue, &applicant)
            .into_iter()
            .map(|option| {
                (
                    option.package.name,
                    option.recommended,
                    option.ineligible.is_some(),
                )
            })
            .collect();
        let expected = [
            ("基础", true, false),
            ("高血压", true, false),
            ("体检", false, false),
            ("孕产妇", false, true),
        ];
        assert_eq!(shown, expected.map(|(name, a, b)| (name.to_owned(), a, b)));
    }

    #[test]
    fn nothing_is_recommended_to_somebody_who_may_have_nothing_yet() {
        let newcomer = Applicant {
            registered_here: false,
            months_resident: 2,
            groups: Vec::new(),
        };
        let shown = options(vec![package("基础", PackageClass::Basic, &[])], &newcomer);
        assert!(!shown[0].recommended && shown[0].ineligible.is_some());
    }
}
