//! The second thing that a member of staff signs in with: an authenticator on their phone, and
//! recovery codes for the day when it is lost.

use domain::api::session::Session;
use domain::api::staff::{
    AuthenticatorOn, AuthenticatorSetup, ConfirmAuthenticator, PostAuthenticator,
    PostAuthenticatorConfirm, PostAuthenticatorRemove, RemoveAuthenticator,
};
use domain::ids::StaffId;
use domain::person::half_width;
use domain::problem::Code;

use super::own_account::right_password;
use super::session::throttle;
use super::staff_session::{noted, own, renewed};
use crate::auth::one_time::{self, Opens};
use crate::auth::policy;
use crate::auth::throttle::Limit;
use crate::auth::totp::Secret;
use crate::db::{Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::http::{Api, SessionAnswer, Visit};
use crate::qr::draw;
use crate::seal::Place;

/// Recovery codes that are handed out with an authenticator.
const RECOVERY: usize = 8;
/// Wrong codes while an authenticator is set up.
const CONFIRMING: Limit = Limit::new("second_factor_confirm", 10, 15);
/// What an authenticator shows above the code.
const ISSUER: &str = "家医";

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.about_session::<PostAuthenticator, _, _>(post_authenticator);
    api.about_session::<PostAuthenticatorConfirm, _, _>(post_confirm);
    api.about_session::<PostAuthenticatorRemove, _, _>(post_remove);
}

/// Whether somebody signs in with an authenticator.
pub(super) fn is_on(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
) -> Result<bool, Failure> {
    let found = tx.one(
        "SELECT 1 AS yes FROM staff_totp
         WHERE district_id = $1 AND staff_id = $2 AND confirmed_ms IS NOT NULL",
        &[district.into(), staff.into()],
    )?;
    Ok(found.is_some())
}

/// Recovery codes that are left.
pub(super) fn recovery_left(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
) -> Result<u16, Failure> {
    let row = tx.one(
        "SELECT COUNT(*) AS codes_left FROM staff_recovery WHERE district_id = $1 AND staff_id = $2",
        &[district.into(), staff.into()],
    )?;
    Ok(row.map_or(Ok(0), |row| row.get("codes_left"))?)
}

/// Whether a typed code is one of the authenticator or of the recovery codes; it is used up.
pub(super) fn prove(
    tx: &mut dyn Tx,
    visit: &Visit,
    staff: StaffId,
    typed: &str,
) -> Result<bool, Failure> {
    let district = &visit.app.district.id;
    let code: String = typed
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return step(tx, visit, staff, &code, true);
    }
    let hash = one_time::hash(&visit.app.keys, Opens::Recovery, staff, &code);
    let used = tx.exec(
        "DELETE FROM staff_recovery WHERE district_id = $1 AND staff_id = $2 AND code_hash = $3",
        &[district.into(), staff.into(), hash.into()],
    )?;
    if used > 0 {
        noted(tx, visit, staff, "recovery_code_used")?;
    }
    Ok(used > 0)
}

/// Removes authenticator and recovery codes; `false` where there was none.
pub(super) fn remove(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
) -> Result<bool, Failure> {
    let key = [district.into(), staff.into()];
    tx.exec(
        "DELETE FROM staff_recovery WHERE district_id = $1 AND staff_id = $2",
        &key,
    )?;
    let removed = tx.exec(
        "DELETE FROM staff_totp WHERE district_id = $1 AND staff_id = $2",
        &key,
    )?;
    Ok(removed > 0)
}

async fn post_authenticator(
    visit: Visit,
    _: (),
) -> Result<SessionAnswer<AuthenticatorSetup>, Failure> {
    let (staff, ..) = own(&visit).await?;
    let making = visit.clone();
    let (secret, login) = visit
        .app
        .store
        .write(move |tx| {
            let district = &making.app.district.id;
            if is_on(tx, district, staff)? {
                return Err(Code::WrongState.into());
            }
            let login: String = tx
                .one(
                    "SELECT login FROM staff WHERE district_id = $1 AND id = $2",
                    &[district.into(), staff.into()],
                )?
                .ok_or(Code::SignInRequired)?
                .get("login")?;
            let secret = Secret::new()?;
            let row = staff.0.bytes();
            let sealed = making
                .app
                .keys
                .seal(place(district, &row), secret.bytes())?;
            tx.exec(
                "INSERT INTO staff_totp (district_id, staff_id, secret_sealed, made_ms)
                 VALUES ($1, $2, $3, $4)
                 ON CONFLICT (district_id, staff_id) DO UPDATE SET
                     secret_sealed = excluded.secret_sealed, made_ms = excluded.made_ms,
                     confirmed_ms = NULL, last_step = 0",
                &[
                    district.into(),
                    staff.into(),
                    sealed.into(),
                    making.now.into(),
                ],
            )?;
            Ok((secret, login))
        })
        .await?;
    let drawn = draw(&secret.address(ISSUER, &login))?;
    Ok(SessionAnswer::plain(AuthenticatorSetup {
        key: secret.key(),
        side: drawn.side,
        path: drawn.path,
    }))
}

