//! What is done with an object: the word that [`super::may`] is asked about and that the audit trail
//! records. A new word stands here once; which function of a phone's grant it belongs to is said in
//! [`crate::grant::Grant::allows`].

use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What is done; also what the audit trail records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Action { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl Action {
            /// Every action, for tests and the published document.
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            /// The word as it stands in JSON and in the audit trail.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Action::$name => $word),* }
            }

            /// The action of that word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Action::$name),)* _ => None }
            }
        }
    };
}

actions! {
    /// 在名单中看到: a row in a list or a search.
    List = "list";
    /// 查看健康档案: the clinical record.
    ReadRecord = "read_record";
    /// 查看完整证件和电话: identifying data in full.
    Reveal = "reveal";
    /// 查看谁看过: the trail of readers.
    ReadReaders = "read_readers";
    /// 查看消息.
    ReadMessages = "read_messages";
    /// 查看签约.
    ReadContract = "read_contract";
    /// 申请签约, and taking the request back.
    RequestContract = "request_contract";
    /// 审核签约.
    AnswerContract = "answer_contract";
    /// 查看预约.
    ReadBooking = "read_booking";
    /// 预约, and cancelling.
    Book = "book";
    /// 接诊: arrived, done, not come.
    Attend = "attend";
    /// 评价.
    Rate = "rate";
    /// 随访.
    FollowUp = "follow_up";
    /// 导出随访: the visits of a team as a table.
    Export = "export";
    /// 打开首页: what concerns the person today, as far as the phone may see it.
    OpenHome = "open_home";
    /// 关联: a phone was linked to the record, or gave it back.
    Link = "link";
    /// 改三色标: a doctor's own colour, with a reason.
    SetColour = "set_colour";
    /// 接收推送: taking a person over from another level, or sending them back.
    AnswerPush = "answer_push";
    /// 自测: writing down what was measured at home, and when to be reminded of it.
    Measure = "measure";
    /// 授权: letting somebody act for the person, seeing who may, and taking it back.
    Grant = "grant";
    /// 建档审核.
    Register = "register";
    /// 导入: the record came or changed by an import.
    Import = "import";
    /// 提醒: the service itself put a message into the inbox.
    Remind = "remind";
    /// 账号管理: accounts of staff, and what they must sign in with.
    ManageStaff = "manage_staff";
    /// 机构信息: where people find an institution, and its phone.
    KeepDirectory = "keep_directory";
    /// 机构层级: whose difficult cases a team of a higher level takes.
    SetLevel = "set_level";
    /// 安排代班: who cares for a team's residents for some days.
    ArrangeCover = "arrange_cover";
    /// 移交居民: from one team to another for good.
    HandOver = "hand_over";
    /// 查无此项: something that is not there, or not for whoever asks.
    LookFor = "look_for";
}
