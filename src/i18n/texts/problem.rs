//! What to do when the backend says no, or cannot be reached: the deed first, then the reason.

use domain::problem::{Code, FieldError, Problem};

use crate::i18n::{Text, language};

/// No network.
pub const OFFLINE: Text = Text {
    zh: "请检查一下网络，现在连不上",
    en: "Please check your connection; we cannot be reached.",
};
/// No network, for what is not kept on the phone until there is one.
pub const OFFLINE_AGAIN: Text = Text {
    zh: "请检查一下网络再试一次，现在连不上",
    en: "Please check your connection and try again; we cannot be reached.",
};
/// Nothing came back in time.
pub const TIMEOUT: Text = Text {
    zh: "请再试一次，网络有点慢",
    en: "Please try again; the network is slow.",
};
/// Page and backend are of different age.
pub const OUTDATED: Text = Text {
    zh: "请刷新页面，程序刚刚更新过",
    en: "Please reload the page; it has just been updated.",
};

const MALFORMED: Text = Text {
    zh: "请刷新页面再试，刚才没有读懂",
    en: "Please reload and try again; that could not be read.",
};
const INVALID: Text = Text {
    zh: "请看一下标红的地方",
    en: "Please look at the marked fields.",
};
const SIGN_IN: Text = Text {
    zh: "请重新登录，填写的内容都还在",
    en: "Please sign in again; what you typed is kept.",
};
const FORBIDDEN: Text = Text {
    zh: "请联系社区卫生服务中心，这里没有权限",
    en: "Please ask your health centre; this is not open to you.",
};
const NOT_FOUND: Text = Text {
    zh: "请返回上一页，没有找到这项内容",
    en: "Please go back; this was not found.",
};
const KEY_REUSED: Text = Text {
    zh: "请再提交一次",
    en: "Please submit once more.",
};
const RUNNING: Text = Text {
    zh: "请稍等，正在处理",
    en: "Please wait a moment; it is being worked on.",
};
const CONFLICT: Text = Text {
    zh: "请看一下最新内容再决定，别人刚改过",
    en: "Please look at the latest version; someone has just changed it.",
};
const TOO_MANY: Text = Text {
    zh: "请过一会儿再试，刚才次数有点多",
    en: "Please wait a little; there were many tries.",
};
const TOO_LARGE: Text = Text {
    zh: "请写短一点，内容太长了",
    en: "Please make it shorter; it is too long.",
};
const BUSY: Text = Text {
    zh: "请稍等再试，现在有点忙",
    en: "Please try again shortly; we are busy.",
};
const INTERNAL: Text = Text {
    zh: "请再试一次，我们这边出了点问题，内容没有改动",
    en: "Please try again. Something failed on our side; nothing was changed.",
};
const WRONG_CODE: Text = Text {
    zh: "请再看一下短信里的验证码",
    en: "Please check the code in the text message.",
};
const CODE_EXPIRED: Text = Text {
    zh: "请重新获取验证码，这个已经失效",
    en: "Please ask for a new code; this one has expired.",
};
const WRONG_PASSWORD: Text = Text {
    zh: "请再核对一下用户名和密码",
    en: "Please check the name and the password.",
};
/// Staff, about themselves or their family.
pub const OWN_FAMILY: Text = Text {
    zh: "请让同事来办，这是您本人或家人的",
    en: "Please leave this to a colleague; it is your own or your family's.",
};
const NOT_MATCHED: Text = Text {
    zh: "请核对姓名和身份证号，或带身份证到服务台办理",
    en: "Please check name and ID number, or bring the ID card to the desk.",
};
const ALREADY_LINKED: Text = Text {
    zh: "可以直接使用，这位家人已经添加过了",
    en: "You can go on; this person is already here.",
};
const CONSENT_NEEDED: Text = Text {
    zh: "请本人给一个代办码，或者带证件到服务台办",
    en: "Please ask the person for a code, or go to the desk with the papers.",
};
const REGISTRATION_PENDING: Text = Text {
    zh: "请等服务台核对，申请已经收到",
    en: "Please wait for the desk; the request has arrived.",
};
const ALREADY_CONTRACTED: Text = Text {
    zh: "可以直接找您的家庭医生，已经签约了",
    en: "You already have a family doctor; just turn to them.",
};
const NOT_ELIGIBLE: Text = Text {
    zh: "请换一个服务包，这个不适合您的情况",
    en: "Please choose another package; this one does not fit.",
};
const AGREEMENT_CHANGED: Text = Text {
    zh: "请再看一遍协议，内容有更新",
    en: "Please read the agreement again; it has a new version.",
};
const WRONG_STATE: Text = Text {
    zh: "请刷新看看，它的状态已经变了",
    en: "Please refresh; its state has changed.",
};
const CHECK_AGAIN: Text = Text {
    zh: "请核对后再试",
    en: "Please check and try again.",
};
const SESSION_FULL: Text = Text {
    zh: "请换一个时间，这个时段刚刚约满",
    en: "Please choose another time; this one has just filled up.",
};
const ALREADY_BOOKED: Text = Text {
    zh: "不用再约，这一天已经有号了",
    en: "No need to book; you have a number for that day.",
};
const SESSION_CLOSED: Text = Text {
    zh: "请换一个时间，这个时段不能再约",
    en: "Please choose another time; this one can no longer be booked.",
};
const BOOKING_PAUSED: Text = Text {
    zh: "请打电话预约，因多次未到，网上预约暂停了",
    en: "Please book by phone; booking here is paused after missed visits.",
};
const TOO_LATE_TO_CANCEL: Text = Text {
    zh: "请打电话取消，就诊前一天 17 点后这里不能取消",
    en: "Please cancel by phone; here it is possible until 17:00 the day before.",
};
const ALREADY_RATED: Text = Text {
    zh: "谢谢您，这次服务已经评价过了",
    en: "Thank you; this service is rated already.",
};
const RATING_CLOSED: Text = Text {
    zh: "有意见请打电话告诉我们，评价时间已过",
    en: "Please tell us by phone; rating has closed.",
};
const NEEDS_YOU: Text = Text {
    zh: "请再看一下结论，和系统的判断不一样",
    en: "Please look at the decision again; ours differs.",
};

