//! Levels of institutions and the teams above, entered by the district's administrator.

use domain::api::levels::{InstitutionLevel, ListLevels, SetLevel, SetLevelBody};
use domain::ids::{InstitutionId, TeamId};
use domain::problem::Code;
use domain::rules::three_colours::Level;

use crate::common::new_id;
use crate::world::World;

fn entered(level: Level, upper_team: Option<TeamId>) -> SetLevelBody {
    SetLevelBody { level, upper_team }
}

/// The centre and its team; another institution, and a team of it.
struct Places {
    world: World,
    hospital: InstitutionId,
    upper: TeamId,
}

impl Places {
    async fn new() -> Self {
        let world = World::new().await;
        let hospital = world.town.ids.hospital;
        let upper: TeamId = new_id();
        world
            .town
            .put(
                "INSERT INTO team (district_id, id, institution_id, name, phone, leader_id, sort)
                 VALUES ($1, $2, $3, '总医院慢病团队', '0731-28400009', $4, 9)",
                vec![upper.into(), hospital.into(), world.town.ids.gp.into()],
            )
            .await;
        Self {
            world,
            hospital,
            upper,
        }
    }

    async fn of(&self, id: InstitutionId) -> InstitutionLevel {
        let district = self.world.town.signed_in(self.world.district).await;
        let levels = district.ask::<ListLevels>((), ()).await.unwrap();
        let mut all = levels.institutions.into_iter();
        all.find(|one| one.institution_id == id).unwrap()
    }

    async fn set(
        &self,
        id: InstitutionId,
        body: SetLevelBody,
    ) -> Result<InstitutionLevel, domain::problem::Problem> {
        let version = self.of(id).await.version;
        let district = self.world.town.signed_in(self.world.district).await;
        district.send_if::<SetLevel>(version, id, body).await
    }
}

#[tokio::test]
async fn a_hospitals_team_takes_the_difficult_cases_of_an_institution() {
    let places = Places::new().await;
    let centre = places.world.town.ids.centre;
    let (township, hospital) = (Level::Township, Level::Hospital);
    places
        .set(places.hospital, entered(township, None))
        .await
        .unwrap();
    // A team of the same level is none above.
    let refused = places
        .set(centre, entered(township, Some(places.upper)))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code, refused.errors[0].reason.as_str()),
        (Code::Invalid, "not_higher")
    );
    places
        .set(places.hospital, entered(hospital, None))
        .await
        .unwrap();
    let now = places
        .set(centre, entered(township, Some(places.upper)))
        .await
        .unwrap();
    let upper = now.upper.unwrap();
    assert_eq!(
        (upper.team_id, upper.team.as_str()),
        (places.upper, "总医院慢病团队")
    );
    let noted = "SELECT COUNT(*) AS n FROM audit a
         JOIN audit_staff s ON s.district_id = a.district_id AND s.audit_id = a.id
         WHERE s.staff_id = $1 AND a.purpose = 'level_changed'";
    let who = vec![places.world.district.into()];
    assert_eq!(places.world.town.count(noted, who).await, 3);

    // Nobody is asked in a circle, and who is asked stays higher.
    let own = places.world.town.ids.team;
    for (id, body, field, reason) in [
        (
            places.hospital,
            entered(hospital, Some(own)),
            "upper_team",
            "not_higher",
        ),
        (
            places.hospital,
            entered(hospital, Some(places.upper)),
            "upper_team",
            "not_higher",
        ),
        (
            places.hospital,
            entered(township, None),
            "level",
            "asked_by_others",
        ),
        (centre, entered(Level::Village, None), "level", "unknown"),
        (
            centre,
            entered(township, Some(new_id())),
            "upper_team",
            "unknown",
        ),
    ] {
        let refused = places.set(id, body).await.unwrap_err();
        let error = &refused.errors[0];
        assert_eq!(
            (error.field.as_str(), error.reason.as_str()),
            (field, reason)
        );
    }
    places.set(centre, entered(township, None)).await.unwrap();
    assert_eq!(places.of(centre).await.upper, None);
    places
        .set(places.hospital, entered(township, None))
        .await
        .unwrap();
}

#[tokio::test]
async fn only_the_district_enters_levels_and_the_second_of_two_is_told() {
    let places = Places::new().await;
    let centre = places.world.town.ids.centre;
    let admin = places.world.admin().await;
    let refused = admin.ask::<ListLevels>((), ()).await;
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);
    let refused = admin
        .send_if::<SetLevel>(1, centre, entered(Level::Hospital, None))
        .await;
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);

    let version = places.of(centre).await.version;
    let district = places.world.town.signed_in(places.world.district).await;
    let body = || entered(Level::Township, None);
    district
        .send_if::<SetLevel>(version, centre, body())
        .await
        .unwrap();
    let late = district.send_if::<SetLevel>(version, centre, body()).await;
    assert_eq!(late.unwrap_err().code, Code::Conflict);
    let unknown = district.send_if::<SetLevel>(1, new_id(), body()).await;
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);
}
