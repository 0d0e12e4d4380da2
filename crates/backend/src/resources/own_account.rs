//! One's own account of staff: what it is, another password, another place of work. Every change of
//! how a session is guarded or where it acts gives it another token, and no answer is ever kept.

use domain::api::session::Session;
use domain::api::staff::{
    ChangePassword, ChooseSite, GetOwnAccount, OwnAccount, PostPassword, PostSite, StaffSite,
};
use domain::ids::{InstitutionId, StaffId};
use domain::problem::Code;
use domain::rules::password;

use super::second_factor;
use super::session::throttle;
use super::staff_session::{judged, knock, noted, own, renewed, require_place};
use crate::auth::policy;
use crate::auth::session::{self, Owner};
use crate::db::Val;
use crate::failure::Failure;
use crate::http::{Api, SessionAnswer, Visit};

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.about_session::<GetOwnAccount, _, _>(get_own_account);
    api.about_session::<PostPassword, _, _>(post_password);
    api.about_session::<PostSite, _, _>(post_site);
}

async fn get_own_account(visit: Visit, _: ()) -> Result<SessionAnswer<OwnAccount>, Failure> {
    let asking = visit.clone();
    let (staff, role, here, _) = own(&visit).await?;
    let account = visit
        .app
        .store
        .read(move |tx| {
            let district = &asking.app.district.id;
            let key: [Val; 2] = [district.into(), staff.into()];
            let row = tx
                .one(
                    "SELECT login, name, title FROM staff WHERE district_id = $1 AND id = $2",
                    &key,
                )?
                .ok_or_else(|| Failure::broken("a session of nobody"))?;
            let sites = tx
                .rows(
                    "SELECT i.id, i.name FROM institution i
                     WHERE i.district_id = $1 AND (
                         i.id IN (SELECT institution_id FROM staff_site
                                  WHERE district_id = $1 AND staff_id = $2)
                         OR i.id IN (SELECT institution_id FROM staff
                                     WHERE district_id = $1 AND id = $2))
                     ORDER BY i.sort, i.id",
                    &key,
                )?
                .iter()
                .map(|row| {
                    let institution_id: InstitutionId = row.get("id")?;
                    Ok(StaffSite {
                        institution_id,
                        name: row.get("name")?,
                        here: institution_id == here,
                    })
                })
                .collect::<Result<_, Failure>>()?;
            Ok(OwnAccount {
                login: row.get("login")?,
                name: row.get("name")?,
                title: row.get("title")?,
                sites,
                second_factor: second_factor::is_on(tx, district, staff)?,
                second_factor_required: policy::load(tx, district)?.second_factor.contains(&role),
                recovery_left: second_factor::recovery_left(tx, district, staff)?,
            })
        })
        .await?;
    Ok(SessionAnswer::plain(account))
}

async fn post_password(
    visit: Visit,
    body: ChangePassword,
) -> Result<SessionAnswer<Session>, Failure> {
    let (staff, _, _, device) = own(&visit).await?;
    let (login, name) = right_password(&visit, staff, body.old).await?;
    judged("new", &body.new, &login, &name)?;
    let hash = visit.app.passwords.hash(body.new).await?;
    let changing = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &changing.app.district.id;
            tx.exec(
                "UPDATE staff SET password_hash = $3, version = version + 1
                 WHERE district_id = $1 AND id = $2",
                &[district.into(), staff.into(), (&hash).into()],
            )?;
            let but = Some(device);
            session::end_all(tx, district, Owner::Staff(staff), but, changing.now)?;
            noted(tx, &changing, staff, "password_changed")?;
            renewed(tx, &changing, device)
        })
        .await
}

async fn post_site(visit: Visit, body: ChooseSite) -> Result<SessionAnswer<Session>, Failure> {
    let (staff, _, _, device) = own(&visit).await?;
    let choosing = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &choosing.app.district.id;
            require_place(tx, &choosing, staff, body.institution_id)?;
            session::act_at(tx, district, device, body.institution_id)?;
            renewed(tx, &choosing, device)
        })
        .await
}

/// Asks for the password once more; gives sign-in name and name. Tries are counted like those at
/// the door.
pub(super) async fn right_password(
    visit: &Visit,
    staff: StaffId,
    typed: String,
) -> Result<(String, String), Failure> {
    if typed.len() > password::LONGEST_BYTES {
        return Err(Code::WrongPassword.into());
    }
    let asking = visit.clone();
    let (login, name) = visit
        .app
        .store
        .read(move |tx| {
            let row = tx
                .one(
                    "SELECT login, name FROM staff WHERE district_id = $1 AND id = $2",
                    &[(&asking.app.district.id).into(), staff.into()],
                )?
                .ok_or(Code::SignInRequired)?;
            Ok((row.get::<String>("login")?, row.get::<String>("name")?))
        })
        .await?;
    let (knock, candidate) = knock(visit, login.clone()).await?;
    let hash = candidate.and_then(|candidate| candidate.hash);
    if !visit.app.passwords.check(typed, hash).await? {
        return Err(Code::WrongPassword.into());
    }
    let forgetting = visit.clone();
    visit
        .app
        .store
        .write(move |tx| knock.forget(tx, &throttle(&forgetting)))
        .await?;
    Ok((login, name))
}
