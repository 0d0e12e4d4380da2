//! The title of each page in the tab, in the history and in WeChat's head. Each part has those of its
//! own pages, so that the first page loads no others.

use crate::i18n::Text;
use crate::i18n::texts::{medical, shared as words};
use crate::routes::Route;

/// Titles of the pages that every first visit needs.
pub(super) fn main(route: &Route) -> Text {
    match route {
        Route::Home => words::NAV_HOME,
        _ => words::NOT_FOUND,
    }
}

/// Titles of signing in and of the people behind a phone.
pub(super) fn entry(route: &Route) -> Text {
    match route {
        Route::SignIn => Text {
            zh: "登录",
            en: "Sign in",
        },
        Route::WeChat => Text {
            zh: "微信登录",
            en: "Sign in with WeChat",
        },
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
        Route::StaffSignIn => Text {
            zh: "医生登录",
            en: "Staff sign-in",
        },
        _ => words::NOT_FOUND,
    }
}

/// Titles of residents' pages.
pub(super) fn resident(route: &Route) -> Text {
    match route {
        Route::Family => Text {
            zh: "家人与代办",
            en: "Family and helpers",
        },
        Route::GiveCode(_) => Text {
            zh: "请人代办",
            en: "Let somebody help",
        },
        Route::Record => Text {
            zh: "健康档案",
            en: "Health record",
        },
        Route::FollowUp(_) => medical::FOLLOW_UP,
        Route::RecordReaders => Text {
            zh: "谁看过我的档案",
            en: "Who has read my record",
        },
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
        Route::Ratings | Route::Rate(_) => Text {
            zh: "服务评价",
            en: "Rate a service",
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

/// Titles of staff's pages.
pub(super) fn staff(route: &Route) -> Text {
    match route {
        Route::DeskGrants | Route::ResidentGrants(_) => Text {
            zh: "家人与代办",
            en: "Family and helpers",
        },
        Route::StaffMe => words::NAV_ME,
        Route::StaffDevices => Text {
            zh: "登录的手机和电脑",
            en: "Signed-in devices",
        },
        Route::Worklist => words::NAV_WORKLIST,
        Route::Residents => words::NAV_RESIDENTS,
        Route::Resident(_) => Text {
            zh: "居民档案",
            en: "Resident",
        },
        Route::Visit(_) => medical::FOLLOW_UP,
        Route::Hypertension(_) => medical::HYPERTENSION_FOLLOW_UP,
        Route::StaffContracts | Route::StaffContract(_) => Text {
            zh: "签约管理",
            en: "Contracts",
        },
        Route::Schedule => words::NAV_SCHEDULE,
        Route::DeskBooking | Route::BookFor(_) => Text {
            zh: "帮居民约号",
            en: "Book for a resident",
        },
        Route::NewRecord => Text {
            zh: "新建档案",
            en: "New record",
        },
        Route::Registrations => Text {
            zh: "建档核对",
            en: "Registrations",
        },
        Route::Covers => Text {
            zh: "代班",
            en: "Cover",
        },
        Route::Security => Text {
            zh: "登录与安全",
            en: "Sign-in and safety",
        },
        Route::Accounts | Route::Account(_) | Route::Invite | Route::StaffRules => {
            words::NAV_ACCOUNTS
        }
        _ => words::NOT_FOUND,
    }
}
