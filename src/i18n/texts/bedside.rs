//! Words of a contract signed at the bedside.

use crate::i18n::Text;

/// Title and button.
pub const TITLE: Text = Text {
    zh: "现场签约",
    en: "Sign a contract here",
};
/// What it is.
pub const WHAT: Text = Text {
    zh: "居民本人在场才能签。签好先存在本机，有网络时送到团队，同意后生效",
    en: "Only with the resident present. Kept on this device, sent when there is network, in force once the team accepts",
};
/// Field.
pub const PACKAGES: Text = Text {
    zh: "服务包",
    en: "Packages",
};
/// Field.
pub const TEAM: Text = Text {
    zh: "签约团队",
    en: "Team",
};
/// Field.
pub const YEARS: Text = Text {
    zh: "签几年",
    en: "Years",
};
/// The agreement.
pub const AGREEMENT: Text = Text {
    zh: "请居民看协议，或者读给他听",
    en: "Show the agreement, or read it aloud",
};
/// Field.
pub const PROOF: Text = Text {
    zh: "核对身份",
    en: "Identity checked by",
};
/// Field.
pub const SIGNER: Text = Text {
    zh: "谁签字",
    en: "Who signs",
};
/// Field.
pub const NAME: Text = Text {
    zh: "请签字的人写下自己的姓名",
    en: "Whoever signs writes their name",
};
/// Field.
pub const AGREE: Text = Text {
    zh: "居民同意",
    en: "The resident agrees",
};
/// Answer.
pub const CONSENT: Text = Text {
    zh: "本人（监护人）在场，看过或听过协议，同意签约",
    en: "Present, has read or heard the agreement, and agrees",
};
/// Button.
pub const SIGN: Text = Text {
    zh: "签好，交给团队",
    en: "Sign and send",
};
/// It has arrived.
pub const SENT: Text = Text {
    zh: "已送到团队，等同意",
    en: "Sent to the team",
};
/// Something is missing.
pub const NEEDED: Text = Text {
    zh: "请选好这一项",
    en: "Please choose",
};
/// What is wrong with the name.
#[must_use]
pub fn reason(word: &str) -> Text {
    match word {
        "differs" => Text {
            zh: "和居民姓名不一样，请核对",
            en: "Not the resident's name",
        },
        "is_the_person" => Text {
            zh: "这里请写监护人自己的姓名",
            en: "Please write the guardian's own name",
        },
        _ => Text {
            zh: "请核对签的姓名",
            en: "Please check the written name",
        },
    }
}
/// The name is missing.
pub const NAME_NEEDED: Text = Text {
    zh: "请写姓名",
    en: "Please write the name",
};
/// A guardian has to sign.
pub const GUARDIAN: Text = Text {
    zh: "不满 14 岁，要监护人签字",
    en: "Under 14: a guardian signs",
};
/// The caller has no team.
pub const NO_TEAM: Text = Text {
    zh: "您不在签约团队里，不能签约",
    en: "You are in no team",
};
