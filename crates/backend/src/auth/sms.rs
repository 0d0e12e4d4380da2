//! The way to a phone. A gateway sends one text message; which one is used is decided at start,
//! and only a demo district may show the code instead of sending it.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use domain::person::Phone;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::district::District;

/// A message that is not sent after this time is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is on its way to the phone.
    ToPhone,
    /// It is shown to whoever asked; demo districts only.
    Shown,
}

/// A message could not be sent. Holds neither the phone nor the code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text message was not sent: {0}")]
pub struct SmsError(pub String);

/// Why there is no way to a phone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoGateway {
    /// A real district without a gateway.
    #[error(
        "district {0} is no demo, so sign-in codes must be sent: \
         give --sms-command PROGRAM (it reads one JSON object {{\"phone\", \"code\"}} from its input)"
    )]
    NotConfigured(String),
}

/// Something that sends a code to a phone.
pub trait SmsGateway: Send + Sync {
    /// Sends a code.
    fn send<'a>(
        &'a self,
        phone: &'a Phone,
        code: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Sent, SmsError>> + Send + 'a>>;
}

/// The gateway of a district.
pub fn gateway(
    district: &District,
    command: Option<PathBuf>,
) -> Result<Arc<dyn SmsGateway>, NoGateway> {
    match command {
        Some(program) => Ok(Arc::new(CommandGateway { program })),
        None if district.demo => Ok(Arc::new(DemoGateway)),
        None => Err(NoGateway::NotConfigured(district.name.clone())),
    }
}

/// Sends nothing; the code is shown to whoever asked.
struct DemoGateway;

impl SmsGateway for DemoGateway {
    fn send<'a>(
        &'a self,
        _: &'a Phone,
        _: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Sent, SmsError>> + Send + 'a>> {
        Box::pin(async { Ok(Sent::Shown) })
    }
}

/// Hands the message to a program of the district, so that any provider can be used. Phone and
/// code go through its input: the arguments of a program can be read by everybody on the machine.
struct CommandGateway {
    program: PathBuf,
}

impl CommandGateway {
    async fn run(&self, phone: &Phone, code: &str) -> Result<(), SmsError> {
        let failed = |error: std::io::Error| SmsError(error.kind().to_string());
        let mut child = Command::new(&self.program)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let message = serde_json::json!({ "phone": phone.as_str(), "code": code }).to_string();
        if let Some(mut input) = child.stdin.take() {
            input.write_all(message.as_bytes()).await.map_err(failed)?;
        }
        let status = child.wait().await.map_err(failed)?;
        if status.success() {
            Ok(())
        } else {
            Err(SmsError(status.to_string()))
        }
    }
}

impl SmsGateway for CommandGateway {
    fn send<'a>(
        &'a self,
        phone: &'a Phone,
        code: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Sent, SmsError>> + Send + 'a>> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.run(phone, code)).await {
                Ok(outcome) => outcome.map(|()| Sent::ToPhone),
                Err(_) => Err(SmsError("it took too long".to_owned())),
            }
        })
    }
}
