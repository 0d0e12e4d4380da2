//! Which column of a table holds what, by the words that stand in its header. Tables come from
//! many hands, so each column has the names it is given in practice; columns that no one knows
//! are carried into the rejects file and otherwise left alone.

use domain::person::half_width;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Name.
    Name,
    /// Sex.
    Sex,
    /// ID number.
    NationalId,
    /// Birth date.
    BirthDate,
    /// Phone.
    Phone,
    /// Street or town.
    Township,
    /// Community or village.
    Community,
    /// Address.
    Address,
    /// Whether the household is registered here.
    Residence,
    /// Months lived here.
    Months,
    /// Insurance.
    Insurance,
    /// Groups of people, such as hypertension.
    Groups,
    /// Service packages under contract.
    Packages,
}

const SYNONYMS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &["姓名", "居民姓名", "患者姓名", "本人姓名", "名字"],
    ),
    (Column::Sex, &["性别"]),
    (
        Column::NationalId,
        &[
            "身份证号码",
            "身份证号",
            "身份证",
            "公民身份号码",
            "居民身份证号",
            "居民身份证号码",
            "证件号码",
            "证件号",
        ],
    ),
    (
        Column::BirthDate,
        &["出生日期", "出生年月日", "出生年月", "生日"],
    ),
    (
        Column::Phone,
        &[
            "联系电话",
            "本人电话",
            "电话",
            "电话号码",
            "手机",
            "手机号",
            "手机号码",
            "联系方式",
        ],
    ),
    (
        Column::Township,
        &[
            "街道(乡镇)",
            "乡镇(街道)",
            "街道乡镇",
            "乡镇街道",
            "街道/乡镇",
            "乡镇/街道",
            "街道",
            "乡镇",
        ],
    ),
    (
        Column::Community,
        &[
            "村(居)委会",
            "居(村)委会",
            "村(居)",
            "村居委会",
            "村居",
            "社区(村)",
            "村(社区)",
            "村/社区",
            "社区",
            "村",
            "村委会",
            "居委会",
        ],
    ),
    (
        Column::Address,
        &[
            "详细住址",
            "详细地址",
            "现住址",
            "现住地址",
            "家庭住址",
            "住址",
            "地址",
        ],
    ),
    (Column::Residence, &["常住类型", "户籍类型", "居住类型"]),
    (Column::Months, &["居住月数", "居住时间(月)", "居住月份数"]),
    (
        Column::Insurance,
        &[
            "医保类型",
            "医疗保险类型",
            "参保类型",
            "医疗费用支付方式",
            "医疗付费方式",
            "医保",
        ],
    ),
    (
        Column::Groups,
        &["人群分类", "人群类型", "人群类别", "重点人群", "人群"],
    ),
    (Column::Packages, &["签约服务包", "服务包", "签约包"]),
];

/// The columns of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    columns: Vec<Option<Column>>,
}

impl Header {
    /// Reads a line as a header; `None` where it names no name or no ID number, as a title does.
    /// Where two columns have the same meaning the first one counts.
    #[must_use]
    pub fn of(cells: &[String]) -> Option<Self> {
        let mut columns = Vec::with_capacity(cells.len());
        for cell in cells {
            let column = meaning(cell).filter(|column| !columns.contains(&Some(*column)));
            columns.push(column);
        }
        let has = |column| columns.contains(&Some(column));
        (has(Column::Name) && has(Column::NationalId)).then_some(Self { columns })
    }

    /// The cell of a column, empty where the table or the line has none.
    #[must_use]
    pub fn cell<'a>(&self, cells: &'a [String], column: Column) -> &'a str {
        let place = self.columns.iter().position(|found| *found == Some(column));
        place
            .and_then(|place| cells.get(place))
            .map_or("", String::as_str)
    }
}

fn meaning(cell: &str) -> Option<Column> {
    let word: String = cell
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '\u{feff}'))
        .collect();
    SYNONYMS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()))
        .map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_column_is_known_by_any_of_its_names() {
        let line = cells("序号, 姓　名 ,公民身份号码*,手机号码,乡镇（街道）,村（居）委会");
        let header = Header::of(&line).unwrap();
        for (column, expected) in [
            (Column::Name, " 姓　名 "),
            (Column::NationalId, "公民身份号码*"),
            (Column::Phone, "手机号码"),
            (Column::Township, "乡镇（街道）"),
            (Column::Community, "村（居）委会"),
            (Column::Insurance, ""),
        ] {
            assert_eq!(header.cell(&line, column), expected, "{column:?}");
        }
    }

    #[test]
    fn a_title_is_no_header() {
        assert_eq!(Header::of(&cells("荷塘区居民名册,,,")), None);
        assert_eq!(Header::of(&cells("姓名,性别")), None);
        assert_eq!(Header::of(&cells("叶燕洋,女,430202197812235725")), None);
    }

    #[test]
    fn no_word_means_two_columns() {
        let words: Vec<_> = SYNONYMS.iter().flat_map(|(_, words)| *words).collect();
        for word in &words {
            assert_eq!(
                words.iter().filter(|other| other == &word).count(),
                1,
                "{word}"
            );
        }
    }

    #[test]
    fn a_short_line_has_empty_cells() {
        let header = Header::of(&cells("姓名,身份证号,电话")).unwrap();
        assert_eq!(header.cell(&cells("王芳"), Column::Phone), "");
    }
}
