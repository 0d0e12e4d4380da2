//! Words of opening a record at the desk.

use domain::problem::Code;

use crate::i18n::Text;

/// Title and button.
pub const TITLE: Text = Text {
    zh: "新建档案",
    en: "New record",
};
/// What to do.
pub const HINT: Text = Text {
    zh: "看着身份证填，先查一下有没有档案",
    en: "Fill in from the ID card; first check whether there is a record",
};
/// Field.
pub const NAME: Text = Text {
    zh: "姓名",
    en: "Name",
};
/// Field.
pub const NATIONAL_ID: Text = Text {
    zh: "身份证号",
    en: "ID number",
};
/// Button.
pub const CHECK: Text = Text {
    zh: "查一下",
    en: "Check",
};
/// There is one.
pub const EXISTS: Text = Text {
    zh: "这个身份证号已有档案，不用再建",
    en: "This ID number already has a record",
};
/// Where another institution keeps it.
pub const ELSEWHERE: Text = Text {
    zh: "档案在别的机构，请居民联系那边",
    en: "Another institution keeps the record; please send them there",
};
/// There may be one.
pub const MAYBE: Text = Text {
    zh: "有同名、同一天出生的人，请对一下身份证号",
    en: "Somebody with this name and date of birth has a record; please compare the ID numbers",
};
/// Answer to it.
pub const SOMEBODY_ELSE: Text = Text {
    zh: "对过了，不是同一个人",
    en: "Checked: a different person",
};
/// Label.
pub const INSTITUTION: Text = Text {
    zh: "档案在",
    en: "Kept at",
};
/// Label.
pub const BORN: Text = Text {
    zh: "出生日期",
    en: "Date of birth",
};
/// Label.
pub const SEX: Text = Text {
    zh: "性别",
    en: "Sex",
};
/// Field.
pub const PHONE: Text = Text {
    zh: "电话（没有可不填）",
    en: "Phone (if any)",
};
/// Field.
pub const VILLAGE: Text = Text {
    zh: "村或社区（不确定可不选）",
    en: "Village or community (if known)",
};
/// Field.
pub const ADDRESS: Text = Text {
    zh: "住址",
    en: "Address",
};
/// Field.
pub const MONTHS: Text = Text {
    zh: "在本地住了几个月（户口在外地才填）",
    en: "Months lived here (if registered elsewhere)",
};
/// Error.
pub const MONTHS_WRONG: Text = Text {
    zh: "请填数字，不满一个月填 0",
    en: "Please enter a number; 0 for less than a month",
};
/// Unit.
pub const MONTHS_UNIT: Text = Text {
    zh: "个月",
    en: "months",
};
/// Field.
pub const INSURANCE: Text = Text {
    zh: "医保",
    en: "Insurance",
};
/// Button.
pub const OPEN: Text = Text {
    zh: "建档",
    en: "Create the record",
};
/// Button.
pub const NEXT: Text = Text {
    zh: "再建一份",
    en: "Another one",
};
/// Done.
pub const OPENED: Text = Text {
    zh: "档案建好了",
    en: "The record has been created",
};
/// Label.
pub const RECORD_NO: Text = Text {
    zh: "档案编号",
    en: "Record number",
};
/// Label.
pub const TEAM: Text = Text {
    zh: "负责团队",
    en: "Team",
};

const BAD_NAME: Text = Text {
    zh: "请核对姓名",
    en: "Please check the name",
};
const BAD_NUMBER: Text = Text {
    zh: "请核对身份证号，共 18 位",
    en: "Please check the number; it has 18 characters",
};
const BAD_PHONE: Text = Text {
    zh: "请核对电话号码",
    en: "Please check the phone number",
};

/// What is wrong with a field.
#[must_use]
pub fn reason(word: &str) -> Option<Text> {
    match word {
        "not_a_name" => Some(BAD_NAME),
        "not_an_id_number" => Some(BAD_NUMBER),
        "not_a_phone" => Some(BAD_PHONE),
        _ => None,
    }
}

/// What to say for a code.
#[must_use]
pub fn of_code(code: Code) -> Option<Text> {
    match code {
        Code::RecordExists => Some(EXISTS),
        Code::MaybeSame => Some(MAYBE),
        _ => None,
    }
}
