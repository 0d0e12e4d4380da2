//! The router of the API, made from the endpoints' own declarations. A handler is an ordinary
//! function; parsing, the first gate, the transaction, the repeated request, the audit trail and
//! the answer are here, once, for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::routing::{MethodFilter, MethodRouter, on};
use chrono::{DateTime, TimeDelta, Utc};
use domain::api::wechat::WeChatTrouble;
use domain::endpoint::{Endpoint, Gate, Method, Redirect};
use domain::problem::{Code, Problem};

use super::answer::{Answer, Outcome};
use super::cookie::CookieChange;
use super::frame::Named;
use super::visit::Visit;
use super::{editions, guard, parse, problem, run};
use crate::app::App;
use crate::auth::throttle::Limit;
use crate::auth::token::Token;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::idempotency::{Keyed, LONGEST_KEY};
use crate::seal::Keys;

/// Largest body that is read.
const LARGEST_BODY: usize = 256 * 1024;

/// Answers a GET: reads in one snapshot.
pub type Read<E> = fn(
    &mut dyn Tx,
    &Call,
    <E as Endpoint>::Path,
    <E as Endpoint>::Query,
) -> Result<<E as Endpoint>::Reply, Failure>;

/// Answers a POST or DELETE: writes in one transaction, and may be run again.
pub type Write<E> = fn(
    &mut dyn Tx,
    &Call,
    <E as Endpoint>::Path,
    <E as Endpoint>::Body,
) -> Result<<E as Endpoint>::Reply, Failure>;

/// Answers a POST from what was sent alone.
pub type Pure<E> =
    fn(<E as Endpoint>::Path, <E as Endpoint>::Body) -> Result<<E as Endpoint>::Reply, Failure>;

/// What an endpoint about the session answers, with what it does to the cookie.
pub struct SessionAnswer<R> {
    /// The reply.
    pub reply: R,
    /// The change of the cookie.
    pub cookie: Option<CookieChange>,
    /// Token by which the browser is to be known again.
    pub browser: Option<Token>,
}

impl<R> SessionAnswer<R> {
    /// An answer that leaves the cookie alone.
    pub fn plain(reply: R) -> Self {
        Self {
            reply,
            cookie: None,
            browser: None,
        }
    }

    /// An answer that changes the cookie.
    pub fn changing(reply: R, cookie: CookieChange) -> Self {
        Self {
            cookie: Some(cookie),
            ..Self::plain(reply)
        }
    }
}

/// Where an endpoint sends a browser, with what it does to the cookies.
pub struct Elsewhere {
    /// An address, or a path of our own.
    pub to: String,
    /// The change of the cookie.
    pub cookie: Option<CookieChange>,
    /// Token by which the browser is to be known again when WeChat sends it back.
    pub wechat: Option<Token>,
}

impl Elsewhere {
    /// A place, and the cookies as they are.
    pub fn to(to: String) -> Self {
        Self {
            to,
            cookie: None,
            wechat: None,
        }
    }
}

/// How long a public answer is given again.
const PUBLIC_AGE: TimeDelta = TimeDelta::seconds(5);

/// A public answer, and since when it stands.
#[derive(Default)]
pub struct KeptAnswer(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// How often it was forgotten.
    edition: u64,
    answer: Option<(DateTime<Utc>, Answer)>,
}

impl KeptAnswer {
    /// The answer, while it is fresh, and its edition.
    fn fresh(&self, now: DateTime<Utc>) -> (u64, Option<Answer>) {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Not kept longer by a clock that was set back.
        let fresh = kept
            .answer
            .as_ref()
            .filter(|(since, _)| *since <= now && now < *since + PUBLIC_AGE);
        (kept.edition, fresh.map(|(_, answer)| answer.clone()))
    }

    /// Keeps an answer, unless what it says has changed since it was asked for.
    fn keep(&self, answer: &Answer, now: DateTime<Utc>, edition: u64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.edition == edition {
            kept.answer = Some((now, answer.clone()));
        }
    }

    fn forget(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.edition += 1;
        kept.answer = None;
    }
}

