//! The page as a whole: its title in the tab, printing it, what stood there before us.

use leptos::prelude::{document, window};

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Opens the browser's print dialog. WeChat's browser has none.
pub fn print() {
    // Fails where printing is not allowed; the browser says so itself.
    let _ = window().print();
}

/// Leaves for a page of another site.
pub fn leave_for(href: &str) {
    let _ = window().location().set_href(href);
}

/// Removes the boot shell that stood in until the program had started.
pub fn remove_boot_shell() {
    if let Some(shell) = document().get_element_by_id("boot") {
        shell.remove();
    }
}
