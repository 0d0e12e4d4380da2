//! Sends a message of the inbox on to a phone's WeChat, where its holder has agreed to that. What is
//! sent says of what kind it is and of which day, nothing of health and no name; the message itself
//! is read in the inbox.
//!
//! WeChat is asked between two transactions. The first one marks the job as on its way: where no
//! answer came, or the process died, nobody knows whether the message arrived. One that was agreed to
//! once is then sent again, for WeChat itself counts and refuses a second; one of those that are
//! agreed to for good is not, lest it arrive twice.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Action;
use domain::api::messages::MessageKind;
use domain::grant::Grant;
use domain::ids::{AccountId, MessageId, ResidentId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Job, Kind, end, owe, still_ours};
use crate::app::App;
use crate::call::Call;
use crate::clock::date_in_district;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::seal::Place;
use crate::wechat::{Refusal, Reminder};

/// Of which message, to which phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Of {
    message: MessageId,
    account: AccountId,
    /// Whether it was on its way already.
    #[serde(default)]
    sent_off: bool,
}

/// What is sent on, and as what.
fn words(kind: MessageKind) -> Option<&'static str> {
    match kind {
        MessageKind::BookingReminder => Some("预约就诊提醒"),
        MessageKind::FollowUpDue => Some("家庭医生服务提醒"),
        MessageKind::ContractAccepted | MessageKind::ContractDeclined => Some("签约申请已答复"),
        MessageKind::ContractEnding => Some("签约即将到期提醒"),
        MessageKind::GrantEnding => Some("家人代办即将到期提醒"),
        MessageKind::RegistrationConfirmed => Some("建档申请已办好"),
        MessageKind::MeasureReminder => Some("自我健康检查提醒"),
        MessageKind::PushLate => Some("工作待办提醒"),
        // What the person has just done themselves, or what can wait in the inbox, uses up nothing.
        MessageKind::Booked
        | MessageKind::BookingCancelled
        | MessageKind::RateService
        | MessageKind::FollowUpDone
        | MessageKind::GrantGiven
        | MessageKind::GrantEnded
        | MessageKind::CareMoved => None,
    }
}

/// Owes the sending on of a message, to each phone that may read it and whose holder has agreed.
pub fn pass_on(
    tx: &mut dyn Tx,
    call: &Call,
    message: MessageId,
    resident: ResidentId,
    kind: MessageKind,
) -> Result<(), Failure> {
    if words(kind).is_none() {
        return Ok(());
    }
    let phones = tx.rows(
        "SELECT g.account_id, g.capacity, g.functions FROM access_grant g
         WHERE g.district_id = $1 AND g.resident_id = $2 AND g.state = 'holding'
             AND (g.ends IS NULL OR g.ends >= $3)
             AND EXISTS (SELECT 1 FROM wechat_consent c WHERE c.district_id = g.district_id
                 AND c.account_id = g.account_id AND c.ended_ms IS NULL)",
        &[(&call.district).into(), resident.into(), call.today.into()],
    )?;
    for phone in &phones {
        let grant = Grant {
            resident_id: resident,
            capacity: phone.word("capacity")?,
            functions: phone.json("functions")?,
        };
        if !grant.allows(Action::ReadMessages) {
            continue;
        }
        let account: AccountId = phone.get("account_id")?;
        let of = Of {
            message,
            account,
            sent_off: false,
        };
        let key = format!("wechat:{message}:{account}");
        owe(tx, call, Kind::WeChat, &key, &of, call.now)?;
    }
    Ok(())
}

/// A consent by which something is sent.
#[derive(Clone, Copy, Debug)]
struct Consent {
    id: Uuid,
    lasting: bool,
}

/// Sends, and ends the job; an error puts it off.
pub(super) async fn deliver(app: &Arc<App>, job: &Job, now: DateTime<Utc>) -> Result<(), Failure> {
    let of: Of = job.read()?;
    let (preparing, taken, asked) = (app.clone(), job.clone(), of.clone());
    let ready = app
        .store
        .write(move |tx| prepare(tx, &preparing, &taken, &asked, now))
        .await?;
    let (Some((reminder, consent)), Some(wechat)) = (ready, app.wechat.clone()) else {
        return Ok(());
    };
    let sent = wechat.send(&reminder, now).await;
    let (settling, taken) = (app.clone(), job.clone());
    app.store
        .write(move |tx| settle(tx, &settling, &taken, &of, consent, sent, now))
        .await?
}

/// What is to be sent, with the job marked as on its way; or nothing, and the job ended.
fn prepare(
    tx: &mut dyn Tx,
    app: &App,
    job: &Job,
    of: &Of,
    now: DateTime<Utc>,
) -> Result<Option<(Reminder, Consent)>, Failure> {
    let district = &app.district.id;
    let ready = match &app.wechat {
        Some(wechat) => wechat.settings().template.clone(),
        None => None,
    };
    let found = match ready {
        Some(template) => find(tx, app, of, now)?.map(|(openid, consent, what, day)| {
            let reminder = Reminder {
                openid,
                template,
                what,
                day,
                to: "/messages",
            };
            (reminder, consent)
        }),
        None => None,
    };
    // It may have arrived, and would arrive twice.
    let found = found.filter(|(_, consent)| !(of.sent_off && consent.lasting));
    if found.is_none() {
        end(tx, district, job, now)?;
    } else {
        let on_its_way = Of {
            sent_off: true,
            ..of.clone()
        };
        change(tx, app, job, &on_its_way)?;
    }
    Ok(found)
}

