//! Where people find an institution, and its phone.

use domain::api::directory::{
    Institution, ListInstitutions, PlaceInstitution, PostInstitutionPlace,
};
use domain::coordinates::Coordinates;
use domain::ids::InstitutionId;
use leptos::prelude::*;

use super::choices::keeps;
use crate::features::shared::{Loaded, MapButton, use_deed};
use crate::i18n::texts::accounts as words;
use crate::platform::nav;
use crate::routes::Route;
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Empty, Form, KeyValue, KeyValues, Page, Section, TextInput,
    TextKind, icon, use_toasts,
};

/// The institution, to be changed by whoever keeps it.
#[component]
pub fn InstitutionPage(id: InstitutionId) -> impl IntoView {
    let institutions = use_query::<ListInstitutions>((), ());
    view! {
        <Page title=words::INSTITUTIONS back=Route::Institutions.href()>
            <Loaded query=institutions let:institutions>
                {match institutions.into_iter().find(|place| place.institution_id == id) {
                    Some(place) if untrack(|| keeps(id)) => {
                        view! { <Change place=place /> }.into_any()
                    }
                    Some(place) => view! { <Read place=place /> }.into_any(),
                    None => {
                        view! {
                            <Empty
                                title=words::NO_INSTITUTION
                                hint=words::NONE_HINT
                                glyph=icon::SEARCH
                            />
                        }
                            .into_any()
                    }
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Read(place: Institution) -> impl IntoView {
    view! {
        <Section title=Signal::stored(place.name)><Card>
            <KeyValues>
                <KeyValue label=words::ADDRESS>{place.address}</KeyValue>
                <KeyValue label=words::PHONE>{place.phone}</KeyValue>
            </KeyValues>
            <p>{move || words::OTHER_INSTITUTION.get()}</p>
        </Card></Section>
    }
}

#[component]
fn Change(place: Institution) -> impl IntoView {
    let Institution {
        institution_id,
        name,
        version,
        ..
    } = place;
    let address = RwSignal::new(place.address);
    let phone = RwSignal::new(place.phone);
    let at = place
        .coordinates
        .map_or_else(String::new, |at| at.to_string());
    let at = RwSignal::new(at);
    let asked = RwSignal::new(false);
    let save = use_deed::<PostInstitutionPlace>();
    let toasts = use_toasts();
    // None where nothing is known, or what was typed is no place.
    let read = move || at.with(|text| Coordinates::read(text));
    let wrong = move || read().is_none() && at.with(|text| !text.trim().is_empty());
    let empty = |text: RwSignal<String>| text.with(|text| text.trim().is_empty());
    let submit = move || {
        asked.set(true);
        if untrack(|| wrong() || empty(address) || empty(phone)) {
            return;
        }
        let body = PlaceInstitution {
            address: address.get_untracked(),
            phone: phone.get_untracked(),
            coordinates: untrack(read),
        };
        save.send(Some(version), institution_id, body, move |_| {
            toasts.say(words::SAVED);
            store::refresh();
            nav::back_or(&Route::Institutions.href());
        });
    };
    let needed = |text: RwSignal<String>, refused: Signal<Option<String>>| {
        Signal::derive(move || {
            let missing = asked.get() && empty(text);
            missing
                .then(|| words::NEEDED.get().to_owned())
                .or_else(|| refused.get())
        })
    };
    let address_error = needed(address, save.field("address", words::reason));
    let phone_error = needed(phone, save.field("phone", words::reason));
    let refused = save.field("coordinates", words::reason);
    let at_error = Signal::derive(move || {
        let wrong = asked.get() && wrong();
        wrong
            .then(|| words::NOT_A_PLACE.get().to_owned())
            .or_else(|| refused.get())
    });
    let title = name.clone();
    view! {
        <Form on_submit=move |()| submit()>
            <Section title=Signal::stored(title)><Card>
                <TextInput label=words::ADDRESS value=address error=address_error required=true />
                <TextInput
                    label=words::PHONE
                    hint=words::PHONE_HINT
                    kind=TextKind::OtherPhone
                    value=phone
                    error=phone_error
                    required=true
                />
                <TextInput label=words::ON_MAP hint=words::ON_MAP_HINT value=at error=at_error />
                {move || {
                    read()
                        .map(|at| {
                            view! {
                                <p>{move || words::LOOK_ON_MAP.get()}</p>
                                <MapButton at=at name=name.clone() address=address.get_untracked() />
                            }
                        })
                }}
            </Card></Section>
            {save.outcome(words::of_code)}
            <Actions>
                <Button
                    label=words::SAVE
                    look=ButtonLook::Primary
                    submit=true
                    busy=save.busy()
                />
            </Actions>
        </Form>
    }
}
