//! Suspected cases (疑似病例): the list of one's own scope, what makes somebody one, and the two deeds, taking
//! them into the programme and excluding them. Who is one is found by `suspect_making`.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::Page;
use domain::api::suspects::{
    DecideSuspect, DecideSuspectBody, Evidence, GetSuspicions, ListSuspects, SuspectCard,
    SuspectDecision, SuspectFile, SuspectQuery, Verdict,
};
use domain::ids::{ResidentId, StaffId, SuspectDecisionId};
use domain::problem::{Code, Problem};
use domain::programme::{ProgrammeCode, Referral};
use domain::rules::suspects::{RULES, VERSION, check};
use domain::time::parse_date;

use super::care::{Lane, Reach, reach};
use super::follow_up_effects::{signer, touch};
use super::follow_up_plans::{self, Visited};
use super::paging::{self, LIMIT};
use super::people::{header, person_columns};
use super::{residents, suspect_making};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListSuspects>(list_suspects);
    api.read::<GetSuspicions>(get_suspicions);
    api.write::<DecideSuspect>(decide);
}

/// A page of one lane, the newest readings first.
pub(super) const PAGE: &str = concat!(
    "SELECT ",
    person_columns!(),
    ", s.programme, s.newest_on, s.evidence, k.colour
     FROM suspect s
     JOIN resident r ON r.district_id = s.district_id AND r.id = s.resident_id
     LEFT JOIN colour k ON k.district_id = s.district_id AND k.resident_id = s.resident_id
     WHERE s.district_id = $1 AND s.team_id = $2 AND s.village >= $3 AND s.village <= $4
         AND s.programme >= $5 AND s.programme <= $6
         AND (s.newest_on, s.resident_id, s.programme) < ($7, $8, $9)
     ORDER BY s.newest_on DESC, s.resident_id DESC, s.programme DESC LIMIT $10"
);

/// Lists the suspected cases of one's own scope.
fn list_suspects(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: SuspectQuery,
) -> Result<Page<SuspectCard>, Failure> {
    let Reach::Teams(lanes) = reach(call, Action::FollowUp, query.village.as_deref())? else {
        return Err(Failure::broken("people are followed up by teams"));
    };
    let (on, id, programme) = match query.cursor.as_deref() {
        None => (
            // Later than every day.
            Val::from("9999-12-31"),
            Val::Blob(vec![0xff; 16]),
            Val::from(""),
        ),
        Some(cursor) => {
            let [on, id, programme] = paging::parts(cursor)?;
            let on = parse_date(on).ok_or_else(paging::malformed)?;
            let code: ProgrammeCode = programme.parse().map_err(|_| paging::malformed())?;
            (
                on.into(),
                paging::value::<ResidentId>(id)?.into(),
                code.as_str().into(),
            )
        }
    };
    let only = query.programme.as_ref().map(ProgrammeCode::as_str);
    let mut found: Vec<(SuspectCard, NaiveDate)> = Vec::new();
    for lane in &lanes {
        let rows = tx.rows(
            PAGE,
            &[
                (&call.district).into(),
                lane.team.into(),
                (&lane.villages.from).into(),
                (&lane.villages.to).into(),
                only.unwrap_or_default().into(),
                only.unwrap_or("~").into(),
                on.clone(),
                id.clone(),
                programme.clone(),
                LIMIT.into(),
            ],
        )?;
        for row in &rows {
            found.push((card(row, call)?, row.get("newest_on")?));
        }
    }
    let key = |(card, on): &(SuspectCard, NaiveDate)| {
        (*on, card.person.resident_id, card.programme.clone())
    };
    found.sort_by_cached_key(|row| std::cmp::Reverse(key(row)));
    let page = paging::page(found, |(card, on): &(SuspectCard, NaiveDate)| {
        paging::cursor(&[on, &card.person.resident_id, &card.programme])
    });
    let items: Vec<SuspectCard> = page.items.into_iter().map(|(card, _)| card).collect();
    // The readings are of the record.
    let shown: Vec<ResidentId> = items.iter().map(|card| card.person.resident_id).collect();
    let action = if shown.is_empty() {
        Action::List
    } else {
        Action::ReadRecord
    };
    call.audit_page(&shown, action, "suspects");
    Ok(Page {
        items,
        next: page.next,
    })
}

fn card(row: &Row, call: &Call) -> Result<SuspectCard, Failure> {
    let programme: ProgrammeCode = row.word("programme")?;
    Ok(SuspectCard {
        person: header(row, call.today)?,
        title: programmes::title(&programme, call.today),
        programme,
        evidence: row.json("evidence")?,
        colour: residents::colour(row)?,
    })
}

/// How many of a lane wait for a decision.
pub(super) fn many(tx: &mut dyn Tx, call: &Call, lane: &Lane) -> Result<u32, Failure> {
    let row = tx.one(
        "SELECT count(*) AS many FROM suspect
         WHERE district_id = $1 AND team_id = $2 AND village >= $3 AND village <= $4",
        &[
            (&call.district).into(),
            lane.team.into(),
            (&lane.villages.from).into(),
            (&lane.villages.to).into(),
        ],
    )?;
    Ok(row.map_or(Ok(0), |row| row.get("many"))?)
}

