//! Opening a health record (建档): the one place where a row of `resident` is made, for the
//! import, the desk and the demo. Owns the number of the record and the choice of the team that
//! answers for a newcomer; seals what identifies a person before the writer is asked, so that
//! the writer is held briefly.

pub mod household;
mod number;
pub mod round;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::access;
use domain::codes::{Insurance, PeopleGroup};
use domain::ids::{InstitutionId, ResidentId, TeamId};
use domain::person::{NationalId, PersonName, Phone, Sex};

use self::number::Numbers;
use crate::call::new_id;
use crate::db::{Row, Tx, Val};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::initials::initials;
use crate::resources::area_positions::changed_in_care;
use crate::seal::{Keys, Place, Purpose};

/// Somebody who is to have a record. The birth date is the ID number's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Name.
    pub name: PersonName,
    /// Sex as stated.
    pub sex: Sex,
    /// ID number.
    pub national_id: NationalId,
    /// Phone, where one is known.
    pub phone: Option<Phone>,
    /// Name of the street or town.
    pub township: String,
    /// Name of the community or village.
    pub village: String,
    /// Address within the village.
    pub address: String,
    /// Whether the household is registered here.
    pub registered_here: bool,
    /// Months lived here.
    pub months_resident: u16,
    /// Insurance, where it is known.
    pub insurance: Option<Insurance>,
    /// Groups of people.
    pub groups: Vec<PeopleGroup>,
}

/// A newcomer whose identifying fields are sealed and indexed, ready for the writer.
#[derive(Clone, Debug)]
pub struct Sealed {
    id: ResidentId,
    national_id_index: Vec<u8>,
    township: String,
    village: String,
    address_index: Option<Vec<u8>>,
    columns: Vec<Val>,
}

impl Newcomer {
    /// Seals the identifying fields for a new row.
    pub fn seal(
        &self,
        district: &DistrictId,
        keys: &Keys,
        now: DateTime<Utc>,
    ) -> Result<Sealed, Failure> {
        self.seal_as(new_id(now)?, district, keys)
    }

    /// [`Newcomer::seal`] for a row whose id the caller has made.
    pub fn seal_as(
        &self,
        id: ResidentId,
        district: &DistrictId,
        keys: &Keys,
    ) -> Result<Sealed, Failure> {
        let row = id.0.bytes();
        let seal = |column, text: &str| {
            let district = district.as_str();
            keys.seal_text(
                Place {
                    district,
                    table: "resident",
                    column,
                    row: &row,
                },
                text,
            )
        };
        let phone = self.phone.as_ref();
        let phone_index = |purpose, text: fn(&Phone) -> &str| {
            phone.map(|phone| keys.index(purpose, text(phone).as_bytes()))
        };
        let national_id_index =
            keys.index(Purpose::NationalId, self.national_id.as_str().as_bytes());
        let columns = vec![
            self.name.as_str().into(),
            initials(self.name.as_str()).into(),
            Val::word(&self.sex)?,
            self.national_id.birth_date().into(),
            seal("national_id_sealed", self.national_id.as_str())?.into(),
            self.national_id.masked().into(),
            national_id_index.clone().into(),
            phone
                .map(|phone| seal("phone_sealed", phone.as_str()))
                .transpose()?
                .into(),
            phone.map(Phone::masked).into(),
            phone_index(Purpose::Phone, Phone::as_str).into(),
            phone_index(Purpose::PhoneLast4, Phone::last_four).into(),
            seal("address_sealed", &self.address)?.into(),
            (&self.township).into(),
            (&self.village).into(),
            self.registered_here.into(),
            self.months_resident.into(),
            self.insurance
                .map(|insurance| Val::word(&insurance))
                .transpose()?
                .unwrap_or(Val::Null),
            Val::json(&self.groups)?,
        ];
        let (township, village) = (self.township.clone(), self.village.clone());
        Ok(Sealed {
            id,
            national_id_index,
            address_index: household::address_index(keys, &township, &village, &self.address),
            township,
            village,
            columns,
        })
    }
}

