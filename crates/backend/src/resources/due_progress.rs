//! How far a team is in the month, by programme, by village and by who follows the people up: whose last visit
//! lies in it, and who is due by its end. Called by `due_list` where it is asked for: it reads along as many
//! rows as are due, so no page pays for it unasked.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::api::follow_ups::{DoctorProgress, MonthProgress, VillageProgress};
use domain::api::passing_on::StaffName;
use domain::ids::StaffId;
use domain::programme::ProgrammeCode;

use super::care::Lane;
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::programmes;

/// Visited since the first of the month.
pub(super) const DONE: &str =
    "SELECT p.programme, p.village, d.staff_id, s.name AS doctor, count(*) AS many
     FROM follow_up_plan p
     LEFT JOIN follow_up_doctor d ON d.district_id = p.district_id
         AND d.resident_id = p.resident_id AND d.team_id = p.team_id
     LEFT JOIN staff s ON s.district_id = d.district_id AND s.id = d.staff_id
     WHERE p.district_id = $1 AND p.team_id = $2 AND p.last_on >= $5 AND p.last_on <= $6
         AND p.village >= $3 AND p.village <= $4
     GROUP BY p.programme, p.village, d.staff_id, s.name";

/// Due by the end of the month, whenever they were visited.
pub(super) const OPEN: &str =
    "SELECT p.programme, p.village, d.staff_id, s.name AS doctor, count(*) AS many
     FROM follow_up_plan p
     LEFT JOIN follow_up_doctor d ON d.district_id = p.district_id
         AND d.resident_id = p.resident_id AND d.team_id = p.team_id
     LEFT JOIN staff s ON s.district_id = d.district_id AND s.id = d.staff_id
     WHERE p.district_id = $1 AND p.team_id = $2 AND p.urgent IN (0, 1) AND p.due >= $5
         AND p.due <= $6 AND p.village >= $3 AND p.village <= $4
     GROUP BY p.programme, p.village, d.staff_id, s.name";

/// The first and the last day of a day's month.
fn month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1));
    (first, next.and_then(|next| next.pred_opt()).unwrap_or(day))
}

/// How far the month is.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Programme by programme.
    pub(super) programmes: Vec<MonthProgress>,
    /// Village by village.
    pub(super) villages: Vec<VillageProgress>,
    /// By who follows the people up, whoever has nobody last.
    pub(super) doctors: Vec<DoctorProgress>,
}

/// Visited, and due by the end of the month.
#[derive(Clone, Copy, Default)]
struct Figures {
    done: u32,
    open: u32,
}

/// What is being counted, by each of the three ways.
#[derive(Default)]
struct Sums {
    programmes: BTreeMap<String, Figures>,
    villages: BTreeMap<String, Figures>,
    /// `None` is the greatest here.
    doctors: BTreeMap<(bool, Option<(String, StaffId)>), Figures>,
}

impl Sums {
    fn add(&mut self, row: &Row, add: fn(&mut Figures, u32)) -> Result<(), Failure> {
        let many = row.get("many")?;
        let doctor: Option<StaffId> = row.get("staff_id")?;
        let name: Option<String> = row.get("doctor")?;
        let doctor = name.zip(doctor);
        let doctors = self.doctors.entry((doctor.is_none(), doctor));
        add(doctors.or_default(), many);
        add(self.villages.entry(row.get("village")?).or_default(), many);
        let programmes = self.programmes.entry(row.get("programme")?);
        add(programmes.or_default(), many);
        Ok(())
    }
}

/// The progress of these lanes together.
pub(super) fn progress(tx: &mut dyn Tx, call: &Call, lanes: &[Lane]) -> Result<Progress, Failure> {
    let (first, last) = month(call.today);
    let mut sums = Sums::default();
    for lane in lanes {
        let values = |from: Val, to: NaiveDate| -> [Val; 6] {
            [
                (&call.district).into(),
                lane.team.into(),
                (&lane.villages.from).into(),
                (&lane.villages.to).into(),
                from,
                to.into(),
            ]
        };
        for row in tx.rows(DONE, &values(first.into(), call.today))? {
            sums.add(&row, |figures, many| figures.done += many)?;
        }
        for row in tx.rows(OPEN, &values("".into(), last))? {
            sums.add(&row, |figures, many| figures.open += many)?;
        }
    }
    let mut progress = Progress::default();
    for (programme, Figures { done, open }) in sums.programmes {
        let code = programme.parse::<ProgrammeCode>();
        let programme = code.map_err(|_| Failure::broken("a programme has no code"))?;
        progress.programmes.push(MonthProgress {
            title: programmes::title(&programme, call.today),
            programme,
            done,
            open,
        });
    }
    for (village, Figures { done, open }) in sums.villages {
        progress.villages.push(VillageProgress {
            village,
            done,
            open,
        });
    }
    for ((_, doctor), Figures { done, open }) in sums.doctors {
        let doctor = doctor.map(|(name, staff_id)| StaffName { staff_id, name });
        progress.doctors.push(DoctorProgress { doctor, done, open });
    }
    Ok(progress)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_own_first_and_last_day() {
        for (day, first, last) in [
            ("2026-11-24", "2026-11-01", "2026-11-30"),
            ("2026-12-31", "2026-12-01", "2026-12-31"),
            ("2028-02-01", "2028-02-01", "2028-02-29"),
        ] {
            let of = |text: &str| text.parse::<NaiveDate>().unwrap();
            assert_eq!(month(of(day)), (of(first), of(last)));
        }
    }
}
