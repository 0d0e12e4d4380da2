//! Staff passwords: argon2id, at most as many at a time as the machine has cores, since each
//! costs tens of milliseconds and 19 MiB. Checking takes the same time whether the login exists.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::db::DbError;
use crate::failure::Failure;
use crate::seal;

/// Hashing, with its turns.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Hash of a password that nobody has, checked where there is no such login.
    nobody: Arc<str>,
}

impl Passwords {
    /// Ready for as many checks at a time as there are cores.
    pub fn new() -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let unknown = seal::random::<32>()?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(cores)),
            nobody: hash_bytes(&unknown)?.into(),
        })
    }

    /// Whether this is the password of a stored hash. Without a hash, takes as long and says no.
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| DbError::Stopped)?;
        let nobody = self.nobody.clone();
        let checked = tokio::task::spawn_blocking(move || {
            let stored = hash.as_deref().unwrap_or(&nobody);
            let right = PasswordHash::new(stored).is_ok_and(|stored| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &stored)
                    .is_ok()
            });
            drop(turn);
            right && hash.is_some()
        });
        checked
            .await
            .map_err(|_| Failure::broken("a password check did not end"))
    }

    /// The hash of a new password, in its turn.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| DbError::Stopped)?;
        let hashed = tokio::task::spawn_blocking(move || {
            let hashed = hash(&password);
            drop(turn);
            hashed
        });
        hashed
            .await
            .map_err(|_| Failure::broken("a password was not hashed"))?
    }
}

/// The hash of a password, as it is stored. Slow by intent; for commands, not for requests.
pub fn hash(password: &str) -> Result<String, Failure> {
    hash_bytes(password.as_bytes())
}

fn hash_bytes(password: &[u8]) -> Result<String, Failure> {
    Argon2::default()
        .hash_password(password)
        .map(|hash| hash.to_string())
        .map_err(|error| Failure::broken(format!("argon2: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_login_passes() {
        let passwords = Passwords::new().unwrap();
        let stored = hash("青竹 7 湖南").unwrap();
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(
            passwords
                .check("青竹 7 湖南".into(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .check("青竹 7".into(), Some(stored))
                .await
                .unwrap()
        );
        assert!(!passwords.check("青竹 7 湖南".into(), None).await.unwrap());
    }
}
