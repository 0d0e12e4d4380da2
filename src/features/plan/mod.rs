//! A resident's own plan: how they are doing in plain words, who cares for them now, and what comes next.

mod page_plan;

pub use page_plan::PlanPage;
