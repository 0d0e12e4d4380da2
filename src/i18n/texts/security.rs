//! Words of how staff sign in: passwords, one-time codes, the authenticator, place of work.

use domain::problem::Code;

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "登录与安全",
    en: "Sign-in and security",
};
/// Field.
pub const LOGIN: Text = Text {
    zh: "登录名",
    en: "Sign-in name",
};
/// Section.
pub const SITES: Text = Text {
    zh: "在哪里上班",
    en: "Where you work",
};
/// Below the section.
pub const SITES_HINT: Text = Text {
    zh: "换了以后，看到的就是那边的居民和日程",
    en: "You will then see the residents and the schedule of that place",
};
/// Done.
pub const SITE_CHANGED: Text = Text {
    zh: "换好了",
    en: "Changed",
};
/// Section.
pub const PASSWORD: Text = Text {
    zh: "改密码",
    en: "Change password",
};
/// Field.
pub const OLD_PASSWORD: Text = Text {
    zh: "现在的密码",
    en: "Current password",
};
/// Field.
pub const NEW_PASSWORD: Text = Text {
    zh: "新密码",
    en: "New password",
};
/// The rule.
pub const PASSWORD_RULE: Text = Text {
    zh: "至少 10 个字，不要用姓名、登录名，也不要太常见",
    en: "At least 10 characters; not your name, your sign-in name or a common one",
};
/// It is kept.
pub const PASSWORD_GOOD: Text = Text {
    zh: "这个密码可以",
    en: "This password is fine",
};
/// Button.
pub const CHANGE: Text = Text {
    zh: "改密码",
    en: "Change",
};
/// Done.
pub const PASSWORD_CHANGED: Text = Text {
    zh: "密码改好了，其他设备都已退出",
    en: "Changed; all other devices are signed out",
};
/// Section.
pub const AUTHENTICATOR: Text = Text {
    zh: "动态验证码",
    en: "Authenticator",
};
/// While none is set up.
pub const AUTHENTICATOR_WHY: Text = Text {
    zh: "用手机上的验证器，密码被人知道了也登不进来",
    en: "With an authenticator on your phone, nobody gets in with the password alone",
};
/// While one must be set up.
pub const AUTHENTICATOR_MUST: Text = Text {
    zh: "您的岗位要先设好动态验证码，才能看别的内容",
    en: "Your role needs an authenticator before you can see anything else",
};
/// While one is set up.
pub const AUTHENTICATOR_ON: Text = Text {
    zh: "已经在用",
    en: "In use",
};
/// Button.
pub const SET_UP: Text = Text {
    zh: "开始设置",
    en: "Set it up",
};
/// First step; also the name of the code to scan.
pub const SCAN: Text = Text {
    zh: "用手机上的验证器扫这个码",
    en: "Scan this with the authenticator on your phone",
};
/// Where nothing can be scanned.
pub const TYPE_KEY: Text = Text {
    zh: "扫不了就手工输入这个密钥",
    en: "Or type this key",
};
/// Second step.
pub const CODE: Text = Text {
    zh: "验证器上的 6 位数字",
    en: "Six digits it shows",
};
/// Error.
pub const CODE_NEEDED: Text = Text {
    zh: "请填验证器上的 6 位数字",
    en: "Please enter the six digits it shows",
};
/// Error.
pub const OLD_NEEDED: Text = Text {
    zh: "请填现在的密码",
    en: "Please enter your current password",
};
/// Button.
pub const CONFIRM: Text = Text {
    zh: "确认",
    en: "Confirm",
};
/// Title of the recovery codes.
pub const RECOVERY: Text = Text {
    zh: "备用码",
    en: "Recovery codes",
};
/// What they are for.
pub const RECOVERY_WHY: Text = Text {
    zh: "手机丢了就靠它登录，每个只能用一次。现在抄下来，以后不再显示",
    en: "For signing in if the phone is lost; each works once. Write them down now; they are not shown again",
};
/// Button.
pub const WRITTEN_DOWN: Text = Text {
    zh: "抄好了",
    en: "Written down",
};
/// Button.
pub const REMOVE: Text = Text {
    zh: "不再使用",
    en: "Turn off",
};
/// Hint at the password.
pub const REMOVE_HINT: Text = Text {
    zh: "要停用，请再输一次密码",
    en: "Enter your password again to turn it off",
};
/// Sign-in, second step.
pub const SECOND_STEP: Text = Text {
    zh: "动态验证码",
    en: "Authenticator code",
};
/// Below it.
pub const SECOND_STEP_HINT: Text = Text {
    zh: "验证器上的 6 位数字；手机不在身边就用备用码",
    en: "Six digits, or a recovery code",
};
/// Link below the sign-in.
pub const FIRST_TIME: Text = Text {
    zh: "第一次登录，或密码被重置",
    en: "First sign-in, or after a reset",
};
/// Link back.
pub const HAVE_PASSWORD: Text = Text {
    zh: "已有密码，直接登录",
    en: "I have a password",
};
/// Field.
pub const ACTIVATION: Text = Text {
    zh: "管理员给的激活码",
    en: "Code from your administrator",
};
/// Button.
pub const ACTIVATE: Text = Text {
    zh: "设密码并登录",
    en: "Set the password and sign in",
};
/// After it, where the authenticator is asked for.
pub const ACTIVATED: Text = Text {
    zh: "密码设好了，请登录",
    en: "Password set; please sign in",
};

const SHORT: Text = Text {
    zh: "再长一点，至少 10 个字",
    en: "A little longer, please: at least 10 characters",
};
const LONG: Text = Text {
    zh: "太长了，短一点",
    en: "Too long",
};
const NAMED: Text = Text {
    zh: "不要用姓名或登录名",
    en: "Not your name or sign-in name, please",
};
const COMMON: Text = Text {
    zh: "这个太常见，换一个",
    en: "Too common; please choose another",
};
const WRONG_ACTIVATION: Text = Text {
    zh: "请核对登录名和激活码，激活码三天内有效、只能用一次",
    en: "Please check the sign-in name and the code; it is valid for three days and works once",
};
const WRONG_CODE: Text = Text {
    zh: "请看一下验证器上现在的数字，刚才的不对或已用过",
    en: "Please look at the digits again; those were wrong or used",
};
const WRONG_OLD: Text = Text {
    zh: "请再核对一下现在的密码",
    en: "Please check your current password",
};

/// Why a password is not taken.
#[must_use]
pub fn reason(word: &str) -> Option<Text> {
    match word {
        "password_short" => Some(SHORT),
        "too_long" => Some(LONG),
        "password_named" => Some(NAMED),
        "password_common" => Some(COMMON),
        _ => None,
    }
}

/// What to say for a code.
#[must_use]
pub fn of_code(code: Code) -> Option<Text> {
    match code {
        Code::WrongActivation => Some(WRONG_ACTIVATION),
        Code::WrongCode => Some(WRONG_CODE),
        Code::WrongPassword => Some(WRONG_OLD),
        _ => None,
    }
}

/// 备用码还剩 7 个.
#[must_use]
pub fn recovery_left(count: u16) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => ["备用码还剩 ", &count, " 个"].concat(),
        Language::En => [&count, " recovery codes left"].concat(),
    }
}
