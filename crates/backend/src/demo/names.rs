//! Names of people who do not exist: common surnames and given names, put together by chance.

use domain::person::Sex;

use super::chance::Chance;

/// Common surnames, about in the order of their number of bearers.
const SURNAMES: [&str; 60] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "肖", "田", "董", "潘", "袁", "蔡", "蒋", "余", "于", "杜", "叶", "程", "魏", "苏", "吕", "丁",
    "任", "卢", "姚", "沈", "钟", "姜", "崔", "谭", "陆", "范", "汪", "廖",
];

/// Characters of women's given names.
const WOMEN: [&str; 30] = [
    "秀", "英", "芳", "玉", "兰", "桂", "梅", "丽", "霞", "红", "燕", "玲", "凤", "珍", "琴", "云",
    "莲", "娟", "艳", "敏", "静", "雪", "慧", "淑", "春", "香", "月", "萍", "琳", "悦",
];

/// Characters of men's given names.
const MEN: [&str; 30] = [
    "国", "建", "军", "伟", "明", "强", "勇", "平", "文", "华", "志", "德", "福", "生", "林", "斌",
    "杰", "涛", "超", "波", "刚", "辉", "清", "光", "祥", "松", "庆", "根", "运", "海",
];

/// A name of one surname and one or two given characters.
pub fn person(chance: &mut Chance, sex: Sex) -> String {
    let given = if sex == Sex::Female { &WOMEN } else { &MEN };
    // The lower of two draws: the first surnames are the most frequent.
    let surname = chance
        .below(SURNAMES.len())
        .min(chance.below(SURNAMES.len()));
    let mut name = SURNAMES[surname].to_owned();
    name.push_str(chance.pick(given));
    if chance.percent(75) {
        name.push_str(chance.pick(given));
    }
    name
}

#[cfg(test)]
mod tests {
    use domain::person::PersonName;

    use super::*;
    use crate::demo::chance::Subject;

    #[test]
    fn every_name_is_a_name_of_the_domain() {
        let mut chance = Chance::of(1, Subject::Newcomer, 0);
        for sex in [Sex::Female, Sex::Male].repeat(200) {
            let name = person(&mut chance, sex);
            assert_eq!(name.parse::<PersonName>().unwrap().as_str(), name);
        }
    }
}
