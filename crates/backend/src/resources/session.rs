//! Signing phones in and everybody out, and the devices that are signed in. Signing staff in is
//! `resources::staff_session`; whom a phone may act for is `resources::persons`.

use chrono::{DateTime, Utc};
use domain::access::Actor;
use domain::api::session::{
    AccountCard, CodeSent, DeleteDevice, DeleteSession, Device, EndDevices, GetSession,
    ListDevices, PostCode, PostEndDevices, PostResidentSession, RequestCode, Session,
    SignInResident, StaffCard,
};
use domain::endpoint::Gate;
use domain::ids::{AccountId, DeviceId};
use domain::person::Phone;
use domain::problem::{Code, FieldError, Problem};

use super::persons;
use crate::app::App;
use crate::auth::session::{self, Owner, Signed};
use crate::auth::sms::Sent;
use crate::auth::throttle::Throttle;
use crate::auth::token::Token;
use crate::auth::{account, codes};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::cookie::CookieChange;
use crate::http::{Api, SessionAnswer, Visit, write_down_use};

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.about_session::<PostCode, _, _>(post_code);
    api.about_session::<PostResidentSession, _, _>(post_resident_session);
    api.about_session::<GetSession, _, _>(get_session);
    api.about_session::<DeleteSession, _, _>(delete_session);
    api.about_session::<ListDevices, _, _>(list_devices);
    api.about_session::<PostEndDevices, _, _>(end_devices);
    api.write::<DeleteDevice>(delete_device);
}

async fn post_code(visit: Visit, body: RequestCode) -> Result<SessionAnswer<CodeSent>, Failure> {
    let phone = mobile(&body.phone)?;
    let (asking, to) = (visit.clone(), phone.clone());
    let code = visit
        .app
        .store
        .write(move |tx| {
            let (throttle, limits) = (throttle(&asking), &asking.app.codes);
            codes::issue(tx, &throttle, limits, &to, &asking.origin.address)
        })
        .await?;
    let sent = visit.app.sms.send(&phone, &code).await.map_err(|error| {
        tracing::error!(%error);
        Problem::new(Code::Busy).retry_after(visit.app.codes.again_in)
    })?;
    // Twice guarded: the gateway of a real district never shows a code, and if it did, it would
    // not leave here.
    let demo_code = (sent == Sent::Shown && visit.app.district.demo).then_some(code);
    Ok(SessionAnswer::plain(CodeSent {
        expires_in: u32::try_from(codes::GOOD_FOR.num_seconds()).unwrap_or(0),
        again_in: visit.app.codes.again_in,
        demo_code,
    }))
}

async fn post_resident_session(
    visit: Visit,
    body: SignInResident,
) -> Result<SessionAnswer<Session>, Failure> {
    let phone = mobile(&body.phone)?;
    let code: String = body
        .code
        .chars()
        .map(domain::person::half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    let signing = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let (throttle, limits) = (throttle(&signing), &signing.app.codes);
            codes::prove(
                tx,
                &throttle,
                limits,
                &phone,
                &code,
                &signing.origin.address,
            )?;
            let app = &signing.app;
            let account = account::of_phone(tx, &app.district.id, &app.keys, &phone, signing.now)?;
            begin(tx, &signing, Owner::Account(account))
        })
        .await
}

async fn get_session(visit: Visit, _: ()) -> Result<SessionAnswer<Session>, Failure> {
    let asking = visit.clone();
    let session = visit
        .app
        .store
        .read(move |tx| {
            let app = &asking.app;
            let signed = match &asking.token {
                Some(token) => {
                    session::find(tx, &app.district.id, token, asking.now, &app.sessions)?
                }
                None => None,
            };
            let mut session = view(tx, app, signed.as_ref(), asking.now)?;
            if let (None, Some(token)) = (&signed, &asking.token) {
                session.revoked = session::was_ended(tx, &app.district.id, token)?;
            }
            Ok((session, signed))
        })
        .await?;
    let (session, signed) = session;
    write_down_use(&visit, signed.filter(|signed| signed.stale));
    Ok(SessionAnswer::plain(session))
}

async fn delete_session(visit: Visit, _: ()) -> Result<SessionAnswer<()>, Failure> {
    let (owner, device) = signed_owner(&visit).await?;
    let ending = visit.clone();
    visit
        .app
        .store
        .write(move |tx| session::end(tx, &ending.app.district.id, owner, device, ending.now))
        .await?;
    Ok(SessionAnswer::changing((), CookieChange::Clear))
}

async fn end_devices(visit: Visit, body: EndDevices) -> Result<SessionAnswer<()>, Failure> {
    let (owner, this) = signed_owner(&visit).await?;
    let ending = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let district = &ending.app.district.id;
            let but = (!body.this_one_too).then_some(this);
            session::end_all(tx, district, owner, but, ending.now)
        })
        .await?;
    Ok(if body.this_one_too {
        SessionAnswer::changing((), CookieChange::Clear)
    } else {
        SessionAnswer::plain(())
    })
}

async fn list_devices(visit: Visit, _: ()) -> Result<SessionAnswer<Vec<Device>>, Failure> {
    let (owner, this) = signed_owner(&visit).await?;
    let asking = visit.clone();
    let devices = visit
        .app
        .store
        .read(move |tx| {
            let app = &asking.app;
            session::devices(tx, &app.district.id, owner, asking.now, &app.sessions)
        })
        .await?
        .into_iter()
        .map(|device| Device {
            this_one: device.device_id == this,
            ..device
        })
        .collect();
    Ok(SessionAnswer::plain(devices))
}

