//! The line to WeChat: one request a connection, since there are few. Encrypted with a certificate
//! that the system trusts, or on this machine. What is asked and answered is never logged: it holds
//! secrets and openids.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Method, Request, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::Refusal;

/// How long WeChat may take to answer; people wait for it.
const PATIENCE: Duration = Duration::from_secs(8);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// A way to WeChat.
pub(super) struct Line {
    tls: Arc<ClientConfig>,
}

impl Line {
    /// Trusts what the system trusts.
    pub(super) fn new() -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: Arc::new(config),
        })
    }

    /// Asks, and gives the JSON of the answer.
    pub(super) async fn get(&self, url: &str) -> Result<Value, Refusal> {
        self.ask(Method::GET, url, Bytes::new()).await
    }

    /// Sends JSON, and gives the JSON of the answer.
    pub(super) async fn post(&self, url: &str, body: &Value) -> Result<Value, Refusal> {
        self.ask(Method::POST, url, body.to_string().into()).await
    }

    async fn ask(&self, method: Method, url: &str, body: Bytes) -> Result<Value, Refusal> {
        let uri: Uri = url.parse().map_err(|_| Refusal::Unreadable)?;
        let connecting = tokio::time::timeout(PATIENCE, self.connect(&uri));
        let stream = connecting.await.map_err(|_| Refusal::Unreached)??;
        tokio::time::timeout(PATIENCE, exchange(stream, method, &uri, body))
            .await
            .map_err(|_| Refusal::Unanswered)?
    }

    async fn connect(&self, uri: &Uri) -> Result<Box<dyn Stream>, Refusal> {
        let host = uri.host().ok_or(Refusal::Unreadable)?;
        let encrypted = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
        let plain = TcpStream::connect((host.trim_matches(['[', ']']), port))
            .await
            .map_err(|_| Refusal::Unreached)?;
        if !encrypted {
            return Ok(Box::new(plain));
        }
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Refusal::Unreadable)?;
        let connector = TlsConnector::from(self.tls.clone());
        let stream = connector
            .connect(name, plain)
            .await
            .map_err(|_| Refusal::Unreached)?;
        Ok(Box::new(stream))
    }
}

/// An open line, encrypted or not.
trait Stream: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin {}
impl<T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin> Stream for T {}

async fn exchange(
    stream: Box<dyn Stream>,
    method: Method,
    uri: &Uri,
    body: Bytes,
) -> Result<Value, Refusal> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Refusal::Unreached)?;
    let connection = tokio::spawn(connection);
    let asked = asked(method, uri, body)?;
    let answered = async {
        let answer = sender
            .send_request(asked)
            .await
            .map_err(|_| Refusal::Unanswered)?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), LONGEST)
            .collect()
            .await
            .map_err(|_| Refusal::Unanswered)?
            .to_bytes();
        if !status.is_success() {
            return Err(Refusal::Unreadable);
        }
        serde_json::from_slice(&body).map_err(|_| Refusal::Unreadable)
    }
    .await;
    connection.abort();
    answered
}

fn asked(method: Method, uri: &Uri, body: Bytes) -> Result<Request<Full<Bytes>>, Refusal> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let host = uri.authority().ok_or(Refusal::Unreadable)?;
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, host.as_str())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .body(Full::new(body))
        .map_err(|_| Refusal::Unreadable)
}
