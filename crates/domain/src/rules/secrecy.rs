//! Illnesses that are kept from whoever only helps: severe mental disorders, tuberculosis, HIV,
//! hepatitis, syphilis (精神卫生法 art. 23, 传染病防治法 art. 12, 艾滋病防治条例 art. 39; domain.md
//! §5.1). The person, and a guardian, see them; a helper sees the record without them.

use crate::codes::PeopleGroup;

/// Words in the name of an illness that is kept secret. Written wide: an ordinary illness that is
/// hidden does less harm than a secret one that is shown.
const ILLNESSES: &[&str] = &[
    "精神",
    "分裂",
    "偏执",
    "双相",
    "躁狂",
    "癫痫",
    "抑郁",
    "结核",
    "艾滋",
    "HIV",
    "AIDS",
    "免疫缺陷",
    "肝炎",
    "乙肝",
    "丙肝",
    "梅毒",
    "淋病",
    "尖锐湿疣",
];

/// Drugs that give such an illness away.
const DRUGS: &[&str] = &[
    "氯氮平",
    "奥氮平",
    "喹硫平",
    "利培酮",
    "帕利哌酮",
    "阿立哌唑",
    "齐拉西酮",
    "氨磺必利",
    "氯丙嗪",
    "奋乃静",
    "氟哌啶醇",
    "舒必利",
    "五氟利多",
    "碳酸锂",
    "丙戊酸",
    "异烟肼",
    "利福平",
    "利福喷丁",
    "吡嗪酰胺",
    "乙胺丁醇",
    "链霉素",
    "替诺福韦",
    "恩替卡韦",
    "拉米夫定",
    "齐多夫定",
    "依非韦伦",
    "多替拉韦",
    "阿德福韦",
];

/// Whether a group of people is one that helpers do not learn of.
#[must_use]
pub fn secret_group(group: PeopleGroup) -> bool {
    matches!(group, PeopleGroup::SevereMental | PeopleGroup::Tuberculosis)
}

/// Whether an illness of this name is kept from helpers.
#[must_use]
pub fn secret_illness(name: &str) -> bool {
    contains_any(name, ILLNESSES)
}

/// Whether a drug of this name tells of such an illness.
#[must_use]
pub fn secret_drug(name: &str) -> bool {
    contains_any(name, DRUGS)
}

fn contains_any(name: &str, words: &[&str]) -> bool {
    let name = name.to_uppercase();
    words.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_illnesses_that_the_law_keeps_secret_are_known_by_their_names() {
        for name in [
            "精神分裂症",
            "严重精神障碍",
            "双相情感障碍",
            "肺结核",
            "慢性乙型肝炎",
            "hiv 感染",
        ] {
            assert!(secret_illness(name), "{name}");
        }
        for name in ["高血压", "2型糖尿病", "慢阻肺", "冠心病"] {
            assert!(!secret_illness(name), "{name}");
        }
        assert!(secret_drug("奥氮平片"));
        assert!(!secret_drug("氨氯地平"));
    }

    #[test]
    fn groups_are_secret_where_their_illness_is() {
        for group in PeopleGroup::ALL {
            assert_eq!(
                secret_group(*group),
                secret_illness(group.zh()),
                "{}",
                group.zh()
            );
        }
    }
}
