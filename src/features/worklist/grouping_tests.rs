use super::*;
use domain::rules::three_colours::Colour;
use serde_json::json;

fn id(n: u16) -> String {
    format!("0198f0c0-0000-7000-8000-{n:012}")
}

/// Somebody: number, name, initials, village, door with its place, bucket.
fn due(
    n: u16,
    name: &str,
    initials: &str,
    village: &str,
    door: Option<(u16, i64)>,
    bucket: &str,
) -> Arc<Due> {
    let home = door.map(|(door, place)| {
        json!({ "household_id": id(900 + door), "head": format!("户主{door}"), "place": place })
    });
    let mut card = json!({
        "person": {
            "resident_id": id(n), "name": name, "sex": "male", "age": 68, "village": village,
            "groups": [],
        },
        "initials": initials, "phone_masked": format!("138****{:04}", 1000 + n),
        "programme": if n.is_multiple_of(2) { "diabetes" } else { "hypertension" },
        "title": { "zh": "高血压", "en": "Hypertension" }, "bucket": bucket, "due": "2026-11-20",
        "referral_check": false, "version": 1,
    });
    if let Some(home) = home {
        card["home"] = home;
    }
    Arc::new(Due::new(serde_json::from_value(card).unwrap()))
}

fn town() -> Vec<Arc<Due>> {
    vec![
        due(1, "王建国", "wjg", "乙村", Some((1, 2048)), "urgent"),
        due(2, "李 芳", "lf", "甲村", Some((2, 1024)), "overdue"),
        due(
            3,
            "买买提·艾力",
            "mmtal",
            "乙村",
            Some((3, 1024)),
            "overdue",
        ),
        due(4, "王桂英", "wgy", "乙村", Some((1, 2048)), "soon"),
        due(5, "赵敏", "zm", "乙村", None, "soon"),
    ]
}

fn shown(filter: &Filter) -> Vec<String> {
    let listed = listed(&town(), filter, &Moved::new());
    assert_eq!(listed.lines.len(), listed.rows.len());
    let line = |line: &Line| match line {
        Line::Village(name, due) => format!("{name} {due}"),
        Line::Door(door) => format!("- {} {}", door.head, door.due),
        Line::Due(due) => due.card.person.name.clone(),
    };
    listed.lines.iter().map(line).collect()
}

fn typed(text: &str) -> Filter {
    Filter {
        typed: text.to_owned(),
        ..Filter::default()
    }
}

#[test]
fn people_are_found_by_name_by_initials_and_by_the_end_of_their_phone() {
    for (text, expected) in [
        ("王", vec!["王建国", "王桂英"]),
        ("李芳", vec!["李 芳"]),
        ("买买提艾力", vec!["买买提·艾力"]),
        ("ＷＧ", vec!["王桂英"]),
        ("1003", vec!["买买提·艾力"]),
        ("10", vec![]),
        ("张", vec![]),
    ] {
        assert_eq!(shown(&typed(text)), expected, "{text}");
    }
}

#[test]
fn the_round_goes_village_by_village_and_door_by_door() {
    let filter = Filter {
        order: Order::Round,
        ..Filter::default()
    };
    assert_eq!(
        shown(&filter),
        [
            "乙村 4",
            "- 户主3 1",
            "买买提·艾力",
            "- 户主1 2",
            "王建国",
            "王桂英",
            "-  1",
            "赵敏",
            "甲村 1",
            "- 户主2 1",
            "李 芳",
        ]
    );
}

#[test]
fn counts_are_of_what_is_found_whatever_bucket_is_shown() {
    let filter = Filter {
        bucket: Some(Bucket::Soon),
        village: Some("乙村".to_owned()),
        ..Filter::default()
    };
    let listed = listed(&town(), &filter, &Moved::new());
    let counts = listed.counts;
    assert_eq!((counts.urgent, counts.overdue, counts.soon), (1, 1, 2));
    assert_eq!(listed.people, 2);
}

