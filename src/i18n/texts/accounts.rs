//! Words of keeping staff accounts.

use domain::api::staff::StaffState;
use domain::problem::Code;

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "工作人员账号",
    en: "Staff accounts",
};
/// Section.
pub const LEVELS: Text = Text {
    zh: "层级和上级团队",
    en: "Levels and the teams above",
};
/// What it is for.
pub const LEVELS_HINT: Text = Text {
    zh: "红标的居民推给上级团队；没有选上级团队的机构，红标由自己的团队管",
    en: "People with a red colour are pushed to the team above. Where none is named the own team goes on",
};
/// Label.
pub const LEVEL: Text = Text {
    zh: "层级",
    en: "Level",
};
/// Label.
pub const UPPER_TEAM: Text = Text {
    zh: "上级团队",
    en: "Team above",
};
/// Choice, and where none is named.
pub const NO_UPPER_TEAM: Text = Text {
    zh: "没有",
    en: "None",
};
/// Button and sheet.
pub const CHANGE_LEVEL: Text = Text {
    zh: "改层级",
    en: "Change the level",
};
/// Error.
pub const ASKED_BY_OTHERS: Text = Text {
    zh: "还有机构选了这里的团队作上级，请先改那些机构",
    en: "Other institutions name a team of this one; change those first",
};
/// Error.
pub const NOT_HIGHER: Text = Text {
    zh: "上级团队要在更高一级的机构里，请另选",
    en: "The team above has to be of a higher level; choose another",
};
/// Somebody was quicker.
pub const LEVEL_CHANGED: Text = Text {
    zh: "刚刚有人改过这个机构，请看过再改",
    en: "The institution was changed just now. Look before you change it",
};
/// Search; read out.
pub const SEARCH: Text = Text {
    zh: "找账号",
    en: "Find an account",
};
/// Search.
pub const SEARCH_HINT: Text = Text {
    zh: "姓名或登录名",
    en: "Name or sign-in name",
};
/// Filter; read out.
pub const WHICH: Text = Text {
    zh: "哪些账号",
    en: "Which accounts",
};
/// Filter.
pub const ALL: Text = Text {
    zh: "全部",
    en: "All",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "没有符合的账号",
    en: "No matching account",
};
/// What to do then.
pub const NONE_HINT: Text = Text {
    zh: "请换个写法再找，或者看全部",
    en: "Try other words, or show all",
};
/// Button.
pub const MORE: Text = Text {
    zh: "再看 30 个",
    en: "30 more",
};
/// Button and title.
pub const INVITE: Text = Text {
    zh: "新开账号",
    en: "New account",
};
/// Row and title.
pub const RULES: Text = Text {
    zh: "登录规定",
    en: "Sign-in rules",
};
/// Row and title.
pub const INSTITUTIONS: Text = Text {
    zh: "机构信息",
    en: "Institutions",
};
/// A row of which something is not known.
pub const NOT_ON_MAP: Text = Text {
    zh: "地图位置未填",
    en: "Not on the map yet",
};
/// Field.
pub const ADDRESS: Text = Text {
    zh: "地址",
    en: "Address",
};
/// Field.
pub const PHONE: Text = Text {
    zh: "电话",
    en: "Phone",
};
/// Hint.
pub const PHONE_HINT: Text = Text {
    zh: "居民点“电话”拨的就是它",
    en: "This is the number that residents call",
};
/// Field.
pub const ON_MAP: Text = Text {
    zh: "地图位置",
    en: "Place on the map",
};
/// Hint.
pub const ON_MAP_HINT: Text = Text {
    zh: "在高德或腾讯地图上点大门口，把经纬度抄到这里，例如 113.147102,27.829351。不填，居民就看不到“地图”",
    en: "Point at the gate in AMap or Tencent Maps and copy its coordinates, such as 113.147102,27.829351. Left empty, residents are shown no map",
};
/// Above the button that opens the map.
pub const LOOK_ON_MAP: Text = Text {
    zh: "保存前请点开看一眼，是不是大门口",
    en: "Before saving, open it and see whether it is the gate",
};
/// Where it is not one's own.
pub const OTHER_INSTITUTION: Text = Text {
    zh: "别的机构由它自己的管理员改",
    en: "Another institution is changed by its own administrator",
};
/// An institution that is not there.
pub const NO_INSTITUTION: Text = Text {
    zh: "没有这个机构",
    en: "No such institution",
};
/// Field.
pub const NAME: Text = Text {
    zh: "姓名",
    en: "Name",
};
/// Field.
pub const LOGIN: Text = Text {
    zh: "登录名",
    en: "Sign-in name",
};
/// Hint.
pub const LOGIN_HINT: Text = Text {
    zh: "小写字母、数字、点和短横，3 到 40 个",
    en: "3 to 40 lower-case letters, digits, dots or hyphens",
};
/// Field.
pub const NATIONAL_ID: Text = Text {
    zh: "身份证号",
    en: "ID number",
};
/// Hint.
pub const NATIONAL_ID_HINT: Text = Text {
    zh: "只用来避开本人和家人的业务，存好后只显示前后几位",
    en: "Only used so that nobody handles their own or their family's affairs; masked once saved",
};
/// Hint where one is known.
pub const NATIONAL_ID_CHANGE: Text = Text {
    zh: "填错了才要重填，不改就空着",
    en: "Fill in only to correct it; leave empty to keep it",
};
/// Where none is known.
pub const NATIONAL_ID_MISSING: Text = Text {
    zh: "还没登记身份证号，系统不知道哪些居民是这位的家人，请补上",
    en: "No ID number yet, so the system cannot tell who is family. Please add it",
};
/// Value.
pub const NOT_WRITTEN: Text = Text {
    zh: "未登记",
    en: "Not on file",
};
/// Field.
pub const JOB_TITLE: Text = Text {
    zh: "职称",
    en: "Title",
};
/// Field.
pub const ROLE: Text = Text {
    zh: "岗位",
    en: "Role",
};
/// Field.
pub const INSTITUTION: Text = Text {
    zh: "所在机构",
    en: "Institution",
};
/// Field.
pub const SITES: Text = Text {
    zh: "还在哪些机构上班",
    en: "Also works at",
};
/// Field.
pub const TEAMS: Text = Text {
    zh: "团队",
    en: "Teams",
};
/// Button.
pub const SEND_INVITE: Text = Text {
    zh: "开账号",
    en: "Create the account",
};
/// Button.
pub const SAVE: Text = Text {
    zh: "保存",
    en: "Save",
};
/// Done.
pub const SAVED: Text = Text {
    zh: "已保存",
    en: "Saved",
};
/// Title of the code.
pub const CODE: Text = Text {
    zh: "激活码",
    en: "Activation code",
};
/// What to do with it.
pub const CODE_HINT: Text = Text {
    zh: "请当面交给本人，只显示这一次。在登录页选“第一次登录”使用",
    en: "Hand it over in person; it is shown once. It is used on the sign-in page under “First sign-in”",
};
/// Button.
pub const HANDED_OVER: Text = Text {
    zh: "已交给本人",
    en: "Handed over",
};
/// Section.
pub const EDIT: Text = Text {
    zh: "资料和上班地点",
    en: "Details and workplaces",
};
/// Section.
pub const SIGN_IN: Text = Text {
    zh: "登录",
    en: "Sign-in",
};
/// Button.
pub const RESET: Text = Text {
    zh: "重置密码",
    en: "Reset the password",
};
/// Question.
pub const RESET_ASK: Text = Text {
    zh: "重置这个人的密码吗？",
    en: "Reset this password?",
};
/// What follows.
pub const RESET_TEXT: Text = Text {
    zh: "会马上退出所有设备，本人要用新的激活码重设密码",
    en: "All devices are signed out at once; a new password is set with a new activation code",
};
/// Button.
pub const RESET_SECOND: Text = Text {
    zh: "取消动态验证码",
    en: "Remove the authenticator",
};
/// Question.
pub const RESET_SECOND_ASK: Text = Text {
    zh: "取消这个人的动态验证码吗？",
    en: "Remove this authenticator?",
};
/// What follows.
pub const RESET_SECOND_TEXT: Text = Text {
    zh: "手机丢了才需要。会马上退出所有设备，只凭密码就能登录",
    en: "Only for a lost phone. All devices are signed out, and the password alone is then enough to sign in",
};
/// Button.
pub const DISABLE: Text = Text {
    zh: "停用账号",
    en: "Disable the account",
};
/// Question.
pub const DISABLE_ASK: Text = Text {
    zh: "停用这个账号吗？",
    en: "Disable this account?",
};
/// What follows.
pub const DISABLE_TEXT: Text = Text {
    zh: "会马上退出所有设备，不能再登录。以后可以再启用",
    en: "All devices are signed out at once. It can be enabled again later",
};
/// Button.
pub const ENABLE: Text = Text {
    zh: "启用账号",
    en: "Enable the account",
};
/// Label.
pub const SEEN: Text = Text {
    zh: "最近使用",
    en: "Last used",
};
/// Label.
pub const SECOND_FACTOR: Text = Text {
    zh: "动态验证码",
    en: "Authenticator",
};
/// Value.
pub const ON: Text = Text {
    zh: "已设置",
    en: "Set up",
};
/// Value.
pub const OFF: Text = Text {
    zh: "未设置",
    en: "Not set up",
};
/// Label.
pub const CODE_UNTIL: Text = Text {
    zh: "激活码有效到",
    en: "Code valid until",
};
/// The own account.
pub const ONESELF: Text = Text {
    zh: "这是您自己的账号",
    en: "This is your own account",
};
/// Field.
pub const MUST_HAVE: Text = Text {
    zh: "哪些岗位必须用动态验证码",
    en: "Roles that must use an authenticator",
};
/// Field.
pub const IDLE: Text = Text {
    zh: "多久不用就自动退出",
    en: "Sign out when idle for",
};
/// Field.
pub const KEEP_DAYS: Text = Text {
    zh: "片区存在手机上，多少天没联网就删掉",
    en: "An area kept on a phone is forgotten without contact for",
};
/// What it is about.
pub const KEEP_DAYS_HINT: Text = Text {
    zh: "1 到 30 天。没发出去的随访不会删",
    en: "1 to 30 days. Visits that are not sent yet stay",
};
/// Unit.
pub const DAYS: Text = Text {
    zh: "天",
    en: "days",
};
/// Unit.
pub const MINUTES: Text = Text {
    zh: "分钟",
    en: "minutes",
};
/// Error.
pub const NEEDED: Text = Text {
    zh: "请填写这一项",
    en: "Please fill this in",
};

