//! Signing in by WeChat: a browser is sent there with a state that is good once, for minutes, in
//! this browser; WeChat sends it back to us, never to a page, so that its code stands in no page's
//! address. Whatever goes wrong ends on the page that says so, and goes on only when the person
//! presses again.

use chrono::{DateTime, TimeDelta, Utc};
use domain::api::wechat::{
    BackQuery, EndWeChatSignIn, GetWeChat, StartQuery, StartWeChatSignIn, WeChatAccount,
    WeChatDoor, WeChatTrouble, is_own_path,
};
use domain::ids::{AccountId, Uuid};

use super::session::throttle;
use crate::app::App;
use crate::auth::session::{self, Owner};
use crate::auth::throttle::Limit;
use crate::auth::token::Token;
use crate::call::new_id;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::cookie::CookieChange;
use crate::http::{Api, Elsewhere, SessionAnswer, Visit};
use crate::seal::{Place, Purpose};
use crate::wechat::{Known, WeChat};

/// How long a person may take in WeChat; its code is good for five minutes.
const AWAY: TimeDelta = TimeDelta::minutes(10);
/// How long a WeChat waits for a phone to be proved.
pub(super) const WAITS: TimeDelta = TimeDelta::minutes(30);
/// Ways that are over are removed when they are this old, a few with each new one.
const KEPT: TimeDelta = TimeDelta::days(1);
const SWEEP: i64 = 16;
/// Ways begun from one address. A whole town may share one (carrier NAT).
const STARTS: Limit = Limit::new("wechat_start", 600, 60);

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.about_session::<GetWeChat, _, _>(get_wechat);
    api.elsewhere::<StartWeChatSignIn, _, _>(start);
    api.elsewhere::<EndWeChatSignIn, _, _>(end);
}

async fn get_wechat(visit: Visit, _: ()) -> Result<SessionAnswer<WeChatDoor>, Failure> {
    let Some(wechat) = visit.app.wechat.clone() else {
        return Ok(SessionAnswer::plain(WeChatDoor {
            account: None,
            waiting_for: None,
        }));
    };
    let asking = visit.clone();
    let waiting = visit
        .app
        .store
        .read(move |tx| Waiting::find(tx, &asking))
        .await?
        .filter(|waiting| !waiting.linked);
    let settings = wechat.settings();
    Ok(SessionAnswer::plain(WeChatDoor {
        account: Some(WeChatAccount {
            app_id: settings.app_id.clone(),
            sdk: settings.sdk.clone(),
            template: settings.template.as_ref().map(|one| one.id.clone()),
        }),
        waiting_for: waiting.map(|waiting| waiting.return_to),
    }))
}

async fn start(visit: Visit, query: StartQuery) -> Result<Elsewhere, Failure> {
    let Some(wechat) = visit.app.wechat.clone() else {
        return Ok(told(WeChatTrouble::NotSetUp));
    };
    let to = query.to.filter(|to| is_own_path(to));
    let to = to.unwrap_or_else(|| "/".to_owned());
    let browser = match &visit.wechat {
        Some(token) => token.clone(),
        None => Token::new()?,
    };
    let state = Token::new()?;
    let (beginning, hashes) = (visit.clone(), [state.hash(), browser.hash()]);
    visit
        .app
        .store
        .write(move |tx| {
            throttle(&beginning).count(tx, STARTS, &beginning.origin.address)?;
            begin(tx, &beginning, &hashes, &to)
        })
        .await?;
    Ok(Elsewhere {
        to: wechat.sign_in_address(&state.text()),
        cookie: None,
        wechat: Some(browser),
    })
}

