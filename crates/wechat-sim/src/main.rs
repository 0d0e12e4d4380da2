//! `wechat-sim PORT APP_ID SECRET DOMAIN TEMPLATE FIELD,FIELD`: serves one account until it is
//! stopped, and says where.

use std::process::ExitCode;

use wechat_sim::{Account, Sim};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, app_id, secret, domain, template, fields] = arguments.as_slice() else {
        eprintln!("wechat-sim PORT APP_ID SECRET DOMAIN TEMPLATE FIELD,FIELD");
        return ExitCode::FAILURE;
    };
    let Ok(port) = port.parse() else {
        eprintln!("{port} is no port");
        return ExitCode::FAILURE;
    };
    let account = Account {
        app_id: app_id.clone(),
        secret: secret.clone(),
        domain: domain.clone(),
        template: (
            template.clone(),
            fields.split(',').map(str::to_owned).collect(),
        ),
    };
    match Sim::start(account, port).await {
        Ok(sim) => {
            println!("{}", sim.url());
            sim.wait().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("cannot listen: {error}");
            ExitCode::FAILURE
        }
    }
}
