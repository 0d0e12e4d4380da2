//! How far a phone has read the changes of each part of an area. It travels in addresses and in the
//! phone's memory, so that a village stands in it as a digest and nobody's name does.

use std::fmt;

use sha2::{Digest, Sha256};

use super::care::Lane;
use super::paging;
use crate::failure::Failure;
use crate::seal::to_hex;

/// Between the lanes.
const LANES: char = '~';
/// Between a lane's key and its position.
const POSITION: char = ':';

/// Names a lane for as long as it is somebody's: the team, and a digest of the village where not all
/// of the team's are meant.
pub(super) fn key(lane: &Lane) -> String {
    let team = lane.team;
    match village(lane) {
        None => team.to_string(),
        Some(name) => {
            let digest = Sha256::digest(name.as_bytes());
            let begin: Vec<u8> = digest.iter().copied().take(6).collect();
            format!("{team}.{}", to_hex(&begin))
        }
    }
}

/// The village of a lane, where it is one.
pub(super) fn village(lane: &Lane) -> Option<&str> {
    let villages = &lane.villages;
    (villages.from == villages.to).then_some(villages.from.as_str())
}

/// A position in each lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor(Vec<(String, i64)>);

impl Cursor {
    /// Reads one; lanes that are nobody's any more are read over by whoever asks.
    ///
    /// # Errors
    /// `Malformed` where it is none of ours.
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let lanes = text.split(LANES).map(|lane| {
            let (key, position) = lane.split_once(POSITION).ok_or_else(paging::malformed)?;
            let position: i64 = paging::value(position)?;
            let ours = key
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'-' || byte == b'.');
            if position < 0 || key.is_empty() || !ours {
                return Err(paging::malformed());
            }
            Ok((key.to_owned(), position))
        });
        Ok(Self(lanes.collect::<Result<_, _>>()?))
    }

    /// Up to where a lane was read; 0 where nothing of it was.
    pub(super) fn of(&self, key: &str) -> i64 {
        let known = self.0.iter().find(|(lane, _)| lane == key);
        known.map_or(0, |(_, position)| *position)
    }

    /// Adds a lane.
    pub(super) fn push(&mut self, key: String, position: i64) {
        self.0.push((key, position));
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (key, position)) in self.0.iter().enumerate() {
            if at > 0 {
                write!(f, "{LANES}")?;
            }
            write!(f, "{key}{POSITION}{position}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::Uuid;

    use super::super::care::Villages;
    use super::*;

    fn lane(village: Option<&str>) -> Lane {
        Lane {
            team: Uuid::from([7; 16]).into(),
            villages: Villages::only(village),
        }
    }

    #[test]
    fn a_cursor_is_read_in_the_form_that_it_is_written_in() {
        let (whole, one) = (key(&lane(None)), key(&lane(Some("徐家塘村"))));
        let mut cursor = Cursor::default();
        cursor.push(whole.clone(), 12);
        cursor.push(one, 0);
        let text = cursor.to_string();
        assert!(text.is_ascii());
        assert_eq!(Cursor::read(&text).unwrap(), cursor);
        assert_eq!(cursor.of(&whole), 12);
        assert_eq!(cursor.of("another"), 0);
        assert_eq!(Cursor::read("").unwrap(), Cursor::default());
        for strange in ["x", "ab:-1", "ab:01", ":1", "ab:1~", "村:1", "ab:1:2"] {
            assert!(Cursor::read(strange).is_err(), "{strange}");
        }
    }

    #[test]
    fn villages_of_a_team_have_keys_of_their_own() {
        let keys = [None, Some("甲村"), Some("乙村")].map(|village| key(&lane(village)));
        assert_ne!(keys[0], keys[1]);
        assert_ne!(keys[1], keys[2]);
    }
}