/// What happened to a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A record was opened.
    New(ResidentId),
    /// The ID number has a record already; nothing was changed.
    Known(ResidentId),
}

/// Who answers for a resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// The institution.
    pub institution: InstitutionId,
    /// The team.
    pub team: TeamId,
}

/// What a district knows when it opens a record: which team serves which village, and the last
/// number given in each. Loaded once for many newcomers, or narrowly for one.
#[derive(Clone, Debug)]
pub struct Register {
    district: DistrictId,
    by_village: HashMap<(String, String), Care>,
    by_township: HashMap<String, Care>,
    anyone: Option<Care>,
    numbers: Numbers,
}

impl Register {
    /// Reads the teams and the last numbers of a district. Walks over all residents: for imports,
    /// which do it once and outside of the writer.
    pub fn load(tx: &mut dyn Tx, district: &DistrictId) -> Result<Self, Failure> {
        let mut register = Self::teams(tx, district)?;
        for row in tx.rows(
            "SELECT township, village, MAX(record_no) AS last FROM resident
             WHERE district_id = $1 GROUP BY township, village",
            &[district.into()],
        )? {
            let last: String = row.get("last")?;
            register.given(row.get("township")?, row.get("village")?, &last)?;
        }
        Ok(register)
    }

    /// [`Register::load`] for one newcomer: two steps along an index, however many residents
    /// there are.
    pub fn load_for(
        tx: &mut dyn Tx,
        district: &DistrictId,
        township: &str,
        village: &str,
    ) -> Result<Self, Failure> {
        let mut register = Self::teams(tx, district)?;
        let own = tx.one(
            "SELECT record_no AS last FROM resident
             WHERE district_id = $1 AND township = $2 AND village = $3
             ORDER BY record_no DESC LIMIT 1",
            &[district.into(), township.into(), village.into()],
        )?;
        let ((from, to), village) = match own {
            // Others may have numbers of this village too: whoever moved away kept theirs.
            Some(row) => (number::of_village(&row.get::<String>("last")?), village),
            // A new village takes the code after those of its kind in its township.
            None => (number::of_kind(district.as_str(), township, village), ""),
        };
        let newest = tx.one(
            "SELECT record_no AS last FROM resident
             WHERE district_id = $1 AND record_no >= $2 AND record_no < $3
             ORDER BY record_no DESC LIMIT 1",
            &[district.into(), from.into(), to.into()],
        )?;
        let last = newest.map(|row| row.get::<String>("last")).transpose()?;
        if let Some(last) = last {
            register.given(township.to_owned(), village.to_owned(), &last)?;
        }
        Ok(register)
    }

    fn given(&mut self, township: String, village: String, last: &str) -> Result<(), Failure> {
        self.numbers
            .given(township, village, last)
            .ok_or_else(|| Failure::broken("a record has a number that is none"))
    }

    fn teams(tx: &mut dyn Tx, district: &DistrictId) -> Result<Self, Failure> {
        let care = |row: &Row| -> Result<Care, Failure> {
            Ok(Care {
                institution: row.get("institution_id")?,
                team: row.get("team_id")?,
            })
        };
        let mut register = Self {
            district: district.clone(),
            by_village: HashMap::new(),
            by_township: HashMap::new(),
            anyone: None,
            numbers: Numbers::default(),
        };
        for row in tx.rows(
            "SELECT t.id AS team_id, t.institution_id, i.township FROM team t
             JOIN institution i ON i.district_id = t.district_id AND i.id = t.institution_id
             WHERE t.district_id = $1 ORDER BY i.sort, t.sort, t.id",
            &[district.into()],
        )? {
            let care = care(&row)?;
            register.anyone.get_or_insert(care);
            register
                .by_township
                .entry(row.get("township")?)
                .or_insert(care);
        }
        for row in tx.rows(
            "SELECT v.township, v.village, v.team_id, t.institution_id FROM team_village v
             JOIN team t ON t.district_id = v.district_id AND t.id = v.team_id
             WHERE v.district_id = $1",
            &[district.into()],
        )? {
            let village = (row.get("township")?, row.get("village")?);
            register.by_village.insert(village, care(&row)?);
        }
        Ok(register)
    }

