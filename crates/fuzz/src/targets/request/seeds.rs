//! Right requests of every endpoint, about what is really there, and what stands in requests.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::endpoint::{Gate, Method, fill};

use crate::endpoints::{self, Declared, names};
use crate::sample::{Choice, sample};
use crate::targets::json;
use crate::town::{TOWN, Who};

/// Where identifiers are found that stand for `{resident}` in a path and for `resident_id` in a body.
const REAL: [(&str, &str); 17] = [
    (
        "resident",
        "SELECT DISTINCT resident_id FROM access_grant WHERE district_id = $1 LIMIT $2",
    ),
    (
        "booking",
        "SELECT id FROM booking WHERE district_id = $1 LIMIT $2",
    ),
    (
        "contract",
        "SELECT id FROM contract WHERE district_id = $1 LIMIT $2",
    ),
    (
        "service",
        "SELECT id FROM service WHERE district_id = $1 LIMIT $2",
    ),
    (
        "follow_up",
        "SELECT id FROM follow_up WHERE district_id = $1 LIMIT $2",
    ),
    (
        "message",
        "SELECT id FROM message WHERE district_id = $1 LIMIT $2",
    ),
    (
        "session",
        "SELECT id FROM clinic_session WHERE district_id = $1 ORDER BY held_on DESC LIMIT $2",
    ),
    (
        "registration",
        "SELECT id FROM registration WHERE district_id = $1 LIMIT $2",
    ),
    (
        "device",
        "SELECT id FROM device WHERE district_id = $1 LIMIT $2",
    ),
    (
        "team",
        "SELECT id FROM team WHERE district_id = $1 LIMIT $2",
    ),
    (
        "staff",
        "SELECT id FROM staff WHERE district_id = $1 LIMIT $2",
    ),
    (
        "cover",
        "SELECT id FROM team_cover WHERE district_id = $1 LIMIT $2",
    ),
    (
        "grant",
        "SELECT id FROM access_grant WHERE district_id = $1 LIMIT $2",
    ),
    (
        "push",
        "SELECT id FROM push WHERE district_id = $1 LIMIT $2",
    ),
    (
        "home_measurement",
        "SELECT id FROM home_measurement WHERE district_id = $1 LIMIT $2",
    ),
    (
        "institution",
        "SELECT id FROM institution WHERE district_id = $1 LIMIT $2",
    ),
    (
        "household",
        "SELECT id FROM household WHERE district_id = $1 LIMIT $2",
    ),
];

/// Real identifiers by what they name.
static IDS: LazyLock<BTreeMap<&str, Vec<String>>> =
    LazyLock::new(|| REAL.map(|(name, sql)| (name, TOWN.ids(sql))).into());

fn real(name: &str, turn: usize) -> Option<String> {
    let ids = IDS.get(name.strip_suffix("_id").unwrap_or(name))?;
    ids.get(turn % ids.len().max(1)).cloned()
}

/// Requests of each endpoint, by those whom it is open to.
pub fn all() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = ENDS.iter().map(|text| text.as_bytes().to_vec()).collect();
    for declared in endpoints::ALL.iter() {
        let senders: &[Who] = match declared.gate {
            Gate::Open => &[Who::Visitor, Who::Resident],
            Gate::Resident => &[Who::Resident],
            Gate::SignedIn => &[Who::Resident, Who::Doctor],
            Gate::Staff => &[Who::Doctor, Who::Desk, Who::Administrator],
        };
        for (turn, who) in senders.iter().enumerate() {
            seeds.push(request(declared, *who, turn));
        }
    }
    seeds
}

/// A right request, or nearly.
fn request(declared: &Declared, who: Who, turn: usize) -> Vec<u8> {
    let known = |name: &str| match name {
        // The first page; cursors come with the answers.
        "cursor" => Some(real("resident", turn).unwrap_or_default()),
        _ => real(name, turn),
    };
    let choice = Choice {
        whole: turn == 0,
        turn,
        known: &known,
    };
    let written = |part: &endpoints::Part| (part.write)(&sample(&part.schema, choice));
    let values: Vec<String> = names(declared.path)
        .map(|name| known(name).unwrap_or_else(|| domain::ids::Uuid::from([7; 16]).to_string()))
        .collect();
    let mut text = vec![who.letter(), b' '];
    text.extend(declared.method.as_str().bytes());
    text.push(b' ');
    text.extend(fill(declared.path, &values).bytes());
    if let Some(query) = declared.query.as_ref().and_then(written) {
        text.push(b'?');
        text.extend(query);
    }
    if declared.method == Method::Post {
        text.extend(b"\nidempotency-key: k\ncontent-type: application/json\nif-match: \"1\"");
    }
    text.extend(b"\nhost: localhost\n\n");
    text.extend(declared.body.as_ref().and_then(written).unwrap_or_default());
    text
}

/// What is no endpoint, and headers that requests seldom have.
const ENDS: [&str; 9] = [
    "- GET /",
    "- GET /sw.js\nif-none-match: \"x\"\nrange: bytes=0-3",
    "- GET /record/x?a=b\naccept-encoding: br, gzip",
    "- GET /r/x/app.js\nif-modified-since: Tue, 24 Nov 2026 02:00:00 GMT",
    "- GET /api/v1/openapi.json\naccept-encoding: gzip",
    "- GET /readyz",
    "- OPTIONS /api/v1/session\norigin: https://elsewhere.example",
    "- GET /api/v1/session\ncookie: jiayi=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\nx-forwarded-for: 192.0.2.1, ::1\nuser-agent: Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0",
    "r POST /api/v1/codes\nsec-fetch-site: cross-site\ncontent-type: text/plain\n\n{}",
];

/// Words of requests.
pub fn words() -> Vec<Vec<u8>> {
    let mut words = (json::TARGET.words)();
    words.extend(IDS.values().flatten().map(|id| id.as_bytes().to_vec()));
    let parts = endpoints::ALL
        .iter()
        .flat_map(|declared| declared.path.split('/'));
    words.extend(
        parts
            .filter(|part| !part.starts_with('{'))
            .map(|part| format!("/{part}").into_bytes()),
    );
    words.extend(crate::targets::words(&[
        "GET",
        "POST",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "\n\n",
        "cursor=",
        "~",
        "0~",
        "1~2026-11-24~",
        "q=",
        "%00",
        "%2e",
        "%2f",
        "%64",
        "..",
        "/r/",
        ".br",
        "build.json",
        "index.html",
        "if-match: W/\"1\"",
        "\"1\"",
        "\"9223372036854775807\"",
        "idempotency-key: ",
        "x-forwarded-for: ",
        "sec-fetch-site: ",
        "same-origin",
        "origin: ",
        "cookie: jiayi=",
        "jiayi-browser=",
        "content-type: application/json; charset=utf-8",
        "accept-encoding: gzip",
        "range: bytes=",
        "13800000001",
        "430202195803120134",
        "hetang-2026",
        "gp.yuetang",
    ]));
    words
}
