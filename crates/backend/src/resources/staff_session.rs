//! Signing staff in: by password, by the code that an administrator handed over, with the
//! authenticator where there is one. None of these answers is ever kept. What one changes about
//! one's own sign-in is `resources::own_account`.

use domain::access::Actor;
use domain::api::session::{PostStaffSession, Session, SignInStaff};
use domain::api::staff::{ActivateStaff, PostActivation};
use domain::endpoint::Gate;
use domain::ids::{DeviceId, InstitutionId, StaffId};
use domain::problem::{Code, FieldError, Problem};
use domain::rules::password;

use super::second_factor;
use super::session::{throttle, view};
use crate::audit;
use crate::auth::doors::{self, Knock};
use crate::auth::one_time::{self, Opens};
use crate::auth::session::{self, Owner};
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::cookie::CookieChange;
use crate::http::{Api, SessionAnswer, Visit};

/// Longest sign-in name that is looked for.
const LONGEST_LOGIN: usize = 64;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.about_session::<PostStaffSession, _, _>(post_staff_session);
    api.about_session::<PostActivation, _, _>(post_activation);
}

/// Somebody who may sign in, as far as a sign-in name tells.
pub(super) struct Candidate {
    pub staff: StaffId,
    /// None before the first password.
    pub hash: Option<String>,
}

async fn post_staff_session(
    visit: Visit,
    body: SignInStaff,
) -> Result<SessionAnswer<Session>, Failure> {
    let login = body.login.trim().to_lowercase();
    let long = body.password.len() > password::LONGEST_BYTES;
    if login.is_empty() || login.len() > LONGEST_LOGIN || long {
        return Err(Code::WrongPassword.into());
    }
    let (knock, candidate) = knock(&visit, login).await?;
    let (staff, hash) = candidate
        .map(|candidate| (candidate.staff, candidate.hash))
        .unzip();
    let right = visit
        .app
        .passwords
        .check(body.password, hash.flatten())
        .await?;
    let staff = staff.filter(|_| right).ok_or(Code::WrongPassword)?;
    let signing = visit.clone();
    let (code, site) = (body.code, body.institution_id);
    visit
        .app
        .store
        .write(move |tx| {
            let throttle = throttle(&signing);
            let district = &signing.app.district.id;
            if second_factor::is_on(tx, district, staff)? {
                let Some(code) = code.as_deref().filter(|code| !code.trim().is_empty()) else {
                    knock.take_back(tx, &throttle)?;
                    return Err(Failure::kept(Code::SecondFactorNeeded));
                };
                if !second_factor::prove(tx, &signing, staff, code)? {
                    return Err(Failure::kept(Code::WrongCode));
                }
            }
            knock.forget(tx, &throttle)?;
            sign_in(tx, &signing, staff, site)
        })
        .await
}

async fn post_activation(
    visit: Visit,
    body: ActivateStaff,
) -> Result<SessionAnswer<Session>, Failure> {
    let login = body.login.trim().to_lowercase();
    if login.is_empty() || login.len() > LONGEST_LOGIN {
        return Err(Code::WrongActivation.into());
    }
    let (knock, candidate) = knock(&visit, login.clone()).await?;
    let staff = candidate.map(|candidate| candidate.staff);
    let asking = visit.clone();
    let code = body.code;
    let (staff, name, code_hash) = visit
        .app
        .store
        .read(move |tx| {
            let staff = staff.ok_or(Code::WrongActivation)?;
            let hash = one_time::hash(&asking.app.keys, Opens::Password, staff, &code);
            let row = tx
                .one(
                    "SELECT s.name FROM staff_code c
                     JOIN staff s ON s.district_id = c.district_id AND s.id = c.staff_id
                     WHERE c.district_id = $1 AND c.staff_id = $2 AND c.code_hash = $3
                         AND c.expires_ms > $4 AND s.disabled_ms IS NULL",
                    &[
                        (&asking.app.district.id).into(),
                        staff.into(),
                        hash.clone().into(),
                        asking.now.into(),
                    ],
                )?
                .ok_or(Code::WrongActivation)?;
            Ok((staff, row.get::<String>("name")?, hash))
        })
        .await?;
    judged("password", &body.password, &login, &name)?;
    let hash = visit.app.passwords.hash(body.password).await?;
    let signing = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &signing.app.district.id;
            // Of two at once with the same code one is too late.
            let used = tx.exec(
                "DELETE FROM staff_code
                 WHERE district_id = $1 AND staff_id = $2 AND code_hash = $3 AND expires_ms > $4",
                &[
                    district.into(),
                    staff.into(),
                    code_hash.clone().into(),
                    signing.now.into(),
                ],
            )?;
            if used == 0 {
                return Err(Code::WrongActivation.into());
            }
            tx.exec(
                "UPDATE staff SET password_hash = $3, active = 1, version = version + 1
                 WHERE district_id = $1 AND id = $2 AND disabled_ms IS NULL",
                &[district.into(), staff.into(), (&hash).into()],
            )?;
            knock.forget(tx, &throttle(&signing))?;
            noted(tx, &signing, staff, "activated")?;
            // Whoever has an authenticator signs in with it, the new password in hand.
            if second_factor::is_on(tx, district, staff)? {
                let session = view(tx, &signing.app, None, signing.now)?;
                return Ok(SessionAnswer::plain(session));
            }
            sign_in(tx, &signing, staff, None)
        })
        .await
}

