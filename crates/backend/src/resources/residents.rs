//! Residents: the list that staff find somebody in, and the identifying data in full. Names and
//! masked fields only, except in [`get_identity`], which opens the seals and is noted as a reveal.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::Page;
use domain::api::programmes::ProgrammeName;
use domain::api::residents::{GetIdentity, Identity, ListResidents, ResidentCard, ResidentQuery};
use domain::ids::{InstitutionId, ResidentId};
use domain::problem::Code;
use domain::rules::three_colours::Colour;

use super::care::{Lane, Reach, Villages, reach};
use super::departures::departure;
use super::paging::{self, LIMIT};
use super::people::{header, person_columns};
use super::search::Search;
use crate::call::Call;
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListResidents>(list_residents);
    api.read::<GetIdentity>(get_identity);
}

/// Columns of a card besides those of the person; read by [`card`].
macro_rules! card_columns {
    () => {
        concat!(
            "r.phone_masked, r.version, t.name AS team, k.colour, ",
            $crate::resources::departures::departure_columns!()
        )
    };
}
pub(super) use card_columns;

/// What the columns of a card come from besides the resident `r`; `$3` is today.
macro_rules! card_joins {
    () => {
        "LEFT JOIN contract_current u ON u.district_id = r.district_id AND u.resident_id = r.id
            LEFT JOIN contract c ON c.district_id = u.district_id AND c.id = u.contract_id
                AND c.state IN ('active', 'expiring') AND c.ends >= $3
            LEFT JOIN team t ON t.district_id = c.district_id AND t.id = c.team_id
            LEFT JOIN colour k ON k.district_id = r.district_id AND k.resident_id = r.id"
    };
}
pub(super) use card_joins;

/// The list of one holder (a team, an institution), in the order of the index that begins with it.
macro_rules! list {
    ($holder:literal, $after:literal, $order:literal, $search:literal) => {
        concat!(
            "SELECT ",
            person_columns!(),
            ", ",
            card_columns!(),
            " FROM resident r ",
            card_joins!(),
            " WHERE r.district_id = $1 AND ",
            $holder,
            " = $2 AND r.village >= $4 AND r.village <= $5 AND ",
            $after,
            " AND ",
            $search,
            " ORDER BY ",
            $order,
            " LIMIT $6"
        )
    };
}

pub(super) const OF_TEAM_BY_NAME: &str = list!(
    "r.team_id",
    "(r.village, r.name, r.id) > ($7, $8, $9)",
    "r.village, r.name, r.id",
    "(lower(replace(replace(r.name, '·', ''), ' ', '')) LIKE $10 ESCAPE '\\'
        OR r.name_initials LIKE $11 ESCAPE '\\')"
);
pub(super) const OF_TEAM_BY_PHONE: &str = list!(
    "r.team_id",
    "(r.village, r.name, r.id) > ($7, $8, $9)",
    "r.village, r.name, r.id",
    "r.phone_last4_index = $10"
);
pub(super) const OF_INSTITUTION_BY_NAME: &str = list!(
    "r.institution_id",
    "(r.name, r.id) > ($7, $8)",
    "r.name, r.id",
    "(lower(replace(replace(r.name, '·', ''), ' ', '')) LIKE $9 ESCAPE '\\'
        OR r.name_initials LIKE $10 ESCAPE '\\')"
);
pub(super) const OF_INSTITUTION_BY_PHONE: &str = list!(
    "r.institution_id",
    "(r.name, r.id) > ($7, $8)",
    "r.name, r.id",
    "r.phone_last4_index = $9"
);

/// Finds residents in one's own scope by name, pinyin initials or last four digits of the phone.
pub fn list_residents(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: ResidentQuery,
) -> Result<Page<ResidentCard>, Failure> {
    let reach = reach(call, Action::List, query.village.as_deref())?;
    let search = Search::of(call, query.q.as_deref());
    let after = After::read(tx, call, query.cursor.as_deref())?;
    let cards = match reach {
        Reach::Teams(lanes) => of_teams(tx, call, &lanes, &after, &search)?,
        Reach::Institution(institution, villages) => {
            of_institution(tx, call, institution, &villages, &after, &search)?
        }
    };
    call.audit_page(&[], Action::List, "search");
    let mut page = paging::page(cards, |card| card.person.resident_id.to_string());
    for card in &mut page.items {
        card.programmes = programmes_of(tx, call, card.person.resident_id)?;
    }
    Ok(page)
}

/// Where the page begins: after this row. The cursor names the resident alone, because it travels
/// in addresses, where no name belongs.
struct After {
    village: String,
    name: String,
    id: Val,
}

