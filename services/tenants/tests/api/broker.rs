//! A virtual host of one's own on the RabbitMQ of the tests: queues are called after services, not after tests.

use std::{process::Command, time::Duration};

pub struct Broker {
    pub url: String,
    name: String,
}

impl Broker {
    pub async fn own() -> Self {
        let shared = std::env::var("SAMVERKA_TEST_AMQP_URL").expect("a broker: `dev/servers test`");
        let name = format!("t_{}", uuid::Uuid::now_v7().simple());
        let (server, _) = shared.rsplit_once('/').expect("a URL with a virtual host");
        let user = server
            .split("://")
            .nth(1)
            .and_then(|rest| rest.split(':').next())
            .unwrap();
        control(&["add_vhost", &name]).await;
        control(&["set_permissions", "-p", &name, user, ".*", ".*", ".*"]).await;
        Self {
            url: format!("{server}/{name}"),
            name,
        }
    }

    pub async fn forget(self) {
        control(&["delete_vhost", &self.name]).await;
    }
}

/// Another test may just have killed the broker, to see it come back.
async fn control(arguments: &[&str]) {
    let program = std::env::var("SAMVERKA_TEST_RABBIT_CTL").expect("a broker: `dev/servers test`");
    let mut told = String::new();
    for _ in 0..60 {
        let output = Command::new(&program).arg("ctl").args(arguments).output().unwrap();
        if output.status.success() {
            return;
        }
        told = String::from_utf8_lossy(&output.stderr).into_owned();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("rabbitmqctl {arguments:?}: {told}");
}
