//! The kept area on the phone: fetched page by page, sealed block by block, opened for whoever asks.
//! A part of the program of its own.
//!
//! Each page of changes is written in one transaction with the cursor behind it, so that wherever the
//! phone is cut off, what is kept is what the backend once said, and the next page follows on.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::api::area::{AreaChanges, AreaPerson, AreaQuery, ListAreaChanges};
use domain::api::bedside::GetBedsideTerms;
use domain::api::programmes::{GetProgramme, ListProgrammes};
use domain::endpoint::Method;
use domain::ids::{ResidentId, Uuid};
use domain::problem::Code;

use super::answers::{self, Asked};
use super::copy::{Copy, Head, edited};
use super::packed::Packed;
use super::{Answer, Area, HEAD, Kept, tell};
use crate::api::{self, ApiError, Request, json};
use crate::platform::{clock, id, lock, storage, timer};
use crate::store::room::{self, SPARE_BYTES};
use crate::store::{cache, db, owner_now, vault};

/// Bytes of a person on the phone, before any was fetched.
const PERSON_BYTES: u64 = 8 * 1024;
/// More than this is never kept: a phone slows down, and no doctor cares for so many.
const MOST_BYTES: u64 = 120 * 1024 * 1024;

thread_local! {
    /// Whose copy is in memory.
    static OPEN: RefCell<Option<(String, Rc<Copy>)>> = const { RefCell::new(None) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// Whether it is brought up to date a little later.
    static SOON: Cell<bool> = const { Cell::new(false) };
}

fn block_key(block: usize) -> String {
    ["block/", &block.to_string()].concat()
}

/// Under this lie the rows of all blocks.
const ROWS: &str = "packed/";

fn rows_key(block: usize) -> String {
    [ROWS, &block.to_string()].concat()
}

/// Forgets what is in memory.
pub(super) fn close() {
    OPEN.set(None);
}

/// What is in memory of this owner's.
fn opened(owner: &str) -> Option<Rc<Copy>> {
    OPEN.with_borrow(|open| {
        let (whose, copy) = open.as_ref()?;
        (whose == owner).then(|| copy.clone())
    })
}

fn head_of(text: Option<String>) -> Option<Head> {
    json::read(&text?)
}

async fn read_head(owner: &str) -> Option<Head> {
    head_of(vault::read(owner, db::AREA, HEAD).await)
}

/// Head and rows, unless they are in memory as the phone has them; another tab may have fetched more
/// meanwhile. Several pages ask at a start, and all wait for one reading.
async fn load(owner: &str) -> Option<Rc<Copy>> {
    let head = read_head(owner).await?;
    if let Some(copy) = opened(owner).filter(|copy| copy.head == head) {
        return Some(copy);
    }
    let whose = owner.to_owned();
    lock::exclusive("jiayi.area.read", read_rows(whose)).await;
    opened(owner)
}

/// Takes all rows into memory, in one reading.
async fn read_rows(owner: String) {
    let head = read_head(&owner).await;
    let is_known = |head: &Head| opened(&owner).is_some_and(|copy| copy.head == *head);
    if head.as_ref().is_some_and(is_known) {
        return;
    }
    let copy = match head {
        Some(head) => rows_of(&owner, &head)
            .await
            .map(|blocks| Copy::new(head, blocks)),
        None => None,
    };
    OPEN.set(copy.map(|copy| (owner, Rc::new(copy))));
}

/// The rows of each block in their order; `None` where one is missing or does not open.
async fn rows_of(owner: &str, head: &Head) -> Option<Vec<Packed>> {
    let mut texts = vault::read_all(owner, db::AREA, ROWS).await?;
    let mut blocks = Vec::new();
    for block in 0..head.sizes.len() {
        let name = block.to_string();
        let listed = texts.iter().position(|(key, _)| *key == name);
        let listed = listed.and_then(|at| json::read(&texts.swap_remove(at).1));
        blocks.push(match listed.filter(Packed::is_sound) {
            Some(rows) => rows,
            // An older release kept its rows in another way.
            None => Packed::of(&read_block(owner, block).await?),
        });
    }
    Some(blocks)
}

fn show(owner: &str, head: &Head, people: u32, busy: bool) {
    if owner_now().as_deref() == Some(owner) {
        tell(Area::Kept(Kept {
            as_of: head.whole.then_some(head.as_of),
            people,
            left: head.left,
            bytes: head.bytes(),
            busy,
        }));
    }
}

/// How long a page that is opened has the network for itself.
const QUIET_MS: i32 = 4_000;

/// Takes up what the owner keeps, and brings it up to date a little later; forgets what has lain here for
/// too long or cannot be read.
pub(super) async fn open(owner: String) {
    if !vault::has(&owner, db::AREA, HEAD).await {
        return;
    }
    match load(&owner).await {
        Some(copy) if !copy.head.expired(clock::now()) => {
            show(&owner, &copy.head, copy.people(), false);
        }
        Some(_) => return forget(&owner, Area::TooOld).await,
        None => return forget(&owner, Area::Broken).await,
    }
    if SOON.replace(true) {
        return;
    }
    timer::spawn(async move {
        timer::sleep(QUIET_MS).await;
        SOON.set(false);
        if owner_now().as_deref() == Some(owner.as_str()) {
            sync(owner).await;
        }
    });
}

async fn forget(owner: &str, left: Area) {
    close();
    vault::erase_all(owner, db::AREA).await;
    if owner_now().as_deref() == Some(owner) {
        tell(left);
    }
}

/// Begins to keep the area: asks the browser not to clear it away, and fetches.
pub(super) async fn keep(owner: String) {
    storage::persist().await;
    if read_head(&owner).await.is_none() {
        let begun = Head {
            as_of: clock::now(),
            keep_days: 1,
            ..Head::default()
        };
        show(&owner, &begun, 0, true);
        let head = vec![(HEAD.to_owned(), Some(json::written(&begun)))];
        if vault::write_all(&owner, db::AREA, head).await.is_none() {
            return tell(Area::NoRoom);
        }
    }
    sync(owner).await;
}

/// Fetches what has changed, by one tab at a time.
pub(super) async fn sync(owner: String) {
    if BUSY.replace(true) {
        return;
    }
    lock::exclusive("jiayi.area", async move {
        fetch_all(&owner).await;
        room::look(&owner).await;
        if let Some(copy) = opened(&owner) {
            show(&owner, &copy.head, copy.people(), false);
        }
    })
    .await;
    BUSY.set(false);
}

async fn fetch_all(owner: &str) {
    let Some(mut copy) = load(owner).await else {
        return;
    };
    loop {
        show(owner, &copy.head, copy.people(), true);
        let asked = ask(copy.head.since.clone()).await;
        // Somebody else is signed in, or it was removed meanwhile, here or in another tab.
        let ours = owner_now().as_deref() == Some(owner);
        if !ours || read_head(owner).await.as_ref() != Some(&copy.head) {
            return;
        }
        let page = match asked {
            Ok(page) => page,
            Err(error) => {
                // Whoever follows nobody up any more keeps nobody here.
                if matches!(error.code(), Some(Code::Forbidden | Code::NotFound)) {
                    forget(owner, Area::Off).await;
                }
                return;
            }
        };
        let left = page.left;
        match keep_with_room(owner, &copy, page).await {
            Some(next) => copy = next,
            // What is there goes on being read; it is told that the phone is full.
            None if copy.head.whole => return,
            None => return forget(owner, Area::NoRoom).await,
        }
        if left == 0 {
            return keep_programmes(owner).await;
        }
    }
}

async fn ask(since: Option<String>) -> Result<AreaChanges, ApiError> {
    let address = api::address::<ListAreaChanges>(&(), &AreaQuery { since });
    api::read::<ListAreaChanges>(&asked(address).await?)
}

pub(super) async fn asked(address: String) -> Result<String, ApiError> {
    let request = Request {
        method: Method::Get,
        address,
        body: None,
        key: id::new::<Uuid>(),
        envelope: None,
    };
    api::send(&request).await
}

/// Keeps what each programme asks today, so that its form opens here. An edition never changes: each
/// is fetched once.
async fn keep_programmes(owner: &str) {
    let list = api::address::<ListProgrammes>(&(), &());
    let Ok(json) = asked(list.clone()).await else {
        return;
    };
    cache::keep(owner, &list, &json).await;
    let Ok(programmes) = api::read::<ListProgrammes>(&json) else {
        return;
    };
    let terms = api::address::<GetBedsideTerms>(&(), &());
    if let Ok(json) = asked(terms.clone()).await {
        cache::keep(owner, &terms, &json).await;
    }
    for card in programmes.items {
        let address = api::address::<GetProgramme>(&(card.programme, card.edition), &());
        if cache::recall_kept(owner, &address).await.is_none()
            && let Ok(json) = asked(address.clone()).await
        {
            cache::keep(owner, &address, &json).await;
        }
    }
}

/// Keeps a page where there is room for it; kept answers that are older make some. `None` where there is none,
/// and then nothing of it was written.
async fn keep_with_room(owner: &str, copy: &Copy, page: AreaChanges) -> Option<Rc<Copy>> {
    if !has_room(copy, page.left).await {
        room::look(owner).await;
        if !has_room(copy, page.left).await {
            return None;
        }
    }
    keep_page(owner, copy, page).await
}

/// Whether so many more people find room, with what has to stay free.
async fn has_room(copy: &Copy, left: u32) -> bool {
    let bytes = copy.head.bytes();
    let people = u64::from(copy.people());
    let each = bytes.checked_div(people).unwrap_or(PERSON_BYTES);
    let wanted = each * u64::from(left);
    let free = storage::free().await;
    bytes + wanted <= MOST_BYTES && free.is_none_or(|free| wanted + SPARE_BYTES <= free)
}

/// Writes a page of changes; `None` where the phone refused, and then nothing of it was written.
async fn keep_page(owner: &str, copy: &Copy, page: AreaChanges) -> Option<Rc<Copy>> {
    let (mut head, edits) = copy.edits(page);
    let mut next = copy.clone();
    let mut records = Vec::new();
    for (block, edits) in edits {
        let before = whole_block(owner, copy, block).await?;
        let people = edited(before, edits);
        let rows = Packed::of(&people);
        let (people, listed) = (json::written(&people), json::written(&rows));
        while head.sizes.len() <= block {
            head.sizes.push(0);
        }
        if let Some(size) = head.sizes.get_mut(block) {
            *size = u32::try_from(people.len() + listed.len()).unwrap_or(u32::MAX);
        }
        records.push((block_key(block), Some(people)));
        records.push((rows_key(block), Some(listed)));
        next.put_block(block, rows);
    }
    records.push((HEAD.to_owned(), Some(json::written(&head))));
    vault::write_all(owner, db::AREA, records).await?;
    next.head = head;
    let next = Rc::new(next);
    OPEN.set(Some((owner.to_owned(), next.clone())));
    Some(next)
}

async fn whole_block(owner: &str, copy: &Copy, block: usize) -> Option<Vec<AreaPerson>> {
    if copy.in_block(block) == 0 {
        return Some(Vec::new());
    }
    read_block(owner, block).await
}

async fn read_block(owner: &str, block: usize) -> Option<Vec<AreaPerson>> {
    json::read(&vault::read(owner, db::AREA, &block_key(block)).await?)
}

/// What the backend would have answered; `None` where that is not kept.
pub(super) async fn answer(owner: String, address: String) -> Option<Answer> {
    let copy = load(&owner).await?;
    if copy.head.expired(clock::now()) {
        forget(&owner, Area::TooOld).await;
        return None;
    }
    let asked = Asked::of(&address)?;
    let today = clock::today();
    let json = match asked.path {
        "follow-ups/due" => json::written(&answers::due_list(copy.rows(), &asked.due()?, today)?),
        "residents" => json::written(&answers::residents(copy.rows(), &asked.residents(), today)?),
        _ => {
            let (resident, below) = asked.resident()?;
            let person = person(&owner, &copy, resident).await?;
            person.answers.get(below)?.clone()
        }
    };
    Some(Answer {
        json: json.into(),
        as_of: copy.head.as_of,
    })
}

/// Phone of a person.
pub(super) async fn phone(owner: String, resident: ResidentId) -> Option<String> {
    let copy = load(&owner).await?;
    person(&owner, &copy, resident).await?.contact?.phone
}

async fn person(owner: &str, copy: &Copy, resident: ResidentId) -> Option<AreaPerson> {
    let block = whole_block(owner, copy, copy.place(resident)?).await?;
    let mut people = block.into_iter();
    people.find(|person| person.card.person.resident_id == resident)
}
