//! Family and proxies through the real router on a real file: giving by a code, at the desk and by
//! a call, what a helper may and may not, and how it ends.

#[path = "../common/mod.rs"]
mod common;

mod codes;
mod desk;
mod guardians;

use backend::resources::area_positions::changed_in_care;
use common::{Client, Town, new_id};
use domain::access::Care;
use domain::api::grants::{
    GiveBody, Invitation, Invite, InviteBody, MyGrant, TakeBody, TakeInvitation,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::CursorQuery;
use domain::api::session::LinkPersonBody;
use domain::codes::{Capacity, Function, GivenBy, Paper, Relation};
use domain::grant::Functions;
use domain::ids::ResidentId;
use domain::person::NationalId;
use domain::problem::Problem;

const CHILD_ID: &str = "430202202001010016";

fn only(functions: &[Function]) -> Functions {
    Functions::from(functions.to_vec())
}

async fn invited(phone: &Client, resident: ResidentId, functions: &[Function]) -> Invitation {
    let body = InviteBody {
        id: new_id(),
        functions: only(functions),
        ends: "2026-12-31".parse().unwrap(),
    };
    phone.send::<Invite>(resident, body).await.unwrap()
}

async fn take(phone: &Client, code: &str, name: &str) -> Result<MyGrant, Problem> {
    let body = TakeBody {
        code: code.to_owned(),
        name: name.to_owned(),
        relation: Relation::Parent,
    };
    phone.send::<TakeInvitation>((), body).await
}

/// 赵敏's phone helps 王桂英 with these functions.
async fn helper(town: &Town, functions: &[Function]) -> (Client, MyGrant) {
    let wang = town.signed_in(town.ids.wang_phone).await;
    let code = invited(&wang, town.ids.wang, functions).await.code;
    let phone = town.signed_in(town.ids.zhao_phone).await;
    let grant = take(&phone, &code, "王桂英").await.unwrap();
    (phone, grant)
}

/// How often the person was told that somebody may act, and that somebody no longer may.
async fn told(phone: &Client, resident: ResidentId) -> (usize, usize) {
    let inbox = phone.ask::<ListMessages>(resident, CursorQuery::default());
    let items = inbox.await.unwrap().items;
    let count = |kind| items.iter().filter(|message| message.kind == kind).count();
    (
        count(MessageKind::GrantGiven),
        count(MessageKind::GrantEnded),
    )
}

/// 小宝, six years old, of the centre; nobody's phone opens the record.
async fn child(town: &Town) -> ResidentId {
    let (keys, ids, id) = (town.keys(), town.ids.clone(), new_id::<ResidentId>());
    let number: NationalId = CHILD_ID.parse().unwrap();
    let index = keys.index(
        backend::seal::Purpose::NationalId,
        number.as_str().as_bytes(),
    );
    town.put(
        "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
             national_id_sealed, national_id_masked, national_id_index, address_sealed, township,
             village, registered_here, months_resident, people_groups, institution_id, team_id,
             source_system, updated_ms, version)
         VALUES ($1, $2, '43020200100000999', '王小宝', 'wxb', 'male', '2020-01-01', $2, $3, $4, $2,
             '月塘街道', '601社区', 1, 600, '[\"child\"]', $5, $6, 'test', 0, 1)",
        vec![
            id.into(),
            number.masked().into(),
            index.into(),
            ids.centre.into(),
            ids.team.into(),
        ],
    )
    .await;
    let care = Care {
        resident_id: id,
        institution_id: ids.centre,
        team_id: ids.team,
        village: "601社区".to_owned(),
        raised_team_id: None,
    };
    let district = town.district.clone();
    town.write(move |tx| Ok(changed_in_care(tx, &district, &care)?))
        .await;
    id
}

fn of_child() -> LinkPersonBody {
    LinkPersonBody {
        name: "王小宝".to_owned(),
        national_id: CHILD_ID.to_owned(),
        relation: Relation::Grandchild,
    }
}

fn from_desk(given_by: GivenBy, papers: &[Paper]) -> GiveBody {
    GiveBody {
        id: new_id(),
        phone: "138 1234 5673".to_owned(),
        relation: Relation::Parent,
        capacity: Capacity::Helper,
        functions: only(&[Function::Booking]),
        ends: Some("2027-05-01".parse().unwrap()),
        given_by,
        papers: papers.to_vec(),
    }
}
