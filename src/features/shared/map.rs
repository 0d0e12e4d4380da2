//! The way to an institution, on a map.

use domain::coordinates::Coordinates;
use leptos::prelude::*;

use super::wechat_ready;
use crate::i18n::texts::shared as words;
use crate::platform::map::Place;
use crate::platform::{page, timer, wechat};
use crate::ui::{Button, ButtonLink, icon};

/// Opens a place on WeChat's own map, or elsewhere on a page of a map, which WeChat shows too where
/// it does not let us use its own.
///
/// `<MapButton at=coordinates name=booking.institution address=booking.address/>`
#[component]
pub fn MapButton(
    /// Where.
    at: Coordinates,
    /// What stands there.
    name: String,
    /// Its address.
    address: String,
) -> impl IntoView {
    let place = Place {
        latitude_microdegrees: at.latitude_microdegrees,
        longitude_microdegrees: at.longitude_microdegrees,
        name,
        address,
    };
    let href = place.href();
    if wechat::system().is_none() {
        return view! {
            <ButtonLink label=words::MAP glyph=icon::PIN href=Signal::stored(href) outside=true />
        }
        .into_any();
    }
    let busy = RwSignal::new(false);
    let open = move |()| {
        let (place, href) = (place.clone(), href.clone());
        busy.set(true);
        timer::spawn(async move {
            let shown = wechat_ready().await && wechat::open_location(&place).await;
            let left = busy.try_set(false).is_some();
            if !shown && !left {
                page::leave_for(&href);
            }
        });
    };
    view! { <Button label=words::MAP glyph=icon::PIN busy=busy on_press=open /> }.into_any()
}
