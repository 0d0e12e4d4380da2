//! In which group of people (重点人群, domain.md §4.2) somebody stands: what the register says, and what follows
//! from the programmes that follow the person up. The groups of children and of the elderly follow from the
//! age and stay the register's.

use crate::codes::PeopleGroup;

/// The group that whoever is followed up in a programme stands in.
#[must_use]
pub fn of_programme(programme: &str) -> Option<PeopleGroup> {
    Some(match programme {
        "hypertension" => PeopleGroup::Hypertension,
        "diabetes" => PeopleGroup::Diabetes,
        "smi" => PeopleGroup::SevereMental,
        "tuberculosis" => PeopleGroup::Tuberculosis,
        "copd" => PeopleGroup::Copd,
        "home_bound" => PeopleGroup::SelfCareLoss,
        "maternity" => PeopleGroup::Pregnant,
        _ => return None,
    })
}

/// The groups of the register and those of the programmes, each once, in the order of the codes. Whoever
/// stands in any is not of the general population.
#[must_use]
pub fn together(register: &[PeopleGroup], programmes: &[PeopleGroup]) -> Vec<PeopleGroup> {
    let stands = |group: &&PeopleGroup| register.contains(group) || programmes.contains(group);
    let mut groups: Vec<_> = PeopleGroup::ALL.iter().filter(stands).copied().collect();
    if groups.len() > 1 {
        groups.retain(|group| *group != PeopleGroup::General);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::Definition;
    use crate::programme::national::DEFINITIONS;

    #[test]
    fn every_programme_of_an_illness_makes_a_group_of_its_own() {
        let of_age_or_without = ["child", "elderly", "elderly_tcm", "hepatitis"];
        let mut made = Vec::new();
        for text in DEFINITIONS {
            let definition: Definition = serde_json::from_str(text).unwrap();
            let programme = definition.programme.as_str();
            let group = of_programme(programme);
            let without = of_age_or_without.contains(&programme);
            assert_eq!(group.is_none(), without, "{programme}");
            if let Some(group) = group {
                assert!(!made.contains(&group), "{programme}");
                made.push(group);
            }
        }
    }

    #[test]
    fn whoever_is_taken_up_is_of_the_general_population_no_more() {
        use PeopleGroup::{Diabetes, Elderly, General, Hypertension};
        assert_eq!(together(&[General], &[]), [General]);
        assert_eq!(together(&[General], &[Diabetes]), [Diabetes]);
        assert_eq!(
            together(&[Elderly, Hypertension], &[Diabetes, Hypertension]),
            [Elderly, Hypertension, Diabetes]
        );
        assert_eq!(together(&[], &[]), []);
    }
}
