//! A town with a WeChat of its own, and browsers that go to and fro between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use backend::app::App;
use backend::auth::codes::CodeLimits;
use backend::http::router;
use backend::wechat::{Allows, Proof, Settings, Template, WeChat};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wechat_sim::{Account, Person, Sim};

use crate::common::Town;
use crate::exchange::{Answer, exchange};

/// Where people open the service.
pub const SITE: &str = "http://127.0.0.1:8099";
/// Phone of 王桂英.
pub const PHONE: &str = "13812345671";
/// The template of reminders.
pub const TEMPLATE: &str = "tmpl-0001";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 14; V2307A Build/UP1A; wv) AppleWebKit/537.36 \
    (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 XWEB/1340129 \
    MMWEBSDK/20250201 MicroMessenger/8.0.58.2800(0x28003A3D) WeChat/arm64 Weixin NetType/WIFI \
    Language/zh_CN ABI/arm64";

/// A WeChat.
pub async fn sim() -> Sim {
    let account = Account {
        app_id: "wx0001".to_owned(),
        secret: "0123abcd".to_owned(),
        domain: "127.0.0.1:8099".to_owned(),
        template: (
            TEMPLATE.to_owned(),
            vec!["thing1".to_owned(), "time2".to_owned()],
        ),
    };
    Sim::start(account, 0).await.unwrap()
}

/// What the town has set up for this WeChat.
pub fn settings(wechat: &str, allows: Allows) -> Settings {
    Settings {
        app_id: "wx0001".to_owned(),
        secret: "0123abcd".to_owned(),
        site: SITE.to_owned(),
        api: wechat.to_owned(),
        open: wechat.to_owned(),
        sdk: format!("{wechat}/jweixin.js"),
        proof: Some(Proof {
            name: "MP_verify_aB3dE5fG7hI9jK1l.txt".to_owned(),
            text: "aB3dE5fG7hI9jK1l".to_owned(),
        }),
        template: Some(Template {
            id: TEMPLATE.to_owned(),
            what: "thing1".to_owned(),
            day: "time2".to_owned(),
            allows,
        }),
    }
}

/// The town's service with this WeChat.
pub fn app(town: &Town, settings: Settings) -> Arc<App> {
    app_with(town, Arc::new(WeChat::new(settings).unwrap()))
}

/// The town's service with what is held of a WeChat already.
pub fn app_with(town: &Town, wechat: Arc<WeChat>) -> Arc<App> {
    Arc::new(App {
        wechat: Some(wechat),
        // The clock stands still, and some phones are proved twice.
        codes: CodeLimits {
            again_in: 0,
            ..CodeLimits::of(true)
        },
        ..town.app()
    })
}

/// A browser in WeChat, at the door of one service.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn at(app: &Arc<App>) -> Self {
        Self {
            router: router(app.clone(), None),
            cookies: BTreeMap::new(),
        }
    }

    /// The same browser at the door of another service, or of this one later.
    pub fn moved_to(&self, app: &Arc<App>) -> Self {
        Self {
            cookies: self.cookies.clone(),
            ..Self::at(app)
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "").await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> Answer {
        self.send("POST", path, body).await
    }

    pub async fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let cookie: Vec<String> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let key = crate::common::new_id::<domain::ids::Uuid>().to_string();
        let headers = [
            ("cookie", &*cookie.join("; ")),
            ("content-type", "application/json"),
            ("idempotency-key", &key),
            ("user-agent", ANDROID),
        ];
        let answer = exchange(&self.router, method, path, &headers, body).await;
        for set in answer.headers.get_all("set-cookie") {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// Begins to sign in; gives the address in WeChat.
    pub async fn start(&mut self, to: &str) -> String {
        let path = format!("/api/v1/wechat/sign-in?to={to}");
        let answer = self.get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.header("location").to_owned()
    }

    /// Goes through WeChat; gives the path that it comes back to.
    pub async fn through_wechat(&mut self, address: &str) -> String {
        let address = address.split('#').next().unwrap();
        let back = fetch(address).await.location;
        back.strip_prefix(SITE).expect("not sent back").to_owned()
    }

    /// Signs in by WeChat; gives where that leads.
    pub async fn sign_in(&mut self, to: &str) -> String {
        let address = self.start(to).await;
        let back = self.through_wechat(&address).await;
        self.come_back(&back).await
    }

    pub async fn come_back(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.header("location").to_owned()
    }

    /// Signs in by a code sent to a phone.
    pub async fn prove(&mut self, phone: &str) {
        let sent = self
            .post("/api/v1/codes", &format!(r#"{{"phone":"{phone}"}}"#))
            .await
            .json();
        let code = sent["demo_code"].as_str().unwrap();
        let body = format!(r#"{{"phone":"{phone}","code":"{code}"}}"#);
        let answer = self.post("/api/v1/sessions/resident", &body).await;
        assert_eq!(answer.status, StatusCode::OK);
    }

    /// Signs in by WeChat, proves the phone and binds both.
    pub async fn bind(&mut self, phone: &str) {
        assert_eq!(self.sign_in("/messages").await, "/wechat");
        self.prove(phone).await;
        let bound = self.post("/api/v1/wechat/link", "").await;
        assert_eq!(bound.status, StatusCode::OK);
    }

    /// The masked phone that is signed in; empty for a visitor.
    pub async fn phone(&mut self) -> String {
        let session = self.get("/api/v1/session").await.json();
        let phone = session["account"]["phone_masked"].as_str();
        phone.unwrap_or("").to_owned()
    }
}

/// Somebody with this openid holds the phone.
pub fn held_by(sim: &Sim, openid: &str) {
    sim.with(|state| {
        state.person = Person {
            openid: openid.to_owned(),
            snapshot: false,
        };
    });
}

/// What WeChat answers to a browser.
pub struct Fetched {
    pub location: String,
    pub body: String,
}

/// Opens an address of the stand-in.
pub async fn fetch(url: &str) -> Fetched {
    let (host, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "GET /{path} HTTP/1.1\r\nhost: {host}\r\nuser-agent: {ANDROID}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let location = head
        .lines()
        .find_map(|line| line.strip_prefix("location: "));
    Fetched {
        location: location.unwrap_or("").to_owned(),
        body: body.to_owned(),
    }
}
