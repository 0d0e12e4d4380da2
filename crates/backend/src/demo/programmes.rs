//! Visits of the programmes beside hypertension and diabetes: one a person and programme, answered as their
//! definitions ask and decided by them, so that worklists hold all of them.

use chrono::{Days, NaiveDate};
use domain::codes::PeopleGroup;
use domain::person::Sex;
use domain::programme::Known;
use serde_json::{Value, json};

use super::chance::Chance;
use super::follow_up::{Decided, FollowUp};
use super::history::{Patient, Setting, at_work};
use crate::failure::Failure;

/// The visits of somebody in these groups.
pub fn visits(
    chance: &mut Chance,
    setting: &Setting<'_>,
    patient: &Patient<'_>,
) -> Result<Vec<FollowUp>, Failure> {
    let mut visits = Vec::new();
    for group in patient.groups {
        let days = chance.below(90) as u64;
        let (programme, ago, form) = match group {
            PeopleGroup::SevereMental => ("smi", 5 + days, mental()),
            PeopleGroup::Tuberculosis => ("tuberculosis", 1 + days / 3, tuberculosis(days)),
            PeopleGroup::Copd => ("copd", 5 + days, copd(days)),
            PeopleGroup::SelfCareLoss => ("home_bound", 1 + days / 3, home_bound()),
            PeopleGroup::Elderly if days < 30 => ("elderly", 30 + days * 8, elderly(days)),
            PeopleGroup::Child if days < 60 => {
                let Some((on, form)) = child(patient.born, setting.today) else {
                    continue;
                };
                let ago = (setting.today - on).num_days();
                ("child", u64::try_from(ago).unwrap_or_default(), form)
            }
            PeopleGroup::Pregnant if patient.sex == Sex::Female => {
                ("maternity", 1 + days / 5, pregnant(setting.today, days))
            }
            _ => continue,
        };
        let from = setting.today - Days::new(ago);
        let on = setting.calendar.working_days(from, setting.today).next();
        let Some(on) = on.filter(|on| *on >= patient.born) else {
            continue;
        };
        visits.push(visit(chance, setting, patient, (programme, on, form))?);
    }
    Ok(visits)
}

fn visit(
    chance: &mut Chance,
    setting: &Setting<'_>,
    patient: &Patient<'_>,
    (programme, on, form): (&'static str, NaiveDate, Value),
) -> Result<FollowUp, Failure> {
    let known = Known {
        born: patient.born,
        sex: patient.sex,
        height: None,
    };
    let mut decided = Decided::of(programme, on, form, &known, None, "株洲市人民医院")?;
    let next = decided.decision.latest_next.map(Into::into);
    decided.form.set("next_date", next);
    let id = chance.id(setting.made_at);
    let members = &setting.team.members;
    let doctor = members[chance.below(members.len())];
    let recorded_at = at_work(chance, on, setting.now);
    Ok(FollowUp::by(id, doctor, recorded_at, decided))
}

fn mental() -> Value {
    json!({
        "way": "home", "outcome": "seen", "object": ["patient", "family"], "danger": "0",
        "symptoms": ["none"], "insight": "full", "self_care": "good", "housework": "fair",
        "work": "not_applicable", "study": "fair", "social": "fair", "locked": "no",
        "inpatient": "no", "compliance": "regular", "effect": "better", "drugs": [],
    })
}

fn tuberculosis(days: u64) -> Value {
    json!({
        "way": "clinic", "stage": "follow_up", "month": 1 + days % 6, "supervisor": "doctor",
        "phase": if days % 6 < 2 { "intensive" } else { "continuation" }, "symptoms": ["none"],
        "regimen": "2HRZE/4HR", "regimen_use": "daily", "drug_form": ["fixed"],
        "missed": u64::from(days.is_multiple_of(9)),
    })
}

fn copd(days: u64) -> Value {
    json!({
        "way": "clinic", "symptoms": ["cough"], "danger_signs": [],
        "mmrc": (days % 4).to_string(), "exacerbations": u64::from(days.is_multiple_of(5)),
        "compliance": "regular", "drugs": [],
    })
}

fn home_bound() -> Value {
    json!({
        "way": "home", "danger_signs": [], "sbp": 132, "dbp": 78, "care_meals": "moderate",
        "care_washing": "moderate", "care_dressing": "moderate", "care_toilet": "moderate",
        "care_moving": "dependent", "sore": "none", "falls": 0, "tubes": ["none"],
        "carer": "family", "drugs": [], "done": ["vitals", "carer"],
    })
}

fn elderly(days: u64) -> Value {
    json!({
        "way": "clinic", "symptoms": ["none"], "sbp": 126, "dbp": 76,
        "care_meals": "independent", "care_washing": if days.is_multiple_of(7) { "mild" } else { "independent" },
        "care_dressing": "independent", "care_toilet": "independent", "care_moving": "independent",
        "cognition": "negative", "mood": "negative", "ecg": "normal", "ultrasound": "normal",
    })
}

/// The last visit that a child of this age has had, in its month.
fn child(born: NaiveDate, today: NaiveDate) -> Option<(NaiveDate, Value)> {
    const STAGES: [(&str, u32); 12] = [
        ("m1", 1),
        ("m3", 3),
        ("m6", 6),
        ("m8", 8),
        ("m12", 12),
        ("m18", 18),
        ("m24", 24),
        ("m30", 30),
        ("m36", 36),
        ("m48", 48),
        ("m60", 60),
        ("m72", 72),
    ];
    let day = |months: u32| born.checked_add_months(chrono::Months::new(months));
    let passed = STAGES
        .iter()
        .rfind(|(_, months)| day(*months).is_some_and(|day| day <= today));
    let (stage, months) = passed?;
    let form = json!({
        "way": "clinic", "stage": stage, "child_weight": 420 + months * 22,
        "child_height": 550 + months * 9, "growth": "normal", "development": "passed",
        "feeding": "breast", "hearing": "passed", "sight_left": 50, "sight_right": 50,
        "guidance": ["feeding", "growth", "disease", "injury", "teeth"],
    });
    Some((day(*months)?, form))
}

fn pregnant(today: NaiveDate, days: u64) -> Value {
    let weeks = 10 + days % 28;
    let stage = match weeks {
        ..14 => "v1",
        14..21 => "v2",
        21..26 => "v3",
        26..37 => "v4",
        _ => "v5",
    };
    json!({
        "way": "clinic", "stage": stage, "lmp": today - Days::new(weeks * 7), "danger_signs": [],
        "sbp": 112, "dbp": 70, "gravida": 1, "para_vaginal": 0, "para_caesarean": 0,
        "history": ["none"], "family_history": ["none"], "personal_history": ["none"],
        "fetal_heart": 140, "hb": 120, "guidance": ["nutrition", "self_watch"],
    })
}