/// `delete_device`
fn delete_device(tx: &mut dyn Tx, call: &Call, device: DeviceId, _: ()) -> Result<(), Failure> {
    let owner = Owner::of(&call.actor).ok_or(Code::SignInRequired)?;
    let ended = session::end(tx, &call.district, owner, device, call.now)?;
    if ended {
        Ok(())
    } else {
        Err(Code::NotFound.into())
    }
}

async fn signed_owner(visit: &Visit) -> Result<(Owner, DeviceId), Failure> {
    let signed = visit.signed().await?;
    let actor = session::pass_owing(Gate::SignedIn, signed.as_ref())?;
    match (Owner::of(&actor), signed) {
        (Some(owner), Some(signed)) => Ok((owner, signed.device_id)),
        _ => Err(Code::SignInRequired.into()),
    }
}

/// Begins a session and answers who is signed in now.
fn begin(tx: &mut dyn Tx, visit: &Visit, owner: Owner) -> Result<SessionAnswer<Session>, Failure> {
    let app = &visit.app;
    let district = &app.district.id;
    let token: Token = session::begin(
        tx,
        district,
        owner,
        &visit.origin.client,
        visit.token.as_ref(),
        visit.now,
    )?;
    let signed = session::find(tx, district, &token, visit.now, &app.sessions)?;
    let reply = view(tx, app, signed.as_ref(), visit.now)?;
    Ok(SessionAnswer::changing(reply, CookieChange::Set(token)))
}

/// Who is signed in, as the client needs to know it. Names of persons are shown here to the phone
/// that was opened to their records; what stands in the records is not.
pub(super) fn view(
    tx: &mut dyn Tx,
    app: &App,
    signed: Option<&Signed>,
    now: DateTime<Utc>,
) -> Result<Session, Failure> {
    let (account, staff) = match signed.map(|signed| &signed.actor) {
        Some(Actor::Account { account_id, .. }) => {
            (Some(account_card(tx, app, *account_id, now)?), None)
        }
        Some(actor @ Actor::Staff { .. }) => (None, Some(staff_card(tx, app, actor)?)),
        Some(Actor::Visitor) | None => (None, None),
    };
    Ok(Session {
        idle_after: signed.map_or(0, |signed| {
            u32::try_from(signed.idle.num_seconds()).unwrap_or(u32::MAX)
        }),
        account,
        staff: staff.map(|staff| StaffCard {
            second_factor_missing: signed.is_some_and(|signed| signed.second_factor_missing),
            ..staff
        }),
        expires_at: signed.map(|signed| signed.expires_at),
        now,
        demo: app.district.demo,
        district: app.district.name.clone(),
        service_phone: app.district.service_phone.clone(),
        helper_months: app.helper_term.months,
        revoked: false,
    })
}

fn account_card(
    tx: &mut dyn Tx,
    app: &App,
    account_id: AccountId,
    now: DateTime<Utc>,
) -> Result<AccountCard, Failure> {
    let district = &app.district.id;
    let row = tx
        .one(
            "SELECT phone_masked FROM account WHERE district_id = $1 AND id = $2",
            &[district.into(), account_id.into()],
        )?
        .ok_or_else(|| Failure::broken("a session of no account"))?;
    Ok(AccountCard {
        account_id,
        phone_masked: row.get("phone_masked")?,
        persons: persons::of_account(
            tx,
            district,
            account_id,
            crate::clock::date_in_district(now),
        )?,
    })
}

fn staff_card(tx: &mut dyn Tx, app: &App, actor: &Actor) -> Result<StaffCard, Failure> {
    let Actor::Staff {
        staff_id,
        role,
        institution_id,
        ..
    } = actor
    else {
        return Err(Failure::broken("a card of somebody who is no staff"));
    };
    let key: [Val; 3] = [
        (&app.district.id).into(),
        (*staff_id).into(),
        (*institution_id).into(),
    ];
    let row = tx
        .one(
            "SELECT staff.name, institution.name AS institution
             FROM staff JOIN institution ON institution.district_id = staff.district_id
             WHERE staff.district_id = $1 AND staff.id = $2 AND institution.id = $3",
            &key,
        )?
        .ok_or_else(|| Failure::broken("a member of staff without an institution"))?;
    let team = tx.one(
        "SELECT team.id, team.name FROM team_member
         JOIN team ON team.district_id = team_member.district_id AND team.id = team_member.team_id
         WHERE team_member.district_id = $1 AND team_member.staff_id = $2
             AND team.institution_id = $3
         ORDER BY team.sort, team.id LIMIT 1",
        &key,
    )?;
    let (team_id, team) = match team {
        Some(row) => (Some(row.get("id")?), Some(row.get("name")?)),
        None => (None, None),
    };
    Ok(StaffCard {
        staff_id: *staff_id,
        name: row.get("name")?,
        role: *role,
        institution_id: *institution_id,
        institution: row.get("institution")?,
        team_id,
        team,
        second_factor_missing: false,
    })
}

pub(super) fn throttle(visit: &Visit) -> Throttle<'_> {
    Throttle {
        district: &visit.app.district.id,
        keys: &visit.app.keys,
        now: visit.now,
    }
}

fn mobile(text: &str) -> Result<Phone, Problem> {
    text.parse()
        .ok()
        .filter(Phone::is_mobile)
        .ok_or_else(|| Problem::invalid(vec![FieldError::new("phone", "not_a_mobile")]))
}
