//! What is set up for WeChat: the service account, our own public address, WeChat's addresses. All
//! of it comes from `serve`'s flags, the environment or the configuration file; without an AppID
//! nothing of WeChat is on.

use std::fmt;
use std::path::{Path, PathBuf};

use axum::http::Uri;
use clap::{Args, ValueEnum};

/// The longest verification file; WeChat's have some twenty characters.
const LONGEST_PROOF: u64 = 256;

/// Flags of `serve` about WeChat.
#[derive(Args, Clone, Debug, Default)]
pub struct WeChatFlags {
    /// AppID of the service account in WeChat; without it, nothing of WeChat is on.
    #[arg(long, value_name = "APPID", env = "JIAYI_WECHAT_APP_ID")]
    wechat_app_id: Option<String>,
    /// File with the account's AppSecret, for the service's own user alone (0600).
    #[arg(long, value_name = "FILE", env = "JIAYI_WECHAT_SECRET_FILE")]
    wechat_secret_file: Option<PathBuf>,
    /// Public address of this service as people open it in WeChat (https://jiayi.example.cn).
    #[arg(long, value_name = "URL", env = "JIAYI_WECHAT_SITE")]
    wechat_site: Option<String>,
    /// The file MP_verify_….txt that WeChat asks for at the top of the domain.
    #[arg(long, value_name = "FILE", env = "JIAYI_WECHAT_VERIFY_FILE")]
    wechat_verify_file: Option<PathBuf>,
    /// Template of subscription messages; without it, nobody is reminded in WeChat.
    #[arg(long, value_name = "ID", env = "JIAYI_WECHAT_TEMPLATE")]
    wechat_template: Option<String>,
    /// The template's field for what the reminder is of.
    #[arg(
        long,
        value_name = "NAME",
        env = "JIAYI_WECHAT_TEMPLATE_WHAT",
        default_value = "thing1"
    )]
    wechat_template_what: Option<String>,
    /// The template's field for the day.
    #[arg(
        long,
        value_name = "NAME",
        env = "JIAYI_WECHAT_TEMPLATE_DAY",
        default_value = "time2"
    )]
    wechat_template_day: Option<String>,
    /// What agreeing to the template allows.
    #[arg(long, value_enum, env = "JIAYI_WECHAT_TEMPLATE_FOR", default_value_t = Allows::Once)]
    wechat_template_for: Allows,
    /// Where WeChat's API is.
    #[arg(
        long,
        value_name = "URL",
        env = "JIAYI_WECHAT_API",
        default_value = "https://api.weixin.qq.com"
    )]
    wechat_api: Option<String>,
    /// Where WeChat's sign-in page is.
    #[arg(
        long,
        value_name = "URL",
        env = "JIAYI_WECHAT_OPEN",
        default_value = "https://open.weixin.qq.com"
    )]
    wechat_open: Option<String>,
    /// Where WeChat's JS-SDK is.
    #[arg(
        long,
        value_name = "URL",
        env = "JIAYI_WECHAT_SDK",
        default_value = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
    )]
    wechat_sdk: Option<String>,
}

/// What agreeing to a template allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Allows {
    /// One message (一次性订阅).
    #[default]
    Once,
    /// Messages until the person says otherwise (长期订阅); open to public medical services.
    Always,
}

/// A template of subscription messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// Its field for what the reminder is of.
    pub what: String,
    /// Its field for the day.
    pub day: String,
    /// What agreeing allows.
    pub allows: Allows,
}

/// The file that proves to WeChat that a domain is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// `MP_verify_….txt`
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// What is set up.
#[derive(Clone)]
pub struct Settings {
    /// AppID.
    pub app_id: String,
    /// AppSecret.
    pub secret: String,
    /// Our own public address, without a slash at its end.
    pub site: String,
    /// WeChat's API, without a slash at its end.
    pub api: String,
    /// WeChat's sign-in page, without a slash at its end.
    pub open: String,
    /// The JS-SDK.
    pub sdk: String,
    /// Proof for WeChat.
    pub proof: Option<Proof>,
    /// Reminders.
    pub template: Option<Template>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WeChat account {} for {}", self.app_id, self.site)
    }
}

impl Settings {
    /// Scheme and host of the JS-SDK, for the page's policy.
    #[must_use]
    pub fn sdk_origin(&self) -> &str {
        origin(&self.sdk)
    }
}

impl WeChatFlags {
    /// What these flags set up; `None` where they set up nothing. The error is for whoever starts
    /// the service, and holds no secret.
    pub fn settings(&self) -> Result<Option<Settings>, String> {
        let Some(app_id) = self.wechat_app_id.clone() else {
            return Ok(None);
        };
        if app_id.is_empty() || !app_id.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err("--wechat-app-id is letters and digits (wx…)".to_owned());
        }
        let site = self
            .wechat_site
            .as_deref()
            .ok_or("--wechat-app-id needs --wechat-site, the address that people open")?;
        let template = self.wechat_template.clone().map(|id| Template {
            id,
            what: self.wechat_template_what.clone().unwrap_or_default(),
            day: self.wechat_template_day.clone().unwrap_or_default(),
            allows: self.wechat_template_for,
        });
        Ok(Some(Settings {
            app_id,
            secret: self.secret()?,
            site: base("--wechat-site", Some(site))?,
            api: base("--wechat-api", self.wechat_api.as_deref())?,
            open: base("--wechat-open", self.wechat_open.as_deref())?,
            sdk: address("--wechat-sdk", self.wechat_sdk.as_deref())?,
            proof: self.wechat_verify_file.as_deref().map(proof).transpose()?,
            template,
        }))
    }

    fn secret(&self) -> Result<String, String> {
        let path = self
            .wechat_secret_file
            .as_ref()
            .ok_or("--wechat-app-id needs --wechat-secret-file, with the account's AppSecret")?;
        let secret = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let secret = secret.trim();
        if secret.is_empty() || !secret.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err("the AppSecret of WeChat is letters and digits".to_owned());
        }
        Ok(secret.to_owned())
    }
}

