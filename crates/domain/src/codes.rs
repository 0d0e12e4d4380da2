//! Code lists of the field, each in one place: the word in JSON, the national digit, the Chinese
//! word. Sources: 国家基本公共卫生服务规范 third edition (2017) unless a list says otherwise.

use serde::{Deserialize, Serialize};

/// Declares a code list: variant, word in JSON, national code, Chinese and English word.
macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* #[doc = $zh] $variant,)* }

        impl $name {
            /// The whole list in its order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The code used on national forms and in storage.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),* }
            }

            /// The entry with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)* _ => None }
            }

            /// The Chinese word, as on the form.
            #[must_use]
            pub fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh),* }
            }

            /// The English word.
            #[must_use]
            pub fn en(self) -> &'static str {
                match self { $($name::$variant => $en),* }
            }
        }
    };
}

code_list! {
    /// 随访方式, form convention 2.0.
    VisitWay {
        Clinic = "1", "门诊", "At the clinic";
        Home = "2", "家庭", "At home";
        Phone = "3", "电话", "By phone";
    }
}

impl VisitWay {
    /// Whether the visit counts towards the four face-to-face visits a year.
    #[must_use]
    pub fn face_to_face(self) -> bool {
        !matches!(self, VisitWay::Phone)
    }
}

code_list! {
    /// 重点人群 flags of a resident (domain.md §4.2, codes of F1).
    PeopleGroup {
        Pregnant = "01", "孕产妇", "Expectant and new mothers";
        Child = "02", "0-6岁儿童", "Children aged 0–6";
        Elderly = "03", "老年人", "Aged 65 and over";
        Hypertension = "04", "高血压", "Hypertension";
        Diabetes = "05", "糖尿病", "Diabetes";
        SevereMental = "06", "严重精神障碍", "Severe mental disorder";
        Tuberculosis = "07", "肺结核", "Tuberculosis";
        Disabled = "08", "残疾人", "Disabled";
        General = "10", "一般人群", "General";
        PoorHousehold = "13", "脱贫户", "Lifted out of poverty";
        VeteranCadre = "17", "离休干部", "Retired veteran cadre";
        Copd = "22", "慢阻肺", "COPD";
        Floating = "90", "流动人口", "Floating population";
        SelfCareLoss = "91", "失能半失能", "Unable to care for oneself";
    }
}

code_list! {
    /// Class of a service package (HT-25, ZJ-06).
    PackageClass {
        Basic = "basic", "基础包", "Basic";
        Personal = "personal", "个性包", "Personal";
        Free = "free", "免费包", "Free";
        Primary = "primary", "初级包", "Primary";
        Exam = "exam", "体检包", "Check-up";
    }
}

code_list! {
    /// 医保类型.
    Insurance {
        Resident = "1", "城乡居民", "Resident scheme";
        Employee = "2", "城镇职工", "Employee scheme";
        Commercial = "3", "商业保险", "Commercial";
        SelfPay = "4", "全自费", "Self-pay";
        PublicFunded = "5", "公费", "Public-funded";
        Other = "9", "其他", "Other";
    }
}

code_list! {
    /// How a promised service is given (F1: 0 门诊 1 电话 2 家庭).
    ServiceMode {
        Clinic = "0", "门诊", "At the clinic";
        Phone = "1", "电话", "By phone";
        Home = "2", "上门", "At home";
    }
}

code_list! {
    /// Role of a member of staff (domain.md §1.5).
    Role {
        Gp = "gp", "全科医生", "General practitioner";
        Nurse = "nurse", "社区护士", "Community nurse";
        PublicHealth = "public_health", "预防保健人员", "Public-health worker";
        VillageDoctor = "village_doctor", "村医", "Village doctor";
        Specialist = "specialist", "专科医生", "Specialist";
        Desk = "desk", "服务台", "Desk";
        /// Keeps the accounts of one institution; sees no health data.
        InstitutionAdmin = "institution_admin", "机构管理员", "Institution administrator";
        /// Keeps the accounts of the district's institutions; sees no health data.
        DistrictAdmin = "district_admin", "区管理员", "District administrator";
    }
}