/// What to say when a read is refused. Reads meet few codes; the sentences of single deeds stay out
/// of the part that every page loads.
#[must_use]
pub fn of_read(code: Code) -> Text {
    match code {
        Code::Malformed | Code::MethodNotAllowed => MALFORMED,
        Code::SignInRequired => SIGN_IN,
        Code::Forbidden => FORBIDDEN,
        Code::NotFound => NOT_FOUND,
        Code::TooMany => TOO_MANY,
        Code::Busy => BUSY,
        Code::Internal => INTERNAL,
        _ => CHECK_AGAIN,
    }
}

/// What to say for a code.
#[must_use]
pub fn of_code(code: Code) -> Text {
    match code {
        Code::Malformed
        | Code::MethodNotAllowed
        | Code::SignInRequired
        | Code::Forbidden
        | Code::NotFound
        | Code::TooMany
        | Code::Busy
        | Code::Internal => of_read(code),
        Code::Invalid => INVALID,
        Code::KeyMissing | Code::VersionMissing => OUTDATED,
        Code::KeyReused => KEY_REUSED,
        Code::Running => RUNNING,
        Code::Conflict => CONFLICT,
        Code::TooLarge => TOO_LARGE,
        Code::WrongCode => WRONG_CODE,
        Code::CodeExpired => CODE_EXPIRED,
        Code::WrongPassword => WRONG_PASSWORD,
        Code::OwnFamily => OWN_FAMILY,
        Code::NotMatched => NOT_MATCHED,
        Code::AlreadyLinked => ALREADY_LINKED,
        Code::ConsentNeeded => CONSENT_NEEDED,
        Code::RegistrationPending => REGISTRATION_PENDING,
        Code::AlreadyContracted => ALREADY_CONTRACTED,
        Code::NotEligible => NOT_ELIGIBLE,
        Code::AgreementChanged => AGREEMENT_CHANGED,
        Code::WrongState => WRONG_STATE,
        // The screens of accounts say it in their own words.
        Code::SecondFactorNeeded
        | Code::SecondFactorMissing
        | Code::WrongActivation
        | Code::LoginTaken
        | Code::LastAdministrator
        | Code::NotOneself
        | Code::RecordExists
        | Code::MaybeSame => CHECK_AGAIN,
        Code::SessionFull => SESSION_FULL,
        Code::AlreadyBooked => ALREADY_BOOKED,
        Code::SessionClosed => SESSION_CLOSED,
        Code::BookingPaused => BOOKING_PAUSED,
        Code::TooLateToCancel => TOO_LATE_TO_CANCEL,
        Code::AlreadyRated => ALREADY_RATED,
        Code::RatingClosed => RATING_CLOSED,
        Code::NeedsYou => NEEDS_YOU,
    }
}

