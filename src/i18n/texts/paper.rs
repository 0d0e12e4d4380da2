//! Words of visits on paper and in a table.

use crate::i18n::{Language, Text, language};

/// Title of a visit on paper.
pub const SHEET: Text = Text {
    zh: "打印随访表",
    en: "Print the form",
};
/// What is printed.
pub const HOW_MUCH: Text = Text {
    zh: "打印哪些",
    en: "What to print",
};
/// Only this visit.
pub const THIS_ONE: Text = Text {
    zh: "只打这一次",
    en: "This visit",
};
/// All of the year.
pub const WHOLE_YEAR: Text = Text {
    zh: "全年各次",
    en: "The whole year",
};
/// Label on paper.
pub const NAME: Text = Text {
    zh: "姓名",
    en: "Name",
};
/// Label on paper.
pub const SEX_AND_AGE: Text = Text {
    zh: "性别、年龄",
    en: "Sex and age",
};
/// Label on paper.
pub const VILLAGE: Text = Text {
    zh: "村（居）",
    en: "Village",
};
/// Label on paper.
pub const RECORD_NO: Text = Text {
    zh: "编号",
    en: "Record number",
};
/// Row on paper.
pub const INSTITUTION: Text = Text {
    zh: "随访机构",
    en: "Institution",
};
/// Row on paper.
pub const DOCTOR: Text = Text {
    zh: "随访医生签名",
    en: "Doctor, signature",
};
/// Row on paper.
pub const RESIDENT: Text = Text {
    zh: "居民（家属）签名",
    en: "Resident or family, signature",
};
/// Title of the table.
pub const TABLE: Text = Text {
    zh: "导出随访表",
    en: "Export visits",
};
/// What it is.
pub const TABLE_HINT: Text = Text {
    zh: "导出您所在团队一段时间内某个项目的全部随访，可用 Excel 打开。证件号不显示全部；每次导出都有记录，居民能看到",
    en: "All visits of your teams in one programme and time, for Excel. ID numbers are masked; every export is recorded and residents can see it",
};
/// Label.
pub const PROGRAMME: Text = Text {
    zh: "项目",
    en: "Programme",
};
/// Label.
pub const FROM: Text = Text {
    zh: "从哪个月",
    en: "From the month",
};
/// Label.
pub const UNTIL: Text = Text {
    zh: "到哪个月",
    en: "Up to the month",
};
/// Fault.
pub const CHOOSE: Text = Text {
    zh: "请选择",
    en: "Choose one",
};
/// Fault.
pub const TURNED_ROUND: Text = Text {
    zh: "结束的月份在开始之前",
    en: "This month lies before the first one",
};
/// Fault.
pub const TOO_LONG: Text = Text {
    zh: "一次最多导出 12 个月",
    en: "At most 12 months at once",
};
/// Button.
pub const EXPORT: Text = Text {
    zh: "导出",
    en: "Export",
};
/// Button.
pub const STOP: Text = Text {
    zh: "停止",
    en: "Stop",
};
/// Nothing found.
pub const EMPTY: Text = Text {
    zh: "这段时间没有这个项目的随访",
    en: "There are no visits of this programme in that time",
};
/// WeChat saves no files.
pub const NOT_IN_WECHAT: Text = Text {
    zh: "微信里不能保存文件，请在电脑或手机的浏览器里打开本页导出",
    en: "WeChat cannot save files; open this page in a browser to export",
};
/// Not for this role.
pub const NOT_YOURS: Text = Text {
    zh: "只有全科医生和预防保健人员可以导出团队的随访",
    en: "Only general practitioners and public-health workers export a team's visits",
};
/// Column.
pub const ID_NUMBER: Text = Text {
    zh: "身份证号（部分）",
    en: "ID number (masked)",
};
/// Column.
pub const SEX: Text = Text {
    zh: "性别",
    en: "Sex",
};
/// Column.
pub const AGE: Text = Text {
    zh: "年龄",
    en: "Age",
};
/// Column.
pub const SIGNED_BY: Text = Text {
    zh: "随访医生",
    en: "Doctor",
};
/// Column.
pub const RECORDED: Text = Text {
    zh: "登记时间",
    en: "Recorded",
};
/// Column.
pub const EDITION: Text = Text {
    zh: "表单版本",
    en: "Edition",
};
/// Column.
pub const TIMES_CORRECTED: Text = Text {
    zh: "更正次数",
    en: "Times corrected",
};

/// 正在导出，已取到 120 次随访.
#[must_use]
pub fn under_way(rows: usize) -> String {
    match language() {
        Language::Zh => format!("正在导出，已取到 {rows} 次随访"),
        Language::En => format!("Exporting, {rows} visits so far"),
    }
}

/// 已导出 120 次随访.
#[must_use]
pub fn exported(rows: usize) -> String {
    match language() {
        Language::Zh => format!("已导出 {rows} 次随访，文件在下载里"),
        Language::En => format!("{rows} visits exported; the file is among your downloads"),
    }
}

/// 体重（kg）.
#[must_use]
pub fn in_unit(name: &str, unit: &str) -> String {
    match (unit.is_empty(), language()) {
        (true, _) => name.to_owned(),
        (false, Language::Zh) => [name, "（", unit, "）"].concat(),
        (false, Language::En) => [name, " (", unit, ")"].concat(),
    }
}

/// 2026年11月.
#[must_use]
pub fn month(year: i32, month: u32) -> String {
    match language() {
        Language::Zh => format!("{year}年{month}月"),
        Language::En => format!("{month}/{year}"),
    }
}

/// 高血压随访 2026-01-01 至 2026-11-30.
#[must_use]
pub fn file_name(title: &str, from: &str, until: &str) -> String {
    match language() {
        Language::Zh => [title, "随访 ", from, " 至 ", until, ".csv"].concat(),
        Language::En => [title, " visits ", from, " to ", until, ".csv"].concat(),
    }
}

/// 依据：国家基本公共卫生服务规范.
#[must_use]
pub fn source(source: &str) -> String {
    match language() {
        Language::Zh => ["依据：", source].concat(),
        Language::En => ["Source: ", source].concat(),
    }
}
