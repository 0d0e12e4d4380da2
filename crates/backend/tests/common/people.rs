//! Who lives and works in the town: two institutions, three teams, five members of staff, three
//! residents with a phone each, three packages. Sessions are added by the tests that need them.

use backend::db::{Tx, Val};
use backend::district::DistrictId;
use backend::failure::Failure;
use backend::resources::area_positions::changed_in_care;
use backend::seal::{Keys, Place, Purpose};
use chrono::{DateTime, Utc};
use domain::access::Care;
use domain::ids::{
    AccountId, ClinicSessionId, InstitutionId, PackageId, ResidentId, StaffId, TeamId, Uuid,
};
use domain::person::{NationalId, Phone};

/// Everybody and everything, by name.
pub struct Ids {
    /// 月塘街道社区卫生服务中心.
    pub centre: InstitutionId,
    /// 仙庾镇卫生院.
    pub hospital: InstitutionId,
    /// At the centre; serves 601社区.
    pub team: TeamId,
    /// At the centre; serves 麻园社区.
    pub second_team: TeamId,
    /// At the hospital; serves 仙庾村.
    pub far_team: TeamId,
    /// Leads `team`.
    pub gp: StaffId,
    /// Nurse of `team`.
    pub nurse: StaffId,
    /// Leads `second_team`.
    pub second_gp: StaffId,
    /// Leads `far_team`.
    pub far_gp: StaffId,
    /// Desk of the centre.
    pub desk: StaffId,
    /// 王桂英, 68, hypertension, 601社区.
    pub wang: ResidentId,
    /// 李建国, 601社区.
    pub li: ResidentId,
    /// 赵敏, lives in 仙庾村 for two months.
    pub zhao: ResidentId,
    /// Phone of 王桂英.
    pub wang_phone: AccountId,
    /// Phone of 李建国.
    pub li_phone: AccountId,
    /// Phone of 赵敏.
    pub zhao_phone: AccountId,
    /// 基础包, 8 yuan, for everybody.
    pub basic: PackageId,
    /// 高血压个性包, 100 yuan, for people with hypertension.
    pub hypertension: PackageId,
    /// 体检包, 50 yuan, for everybody.
    pub exam: PackageId,
}

fn id<T: From<Uuid>>(n: u8) -> T {
    Uuid::v7(1_700_000_000_000, [n; 10]).into()
}

/// A phone is the resident's own. The grant has the phone's id, since nobody has two here.
const OWN_GRANT: &str = r#"INSERT INTO access_grant
        (district_id, id, account_id, resident_id, relation, capacity, functions, given_by, papers,
         giver_kind, given_ms, state)
    VALUES ($1, $2, $2, $3, 'oneself', 'oneself',
        '["record","contract","booking","rating","messages","readers","identity"]',
        'desk', '[]', 'system', $4, 'holding')"#;

/// Fills the town.
pub fn settle(
    tx: &mut dyn Tx,
    district: &DistrictId,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<Ids, Failure> {
    let ids = Ids {
        centre: id(1),
        hospital: id(2),
        team: id(11),
        second_team: id(12),
        far_team: id(13),
        gp: id(21),
        nurse: id(22),
        second_gp: id(23),
        far_gp: id(24),
        desk: id(25),
        wang: id(31),
        li: id(32),
        zhao: id(33),
        wang_phone: id(41),
        li_phone: id(42),
        zhao_phone: id(43),
        basic: id(51),
        hypertension: id(52),
        exam: id(53),
    };
    let mut town = Settling {
        tx,
        district,
        keys,
        now,
    };
    town.institution(ids.centre, "月塘街道社区卫生服务中心", 1)?;
    town.institution(ids.hospital, "仙庾镇卫生院", 2)?;
    for (staff, login, name, role, institution) in [
        (ids.gp, "gp", "彭海燕", "gp", ids.centre),
        (ids.nurse, "nurse", "刘静", "nurse", ids.centre),
        (ids.second_gp, "gp2", "周建华", "gp", ids.centre),
        (ids.far_gp, "gp3", "陈伟", "gp", ids.hospital),
        (ids.desk, "desk", "何丽", "desk", ids.centre),
    ] {
        town.staff(staff, login, name, role, institution)?;
    }
    for (team, institution, name, leader, village) in [
        (ids.team, ids.centre, "月塘一队", ids.gp, "601社区"),
        (
            ids.second_team,
            ids.centre,
            "月塘二队",
            ids.second_gp,
            "麻园社区",
        ),
        (ids.far_team, ids.hospital, "仙庾一队", ids.far_gp, "仙庾村"),
    ] {
        town.team(team, institution, name, leader, village)?;
    }
    town.member(ids.team, ids.nurse)?;
    for (resident, name, national_id, village, groups, here, team, institution) in [
        (
            ids.wang,
            "王桂英",
            "430202195803120126",
            "601社区",
            r#"["hypertension","elderly"]"#,
            true,
            ids.team,
            ids.centre,
        ),
        (
            ids.li,
            "李建国",
            "430202198001010017",
            "601社区",
            "[]",
            true,
            ids.team,
            ids.centre,
        ),
        (
            ids.zhao,
            "赵敏",
            "430202199206150026",
            "仙庾村",
            "[]",
            false,
            ids.far_team,
            ids.hospital,
        ),
    ] {
        town.resident(
            resident,
            name,
            national_id,
            village,
            groups,
            here,
            team,
            institution,
        )?;
    }
    for (account, resident, phone) in [
        (ids.wang_phone, ids.wang, "13812345671"),
        (ids.li_phone, ids.li, "13812345672"),
        (ids.zhao_phone, ids.zhao, "13812345673"),
    ] {
        town.phone(account, resident, phone)?;
    }
    town.package(ids.exam, "exam", "体检包", 5_000, "[]")?;
    town.item(ids.exam, "exam", "年度体检", Some(1))?;
    town.package(ids.basic, "basic", "基础包", 800, "[]")?;
    town.item(ids.basic, "bp_check", "测血压", Some(4))?;
    town.item(ids.basic, "advice", "健康咨询", None)?;
    town.package(
        ids.hypertension,
        "personal",
        "高血压个性包",
        10_000,
        r#"["hypertension"]"#,
    )?;
    town.item(ids.hypertension, "htn", "高血压随访", Some(4))?;
    Ok(ids)
}

struct Settling<'a> {
    tx: &'a mut dyn Tx,
    district: &'a DistrictId,
    keys: &'a Keys,
    now: DateTime<Utc>,
}

