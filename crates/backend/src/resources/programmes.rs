//! Programmes of follow-up and their editions. Public knowledge: nothing here is about a resident, so nothing
//! is audited.

use std::cmp::Reverse;

use domain::api::programmes::{
    DecideBody, DecideVisit, Decided, EditionCard, GetProgramme, ListProgrammes, ProgrammeCard,
    ProgrammeList,
};
use domain::problem::Code;
use domain::programme::{Definition, Edition, ProgrammeCode};

use crate::auth::throttle::Limit;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Visits that one address may have decided: whoever holds many cases against the rules has `jiayi-backend decide`.
const DECISIONS: Limit = Limit::new("decisions", 600, 10);

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read_public::<ListProgrammes>(list_programmes);
    api.read_lasting::<GetProgramme>(get_programme);
    api.pure::<DecideVisit>(DECISIONS, decide_visit);
}

/// Lists the programmes of follow-up with their editions.
pub fn list_programmes(
    _tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<ProgrammeList, Failure> {
    let mut items: Vec<ProgrammeCard> = Vec::new();
    for definition in programmes::all() {
        let programme = &definition.programme;
        if items.iter().any(|card| card.programme == *programme) {
            continue;
        }
        let Some(today) = programmes::in_force(programme, call.today) else {
            continue;
        };
        let mut editions: Vec<_> = programmes::editions(programme).map(edition_card).collect();
        editions.sort_by_key(|edition| Reverse(edition.effective_from));
        items.push(ProgrammeCard {
            programme: programme.clone(),
            title: today.title.clone(),
            edition: today.edition.clone(),
            editions,
        });
    }
    Ok(ProgrammeList { items })
}

fn edition_card(definition: &Definition) -> EditionCard {
    EditionCard {
        edition: definition.edition.clone(),
        effective_from: definition.effective_from,
    }
}

/// Answers one edition of a programme, which never changes.
pub fn get_programme(
    _tx: &mut dyn Tx,
    _call: &Call,
    (programme, edition): (ProgrammeCode, Edition),
    _query: (),
) -> Result<Definition, Failure> {
    let found = programmes::edition(&programme, &edition).ok_or(Code::NotFound)?;
    Ok(found.clone())
}

/// Decides a visit that nobody made by one edition.
pub fn decide_visit(
    (programme, edition): (ProgrammeCode, Edition),
    body: DecideBody,
) -> Result<Decided, Failure> {
    let found = programmes::edition(&programme, &edition).ok_or(Code::NotFound)?;
    Ok(programmes::decided(found, &body))
}
