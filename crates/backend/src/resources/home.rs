//! A resident's home page in one answer: the next visit, what is due, the team, where the
//! contract stands, what can be rated, how many messages wait.

use chrono::{Days, NaiveDate};
use domain::access::Action;
use domain::api::contracts::ContractState;
use domain::api::residents::{DueService, GetHome, Home, HomeContract, HomeTeam, NextVisit};
use domain::ids::{ResidentId, TeamId};
use domain::programme::{Definition, ProgrammeCode};
use domain::rules::{contract, rating};

use super::people::person_header;
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetHome>(get_home);
}

/// Services shown as due; the rest stands on the contract's page.
const DUE_SHOWN: usize = 5;

/// Answers what a resident's home page shows, as far as the phone may see each part of it.
pub fn get_home(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Home, Failure> {
    let care = call.open_resident(tx, resident, Action::OpenHome, "home")?;
    let (mut contract, mut team) = (HomeContract::None, None);
    if call.may(Action::ReadContract, &care) {
        let (state, with) = current_contract(tx, call, resident)?;
        contract = state;
        team = with.map(|team| team_of(tx, call, team)).transpose()?;
    }
    let mut home = Home {
        person: person_header(tx, call, resident)?,
        next_visit: None,
        due: Vec::new(),
        team,
        contract,
        rateable: 0,
        unread: 0,
    };
    if call.may(Action::ReadBooking, &care) {
        home.next_visit = next_visit(tx, call, resident)?;
    }
    // What is due tells of an illness, so it belongs to the record.
    if call.may(Action::ReadRecord, &care) {
        home.due = due(tx, call, resident)?;
    }
    if call.may(Action::Rate, &care) {
        home.rateable = rateable(tx, call, resident)?;
    }
    if call.may(Action::ReadMessages, &care) {
        home.unread = unread(tx, call, resident)?;
    }
    Ok(home)
}

/// The resident in this call, as every statement here begins.
fn whose(call: &Call, resident: ResidentId) -> [Val; 2] {
    [(&call.district).into(), resident.into()]
}

/// Where the contract stands, with its team once it is in force.
fn current_contract(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<(HomeContract, Option<TeamId>), Failure> {
    let found = tx.one(
        "SELECT c.state, c.ends, c.team_id FROM contract_current u
         JOIN contract c ON c.district_id = u.district_id AND c.id = u.contract_id
         WHERE u.district_id = $1 AND u.resident_id = $2",
        &whose(call, resident),
    )?;
    let Some(row) = found else {
        return Ok((HomeContract::None, None));
    };
    let team = Some(row.get("team_id")?);
    Ok(
        match contract::state_on(row.word("state")?, row.get("ends")?, call.today) {
            ContractState::Submitted => (HomeContract::Submitted, None),
            ContractState::Active => (HomeContract::Active, team),
            ContractState::Expiring => (HomeContract::Expiring, team),
            ContractState::Declined
            | ContractState::Withdrawn
            | ContractState::Expired
            | ContractState::Terminated => (HomeContract::None, None),
        },
    )
}

/// The team with the one who answers its phone.
fn team_of(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<HomeTeam, Failure> {
    let row = tx.one(
        "SELECT t.name, t.phone, i.name AS institution, s.name AS doctor FROM team t
         JOIN institution i ON i.district_id = t.district_id AND i.id = t.institution_id
         JOIN staff s ON s.district_id = t.district_id AND s.id = t.leader_id
         WHERE t.district_id = $1 AND t.id = $2",
        &[(&call.district).into(), team.into()],
    )?;
    let row = row.ok_or_else(|| Failure::broken("a team is missing"))?;
    Ok(HomeTeam {
        name: row.get("name")?,
        institution: row.get("institution")?,
        doctor: row.get("doctor")?,
        phone: row.get("phone")?,
    })
}

fn next_visit(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<NextVisit>, Failure> {
    let [district, id] = whose(call, resident);
    let found = tx.one(
        "SELECT b.id, b.held_on, b.start_minute, b.number, s.name AS doctor,
             i.name AS institution
         FROM booking b
         JOIN clinic_session c ON c.district_id = b.district_id AND c.id = b.session_id
         JOIN institution i ON i.district_id = c.district_id AND i.id = c.institution_id
         JOIN staff s ON s.district_id = b.district_id AND s.id = b.doctor_id
         WHERE b.district_id = $1 AND b.resident_id = $2 AND b.held_on >= $3
             AND b.state IN ('booked', 'arrived')
         ORDER BY b.held_on, b.start_minute LIMIT 1",
        &[district, id, call.today.into()],
    )?;
    let visit = |row: Row| {
        Ok(NextVisit {
            booking_id: row.get("id")?,
            date: row.get("held_on")?,
            minute: row.get("start_minute")?,
            doctor: row.get("doctor")?,
            institution: row.get("institution")?,
            number: row.get("number")?,
        })
    };
    found.map(visit).transpose()
}

/// Promised services and follow-ups that are overdue or due within [`contract::DUE_DAYS`], the
/// oldest first.
fn due(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<Vec<DueService>, Failure> {
    let until = call
        .today
        .checked_add_days(Days::new(contract::DUE_DAYS))
        .unwrap_or(NaiveDate::MAX);
    let [district, id] = whose(call, resident);
    let plans = tx.rows(
        "SELECT programme, due FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND due <= $3 ORDER BY programme",
        &[district.clone(), id.clone(), until.into()],
    )?;
    let promises = tx.rows(
        "SELECT p.due, p.item_code, i.name FROM plan_item p
         JOIN contract c ON c.district_id = p.district_id AND c.id = p.contract_id
         JOIN package_item i ON i.district_id = p.district_id AND i.package_id = p.package_id
             AND i.code = p.item_code
         WHERE p.district_id = $1 AND p.resident_id = $2 AND p.done_on IS NULL AND p.due <= $3
             AND c.state IN ('active', 'expiring') AND c.ends >= $4
         ORDER BY p.due",
        &[district, id, until.into(), call.today.into()],
    )?;
    let mut services = Vec::new();
    for row in &plans {
        let programme: ProgrammeCode = row.word("programme")?;
        if !(call.only_helps(resident) && programmes::secret(&programme)) {
            let name = programmes::visit_title(&programme, call.today).zh;
            services.push(service(name, row, call.today)?);
        }
    }
    for row in &promises {
        // A follow-up that the contract promises is the programme's own, which has its own date.
        let code: String = row.get("item_code")?;
        let of_a_programme = |one: &Definition| {
            let service = one.service.as_deref();
            service.is_some_and(|service| code.starts_with(service))
        };
        if !programmes::all().iter().any(of_a_programme) {
            services.push(service(row.get("name")?, row, call.today)?);
        }
    }
    services.sort_by(|a, b| (a.due, &a.name).cmp(&(b.due, &b.name)));
    services.truncate(DUE_SHOWN);
    Ok(services)
}

fn service(name: String, row: &Row, today: NaiveDate) -> Result<DueService, Failure> {
    let due: NaiveDate = row.get("due")?;
    Ok(DueService {
        name,
        due,
        overdue: due < today,
    })
}

/// Finished services whose time for a rating is not over.
fn rateable(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<u32, Failure> {
    let since = call
        .today
        .checked_sub_days(Days::new(rating::WINDOW_DAYS))
        .unwrap_or(NaiveDate::MIN);
    let [district, id] = whose(call, resident);
    let row = tx.one(
        "SELECT count(*) AS rateable FROM service v
         LEFT JOIN rating g ON g.district_id = v.district_id AND g.service_id = v.id
         WHERE v.district_id = $1 AND v.resident_id = $2 AND v.given_on >= $3 AND g.id IS NULL",
        &[district, id, since.into()],
    )?;
    Ok(row.map(|row| row.get("rateable")).transpose()?.unwrap_or(0))
}

fn unread(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<u32, Failure> {
    let row = tx.one(
        "SELECT count(*) AS unread FROM message
         WHERE district_id = $1 AND resident_id = $2 AND read_ms IS NULL",
        &whose(call, resident),
    )?;
    Ok(row.map(|row| row.get("unread")).transpose()?.unwrap_or(0))
}