impl Settling<'_> {
    fn insert(&mut self, sql: &'static str, params: &[Val]) -> Result<(), Failure> {
        let mut all = vec![self.district.into()];
        all.extend_from_slice(params);
        self.tx.exec(sql, &all)?;
        Ok(())
    }

    /// Of the first one it is known where it stands.
    fn institution(&mut self, id: InstitutionId, name: &str, sort: i64) -> Result<(), Failure> {
        let [latitude, longitude] = match sort {
            1 => [Val::Int(27_848_300), Val::Int(113_158_200)],
            _ => [Val::Null, Val::Null],
        };
        self.insert(
            "INSERT INTO institution (district_id, id, name, township, address, phone, sort,
                 latitude_microdegrees, longitude_microdegrees)
             VALUES ($1, $2, $3, '月塘街道', '新华东路 1 号', '0731-28400001', $4, $5, $6)",
            &[id.into(), name.into(), sort.into(), latitude, longitude],
        )
    }

    fn staff(
        &mut self,
        id: StaffId,
        login: &str,
        name: &str,
        role: &str,
        institution: InstitutionId,
    ) -> Result<(), Failure> {
        self.insert(
            "INSERT INTO staff (district_id, id, login, name, role, institution_id, password_hash)
             VALUES ($1, $2, $3, $4, $5, $6, '')",
            &[
                id.into(),
                login.into(),
                name.into(),
                role.into(),
                institution.into(),
            ],
        )
    }

    fn team(
        &mut self,
        id: TeamId,
        institution: InstitutionId,
        name: &str,
        leader: StaffId,
        village: &str,
    ) -> Result<(), Failure> {
        self.insert(
            "INSERT INTO team (district_id, id, institution_id, name, phone, leader_id, sort)
             VALUES ($1, $2, $3, $4, '0731-28400002', $5, 1)",
            &[id.into(), institution.into(), name.into(), leader.into()],
        )?;
        self.insert(
            "INSERT INTO team_village (district_id, township, village, team_id)
             VALUES ($1, '月塘街道', $2, $3)",
            &[village.into(), id.into()],
        )?;
        self.member(id, leader)
    }

    fn member(&mut self, team: TeamId, staff: StaffId) -> Result<(), Failure> {
        self.insert(
            "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)",
            &[team.into(), staff.into()],
        )
    }

    #[expect(clippy::too_many_arguments, reason = "a row of a table in a test")]
    fn resident(
        &mut self,
        id: ResidentId,
        name: &str,
        national_id: &str,
        village: &str,
        groups: &str,
        registered_here: bool,
        team: TeamId,
        institution: InstitutionId,
    ) -> Result<(), Failure> {
        let national: NationalId = national_id.parse().unwrap();
        let row = id.0.bytes();
        let seal = |column, text: &str| {
            let place = Place {
                district: self.district.as_str(),
                table: "resident",
                column,
                row: &row,
            };
            self.keys.seal_text(place, text)
        };
        let params = [
            id.into(),
            format!("43020200100{:06}", row[15]).into(),
            name.into(),
            Val::word(&national.sex())?,
            national.birth_date().into(),
            seal("national_id_sealed", national_id)?.into(),
            national.masked().into(),
            self.keys
                .index(Purpose::NationalId, national_id.as_bytes())
                .into(),
            seal("address_sealed", "新华东路 12 号")?.into(),
            village.into(),
            registered_here.into(),
            (if registered_here { 600 } else { 2 }).into(),
            groups.into(),
            institution.into(),
            team.into(),
            self.now.into(),
        ];
        self.insert(
            "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
                 national_id_sealed, national_id_masked, national_id_index, address_sealed,
                 township, village, registered_here, months_resident, people_groups,
                 institution_id, team_id, source_system, updated_ms, version)
             VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, $9, $10, '月塘街道', $11, $12, $13, $14,
                 $15, $16, 'test', $17, 1)",
            &params,
        )?;
        let care = Care {
            resident_id: id,
            institution_id: institution,
            team_id: team,
            village: village.to_owned(),
            raised_team_id: None,
        };
        Ok(changed_in_care(self.tx, self.district, &care)?)
    }

    fn phone(&mut self, id: AccountId, resident: ResidentId, phone: &str) -> Result<(), Failure> {
        let phone: Phone = phone.parse().unwrap();
        let row = id.0.bytes();
        let place = Place {
            district: self.district.as_str(),
            table: "account",
            column: "phone_sealed",
            row: &row,
        };
        let params = [
            id.into(),
            self.keys.seal_text(place, phone.as_str())?.into(),
            phone.masked().into(),
            self.keys
                .index(Purpose::Phone, phone.as_str().as_bytes())
                .into(),
            self.now.into(),
        ];
        self.insert(
            "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &params,
        )?;
        self.insert(OWN_GRANT, &[id.into(), resident.into(), self.now.into()])
    }

    fn package(
        &mut self,
        id: PackageId,
        class: &str,
        name: &str,
        fen: i64,
        groups: &str,
    ) -> Result<(), Failure> {
        self.insert(
            "INSERT INTO package (district_id, id, code, name, class, price_fen, value_fen,
                 people_groups, source, sort)
             VALUES ($1, $2, $3, $3, $4, $5, $6, $7, '示例', 1)",
            &[
                id.into(),
                name.into(),
                class.into(),
                fen.into(),
                (fen * 2).into(),
                groups.into(),
            ],
        )
    }

    fn item(
        &mut self,
        package: PackageId,
        code: &str,
        name: &str,
        times: Option<u16>,
    ) -> Result<(), Failure> {
        self.insert(
            "INSERT INTO package_item (district_id, package_id, code, name, times, mode, sort)
             VALUES ($1, $2, $3, $4, $5, 'clinic', 1)",
            &[package.into(), code.into(), name.into(), times.into()],
        )
    }
}

