//! Paths of edition 1 that an operation may still wait under in a phone. Nothing writes to them any more; the
//! service answers each as what took its place (docs/API.md, "Editions").

use super::follow_ups::{FollowUp, RecordFollowUpBody};
use crate::ids::ResidentId;

crate::endpoints! {
    visit visit_edition_1;
    #[doc = "Records a hypertension follow-up that a phone wrote in edition 1: `record_follow_up` under its path of then."]
    RecordHypertension = "record_hypertension": Post "/residents/{resident}/hypertension", Staff,
        path ResidentId, query (), body RecordFollowUpBody, reply FollowUp, errors [NeedsYou];
    #[doc = "Records a diabetes follow-up that a phone wrote in edition 1: `record_follow_up` under its path of then."]
    RecordDiabetes = "record_diabetes": Post "/residents/{resident}/diabetes", Staff,
        path ResidentId, query (), body RecordFollowUpBody, reply FollowUp, errors [NeedsYou];
}
