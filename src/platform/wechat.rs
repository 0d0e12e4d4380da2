//! WeChat's own browser: whether we are in it, and what its JS-SDK lets a page do there.
//!
//! Owns the script's loading and every call of `wx`. Which account it is, and who may sign a page,
//! the backend says; `features::shared` brings both together. WeChat enlarges text by itself, as
//! its user has set it; nothing here or in the styles forbids it.

use std::cell::{Cell, RefCell};

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::Element;
use wasm_bindgen_futures::JsFuture;

use super::map::Place;
use super::{listen, property, set_property, timer};

/// Which rule of signing holds: iOS looks at the address that was opened first, Android at the
/// one that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// iPhone and iPad.
    Ios,
    /// Android, HarmonyOS, and WeChat on a desktop.
    Other,
}

/// The WeChat that shows this page; `None` in every other browser.
#[must_use]
pub fn system() -> Option<System> {
    let agent = window().navigator().user_agent().unwrap_or_default();
    system_of(&agent)
}

/// WeCom (企业微信) has an account and an SDK of its own, and is not meant.
fn system_of(agent: &str) -> Option<System> {
    let wechat = agent.contains("MicroMessenger") && !agent.contains("wxwork");
    wechat.then(|| {
        if ["iPhone", "iPad", "iPod"]
            .iter()
            .any(|name| agent.contains(name))
        {
            System::Ios
        } else {
            System::Other
        }
    })
}

/// The address whose signature WeChat asks for, without what follows `#`.
#[must_use]
pub fn address_to_sign(system: System) -> String {
    let shown = || window().location().href().unwrap_or_default();
    let address = match system {
        System::Ios => property(&property(&window(), "__boot"), "landing")
            .as_string()
            .unwrap_or_else(shown),
        System::Other => shown(),
    };
    address.split('#').next().unwrap_or_default().to_owned()
}

/// The address of this site.
#[must_use]
pub fn site() -> String {
    window().location().origin().unwrap_or_default()
}

/// What `wx.config` is given.
pub struct Signature<'a> {
    /// AppID.
    pub app_id: &'a str,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// Random characters.
    pub nonce: &'a str,
    /// The signature.
    pub signature: &'a str,
}

/// The calls that our pages make.
const CALLS: [&str; 4] = [
    "updateAppMessageShareData",
    "updateTimelineShareData",
    "scanQRCode",
    "openLocation",
];

/// A signature that replaces another is taken as accepted when WeChat has not refused it for so long,
/// in ms.
const REFUSED_WITHIN: i32 = 1000;

thread_local! {
    /// Addresses of scripts that were loaded.
    static LOADED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// Whether WeChat was shown a signature before, accepted or not.
    static CONFIGURED: Cell<bool> = const { Cell::new(false) };
}

/// Loads the JS-SDK, once.
///
/// # Errors
/// When it cannot be fetched; the next call tries again.
pub async fn load(address: &str) -> Result<(), ()> {
    if LOADED.with_borrow(|loaded| loaded.iter().any(|one| one == address)) {
        return Ok(());
    }
    let script = document().create_element("script").map_err(|_| ())?;
    script.set_attribute("src", address).map_err(|_| ())?;
    let loading = js_sys::Promise::new(&mut |resolve, reject| {
        listen(&script, "load", move |_| {
            let _ = resolve.call0(&JsValue::NULL);
        });
        listen(&script, "error", move |_| {
            let _ = reject.call0(&JsValue::NULL);
        });
    });
    let body = document().body().ok_or(())?;
    body.append_child(&script).map_err(|_| ())?;
    match JsFuture::from(loading).await {
        Ok(_) => {
            LOADED.with_borrow_mut(|loaded| loaded.push(address.to_owned()));
            Ok(())
        }
        Err(_) => {
            script.remove();
            Err(())
        }
    }
}

/// Shows WeChat the signature of this page.
///
/// # Errors
/// With WeChat's own words where it does not accept it.
pub async fn configure(signature: &Signature<'_>) -> Result<(), String> {
    let given = js_sys::Object::new();
    let list = |names: &[&str]| -> JsValue {
        names
            .iter()
            .map(|name| JsValue::from_str(name))
            .collect::<js_sys::Array>()
            .into()
    };
    #[allow(clippy::cast_precision_loss)] // seconds are far below 2^53
    let timestamp = JsValue::from_f64(signature.timestamp as f64);
    set_property(&given, "appId", &signature.app_id.into());
    set_property(&given, "timestamp", &timestamp);
    set_property(&given, "nonceStr", &signature.nonce.into());
    set_property(&given, "signature", &signature.signature.into());
    set_property(&given, "jsApiList", &list(&CALLS));
    set_property(&given, "openTagList", &list(&["wx-open-subscribe"]));
    let again = CONFIGURED.replace(true);
    let settled = js_sys::Promise::new(&mut |resolve, reject| {
        // WeChat calls `ready` after a failure too; what is first decides.
        call("error", &reject);
        call("config", &given);
        if again {
            // From the second time on `ready` is called at once, whatever becomes of it.
            timer::spawn(async move {
                timer::sleep(REFUSED_WITHIN).await;
                let _ = resolve.call0(&JsValue::NULL);
            });
        } else {
            call("ready", &resolve);
        }
    });
    let settled = JsFuture::from(settled).await;
    settled
        .map(|_| ())
        .map_err(|error| property(&error, "errMsg").as_string().unwrap_or_default())
}

