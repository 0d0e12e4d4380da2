//! Where people find an institution: entered by administrators, seen by everybody.

use domain::api::directory::{
    Institution, ListInstitutions, PlaceInstitution, PostInstitutionPlace,
};
use domain::coordinates::Coordinates;
use domain::ids::InstitutionId;
use domain::problem::{Code, Problem};

use crate::world::World;

fn moved() -> PlaceInstitution {
    PlaceInstitution {
        address: " 新塘路 88 号 ".to_owned(),
        phone: "0731-2288 0001".to_owned(),
        coordinates: Coordinates::read("113.147102,27.829351"),
    }
}

async fn stands(world: &World, id: InstitutionId) -> Institution {
    let all = world.admin().await.ask::<ListInstitutions>((), ()).await;
    all.unwrap()
        .into_iter()
        .find(|one| one.institution_id == id)
        .unwrap()
}

fn fields(problem: Problem) -> Vec<(String, String)> {
    assert_eq!(problem.code, Code::Invalid);
    let errors = problem.errors.into_iter();
    errors
        .map(|error| (error.field.to_string(), error.reason.to_string()))
        .collect()
}

#[tokio::test]
async fn an_institution_that_moved_is_found_at_its_new_place() {
    let world = World::new().await;
    let admin = world.admin().await;
    let centre = world.town.ids.centre;
    let before = stands(&world, centre).await;
    let reply = admin
        .send_if::<PostInstitutionPlace>(before.version, centre, moved())
        .await
        .unwrap();
    let now = stands(&world, centre).await;
    assert_eq!(now, reply);
    assert_eq!(now.address, "新塘路 88 号");
    assert_eq!(now.phone, "0731-2288 0001");
    assert_eq!(now.coordinates, moved().coordinates);
    assert_eq!(now.version, before.version + 1);
    let noted = world
        .town
        .count(
            "SELECT COUNT(*) AS n FROM audit a
             JOIN audit_staff s ON s.district_id = a.district_id AND s.audit_id = a.id
             WHERE s.staff_id = $1 AND a.purpose = 'institution_changed'",
            vec![world.admin.into()],
        )
        .await;
    assert_eq!(noted, 1);

    let unknown = PlaceInstitution {
        coordinates: None,
        ..moved()
    };
    admin
        .send_if::<PostInstitutionPlace>(now.version, centre, unknown)
        .await
        .unwrap();
    assert_eq!(stands(&world, centre).await.coordinates, None);
}

#[tokio::test]
async fn of_two_who_change_it_at_once_the_second_is_told() {
    let world = World::new().await;
    let (admin, district) = (
        world.admin().await,
        world.town.signed_in(world.district).await,
    );
    let centre = world.town.ids.centre;
    let seen = stands(&world, centre).await.version;
    district
        .send_if::<PostInstitutionPlace>(seen, centre, moved())
        .await
        .unwrap();
    let late = admin
        .send_if::<PostInstitutionPlace>(seen, centre, moved())
        .await;
    assert_eq!(late.unwrap_err().code, Code::Conflict);
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_and_nothing_changes() {
    let world = World::new().await;
    let admin = world.admin().await;
    let centre = world.town.ids.centre;
    let before = stands(&world, centre).await;
    let paris = Coordinates {
        latitude_microdegrees: 48_850_000,
        longitude_microdegrees: 2_350_000,
    };
    let wrong = PlaceInstitution {
        address: " ".to_owned(),
        phone: "看门口".to_owned(),
        coordinates: Some(paris),
    };
    let refused = admin
        .send_if::<PostInstitutionPlace>(before.version, centre, wrong)
        .await;
    let pair = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
    assert_eq!(
        fields(refused.unwrap_err()),
        [
            pair("address", "required"),
            pair("phone", "not_a_phone"),
            pair("coordinates", "elsewhere"),
        ]
    );
    let edges = [
        ("120", 120, "12345", None),
        ("121", 121, "12345", Some("address")),
        ("four", 1, "1234", Some("phone")),
        ("twenty", 1, "01234567890123456789", None),
        ("twenty-one", 1, "012345678901234567890", Some("phone")),
        ("too few digits", 1, "12---", Some("phone")),
    ];
    for (name, length, phone, field) in edges {
        let body = PlaceInstitution {
            address: "路".repeat(length),
            phone: phone.to_owned(),
            coordinates: None,
        };
        let version = stands(&world, centre).await.version;
        let answer = admin
            .send_if::<PostInstitutionPlace>(version, centre, body)
            .await;
        let found = answer.err().map(|problem| fields(problem)[0].0.clone());
        assert_eq!(found.as_deref(), field, "{name}");
    }
}