const INVITED: Text = Text {
    zh: "待激活",
    en: "Invited",
};
const ACTIVE: Text = Text {
    zh: "在用",
    en: "Active",
};
const DISABLED: Text = Text {
    zh: "已停用",
    en: "Disabled",
};
const NOT_A_LOGIN: Text = Text {
    zh: "请用 3 到 40 个小写字母、数字、点或短横",
    en: "Please use 3 to 40 lower-case letters, digits, dots or hyphens",
};
const NOT_A_NUMBER: Text = Text {
    zh: "请核对身份证号",
    en: "Please check the ID number",
};
const NOT_A_NAME: Text = Text {
    zh: "请核对姓名",
    en: "Please check the name",
};
const NOT_A_PHONE: Text = Text {
    zh: "请核对电话，只写数字和短横，如 0731-22880001",
    en: "Please check the phone: digits and hyphens only, such as 0731-22880001",
};
/// What is no place in China.
pub const NOT_A_PLACE: Text = Text {
    zh: "请核对位置，要两个数，如 113.147102,27.829351",
    en: "Please check the place: two numbers, such as 113.147102,27.829351",
};
const LEADS: Text = Text {
    zh: "请先给团队换队长，再把人调走",
    en: "Please give the team another leader first",
};
const STRANGE_TEAM: Text = Text {
    zh: "请选所在机构的团队",
    en: "Please choose teams of these institutions",
};
const TAKEN: Text = Text {
    zh: "请换一个登录名，这个已经有人用了",
    en: "Please choose another sign-in name; this one is taken",
};
const LAST: Text = Text {
    zh: "请先安排别的管理员，不然没人能管账号了",
    en: "Please appoint another administrator first; otherwise nobody could manage the accounts",
};
const OWN: Text = Text {
    zh: "请别的管理员来办，自己的账号不能这样改",
    en: "Please ask another administrator; you cannot do this to your own account",
};