/// What to say for a problem: `{move || problem::sentence(&problem)}`; reactive on language.
#[must_use]
pub fn sentence(problem: &Problem) -> String {
    of_code(problem.code).get().to_owned()
}

const REQUIRED: Text = Text {
    zh: "请填写这一项",
    en: "Please fill this in",
};
const CHECK: Text = Text {
    zh: "请检查这一项",
    en: "Please check this",
};
const LOW: Text = Text {
    zh: "请核对，数值偏小",
    en: "Please check; it is too low",
};
const HIGH: Text = Text {
    zh: "请核对，数值偏大",
    en: "Please check; it is too high",
};
const LONG: Text = Text {
    zh: "请写短一点",
    en: "Please make it shorter",
};
const FUTURE: Text = Text {
    zh: "请选今天或更早的日期",
    en: "Please choose today or earlier",
};
const AFTER_VISIT: Text = Text {
    zh: "请选本次随访之后的日期",
    en: "Please choose a day after this visit",
};
const TOO_LATE: Text = Text {
    zh: "请选早一点的日期",
    en: "Please choose an earlier date",
};
const BELOW_SYSTOLIC: Text = Text {
    zh: "请核对，低压应低于高压",
    en: "Please check; the lower value must be below the upper",
};
const ALONE: Text = Text {
    zh: "选了“无症状”就不要再选别的",
    en: "“None” cannot be combined with others",
};
const UP_TO: Text = Text {
    zh: "最多",
    en: "at most",
};
const FROM: Text = Text {
    zh: "最少",
    en: "at least",
};

/// What to say under a field that was refused; reactive on language.
#[must_use]
pub fn field(error: &FieldError) -> String {
    let (words, bound) = match error.reason.as_str() {
        "required" => (REQUIRED, None),
        "too_low" => (LOW, Some(FROM)),
        "too_high" => (HIGH, Some(UP_TO)),
        "too_long" => (LONG, Some(UP_TO)),
        "in_future" => (FUTURE, None),
        "not_after_visit" => (AFTER_VISIT, None),
        "too_late" => (TOO_LATE, Some(UP_TO)),
        "not_below_systolic" => (BELOW_SYSTOLIC, None),
        "none_stands_alone" => (ALONE, None),
        _ => (CHECK, None),
    };
    let words = words.in_language(language());
    match (bound, &error.limit) {
        (Some(bound), Some(limit)) => {
            [words, " (", bound.in_language(language()), " ", limit, ")"].concat()
        }
        _ => words.to_owned(),
    }
}

/// What to say under the field of this name, if the problem names it.
#[must_use]
pub fn field_of(problem: &Problem, name: &str) -> Option<String> {
    problem
        .errors
        .iter()
        .find(|error| error.field == name)
        .map(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence_that_shows_no_code() {
        for code in Code::ALL {
            let text = of_code(*code);
            assert!(
                text.zh.starts_with(['请', '可', '不', '有', '谢']),
                "{code:?}: the deed comes first"
            );
            assert!(
                !text.zh.contains(|c: char| c.is_ascii_alphabetic()),
                "{code:?}"
            );
            assert!(!text.en.contains('_'), "{code:?}");
        }
    }

    #[test]
    fn a_limit_is_told_where_it_helps() {
        let error = FieldError::new("sbp", "too_high").with_limit(300);
        assert_eq!(field(&error), "请核对，数值偏大 (最多 300)");
    }
}
