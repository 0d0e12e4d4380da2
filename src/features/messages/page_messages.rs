//! Messages, newest first; opening one marks it as read and leads to what it is about.

use domain::api::messages::{ListMessages, Message, MessageKind, ReadMessage};
use domain::api::residents::CursorQuery;
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::Loaded;
use crate::i18n::format;
use crate::i18n::texts::messages as words;
use crate::platform::nav;
use crate::routes::Route;
use crate::session;
use crate::store::{submit, use_query};
use crate::ui::{Empty, List, ListRow, Page, Status, Tone, icon};

/// The inbox of the person this phone acts for.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let resident = Memo::new(|_| session::resident_id());
    view! {
        <Page title=words::TITLE back=Route::Home.href()>
            {move || resident.get().map(|resident| view! { <MessagePage resident=resident cursor=None first=true /> })}
        </Page>
    }
}

/// One page of the list, and the next below it once it is asked for.
#[component]
fn MessagePage(resident: ResidentId, cursor: Option<String>, first: bool) -> AnyView {
    let messages = use_query::<ListMessages>(resident, CursorQuery { cursor });
    let further = RwSignal::new(false);
    view! {
        <Loaded query=messages let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::MESSAGE /> }.into_any()
            } else {
                let rows = page.items.into_iter().map(|message| view! { <Row message=message /> }).collect_view();
                view! { <List>{rows}</List> }.into_any()
            }}
            {page.next.map(|next| view! {
                {move || if further.get() {
                    view! { <MessagePage resident=resident cursor=Some(next.clone()) first=false /> }.into_any()
                } else {
                    view! {
                        <crate::ui::Button label=words::MORE on_press=move |()| further.set(true) />
                    }.into_any()
                }}
            })}
        </Loaded>
    }
    .into_any()
}

/// Where a message leads.
fn target(kind: MessageKind, about: Option<&str>) -> Route {
    fn about_id<T: std::str::FromStr>(
        about: Option<&str>,
        route: fn(T) -> Route,
        otherwise: Route,
    ) -> Route {
        about
            .and_then(|id| id.parse().ok())
            .map_or(otherwise, route)
    }
    match kind {
        MessageKind::ContractAccepted
        | MessageKind::ContractDeclined
        | MessageKind::ContractEnding => about_id(about, Route::ContractDetail, Route::Contract),
        MessageKind::Booked | MessageKind::BookingReminder | MessageKind::BookingCancelled => {
            about_id(about, Route::Booking, Route::Bookings)
        }
        MessageKind::RateService => about_id(about, Route::Rate, Route::Ratings),
        MessageKind::RegistrationConfirmed => Route::Persons,
        MessageKind::FollowUpDone => about_id(about, Route::FollowUp, Route::Record),
        MessageKind::FollowUpDue | MessageKind::CareMoved => Route::Plan,
        MessageKind::MeasureReminder => Route::Measure,
        // Work is done under the sign-in of staff.
        MessageKind::PushLate => Route::StaffSignIn,
        MessageKind::GrantGiven | MessageKind::GrantEnding | MessageKind::GrantEnded => {
            Route::Family
        }
    }
}

#[component]
fn Row(message: Message) -> impl IntoView {
    let Message {
        message_id,
        kind,
        sent_at,
        read,
        about,
        words: said,
        date,
    } = message;
    let href = target(kind, about.as_deref()).href();
    let detail = Signal::derive(move || {
        // What it is about first; when it came, last and with its word.
        let parts = [
            date.map(format::date),
            said.clone(),
            Some(words::came(&format::date_time(sent_at))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(format::DOT)
    });
    let open = move |()| {
        if !read {
            submit::<ReadMessage>(message_id, ());
        }
        nav::go(&href);
    };
    view! {
        <ListRow title=words::sentence(kind) detail=detail glyph=icon::MESSAGE on_press=open>
            {(!read).then(|| view! { <Status tone=Tone::Info label=words::NEW /> })}
        </ListRow>
    }
}
