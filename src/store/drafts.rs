//! Half-filled forms: kept sealed while they are typed, found again after a reload, an expired
//! sign-in or a call that closed the browser.
//!
//! A draft belongs to its owner and its form's key. It ends when the form was handed over to the
//! outbox, or is thrown away by its person. A form's content holds the id of the row that it makes, so that
//! a form that is sent twice, or corrected, makes one row.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::ids::Uuid;
use domain::outbox::{Item, State};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{db, post, vault};
use crate::api::json;
use crate::platform::timer;

/// A form's draft. Copies are the same draft.
#[derive(Clone, Copy)]
pub struct Draft {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    restored: RwSignal<bool>,
    dirty: RwSignal<bool>,
}

struct Inner {
    key: String,
    owner: String,
    read: Box<dyn Fn() -> String>,
    write: Box<dyn Fn(&str)>,
    /// What the form held when it was opened, or handed over.
    start: RefCell<String>,
    /// Counts changes, so that only the last one of a burst is written.
    change: Cell<u32>,
    /// The submission that this form was handed over in last; while that is refused, this is its
    /// correction.
    submitted: Cell<Option<Uuid>>,
    /// Name of the person it is about.
    about: RefCell<String>,
}

/// Stands before the content of a kept draft, after the id of what it corrects; JSON escapes it.
const BETWEEN: char = '\u{1f}';

const QUIET_MS: i32 = 400;

/// Keeps a form's draft for the life of the calling component and puts an earlier one back.
///
/// `read` gives the form's content from its signals, `write` puts a content into them:
/// `let draft = use_draft("book", move || Form { … }, move |form: Form| { … });`
pub fn use_draft<T: Serialize + DeserializeOwned>(
    key: impl Into<String>,
    read: impl Fn() -> T + 'static,
    write: impl Fn(T) + 'static,
) -> Draft {
    let read = Box::new(move || json::written(&read()));
    let write = Box::new(move |text: &str| {
        // A draft of an older program may have another shape; then the form starts empty.
        if let Some(content) = json::read(text) {
            write(content);
        }
    });
    keep_draft(key.into(), read, write)
}

fn keep_draft(key: String, read: Box<dyn Fn() -> String>, write: Box<dyn Fn(&str)>) -> Draft {
    let owner = super::owner_now().unwrap_or_default();
    let start = RefCell::new(untrack(&read));
    let inner = Rc::new(Inner {
        key,
        owner,
        read,
        write,
        start,
        change: Cell::new(0),
        submitted: Cell::new(None),
        about: RefCell::default(),
    });
    let draft = Draft {
        inner: StoredValue::new_local(inner.clone()),
        restored: RwSignal::new(false),
        dirty: RwSignal::new(false),
    };
    timer::spawn(restore(draft, inner.clone()));
    Effect::new(move |before: Option<String>| {
        let now = (inner.read)();
        let dirty = now != *inner.start.borrow();
        if draft.dirty.get_untracked() != dirty {
            draft.dirty.set(dirty);
        }
        if before.is_some_and(|before| before != now) {
            timer::spawn(keep_when_quiet(inner.clone(), dirty.then(|| now.clone())));
        }
        now
    });
    draft
}

async fn restore(draft: Draft, inner: Rc<Inner>) {
    let Some(kept) = vault::read(&inner.owner, db::DRAFTS, &inner.key).await else {
        return;
    };
    let (corrects, content) = kept.split_once(BETWEEN).unwrap_or(("", &kept));
    // The page may be gone, or typing may have begun meanwhile: then what is typed wins.
    if draft.dirty.try_get_untracked() == Some(false) && content != *inner.start.borrow() {
        inner.submitted.set(corrects.parse().ok());
        (inner.write)(content);
        draft.restored.try_set(true);
    }
}

/// Puts the content of a refused submission back as a draft that corrects it; `false` when it could not
/// be kept.
pub(super) async fn put_back(owner: &str, key: &str, content: &str, corrects: Uuid) -> bool {
    let text = kept(content, Some(corrects));
    vault::write(owner, db::DRAFTS, key, &text).await
}

fn kept(content: &str, corrects: Option<Uuid>) -> String {
    let mut text = corrects.map(|id| id.to_string()).unwrap_or_default();
    text.push(BETWEEN);
    text.push_str(content);
    text
}

/// Writes once typing has paused; a form that is as it was opened needs no draft.
async fn keep_when_quiet(inner: Rc<Inner>, content: Option<String>) {
    let mine = inner.change.get() + 1;
    inner.change.set(mine);
    timer::sleep(QUIET_MS).await;
    if inner.change.get() != mine {
        return;
    }
    match content {
        Some(content) => {
            let text = kept(&content, inner.corrects());
            vault::write(&inner.owner, db::DRAFTS, &inner.key, &text).await;
        }
        None => vault::erase(&inner.owner, db::DRAFTS, &inner.key).await,
    }
}

impl Draft {
    /// Whether an earlier content was put back; reactive. Tell the person.
    #[must_use]
    pub fn restored(&self) -> bool {
        self.restored.get()
    }

    /// Whether the form differs from how it was opened; reactive.
    /// `nav::use_leave_guard(move || draft.dirty())`
    #[must_use]
    pub fn dirty(&self) -> bool {
        self.dirty.get()
    }

    /// Throws the draft away and puts the form back to how it was opened.
    pub fn discard(&self) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        let start = inner.start.borrow().clone();
        (inner.write)(&start);
        inner.submitted.set(None);
        self.restored.set(false);
        timer::spawn(inner.end());
    }

    /// Names the person that the form is about, for the list of what waits.
    #[must_use]
    pub fn about(self, name: &str) -> Self {
        self.inner
            .with_value(|inner| inner.about.replace(name.to_owned()));
        self
    }

    pub(super) fn person(&self) -> String {
        self.inner.with_value(|inner| inner.about.borrow().clone())
    }

    /// The refused submission that this form corrects.
    pub(super) fn corrects(&self) -> Option<Uuid> {
        self.inner.with_value(|inner| inner.corrects())
    }

    pub(super) fn key(&self) -> String {
        self.inner.with_value(|inner| inner.key.clone())
    }

    pub(super) fn content(&self) -> String {
        self.inner.with_value(|inner| untrack(&inner.read))
    }

    /// The outbox keeps the content from now on.
    pub(super) async fn handed_over(&self, submission: Uuid) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        inner.submitted.set(Some(submission));
        inner.start.replace(untrack(&inner.read));
        // The page may be gone by now, and its signals with it.
        let _ = self.dirty.try_set(false);
        inner.end().await;
    }
}

impl Inner {
    fn corrects(&self) -> Option<Uuid> {
        let refused = |item: &Item| matches!(item.state, State::Refused(_));
        let is_refused = |id: &Uuid| post::read(|outbox| outbox.get(*id).is_some_and(refused));
        self.submitted.get().filter(is_refused)
    }

    async fn end(self: Rc<Self>) {
        self.change.set(self.change.get() + 1);
        vault::erase(&self.owner, db::DRAFTS, &self.key).await;
    }
}