/// An address without a path.
fn base(flag: &str, given: Option<&str>) -> Result<String, String> {
    let given = address(flag, given)?;
    let base = given.trim_end_matches('/');
    if base == origin(base) {
        Ok(base.to_owned())
    } else {
        Err(format!("{flag} is https:// and a host, without a path"))
    }
}

/// An address that is encrypted, or on this machine.
fn address(flag: &str, given: Option<&str>) -> Result<String, String> {
    let wrong = || format!("{flag} is no address (https://…)");
    let given = given.ok_or_else(wrong)?;
    let uri: Uri = given.parse().map_err(|_| wrong())?;
    let host = uri.host().ok_or_else(wrong)?;
    let here = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
    let odd = |c: char| matches!(c, ';' | ',' | '\'' | '"' | '#' | '?') || c.is_whitespace();
    match uri.scheme_str() {
        _ if given.contains(odd) || given.contains('@') => Err(wrong()),
        Some("https") => Ok(given.to_owned()),
        Some("http") if here => Ok(given.to_owned()),
        _ => Err(format!("{flag} must be https://")),
    }
}

/// Scheme, host and port of an address.
fn origin(address: &str) -> &str {
    let from = address.find("://").map_or(0, |at| at + 3);
    let rest = address.get(from..).unwrap_or("");
    let end = rest.find('/').map_or(address.len(), |at| from + at);
    address.get(..end).unwrap_or(address)
}

fn proof(path: &Path) -> Result<Proof, String> {
    let told = |what: &str| format!("{}: {what}", path.display());
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|name| {
            let inner = name.strip_prefix("MP_verify_");
            let inner = inner.and_then(|rest| rest.strip_suffix(".txt"));
            inner.is_some_and(|rest| {
                !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric())
            })
        })
        .ok_or_else(|| told("the file is called MP_verify_….txt, as WeChat gave it"))?;
    let size = std::fs::metadata(path).map_err(|error| told(&error.to_string()))?;
    if size.len() > LONGEST_PROOF {
        return Err(told("is longer than any such file"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| told(&error.to_string()))?;
    Ok(Proof {
        name: name.to_owned(),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(site: &str) -> Result<Option<Settings>, String> {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "0123abcd\n").unwrap();
        let flags = WeChatFlags {
            wechat_app_id: Some("wx0001".to_owned()),
            wechat_secret_file: Some(secret),
            wechat_site: Some(site.to_owned()),
            wechat_api: Some("https://api.weixin.qq.com/".to_owned()),
            wechat_open: Some("https://open.weixin.qq.com".to_owned()),
            wechat_sdk: Some("https://res.wx.qq.com/open/js/jweixin-1.6.0.js".to_owned()),
            ..WeChatFlags::default()
        };
        flags.settings()
    }

    #[test]
    fn what_is_set_up_is_read_and_the_secret_is_shown_nowhere() {
        let settings = settings("https://jiayi.example.cn/").unwrap().unwrap();
        assert_eq!(settings.site, "https://jiayi.example.cn");
        assert_eq!(settings.api, "https://api.weixin.qq.com");
        assert_eq!(settings.sdk_origin(), "https://res.wx.qq.com");
        assert_eq!(settings.secret, "0123abcd");
        assert!(!format!("{settings:?}").contains("0123abcd"));
        assert!(WeChatFlags::default().settings().unwrap().is_none());
    }

    #[test]
    fn an_address_in_the_clear_or_with_more_than_a_host_is_refused() {
        for (site, good) in [
            ("http://127.0.0.1:8080", true),
            ("http://jiayi.example.cn", false),
            ("https://jiayi.example.cn/app", false),
            ("https://jiayi.example.cn; script-src *", false),
            ("https://me@jiayi.example.cn", false),
            ("jiayi.example.cn", false),
        ] {
            assert_eq!(settings(site).is_ok(), good, "{site}");
        }
    }

    #[test]
    fn only_the_file_that_wechat_gives_is_taken_as_proof() {
        let folder = tempfile::tempdir().unwrap();
        for (name, good) in [
            ("MP_verify_aB3dE5fG7hI9jK1l.txt", true),
            ("MP_verify_.txt", false),
            ("MP_verify_a.b.txt", false),
            ("index.html", false),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, "aB3dE5fG7hI9jK1l").unwrap();
            assert_eq!(proof(&path).is_ok(), good, "{name}");
        }
    }
}