/// Collects the endpoints.
#[derive(Default)]
pub struct Api {
    routes: BTreeMap<&'static str, MethodRouter<Arc<App>>>,
    operations: BTreeSet<&'static str>,
}

impl Api {
    /// Serves a GET.
    pub fn read<E>(&mut self, handler: Read<E>)
    where
        E: Endpoint + 'static,
        E::Path: Send + 'static,
        E::Query: Send + 'static,
    {
        self.route::<E, _, _>(move |visit, values, parts, _body| async move {
            let path: E::Path = parse::path(&values)?;
            let query: E::Query = parse::query(parts.uri.query().unwrap_or(""))?;
            let work =
                move |tx: &mut dyn Tx, call: &Call| Answer::json(&handler(tx, call, path, query)?);
            run::read(visit, E::GATE, Box::new(work)).await
        });
    }

    /// Serves a GET whose answer is everybody's: it is kept for a few seconds, and a change that does not come
    /// by [`Api::write_public`] shows that much later.
    pub fn read_public<E>(&mut self, handler: Read<E>) -> Arc<KeptAnswer>
    where
        E: Endpoint<Path = (), Query = ()> + 'static,
    {
        assert!(E::GATE == Gate::Open, "{} is not public", E::OPERATION);
        let kept = Arc::new(KeptAnswer::default());
        let forgotten = kept.clone();
        self.route::<E, _, _>(move |visit, values, parts, _body| {
            let kept = kept.clone();
            async move {
                parse::path::<()>(&values)?;
                parse::query::<()>(parts.uri.query().unwrap_or(""))?;
                let now = visit.now;
                let (edition, answer) = kept.fresh(now);
                if let Some(answer) = answer {
                    return Ok(answer.into());
                }
                let work =
                    move |tx: &mut dyn Tx, call: &Call| Answer::json(&handler(tx, call, (), ())?);
                let outcome = run::read(visit, E::GATE, Box::new(work)).await?;
                kept.keep(&outcome.answer, now, edition);
                Ok(outcome)
            }
        });
        forgotten
    }

    /// Serves a GET whose answer is everybody's and never changes.
    pub fn read_lasting<E>(&mut self, handler: Read<E>)
    where
        E: Endpoint<Query = ()> + 'static,
        E::Path: Send + 'static,
    {
        assert!(E::GATE == Gate::Open, "{} is not public", E::OPERATION);
        self.route::<E, _, _>(move |visit, values, parts, _body| async move {
            let path: E::Path = parse::path(&values)?;
            parse::query::<()>(parts.uri.query().unwrap_or(""))?;
            let work =
                move |tx: &mut dyn Tx, call: &Call| Answer::json(&handler(tx, call, path, ())?);
            let outcome = run::read(visit, E::GATE, Box::new(work)).await?;
            Ok(Outcome {
                lasting: true,
                ..outcome
            })
        });
    }

    /// Serves a POST of whoever, that is answered from what was sent alone; so often from one address.
    pub fn pure<E>(&mut self, limit: Limit, handler: Pure<E>)
    where
        E: Endpoint<Query = ()> + 'static,
        E::Path: Send + 'static,
        E::Body: Send + 'static,
    {
        assert!(E::GATE == Gate::Open, "{} is not public", E::OPERATION);
        self.route::<E, _, _>(move |visit, values, _parts, body| async move {
            let (path, body) = (parse::path(&values)?, parse::body(&body)?);
            run::count(&visit, limit).await?;
            let reply = handler(path, body)?;
            Ok(Answer::json(&reply)?.into())
        });
    }

    /// Serves a POST or DELETE.
    pub fn write<E>(&mut self, handler: Write<E>)
    where
        E: Endpoint + 'static,
        E::Path: Send + 'static,
        E::Body: Send + 'static,
    {
        self.writing::<E>(handler, true, None);
    }

    /// Serves a POST that changes what an answer for everybody says: whoever asks afterwards sees it.
    pub fn write_public<E>(&mut self, handler: Write<E>, of: &Arc<KeptAnswer>)
    where
        E: Endpoint + 'static,
        E::Path: Send + 'static,
        E::Body: Send + 'static,
    {
        self.writing::<E>(handler, true, Some(of.clone()));
    }

