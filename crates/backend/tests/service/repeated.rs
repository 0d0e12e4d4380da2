//! A request that is sent twice has one effect, and the storage keeps its answer sealed.

use backend::db::Tx;
use chrono::{DateTime, TimeDelta, Utc};
use domain::api::EDITION;
use domain::api::session::{LinkPerson, LinkPersonBody};
use domain::codes::Relation;
use domain::problem::Code;

use crate::common::{NOW, Town};

/// The record of 李建国, as the phone of 王 asks for it.
pub fn li_for_wang() -> LinkPersonBody {
    LinkPersonBody {
        name: "李建国".to_owned(),
        national_id: "430202198001010017".to_owned(),
        relation: Relation::Oneself,
    }
}

/// A town whose phones are nobody's yet.
async fn a_town() -> Town {
    let town = Town::new().await;
    let no_grants = "DELETE FROM access_grant WHERE district_id = $1";
    town.put(no_grants, vec![]).await;
    town
}

#[tokio::test]
async fn the_same_request_again_gets_the_same_answer() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let first = phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    let second = phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    assert_eq!(first, second);
    assert_eq!(first.name, "李建国");
    let links = "SELECT count(*) AS n FROM access_grant WHERE account_id = $1";
    assert_eq!(town.count(links, vec![town.ids.wang_phone.into()]).await, 1);
    let trail = "SELECT count(*) AS n FROM audit WHERE operation = 'link_person'";
    assert_eq!(town.count(trail, vec![]).await, 1);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    let other = LinkPersonBody {
        relation: Relation::Parent,
        ..li_for_wang()
    };
    let refused = phone
        .send_again::<LinkPerson>((), other, "key-1")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::KeyReused);
}

#[tokio::test]
async fn two_people_may_use_the_same_key() {
    let town = a_town().await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let zhao = town.signed_in(town.ids.zhao_phone).await;
    wang.send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    zhao.send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_kept_answer_names_nobody_in_the_database() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    let name = "李建国".as_bytes();
    let read = |tx: &mut dyn Tx| Ok(tx.rows("SELECT reply FROM idempotency", &[])?);
    for kept in town.store.read(read).await.unwrap() {
        let reply: Vec<u8> = kept.get("reply").unwrap();
        assert!(!reply.windows(name.len()).any(|part| part == name));
    }
    assert_eq!(
        town.count("SELECT count(*) AS n FROM idempotency", vec![])
            .await,
        1
    );
}

#[tokio::test]
async fn an_answer_is_kept_for_a_day() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    let day = NOW.parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(24);
    let tomorrow = town.at(&day.to_rfc3339());
    let phone = tomorrow.signed_in(town.ids.wang_phone).await;
    let again = phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::AlreadyLinked);
}

#[tokio::test]
async fn a_wrong_name_is_counted_kept_and_left_in_the_trail_of_the_record() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let wrong = LinkPersonBody {
        name: "李建军".to_owned(),
        ..li_for_wang()
    };
    for key in ["key-1", "key-1", "key-2"] {
        let refused = phone
            .send_again::<LinkPerson>((), wrong.clone(), key)
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::NotMatched, "{key}");
    }
    let trail = "SELECT count(*) AS n FROM audit_resident r JOIN audit a ON a.id = r.audit_id
        WHERE r.resident_id = $1 AND a.result = 'not_matched'";
    assert_eq!(town.count(trail, vec![town.ids.li.into()]).await, 2);
    let unknown = LinkPersonBody {
        national_id: "430202198001010033".to_owned(),
        ..li_for_wang()
    };
    let refused = phone.send::<LinkPerson>((), unknown).await.unwrap_err();
    assert_eq!(refused.code, Code::NotMatched);
}

#[tokio::test]
async fn whoever_tries_many_identities_is_slowed_down() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let wrong = LinkPersonBody {
        name: "李建军".to_owned(),
        ..li_for_wang()
    };
    for _ in 0..10 {
        let refused = phone
            .send::<LinkPerson>((), wrong.clone())
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::NotMatched);
    }
    let refused = phone
        .send::<LinkPerson>((), li_for_wang())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::TooMany);
}

#[tokio::test]
async fn what_a_phone_has_kept_is_taken_under_its_authors_sign_in_alone() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let (author, other) = (town.ids.wang_phone.to_string(), town.ids.gp.to_string());
    let links = "SELECT count(*) AS n FROM access_grant WHERE account_id = $1";
    let refused = phone
        .send_kept::<LinkPerson>((), li_for_wang(), &other, EDITION)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::SignInRequired);
    assert_eq!(town.count(links, vec![town.ids.wang_phone.into()]).await, 0);

    let taken = phone
        .send_kept::<LinkPerson>((), li_for_wang(), &author, EDITION)
        .await;
    assert!(taken.is_ok(), "{taken:?}");
    assert_eq!(town.count(links, vec![town.ids.wang_phone.into()]).await, 1);
}

#[tokio::test]
async fn what_a_newer_program_wrote_comes_again_when_the_service_is_as_new() {
    let town = a_town().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let author = town.ids.wang_phone.to_string();
    let later = phone
        .send_kept::<LinkPerson>((), li_for_wang(), &author, EDITION + 1)
        .await
        .unwrap_err();
    assert_eq!((later.code, later.retry_after), (Code::Busy, Some(60)));
}