/// Where an account stands.
#[must_use]
pub fn state(state: StaffState) -> Text {
    match state {
        StaffState::Invited => INVITED,
        StaffState::Active => ACTIVE,
        StaffState::Disabled => DISABLED,
    }
}

/// What is wrong with a field.
#[must_use]
pub fn reason(word: &str) -> Option<Text> {
    match word {
        "not_a_login" => Some(NOT_A_LOGIN),
        "wrong_length" | "wrong_characters" | "not_a_birth_date" | "check_digit" => {
            Some(NOT_A_NUMBER)
        }
        "not_a_name" => Some(NOT_A_NAME),
        "not_a_phone" => Some(NOT_A_PHONE),
        "elsewhere" => Some(NOT_A_PLACE),
        "leads_team" => Some(LEADS),
        "of_another_institution" => Some(STRANGE_TEAM),
        _ => None,
    }
}

/// What to say for a code.
#[must_use]
pub fn of_code(code: Code) -> Option<Text> {
    match code {
        Code::LoginTaken => Some(TAKEN),
        Code::LastAdministrator => Some(LAST),
        Code::NotOneself => Some(OWN),
        _ => None,
    }
}

/// 有效到 11月27日 10:00.
#[must_use]
pub fn until(when: &str) -> String {
    match language() {
        Language::Zh => ["有效到 ", when].concat(),
        Language::En => ["Good until ", when].concat(),
    }
}