    /// Serves a POST whose answer holds a secret that is shown once: it is never kept, and the
    /// same request made again makes another one.
    pub fn write_secret<E>(&mut self, handler: Write<E>)
    where
        E: Endpoint + 'static,
        E::Path: Send + 'static,
        E::Body: Send + 'static,
    {
        self.writing::<E>(handler, false, None);
    }

    fn writing<E>(&mut self, handler: Write<E>, keeps: bool, of: Option<Arc<KeptAnswer>>)
    where
        E: Endpoint + 'static,
        E::Path: Send + 'static,
        E::Body: Send + 'static,
    {
        self.route::<E, _, _>(move |visit, values, parts, body| {
            let of = of.clone();
            async move {
                // Parsed before the transaction, so that nothing unreadable ever waits for the writer;
                // a second run, which is rare, parses again.
                visit.is_understood()?;
                let current = editions::current(E::OPERATION, visit.edition, &body)?.into_owned();
                let mut parsed: Option<(E::Path, E::Body)> =
                    Some((parse::path(&values)?, parse::body(&current)?));
                let keyed = keyed::<E>(&visit.app.keys, &parts, &body)?.filter(|_| keeps);
                let work = move |tx: &mut dyn Tx, call: &Call| {
                    let (path, body) = match parsed.take() {
                        Some(first) => first,
                        None => (parse::path(&values)?, parse::body(&current)?),
                    };
                    Answer::json(&handler(tx, call, path, body)?)
                };
                let outcome = run::write(visit, E::GATE, keyed, Box::new(work)).await;
                if let Some(of) = of {
                    of.forget();
                }
                outcome
            }
        });
    }

    /// Serves an endpoint about the session itself. It sees the whole request, opens its own
    /// transactions, may change the cookie, and no answer of it is ever kept.
    pub fn about_session<E, H, F>(&mut self, handler: H)
    where
        E: Endpoint + 'static,
        E::Body: Send + 'static,
        E::Reply: Send + 'static,
        H: Fn(Visit, E::Body) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<SessionAnswer<E::Reply>, Failure>> + Send + 'static,
    {
        self.route::<E, _, _>(move |visit, _values, _parts, body| {
            let handler = handler.clone();
            async move {
                let signed = handler(visit, parse::body(&body)?).await?;
                Ok(Outcome {
                    cookie: signed.cookie,
                    browser: signed.browser,
                    ..Answer::json(&signed.reply)?.into()
                })
            }
        });
    }

    /// Serves a GET for which somebody outside is asked: no transaction is open meanwhile. It sees
    /// the whole request, opens its own transactions, and passes its own gate.
    pub fn outside<E, H, F>(&mut self, handler: H)
    where
        E: Endpoint + 'static,
        E::Query: Send + 'static,
        E::Reply: Send + 'static,
        H: Fn(Visit, E::Query) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<E::Reply, Failure>> + Send + 'static,
    {
        self.route::<E, _, _>(move |visit, _values, parts, _body| {
            let handler = handler.clone();
            async move {
                let query: E::Query = parse::query(parts.uri.query().unwrap_or(""))?;
                let reply = handler(visit, query).await?;
                Ok(Answer::json(&reply)?.into())
            }
        });
    }

    /// Serves a GET that a person's browser follows, and that sends it elsewhere. A failure sends
    /// it to the page that says so in words: nobody is shown JSON.
    pub fn elsewhere<E, H, F>(&mut self, handler: H)
    where
        E: Endpoint<Reply = Redirect> + 'static,
        E::Query: Default + Send + 'static,
        H: Fn(Visit, E::Query) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Elsewhere, Failure>> + Send + 'static,
    {
        self.route::<E, _, _>(move |visit, _values, parts, _body| {
            let handler = handler.clone();
            async move {
                let query = parse::query(parts.uri.query().unwrap_or("")).unwrap_or_default();
                let sent = handler(visit, query).await.unwrap_or_else(|failure| {
                    tracing::warn!(operation = E::OPERATION, error = %failure, "sent to the page of trouble");
                    Elsewhere::to(format!("/wechat?trouble={}", WeChatTrouble::Busy.as_str()))
                });
                Ok(Outcome {
                    cookie: sent.cookie,
                    wechat: sent.wechat,
                    location: Some(sent.to),
                    ..Answer::elsewhere().into()
                })
            }
        });
    }

