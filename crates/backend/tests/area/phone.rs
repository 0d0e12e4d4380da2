//! A phone that keeps an area, as plainly as it can be written.

use std::collections::BTreeMap;

use domain::api::area::{AreaChanges, AreaLane, AreaPerson, AreaQuery, ListAreaChanges};
use domain::ids::ResidentId;

use crate::common::Client;

#[derive(Debug, Default)]
pub struct Phone {
    pub copy: BTreeMap<ResidentId, AreaPerson>,
    pub lanes: Vec<AreaLane>,
    pub since: Option<String>,
}

/// What goes wrong with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Nothing.
    No,
    /// It does not arrive.
    Lost,
    /// Its answer seems lost, so that it is asked for again, and both arrive.
    Twice,
}

impl Phone {
    /// A phone that asks for everything.
    pub async fn fresh(client: &Client) -> Self {
        let mut phone = Self::default();
        phone.sync(client).await;
        phone
    }

    /// Asks until nothing is left.
    pub async fn sync(&mut self, client: &Client) {
        while self.page(client, Cut::No).await > 0 {}
    }

    /// Asks for one page; gives how many changes are left.
    pub async fn page(&mut self, client: &Client, cut: Cut) -> u32 {
        let query = AreaQuery {
            since: self.since.clone(),
        };
        let ask = || client.ask::<ListAreaChanges>((), query.clone());
        let page = ask().await.unwrap();
        let left = page.left;
        if cut != Cut::Lost {
            self.keep(page);
        }
        if cut == Cut::Twice {
            self.keep(ask().await.unwrap());
        }
        left
    }

    /// A page is kept with the cursor behind it, or not at all.
    fn keep(&mut self, page: AreaChanges) {
        let listed = |lane: &str| page.lanes.iter().any(|one| one.key == lane);
        self.copy.retain(|_, person| listed(&person.lane));
        for gone in &page.gone {
            self.copy.remove(gone);
        }
        for person in page.people {
            self.copy.insert(person.card.person.resident_id, person);
        }
        self.lanes = page.lanes;
        self.since = Some(page.next);
    }

    /// Names of whom two phones know differently.
    pub fn differs(&self, other: &Self) -> Vec<String> {
        let whom = self.copy.keys().chain(other.copy.keys());
        let differs = whom.filter(|one| self.copy.get(one) != other.copy.get(one));
        differs.map(ToString::to_string).collect()
    }
}
