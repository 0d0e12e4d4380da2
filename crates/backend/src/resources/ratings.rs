//! Services that a resident received, and their rating of each (满意度评价): once, within the
//! window. What the rated doctor gets to see of it is `ratings_received`.

use domain::access::{Action, Care};
use domain::api::ratings::{
    Aspects, GetService, ListServices, RateBody, RateService, Rating, Service,
};
use domain::ids::{InstitutionId, RatingId, ResidentId, ServiceId, StaffId};
use domain::problem::{Code, Problem};
use domain::rules::rating::{check, rate_until};

use crate::call::{Call, care};
use crate::db::{DbError, Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// A service with its rating; read by [`service`].
macro_rules! service_select {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.resident_id, v.name, v.summary, v.given_on, v.doctor_id,
                 v.institution_id, v.booking_id, d.name AS doctor, i.name AS institution,
                 g.id AS rating_id, g.overall, g.attitude, g.explanation, g.waiting, g.result,
                 g.words, g.anonymous, g.rated_ms, ",
            $crate::call::care_columns!(),
            " FROM service v
             JOIN resident r ON r.district_id = v.district_id AND r.id = v.resident_id
             JOIN staff d ON d.district_id = v.district_id AND d.id = v.doctor_id
             JOIN institution i ON i.district_id = v.district_id AND i.id = v.institution_id
             LEFT JOIN rating g ON g.district_id = v.district_id AND g.service_id = v.id ",
            $rest
        )
    };
}

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListServices>(list_services);
    api.read::<GetService>(get_service);
    api.write::<RateService>(rate_service);
}

/// Lists the services a resident has received, newest first.
pub fn list_services(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Vec<Service>, Failure> {
    call.open_resident(tx, resident, Action::ReadRecord, "services")?;
    let rows = tx.rows(
        service_select!(
            "WHERE v.district_id = $1 AND v.resident_id = $2 ORDER BY v.given_on DESC, v.id DESC"
        ),
        &[(&call.district).into(), resident.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| service(row, call))
        .collect::<Result<_, _>>()?)
}

/// Answers one service with its rating.
pub fn get_service(
    tx: &mut dyn Tx,
    call: &Call,
    service: ServiceId,
    _query: (),
) -> Result<Service, Failure> {
    Ok(open(tx, call, service, Action::ReadRecord, "service")?.service)
}

/// Rates a finished service, once. The id is the rating's own: the same rating again is answered
/// with the service as it stands.
pub fn rate_service(
    tx: &mut dyn Tx,
    call: &Call,
    service: ServiceId,
    body: RateBody,
) -> Result<Service, Failure> {
    let given = open(tx, call, service, Action::Rate, "rating")?;
    let errors = check(&body);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    if let Some(rating) = &given.service.rating {
        let code = if rating.rating_id != body.id {
            Code::AlreadyRated
        } else if same(rating, &body) {
            return Ok(given.service);
        } else {
            Code::Conflict
        };
        return Err(code.into());
    }
    if call.today > given.service.rate_until {
        return Err(Code::RatingClosed.into());
    }
    insert(tx, call, &given, &body)?;
    Ok(find(tx, call, service)?.ok_or(Code::NotFound)?.service)
}

/// A service as it is stored.
struct Given {
    service: Service,
    care: Care,
    doctor_id: StaffId,
    institution_id: InstitutionId,
}

/// Finds a service, asks whether this may be done with it, and notes it.
fn open(
    tx: &mut dyn Tx,
    call: &Call,
    service: ServiceId,
    action: Action,
    purpose: &'static str,
) -> Result<Given, Failure> {
    let given = find(tx, call, service)?.ok_or(Code::NotFound)?;
    call.open(&given.care, action, purpose)?;
    Ok(given)
}

fn find(tx: &mut dyn Tx, call: &Call, id: ServiceId) -> Result<Option<Given>, Failure> {
    let row = tx.one(
        service_select!("WHERE v.district_id = $1 AND v.id = $2"),
        &[(&call.district).into(), id.into()],
    )?;
    let given = row.map(|row| {
        Ok::<_, DbError>(Given {
            service: service(&row, call)?,
            care: care(&row)?,
            doctor_id: row.get("doctor_id")?,
            institution_id: row.get("institution_id")?,
        })
    });
    Ok(given.transpose()?)
}

fn service(row: &Row, call: &Call) -> Result<Service, DbError> {
    let date = row.get("given_on")?;
    let rating = row
        .get::<Option<RatingId>>("rating_id")?
        .map(|id| rating(row, id))
        .transpose()?;
    let rate_until = rate_until(date);
    Ok(Service {
        service_id: row.get("id")?,
        resident_id: row.get("resident_id")?,
        name: row.get("name")?,
        summary: row.get("summary")?,
        date,
        doctor: row.get("doctor")?,
        institution: row.get("institution")?,
        booking_id: row.get("booking_id")?,
        can_rate: rating.is_none() && call.today <= rate_until,
        rating,
        rate_until,
    })
}

fn rating(row: &Row, rating_id: RatingId) -> Result<Rating, DbError> {
    Ok(Rating {
        rating_id,
        overall: row.get("overall")?,
        aspects: Aspects {
            attitude: row.get("attitude")?,
            explanation: row.get("explanation")?,
            waiting: row.get("waiting")?,
            result: row.get("result")?,
        },
        words: row.get("words")?,
        anonymous: row.get("anonymous")?,
        rated_at: row.get("rated_ms")?,
    })
}

/// The words without the spaces around them.
fn words(body: &RateBody) -> Option<&str> {
    body.words
        .as_deref()
        .map(str::trim)
        .filter(|words| !words.is_empty())
}

fn same(rating: &Rating, body: &RateBody) -> bool {
    rating.overall == body.overall
        && rating.aspects == body.aspects
        && rating.words.as_deref() == words(body)
        && rating.anonymous == body.anonymous
}

fn insert(tx: &mut dyn Tx, call: &Call, given: &Given, body: &RateBody) -> Result<(), Failure> {
    let taken = tx.one(
        "SELECT id FROM rating WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), body.id.into()],
    )?;
    if taken.is_some() {
        return Err(Code::Conflict.into());
    }
    let aspects = &body.aspects;
    let inserted = tx.one(
        "INSERT INTO rating (district_id, id, service_id, resident_id, doctor_id, institution_id,
             overall, attitude, explanation, waiting, result, words, anonymous, rated_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (district_id, service_id) DO NOTHING
         RETURNING id",
        &[
            (&call.district).into(),
            body.id.into(),
            given.service.service_id.into(),
            given.service.resident_id.into(),
            given.doctor_id.into(),
            given.institution_id.into(),
            body.overall.into(),
            aspects.attitude.into(),
            aspects.explanation.into(),
            aspects.waiting.into(),
            aspects.result.into(),
            words(body).into(),
            body.anonymous.into(),
            call.now.into(),
        ],
    )?;
    if inserted.is_some() {
        Ok(())
    } else {
        Err(Code::AlreadyRated.into())
    }
}