    /// Operations that have a handler.
    #[must_use]
    pub fn operations(&self) -> &BTreeSet<&'static str> {
        &self.operations
    }

    pub(super) fn into_router(self) -> Router<Arc<App>> {
        self.routes
            .into_iter()
            .fold(Router::new(), |router, (path, methods)| {
                router.route(path, methods)
            })
    }

    fn route<E, H, F>(&mut self, handler: H)
    where
        E: Endpoint + 'static,
        H: Fn(Visit, Vec<String>, Parts, Bytes) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Outcome, Failure>> + Send + 'static,
    {
        assert!(
            self.operations.insert(E::OPERATION),
            "{} is served twice",
            E::OPERATION
        );
        let service = move |State(app): State<Arc<App>>, request: Request| {
            let handler = handler.clone();
            async move {
                let cookie = app.cookie;
                match receive(app, E::OPERATION, request, handler).await {
                    Ok(outcome) => outcome.response(cookie),
                    Err(failure) => problem::fail(E::OPERATION, &failure),
                }
            }
        };
        let filter = match E::METHOD {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Delete => MethodFilter::DELETE,
        };
        let methods = self.routes.remove(E::PATH).unwrap_or_default();
        self.routes
            .insert(E::PATH, methods.merge(on(filter, service)));
    }
}

/// Takes a request apart, refuses what another site sent, and hands it on.
async fn receive<H, F>(
    app: Arc<App>,
    operation: &'static str,
    request: Request<Body>,
    handler: H,
) -> Result<Outcome, Failure>
where
    H: FnOnce(Visit, Vec<String>, Parts, Bytes) -> F,
    F: Future<Output = Result<Outcome, Failure>>,
{
    let (mut parts, body) = request.into_parts();
    Named::tell(&parts, operation);
    guard::same_site(&parts.method, &parts.headers)?;
    let body = axum::body::to_bytes(body, LARGEST_BODY)
        .await
        .map_err(|_| Problem::new(Code::TooLarge).detail("a body is at most 256 KiB"))?;
    guard::json(&parts.headers, body.is_empty())?;
    let values = RawPathParams::from_request_parts(&mut parts, &())
        .await
        .map_err(|_| Code::Malformed)?
        .iter()
        .map(|(_, value)| value.to_owned())
        .collect();
    handler(Visit::new(app, operation, &parts), values, parts, body).await
}

/// The caller's idempotency key, which every POST behind a sign-in must have.
fn keyed<E: Endpoint>(keys: &Keys, parts: &Parts, body: &Bytes) -> Result<Option<Keyed>, Failure> {
    if E::METHOD != Method::Post || E::GATE == Gate::Open {
        return Ok(None);
    }
    let key = parts
        .headers
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
        .ok_or(Code::KeyMissing)?;
    let mut request = format!("{}\n{}\n", E::OPERATION, parts.uri.path()).into_bytes();
    request.extend_from_slice(body);
    Ok(Some(Keyed::new(keys, key, &request)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_answer_is_kept_for_five_seconds_of_a_clock_that_goes_on() {
        let answer = Answer::json(&["医"]).unwrap();
        let kept = KeptAnswer::default();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        assert_eq!(kept.fresh(now), (0, None));
        kept.keep(&answer, now, 0);
        let after = |millis| kept.fresh(now + TimeDelta::milliseconds(millis));
        assert_eq!(after(0), (0, Some(answer.clone())));
        assert_eq!(after(4_999), (0, Some(answer.clone())));
        assert_eq!(after(5_000), (0, None));
        assert_eq!(after(-1), (0, None));
        kept.forget();
        assert_eq!(after(0), (1, None));
        kept.keep(&answer, now, 0);
        assert_eq!(
            after(0),
            (1, None),
            "what was asked for before the change is not kept"
        );
    }
}
