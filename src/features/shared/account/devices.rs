//! Where one is signed in, and how to sign a lost phone out.

use domain::api::session::{DeleteDevice, Device, EndDevices, ListDevices, PostEndDevices};
use leptos::prelude::*;

use crate::features::shared::{Loaded, Outcome, use_deed};
use crate::i18n::format;
use crate::i18n::texts::account as words;
use crate::platform::timer;
use crate::session;
use crate::store::{self, use_query, use_submit};
use crate::ui::{Button, ButtonLook, Card, Question, Status, Tone, use_confirm};

/// The devices signed in as this person.
#[component]
pub fn Devices() -> impl IntoView {
    let devices = use_query::<ListDevices>((), ());
    view! {
        <Loaded query=devices let:devices>
            {(devices.len() > 1).then(|| view! { <AllOthers /> })}
            {devices.into_iter().map(|device| view! { <One device=device /> }).collect_view()}
        </Loaded>
        <Everywhere />
    }
}

/// Everywhere, this device too, as before one leaves a phone for good.
#[component]
fn Everywhere() -> impl IntoView {
    let end = use_deed::<PostEndDevices>();
    let confirm = use_confirm();
    let ask = move |()| {
        let text = if untrack(store::unsent).is_empty() {
            words::EVERYWHERE_TEXT
        } else {
            words::EVERYWHERE_UNSENT
        };
        let question = Question::new(words::EVERYWHERE_ASK, text, words::SIGN_OUT_EVERYWHERE);
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                let all = EndDevices { this_one_too: true };
                end.send(None, (), all, |()| {
                    timer::spawn(session::ended());
                });
            }
        });
    };
    view! {
        <Button
            label=words::SIGN_OUT_EVERYWHERE
            look=ButtonLook::Danger
            busy=end.busy()
            on_press=ask
        />
        {end.outcome(|_| None)}
    }
}

/// Everywhere else at once, as when a phone is lost.
#[component]
fn AllOthers() -> impl IntoView {
    let end = use_submit::<PostEndDevices>();
    let confirm = use_confirm();
    let ask = move |()| {
        let question = Question::new(
            words::OTHERS_ASK,
            words::OTHERS_TEXT,
            words::SIGN_OUT_OTHERS,
        );
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                let others = EndDevices {
                    this_one_too: false,
                };
                end.send((), others);
            }
        });
    };
    view! {
        <Button
            label=words::SIGN_OUT_OTHERS
            busy=Signal::derive(move || end.busy())
            on_press=ask
        />
        <Outcome action=end />
    }
}

#[component]
fn One(device: Device) -> impl IntoView {
    let Device {
        device_id,
        label,
        seen_at,
        this_one,
        ..
    } = device;
    let remove = use_submit::<DeleteDevice>();
    let confirm = use_confirm();
    let ask = move |()| {
        let question = Question::new(
            words::DEVICE_ASK,
            words::DEVICE_TEXT,
            words::SIGN_OUT_DEVICE,
        )
        .dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                remove.send(device_id, ());
            }
        });
    };
    view! {
        <Card>
            <p><strong>{label}</strong></p>
            <p class="muted">{move || words::seen(&format::date_time(seen_at))}</p>
            {if this_one {
                view! { <Status tone=Tone::Ok label=words::THIS_ONE /> }.into_any()
            } else {
                view! {
                    <Button
                        label=words::SIGN_OUT_DEVICE
                        busy=Signal::derive(move || remove.busy())
                        on_press=ask
                    />
                    <Outcome action=remove />
                }.into_any()
            }}
        </Card>
    }
}
