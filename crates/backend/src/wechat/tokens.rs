//! The account's token and ticket: kept until shortly before they end, asked for by one caller at a
//! time, and not asked for again at once where WeChat refused: its limits are small, and shared with
//! whoever else uses the account.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Refusal, WeChat, good};

/// So long before its end another is asked for; WeChat changes tokens five minutes ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(5);
/// A ticket that pages doubt is replaced so long after the last such time at the soonest.
const APART: TimeDelta = TimeDelta::minutes(1);

/// What is held.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// `access_token`, for the account's calls.
    Token,
    /// `jsapi_ticket`, for signing pages.
    Ticket,
}

/// What is held of both.
#[derive(Default)]
pub(super) struct Held {
    token: One,
    ticket: One,
}

#[derive(Default)]
struct One {
    /// With its end.
    text: Option<(String, DateTime<Utc>)>,
    /// WeChat's code, and until when it is not asked again.
    refused: Option<(i64, DateTime<Utc>)>,
    /// When what is held was given.
    given: Option<DateTime<Utc>>,
    /// When it was doubted last.
    doubted: Option<DateTime<Utc>>,
}

impl Held {
    fn one(&mut self, kind: Kind) -> &mut One {
        match kind {
            Kind::Token => &mut self.token,
            Kind::Ticket => &mut self.ticket,
        }
    }

    /// What is held and good; an error while WeChat is left in peace.
    pub(super) fn get(
        &mut self,
        kind: Kind,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, Refusal> {
        let one = self.one(kind);
        if let Some((text, ends)) = &one.text
            && now < *ends
        {
            return Ok(Some(text.clone()));
        }
        match one.refused {
            Some((code, until)) if now < until => Err(Refusal::Waiting(code)),
            _ => Ok(None),
        }
    }

    /// Keeps what an answer has under this name, or for how long WeChat is left in peace.
    pub(super) fn keep(
        &mut self,
        kind: Kind,
        answer: Result<Value, Refusal>,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<String, Refusal> {
        let one = self.one(kind);
        let read = answer.and_then(|answer| {
            let text = answer[name].as_str().filter(|text| !text.is_empty());
            let seconds = answer["expires_in"].as_i64().unwrap_or(0);
            text.map(|text| (text.to_owned(), seconds))
                .ok_or(Refusal::Unreadable)
        });
        match read {
            Ok((text, seconds)) => {
                let good_for = TimeDelta::seconds(seconds.clamp(0, 7200)) - AHEAD;
                one.text = Some((text.clone(), now + good_for));
                one.given = Some(now);
                one.refused = None;
                Ok(text)
            }
            Err(refusal) => {
                one.refused = match refusal {
                    Refusal::Code(code) => Some((code, now + peace(code))),
                    _ => None,
                };
                Err(refusal)
            }
        }
    }

    /// Whether another ticket is asked for now, after a page that was signed at this time, in seconds
    /// since 1970, was refused: only where the one that is held is no newer, not again and again, and
    /// not while WeChat is left in peace.
    pub(super) fn doubt(&mut self, refused: i64, now: DateTime<Utc>) -> bool {
        let one = &mut self.ticket;
        let newer = one.given.is_some_and(|given| refused < given.timestamp());
        let soon = one.doubted.is_some_and(|last| now - last < APART);
        let peace = one.refused.is_some_and(|(_, until)| now < until);
        if newer || soon || peace {
            return false;
        }
        one.doubted = Some(now);
        true
    }

    /// Forgets a token that WeChat does not take any more; another may be held already.
    pub(super) fn forget(&mut self, token: &str) {
        if self
            .token
            .text
            .as_ref()
            .is_some_and(|(held, _)| held == token)
        {
            self.token.text = None;
        }
    }
}

/// For how long WeChat is not asked again after this refusal.
fn peace(code: i64) -> TimeDelta {
    match code {
        // The day's limit, which may be raised or cleared by hand.
        45009 => TimeDelta::minutes(30),
        // The minute's.
        45011 => TimeDelta::minutes(1),
        -1 => TimeDelta::seconds(5),
        // Somebody has to change the account's settings.
        _ => TimeDelta::minutes(1),
    }
}

impl WeChat {
    /// The account's token, asked for where none is held.
    pub(super) async fn token(
        &self,
        held: &mut Held,
        now: DateTime<Utc>,
    ) -> Result<String, Refusal> {
        if let Some(token) = held.get(Kind::Token, now)? {
            return Ok(token);
        }
        // Not forced: two services of one account are given the same token.
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.settings.app_id,
            "secret": self.settings.secret,
            "force_refresh": false,
        });
        let url = format!("{}/cgi-bin/stable_token", self.settings.api);
        let answer = self.line.post(&url, &body).await.and_then(good);
        if let Err(refusal) = answer {
            tracing::warn!(%refusal, "no token of the WeChat account");
        }
        held.keep(Kind::Token, answer, "access_token", now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_kept_until_five_minutes_before_its_end() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let mut held = Held::default();
        let answer = Ok(json!({ "access_token": "t", "expires_in": 7200 }));
        held.keep(Kind::Token, answer, "access_token", now).unwrap();
        let mut at = |seconds| held.get(Kind::Token, now + TimeDelta::seconds(seconds));
        assert_eq!(at(6899), Ok(Some("t".to_owned())));
        assert_eq!(at(6900), Ok(None));
    }

    #[test]
    fn a_ticket_is_doubted_by_pages_signed_with_it_and_once_a_minute() {
        let now = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(1000);
        let mut held = Held::default();
        let answer = Ok(json!({ "ticket": "t", "expires_in": 7200 }));
        held.keep(Kind::Ticket, answer, "ticket", now).unwrap();
        let mut doubt = |signed, seconds| held.doubt(signed, now + TimeDelta::seconds(seconds));
        assert!(!doubt(999, 1), "signed with the ticket before");
        assert!(doubt(1000, 1));
        assert!(!doubt(1000, 60));
        assert!(doubt(1000, 61));
    }

    #[test]
    fn a_ticket_is_not_doubted_while_wechat_is_left_in_peace() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let mut held = Held::default();
        let refused = held.keep(Kind::Ticket, Err(Refusal::Code(45009)), "ticket", now);
        assert_eq!(refused, Err(Refusal::Code(45009)));
        assert!(!held.doubt(0, now + TimeDelta::minutes(29)));
        assert!(held.doubt(0, now + TimeDelta::minutes(30)));
    }

    #[test]
    fn after_a_limit_nothing_is_asked_for_a_while() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let mut held = Held::default();
        let refused = held.keep(Kind::Ticket, Err(Refusal::Code(45011)), "ticket", now);
        assert_eq!(refused, Err(Refusal::Code(45011)));
        let mut at = |seconds| held.get(Kind::Ticket, now + TimeDelta::seconds(seconds));
        assert_eq!(at(59), Err(Refusal::Waiting(45011)));
        assert_eq!(at(60), Ok(None));
    }
}
