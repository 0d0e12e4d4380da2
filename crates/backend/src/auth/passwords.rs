//! Staff passwords: argon2id, on as many threads as the machine has cores, since each costs tens of
//! milliseconds and 19 MiB. The threads are their own: a thread's memory stays with it, and there
//! are hundreds of those that read the database. Checking takes the same time whether the login
//! exists.

use std::cell::RefCell;
use std::sync::Arc;

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::runtime::{Builder, Runtime};

use crate::failure::Failure;
use crate::seal;

/// Hashing, with its threads.
#[derive(Clone)]
pub struct Passwords {
    threads: Arc<Threads>,
    /// Hash of a password that nobody has, checked where there is no such login.
    nobody: Arc<str>,
}

impl Passwords {
    /// Ready for as many checks at a time as there are cores.
    pub fn new() -> Result<Self, Failure> {
        let unknown = seal::random::<32>()?;
        Ok(Self {
            threads: Arc::new(Threads::new()?),
            nobody: hash_bytes(&unknown)?.into(),
        })
    }

    /// Whether this is the password of a stored hash. Without a hash, takes as long and says no.
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        let nobody = self.nobody.clone();
        let checked = self.threads.run(move || {
            let stored = hash.as_deref().unwrap_or(&nobody);
            let right = MEMORY.with_borrow_mut(|memory| is_of(password.as_bytes(), stored, memory));
            right == Some(true) && hash.is_some()
        });
        checked.await
    }

    /// The hash of a new password, in its turn.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        self.threads.run(move || hash(&password)).await?
    }
}

thread_local! {
    /// What one check works in, kept for the next one. Taken anew each time, 19 MiB leave a hole
    /// that smaller things settle in, and after a busy morning the process would be ten times as
    /// large.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// Whether this is the password of a stored hash; nothing where that is no hash of argon2.
fn is_of(password: &[u8], stored: &str, memory: &mut Vec<Block>) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let (salt, expected) = (stored.salt.as_ref()?, stored.hash.as_ref()?);
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = Version::try_from(stored.version?).ok()?;
    let params = Params::try_from(&stored).ok()?;
    memory.resize(params.block_count(), Block::new());
    let mut found = vec![0; expected.len()];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(password, salt, &mut found, memory)
        .ok()?;
    // Compares in constant time.
    Some(Output::new(&found).ok()? == *expected)
}

/// The threads that hash.
struct Threads(Option<Runtime>);

impl Threads {
    fn new() -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let runtime = Builder::new_current_thread()
            .thread_name("passwords")
            .max_blocking_threads(cores)
            .build()
            .map_err(|error| Failure::broken(format!("no threads for passwords: {error}")))?;
        Ok(Self(Some(runtime)))
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let ended = || Failure::broken("a password was not hashed to its end");
        let runtime = self.0.as_ref().ok_or_else(ended)?;
        runtime.spawn_blocking(work).await.map_err(|_| ended())
    }
}

impl Drop for Threads {
    /// Waits for nobody: this may happen on a thread that must not block.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
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
