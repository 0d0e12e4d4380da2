use domain::programme::national::DEFINITIONS;

use super::*;

fn national() -> Vec<Definition> {
    let all = DEFINITIONS.iter();
    all.map(|text| serde_json::from_str(text).unwrap())
        .collect()
}

fn hypertension() -> Definition {
    let all = national().into_iter();
    all.into_iter()
        .find(|form| form.programme.as_str() == "hypertension")
        .unwrap()
}

#[test]
fn every_figure_and_rule_of_every_programme_is_said_with_its_source() {
    for form in national() {
        for (heading, lines) in super::lines(&form) {
            for line in lines {
                let said = format!("{} {} {}", form.programme, heading.zh, line.id);
                assert!(!line.name.is_empty(), "{said}");
                assert!(
                    !line.name.contains('{') && !line.text.contains('{'),
                    "{said}: {line:?}"
                );
                if let Some((_, source)) = &line.from {
                    assert!(!line.text.is_empty() && !source.is_empty(), "{said}");
                }
            }
        }
    }
}

#[test]
fn a_limit_that_depends_on_age_says_so() {
    let [(_, figures), (_, rules), ..] = lines(&hypertension());
    let limit = figures
        .iter()
        .find(|line| line.name == "sbp_limit")
        .unwrap();
    assert_eq!(limit.text, "150（年龄（岁） ≥ 65），其他人 140");
    let emergency = rules
        .iter()
        .find(|line| line.id == "rule systolic_emergency");
    let text = &emergency.unwrap().text;
    assert!(
        text.starts_with("收缩压 ≥ 180 → ") && text.contains("紧急转诊"),
        "{text}"
    );
}

#[test]
fn a_changed_figure_is_what_differs_with_the_rules_that_it_changes() {
    let one = hypertension();
    assert!(differences(&one, &one).is_empty());
    let mut other = one.clone();
    let limit = other
        .thresholds
        .iter_mut()
        .find(|one| one.key == "dbp_limit");
    limit.unwrap().cases[0].value = 85;
    other.rules.retain(|rule| rule.id != "adverse_reaction");
    let rows = differences(&one, &other);
    let of = |name: &str| rows.iter().find(|row| row[0].starts_with(name));
    let figure = of("dbp_limit").unwrap();
    assert!(
        figure[1].starts_with("90") && figure[2].starts_with("85"),
        "{figure:?}"
    );
    assert!(rows.iter().any(|row| row[2] == "没有"), "{rows:?}");
    assert!(of("sbp_limit").is_none());
}
