//! What binds a phone and a WeChat: binding what waits in this browser, unbinding, and what the
//! person agreed to be sent there. One WeChat for a phone, one phone for a WeChat.

use domain::access::{Action, Actor};
use domain::api::wechat::{
    AgreeToReminders, AgreeToWeChatReminders, GetWeChatLink, LinkWeChat, UnlinkWeChat, WeChatLink,
    WeChatLinked,
};
use domain::endpoint::Gate;
use domain::ids::{AccountId, Uuid};
use domain::problem::{Code, Problem};

use super::wechat_sign_in::Waiting;
use crate::audit::{self, Note};
use crate::auth::session::{self, Owner};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::{Api, SessionAnswer, Visit};
use crate::seal::Place;
use crate::wechat::Allows;

/// Reminders that may be agreed to ahead; a person who presses again and again is not sent more.
const MOST: i64 = 20;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetWeChatLink>(get_link);
    api.about_session::<LinkWeChat, _, _>(link);
    api.write::<UnlinkWeChat>(unlink);
    api.write::<AgreeToWeChatReminders>(agree);
}

fn get_link(tx: &mut dyn Tx, call: &Call, (): (), (): ()) -> Result<WeChatLink, Failure> {
    let account = account(call)?;
    let key: [Val; 2] = [(&call.district).into(), account.into()];
    let linked = tx.one(
        "SELECT linked_ms FROM wechat_link WHERE district_id = $1 AND account_id = $2",
        &key,
    )?;
    let left = tx
        .one(
            "SELECT count(*) AS n, coalesce(max(lasting), 0) AS lasting FROM wechat_consent
             WHERE district_id = $1 AND account_id = $2 AND ended_ms IS NULL",
            &key,
        )?
        .ok_or_else(|| Failure::broken("a count is missing"))?;
    let lasting = left.get::<i64>("lasting")? == 1;
    let count: i64 = left.get("n")?;
    Ok(WeChatLink {
        linked_at: linked.map(|row| row.get("linked_ms")).transpose()?,
        reminders_left: if lasting {
            0
        } else {
            u32::try_from(count).unwrap_or(0)
        },
        reminders_lasting: lasting,
    })
}

async fn link(visit: Visit, (): ()) -> Result<SessionAnswer<WeChatLinked>, Failure> {
    let linking = visit.clone();
    let linked = visit
        .app
        .store
        .write_idempotent(move |tx| {
            let app = &linking.app;
            let signed = match &linking.token {
                Some(token) => {
                    session::find(tx, &app.district.id, token, linking.now, &app.sessions)?
                }
                None => None,
            };
            let actor = session::pass(Gate::Resident, signed.as_ref())?;
            let call = linking.call(actor, signed.map(|signed| signed.device_id));
            bind(tx, &call, &linking)
        })
        .await?;
    Ok(SessionAnswer::plain(linked))
}

/// Binds what waits in this browser. Said again, it is answered again.
fn bind(tx: &mut dyn Tx, call: &Call, visit: &Visit) -> Result<WeChatLinked, Failure> {
    let account = account(call)?;
    let nothing = || Problem::new(Code::WrongState).detail("no WeChat waits in this browser");
    let waiting = Waiting::find(tx, visit)?.ok_or_else(nothing)?;
    let district: Val = (&call.district).into();
    let bound = tx.one(
        "SELECT account_id FROM wechat_link WHERE district_id = $1 AND openid_index = $2",
        &[district.clone(), waiting.index.clone().into()],
    )?;
    let bound: Option<AccountId> = bound.map(|row| row.get("account_id")).transpose()?;
    match bound {
        Some(bound) if bound == account => {
            return Ok(WeChatLinked {
                to: waiting.return_to,
            });
        }
        // Whoever it is bound to unbinds it first: a WeChat is not taken over by another phone.
        Some(_) => {
            return Err(Problem::new(Code::WrongState)
                .detail("this WeChat is bound to another phone")
                .into());
        }
        None if waiting.linked => return Err(nothing().into()),
        None => {}
    }
    let bytes = account.0.bytes();
    let place: Place<'_> = call.place("wechat_link", "openid_sealed", &bytes);
    tx.exec(
        "INSERT INTO wechat_link (district_id, account_id, openid_sealed, openid_index, linked_ms)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (district_id, account_id) DO UPDATE SET
             openid_sealed = excluded.openid_sealed, openid_index = excluded.openid_index,
             linked_ms = excluded.linked_ms",
        &[
            district.clone(),
            account.into(),
            call.keys.seal_text(place, &waiting.openid)?.into(),
            waiting.index.into(),
            call.now.into(),
        ],
    )?;
    // What was agreed to was agreed to in the WeChat before.
    end_consents(tx, call, account)?;
    tx.exec(
        "UPDATE wechat_visit SET linked_ms = $3 WHERE district_id = $1 AND id = $2",
        &[district, waiting.id.into(), call.now.into()],
    )?;
    audit::write(tx, call, &[noted("wechat_linked")], audit::OK)?;
    Ok(WeChatLinked {
        to: waiting.return_to,
    })
}

fn unlink(tx: &mut dyn Tx, call: &Call, (): (), (): ()) -> Result<(), Failure> {
    let account = account(call)?;
    let removed = tx.exec(
        "DELETE FROM wechat_link WHERE district_id = $1 AND account_id = $2",
        &[(&call.district).into(), account.into()],
    )?;
    if removed > 0 {
        end_consents(tx, call, account)?;
        audit::write(tx, call, &[noted("wechat_unlinked")], audit::OK)?;
    }
    Ok(())
}

fn agree(
    tx: &mut dyn Tx,
    call: &Call,
    (): (),
    body: AgreeToReminders,
) -> Result<WeChatLink, Failure> {
    let account = account(call)?;
    let link = get_link(tx, call, (), ())?;
    let template = call
        .reminders
        .as_ref()
        .filter(|template| template.id == body.template);
    // An older page may offer a template that is not used any more; a phone may have been unbound
    // elsewhere. The answer says how it stands.
    let Some(template) = template.filter(|_| link.linked_at.is_some()) else {
        return Ok(link);
    };
    if link.reminders_lasting || i64::from(link.reminders_left) >= MOST {
        return Ok(link);
    }
    tx.exec(
        "INSERT INTO wechat_consent (district_id, id, account_id, template, lasting, agreed_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            (&call.district).into(),
            call.new_id::<Uuid>()?.into(),
            account.into(),
            (&body.template).into(),
            i64::from(template.allows == Allows::Always).into(),
            call.now.into(),
        ],
    )?;
    audit::write(tx, call, &[noted("wechat_reminders")], audit::OK)?;
    get_link(tx, call, (), ())
}

fn end_consents(tx: &mut dyn Tx, call: &Call, account: AccountId) -> Result<(), Failure> {
    tx.exec(
        "UPDATE wechat_consent SET ended_ms = $3, why = 'unlinked'
         WHERE district_id = $1 AND account_id = $2 AND ended_ms IS NULL",
        &[(&call.district).into(), account.into(), call.now.into()],
    )?;
    Ok(())
}

/// A row of the trail about the account alone.
fn noted(purpose: &'static str) -> Note {
    Note {
        residents: Vec::new(),
        staff: None,
        action: Action::Link,
        purpose,
    }
}

fn account(call: &Call) -> Result<AccountId, Failure> {
    match Owner::of(&call.actor) {
        Some(Owner::Account(account)) => Ok(account),
        Some(Owner::Staff(_)) | None => match call.actor {
            Actor::Visitor => Err(Code::SignInRequired.into()),
            _ => Err(Code::Forbidden.into()),
        },
    }
}
