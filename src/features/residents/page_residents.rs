//! Finding a resident; on a wide screen the right pane waits for one to be chosen.

use leptos::prelude::*;

use super::list::ResidentList;
use crate::i18n::texts::residents as words;
use crate::ui::{DetailPane, Empty, ListPane, Page, TwoPane, icon};

/// Search and list.
#[component]
pub fn ResidentsPage() -> impl IntoView {
    view! {
        <TwoPane detail_open=false>
            <ListPane>
                <Page title=words::TITLE>
                    <ResidentList chosen=None />
                </Page>
            </ListPane>
            <DetailPane label=words::ONE>
                <Empty title=words::CHOOSE hint=words::CHOOSE_HINT glyph=icon::PERSON />
            </DetailPane>
        </TwoPane>
    }
}