/// Counts a try for a sign-in name, and finds who it may be.
pub(super) async fn knock(
    visit: &Visit,
    login: String,
) -> Result<(Knock, Option<Candidate>), Failure> {
    let trying = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &trying.app.district.id;
            let row = tx.one(
                "SELECT id, password_hash FROM staff
                 WHERE district_id = $1 AND login = $2 AND disabled_ms IS NULL",
                &[district.into(), (&login).into()],
            )?;
            let candidate = match row {
                Some(row) => {
                    let hash: String = row.get("password_hash")?;
                    Some(Candidate {
                        staff: row.get("id")?,
                        hash: Some(hash).filter(|hash| !hash.is_empty()),
                    })
                }
                None => None,
            };
            let staff = candidate.as_ref().map(|candidate| candidate.staff);
            let address = &trying.origin.address;
            let browser = trying.browser.as_ref();
            let knock = Knock::at(tx, district, &login, address, staff, browser)?;
            knock.count(tx, &throttle(&trying))?;
            Ok((knock, candidate))
        })
        .await
}

/// Begins the session of a member of staff who has proved to be one, and knows the browser again.
fn sign_in(
    tx: &mut dyn Tx,
    visit: &Visit,
    staff: StaffId,
    site: Option<InstitutionId>,
) -> Result<SessionAnswer<Session>, Failure> {
    let app = &visit.app;
    let district = &app.district.id;
    if let Some(site) = site {
        require_place(tx, visit, staff, site)?;
    }
    let browser = doors::remember(tx, district, staff, visit.browser.as_ref(), visit.now)?;
    let token = session::begin_at(
        tx,
        district,
        Owner::Staff(staff),
        site,
        &visit.origin.client,
        visit.token.as_ref(),
        visit.now,
    )?;
    let signed = session::find(tx, district, &token, visit.now, &app.sessions)?;
    // Closed between the password and now: as if it had been wrong.
    let signed = signed.ok_or(Code::WrongPassword)?;
    Ok(SessionAnswer {
        reply: view(tx, app, Some(&signed), visit.now)?,
        cookie: Some(CookieChange::Set(token)),
        browser: Some(browser),
    })
}

/// The session under another token, and who is signed in.
pub(super) fn renewed(
    tx: &mut dyn Tx,
    visit: &Visit,
    device: DeviceId,
) -> Result<SessionAnswer<Session>, Failure> {
    let app = &visit.app;
    let token = session::renew(tx, &app.district.id, device)?;
    let signed = session::find(tx, &app.district.id, &token, visit.now, &app.sessions)?;
    let reply = view(tx, app, signed.as_ref(), visit.now)?;
    Ok(SessionAnswer::changing(reply, CookieChange::Set(token)))
}

/// The member of staff behind a request: who, as what, acting where, on which device.
pub(super) async fn own(
    visit: &Visit,
) -> Result<(StaffId, domain::codes::Role, InstitutionId, DeviceId), Failure> {
    let signed = visit.signed().await?;
    let actor = session::pass_owing(Gate::Staff, signed.as_ref())?;
    match (actor, signed) {
        (
            Actor::Staff {
                staff_id,
                role,
                institution_id,
                ..
            },
            Some(signed),
        ) => Ok((staff_id, role, institution_id, signed.device_id)),
        _ => Err(Code::Forbidden.into()),
    }
}

pub(super) fn require_place(
    tx: &mut dyn Tx,
    visit: &Visit,
    staff: StaffId,
    institution: InstitutionId,
) -> Result<(), Failure> {
    let found = tx.one(
        "SELECT 1 AS yes FROM staff WHERE district_id = $1 AND id = $2 AND institution_id = $3
         UNION ALL
         SELECT 1 AS yes FROM staff_site
         WHERE district_id = $1 AND staff_id = $2 AND institution_id = $3",
        &[
            (&visit.app.district.id).into(),
            staff.into(),
            institution.into(),
        ],
    )?;
    found.map(|_| ()).ok_or_else(|| Code::NotFound.into())
}

/// Leaves a trail of what somebody did with their own account.
pub(super) fn noted(
    tx: &mut dyn Tx,
    visit: &Visit,
    staff: StaffId,
    purpose: &'static str,
) -> Result<(), Failure> {
    let signed = match &visit.token {
        Some(token) => session::find(
            tx,
            &visit.app.district.id,
            token,
            visit.now,
            &visit.app.sessions,
        )?,
        None => None,
    };
    let device = signed.as_ref().map(|signed| signed.device_id);
    let actor = signed.map_or(Actor::Visitor, |signed| signed.actor);
    let call = visit.call(actor, device);
    call.audit_staff(staff, purpose);
    audit::write(tx, &call, &call.take_notes(), audit::OK)
}

pub(super) fn judged(
    field: &'static str,
    password: &str,
    login: &str,
    name: &str,
) -> Result<(), Problem> {
    password::judge(password, login, name)
        .map_err(|weak| Problem::invalid(vec![FieldError::new(field, weak.reason())]))
}