fn begin(
    tx: &mut dyn Tx,
    visit: &Visit,
    [state, browser]: &[Vec<u8>; 2],
    to: &str,
) -> Result<(), Failure> {
    let (district, now) = (&visit.app.district.id, visit.now);
    tx.exec(
        "INSERT INTO wechat_visit
             (district_id, id, state_hash, browser_hash, return_to, expires_ms)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            district.into(),
            new_id::<Uuid>(now)?.into(),
            state.clone().into(),
            browser.clone().into(),
            to.into(),
            (now + AWAY).into(),
        ],
    )?;
    tx.exec(
        "DELETE FROM wechat_visit WHERE district_id = $1 AND id IN (
             SELECT id FROM wechat_visit WHERE district_id = $1 AND expires_ms < $2
             ORDER BY expires_ms LIMIT $3)",
        &[district.into(), (now - KEPT).into(), Val::Int(SWEEP)],
    )?;
    Ok(())
}

async fn end(visit: Visit, query: BackQuery) -> Result<Elsewhere, Failure> {
    let Some(wechat) = visit.app.wechat.clone() else {
        return Ok(told(WeChatTrouble::NotSetUp));
    };
    let state = query.state.as_deref().and_then(Token::parse);
    let (Some(state), Some(browser)) = (state, visit.wechat.clone()) else {
        return Ok(told(WeChatTrouble::Expired));
    };
    let coming = visit.clone();
    let hashes = [state.hash(), browser.hash()];
    let way = visit
        .app
        .store
        .write(move |tx| Way::take(tx, &coming, &hashes))
        .await?;
    let Some(way) = way else {
        return Ok(told(WeChatTrouble::Expired));
    };
    if way.was_used {
        // Somebody went back to this address, or loaded it again. Where it has led to a session
        // already, they are brought where they wanted to be; the code is not tried again.
        return Ok(match visit.signed().await? {
            Some(_) => Elsewhere::to(way.return_to),
            None => told(WeChatTrouble::Expired),
        });
    }
    let Some(code) = query.code.filter(|code| !code.is_empty()) else {
        return Ok(told(WeChatTrouble::Refused));
    };
    match known(&wechat, &code).await {
        Ok(openid) => arrive(visit, way, openid).await,
        Err(trouble) => Ok(told(trouble)),
    }
}

async fn known(wechat: &WeChat, code: &str) -> Result<String, WeChatTrouble> {
    match wechat.known_by(code).await {
        Ok(Known::As(openid)) => Ok(openid),
        Ok(Known::Snapshot) => Err(WeChatTrouble::Snapshot),
        Err(refusal) => {
            tracing::warn!(%refusal, "nobody was signed in by WeChat");
            Err(refusal.trouble())
        }
    }
}

/// Begins a session where this WeChat is bound to a phone; lets it wait for one where it is not.
async fn arrive(visit: Visit, way: Way, openid: String) -> Result<Elsewhere, Failure> {
    let coming = visit.clone();
    visit
        .app
        .store
        .write(move |tx| {
            let App {
                district,
                keys,
                sessions,
                ..
            } = &*coming.app;
            let index = keys.index(Purpose::OpenId, openid.as_bytes());
            let signed = match &coming.token {
                Some(token) => session::find(tx, &district.id, token, coming.now, sessions)?,
                None => None,
            };
            let here = signed.and_then(|signed| Owner::of(&signed.actor));
            let bound: Option<AccountId> = tx
                .one(
                    "SELECT account_id FROM wechat_link
                     WHERE district_id = $1 AND openid_index = $2",
                    &[(&district.id).into(), index.clone().into()],
                )?
                .map(|row| row.get("account_id"))
                .transpose()?;
            match (bound, here) {
                (Some(account), Some(here)) if here == Owner::Account(account) => {
                    Ok(Elsewhere::to(way.return_to.clone()))
                }
                // Nobody is signed out by having opened a link.
                (Some(_), Some(_)) => Ok(told(WeChatTrouble::Other)),
                (Some(account), None) => {
                    let label = &coming.origin.client;
                    let owner = Owner::Account(account);
                    let token = session::begin(tx, &district.id, owner, label, None, coming.now)?;
                    Ok(Elsewhere {
                        cookie: Some(CookieChange::Set(token)),
                        ..Elsewhere::to(way.return_to.clone())
                    })
                }
                (None, _) => {
                    way.wait(tx, &coming, &openid, index)?;
                    Ok(Elsewhere::to("/wechat".to_owned()))
                }
            }
        })
        .await
}

