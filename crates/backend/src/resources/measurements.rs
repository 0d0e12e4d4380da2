//! Measurements of a resident: kept in the integer unit of their kind, read once for the latest
//! values and both charts, judged by the ranges that are good for the person.

use chrono::{Months, NaiveDate};
use domain::api::records::{
    BloodPressurePoint, BpTarget, GlucosePoint, Measurement, MeasurementKind,
};
use domain::ids::{ResidentId, Uuid};

use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;

/// Fasting glucose of people with diabetes in tenths of mmol/L: above the 3.9 that is an
/// emergency, below the 7.0 that is no longer under control (NBPHS-3-2017, diabetes §4;
/// domain.md §2.2).
const GLUCOSE_GOOD: std::ops::RangeInclusive<i32> = 40..=69;
/// BMI in tenths of kg/m² that is neither low nor overweight in China (domain.md §2.0).
const BMI_GOOD: std::ops::RangeInclusive<i32> = 185..=239;
/// Months that the charts show.
const CHART_MONTHS: u32 = 12;

/// What is good for one person.
#[derive(Clone, Debug)]
pub struct Good {
    /// Control limits of the blood pressure.
    pub pressure: BpTarget,
    /// Whether the person has diabetes; only then a glucose is judged.
    pub diabetes: bool,
}

impl Good {
    fn judge(&self, kind: MeasurementKind, value: i32, second: Option<i32>) -> Option<bool> {
        match kind {
            MeasurementKind::BloodPressure => Some(
                value < i32::from(self.pressure.sbp_below)
                    && second? < i32::from(self.pressure.dbp_below),
            ),
            MeasurementKind::FastingGlucose => self.diabetes.then(|| GLUCOSE_GOOD.contains(&value)),
            MeasurementKind::Bmi => Some(BMI_GOOD.contains(&value)),
            MeasurementKind::HeartRate
            | MeasurementKind::Weight
            | MeasurementKind::Height
            | MeasurementKind::Waist => None,
        }
    }
}

/// What the record shows of the measurements.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Latest value of each kind.
    pub latest: Vec<Measurement>,
    /// Blood pressures of the last year, oldest first.
    pub blood_pressure: Vec<BloodPressurePoint>,
    /// Glucose of the last year, oldest first.
    pub glucose: Vec<GlucosePoint>,
}

/// Reads a resident's measurements once, for everything that is shown of them.
pub fn shown(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    good: &Good,
) -> Result<Shown, Failure> {
    let since = call
        .today
        .checked_sub_months(Months::new(CHART_MONTHS))
        .unwrap_or(NaiveDate::MIN);
    let rows = tx.rows(
        "SELECT kind, measured_on, value, second FROM measurement
         WHERE district_id = $1 AND resident_id = $2 ORDER BY kind, measured_on, id",
        &[(&call.district).into(), resident.into()],
    )?;
    let mut shown = Shown::default();
    for row in &rows {
        let measurement = measurement(row, good)?;
        if measurement.date >= since {
            shown.chart(&measurement);
        }
        match shown.latest.last_mut() {
            Some(last) if last.kind == measurement.kind => *last = measurement,
            _ => shown.latest.push(measurement),
        }
    }
    Ok(shown)
}

impl Shown {
    fn chart(&mut self, measurement: &Measurement) {
        let size = |value: i32| u16::try_from(value).ok();
        let (date, value) = (measurement.date, size(measurement.value));
        match (measurement.kind, value, measurement.second.and_then(size)) {
            (MeasurementKind::BloodPressure, Some(sbp), Some(dbp)) => {
                self.blood_pressure
                    .push(BloodPressurePoint { date, sbp, dbp });
            }
            (MeasurementKind::FastingGlucose, Some(tenths), _) => {
                self.glucose.push(GlucosePoint { date, tenths });
            }
            _ => {}
        }
    }
}

fn measurement(row: &Row, good: &Good) -> Result<Measurement, Failure> {
    let kind = row.word("kind")?;
    let (value, second) = (row.get("value")?, row.get("second")?);
    Ok(Measurement {
        kind,
        value,
        second,
        date: row.get("measured_on")?,
        in_range: good.judge(kind, value, second),
    })
}

/// The latest value of a kind.
pub fn latest(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    kind: MeasurementKind,
) -> Result<Option<u16>, Failure> {
    let row = tx.one(
        "SELECT value FROM measurement
         WHERE district_id = $1 AND resident_id = $2 AND kind = $3
         ORDER BY measured_on DESC, id DESC LIMIT 1",
        &[(&call.district).into(), resident.into(), Val::word(&kind)?],
    )?;
    Ok(row.map(|row| row.get("value")).transpose()?)
}

/// A value that a visit brought.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// What.
    pub kind: MeasurementKind,
    /// Value in the unit of the kind.
    pub value: u16,
    /// Diastolic pressure.
    pub second: Option<u16>,
}

/// Keeps the values of a visit under the visit's id.
pub fn keep(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    visit: Uuid,
    on: NaiveDate,
    taken: &[Taken],
) -> Result<(), Failure> {
    for Taken {
        kind,
        value,
        second,
    } in taken
    {
        tx.exec(
            "INSERT INTO measurement
                 (district_id, resident_id, kind, measured_on, id, value, second)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                (&call.district).into(),
                resident.into(),
                Val::word(kind)?,
                on.into(),
                visit.into(),
                (*value).into(),
                (*second).into(),
            ],
        )?;
    }
    Ok(())
}

/// Takes back the values of a visit.
pub fn forget(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    visit: Uuid,
) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM measurement WHERE district_id = $1 AND resident_id = $2 AND id = $3",
        &[(&call.district).into(), resident.into(), visit.into()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_range_holds_from_both_sides() {
        use MeasurementKind::{BloodPressure, Bmi, FastingGlucose, Weight};
        let good = Good {
            pressure: BpTarget {
                sbp_below: 140,
                dbp_below: 90,
            },
            diabetes: true,
        };
        for (kind, value, second, expected) in [
            (BloodPressure, 139, Some(89), Some(true)),
            (BloodPressure, 140, Some(89), Some(false)),
            (BloodPressure, 139, Some(90), Some(false)),
            (BloodPressure, 139, None, None),
            (FastingGlucose, 39, None, Some(false)),
            (FastingGlucose, 40, None, Some(true)),
            (FastingGlucose, 69, None, Some(true)),
            (FastingGlucose, 70, None, Some(false)),
            (Bmi, 184, None, Some(false)),
            (Bmi, 185, None, Some(true)),
            (Bmi, 239, None, Some(true)),
            (Bmi, 240, None, Some(false)),
            (Weight, 650, None, None),
        ] {
            assert_eq!(
                good.judge(kind, value, second),
                expected,
                "{kind:?} {value}"
            );
        }
        let well = Good {
            diabetes: false,
            ..good
        };
        assert_eq!(well.judge(FastingGlucose, 70, None), None);
    }
}
