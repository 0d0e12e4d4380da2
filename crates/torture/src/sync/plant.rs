//! Faults that can be planted on purpose, each of which a run has to find: a check that finds nothing
//! when something is wrong proves nothing.

use clap::ValueEnum;

/// A fault of a phone, or of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Plant {
    /// The phone writes a record over whatever another tab did with it
    Blind,
    /// The phone removes a record in one transaction and writes it elsewhere in a second one
    Torn,
    /// An attempt is not written down before it is made
    Unmarked,
    /// A record is erased when it is sent, and not when it was accepted
    Early,
    /// What was sent and not answered counts as done
    Hopeful,
    /// A correction, or the same form sent again, makes a row of its own
    NewRow,
    /// The service looks neither at keys nor at the ids of rows
    Forgetful,
    /// The service takes an operation under whichever sign-in it comes
    AnyAuthor,
    /// What somebody else changed meanwhile is written over by a form that was begun before
    LostField,
    /// Two tabs send at the same time, and neither looks at what the other has kept
    NoTurns,
}