    /// The village's team; where none is named, the first of the township, then of the district.
    #[must_use]
    pub fn care_for(&self, township: &str, village: &str) -> Option<Care> {
        self.by_village
            .get(&(township.to_owned(), village.to_owned()))
            .or_else(|| self.by_township.get(township))
            .copied()
            .or(self.anyone)
    }

    /// Opens a record, unless the ID number has one.
    pub fn open(
        &mut self,
        tx: &mut dyn Tx,
        newcomer: &Sealed,
        source: &'static str,
        now: DateTime<Utc>,
    ) -> Result<Opened, Failure> {
        let known = tx.one(
            "SELECT id FROM resident WHERE district_id = $1 AND national_id_index = $2",
            &[
                (&self.district).into(),
                newcomer.national_id_index.clone().into(),
            ],
        )?;
        if let Some(row) = known {
            return Ok(Opened::Known(row.get("id")?));
        }
        let care = self
            .care_for(&newcomer.township, &newcomer.village)
            .ok_or_else(|| Failure::broken("the district has no team"))?;
        let number = self
            .numbers
            .next(
                self.district.as_str(),
                &newcomer.township,
                &newcomer.village,
            )
            .ok_or_else(|| Failure::broken("a village has no record number left"))?;
        let place = (newcomer.township.as_str(), newcomer.village.as_str());
        let household = newcomer
            .address_index
            .as_deref()
            .map(|index| household::settle(tx, &self.district, place, index, now))
            .transpose()?;
        let mut values: Vec<Val> = vec![
            (&self.district).into(),
            newcomer.id.into(),
            number.to_string().into(),
        ];
        values.extend(newcomer.columns.iter().cloned());
        values.extend([
            care.institution.into(),
            care.team.into(),
            source.into(),
            now.into(),
            household.into(),
        ]);
        tx.exec(
            "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
                 national_id_sealed, national_id_masked, national_id_index,
                 phone_sealed, phone_masked, phone_index, phone_last4_index, address_sealed,
                 township, village, registered_here, months_resident, insurance, people_groups,
                 institution_id, team_id, source_system, updated_ms, household_id, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, $20, $21, $22, $23, $24, $25, $26, 1)",
            &values,
        )?;
        let care = access::Care {
            resident_id: newcomer.id,
            institution_id: care.institution,
            team_id: care.team,
            village: newcomer.village.clone(),
            raised_team_id: None,
        };
        changed_in_care(tx, &self.district, &care)?;
        Ok(Opened::New(newcomer.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> Register {
        Register {
            district: DistrictId::new("430202"),
            by_village: HashMap::new(),
            by_township: HashMap::new(),
            anyone: None,
            numbers: Numbers::default(),
        }
    }

    #[test]
    fn a_village_without_a_team_is_served_by_its_township_then_by_the_district() {
        let care = |n: u8| {
            let id = domain::ids::Uuid::from([n; 16]);
            Care {
                institution: id.into(),
                team: id.into(),
            }
        };
        let mut register = register();
        assert_eq!(register.care_for("桂花街道", "桂花社区"), None);
        register.anyone = Some(care(1));
        register.by_township.insert("桂花街道".into(), care(2));
        register
            .by_village
            .insert(("桂花街道".into(), "桂花社区".into()), care(3));
        assert_eq!(register.care_for("桂花街道", "桂花社区"), Some(care(3)));
        assert_eq!(register.care_for("桂花街道", "徐家塘村"), Some(care(2)));
        assert_eq!(register.care_for("仙庾镇", "桂花社区"), Some(care(1)));
    }
}