/// Adds a session of a doctor with its numbers.
pub fn open_session(
    tx: &mut dyn Tx,
    district: &DistrictId,
    doctor: StaffId,
    held_on: &str,
    half: &str,
    capacity: u16,
) -> Result<ClinicSessionId, Failure> {
    let session: ClinicSessionId = super::new_id();
    let start: i64 = if half == "morning" { 480 } else { 840 };
    tx.exec(
        "INSERT INTO clinic_session (district_id, id, institution_id, team_id, doctor_id, clinic,
             held_on, half, start_minute, end_minute, fee_fen, capacity, taken, version)
         SELECT t.district_id, $2, t.institution_id, t.id, t.leader_id, '全科', $4, $5, $6, $7,
             1000, $8, 0, 1
         FROM team t WHERE t.district_id = $1 AND t.leader_id = $3",
        &[
            district.into(),
            session.into(),
            doctor.into(),
            held_on.into(),
            half.into(),
            start.into(),
            (start + 240).into(),
            capacity.into(),
        ],
    )?;
    for number in 1..=capacity {
        tx.exec(
            "INSERT INTO ticket (district_id, session_id, number) VALUES ($1, $2, $3)",
            &[district.into(), session.into(), number.into()],
        )?;
    }
    Ok(session)
}

/// Adds residents who differ in nothing but their numbers. Nobody opens their sealed fields.
pub fn crowd(
    tx: &mut dyn Tx,
    district: &DistrictId,
    ids: &Ids,
    count: u16,
) -> Result<Vec<(AccountId, ResidentId)>, Failure> {
    let mut all = Vec::new();
    for n in 0..count {
        let (account, resident): (AccountId, ResidentId) = (super::new_id(), super::new_id());
        tx.exec(
            "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
                 national_id_sealed, national_id_masked, national_id_index, address_sealed,
                 township, village, registered_here, months_resident, people_groups,
                 institution_id, team_id, source_system, updated_ms, version)
             VALUES ($1, $2, $3, '居民', 'jm', 'female', '1970-01-01', $2, '', $2, $2,
                 '月塘街道', '601社区', 1, 600, '[]', $4, $5, 'test', 0, 1)",
            &[
                district.into(),
                resident.into(),
                format!("43020299900{n:06}").into(),
                ids.centre.into(),
                ids.team.into(),
            ],
        )?;
        let care = Care {
            resident_id: resident,
            institution_id: ids.centre,
            team_id: ids.team,
            village: "601社区".to_owned(),
            raised_team_id: None,
        };
        changed_in_care(tx, district, &care)?;
        tx.exec(
            "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
             VALUES ($1, $2, $2, '', $2, 0)",
            &[district.into(), account.into()],
        )?;
        tx.exec(
            OWN_GRANT,
            &[district.into(), account.into(), resident.into(), 0.into()],
        )?;
        all.push((account, resident));
    }
    Ok(all)
}
