//! Words of the area that a phone keeps for where there is no network.

use crate::i18n::{Language, Text, language};

/// Section.
pub const TITLE: Text = Text {
    zh: "没有网络时",
    en: "Without network",
};
/// What it is for, before it is kept.
pub const WHAT: Text = Text {
    zh: "把片区里居民的名单、健康档案、上次随访和联系方式加密存到这部手机，没有网络也能看、能随访",
    en: "Keep the list, records, last visits and contacts of your residents on this phone, encrypted: to read and to follow up without network",
};
/// What to do when the phone is lost.
pub const LOST: Text = Text {
    zh: "手机丢了，请马上在别的设备上打开“登录的手机和电脑”让它退出",
    en: "If the phone is lost, sign it out at once under “Signed-in devices” on another one",
};
/// Button.
pub const KEEP: Text = Text {
    zh: "把我的片区存到本机",
    en: "Keep my area on this phone",
};
/// Button.
pub const UPDATE: Text = Text {
    zh: "现在更新",
    en: "Update now",
};
/// Button.
pub const FORGET: Text = Text {
    zh: "从本机删除",
    en: "Remove from this phone",
};
/// Question before it is removed.
pub const FORGET_ASK: Text = Text {
    zh: "从本机删除片区吗？",
    en: "Remove the area from this phone?",
};
/// What follows.
pub const FORGET_TEXT: Text = Text {
    zh: "没有网络时就看不到居民了。还没发出去的随访会留着",
    en: "Residents can then not be seen without network. Visits that are not sent yet stay",
};
/// While it is fetched.
pub const FETCHING: Text = Text {
    zh: "正在存到本机",
    en: "Being kept on this phone",
};
/// While the first fetch is interrupted.
pub const NOT_WHOLE: Text = Text {
    zh: "还没存完，有网络时会接着存",
    en: "Not all is here yet; it goes on when there is network",
};
/// It was forgotten.
pub const TOO_OLD: Text = Text {
    zh: "片区存得太久没联网，已从本机删除。有网络时可以再存一次",
    en: "The area had no contact for too long and was removed from this phone. Keep it again when there is network",
};
/// It does not open.
pub const BROKEN: Text = Text {
    zh: "本机存的片区打不开了，已删除，有网络时照常能用。没发出去的随访不受影响，请再存一次",
    en: "The area kept here did not open and was removed; everything works online. Unsent visits are not touched. Please keep it again",
};
/// Switch.
pub const OWN: Text = Text {
    zh: "把健康档案存到这部手机",
    en: "Keep the health record on this phone",
};
/// What it means.
pub const OWN_HINT: Text = Text {
    zh: "加密存着，没有网络也能看；退出登录就删掉",
    en: "Encrypted, readable without network; removed when you sign out",
};
/// No room.
pub const OWN_NO_ROOM: Text = Text {
    zh: "手机空间不够，没有存下来。先清理一些照片或应用，再试一次",
    en: "This phone has no room for it. Clear some photos or apps, then try again",
};
/// It does not open.
pub const OWN_BROKEN: Text = Text {
    zh: "本机存的档案打不开了，已删除，有网络时照常能看。要的话再存一次",
    en: "The record kept here did not open and was removed; it works online. Keep it again if you like",
};
/// The phone has no room.
pub const NO_ROOM: Text = Text {
    zh: "手机空间不够，片区没有存在本机，还没发出去的都在。先清理一些照片或应用，再存一次",
    en: "This phone has no room for the area; what is unsent is all here. Clear some photos or apps, then keep it again",
};

/// There is little room left.
pub const LITTLE_ROOM: Text = Text {
    zh: "手机空间快满了。请删掉一些照片、视频或不用的应用。没发出去的随访一定留着，只会先清掉存着方便看的旧内容",
    en: "This phone is nearly full. Delete some photos, videos or unused apps. Unsent visits always stay; only old things kept for reading are cleared",
};

/// How many are here, and how much room they take: 已存 1,986 人，占 12.4 MB.
#[must_use]
pub fn here(people: u32, bytes: u64) -> String {
    let tenths = bytes / 104_858;
    let size = [
        &(tenths / 10).to_string(),
        ".",
        &(tenths % 10).to_string(),
        " MB",
    ]
    .concat();
    match language() {
        Language::Zh => ["已存 ", &people.to_string(), " 人，占 ", &size].concat(),
        Language::En => [&people.to_string(), " people here, ", &size].concat(),
    }
}

/// How far it has come: 300 / 1986.
#[must_use]
pub fn so_far(people: u32, left: u32) -> String {
    let all = people.saturating_add(left);
    [&people.to_string(), " / ", &all.to_string()].concat()
}

/// Since when it is unchanged: 截至 09:12 的数据.
#[must_use]
pub fn until(when: &str) -> String {
    match language() {
        Language::Zh => ["截至 ", when, " 的数据"].concat(),
        Language::En => ["As of ", when].concat(),
    }
}
