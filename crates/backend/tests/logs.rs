//! Nothing personal is in the log, and no number in the files: canaries are planted in requests that
//! succeed and that fail in every way, over a real socket, with the log of the whole stack at its
//! most talkative; then everything that was written is searched.

mod common;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use backend::http::router;
use common::{Home, Town, new_id};
use domain::ids::Uuid;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tracing_subscriber::fmt::MakeWriter;

const NAME: &str = "周小红";
const NATIONAL_ID: &str = "430202199003070026";
const PHONE: &str = "13812345671";
const ADDRESS: &str = "麻园社区金丝雀路";
const PASSWORD: &str = "Canary-Password-9";
const TOKEN: &str = "canarytokencanarytokencanarytokencanarytoken";
const WORDS: &str = "这句话只有她自己知道";

/// The log, as it would be on standard error.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

async fn listen(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// Sends one request and gives the whole answer.
async fn send(to: SocketAddr, line: &str, cookie: &str, body: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(to).await.unwrap();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {cookie}\r\n\
         content-type: application/json\r\nidempotency-key: {}\r\nuser-agent: {NAME} {PHONE}\r\n\
         content-length: {}\r\n\r\n{body}",
        new_id::<Uuid>(),
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A body that is refused before it is read ends the connection hard.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    let status = answer.split(' ').nth(1).unwrap_or("0");
    status.parse().unwrap()
}

fn register(id: Uuid, town: &Town, national_id: &str) -> String {
    serde_json::json!({
        "id": id, "name": NAME, "national_id": national_id, "relation": "child",
        "institution_id": town.ids.centre, "address": ADDRESS, "note": WORDS,
    })
    .to_string()
}

/// A text as it might be written down: as it is, and in the usual disguises.
fn forms(canary: &str) -> Vec<String> {
    let bytes = canary.as_bytes();
    let join = |form: fn(&u8) -> String| bytes.iter().map(form).collect::<String>();
    let escaped = canary.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    let numbers: Vec<_> = bytes.iter().map(u8::to_string).collect();
    vec![
        canary.to_owned(),
        join(|byte| format!("%{byte:02X}")),
        join(|byte| format!("%{byte:02x}")),
        join(|byte| format!("{byte:02x}")),
        join(|byte| format!("{byte:02X}")),
        join(|byte| format!("\\x{byte:02x}")),
        escaped.collect(),
        canary.escape_unicode().to_string(),
        base64(bytes),
        numbers.join(", "),
    ]
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // Whole groups only: the end depends on what follows.
    bytes
        .chunks_exact(3)
        .flat_map(|three| {
            let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
            [18, 12, 6, 0].map(|shift| char::from(DIGITS[(bits >> shift) as usize & 63]))
        })
        .collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_canary_is_in_the_log_and_no_number_in_the_files() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .init();

    let town = Town::at_home(Home::file()).await;
    let app = Arc::new(town.app());
    let to = listen(router(app.clone(), None)).await;
    let staff = town.signed_in(town.ids.gp).await.cookie().to_owned();

    // What succeeds.
    let phone = format!(r#"{{"phone":"{PHONE}"}}"#);
    let sent = send(to, "POST /api/v1/codes", "", &phone).await;
    let code = sent.split("\"demo_code\":\"").nth(1).unwrap()[..6].to_owned();
    let sign_in = format!(r#"{{"phone":"{PHONE}","code":"{code}"}}"#);
    let signed = send(to, "POST /api/v1/sessions/resident", "", &sign_in).await;
    let cookie = signed.split("set-cookie: ").nth(1).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let token = cookie.split('=').nth(1).unwrap().to_owned();
    let whole = register(new_id(), &town, NATIONAL_ID);
    let made = send(to, "POST /api/v1/registrations", &cookie, &whole).await;
    assert_eq!((status(&signed), status(&made)), (200, 200), "{made}");
    let record = format!("GET /api/v1/residents/{}/record", town.ids.wang.0);
    assert_eq!(status(&send(to, &record, &cookie, "").await), 200);

    // What fails, each in its own way.
    let wrong = format!(r#"{{"phone":"{PHONE}","code":"000000"}}"#);
    let bad_phone = format!(r#"{{"phone":"{PHONE}99"}}"#);
    let staff_sign_in = format!(r#"{{"login":"{NAME}","password":"{PASSWORD}"}}"#);
    let cut = &whole[..whole.len() - 1];
    let deep = format!("{}{WORDS}", "[".repeat(4000));
    let large = format!("\"{}\"", WORDS.repeat(20_000));
    let own = cookie.as_str();
    let foreign = format!("jiayi={TOKEN}");
    let encoded: String = forms(NAME)[1].clone();
    let query = format!("GET /api/v1/residents?q={PHONE}&name={encoded}");
    let in_path = format!("GET /api/v1/residents/{NATIONAL_ID}/record");
    let nowhere = format!("GET /api/v1/{PHONE}/{encoded}");
    let method = format!("PUT /api/v1/residents/{NATIONAL_ID}/record");
    let invalid = register(new_id(), &town, &NATIONAL_ID.replace("0026", "0027"));
    for (line, cookie, body) in [
        ("POST /api/v1/sessions/resident", "", wrong.as_str()),
        ("POST /api/v1/codes", "", &bad_phone),
        ("POST /api/v1/sessions/staff", "", &staff_sign_in),
        ("POST /api/v1/registrations", own, cut),
        ("POST /api/v1/registrations", own, &deep),
        ("POST /api/v1/registrations", own, &large),
        ("POST /api/v1/registrations", own, &invalid),
        ("POST /api/v1/registrations", &foreign, &whole),
        ("POST /api/v1/registrations", &staff, &whole),
        (&in_path, own, ""),
        (&nowhere, own, ""),
        (&method, own, &whole),
    ] {
        let answer = send(to, line, cookie, body).await;
        assert!((400..500).contains(&status(&answer)), "{line}\n{answer}");
    }
    send(to, &query, &staff, "").await;
    // Not even where the storage itself is at fault.
    let file = town.store.folder().join("jiayi.db");
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection
        .execute_batch("ALTER TABLE registration RENAME TO gone")
        .unwrap();
    let again = register(new_id(), &town, NATIONAL_ID);
    let broken = send(to, "POST /api/v1/registrations", &cookie, &again).await;
    assert_eq!(status(&broken), 500);

    let written = log.0.lock().unwrap().clone();
    let text = String::from_utf8(written).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains("get_record") && line.contains("\"status\":200"))
        .unwrap();
    for field in ["\"request\":", "\"operation\":", "\"ms\":", "\"method\":"] {
        assert!(line.contains(field), "{line}");
    }
    assert!(text.contains("a request failed"), "the fault left no line");
    for canary in [
        NAME,
        NATIONAL_ID,
        PHONE,
        ADDRESS,
        PASSWORD,
        TOKEN,
        WORDS,
        &token,
        "138****5671",
        "4302**********0026",
        "王桂英",
    ] {
        for form in forms(canary) {
            assert!(!text.contains(&form), "{canary} as {form}");
        }
    }
    let quoted = format!("\"{code}\"");
    assert!(!text.contains(&quoted), "the code");

    let folder = town.store.folder();
    for name in ["jiayi.db", "jiayi.db-wal", "audit-spill"] {
        let bytes = read(folder, name);
        for number in [NATIONAL_ID, PHONE, "430202195803120126"] {
            let wide: String = number.chars().flat_map(|c| [c, '\0']).collect();
            assert!(
                !holds(&bytes, number) && !holds(&bytes, &wide),
                "{number} in {name}"
            );
        }
    }
    assert!(
        holds(&read(folder, "jiayi.db-wal"), "王桂英"),
        "the search finds nothing"
    );
}