/// The page that says what went wrong.
pub(super) fn told(trouble: WeChatTrouble) -> Elsewhere {
    Elsewhere::to(format!("/wechat?trouble={}", trouble.as_str()))
}

/// A way through WeChat that has come back to us.
struct Way {
    id: Uuid,
    return_to: String,
    was_used: bool,
}

impl Way {
    /// Uses up the way of this state, in this browser, before its code is tried.
    fn take(
        tx: &mut dyn Tx,
        visit: &Visit,
        [state, browser]: &[Vec<u8>; 2],
    ) -> Result<Option<Self>, Failure> {
        let district: Val = (&visit.app.district.id).into();
        let found = tx.one(
            "SELECT id, browser_hash, return_to, expires_ms, used_ms FROM wechat_visit
             WHERE district_id = $1 AND state_hash = $2",
            &[district.clone(), state.clone().into()],
        )?;
        let Some(row) = found else { return Ok(None) };
        if row.get::<Vec<u8>>("browser_hash")? != *browser {
            return Ok(None);
        }
        let way = Self {
            id: row.get("id")?,
            return_to: row.get("return_to")?,
            was_used: row.get::<Option<i64>>("used_ms")?.is_some(),
        };
        if way.was_used {
            return Ok(Some(way));
        }
        if visit.now >= row.get::<DateTime<Utc>>("expires_ms")? {
            return Ok(None);
        }
        tx.exec(
            "UPDATE wechat_visit SET used_ms = $3 WHERE district_id = $1 AND id = $2",
            &[district, way.id.into(), visit.now.into()],
        )?;
        Ok(Some(way))
    }

    /// Keeps the openid for whoever proves a phone in this browser.
    fn wait(
        &self,
        tx: &mut dyn Tx,
        visit: &Visit,
        openid: &str,
        index: Vec<u8>,
    ) -> Result<(), Failure> {
        let app = &visit.app;
        let bytes = self.id.bytes();
        let place = Place {
            district: app.district.id.as_str(),
            table: "wechat_visit",
            column: "openid_sealed",
            row: &bytes,
        };
        tx.exec(
            "UPDATE wechat_visit SET openid_sealed = $3, openid_index = $4, expires_ms = $5
             WHERE district_id = $1 AND id = $2",
            &[
                (&app.district.id).into(),
                self.id.into(),
                app.keys.seal_text(place, openid)?.into(),
                index.into(),
                (visit.now + WAITS).into(),
            ],
        )?;
        Ok(())
    }
}

/// A WeChat that waits, in a browser, for a phone to be proved.
pub(super) struct Waiting {
    pub id: Uuid,
    pub openid: String,
    pub index: Vec<u8>,
    pub return_to: String,
    /// Whether it was bound already.
    pub linked: bool,
}

impl Waiting {
    /// The newest of this browser.
    pub(super) fn find(tx: &mut dyn Tx, visit: &Visit) -> Result<Option<Self>, Failure> {
        let Some(browser) = &visit.wechat else {
            return Ok(None);
        };
        let app = &visit.app;
        let found = tx.one(
            "SELECT id, openid_sealed, openid_index, return_to, linked_ms FROM wechat_visit
             WHERE district_id = $1 AND browser_hash = $2 AND openid_index IS NOT NULL
                 AND expires_ms > $3
             ORDER BY id DESC LIMIT 1",
            &[
                (&app.district.id).into(),
                browser.hash().into(),
                visit.now.into(),
            ],
        )?;
        let Some(row) = found else { return Ok(None) };
        let id: Uuid = row.get("id")?;
        let bytes = id.bytes();
        let place = Place {
            district: app.district.id.as_str(),
            table: "wechat_visit",
            column: "openid_sealed",
            row: &bytes,
        };
        let sealed: Vec<u8> = row.get("openid_sealed")?;
        Ok(Some(Self {
            id,
            openid: app.keys.open_text(place, &sealed)?,
            index: row.get("openid_index")?,
            return_to: row.get("return_to")?,
            linked: row.get::<Option<i64>>("linked_ms")?.is_some(),
        }))
    }
}
