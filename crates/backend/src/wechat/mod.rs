//! WeChat, as a verified service account (服务号) meets it: who a person is there, signed pages,
//! subscription messages. Owns the account's settings, its token and ticket, and the line to
//! WeChat's API; keeps nothing and knows nobody here. Called by `resources::wechat_*` and by the
//! job that sends reminders.
//!
//! Sources: developers.weixin.qq.com, service account documentation of 2026: web authorisation
//! (`sns/oauth2/access_token`), stable access tokens, `getticket`, JS-SDK, `subscribe/bizsend`.

mod line;
mod settings;
mod sign;
mod tokens;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use tokio::sync::Mutex;

pub use settings::{Allows, Proof, Settings, Template, WeChatFlags};
pub use sign::sign;

use line::Line;
use tokens::{Held, Kind};

/// The longest value of a field of a message, in characters.
const LONGEST_FIELD: usize = 20;

/// WeChat.
pub struct WeChat {
    settings: Settings,
    line: Line,
    held: Mutex<Held>,
}

/// Why WeChat did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No connection; nothing was asked.
    #[error("WeChat cannot be reached")]
    Unreached,
    /// Asked, and no answer came: whether it was done is not known.
    #[error("WeChat did not answer")]
    Unanswered,
    /// What came is no answer of the API.
    #[error("WeChat answered what is no answer")]
    Unreadable,
    /// WeChat refused with this code.
    #[error("WeChat refused: errcode {0}")]
    Code(i64),
    /// WeChat refused a while ago with this code, and is not asked again yet.
    #[error("WeChat refused a while ago: errcode {0}")]
    Waiting(i64),
}

impl Refusal {
    /// What somebody who signs in is told.
    #[must_use]
    pub fn trouble(self) -> domain::api::wechat::WeChatTrouble {
        use domain::api::wechat::WeChatTrouble;
        match self {
            // Invalid, used, or too old; for another account, which is the same to the person.
            Self::Code(40029 | 40163 | 42003) => WeChatTrouble::Expired,
            // AppID, secret, list of addresses, right to the interface: only the district can help.
            Self::Code(40001 | 40013 | 40125 | 40164 | 48001 | 50001) => WeChatTrouble::NotSetUp,
            _ => WeChatTrouble::Busy,
        }
    }

    /// Whether it is known that nothing was done.
    #[must_use]
    pub fn did_nothing(self) -> bool {
        !matches!(self, Self::Unanswered | Self::Unreadable)
    }

    /// Whether the account's token holds no longer.
    fn is_of_token(self) -> bool {
        matches!(self, Self::Code(40001 | 40014 | 42001))
    }

    /// Whether the person does not want to be sent anything any more, or the account does not know
    /// them: asking again would be refused again.
    #[must_use]
    pub fn ends_consent(self) -> bool {
        matches!(self, Self::Code(43101 | 43004 | 40003))
    }
}

/// Who signed in.
#[derive(Clone, PartialEq, Eq)]
pub enum Known {
    /// By this openid.
    As(String),
    /// As nobody: what a snapshot page shows.
    Snapshot,
}

/// A reminder: what it is of, in words without any diagnosis, and its day.
#[derive(Clone)]
pub struct Reminder {
    /// To whom.
    pub openid: String,
    /// Of which template.
    pub template: Template,
    /// Of what, at most twenty characters.
    pub what: &'static str,
    /// The day that it speaks of.
    pub day: NaiveDate,
    /// Where a tap leads: a path of our own.
    pub to: &'static str,
}

