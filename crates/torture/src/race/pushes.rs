//! Colleagues who answer one push at the same moment: some accept it, some send it back. Exactly one is
//! first; everybody else hears who that was and what they did, and the person is where the first one's answer
//! put them.

use anyhow::{Context, Result, ensure};
use axum::Router;
use backend::auth::session::Owner;
use backend::db::Store;
use domain::api::colours::{AcceptPush, PushCard, PushState, ReturnPush, ReturnPushBody};
use domain::ids::{PushId, StaffId};
use domain::problem::{Code, Problem};
use oorandom::Rand64;
use tokio::task::JoinSet;

use super::Count;
use crate::client::{Answer, Client, sign_in_as};
use crate::town::{self, Town, now};

/// Colleagues who answer at once.
const COLLEAGUES: u64 = 8;

/// What came of one push.
struct Seen {
    /// The answers, with the name of whoever asked for each.
    answers: Vec<(String, Answer)>,
    /// The rows that say it was answered, by the one who did.
    stored: Vec<(PushState, String)>,
}

impl Seen {
    /// Whether one was first, and everybody else was told by whom.
    fn fits(&self) -> bool {
        let [(state, who)] = self.stored.as_slice() else {
            return false;
        };
        let word = match state {
            PushState::Accepted => "accepted",
            PushState::Returned => "returned",
            PushState::Waiting | PushState::Withdrawn => return false,
        };
        let mut first = 0;
        for (name, answer) in &self.answers {
            if let Some(card) = answer.reply::<PushCard>() {
                first += 1;
                let told = card.state == *state && card.answered_by.as_ref() == Some(who);
                if !told || name != who {
                    return false;
                }
            } else {
                let problem: Option<Problem> = serde_json::from_slice(&answer.body).ok();
                let told = problem.is_some_and(|problem| {
                    problem.code == Code::Conflict
                        && problem
                            .errors
                            .iter()
                            .any(|error| error.reason == word && error.limit.as_ref() == Some(who))
                });
                if !told {
                    return false;
                }
            }
        }
        first == 1
    }
}

/// Everybody of a team, and the pushes that they answer.
pub(super) struct Colleagues {
    store: Store,
    clients: Vec<(String, Client)>,
}

impl Colleagues {
    /// Hires them into the first team, and lets each person of the town wait for it.
    pub(super) async fn hire(store: &Store, town: &Town, router: &Router) -> Result<Self> {
        let (district, people) = (town.district.clone(), town.people.clone());
        store
            .write(move |tx| {
                for number in 0..COLLEAGUES {
                    let staff: StaffId = town::id(10, number);
                    tx.exec(
                        "INSERT INTO staff (district_id, id, login, name, role, institution_id,
                             password_hash)
                         SELECT $1, $2, $3, $4, 'gp', institution_id, '' FROM team
                         WHERE district_id = $1 AND id = $5",
                        &[
                            (&district).into(),
                            staff.into(),
                            format!("colleague{number}").into(),
                            name(number).into(),
                            town::id::<domain::ids::TeamId>(3, 0).into(),
                        ],
                    )?;
                    tx.exec(
                        "INSERT INTO team_member (district_id, team_id, staff_id)
                         VALUES ($1, $2, $3)",
                        &[
                            (&district).into(),
                            town::id::<domain::ids::TeamId>(3, 0).into(),
                            staff.into(),
                        ],
                    )?;
                }
                for (number, person) in (0..).zip(&people) {
                    tx.exec(
                        "INSERT INTO push (district_id, id, resident_id, village, from_level,
                             from_team, to_level, to_team, colour, sources, state, open, made_ms,
                             version)
                         VALUES ($1, $2, $3, '601社区', 'village', $4, 'township', $4, 'yellow',
                             '[]', 'waiting', 1, $5, 1)",
                        &[
                            (&district).into(),
                            town::id::<PushId>(11, number).into(),
                            person.resident.into(),
                            town::id::<domain::ids::TeamId>(3, 0).into(),
                            now().into(),
                        ],
                    )?;
                }
                Ok(())
            })
            .await?;
        let mut clients = Vec::new();
        for number in 0..COLLEAGUES {
            let owner = Owner::Staff(town::id(10, number));
            let cookie = sign_in_as(store, town, owner).await?;
            clients.push((name(number), Client::new(router.clone(), cookie)));
        }
        Ok(Self {
            store: store.clone(),
            clients,
        })
    }

    /// Answers every push once, all colleagues at the same moment.
    pub(super) async fn answer(&self, town: &Town, seed: u64, count: &mut Count) -> Result<()> {
        let mut random = Rand64::new(u128::from(seed));
        for number in 0..town.people.len() as u64 {
            let push: PushId = town::id(11, number);
            let mut sent = JoinSet::new();
            for (place, (name, client)) in self.clients.iter().enumerate() {
                let (name, client) = (name.clone(), client.clone());
                let accepts = random.rand_range(0..2) == 0;
                sent.spawn(async move {
                    let key = format!("{push}-{place}");
                    let answer = if accepts {
                        client.send::<AcceptPush>(push, &(), &key).await
                    } else {
                        let reason = "请补一周的血压".to_owned();
                        let body = ReturnPushBody { reason };
                        client.send::<ReturnPush>(push, &body, &key).await
                    };
                    answer.map(|answer| (name, answer))
                });
            }
            let answers = sent.join_all().await.into_iter().collect::<Result<_>>()?;
            let seen = Seen {
                answers,
                stored: self.stored(push).await?,
            };
            ensure!(!seen.answers.is_empty(), "nobody answered");
            count.pushes += 1;
            if !seen.fits() {
                count.push_not_once += 1;
                let told = seen.answers.iter();
                let told: Vec<_> = told.map(|(who, answer)| (who, answer.status)).collect();
                println!(
                    "seed {seed}: push {number} ended as {:?}, told {told:?}",
                    seen.stored
                );
            }
        }
        Ok(())
    }

    /// How a push ended, and by whom.
    async fn stored(&self, push: PushId) -> Result<Vec<(PushState, String)>> {
        let read = self.store.read(move |tx| {
            let rows = tx.rows(
                "SELECT p.state, s.name FROM push p
                 JOIN staff s ON s.district_id = p.district_id AND s.id = p.answered_by
                 WHERE p.id = $1",
                &[push.into()],
            )?;
            let one = |row: &backend::db::Row| Ok((row.word("state")?, row.get("name")?));
            rows.iter().map(one).collect()
        });
        read.await.context("a push cannot be read")
    }
}

fn name(number: u64) -> String {
    format!("同事{number}")
}
