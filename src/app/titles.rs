//! The title of each page in the tab, in the history and in WeChat's head. Each part has those of its
//! own pages, so that the first page loads no others.

use crate::i18n::Text;
use crate::i18n::texts::{
    bedside, colours, follow_up, measure, medical, paper, pin, programmes, round as round_words,
    shared as words, suspects, unsent, versions, visit, worklist,
};
use crate::routes::Route;

/// Titles of the pages that every first visit needs.
pub(super) fn main(route: &Route) -> Text {
    match route {
        Route::Home => words::NAV_HOME,
        _ => words::NOT_FOUND,
    }
}

/// Signing in with a phone.
pub(super) fn sign_in(route: &Route) -> Text {
    match route {
        Route::SignIn => Text {
            zh: "登录",
            en: "Sign in",
        },
        _ => words::NOT_FOUND,
    }
}

/// Signing in as a member of staff.
pub(super) fn staff_sign_in(route: &Route) -> Text {
    match route {
        Route::StaffSignIn => Text {
            zh: "医生登录",
            en: "Staff sign-in",
        },
        Route::Unlock => pin::TITLE,
        _ => words::NOT_FOUND,
    }
}

/// Binding a WeChat.
pub(super) fn wechat(route: &Route) -> Text {
    match route {
        Route::WeChat => Text {
            zh: "微信登录",
            en: "Sign in with WeChat",
        },
        _ => words::NOT_FOUND,
    }
}

/// The people behind a phone.
pub(super) fn people(route: &Route) -> Text {
    match route {
        Route::Persons => Text {
            zh: "给谁办事",
            en: "For whom",
        },
        Route::LinkPerson => Text {
            zh: "添加家人",
            en: "Add a person",
        },
        Route::TakeCode => Text {
            zh: "输入代办码",
            en: "Enter a code",
        },
        Route::RegisterPerson => Text {
            zh: "申请建档",
            en: "Register",
        },
        _ => words::NOT_FOUND,
    }
}

/// A resident's own record.
pub(super) fn record(route: &Route) -> Text {
    match route {
        Route::Record => Text {
            zh: "健康档案",
            en: "Health record",
        },
        Route::FollowUp(_) => medical::FOLLOW_UP,
        Route::Measure => measure::TITLE,
        Route::Plan => colours::PLAN,
        Route::RecordReaders => Text {
            zh: "谁看过我的档案",
            en: "Who has read my record",
        },
        _ => words::NOT_FOUND,
    }
}

/// A resident's contract.
pub(super) fn contract(route: &Route) -> Text {
    match route {
        Route::Contract | Route::ContractDetail(_) => Text {
            zh: "家庭医生签约",
            en: "Family-doctor contract",
        },
        Route::Packages => Text {
            zh: "服务包",
            en: "Service packages",
        },
        Route::RequestContract => Text {
            zh: "申请签约",
            en: "Request a contract",
        },
        _ => words::NOT_FOUND,
    }
}

/// A resident's bookings.
pub(super) fn booking(route: &Route) -> Text {
    match route {
        Route::Bookings => Text {
            zh: "我的预约",
            en: "My bookings",
        },
        Route::Sessions => Text {
            zh: "选择时间",
            en: "Choose a time",
        },
        Route::Booking(_) => Text {
            zh: "预约详情",
            en: "Booking details",
        },
        _ => words::NOT_FOUND,
    }
}

/// Rating what was done.
pub(super) fn rating(route: &Route) -> Text {
    match route {
        Route::Ratings | Route::Rate(_) => Text {
            zh: "服务评价",
            en: "Rate a service",
        },
        _ => words::NOT_FOUND,
    }
}

/// A resident's own things.
pub(super) fn me(route: &Route) -> Text {
    match route {
        Route::Unsent => unsent::UNSENT,
        Route::Family => Text {
            zh: "家人与代办",
            en: "Family and helpers",
        },
        Route::GiveCode(_) => Text {
            zh: "请人代办",
            en: "Let somebody help",
        },
        Route::Messages => Text {
            zh: "消息",
            en: "Messages",
        },
        Route::Me => words::NAV_ME,
        Route::Devices => Text {
            zh: "登录的手机和电脑",
            en: "Signed-in devices",
        },
        Route::Settings => Text {
            zh: "设置",
            en: "Settings",
        },
        _ => words::NOT_FOUND,
    }
}

