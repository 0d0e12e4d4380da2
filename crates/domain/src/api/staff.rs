//! Accounts of staff: kept by administrators, who see no health data; and what each member of
//! staff does with their own: first password, another password, authenticator, place of work.
//!
//! A code that an administrator hands out is shown once and never again; storage has its hash.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::session::Session;
use crate::codes::Role;
use crate::ids::{InstitutionId, StaffId, TeamId};

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StaffState {
    /// Has a code, and no password yet.
    Invited,
    /// Signs in.
    Active,
    /// Does not sign in.
    Disabled,
}

/// Which accounts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffQuery {
    /// Part of the name, or the beginning of the sign-in name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<StaffState>,
    /// Only those of this institution; within the own scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<InstitutionId>,
    /// Where the page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffAccount {
    /// The member of staff.
    pub staff_id: StaffId,
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// 职称, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Role.
    pub role: Role,
    /// Institution that answers for them.
    pub institution: String,
    /// State.
    pub state: StaffState,
    /// Version, for `If-Match`.
    pub version: i64,
}

/// An account in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffDetail {
    /// What a list shows of it.
    pub account: StaffAccount,
    /// Institution that answers for them.
    pub institution_id: InstitutionId,
    /// Further institutions where they may act.
    pub sites: Vec<InstitutionId>,
    /// Teams.
    pub teams: Vec<TeamId>,
    /// Whether an authenticator is set up.
    pub second_factor: bool,
    /// Until when the code that was handed out is good, where one is.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::time::instant_if_any"
    )]
    pub code_until: Option<DateTime<Utc>>,
    /// Last use of a device, where one is signed in.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::time::instant_if_any"
    )]
    pub seen_at: Option<DateTime<Utc>>,
    /// Whether it is the asker's own.
    pub oneself: bool,
    /// ID number of the person, masked, where it was written down: without it nobody knows whose
    /// family they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_id_masked: Option<String>,
}

/// A new account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InviteStaff {
    /// Made by the client; the account's own id.
    pub id: StaffId,
    /// Sign-in name: 3 to 40 letters, digits, dots and hyphens.
    pub login: String,
    /// Name.
    pub name: String,
    /// ID number, so that nobody decides for themselves or their family; masked from then on.
    pub national_id: String,
    /// 职称.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Role.
    pub role: Role,
    /// Institution that answers for them.
    pub institution_id: InstitutionId,
    /// Teams of that institution.
    pub teams: Vec<TeamId>,
}

/// A code to hand over. It is not shown again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActivationCode {
    /// The member of staff.
    pub staff_id: StaffId,
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// The code, in groups.
    pub code: String,
    /// Until when it is good.
    #[serde(deserialize_with = "crate::time::instant")]
    pub until: DateTime<Utc>,
}

/// Name, title and places of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceStaff {
    /// Name.
    pub name: String,
    /// 职称.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Institution that answers for them from now on.
    pub institution_id: InstitutionId,
    /// Further institutions where they may act.
    pub sites: Vec<InstitutionId>,
    /// Teams of these institutions.
    pub teams: Vec<TeamId>,
    /// ID number, where it is to be written down or put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_id: Option<String>,
}

/// A place where a member of staff may act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffSite {
    /// The institution.
    pub institution_id: InstitutionId,
    /// Its name.
    pub name: String,
    /// Whether this session acts there.
    pub here: bool,
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnAccount {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// 职称, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Everywhere one may act.
    pub sites: Vec<StaffSite>,
    /// Whether an authenticator is set up.
    pub second_factor: bool,
    /// Whether the role must have one.
    pub second_factor_required: bool,
    /// Recovery codes that are left.
    pub recovery_left: u16,
}

/// The first password, or one after a reset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActivateStaff {
    /// Sign-in name.
    pub login: String,
    /// The code that was handed over, as typed.
    pub code: String,
    /// The own password.
    pub password: String,
}

/// Another password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangePassword {
    /// The one until now.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// Where the session acts from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChooseSite {
    /// One of the own places.
    pub institution_id: InstitutionId,
}

/// The secret of a new authenticator. It counts once it is confirmed by a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuthenticatorSetup {
    /// The key in base 32, in groups, to type where nothing can be scanned.
    pub key: String,
    /// Modules along a side of the code to scan.
    pub side: u8,
    /// Its dark modules as the path of a drawing with one unit a module.
    pub path: String,
}

/// Confirms a new authenticator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfirmAuthenticator {
    /// Six digits that it shows.
    pub code: String,
}

/// An authenticator that counts from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuthenticatorOn {
    /// Codes for the day when the phone is lost, each good once. They are not shown again.
    pub recovery: Vec<String>,
    /// The session with its new standing.
    pub session: Session,
}

/// Ends the use of the own authenticator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemoveAuthenticator {
    /// The password, once more.
    pub password: String,
}

