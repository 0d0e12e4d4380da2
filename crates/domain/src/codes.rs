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
    /// 症状 of the hypertension form (§2.1). `None` excludes the rest.
    HypertensionSymptom {
        None = "1", "无症状", "None";
        Headache = "2", "头痛头晕", "Headache, dizziness";
        Nausea = "3", "恶心呕吐", "Nausea, vomiting";
        BlurredVision = "4", "眼花耳鸣", "Blurred vision, tinnitus";
        Dyspnoea = "5", "呼吸困难", "Short of breath";
        Palpitation = "6", "心悸胸闷", "Palpitations, tight chest";
        Epistaxis = "7", "鼻衄出血不止", "Nosebleed that does not stop";
        Numbness = "8", "四肢发麻", "Numb limbs";
        Oedema = "9", "下肢水肿", "Swollen legs";
        Other = "10", "其他", "Other";
    }
}

code_list! {
    /// Danger signs that call for urgent referral whatever the pressure (§2.1 "Emergency").
    DangerSign {
        Consciousness = "1", "意识改变", "Altered consciousness";
        SevereHeadache = "2", "剧烈头痛或头晕", "Severe headache or dizziness";
        Vomiting = "3", "恶心呕吐", "Nausea and vomiting";
        Vision = "4", "视力模糊", "Blurred vision";
        EyePain = "5", "眼痛", "Eye pain";
        Palpitation = "6", "心悸", "Palpitations";
        ChestTightness = "7", "胸闷", "Chest tightness";
        Orthopnoea = "8", "喘憋不能平卧", "Cannot lie flat for breath";
        OtherUnmanageable = "9", "不能处理的其他疾病", "Another illness that cannot be handled here";
    }
}

code_list! {
    /// 症状 of the diabetes form (§2.2). `None` excludes the rest.
    DiabetesSymptom {
        None = "1", "无症状", "None";
        Thirst = "2", "多饮", "Drinks a lot";
        Hunger = "3", "多食", "Eats a lot";
        Urine = "4", "多尿", "Passes much urine";
        BlurredVision = "5", "视力模糊", "Blurred vision";
        Infection = "6", "感染", "Infection";
        Numbness = "7", "手脚麻木", "Numb hands or feet";
        Oedema = "8", "下肢浮肿", "Swollen legs";
        WeightLoss = "9", "体重明显下降", "Marked loss of weight";
        Other = "10", "其他", "Other";
    }
}

code_list! {
    /// Danger signs that call for urgent referral whatever the glucose (§2.2 "Emergency"). 多饮 and 多尿
    /// are left out: mild ones are ordinary symptoms, which the doctor asks about ([proposal]).
    DiabetesDangerSign {
        Consciousness = "1", "意识或行为改变", "Altered consciousness or behaviour";
        Acetone = "2", "呼气有烂苹果样丙酮味", "Breath smells of acetone";
        Palpitation = "3", "心悸", "Palpitations";
        Sweating = "4", "出汗", "Sweating";
        NoAppetite = "5", "食欲减退", "Loss of appetite";
        Vomiting = "6", "恶心呕吐", "Nausea and vomiting";
        AbdominalPain = "7", "腹痛", "Abdominal pain";
        DeepBreathing = "8", "有深大呼吸", "Deep laboured breathing";
        Flushing = "9", "皮肤潮红", "Flushed skin";
        Tachycardia = "10", "持续性心动过速（每分钟超过100次）", "Heart rate above 100 that does not settle";
        Fever = "11", "体温超过39℃", "Temperature above 39 °C";
        SuddenLossOfSight = "12", "视力突然骤降等突发异常", "Sudden loss of sight or another sudden event";
        OtherUnmanageable = "13", "不能处理的其他疾病", "Another illness that cannot be handled here";
    }
}

code_list! {
    /// 足背动脉搏动, with the side (codes of F1).
    DorsalisPedis {
        Normal = "1", "触及正常", "Felt, normal";
        WeakBoth = "2", "双侧减弱", "Weak on both sides";
        WeakLeft = "3", "左侧减弱", "Weak on the left";
        WeakRight = "4", "右侧减弱", "Weak on the right";
        GoneBoth = "5", "双侧消失", "Absent on both sides";
        GoneLeft = "6", "左侧消失", "Absent on the left";
        GoneRight = "7", "右侧消失", "Absent on the right";
    }
}

code_list! {
    /// 低血糖反应.
    Hypoglycaemia {
        None = "1", "无", "None";
        Sometimes = "2", "偶尔", "Sometimes";
        Often = "3", "频繁", "Often";
    }
}

code_list! {
    /// 摄盐情况.
    Salt {
        Light = "1", "轻", "Light";
        Medium = "2", "中", "Medium";
        Heavy = "3", "重", "Heavy";
    }
}

code_list! {
    /// 心理调整 and 遵医行为.
    Grade {
        Good = "1", "良好", "Good";
        Fair = "2", "一般", "Fair";
        Poor = "3", "差", "Poor";
    }
}

code_list! {
    /// 服药依从性.
    Compliance {
        Regular = "1", "规律", "Regular";
        Irregular = "2", "间断", "Irregular";
        NotTaking = "3", "不服药", "Not taking";
    }
}

code_list! {
    /// 此次随访分类; where several apply the most severe is recorded (4 > 3 > 2 > 1).
    ControlClass {
        Controlled = "1", "控制满意", "Well controlled";
        Uncontrolled = "2", "控制不满意", "Not well controlled";
        AdverseReaction = "3", "不良反应", "Adverse reaction";
        Complication = "4", "并发症", "Complication";
    }
}

code_list! {
    /// Follow-up programmes.
    Programme {
        Hypertension = "htn", "高血压", "Hypertension";
        Diabetes = "dm2", "2型糖尿病", "Type 2 diabetes";
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
        for class in ControlClass::ALL {
            assert_eq!(ControlClass::from_code(class.code()), Some(*class));
        }
        for group in PeopleGroup::ALL {
            assert_eq!(PeopleGroup::from_code(group.code()), Some(*group));
        }
        assert_eq!(Salt::from_code("4"), None);
    }

    #[test]
    fn a_relation_seen_from_both_sides_is_itself() {
        for relation in Relation::ALL {
            assert_eq!(relation.other_side().other_side(), *relation);
        }
    }

    #[test]
    fn the_more_severe_class_is_the_greater() {
        assert!(ControlClass::Complication > ControlClass::AdverseReaction);
        assert!(ControlClass::AdverseReaction > ControlClass::Uncontrolled);
        assert!(ControlClass::Uncontrolled > ControlClass::Controlled);
    }
}
