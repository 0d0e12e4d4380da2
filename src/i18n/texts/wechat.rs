//! Words of what is there inside of WeChat: signing in by it, binding, reminders, sharing, scanning.

use domain::api::wechat::WeChatTrouble;

use crate::i18n::{Language, Text, language};

/// Title of the page, and of the part of "devices".
pub const TITLE: Text = Text {
    zh: "微信登录",
    en: "Sign in with WeChat",
};
/// Button on the page of signing in.
pub const SIGN_IN: Text = Text {
    zh: "微信登录",
    en: "Sign in with WeChat",
};
/// Beside it.
pub const OR_PHONE: Text = Text {
    zh: "或者用手机号登录",
    en: "Or sign in with your phone number",
};
/// Question before binding.
pub const BIND_ASK: Text = Text {
    zh: "把这个微信和手机号绑在一起？",
    en: "Link this WeChat to your phone number?",
};
/// What binding means.
pub const BIND_TEXT: Text = Text {
    zh: "绑定后，用这个微信点“微信登录”就能进来，不用再收验证码。我们只记下微信给的编号，不取头像和昵称。",
    en: "After this, WeChat signs you in without a code. We keep only the ID that WeChat gives us, not your picture or name.",
};
/// Who should not.
pub const BIND_WARN: Text = Text {
    zh: "手机是借别人的，请不要绑定：拿着这个微信的人都能看到您的健康档案。",
    en: "Do not link it on a borrowed phone: whoever holds this WeChat could see your health record.",
};
/// Button.
pub const BIND: Text = Text {
    zh: "绑定",
    en: "Link",
};
/// Button.
pub const NOT_NOW: Text = Text {
    zh: "暂不绑定",
    en: "Not now",
};
/// Said when it is done.
pub const BOUND: Text = Text {
    zh: "已绑定，下次点“微信登录”就能进来",
    en: "Linked. Next time, sign in with WeChat",
};
/// When what waited is gone, or bound elsewhere.
pub const NOT_BOUND: Text = Text {
    zh: "请再点一次“微信登录”。刚才的登录过了时间，或者这个微信已经绑了别的手机号。",
    en: "Please sign in with WeChat again: it took too long, or this WeChat is linked to another number.",
};
/// To a visitor whose WeChat is not bound yet.
pub const PROVE_FIRST: Text = Text {
    zh: "第一次用微信登录，请先用手机号验证一次。以后点一下就能进来。",
    en: "The first time, please verify your phone number. After that, one tap is enough.",
};
/// Button.
pub const PROVE: Text = Text {
    zh: "去验证手机号",
    en: "Verify my phone number",
};
/// To a member of staff who is signed in here.
pub const STAFF_HERE: Text = Text {
    zh: "这里登录的是工作人员账号，不能绑定微信。请先退出，再用手机号登录。",
    en: "A staff account is signed in here and cannot be linked. Sign out, then sign in with a phone number.",
};
/// When nothing waits to be bound.
pub const NOTHING: Text = Text {
    zh: "现在没有要绑定的微信",
    en: "No WeChat account is waiting to be linked",
};
/// Button.
pub const HOME: Text = Text {
    zh: "回首页",
    en: "Home page",
};
/// Button.
pub const AGAIN: Text = Text {
    zh: "再试一次",
    en: "Try again",
};
/// Button.
pub const BY_PHONE: Text = Text {
    zh: "用手机号登录",
    en: "Sign in with phone number",
};
/// Button.
pub const CLOSE: Text = Text {
    zh: "关闭",
    en: "Close",
};
/// In "devices", where this phone is not bound.
pub const UNBOUND: Text = Text {
    zh: "还没有绑定微信",
    en: "No WeChat account is linked",
};
/// Button.
pub const BIND_THIS: Text = Text {
    zh: "绑定这个微信",
    en: "Link this WeChat",
};
/// Button.
pub const UNBIND: Text = Text {
    zh: "解除绑定",
    en: "Unlink",
};
/// Question.
pub const UNBIND_ASK: Text = Text {
    zh: "解除微信绑定？",
    en: "Unlink WeChat?",
};
/// What it means.
pub const UNBIND_TEXT: Text = Text {
    zh: "解除后要用手机号登录，微信里也不再收到提醒。已经登录的手机不会退出。",
    en: "You will sign in with your phone number, and get no reminders in WeChat. Signed-in phones stay signed in.",
};
/// Heading of the reminders.
pub const REMINDERS: Text = Text {
    zh: "微信提醒",
    en: "Reminders in WeChat",
};
/// What they are.
pub const REMINDERS_TEXT: Text = Text {
    zh: "看医生的前一天、签约快到期等，在微信里提醒您。提醒里不写病情。",
    en: "The day before a visit, before a contract ends and so on. Reminders say nothing about your health.",
};
/// WeChat's own button.
pub const AGREE: Text = Text {
    zh: "同意接收提醒",
    en: "Turn on reminders",
};
/// While no reminder is agreed to.
pub const NONE_AGREED: Text = Text {
    zh: "现在没有开启提醒",
    en: "Reminders are off",
};
/// While reminders come until the person says otherwise.
pub const LASTING: Text = Text {
    zh: "已开启，有提醒就发到微信",
    en: "On: reminders are sent to your WeChat",
};
/// Said after the person said no.
pub const NOT_AGREED: Text = Text {
    zh: "没有开启提醒，消息仍在“消息”里",
    en: "No reminders turned on; messages stay in your inbox",
};
/// Button beside the field of a code.
pub const SCAN: Text = Text {
    zh: "扫一扫",
    en: "Scan",
};
/// When nothing could be scanned.
pub const NOT_SCANNED: Text = Text {
    zh: "没有扫到代办码，请把数字填进来",
    en: "No code was scanned; please type it",
};
/// In place of the printer.
pub const NO_PRINT: Text = Text {
    zh: "请在浏览器中打印：点右上角“…”，选“在浏览器打开”，登录后再点“打印”。微信里打不了。",
    en: "Please print in a browser: tap “…” at the top right, choose “Open in Browser”, sign in, then press Print. WeChat cannot print.",
};
/// Title of what is shared.
pub const SHARE_TITLE: Text = Text {
    zh: "家庭医生",
    en: "Family doctor",
};
/// Text of what is shared.
pub const SHARE_TEXT: Text = Text {
    zh: "签约家庭医生、预约看病、查健康档案",
    en: "Choose a family doctor, book a visit, see your record",
};

