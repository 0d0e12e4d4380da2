//! Who can sign in to a demo: the same names, phones and password in every one.

use std::fmt;

use serde::Serialize;

use super::known::{self, KNOWN, Part};

/// Password of all staff of a demo.
pub const PASSWORD: &str = "hetang-2026";

/// Sign-ins that a demo introduces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignIns {
    /// Phones of residents; the code is shown on the page.
    pub phones: Vec<PhoneSignIn>,
    /// Staff.
    pub staff: Vec<StaffSignIn>,
    /// Password of all staff.
    pub password: &'static str,
    /// Somebody whose record no phone is linked to.
    pub unlinked: Unlinked,
}

/// A phone of residents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhoneSignIn {
    /// Number.
    pub phone: &'static str,
    /// Names of the people on it.
    pub people: Vec<&'static str>,
    /// What it is good for.
    pub shows: &'static str,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaffSignIn {
    /// Sign-in name.
    pub login: &'static str,
    /// What it is good for.
    pub shows: &'static str,
}

/// Somebody to try the first link with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unlinked {
    /// Name.
    pub name: &'static str,
    /// ID number.
    pub national_id: &'static str,
}

impl SignIns {
    /// Those of every demo.
    #[must_use]
    pub fn of_a_demo() -> Self {
        let phone = |phone, shows| PhoneSignIn {
            phone,
            people: KNOWN
                .iter()
                .filter(|known| known.phones.iter().any(|acting| acting.phone == phone))
                .map(|known| known.name)
                .collect(),
            shows,
        };
        let staff = |login, shows| StaffSignIn { login, shows };
        let unlinked = KNOWN.iter().find(|known| known.part == Part::Unlinked);
        Self {
            phones: vec![
                phone(
                    known::FAMILY_PHONE,
                    "一家两口：本人有档案、还没签约，母亲已签约、有预约和待评价",
                ),
                phone(known::SINGLE_PHONE, "一个人，签约快到期，有预约和待评价"),
                phone(known::FREE_PHONE, "新号码，可以试关联档案或申请建档"),
                phone(
                    known::HELPER_PHONE,
                    "家人代办：只能预约和看消息，看不到档案",
                ),
            ],
            staff: vec![
                staff("gp.yuetang", "全科医生：待办、随访、日程、签约审核"),
                staff("nurse.yuetang", "社区护士"),
                staff("village.xianyu", "仙庾镇村医"),
                staff("village.yuetang", "月塘街道村医：和全科医生互相推送三色标"),
                staff("specialist.zongyiyuan", "总医院专科医生：接收红标推送"),
                staff("desk.yuetang", "月塘街道服务台：日程、建档审核"),
                staff("admin.hetang", "区管理员：账号、登录规定，看不到健康数据"),
                staff("admin.yuetang", "月塘街道机构管理员：本机构账号"),
            ],
            password: PASSWORD,
            unlinked: Unlinked {
                name: unlinked.map_or("", |known| known.name),
                national_id: unlinked.map_or("", |known| known.national_id),
            },
        }
    }
}

/// A small table for a terminal.
impl fmt::Display for SignIns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Residents (居民): the code is shown on the page")?;
        for PhoneSignIn {
            phone,
            people,
            shows,
        } in &self.phones
        {
            let colon = if people.is_empty() { "" } else { "：" };
            writeln!(f, "  {phone}  {}{colon}{shows}", people.join("、"))?;
        }
        let Unlinked { name, national_id } = self.unlinked;
        writeln!(f, "  to link a record (关联档案): {name} {national_id}")?;
        writeln!(f, "Staff (工作人员): password {}", self.password)?;
        for StaffSignIn { login, shows } in &self.staff {
            writeln!(f, "  {login:<23}{shows}")?;
        }
        Ok(())
    }
}