async fn post_confirm(
    visit: Visit,
    body: ConfirmAuthenticator,
) -> Result<SessionAnswer<AuthenticatorOn>, Failure> {
    let (staff, _, _, device) = own(&visit).await?;
    let confirming = visit.clone();
    let code: String = body.code.chars().map(half_width).collect();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &confirming.app.district.id;
            let throttle = throttle(&confirming);
            throttle.count(tx, CONFIRMING, &staff.to_string())?;
            if is_on(tx, district, staff)? {
                return Err(Code::WrongState.into());
            }
            if !step(tx, &confirming, staff, code.trim(), false)? {
                return Err(Failure::kept(Code::WrongCode));
            }
            throttle.forget(tx, CONFIRMING, &staff.to_string())?;
            tx.exec(
                "UPDATE staff_totp SET confirmed_ms = $3 WHERE district_id = $1 AND staff_id = $2",
                &[district.into(), staff.into(), confirming.now.into()],
            )?;
            let recovery = hand_out(tx, &confirming, staff)?;
            noted(tx, &confirming, staff, "authenticator_set_up")?;
            let renewed = renewed(tx, &confirming, device)?;
            Ok(SessionAnswer {
                reply: AuthenticatorOn {
                    recovery,
                    session: renewed.reply,
                },
                cookie: renewed.cookie,
                browser: None,
            })
        })
        .await
}

async fn post_remove(
    visit: Visit,
    body: RemoveAuthenticator,
) -> Result<SessionAnswer<Session>, Failure> {
    let (staff, role, _, device) = own(&visit).await?;
    right_password(&visit, staff, body.password).await?;
    let removing = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &removing.app.district.id;
            let required = policy::load(tx, district)?.second_factor.contains(&role);
            if required || !remove(tx, district, staff)? {
                return Err(Code::WrongState.into());
            }
            noted(tx, &removing, staff, "authenticator_removed")?;
            renewed(tx, &removing, device)
        })
        .await
}

/// Whether six digits are those of the authenticator now; their step is used up.
fn step(
    tx: &mut dyn Tx,
    visit: &Visit,
    staff: StaffId,
    code: &str,
    confirmed: bool,
) -> Result<bool, Failure> {
    let district = &visit.app.district.id;
    let found = tx.one(
        "SELECT secret_sealed, last_step, confirmed_ms FROM staff_totp
         WHERE district_id = $1 AND staff_id = $2",
        &[district.into(), staff.into()],
    )?;
    let Some(row) = found else { return Ok(false) };
    if row.get::<Option<i64>>("confirmed_ms")?.is_some() != confirmed {
        return Ok(false);
    }
    let last: i64 = row.get("last_step")?;
    let Some(step) = secret(visit, staff, &row)?.step_of(code, visit.now, last) else {
        return Ok(false);
    };
    tx.exec(
        "UPDATE staff_totp SET last_step = $3 WHERE district_id = $1 AND staff_id = $2",
        &[district.into(), staff.into(), step.into()],
    )?;
    Ok(true)
}

fn secret(visit: &Visit, staff: StaffId, row: &Row) -> Result<Secret, Failure> {
    let bytes = staff.0.bytes();
    let place = place(&visit.app.district.id, &bytes);
    let sealed: Vec<u8> = row.get("secret_sealed")?;
    let opened = visit.app.keys.open(place, &sealed)?;
    Secret::from_bytes(&opened).ok_or_else(|| Failure::broken("a secret of another length"))
}

fn place<'a>(district: &'a DistrictId, row: &'a [u8]) -> Place<'a> {
    Place {
        district: district.as_str(),
        table: "staff_totp",
        column: "secret_sealed",
        row,
    }
}

/// New recovery codes in place of all earlier ones.
fn hand_out(tx: &mut dyn Tx, visit: &Visit, staff: StaffId) -> Result<Vec<String>, Failure> {
    let district = &visit.app.district.id;
    tx.exec(
        "DELETE FROM staff_recovery WHERE district_id = $1 AND staff_id = $2",
        &[district.into(), staff.into()],
    )?;
    let mut codes = Vec::new();
    for _ in 0..RECOVERY {
        let code = one_time::new()?;
        let hash = one_time::hash(&visit.app.keys, Opens::Recovery, staff, &code);
        tx.exec(
            "INSERT INTO staff_recovery (district_id, staff_id, code_hash) VALUES ($1, $2, $3)",
            &[district.into(), staff.into(), hash.into()],
        )?;
        codes.push(code);
    }
    Ok(codes)
}
