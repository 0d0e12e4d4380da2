//! What the running service holds: one value, made at start, shared by all requests.

use std::path::PathBuf;
use std::sync::Arc;

use domain::grant::HelperTerm;

use crate::audit::spill::{Spill, SpillError};
use crate::auth::codes::CodeLimits;
use crate::auth::passwords::Passwords;
use crate::auth::session::SessionLimits;
use crate::auth::sms::{self, NoGateway, SmsGateway};
use crate::clock::Clock;
use crate::db::Store;
use crate::district::District;
use crate::failure::Failure;
use crate::http::cookie::SessionCookie;
use crate::metrics::Requests;
use crate::seal::Keys;
use crate::wechat::WeChat;

/// Shared by all requests.
pub struct App {
    /// Storage.
    pub store: Store,
    /// The district that the storage belongs to.
    pub district: District,
    /// Keys for sealed fields.
    pub keys: Arc<Keys>,
    /// Where rows of the trail wait while the storage takes none.
    pub spill: Arc<Spill>,
    /// What was answered, counted.
    pub requests: Requests,
    /// What time it is.
    pub clock: Clock,
    /// Way to a phone.
    pub sms: Arc<dyn SmsGateway>,
    /// Password hashing, as much of it at a time as the machine can bear.
    pub passwords: Passwords,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// How often sign-in codes may be asked for and tried.
    pub codes: CodeLimits,
    /// How long a helper may act.
    pub helper_term: HelperTerm,
    /// Name and flags of the session cookie.
    pub cookie: SessionCookie,
    /// WeChat, where an account is set up.
    pub wechat: Option<Arc<WeChat>>,
    /// Whether the address of a caller is taken from `X-Forwarded-For`, which only a proxy in
    /// front may have written.
    pub behind_proxy: bool,
}

/// What is decided at start, from the command line.
pub struct Settings {
    /// What time it is.
    pub clock: Clock,
    /// Program that sends text messages; needed where the district is no demo.
    pub sms_command: Option<PathBuf>,
    /// How long a helper may act.
    pub helper_term: HelperTerm,
    /// Name and flags of the session cookie.
    pub cookie: SessionCookie,
    /// Whether a trusted proxy stands in front.
    pub behind_proxy: bool,
    /// Size of the file that takes the trail while the storage does not, in bytes.
    pub spill_bytes: u64,
}

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The storage does not answer, or the keys are not its own.
    #[error("the district cannot be read ({0}); is this the key file that the data was made with?")]
    District(Failure),
    /// A folder without a district.
    #[error("there is no district in this folder; make one with `jiayi-backend demo`")]
    NoDistrict,
    /// No way to a phone.
    #[error(transparent)]
    Sms(#[from] NoGateway),
    /// Another day than today, in a district whose records are real.
    #[error("--now is for demos: the records of a real district need the real date")]
    MovedClock,
    /// The trail would have nowhere to go while the storage is busy.
    #[error("the file that keeps the trail while the storage is busy cannot be used: {0}")]
    Spill(#[from] SpillError),
    /// Passwords cannot be checked.
    #[error("passwords cannot be checked: {0}")]
    Passwords(Failure),
}

impl App {
    /// Puts the service together.
    pub fn start(store: Store, keys: Keys, settings: Settings) -> Result<Self, StartError> {
        let district = store
            .read_here(|tx| District::load(tx, &keys))
            .map_err(StartError::District)?
            .ok_or(StartError::NoDistrict)?;
        if !district.demo && !matches!(settings.clock, Clock::System) {
            return Err(StartError::MovedClock);
        }
        let keys = Arc::new(keys);
        let spill = Spill::open(store.folder(), keys.clone(), settings.spill_bytes)?;
        Ok(Self {
            spill: Arc::new(spill),
            requests: Requests::default(),
            sms: sms::gateway(&district, settings.sms_command)?,
            passwords: Passwords::new().map_err(StartError::Passwords)?,
            sessions: SessionLimits::default(),
            codes: CodeLimits::of(district.demo),
            store,
            district,
            keys,
            clock: settings.clock,
            helper_term: settings.helper_term,
            cookie: settings.cookie,
            behind_proxy: settings.behind_proxy,
            wechat: None,
        })
    }
}
