//! Doing something again whenever what it reads has changed.

use leptos::prelude::Effect;

/// Calls `act` soon, and again after each change of a signal that it read, as long as its owner lives.
///
/// An `Effect` is compiled anew for each closure that it is made of, this one once for all.
pub fn follow(act: impl FnMut() + 'static) {
    run(Box::new(act));
}

fn run(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| act());
}
