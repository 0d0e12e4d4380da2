//! Places of work to choose from.

use domain::api::staff::StaffSite;
use domain::ids::InstitutionId;
use leptos::prelude::*;

use crate::ui::Opt;

/// The places as answers, and the one where the session acts.
#[must_use]
pub fn site_options(sites: Vec<StaffSite>) -> (Vec<Opt<InstitutionId>>, Option<InstitutionId>) {
    let here = sites.iter().find(|site| site.here);
    let here = here.map(|site| site.institution_id);
    let options = sites
        .into_iter()
        .map(|site| Opt::new(site.institution_id, Signal::stored(site.name)));
    (options.collect(), here)
}