/// Since when a WeChat is bound.
#[must_use]
pub fn bound_since(date: &str) -> String {
    match language() {
        Language::Zh => ["已绑定（", date, "）"].concat(),
        Language::En => ["Linked since ", date].concat(),
    }
}

/// How many reminders may still be sent.
#[must_use]
pub fn left(count: u32) -> String {
    if count == 0 {
        return NONE_AGREED.get().to_owned();
    }
    let count = count.to_string();
    match language() {
        Language::Zh => ["还可以提醒您 ", &count, " 次"].concat(),
        Language::En => ["Reminders left: ", &count].concat(),
    }
}

/// What went wrong: what to do first.
#[must_use]
pub fn of_trouble(trouble: WeChatTrouble) -> Text {
    match trouble {
        WeChatTrouble::NotSetUp => Text {
            zh: "请用手机号登录。这里还没有开通微信登录。",
            en: "Please sign in with your phone number. WeChat is not set up here.",
        },
        WeChatTrouble::Expired => Text {
            zh: "请再点一次“微信登录”。刚才的登录过了时间，或者是在别处打开的。",
            en: "Please try again. This sign-in took too long, or was opened somewhere else.",
        },
        WeChatTrouble::Snapshot => Text {
            zh: "请点右下角“使用完整服务”，再登录。现在打开的是网页快照，只能看，不能登录。",
            en: "Tap “Use full service” at the bottom right, then sign in. This is only a snapshot of the page.",
        },
        WeChatTrouble::Busy => Text {
            zh: "微信暂时没有回应，请过一会儿再试，或者用手机号登录。",
            en: "WeChat is not answering. Please try later, or sign in with your phone number.",
        },
        WeChatTrouble::Refused => Text {
            zh: "没有同意微信登录。可以再试一次，或者用手机号登录。",
            en: "Signing in with WeChat was not allowed. Try again, or use your phone number.",
        },
        WeChatTrouble::Other => Text {
            zh: "这个微信绑定的是另一个手机号，这里登录的没有变。要换人，请先退出登录。",
            en: "This WeChat is linked to another number. You stay signed in; to change, sign out first.",
        },
    }
}