impl WeChat {
    /// For this account.
    pub fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self {
            settings,
            line: Line::new()?,
            held: Mutex::default(),
        })
    }

    /// What is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where a browser signs in, silently, to come back with this state.
    #[must_use]
    pub fn sign_in_address(&self, state: &str) -> String {
        let Settings {
            app_id, open, site, ..
        } = &self.settings;
        // The order of the parameters is part of what WeChat asks for.
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("appid", app_id)
            .append_pair("redirect_uri", &format!("{site}/api/v1/wechat/back"))
            .append_pair("response_type", "code")
            .append_pair("scope", "snsapi_base")
            .append_pair("state", state)
            .finish();
        format!("{open}/connect/oauth2/authorize?{query}#wechat_redirect")
    }

    /// Who came back with this code.
    pub async fn known_by(&self, code: &str) -> Result<Known, Refusal> {
        let Settings {
            app_id,
            secret,
            api,
            ..
        } = &self.settings;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("appid", app_id)
            .append_pair("secret", secret)
            .append_pair("code", code)
            .append_pair("grant_type", "authorization_code")
            .finish();
        let url = format!("{api}/sns/oauth2/access_token?{query}");
        let answer = good(self.line.get(&url).await?)?;
        if answer["is_snapshotuser"] == 1 {
            return Ok(Known::Snapshot);
        }
        match answer["openid"].as_str() {
            Some(openid) if !openid.is_empty() => Ok(Known::As(openid.to_owned())),
            _ => Err(Refusal::Unreadable),
        }
    }

    /// The ticket that pages are signed with.
    pub async fn ticket(&self, now: DateTime<Utc>) -> Result<String, Refusal> {
        let mut held = self.held.lock().await;
        match held.get(Kind::Ticket, now)? {
            Some(ticket) => Ok(ticket),
            None => self.new_ticket(&mut held, now).await,
        }
    }

    /// The same after WeChat has refused a page that was signed at this time, in seconds since 1970:
    /// another is asked for where the one that was held then is held still. A page may be refused for
    /// other reasons and a browser may say anything, so that it is asked for once a minute at most,
    /// and what is held stays where WeChat gives none.
    pub async fn ticket_after(&self, refused: i64, now: DateTime<Utc>) -> Result<String, Refusal> {
        let mut held = self.held.lock().await;
        let Some(ticket) = held.get(Kind::Ticket, now)? else {
            return self.new_ticket(&mut held, now).await;
        };
        if !held.doubt(refused, now) {
            return Ok(ticket);
        }
        let renewed = self.new_ticket(&mut held, now).await;
        Ok(renewed.unwrap_or_else(|refusal| {
            tracing::warn!(%refusal, "the ticket of pages is doubted, and stays");
            ticket
        }))
    }

    async fn new_ticket(&self, held: &mut Held, now: DateTime<Utc>) -> Result<String, Refusal> {
        let token = self.token(held, now).await?;
        let mut answer = self.ask_ticket(&token).await;
        if answer.as_ref().is_err_and(|refusal| refusal.is_of_token()) {
            held.forget(&token);
            let token = self.token(held, now).await?;
            answer = self.ask_ticket(&token).await;
        }
        held.keep(Kind::Ticket, answer, "ticket", now)
    }

    async fn ask_ticket(&self, token: &str) -> Result<Value, Refusal> {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("access_token", token)
            .append_pair("type", "jsapi")
            .finish();
        let api = &self.settings.api;
        let url = format!("{api}/cgi-bin/ticket/getticket?{query}");
        self.line.get(&url).await.and_then(good)
    }

    /// Sends a reminder.
    pub async fn send(&self, reminder: &Reminder, now: DateTime<Utc>) -> Result<(), Refusal> {
        let site = &self.settings.site;
        // Through signing in, so that whoever is bound need not do anything to see it.
        let to = form_urlencoded::Serializer::new(String::new())
            .append_pair("to", reminder.to)
            .finish();
        let page = format!("{site}/api/v1/wechat/sign-in?{to}");
        let what: String = reminder.what.chars().take(LONGEST_FIELD).collect();
        let mut data = serde_json::Map::new();
        data.insert(reminder.template.what.clone(), json!({ "value": what }));
        let day = reminder.day.format("%Y年%-m月%-d日").to_string();
        data.insert(reminder.template.day.clone(), json!({ "value": day }));
        let body = json!({
            "touser": reminder.openid,
            "template_id": reminder.template.id,
            "page": page,
            "data": data,
        });
        let token = {
            let mut held = self.held.lock().await;
            self.token(&mut held, now).await?
        };
        let sent = self.send_with(&token, &body).await;
        if !sent.is_err_and(Refusal::is_of_token) {
            return sent;
        }
        let token = {
            let mut held = self.held.lock().await;
            held.forget(&token);
            self.token(&mut held, now).await?
        };
        self.send_with(&token, &body).await
    }

    async fn send_with(&self, token: &str, body: &Value) -> Result<(), Refusal> {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("access_token", token)
            .finish();
        let api = &self.settings.api;
        let url = format!("{api}/cgi-bin/message/subscribe/bizsend?{query}");
        good(self.line.post(&url, body).await?).map(drop)
    }
}

/// An answer, or the refusal that it is.
fn good(answer: Value) -> Result<Value, Refusal> {
    match answer["errcode"].as_i64() {
        None | Some(0) => Ok(answer),
        Some(code) => Err(Refusal::Code(code)),
    }
}
