//! The way to a server, for tests of what happens when it is a bad one.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::AsyncReadExt as _,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A way to a server that everything takes which is sent to its own address.
#[derive(Clone)]
pub struct Passage {
    address: SocketAddr,
    ills: Arc<Mutex<VecDeque<Ill>>>,
    closed: Arc<watch::Sender<u32>>,
}

/// What befalls a connection when something was said on it.
#[derive(Clone, Copy, Debug)]
pub enum Ill {
    /// It breaks.
    Breaks,
    /// It stays, and nobody answers.
    Silence,
}

impl Passage {
    /// Opens a way to a server, `127.0.0.1:9000`.
    pub async fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let passage = Self {
            address: listener.local_addr().unwrap(),
            ills: Arc::default(),
            closed: Arc::new(watch::channel(0).0),
        };
        let (open, server) = (passage.clone(), server.to_owned());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let ill = open.ills.lock().unwrap().pop_front();
                tokio::spawn(open.clone().carry(client, server.clone(), ill));
            }
        });
        passage
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The connections that are open break, and these befall the next ones, one each.
    pub fn befall(&self, ills: &[Ill]) {
        self.ills.lock().unwrap().extend(ills);
        self.closed.send_modify(|times| *times += 1);
    }

    /// How much of what was to befall it has not come yet.
    pub fn still_to_come(&self) -> usize {
        self.ills.lock().unwrap().len()
    }

    async fn carry(self, mut client: TcpStream, server: String, ill: Option<Ill>) {
        let mut closed = self.closed.subscribe();
        if let Some(ill) = ill {
            drop(client.read_buf(&mut Vec::new()).await);
            match ill {
                Ill::Breaks => return,
                Ill::Silence => return drop(closed.changed().await),
            }
        }
        let Ok(mut server) = TcpStream::connect(server).await else {
            return;
        };
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut client, &mut server) => {}
            _ = closed.changed() => {}
        }
    }
}
