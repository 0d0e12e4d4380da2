//! What all staff are bound by: who must use an authenticator, and when a resting device is
//! signed out. The district's administrator changes it, the others read it.

use domain::api::staff::{GetStaffPolicy, PostStaffPolicy, SetStaffPolicy, StaffPolicy};
use domain::codes::Role;
use leptos::prelude::*;

use super::choices::{of_district, role_option};
use crate::features::shared::{Loaded, use_deed, word};
use crate::i18n::texts::accounts as words;
use crate::routes::Route;
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Form, KeyValue, KeyValues, MultiChoice, NumberField, Page,
    use_toasts,
};

/// The rules.
#[component]
pub fn RulesPage() -> impl IntoView {
    let policy = use_query::<GetStaffPolicy>((), ());
    view! {
        <Page title=words::RULES back=Route::Accounts.href()>
            <Loaded query=policy let:policy>
                {if untrack(of_district) {
                    view! { <Change policy=policy /> }.into_any()
                } else {
                    view! { <Read policy=policy /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Read(policy: StaffPolicy) -> impl IntoView {
    let roles = move || {
        let names = policy
            .second_factor
            .iter()
            .map(|role| word(role.zh(), role.en()));
        names.collect::<Vec<_>>().join(word("、", ", "))
    };
    let (idle, keep) = (policy.idle_minutes, policy.keep_days);
    view! {
        <Card>
            <KeyValues>
                <KeyValue label=words::MUST_HAVE>{roles}</KeyValue>
                <KeyValue label=words::IDLE>
                    {move || [&idle.to_string(), " ", words::MINUTES.get()].concat()}
                </KeyValue>
                <KeyValue label=words::KEEP_DAYS>
                    {move || [&keep.to_string(), " ", words::DAYS.get()].concat()}
                </KeyValue>
            </KeyValues>
        </Card>
    }
}

#[component]
fn Change(policy: StaffPolicy) -> impl IntoView {
    let must = RwSignal::new(policy.second_factor);
    let idle = RwSignal::new(policy.idle_minutes.to_string());
    let keep = RwSignal::new(policy.keep_days.to_string());
    let (missing, no_days) = (RwSignal::new(false), RwSignal::new(false));
    let save = use_deed::<PostStaffPolicy>();
    let toasts = use_toasts();
    let version = Some(policy.version);
    let submit = move || {
        let minutes = idle.with_untracked(|idle| idle.trim().parse::<u16>().ok());
        let days = keep.with_untracked(|keep| keep.trim().parse::<u16>().ok());
        missing.set(minutes.is_none());
        no_days.set(days.is_none());
        let Some((idle_minutes, days)) = minutes.zip(days) else {
            return;
        };
        let body = SetStaffPolicy {
            second_factor: must.get_untracked(),
            idle_minutes,
            keep_days: Some(days),
        };
        save.send(version, (), body, move |_| {
            toasts.say(words::SAVED);
            store::refresh();
        });
    };
    let refused = save.field("idle_minutes", words::reason);
    let error = Signal::derive(move || {
        let empty = missing.get().then(|| words::NEEDED.get().to_owned());
        empty.or_else(|| refused.get())
    });
    let refused_days = save.field("keep_days", words::reason);
    let days_error = Signal::derive(move || {
        let empty = no_days.get().then(|| words::NEEDED.get().to_owned());
        empty.or_else(|| refused_days.get())
    });
    view! {
        <Form on_submit=move |()| submit()>
            <Card>
                <MultiChoice
                    label=words::MUST_HAVE
                    options=Role::ALL.iter().map(|role| role_option(*role)).collect()
                    value=must
                />
                <NumberField label=words::IDLE unit=words::MINUTES value=idle error=error required=true />
                <NumberField
                    label=words::KEEP_DAYS
                    hint=words::KEEP_DAYS_HINT
                    unit=words::DAYS
                    value=keep
                    error=days_error
                    required=true
                />
            </Card>
            {save.outcome(words::of_code)}
            <Actions>
                <Button label=words::SAVE look=ButtonLook::Primary submit=true busy=save.busy() />
            </Actions>
        </Form>
    }
}