/// Openid, consent, and what is said; `None` where there is nothing to say any more.
fn find(
    tx: &mut dyn Tx,
    app: &App,
    of: &Of,
    now: DateTime<Utc>,
) -> Result<Option<(String, Consent, &'static str, NaiveDate)>, Failure> {
    let district: Val = (&app.district.id).into();
    let message = tx.one(
        "SELECT kind, day, read_ms FROM message WHERE district_id = $1 AND id = $2",
        &[district.clone(), of.message.into()],
    )?;
    let link = tx.one(
        "SELECT openid_sealed FROM wechat_link WHERE district_id = $1 AND account_id = $2",
        &[district.clone(), of.account.into()],
    )?;
    let consent = tx.one(
        "SELECT id, lasting FROM wechat_consent
         WHERE district_id = $1 AND account_id = $2 AND ended_ms IS NULL
         ORDER BY agreed_ms, id LIMIT 1",
        &[district, of.account.into()],
    )?;
    let (Some(message), Some(link), Some(consent)) = (message, link, consent) else {
        return Ok(None);
    };
    let Some(what) = words(message.word("kind")?) else {
        return Ok(None);
    };
    if message.get::<Option<i64>>("read_ms")?.is_some() {
        return Ok(None);
    }
    let bytes = of.account.0.bytes();
    let place = Place {
        district: app.district.id.as_str(),
        table: "wechat_link",
        column: "openid_sealed",
        row: &bytes,
    };
    let sealed: Vec<u8> = link.get("openid_sealed")?;
    let openid = app.keys.open_text(place, &sealed)?;
    let consent = Consent {
        id: consent.get("id")?,
        lasting: consent.get::<i64>("lasting")? == 1,
    };
    let day: Option<NaiveDate> = message.get("day")?;
    let day = day.unwrap_or_else(|| date_in_district(now));
    Ok(Some((openid, consent, what, day)))
}

/// Keeps what came of it. The inner result is the job's: an error puts it off.
fn settle(
    tx: &mut dyn Tx,
    app: &App,
    job: &Job,
    of: &Of,
    consent: Consent,
    sent: Result<(), Refusal>,
    now: DateTime<Utc>,
) -> Result<Result<(), Failure>, Failure> {
    let district = &app.district.id;
    match sent {
        Ok(()) => {
            if !consent.lasting {
                tx.exec(
                    "UPDATE wechat_consent SET ended_ms = $3, why = 'sent'
                     WHERE district_id = $1 AND id = $2 AND ended_ms IS NULL",
                    &[district.into(), consent.id.into(), now.into()],
                )?;
            }
        }
        Err(refusal) if refusal.ends_consent() => {
            // Everything that was agreed to is over: WeChat would refuse each of it.
            tx.exec(
                "UPDATE wechat_consent SET ended_ms = $3, why = 'refused'
                 WHERE district_id = $1 AND account_id = $2 AND ended_ms IS NULL",
                &[district.into(), of.account.into(), now.into()],
            )?;
        }
        Err(refusal) if refusal.did_nothing() || !consent.lasting => {
            let waits = Of {
                sent_off: !refusal.did_nothing(),
                ..of.clone()
            };
            change(tx, app, job, &waits)?;
            return Ok(Err(Failure::broken(refusal.to_string())));
        }
        Err(_) => {}
    }
    end(tx, district, job, now)?;
    Ok(Ok(()))
}

/// Changes what the job says of itself.
fn change(tx: &mut dyn Tx, app: &App, job: &Job, of: &Of) -> Result<(), Failure> {
    let changed = tx.exec(
        "UPDATE job SET payload = $4
         WHERE district_id = $1 AND id = $2 AND leased_until_ms = $3 AND done_ms IS NULL",
        &[
            (&app.district.id).into(),
            job.id.into(),
            job.leased_until.into(),
            Val::json(of)?,
        ],
    )?;
    still_ours(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_fits_and_says_nothing_of_health() {
        let kinds = [
            MessageKind::BookingReminder,
            MessageKind::FollowUpDue,
            MessageKind::ContractAccepted,
            MessageKind::ContractEnding,
            MessageKind::GrantEnding,
            MessageKind::RegistrationConfirmed,
            MessageKind::MeasureReminder,
        ];
        for kind in kinds {
            let words = words(kind).unwrap();
            assert!(words.chars().count() <= 20, "{words}");
            for clinical in ["高血压", "糖尿病", "随访", "血压", "血糖", "病", "药"] {
                assert!(!words.contains(clinical), "{words}");
            }
        }
        assert_eq!(words(MessageKind::Booked), None);
    }
}
