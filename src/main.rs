//! Starts the client in the page that loaded it.

fn main() {
    jiayi_client::app::start();
}