/// Answers of what a resident is suspected, and what was decided before.
fn get_suspicions(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Vec<SuspectFile>, Failure> {
    call.open_resident(tx, resident, Action::FollowUp, "suspect")?;
    let mut files = Vec::new();
    for figures in RULES.figures {
        let programme: ProgrammeCode = figures
            .programme
            .parse()
            .map_err(|_| Failure::broken("a programme has no code"))?;
        let evidence = waiting(tx, call, resident, &programme)?.unwrap_or_default();
        let decisions = decisions(tx, call, resident, &programme)?;
        if !evidence.is_empty() || !decisions.is_empty() {
            files.push(SuspectFile {
                title: programmes::title(&programme, call.today),
                programme,
                evidence,
                source: figures.source.to_owned(),
                decisions,
            });
        }
    }
    Ok(files)
}

/// The readings that wait for a decision.
fn waiting(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
) -> Result<Option<Vec<Evidence>>, Failure> {
    let row = tx.one(
        "SELECT evidence FROM suspect
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
        ],
    )?;
    Ok(row.map(|row| row.json("evidence")).transpose()?)
}

/// Columns of a decision, read by [`decision`].
macro_rules! decision_select {
    ($which:literal) => {
        concat!(
            "SELECT d.id, d.resident_id, d.programme, d.verdict, d.reason, d.note, d.first_visit,
                 d.seen_through, d.decided_ms, d.evidence, d.staff_id, s.name AS by_name
             FROM suspect_decision d
             JOIN staff s ON s.district_id = d.district_id AND s.id = d.staff_id
             WHERE d.district_id = $1 AND ",
            $which
        )
    };
}

fn decisions(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
) -> Result<Vec<SuspectDecision>, Failure> {
    tx.rows(
        decision_select!(
            "d.resident_id = $2 AND d.programme = $3
             ORDER BY d.decided_ms DESC, d.id DESC LIMIT 50"
        ),
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
        ],
    )?
    .iter()
    .map(decision)
    .collect()
}

fn decision(row: &Row) -> Result<SuspectDecision, Failure> {
    let reason: Option<String> = row.get("reason")?;
    Ok(SuspectDecision {
        id: row.get("id")?,
        verdict: row.word("verdict")?,
        reason: reason.map(|_| row.word("reason")).transpose()?,
        note: row.get("note")?,
        first_visit: row.get("first_visit")?,
        at: row.get("decided_ms")?,
        by: row.get("by_name")?,
        evidence: row.json("evidence")?,
    })
}

/// Takes a suspected case into the programme, or excludes it.
fn decide(
    tx: &mut dyn Tx,
    call: &Call,
    (resident, programme): (ResidentId, ProgrammeCode),
    body: DecideSuspectBody,
) -> Result<SuspectDecision, Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "suspect_decided")?;
    let (by, _) = signer(call)?;
    if let Some(row) = find(tx, call, body.id)? {
        // The same decision once more, long after its answer was kept.
        let same = row.get::<ResidentId>("resident_id")? == resident
            && row.word::<ProgrammeCode>("programme")? == programme
            && row.get::<StaffId>("staff_id")? == by
            && row.word::<Verdict>("verdict")? == body.verdict;
        return if same {
            decision(&row)
        } else {
            Err(Code::Conflict.into())
        };
    }
    let errors = check(&RULES, &body, call.today);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let evidence = waiting(tx, call, resident, &programme)?.ok_or(Code::WrongState)?;
    // Somebody has measured since: that is to be looked at first.
    if evidence.iter().any(|one| one.on > body.seen_through) {
        return Err(Code::Conflict.into());
    }
    keep(tx, call, resident, &programme, &body, &evidence, by)?;
    if body.verdict == Verdict::Enrolled {
        let enrolled = Visited {
            programme: programme.as_str(),
            on: None,
            class: None,
            bp: None,
            glucose: None,
            next: body.first_visit,
            referral: Referral::No,
        };
        follow_up_plans::plan(tx, call, &care, &enrolled)?;
    }
    suspect_making::changed(tx, call, &care)?;
    touch(tx, call, resident)?;
    let row = find(tx, call, body.id)?.ok_or_else(|| Failure::broken("a decision is gone"))?;
    decision(&row)
}

fn find(tx: &mut dyn Tx, call: &Call, id: SuspectDecisionId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        decision_select!("d.id = $2"),
        &[(&call.district).into(), id.into()],
    )?)
}

fn keep(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
    body: &DecideSuspectBody,
    evidence: &[Evidence],
    by: StaffId,
) -> Result<(), Failure> {
    let enrolled = body.verdict == Verdict::Enrolled;
    let reason = body.reason.filter(|_| !enrolled);
    let note = body.note.as_deref().map(str::trim);
    tx.exec(
        "INSERT INTO suspect_decision (district_id, id, resident_id, programme, verdict,
             seen_through, evidence, rules, first_visit, reason, note, staff_id, decided_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            (&call.district).into(),
            body.id.into(),
            resident.into(),
            programme.as_str().into(),
            Val::word(&body.verdict)?,
            body.seen_through.into(),
            Val::json(&evidence)?,
            VERSION.into(),
            body.first_visit.filter(|_| enrolled).into(),
            reason
                .map(|reason| Val::word(&reason))
                .transpose()?
                .unwrap_or(Val::Null),
            note.filter(|note| !note.is_empty()).into(),
            by.into(),
            call.now.into(),
        ],
    )?;
    Ok(())
}
