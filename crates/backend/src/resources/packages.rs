//! The catalogue of service packages (签约服务包): what a resident can choose from, with price,
//! value and what is promised. Reads only; the catalogue is data of the district. Called by the
//! contract resources and by visitors who look around before they sign in.

use std::collections::HashMap;

use domain::api::contracts::{ListPackages, Package, PackageItem};
use domain::ids::{ContractId, PackageId};
use domain::money::Fen;

use crate::call::Call;
use crate::db::{DbError, Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read_public::<ListPackages>(list_packages);
}

/// Lists the packages of the catalogue.
pub fn list_packages(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<Package>, Failure> {
    catalogue(tx, call)
}

/// The whole catalogue in its own order: a dozen rows with some items each.
pub(super) fn catalogue(tx: &mut dyn Tx, call: &Call) -> Result<Vec<Package>, Failure> {
    let packages = tx.rows(
        "SELECT id, code, name, class, price_fen, value_fen, people_groups, source FROM package
         WHERE district_id = $1 ORDER BY sort, id",
        &[(&call.district).into()],
    )?;
    let items = tx.rows(
        "SELECT package_id, code, name, times, mode, discount_tenths FROM package_item
         WHERE district_id = $1 ORDER BY package_id, sort, code",
        &[(&call.district).into()],
    )?;
    let mut items_of: HashMap<PackageId, Vec<PackageItem>> = HashMap::new();
    for row in &items {
        items_of
            .entry(row.get("package_id")?)
            .or_default()
            .push(item(row)?);
    }
    packages
        .iter()
        .map(|row| Ok(package(row, &mut items_of)?))
        .collect()
}

/// The packages that a contract is about.
pub(super) fn of_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
) -> Result<Vec<Package>, Failure> {
    let chosen = tx
        .rows(
            "SELECT package_id FROM contract_package WHERE district_id = $1 AND contract_id = $2",
            &[(&call.district).into(), contract.into()],
        )?
        .iter()
        .map(|row| row.get("package_id"))
        .collect::<Result<Vec<PackageId>, DbError>>()?;
    let all = catalogue(tx, call)?;
    Ok(all
        .into_iter()
        .filter(|package| chosen.contains(&package.package_id))
        .collect())
}

/// Names of the packages that a contract is about.
pub(super) fn names_of_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
) -> Result<Vec<String>, Failure> {
    let rows = tx.rows(
        "SELECT p.name FROM contract_package c
         JOIN package p ON p.district_id = c.district_id AND p.id = c.package_id
         WHERE c.district_id = $1 AND c.contract_id = $2 ORDER BY p.sort, p.id",
        &[(&call.district).into(), contract.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| row.get("name"))
        .collect::<Result<_, _>>()?)
}

fn package(
    row: &Row,
    items_of: &mut HashMap<PackageId, Vec<PackageItem>>,
) -> Result<Package, DbError> {
    let package_id = row.get("id")?;
    Ok(Package {
        package_id,
        code: row.get("code")?,
        name: row.get("name")?,
        class: row.word("class")?,
        price: Fen(row.get("price_fen")?),
        value: Fen(row.get("value_fen")?),
        groups: row.json("people_groups")?,
        items: items_of.remove(&package_id).unwrap_or_default(),
        source: row.get("source")?,
    })
}

fn item(row: &Row) -> Result<PackageItem, DbError> {
    Ok(PackageItem {
        code: row.get("code")?,
        name: row.get("name")?,
        times: row.get("times")?,
        mode: row.word("mode")?,
        discount_tenths: row.get("discount_tenths")?,
    })
}
