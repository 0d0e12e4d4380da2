//! Signing our own pages for WeChat's JS-SDK.

use domain::api::wechat::{PageSignature, SignWeChatPage, SignatureQuery, SignedPage};
use domain::endpoint::Gate;
use domain::problem::{Code, FieldError, Problem};

use crate::auth::session;
use crate::failure::Failure;
use crate::http::{Api, Visit};
use crate::seal::{random, to_hex};
use crate::wechat::{self, Refusal};

/// The longest URL that is signed, in bytes.
const LONGEST: usize = 2048;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.outside::<SignWeChatPage, _, _>(sign);
}

async fn sign(visit: Visit, query: SignatureQuery) -> Result<PageSignature, Failure> {
    session::pass(Gate::SignedIn, visit.signed().await?.as_ref())?;
    let Some(wechat) = visit.app.wechat.clone() else {
        return Ok(PageSignature { signed: None });
    };
    let site = &wechat.settings().site;
    let own = query.url.strip_prefix(site.as_str());
    if query.url.len() > LONGEST
        || !own.is_some_and(|path| path.is_empty() || path.starts_with('/'))
    {
        return Err(Problem::invalid(vec![FieldError::new("url", "not_own")]).into());
    }
    let ticket = match query.refused {
        Some(timestamp) => wechat.ticket_after(timestamp, visit.now).await,
        None => wechat.ticket(visit.now).await,
    };
    let ticket = ticket.map_err(|refusal| {
        tracing::warn!(%refusal, "a page was not signed for WeChat");
        let wait = match refusal {
            Refusal::Code(45009) | Refusal::Waiting(45009) => 600,
            _ => 10,
        };
        Problem::new(Code::Busy).retry_after(wait)
    })?;
    let timestamp = visit.now.timestamp();
    let nonce = to_hex(&random::<8>()?);
    Ok(PageSignature {
        signed: Some(SignedPage {
            signature: wechat::sign(&ticket, &nonce, timestamp, &query.url),
            app_id: wechat.settings().app_id.clone(),
            timestamp,
            nonce,
        }),
    })
}
