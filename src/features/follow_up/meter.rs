//! Numbers from a meter beside the bed, where the browser offers Bluetooth. What asks the meter is in a part that
//! comes later; without it everything is typed.

use domain::meters::{self, Reading};
use leptos::prelude::*;

use super::parts::Work;
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::platform::bluetooth::{self, NoReading};
use crate::platform::timer;
use crate::ui::{Button, icon, use_toasts};

/// Which field of the form a reading goes to, with its digits behind the point.
fn numbers(reading: Reading) -> Vec<(&'static str, i32, u8)> {
    match reading {
        Reading::Pressure { sbp, dbp, pulse } => {
            let pressure = [("sbp", sbp, 0), ("dbp", dbp, 0)];
            let pulse = pulse.map(|pulse| ("heart_rate", pulse, 0));
            pressure.into_iter().chain(pulse).collect()
        }
        Reading::Glucose(tenths) => vec![("fasting_glucose", tenths, 1)],
        Reading::Weight(tenths) => vec![("weight", tenths, 1)],
    }
}

/// The services that measure something that the form asks.
fn services(works: &[Work]) -> Vec<(u16, u16)> {
    let asks = |key: &str| works.iter().any(|work| work.fields.text(key).is_some());
    let services = [
        (meters::BLOOD_PRESSURE, "sbp"),
        (meters::GLUCOSE, "fasting_glucose"),
        (meters::WEIGHT, "weight"),
    ];
    let services = services.into_iter().filter(|(_, key)| asks(key));
    services
        .map(|(service, _)| (service, meters::characteristic(service)))
        .collect()
}

/// Whether there is a meter for something that the form asks, and this browser can ask one.
pub(super) fn able(works: &[Work]) -> bool {
    bluetooth::able() && !services(works).is_empty()
}

/// Asks a meter.
pub(super) fn button(works: StoredValue<Vec<Work>>) -> AnyView {
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let press = move |()| {
        busy.set(true);
        let services = works.with_value(|works| services(works));
        timer::spawn(async move {
            let outcome = bluetooth::read(&services, meters::read).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(reading) => put(works, reading),
                Err(NoReading::Silent) => toasts.warn(words::METER_SILENT),
                Err(NoReading::NotChosen) => {}
            }
        });
    };
    view! {
        <Button label=words::FROM_METER glyph=icon::PULSE busy=busy on_press=press />
    }
    .into_any()
}

/// Writes what was read where the form asks for it, in the digits of the field.
fn put(works: StoredValue<Vec<Work>>, reading: Reading) {
    for (key, value, scale) in numbers(reading) {
        let place = works.with_value(|works| works.iter().find_map(|work| work.fields.text(key)));
        if let Some(place) = place {
            place.set(format::scaled(value, scale));
        }
    }
}
