//! Words of a contract signed at the bedside.

use domain::api::contracts::ContractState;

use crate::i18n::{Language, Text, language};

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
pub const SIGNATURE: Text = Text {
    zh: "手写签名",
    en: "Signature",
};
/// How, and that the name alone is enough.
pub const SIGNATURE_HINT: Text = Text {
    zh: "请签字的人用手指或鼠标在下面签名；不方便签的，上面写了姓名就行",
    en: "Whoever signs draws with a finger or the mouse; if they cannot, the written name is enough",
};
/// Section under a contract.
pub const SIGNED_HERE: Text = Text {
    zh: "现场签字",
    en: "Signed in person",
};
/// Who signed.
pub const SIGNED_BY: Text = Text {
    zh: "签字人",
    en: "Signed by",
};
/// The day.
pub const SIGNED_ON: Text = Text {
    zh: "签字日期",
    en: "Signed on",
};
/// Who was there.
pub const WITNESS: Text = Text {
    zh: "在场医务人员",
    en: "Before",
};
/// No signature was drawn.
pub const NAME_ALONE: Text = Text {
    zh: "写了姓名，没有手写签名",
    en: "The name was written, no signature was drawn",
};
/// What decides is not here.
pub const NOT_KNOWN: Text = Text {
    zh: "现在查不到这位居民能签哪些，先签的送到后由系统核对",
    en: "What is open to this person is not known here; it is checked when the contract arrives",
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
/// A contract that is there already, with whether it leaves room for another.
#[must_use]
pub fn in_the_way(team: &str, state: ContractState, ends: &str) -> String {
    match (state, language()) {
        (ContractState::Submitted, Language::Zh) => {
            ["已经向", team, "申请签约，还没答复。答复前再签一份会被退回"].concat()
        }
        (ContractState::Submitted, Language::En) => [
            "A contract with ",
            team,
            " has been asked for and is not answered yet; another is refused until then",
        ]
        .concat(),
        (_, Language::Zh) => ["已经和", team, "签约，到 ", ends, " 为止，到期前不能再签"].concat(),
        (_, Language::En) => [
            "Has a contract with ",
            team,
            " until ",
            ends,
            "; no other before that",
        ]
        .concat(),
    }
}
/// What is wrong with the signature as it was drawn.
#[must_use]
pub fn drawing_reason(word: &str) -> Text {
    match word {
        "too_short" => Text {
            zh: "签名太短，请清掉重签，或者不签只写姓名",
            en: "Too short: clear it and sign again, or write the name alone",
        },
        _ => Text {
            zh: "签名没记好，请清掉重签",
            en: "The signature was not taken down: clear it and sign again",
        },
    }
}
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