/// What all staff of the district are bound by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffPolicy {
    /// Roles that must sign in with an authenticator.
    pub second_factor: Vec<Role>,
    /// Minutes without use after which a session of staff ends; 5 to 120.
    pub idle_minutes: u16,
    /// Days without contact after which a phone forgets the area that it keeps; 1 to 30.
    pub keep_days: u16,
    /// Version, for `If-Match`.
    pub version: i64,
}

/// Another policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetStaffPolicy {
    /// Roles that must sign in with an authenticator.
    pub second_factor: Vec<Role>,
    /// Minutes without use after which a session of staff ends; 5 to 120.
    pub idle_minutes: u16,
    /// Days without contact after which a phone forgets the area that it keeps; 1 to 30, as before when
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u16>,
}

crate::endpoints! {
    visit visit_staff;
    #[doc = "Lists the staff accounts of the own scope by name."]
    ListStaff = "list_staff": Get "/staff", Staff,
        path (), query StaffQuery, body (), reply Page<StaffAccount>, errors [];
    #[doc = "Answers one staff account."]
    GetStaff = "get_staff": Get "/staff/{staff}", Staff,
        path StaffId, query (), body (), reply StaffDetail, errors [];
    #[doc = "Makes an account and a code for its first sign-in."]
    PostStaff = "invite_staff": Post "/staff", Staff,
        path (), query (), body InviteStaff, reply ActivationCode, errors [LoginTaken];
    #[doc = "Changes name, title, institutions and teams of an account, and ends its sessions where it was moved."]
    PostStaffPlaces = "place_staff": Post "/staff/{staff}/places", Staff,
        path StaffId, query (), body PlaceStaff, reply StaffDetail, errors [Conflict, VersionMissing, LastAdministrator];
    #[doc = "Ends password and sessions of an account and makes a code for another password."]
    PostStaffReset = "reset_staff": Post "/staff/{staff}/reset", Staff,
        path StaffId, query (), body (), reply ActivationCode, errors [Conflict, VersionMissing, NotOneself, WrongState];
    #[doc = "Removes the authenticator of an account and ends its sessions."]
    PostSecondFactorReset = "reset_second_factor": Post "/staff/{staff}/second-factor/reset", Staff,
        path StaffId, query (), body (), reply StaffDetail, errors [Conflict, VersionMissing, NotOneself, WrongState];
    #[doc = "Closes an account and ends its sessions at once."]
    PostStaffDisable = "disable_staff": Post "/staff/{staff}/disable", Staff,
        path StaffId, query (), body (), reply StaffDetail, errors [Conflict, VersionMissing, NotOneself, LastAdministrator];
    #[doc = "Opens a closed account again."]
    PostStaffEnable = "enable_staff": Post "/staff/{staff}/enable", Staff,
        path StaffId, query (), body (), reply StaffDetail, errors [Conflict, VersionMissing];
    #[doc = "Answers what all staff are bound by."]
    GetStaffPolicy = "get_staff_policy": Get "/staff-policy", Staff,
        path (), query (), body (), reply StaffPolicy, errors [];
    #[doc = "Changes what all staff are bound by."]
    PostStaffPolicy = "set_staff_policy": Post "/staff-policy", Staff,
        path (), query (), body SetStaffPolicy, reply StaffPolicy, errors [Conflict, VersionMissing];
    #[doc = "Sets the own password with the code that was handed over, and signs in."]
    PostActivation = "activate_staff": Post "/sessions/staff/activation", Open,
        path (), query (), body ActivateStaff, reply Session, errors [WrongActivation, SecondFactorNeeded, TooMany];
    #[doc = "Answers one's own account."]
    GetOwnAccount = "get_own_account": Get "/session/account", Staff,
        path (), query (), body (), reply OwnAccount, errors [];
    #[doc = "Changes the own password, signs all other devices out and renews this session."]
    PostPassword = "change_password": Post "/session/password", Staff,
        path (), query (), body ChangePassword, reply Session, errors [WrongPassword, TooMany];
    #[doc = "Chooses where this session acts."]
    PostSite = "choose_site": Post "/session/site", Staff,
        path (), query (), body ChooseSite, reply Session, errors [];
    #[doc = "Makes the secret of a new authenticator."]
    PostAuthenticator = "set_up_authenticator": Post "/session/authenticator", Staff,
        path (), query (), body (), reply AuthenticatorSetup, errors [WrongState];
    #[doc = "Confirms the new authenticator by a code and renews this session."]
    PostAuthenticatorConfirm = "confirm_authenticator": Post "/session/authenticator/confirm", Staff,
        path (), query (), body ConfirmAuthenticator, reply AuthenticatorOn, errors [WrongCode, WrongState, TooMany];
    #[doc = "Ends the use of the own authenticator."]
    PostAuthenticatorRemove = "remove_authenticator": Post "/session/authenticator/remove", Staff,
        path (), query (), body RemoveAuthenticator, reply Session, errors [WrongPassword, WrongState, TooMany];
}