code_list! {
    /// By what the person who signs was known (核对身份).
    SignerProof {
        IdCard = "id_card", "身份证", "Identity card";
        InsuranceCard = "insurance_card", "社保卡", "Insurance card";
        HouseholdBook = "household_book", "户口簿", "Household register";
        Known = "known", "本人熟识", "Known in person";
    }
}

code_list! {
    /// Who signs.
    Signer {
        Oneself = "oneself", "本人", "The person";
        Guardian = "guardian", "监护人", "A guardian";
    }
}

impl Role {
    /// Whether the role keeps accounts and nothing else.
    #[must_use]
    pub fn keeps_accounts(self) -> bool {
        matches!(self, Role::InstitutionAdmin | Role::DistrictAdmin)
    }
}

code_list! {
    /// Relation of a linked person to the holder of the phone.
    Relation {
        Oneself = "0", "本人", "Myself";
        Spouse = "1", "配偶", "Spouse";
        Child = "2", "子女", "Son or daughter";
        Grandchild = "4", "孙子女、外孙子女", "Grandchild";
        Parent = "5", "父母", "Parent";
        Grandparent = "6", "祖父母、外祖父母", "Grandparent";
        Other = "8", "其他", "Other";
    }
}

impl Relation {
    /// The same relation from the other side: what the holder of the phone is to the person. A
    /// grandchild's other side is a grandparent.
    #[must_use]
    pub fn other_side(self) -> Self {
        match self {
            Relation::Child => Relation::Parent,
            Relation::Parent => Relation::Child,
            Relation::Grandchild => Relation::Grandparent,
            Relation::Grandparent => Relation::Grandchild,
            Relation::Oneself | Relation::Spouse | Relation::Other => self,
        }
    }
}

code_list! {
    /// As what a phone acts for a resident.
    Capacity {
        Oneself = "self", "本人", "The person";
        GuardianOfChild = "child", "孩子的监护人", "Guardian of a child";
        GuardianOfAdult = "adult", "监护人", "Guardian";
        Helper = "helper", "代办人", "Helper";
    }
}

code_list! {
    /// One function that a resident may open to somebody who acts for them.
    Function {
        Record = "record", "看档案", "See the record";
        Contract = "contract", "签约", "Contract";
        Booking = "booking", "预约", "Book visits";
        Rating = "rating", "评价", "Rate visits";
        Messages = "messages", "消息", "Messages";
        Readers = "readers", "查看谁看过", "See who has looked";
        Identity = "identity", "看完整证件和电话", "See full ID and phone";
    }
}

code_list! {
    /// How somebody came to act for a resident.
    GivenBy {
        IdNumber = "id", "姓名和身份证号", "Name and ID number";
        Desk = "desk", "服务台当面办", "In person at the desk";
        Call = "call", "本人打电话", "By the person's call";
        Code = "code", "代办码", "By a code";
        Earlier = "earlier", "以前关联的", "Linked before";
    }
}

code_list! {
    /// What the desk saw before it gave somebody a grant.
    Paper {
        PersonsId = "1", "本人身份证", "The person's ID card";
        ActorsId = "2", "代办人身份证", "ID card of whoever acts";
        Household = "3", "户口本", "Household register";
        BirthCertificate = "4", "出生医学证明", "Birth certificate";
        Guardianship = "5", "监护证明或判决书", "Proof of guardianship";
        Letter = "6", "本人签字的委托书", "Signed letter of authority";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_finds_its_entry_again() {
        for group in PeopleGroup::ALL {
            assert_eq!(PeopleGroup::from_code(group.code()), Some(*group));
        }
        assert_eq!(VisitWay::from_code("4"), None);
    }

    #[test]
    fn a_relation_seen_from_both_sides_is_itself() {
        for relation in Relation::ALL {
            assert_eq!(relation.other_side().other_side(), *relation);
        }
    }
}
