//! Who a member of staff is as a person.

use backend::seal::Purpose;
use domain::ids::StaffId;

use super::Town;

/// ID number of 王桂英.
pub const WANG: &str = "430202195803120126";
/// ID number of 李建国.
pub const LI: &str = "430202198001010017";

impl Town {
    /// Somebody has written down who a member of staff is.
    pub async fn is_person(&self, staff: StaffId, national_id: &str) {
        let index = self
            .keys()
            .index(Purpose::NationalId, national_id.as_bytes());
        self.put(
            "UPDATE staff SET national_id_index = $2 WHERE district_id = $1 AND id = $3",
            vec![index.into(), staff.into()],
        )
        .await;
    }
}