#[test]
fn one_programme_is_shown_alone() {
    let filter = Filter {
        programme: "diabetes".parse().ok(),
        ..Filter::default()
    };
    assert_eq!(shown(&filter), ["李 芳", "王桂英"]);
}

/// The same with a colour and a doctor of this number.
fn in_care(due: &Due, colour: &str, doctor: Option<u16>) -> Arc<Due> {
    let mut card = serde_json::to_value(&due.card).unwrap();
    card["colour"] = json!(colour);
    if let Some(n) = doctor {
        card["doctor"] = json!({ "staff_id": id(800 + n), "name": format!("医生{n}") });
    }
    Arc::new(Due::new(serde_json::from_value(card).unwrap()))
}

#[test]
fn one_colour_and_one_doctor_are_shown_alone() {
    let town = town();
    let all = [
        in_care(&town[0], "red", Some(1)),
        in_care(&town[1], "yellow", Some(2)),
        in_care(&town[2], "yellow", None),
    ];
    let of = |n: u16| Some(Whose::Of(id(800 + n).parse().unwrap()));
    for (colour, whose, expected) in [
        (Some(Colour::Yellow), None, vec!["李 芳", "买买提·艾力"]),
        (Some(Colour::Green), None, vec![]),
        (None, of(1), vec!["王建国"]),
        (None, Some(Whose::Nobody), vec!["买买提·艾力"]),
        (Some(Colour::Yellow), of(2), vec!["李 芳"]),
        (Some(Colour::Red), of(2), vec![]),
    ] {
        let filter = Filter {
            colour,
            whose,
            ..Filter::default()
        };
        let listed = listed(&all, &filter, &Moved::new());
        let names: Vec<_> = listed
            .lines
            .iter()
            .filter_map(|line| match line {
                Line::Due(due) => Some(due.card.person.name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(names, expected, "{colour:?} {whose:?}");
    }
}

#[test]
fn names_are_ordered_by_their_sound() {
    let filter = Filter {
        order: Order::Name,
        ..Filter::default()
    };
    assert_eq!(
        shown(&filter),
        ["李 芳", "买买提·艾力", "王桂英", "王建国", "赵敏"]
    );
}

#[test]
fn a_door_that_is_put_further_up_stands_there_before_the_backend_knows() {
    let filter = Filter {
        order: Order::Round,
        village: Some("乙村".to_owned()),
        ..Filter::default()
    };
    let all = town();
    let before = listed(&all, &filter, &Moved::new());
    let second = before.lines.iter().filter_map(|line| match line {
        Line::Door(door) => Some(door),
        _ => None,
    });
    let second = second.clone().nth(1).unwrap();
    assert_eq!(second.up, Some(Behind::Nobody));
    assert_eq!(second.down, None, "whoever has no door is no neighbour");
    let place = place_behind(&before.lines, &all, &Moved::new(), Behind::Nobody);
    let moved = Moved::from([(second.id.unwrap(), place)]);
    let after = listed(&all, &filter, &moved);
    let Some(Line::Door(first)) = after.lines.get(1) else {
        panic!("no door comes first");
    };
    assert_eq!((first.head.as_str(), first.by_hand), ("户主1", true));
}

#[test]
fn a_row_is_drawn_anew_only_where_it_says_something_else() {
    let one = due(1, "王建国", "wjg", "乙村", None, "urgent");
    let same = due(1, "王建国", "wjg", "乙村", None, "urgent");
    let other = due(1, "王建国", "wjg", "乙村", None, "soon");
    assert_eq!(one.key, same.key);
    assert_ne!(one.key, other.key);
    assert_ne!(one.key, one.due_in(2).key);
    assert_eq!(one.due_in(2).together, 2);
    let [red, yellow] = ["red", "yellow"].map(|colour| in_care(&one, colour, None).key);
    assert_ne!(red, yellow);
    assert_ne!(red, in_care(&one, "red", Some(1)).key);
}
