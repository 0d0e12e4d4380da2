//! Writes what exists once: institutions, teams, staff, the catalogue, the district itself, and
//! the phones of those whom the demo introduces.

use domain::api::contracts::Package;
use domain::codes::{Capacity, GivenBy, Paper};
use domain::grant::HelperTerm;
use domain::ids::{AccountId, GrantId, ResidentId};
use domain::person::Phone;

use super::chance::{Chance, Subject};
use super::intake::{Residents, World};
use super::known::Acting;
use super::places::Staff;
use crate::clock::date_in_district;
use crate::db::{DbError, Tx, Val};
use crate::district::District;
use crate::failure::Failure;
use crate::resources::follow_up_plans;
use crate::seal::{Keys, Place, Purpose};

impl World {
    /// Institutions, teams and staff, who all have one password.
    pub fn write_places(&self, tx: &mut dyn Tx, password_hash: &str) -> Result<(), DbError> {
        let district = || Val::from(&self.district);
        let hospital = self.places.hospital.as_ref();
        let all = self
            .places
            .institutions
            .iter()
            .map(|place| (place, "township"));
        let upper = hospital.map(|(place, _)| (place, "hospital"));
        for ((place, level), sort) in all.chain(upper).zip(0_i64..) {
            tx.exec(
                "INSERT INTO institution (district_id, id, name, township, address, phone, sort,
                     latitude_microdegrees, longitude_microdegrees, level)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &[
                    district(),
                    place.id.into(),
                    (&place.name).into(),
                    (&place.township).into(),
                    (&place.address).into(),
                    (&place.phone).into(),
                    sort.into(),
                    place.coordinates.latitude_microdegrees.into(),
                    place.coordinates.longitude_microdegrees.into(),
                    level.into(),
                ],
            )?;
        }
        for staff in &self.places.staff {
            self.write_staff(tx, staff, password_hash)?;
        }
        let upper = hospital.map(|(_, team)| team);
        for (team, sort) in self.places.teams.iter().chain(upper).zip(0_i64..) {
            tx.exec(
                "INSERT INTO team (district_id, id, institution_id, name, phone, leader_id, sort)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &[
                    district(),
                    team.id.into(),
                    team.institution.into(),
                    (&team.name).into(),
                    (&team.phone).into(),
                    team.doctor().into(),
                    sort.into(),
                ],
            )?;
            for member in &team.members {
                tx.exec(
                    "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)",
                    &[district(), team.id.into(), (*member).into()],
                )?;
            }
            for village in &team.villages {
                tx.exec(
                    "INSERT INTO team_village (district_id, township, village, team_id)
                     VALUES ($1, $2, $3, $4)",
                    &[
                        district(),
                        (&team.township).into(),
                        village.into(),
                        team.id.into(),
                    ],
                )?;
            }
        }
        for (place, team) in self
            .places
            .institutions
            .iter()
            .filter_map(|place| Some((place, upper?)))
        {
            tx.exec(
                "INSERT INTO upper_team (district_id, institution_id, team_id) VALUES ($1, $2, $3)",
                &[district(), place.id.into(), team.id.into()],
            )?;
        }
        Ok(())
    }

    fn write_staff(
        &self,
        tx: &mut dyn Tx,
        staff: &Staff,
        password_hash: &str,
    ) -> Result<(), DbError> {
        tx.exec(
            "INSERT INTO staff (district_id, id, login, name, title, role, institution_id,
                 password_hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                (&self.district).into(),
                staff.id.into(),
                (&staff.login).into(),
                (&staff.name).into(),
                staff.title.into(),
                Val::word(&staff.role)?,
                staff.institution.into(),
                password_hash.into(),
            ],
        )?;
        for village in &staff.villages {
            tx.exec(
                "INSERT INTO staff_village (district_id, staff_id, village) VALUES ($1, $2, $3)",
                &[(&self.district).into(), staff.id.into(), village.into()],
            )?;
        }
        Ok(())
    }

    /// The catalogue of packages.
    pub fn write_catalogue(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        for (package, sort) in self.catalogue.iter().zip(0_i64..) {
            tx.exec(
                "INSERT INTO package (district_id, id, code, name, class, price_fen, value_fen,
                     people_groups, source, sort)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &[
                    (&self.district).into(),
                    package.package_id.into(),
                    (&package.code).into(),
                    (&package.name).into(),
                    Val::word(&package.class)?,
                    package.price.0.into(),
                    package.value.0.into(),
                    Val::json(&package.groups)?,
                    (&package.source).into(),
                    sort.into(),
                ],
            )?;
            self.write_items(tx, package)?;
        }
        Ok(())
    }

    fn write_items(&self, tx: &mut dyn Tx, package: &Package) -> Result<(), DbError> {
        for (item, sort) in package.items.iter().zip(0_i64..) {
            tx.exec(
                "INSERT INTO package_item (district_id, package_id, code, name, times, mode,
                     discount_tenths, sort)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                &[
                    (&self.district).into(),
                    package.package_id.into(),
                    (&item.code).into(),
                    (&item.name).into(),
                    item.times.into(),
                    Val::word(&item.mode)?,
                    item.discount_tenths.into(),
                    sort.into(),
                ],
            )?;
        }
        Ok(())
    }

    /// The district and the phones. Written last: a folder without its district is unfinished.
    pub fn write_district(
        &self,
        tx: &mut dyn Tx,
        keys: &Keys,
        residents: &Residents,
    ) -> Result<(), Failure> {
        let district = District {
            id: self.district.clone(),
            name: self.places.name.clone(),
            service_phone: self.places.service_phone.clone(),
            demo: true,
        };
        district.create(tx, keys, self.now)?;
        let mut phones: Vec<&str> = Vec::new();
        let mut given = 0;
        for (known, resident, _) in &residents.known {
            for acting in known.phones {
                let number = phones.iter().position(|other| *other == acting.phone);
                let account = self.account(number.unwrap_or(phones.len()));
                if number.is_none() {
                    self.write_account(tx, keys, account, acting.phone)?;
                    phones.push(acting.phone);
                }
                self.write_grant(tx, given, account, *resident, acting)?;
                given += 1;
            }
        }
        Ok(follow_up_plans::recount(tx, &self.district)?)
    }

    /// The id of the n-th phone's account; packages take the first numbers of the stream.
    fn account(&self, n: usize) -> AccountId {
        const AFTER_PACKAGES: usize = 1000;
        Chance::of(self.seed, Subject::District, AFTER_PACKAGES + n).id(self.now)
    }

    /// The id of the n-th grant.
    fn grant(&self, n: usize) -> GrantId {
        const AFTER_ACCOUNTS: usize = 2000;
        Chance::of(self.seed, Subject::District, AFTER_ACCOUNTS + n).id(self.now)
    }

    fn write_account(
        &self,
        tx: &mut dyn Tx,
        keys: &Keys,
        account: AccountId,
        phone: &str,
    ) -> Result<(), Failure> {
        let phone: Phone = phone
            .parse()
            .map_err(|_| Failure::broken("a demo phone is none"))?;
        let row = account.0.bytes();
        let district = self.district.as_str();
        let place = Place {
            district,
            table: "account",
            column: "phone_sealed",
            row: &row,
        };
        tx.exec(
            "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index,
                 created_ms)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                (&self.district).into(),
                account.into(),
                keys.seal_text(place, phone.as_str())?.into(),
                phone.masked().into(),
                keys.index(Purpose::Phone, phone.as_str().as_bytes()).into(),
                self.now.into(),
            ],
        )?;
        Ok(())
    }

    fn write_grant(
        &self,
        tx: &mut dyn Tx,
        number: usize,
        account: AccountId,
        resident: ResidentId,
        acting: &Acting,
    ) -> Result<(), Failure> {
        let helper = acting.capacity == Capacity::Helper;
        let papers: &[Paper] = match acting.given_by {
            GivenBy::Desk => &[Paper::PersonsId],
            _ => &[],
        };
        let today = date_in_district(self.now);
        let ends = helper.then(|| HelperTerm::default().last_day(today));
        tx.exec(
            "INSERT INTO access_grant (district_id, id, account_id, resident_id, relation, capacity,
                 functions, given_by, papers, giver_kind, given_ms, state, ends)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'system', $10, 'holding', $11)",
            &[
                (&self.district).into(),
                self.grant(number).into(),
                account.into(),
                resident.into(),
                Val::word(&acting.relation)?,
                Val::word(&acting.capacity)?,
                Val::json(&acting.functions)?,
                Val::word(&acting.given_by)?,
                Val::json(&papers)?,
                self.now.into(),
                ends.into(),
            ],
        )?;
        Ok(())
    }
}