/// Whose follow-up is due.
pub(super) fn worklist(route: &Route) -> Text {
    match route {
        Route::Worklist => words::NAV_WORKLIST,
        _ => words::NOT_FOUND,
    }
}

/// Calling them, what a call has closed, and suspected cases.
pub(super) fn calls(route: &Route) -> Text {
    match route {
        Route::ClosedFollowUps => worklist::CLOSED,
        Route::Suspects => suspects::TITLE,
        Route::CallFor(..) => worklist::CALL_TITLE,
        _ => words::NOT_FOUND,
    }
}

/// Residents and their records, as staff read them.
pub(super) fn residents(route: &Route) -> Text {
    match route {
        Route::Residents => words::NAV_RESIDENTS,
        Route::Resident(_) => Text {
            zh: "居民档案",
            en: "Resident",
        },
        Route::Visit(_) => medical::FOLLOW_UP,
        _ => words::NOT_FOUND,
    }
}

/// Follow-up forms.
pub(super) fn follow_up(route: &Route) -> Text {
    match route {
        Route::FollowUpForm(..) => follow_up::TITLE,
        _ => words::NOT_FOUND,
    }
}

/// A round's quick entry, and two versions of a visit.
pub(super) fn round(route: &Route) -> Text {
    match route {
        Route::Round => round_words::TITLE,
        Route::Versions => versions::TITLE,
        _ => words::NOT_FOUND,
    }
}

/// A visit that is corrected.
pub(super) fn correction(route: &Route) -> Text {
    match route {
        Route::CorrectVisit(_) => visit::CORRECT,
        _ => words::NOT_FOUND,
    }
}

/// Visits on paper, and as a table.
pub(super) fn paper(route: &Route) -> Text {
    match route {
        Route::FollowUpPaper(_) | Route::VisitPaper(_) => paper::SHEET,
        Route::VisitTable => paper::TABLE,
        _ => words::NOT_FOUND,
    }
}

/// What programmes ask and by what they judge.
pub(super) fn rules(route: &Route) -> Text {
    match route {
        Route::Programmes | Route::ProgrammeRules(_) => programmes::TITLE,
        _ => words::NOT_FOUND,
    }
}

/// What a team agrees on.
pub(super) fn team(route: &Route) -> Text {
    match route {
        Route::Pushes => colours::PUSHES,
        Route::Bedside(_) => bedside::TITLE,
        Route::StaffContracts | Route::StaffContract(_) => Text {
            zh: "签约管理",
            en: "Contracts",
        },
        _ => words::NOT_FOUND,
    }
}

/// The day's bookings.
pub(super) fn clinic(route: &Route) -> Text {
    match route {
        Route::Schedule => words::NAV_SCHEDULE,
        Route::DeskBooking | Route::BookFor(_) => Text {
            zh: "帮居民约号",
            en: "Book for a resident",
        },
        _ => words::NOT_FOUND,
    }
}

/// What the desk checks and registers.
pub(super) fn desk(route: &Route) -> Text {
    match route {
        Route::DeskGrants | Route::ResidentGrants(_) => Text {
            zh: "家人与代办",
            en: "Family and helpers",
        },
        Route::NewRecord => Text {
            zh: "新建档案",
            en: "New record",
        },
        Route::Registrations => Text {
            zh: "建档核对",
            en: "Registrations",
        },
        _ => words::NOT_FOUND,
    }
}

/// A member of staff's own things.
pub(super) fn staff_me(route: &Route) -> Text {
    match route {
        Route::Covers => Text {
            zh: "代班",
            en: "Cover",
        },
        Route::StaffMe => words::NAV_ME,
        Route::StaffDevices => Text {
            zh: "登录的设备",
            en: "Signed-in devices",
        },
        Route::StaffUnsent => unsent::UNSENT,
        Route::Security => Text {
            zh: "登录与安全",
            en: "Sign-in and safety",
        },
        _ => words::NOT_FOUND,
    }
}

/// Accounts of staff.
pub(super) fn accounts(route: &Route) -> Text {
    match route {
        Route::Accounts
        | Route::Account(_)
        | Route::Invite
        | Route::StaffRules
        | Route::HandedIn => words::NAV_ACCOUNTS,
        Route::Institutions | Route::Institution(_) => Text {
            zh: "机构信息",
            en: "Institutions",
        },
        _ => words::NOT_FOUND,
    }
}
