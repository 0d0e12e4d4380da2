//! A meter beside the bed, where the browser offers Web Bluetooth (Chromium on Android and on computers; no
//! iPhone, no WeChat). It knows services and bytes, and no word of what they mean.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Uint8Array};
use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::EventTarget;
use wasm_bindgen_futures::JsFuture;

use super::{listen, property, set_property, timer};

/// How long somebody may take to press the button of the meter.
const PATIENCE_MS: i32 = 60_000;
/// How often it is looked whether something came.
const LOOK_MS: i32 = 250;
/// A meter sends what it keeps from before as well, one after the other; the last one is meant.
const QUIET_LOOKS: u32 = 6;
/// Asks a meter that keeps its readings for the last one (Record Access Control Point: report stored records,
/// last record).
const LAST_RECORD: (u16, [u8; 2]) = (0x2A52, [1, 6]);

/// Why there is no reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReading {
    /// Nobody chose a meter.
    NotChosen,
    /// The meter could not be reached, or sent nothing.
    Silent,
}

/// Whether this browser can ask a meter at all.
#[must_use]
pub fn able() -> bool {
    bluetooth().is_object()
}

fn bluetooth() -> JsValue {
    property(&window().navigator(), "bluetooth")
}

/// Lets a person choose a meter of one of these services, each with the characteristic that holds its readings,
/// and hands each of them over as bytes; the last one that says something is answered. Has to be called by a
/// press.
///
/// # Errors
/// When no meter was chosen, or it said nothing in time.
pub async fn read<R: Copy + 'static>(
    services: &[(u16, u16)],
    read: fn(u16, &[u8]) -> Option<R>,
) -> Result<R, NoReading> {
    let device = chosen(services).await.ok_or(NoReading::NotChosen)?;
    let gatt = property(&device, "gatt");
    let reading = listened(&gatt, services, read).await;
    let disconnect: Option<Function> = property(&gatt, "disconnect").dyn_into().ok();
    if let Some(disconnect) = disconnect {
        let _ = disconnect.call0(&gatt);
    }
    reading.ok_or(NoReading::Silent)
}

async fn chosen(services: &[(u16, u16)]) -> Option<JsValue> {
    let filters = Array::new();
    for (service, _) in services {
        let filter = Object::new();
        set_property(&filter, "services", &Array::of1(&JsValue::from(*service)));
        filters.push(&filter);
    }
    let wish = Object::new();
    set_property(&wish, "filters", &filters);
    called(&bluetooth(), "requestDevice", &Array::of1(&wish)).await
}

async fn listened<R: Copy + 'static>(
    gatt: &JsValue,
    services: &[(u16, u16)],
    read: fn(u16, &[u8]) -> Option<R>,
) -> Option<R> {
    let server = called(gatt, "connect", &Array::new()).await?;
    let mut found = None;
    for (service, holds) in services {
        let name = Array::of1(&JsValue::from(*service));
        if let Some(there) = called(&server, "getPrimaryService", &name).await {
            found = Some((*service, *holds, there));
            break;
        }
    }
    let (service, holds, there) = found?;
    let readings = characteristic(&there, holds).await?;
    let last: Rc<RefCell<Option<R>>> = Rc::default();
    let since = Rc::new(Cell::new(0_u32));
    let (heard, quiet) = (last.clone(), since.clone());
    let target: EventTarget = readings.clone().dyn_into().ok()?;
    listen(&target, "characteristicvaluechanged", move |event| {
        let view = event.target().map(|target| property(&target, "value"));
        let bytes = view.and_then(|view| bytes_of(&view));
        if let Some(reading) = bytes.and_then(|bytes| read(service, &bytes)) {
            heard.replace(Some(reading));
            quiet.set(0);
        }
    });
    called(&readings, "startNotifications", &Array::new()).await?;
    if let Some(stored) = characteristic(&there, LAST_RECORD.0).await {
        let _ = called(&stored, "startNotifications", &Array::new()).await;
        let asked = Uint8Array::from(LAST_RECORD.1.as_slice());
        let _ = called(&stored, "writeValue", &Array::of1(&asked)).await;
    }
    for _ in 0..PATIENCE_MS / LOOK_MS {
        timer::sleep(LOOK_MS).await;
        since.set(since.get() + 1);
        if last.borrow().is_some() && since.get() >= QUIET_LOOKS {
            break;
        }
    }
    *last.borrow()
}

/// The bytes that a view of a buffer shows.
fn bytes_of(view: &JsValue) -> Option<Vec<u8>> {
    let number = |name: &str| {
        let number = property(view, name).as_f64()?;
        // Exact: a reading has some twenty bytes.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let number = number as usize;
        Some(number)
    };
    let (from, many) = (number("byteOffset")?, number("byteLength")?);
    let all = Uint8Array::new(&property(view, "buffer")).to_vec();
    Some(all.get(from..from.checked_add(many)?)?.to_vec())
}

/// What a method's promise brings. Of its own, so that the first page's code stays as it is.
async fn called(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method: Function = property(object, method).dyn_into().ok()?;
    let promise = method.apply(object, arguments).ok()?;
    JsFuture::from(Promise::from(promise)).await.ok()
}

async fn characteristic(service: &JsValue, number: u16) -> Option<JsValue> {
    let number = Array::of1(&JsValue::from(number));
    called(service, "getCharacteristic", &number).await
}
