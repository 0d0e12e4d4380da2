//! Words of suspected cases (疑似病例).

use domain::api::suspects::{ExcludeReason, Verdict};

use crate::i18n::{Language, Text, language};

/// The page and the section.
pub const TITLE: Text = Text {
    zh: "疑似病例",
    en: "Suspected cases",
};
/// What the page is.
pub const HINT: Text = Text {
    zh: "近一年测量值达到筛查标准、还没有纳入管理的人。先复核、必要时转上级确诊，再决定",
    en: "People whose readings of the last year have reached the screening figure and who are in no programme. Check again, refer where needed, then decide",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "没有疑似病例",
    en: "No suspected cases",
};
/// What makes some.
pub const NONE_HINT: Text = Text {
    zh: "随访、巡诊、自测的血压和血糖达到筛查标准的人会出现在这里",
    en: "Whoever reaches the screening figure at a visit, on a round or at home appears here",
};
/// The mark of a reading of home.
pub const AT_HOME: Text = Text {
    zh: "自测",
    en: "Measured at home",
};
/// All readings of a case.
pub const EVIDENCE: Text = Text {
    zh: "依据",
    en: "Readings",
};
/// What was decided before.
pub const BEFORE: Text = Text {
    zh: "以前的处理",
    en: "Decided before",
};
/// Filter of the programme.
pub const SHOW: Text = Text {
    zh: "看哪些",
    en: "Show",
};
/// Filter.
pub const ALL: Text = Text {
    zh: "全部",
    en: "All",
};
/// Deed.
pub const ENROL: Text = Text {
    zh: "纳入管理",
    en: "Enrol",
};
/// What enrolling means.
pub const ENROL_HINT: Text = Text {
    zh: "纳入后排进随访待办，首次随访要在两周内。还没确诊的先转诊，确诊后再纳入",
    en: "The person goes on the list; the first visit is due within two weeks. Refer whoever is not diagnosed yet, and enrol them afterwards",
};
/// Field.
pub const FIRST_VISIT: Text = Text {
    zh: "首次随访日期",
    en: "First visit on",
};
/// It is done.
pub const ENROLLED: Text = Text {
    zh: "已纳入管理，排进随访待办了",
    en: "Enrolled: the first visit is on the list",
};
/// Deed.
pub const EXCLUDE: Text = Text {
    zh: "排除",
    en: "Exclude",
};
/// What excluding means.
pub const EXCLUDE_HINT: Text = Text {
    zh: "排除后不再提示，以后又有达到标准的测量值才会再出现。处理会留下记录",
    en: "The person is not shown again before a later reading reaches the figure. The decision is kept",
};
/// Field.
pub const REASON: Text = Text {
    zh: "排除原因",
    en: "Reason",
};
/// Nothing was chosen.
pub const REASON_NEEDED: Text = Text {
    zh: "请选一个原因",
    en: "Choose a reason",
};
/// Field.
pub const NOTE: Text = Text {
    zh: "说明",
    en: "Note",
};
/// Another reason has to be said.
pub const NOTE_NEEDED: Text = Text {
    zh: "请写明原因",
    en: "Say which reason",
};
/// It is done.
pub const EXCLUDED: Text = Text {
    zh: "已排除",
    en: "Excluded",
};
/// To the person's page.
pub const SEE_PERSON: Text = Text {
    zh: "看档案",
    en: "Record",
};
/// The next page.
pub const MORE: Text = Text {
    zh: "再看一些",
    en: "More",
};

/// Why somebody was excluded.
#[must_use]
pub fn reason(reason: ExcludeReason) -> Text {
    match reason {
        ExcludeReason::NotConfirmed => Text {
            zh: "上级医院没有确诊",
            en: "Not confirmed by the hospital",
        },
        ExcludeReason::PassingCause => Text {
            zh: "一时的原因（疼痛、感冒、药物、紧张）",
            en: "A passing cause (pain, a cold, a drug, excitement)",
        },
        ExcludeReason::MeasuredWrongly => Text {
            zh: "量得不准",
            en: "Measured wrongly",
        },
        ExcludeReason::Elsewhere => Text {
            zh: "已在别处管理",
            en: "Followed up elsewhere",
        },
        ExcludeReason::Other => Text {
            zh: "其他",
            en: "Another reason",
        },
    }
}

/// What was decided.
#[must_use]
pub fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Enrolled => ENROL,
        Verdict::Excluded => EXCLUDE,
    }
}

/// What somebody is suspected of: 疑似高血压.
#[must_use]
pub fn suspected_of(title: &str) -> String {
    match language() {
        Language::Zh => format!("疑似{title}"),
        Language::En => format!("Suspected: {title}"),
    }
}

/// How many wait: 3 人疑似，待处理.
#[must_use]
pub fn many(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 人疑似，还没纳入管理"),
        Language::En => format!("{many} suspected and in no programme"),
    }
}

/// On how many days the figure was reached: 3 天达到标准.
#[must_use]
pub fn days(many: usize) -> String {
    match language() {
        Language::Zh => format!("{many} 天达到标准"),
        Language::En => format!("reached on {many} days"),
    }
}
