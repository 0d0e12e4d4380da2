//! What makes a colour, a doctor's own, corrections, and what a day makes.

use chrono::Days;
use domain::api::colours::{Cause, GetColour, SetColour, SetColourBody};
use domain::api::follow_ups::{
    CorrectFollowUp, CorrectFollowUpBody, DueQuery, ListDue, VoidFollowUp, VoidFollowUpBody,
};
use domain::api::residents::{ListResidents, ResidentQuery};
use domain::problem::Code;
use domain::rules::three_colours::{Colour, Level, Why};

use super::common::clinical::day;
use super::{Levels, pressure, work_off};

#[tokio::test]
async fn a_visit_makes_a_colour_that_every_list_shows_with_what_made_it() {
    let all = Levels::new().await;
    assert_eq!(all.colour().await.colour, None);
    all.visit("2026-11-10", 132, None).await;
    let card = all.colour().await;
    assert_eq!(
        (card.colour, card.place.level),
        (Some(Colour::Green), Level::Village)
    );
    assert_eq!(
        (card.sources[0].why, card.sources[0].class.zh.as_str()),
        (Why::Class, "控制满意")
    );
    assert!(card.push.is_none() && card.may_set);

    all.visit("2026-11-24", 156, Some("controlled")).await;
    let card = all.colour().await;
    assert_eq!(card.colour, Some(Colour::Yellow));
    assert_eq!(card.history.len(), 2);
    assert_eq!(
        (card.history[0].cause, card.history[0].by.as_deref()),
        (Cause::Visit, Some("彭海燕"))
    );
    let due = DueQuery {
        q: Some("王".to_owned()),
        ..DueQuery::default()
    };
    let town = all.town.at("2026-12-06T02:00:00Z");
    let gp = town.signed_in(town.ids.gp).await;
    let list = gp.ask::<ListDue>((), due).await.unwrap();
    assert_eq!(list.items[0].colour, Some(Colour::Yellow));
    let query = ResidentQuery::default();
    let list = all.gp.ask::<ListResidents>((), query).await.unwrap();
    let wang = list
        .items
        .iter()
        .find(|card| card.person.name == "王桂英")
        .unwrap();
    assert_eq!(wang.colour, Some(Colour::Yellow));
    assert!(all.town.broken().await.is_empty());
}

#[tokio::test]
async fn the_resident_reads_the_colour_and_a_stranger_nothing() {
    let all = Levels::new().await;
    all.visit("2026-11-10", 156, None).await;
    let ids = &all.town.ids;
    let own = all.town.signed_in(ids.wang_phone).await;
    let card = own.ask::<GetColour>(ids.wang, ()).await.unwrap();
    assert_eq!(card.colour, Some(Colour::Yellow));
    assert!(card.history.is_empty() && !card.may_set);
    let strange = all.town.signed_in(ids.li_phone).await;
    let refused = strange.ask::<GetColour>(ids.wang, ()).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[tokio::test]
async fn a_correction_or_a_voided_visit_makes_the_colour_anew() {
    let all = Levels::new().await;
    all.visit("2026-11-10", 132, None).await;
    let wrong = all.visit("2026-11-17", 156, Some("controlled")).await;
    assert_eq!(all.colour().await.colour, Some(Colour::Yellow));
    let right = pressure("2026-11-17", 136, Some("controlled"));
    let body = CorrectFollowUpBody {
        form: right.form,
        rules_version: right.rules_version,
        decision: right.decision,
        reason: "记错了".to_owned(),
        based_on: None,
    };
    all.gp
        .send_if::<CorrectFollowUp>(1, wrong, body)
        .await
        .unwrap();
    let card = all.colour().await;
    assert_eq!(
        (card.colour, card.history[0].cause),
        (Some(Colour::Green), Cause::Correction)
    );
    assert!(card.push.is_none(), "nobody is asked any more");

    let second = all.visit("2026-11-24", 156, Some("controlled")).await;
    assert_eq!(all.colour().await.colour, Some(Colour::Yellow));
    let reason = VoidFollowUpBody {
        reason: "登错人".to_owned(),
        based_on: None,
    };
    all.gp
        .send_if::<VoidFollowUp>(1, second, reason)
        .await
        .unwrap();
    let card = all.colour().await;
    assert_eq!(
        (card.colour, card.history[0].cause),
        (Some(Colour::Green), Cause::Voiding)
    );
    assert!(all.town.broken().await.is_empty());
}

#[tokio::test]
async fn a_doctors_own_colour_holds_until_the_rules_say_another_one_than_now() {
    let all = Levels::new().await;
    all.visit("2026-11-10", 132, None).await;
    let wang = all.town.ids.wang;
    let body = |reason: &str| SetColourBody {
        colour: Colour::Yellow,
        reason: reason.to_owned(),
    };
    let version = all.colour().await.version;
    let refused = all
        .nurse
        .send_if::<SetColour>(version, wang, body("头晕"))
        .await;
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);
    let refused = all
        .gp
        .send_if::<SetColour>(version, wang, body(" "))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "required");
    let long = "长".repeat(201);
    let refused = all
        .gp
        .send_if::<SetColour>(version, wang, body(&long))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "too_long");
    let card = all
        .gp
        .send_if::<SetColour>(version, wang, body("头晕"))
        .await
        .unwrap();
    assert_eq!(
        (card.colour, card.computed),
        (Some(Colour::Yellow), Some(Colour::Green))
    );
    assert!(card.set_by_doctor);
    let stale = all
        .gp
        .send_if::<SetColour>(version, wang, body("头晕"))
        .await;
    assert_eq!(
        stale.unwrap_err().code,
        Code::Conflict,
        "somebody was quicker"
    );

    // The rules say the same as before: the doctor's holds.
    all.visit("2026-11-17", 130, Some("controlled")).await;
    assert_eq!(all.colour().await.colour, Some(Colour::Yellow));
    // They say another one: it ends, and so does what the doctor said.
    all.visit("2026-11-23", 186, Some("controlled")).await;
    let card = all.colour().await;
    assert_eq!(
        (card.colour, card.set_by_doctor),
        (Some(Colour::Red), false)
    );
    let told: Vec<_> = card
        .history
        .iter()
        .map(|one| (one.colour, one.reason.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Colour::Red, None),
            (Colour::Yellow, Some("头晕")),
            (Colour::Green, None)
        ]
    );
    assert!(all.town.broken().await.is_empty());
}

#[tokio::test]
async fn thirty_days_after_the_date_that_was_agreed_on_a_day_makes_the_colour_yellow() {
    let all = Levels::new().await;
    all.visit("2026-11-10", 132, None).await;
    for (days, expected) in [(30, Colour::Green), (31, Colour::Yellow)] {
        let on = day("2026-11-24") + Days::new(days);
        let town = all.town.at(&format!("{on}T00:00:00Z"));
        work_off(&town).await;
        assert_eq!(all.colour().await.colour, Some(expected), "{on}");
    }
    let card = all.colour().await;
    assert_eq!(
        (card.history[0].cause, card.sources[0].why),
        (Cause::Day, Why::Overdue)
    );
}
