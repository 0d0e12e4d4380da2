//! Ratings (满意度评价) of delivered services: five steps, aspects, words.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{BookingId, RatingId, ResidentId, ServiceId};

/// Five steps: 1 很不满意, 2 不满意, 3 一般, 4 满意, 5 非常满意.
pub const STEPS: std::ops::RangeInclusive<u8> = 1..=5;

/// Longest comment, in characters.
pub const WORDS_MAX: usize = 500;

/// A service that was delivered to a resident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Service {
    /// The service.
    pub service_id: ServiceId,
    /// For whom.
    pub resident_id: ResidentId,
    /// In words.
    pub name: String,
    /// What was done.
    pub summary: String,
    /// Day.
    pub date: NaiveDate,
    /// Who gave it.
    pub doctor: String,
    /// Institution.
    pub institution: String,
    /// The booking it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking_id: Option<BookingId>,
    /// The rating, once given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Last day to rate it.
    pub rate_until: NaiveDate,
    /// Whether it can be rated now.
    pub can_rate: bool,
}

/// A rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rating {
    /// The rating.
    pub rating_id: RatingId,
    /// Overall, 1 to 5.
    pub overall: u8,
    /// Aspects.
    pub aspects: Aspects,
    /// The resident's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Whether the doctor does not see who wrote it.
    pub anonymous: bool,
    /// When.
    pub rated_at: DateTime<Utc>,
}

/// Aspects, 1 to 5 each; absent ones were skipped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Aspects {
    /// 服务态度.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attitude: Option<u8>,
    /// 讲解清楚.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<u8>,
    /// 等候时间.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u8>,
    /// 服务效果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<u8>,
}

/// Rates a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateBody {
    /// Made by the client; the rating's own id.
    pub id: RatingId,
    /// Overall, 1 to 5.
    pub overall: u8,
    /// Aspects.
    pub aspects: Aspects,
    /// Words, at most [`WORDS_MAX`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Whether the doctor shall not see who wrote it.
    pub anonymous: bool,
}

/// What one's patients say, as the rated member of staff sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatingSummary {
    /// Number of ratings.
    pub count: u32,
    /// Mean of the overall steps in hundredths; absent with fewer than five ratings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_hundredths: Option<u16>,
    /// Share of 4 and 5 in percent; absent with fewer than five ratings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied_percent: Option<u8>,
    /// Newest comments.
    pub words: Vec<RatingWords>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatingWords {
    /// Overall, 1 to 5.
    pub overall: u8,
    /// The words.
    pub words: String,
    /// Day.
    pub date: NaiveDate,
    /// Masked name, unless anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
}

crate::endpoints! {
    visit visit_ratings;
    #[doc = "Lists the services a resident has received, newest first."]
    ListServices = "list_services": Get "/residents/{resident}/services", Resident,
        path ResidentId, query (), body (), reply Vec<Service>, errors [];
    #[doc = "Answers one service with its rating."]
    GetService = "get_service": Get "/services/{service}", Resident,
        path ServiceId, query (), body (), reply Service, errors [];
    #[doc = "Rates a finished service, once."]
    RateService = "rate_service": Post "/services/{service}/rating", Resident,
        path ServiceId, query (), body RateBody, reply Service, errors [AlreadyRated, RatingClosed];
    #[doc = "Answers what residents say of one's own services."]
    GetMyRatings = "get_my_ratings": Get "/ratings", Staff,
        path (), query (), body (), reply RatingSummary, errors [];
}