impl After {
    fn read(tx: &mut dyn Tx, call: &Call, cursor: Option<&str>) -> Result<Self, Failure> {
        let Some(cursor) = cursor else {
            // Smaller than every row.
            return Ok(Self {
                village: String::new(),
                name: String::new(),
                id: Vec::new().into(),
            });
        };
        let id: ResidentId = paging::value(cursor)?;
        let row = tx
            .one(
                "SELECT village, name FROM resident WHERE district_id = $1 AND id = $2",
                &[(&call.district).into(), id.into()],
            )?
            .ok_or_else(paging::malformed)?;
        Ok(Self {
            village: row.get("village")?,
            name: row.get("name")?,
            id: id.into(),
        })
    }
}

fn of_teams(
    tx: &mut dyn Tx,
    call: &Call,
    lanes: &[Lane],
    after: &After,
    search: &Search,
) -> Result<Vec<ResidentCard>, Failure> {
    let sql = match search {
        Search::Name { .. } => OF_TEAM_BY_NAME,
        Search::LastFour(_) => OF_TEAM_BY_PHONE,
    };
    let mut cards = Vec::new();
    for lane in lanes {
        let mut values = opening(call, lane.team.into(), &lane.villages);
        values.extend([
            (&after.village).into(),
            (&after.name).into(),
            after.id.clone(),
        ]);
        values.extend(search.values());
        for row in tx.rows(sql, &values)? {
            cards.push(card(&row, call.today)?);
        }
    }
    // Each lane is in this order already; sorting merges them.
    cards.sort_by(|a, b| {
        let key = |card: &ResidentCard| {
            (
                card.person.village.clone(),
                card.person.name.clone(),
                card.person.resident_id,
            )
        };
        key(a).cmp(&key(b))
    });
    Ok(cards)
}

fn of_institution(
    tx: &mut dyn Tx,
    call: &Call,
    institution: InstitutionId,
    villages: &Villages,
    after: &After,
    search: &Search,
) -> Result<Vec<ResidentCard>, Failure> {
    let sql = match search {
        Search::Name { .. } => OF_INSTITUTION_BY_NAME,
        Search::LastFour(_) => OF_INSTITUTION_BY_PHONE,
    };
    let mut values = opening(call, institution.into(), villages);
    values.extend([(&after.name).into(), after.id.clone()]);
    values.extend(search.values());
    let rows = tx.rows(sql, &values)?;
    Ok(rows
        .iter()
        .map(|row| card(row, call.today))
        .collect::<Result<_, _>>()?)
}

/// The first six values, which all four statements share.
fn opening(call: &Call, holder: Val, villages: &Villages) -> Vec<Val> {
    vec![
        (&call.district).into(),
        holder,
        call.today.into(),
        (&villages.from).into(),
        (&villages.to).into(),
        LIMIT.into(),
    ]
}

/// The programmes that a resident is followed up in.
pub(super) fn programmes_of(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<ProgrammeName>, Failure> {
    let rows = tx.rows(
        "SELECT programme FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 ORDER BY programme",
        &[(&call.district).into(), resident.into()],
    )?;
    rows.iter()
        .map(|row| {
            let programme = row.word("programme")?;
            Ok(ProgrammeName {
                title: programmes::title(&programme, call.today),
                programme,
            })
        })
        .collect()
}

/// A card of a row that has the columns of `person_columns!` and `card_columns!`; the programmes are
/// looked up for those that are shown ([`programmes_of`]).
pub(super) fn card(row: &Row, today: NaiveDate) -> Result<ResidentCard, DbError> {
    Ok(ResidentCard {
        person: header(row, today)?,
        phone_masked: row.get("phone_masked")?,
        team: row.get("team")?,
        programmes: Vec::new(),
        colour: colour(row)?,
        departure: departure(row)?,
        version: row.get("version")?,
    })
}

/// The colour in a row of a list.
pub(super) fn colour(row: &Row) -> Result<Option<Colour>, DbError> {
    let found: Option<String> = row.get("colour")?;
    found.map(|_| row.word("colour")).transpose()
}

/// Answers the identifying data in full; audited as a reveal.
pub fn get_identity(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Identity, Failure> {
    call.open_resident(tx, resident, Action::Reveal, "identity")?;
    let row = tx
        .one(
            "SELECT birth_date, national_id_sealed, phone_sealed, address_sealed FROM resident
             WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let id = resident.0.bytes();
    let open = |column: &str, field: &[u8]| {
        call.keys
            .open_text(call.place("resident", column, &id), field)
    };
    let phone: Option<Vec<u8>> = row.get("phone_sealed")?;
    Ok(Identity {
        national_id: open(
            "national_id_sealed",
            &row.get::<Vec<u8>>("national_id_sealed")?,
        )?,
        birth_date: row.get("birth_date")?,
        phone: phone
            .map(|field| open("phone_sealed", &field))
            .transpose()?,
        address: open("address_sealed", &row.get::<Vec<u8>>("address_sealed")?)?,
    })
}