/// What a person sees who is sent this site; never who sent it, nor what they looked at.
pub fn share(title: &str, text: &str, link: &str, picture: &str) {
    let given = js_sys::Object::new();
    set_property(&given, "title", &title.into());
    set_property(&given, "desc", &text.into());
    set_property(&given, "link", &link.into());
    set_property(&given, "imgUrl", &picture.into());
    call("updateAppMessageShareData", &given);
    call("updateTimelineShareData", &given);
}

/// Opens WeChat's camera for a code; gives what stands in it, or `None` where the person left or
/// WeChat did not allow it.
pub async fn scan() -> Option<String> {
    let given = js_sys::Object::new();
    let kinds: js_sys::Array = ["qrCode", "barCode"]
        .map(JsValue::from_str)
        .iter()
        .collect();
    // Given to us, not opened by WeChat.
    set_property(&given, "needResult", &JsValue::from_f64(1.0));
    set_property(&given, "scanType", &kinds);
    let reply = asked("scanQRCode", given).await.ok()?;
    let text = property(&reply, "resultStr").as_string()?;
    // A bar code comes with its kind before it: `CODE_128,123`.
    Some(text.rsplit(',').next().unwrap_or_default().to_owned())
}

/// Shows a place on WeChat's own map; whether it did.
pub async fn open_location(place: &Place) -> bool {
    let given = js_sys::Object::new();
    set_property(&given, "latitude", &place.latitude().into());
    set_property(&given, "longitude", &place.longitude().into());
    set_property(&given, "name", &place.name.as_str().into());
    set_property(&given, "address", &place.address.as_str().into());
    asked("openLocation", given).await.is_ok()
}

/// Closes the window and goes back to the chat. By the bridge that WeChat puts into every page, since
/// it needs no signature, which a visitor is not given.
pub fn close() {
    let bridge = property(&window(), "WeixinJSBridge");
    if let Ok(function) = property(&bridge, "call").dyn_into::<js_sys::Function>() {
        let _ = function.call1(&bridge, &"closeWindow".into());
    }
}

/// Puts WeChat's own button into `place`, by which a person agrees to messages of a template;
/// `done` is told whether they agreed. WeChat draws it, so that no page can press it for them.
pub fn offer_reminders(
    place: &Element,
    template: &str,
    label: &str,
    done: impl Fn(bool) + 'static,
) {
    let (Ok(tag), Ok(inside)) = (
        document().create_element("wx-open-subscribe"),
        document().create_element("script"),
    ) else {
        return;
    };
    // Attributes and text of our own: the template is the district's, the label ours.
    let _ = tag.set_attribute("template", template);
    let _ = inside.set_attribute("type", "text/wxtag-template");
    inside.set_text_content(Some(
        &["<button part=\"button\">", label, "</button>"].concat(),
    ));
    let template = template.to_owned();
    listen(&tag, "success", move |event| {
        let detail = property(&property(&event, "detail"), "subscribeDetails");
        done(agreed(&detail.as_string().unwrap_or_default(), &template));
    });
    let _ = tag.append_child(&inside);
    place.replace_children_with_node_1(&tag);
}

/// What WeChat's button answers: JSON of templates, each with JSON of its own.
fn agreed(details: &str, template: &str) -> bool {
    let parsed = |text: &str| js_sys::JSON::parse(text).unwrap_or(JsValue::UNDEFINED);
    let one = property(&parsed(details), template).as_string();
    let status = one.map(|one| property(&parsed(&one), "status"));
    status.and_then(|status| status.as_string()).as_deref() == Some("accept")
}

/// Calls a function of `wx` and waits for what comes of it.
async fn asked(name: &str, given: js_sys::Object) -> Result<JsValue, JsValue> {
    let answered = js_sys::Promise::new(&mut |resolve, reject| {
        set_property(&given, "success", &resolve);
        set_property(&given, "fail", &reject);
        set_property(&given, "cancel", &reject);
        call(name, &given);
    });
    JsFuture::from(answered).await
}

/// Calls a function of `wx`; nothing happens where WeChat's script does not stand.
fn call(name: &str, given: &JsValue) {
    let wx = property(&window(), "wx");
    if let Ok(function) = property(&wx, name).dyn_into::<js_sys::Function>() {
        let _ = function.call1(&wx, given);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wechat_is_known_by_its_name_and_wecom_is_another() {
        let android = "Mozilla/5.0 (Linux; Android 14; V2307A Build/UP1A; wv) Chrome/134.0 Mobile \
            Safari/537.36 XWEB/1340129 MMWEBSDK/20250201 MicroMessenger/8.0.58.2800(0x28003A3D)";
        let ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
            (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.54(0x18003632) NetType/WIFI";
        assert_eq!(system_of(android), Some(System::Other));
        assert_eq!(system_of(ios), Some(System::Ios));
        assert_eq!(system_of(&[ios, " wxwork/4.1.30"].concat()), None);
        assert_eq!(system_of("Mozilla/5.0 (iPhone) Safari/604.1"), None);
    }
}
