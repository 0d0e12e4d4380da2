//! The page for whom the client does not open: a browser that is too old, or one without scripts.
//! Says what to do about it and whom to call, from what the district has entered. Needs neither a
//! script nor a picture; index.html leads here.

use std::fmt::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, header};
use domain::api::directory::Institution;

use crate::app::App;
use crate::resources::directory;

/// Its own style sheet, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

const HEAD: &str = "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    <meta name=\"robots\" content=\"noindex\"><title>家医</title>\
    <link rel=\"stylesheet\" href=\"/phones.css\"></head><body><main>\
    <h1>请先更新微信或浏览器</h1>\
    <p>这部手机上的版本太旧，打不开家医。更新微信，或换一个新的浏览器，再打开就好。您的资料没有变。</p>\
    <p>如果关掉了浏览器的 JavaScript，请在设置里打开，再<a href=\"/\">重新打开</a>。</p>\
    <div lang=\"en\"><h2>Please update WeChat or your browser</h2>\
    <p>This version is too old for Jiayi. Update it, or use another browser. Nothing has been lost. \
    If JavaScript is turned off, turn it on in the settings and <a href=\"/\">open Jiayi again</a>.</p></div>\
    <h2>也可以打电话 <span lang=\"en\">Or call</span></h2><ul>";

/// Answers the page. Without the storage it still has the number that the service itself knows.
pub(super) async fn page(State(app): State<Arc<App>>) -> Response<Body> {
    let district = app.district.id.clone();
    let institutions = app
        .store
        .read(move |tx| directory::institutions(tx, &district))
        .await
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "the institutions' phones are not told");
            Vec::new()
        });
    let page = written(
        &app.district.name,
        &app.district.service_phone,
        &institutions,
    );
    let mut response = Response::new(Body::from(page));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn written(district: &str, service_phone: &str, institutions: &[Institution]) -> String {
    let mut page = HEAD.to_owned();
    let mut row = |name: &str, address: &str, phone: &str| {
        if phone.is_empty() {
            return;
        }
        let (name, address, phone) = (escaped(name), escaped(address), escaped(phone));
        // Writing to a text does not fail.
        let _ = write!(
            page,
            "<li><strong>{name}</strong> <a href=\"tel:{phone}\">{phone}</a><br>{address}</li>"
        );
    };
    row(&[district, "家医服务热线"].concat(), "", service_phone);
    for institution in institutions {
        row(&institution.name, &institution.address, &institution.phone);
    }
    page.push_str("</ul></main></body></html>");
    page
}

fn escaped(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => done.push_str("&amp;"),
            '<' => done.push_str("&lt;"),
            '>' => done.push_str("&gt;"),
            '"' => done.push_str("&quot;"),
            c => done.push(c),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_district_has_entered_stays_text() {
        let clinic = Institution {
            institution_id: "0198f0c0-0000-7000-8000-000000000000".parse().unwrap(),
            name: "<b>一&二</b>".into(),
            township: String::new(),
            address: "路\"1\"号".into(),
            phone: "0731-1\" onclick=\"x".into(),
            coordinates: None,
            version: 1,
        };
        let page = written("荷塘区", "", &[clinic]);
        assert!(page.contains("<strong>&lt;b&gt;一&amp;二&lt;/b&gt;</strong>"));
        assert!(page.contains("href=\"tel:0731-1&quot; onclick=&quot;x\""));
        assert!(
            !page.contains("热线"),
            "a number that is not there is no row"
        );
    }
}
