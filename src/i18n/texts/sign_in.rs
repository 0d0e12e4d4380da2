//! Words of signing in and of choosing, linking and registering a person.

use crate::i18n::{Language, Text, language};

/// Title of the residents' page.
pub const TITLE: Text = Text {
    zh: "登录",
    en: "Sign in",
};
/// Question to those who work at several places.
pub const WHERE_TODAY: Text = Text {
    zh: "今天在哪里上班？",
    en: "Where do you work today?",
};
/// What it is for.
pub const WHERE_HINT: Text = Text {
    zh: "看到的居民和日程跟着这里走，之后可以在“登录与安全”里换",
    en: "The residents and schedule you see depend on it; you can change it later under “Sign-in and security”",
};
/// Button.
pub const BEGIN: Text = Text {
    zh: "开始工作",
    en: "Start work",
};
/// What for.
pub const LEAD: Text = Text {
    zh: "用手机号登录，查看健康档案、签约家庭医生、预约",
    en: "Sign in with your phone to see your record, choose a family doctor and book",
};
/// Field.
pub const PHONE: Text = Text {
    zh: "手机号",
    en: "Mobile number",
};
/// Button.
pub const SEND_CODE: Text = Text {
    zh: "获取验证码",
    en: "Send me a code",
};
/// Field.
pub const CODE: Text = Text {
    zh: "短信验证码",
    en: "Code from the text message",
};
/// Hint.
pub const CODE_HINT: Text = Text {
    zh: "6 位数字，5 分钟内有效",
    en: "Six digits, valid for five minutes",
};
/// Button.
pub const SIGN_IN: Text = Text {
    zh: "登录",
    en: "Sign in",
};
/// Link to the staff page.
pub const STAFF_LINK: Text = Text {
    zh: "我是医生",
    en: "I am a doctor",
};
/// Link back.
pub const RESIDENT_LINK: Text = Text {
    zh: "我是居民",
    en: "I am a resident",
};
/// Title of the staff page.
pub const STAFF_TITLE: Text = Text {
    zh: "医生登录",
    en: "Staff sign-in",
};
/// Field.
pub const LOGIN: Text = Text {
    zh: "账号",
    en: "Login name",
};
/// Field.
pub const PASSWORD: Text = Text {
    zh: "密码",
    en: "Password",
};
/// Error under the phone.
pub const PHONE_NEEDED: Text = Text {
    zh: "请填 11 位手机号",
    en: "Please enter the 11-digit mobile number",
};
/// Error under the code.
pub const CODE_NEEDED: Text = Text {
    zh: "请填短信里的 6 位数字",
    en: "Please enter the six digits of the text message",
};
/// Error under login or password.
pub const NEEDED: Text = Text {
    zh: "请填写这一项",
    en: "Please fill this in",
};
/// When no text message can be received.
pub const NO_MESSAGE: Text = Text {
    zh: "收不到短信？可以到社区卫生服务中心服务台办理",
    en: "No message? The desk at your health centre can help",
};

/// The code of a demo district, shown because no message is sent.
#[must_use]
pub fn demo_code(code: &str) -> String {
    match language() {
        Language::Zh => ["演示环境不发短信，验证码是 ", code].concat(),
        Language::En => ["Demo: no message is sent, the code is ", code].concat(),
    }
}

/// When another code may be asked for.
#[must_use]
pub fn again_in(seconds: u32) -> String {
    match language() {
        Language::Zh => [&seconds.to_string(), " 秒后可重新获取"].concat(),
        Language::En => ["Again in ", &seconds.to_string(), " s"].concat(),
    }
}
