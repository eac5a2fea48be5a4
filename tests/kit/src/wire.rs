//! The wire to PostgreSQL, for tests of what happens when it is cut, and for hearing what the server remarks on it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};
use url::Url;

/// A stretch of wire in front of a PostgreSQL. Whoever connects to it talks with the server itself.
#[derive(Clone)]
pub struct Wire {
    address: SocketAddr,
    whole: Arc<watch::Sender<bool>>,
    remarks: Arc<Mutex<Vec<String>>>,
}

impl Wire {
    /// Lays a wire to the server of a URL.
    pub async fn to(server: &Url) -> Self {
        let server = (
            server.host_str().unwrap().to_owned(),
            server.port_or_known_default().unwrap_or(5432),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let wire = Self {
            address: listener.local_addr().unwrap(),
            whole: Arc::new(watch::channel(true).0),
            remarks: Arc::default(),
        };
        let laid = wire.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // Closed at once while the wire is cut.
                if *laid.whole.borrow() {
                    tokio::spawn(laid.clone().carry(client, server.clone()));
                }
            }
        });
        wire
    }

    /// The same URL by way of this wire.
    pub fn lead(&self, url: &mut Url) {
        url.set_ip_host(self.address.ip()).unwrap();
        url.set_port(Some(self.address.port())).unwrap();
    }

    /// From now on the server is away: open connections break, new ones come to nothing.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// And back.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }

    /// What the server remarked (its notices) since this was last asked.
    pub fn remarks(&self) -> Vec<String> {
        std::mem::take(&mut *self.remarks.lock().unwrap())
    }

    async fn carry(self, client: TcpStream, server: (String, u16)) {
        let mut whole = self.whole.subscribe();
        let Ok(server) = TcpStream::connect(server).await else {
            return;
        };
        // Small messages in both directions that wait for each other.
        drop((client.set_nodelay(true), server.set_nodelay(true)));
        let (mut from_client, to_client) = client.into_split();
        let (from_server, mut to_server) = server.into_split();
        tokio::select! {
            _ = tokio::io::copy(&mut from_client, &mut to_server) => {}
            _ = self.listen(from_server, to_client) => {}
            _ = whole.wait_for(|whole| !whole) => {}
        }
    }

    /// Hands the server's messages on, one by one: a letter, a length, a body.
    async fn listen(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> std::io::Result<()> {
        loop {
            let mut message = vec![0; 5];
            from.read_exact(&mut message).await?;
            let length = u32::from_be_bytes([message[1], message[2], message[3], message[4]]);
            message.resize(1 + usize::try_from(length).unwrap(), 0);
            from.read_exact(&mut message[5..]).await?;
            if message[0] == b'N' {
                self.remarks.lock().unwrap().extend(text_of(&message[5..]));
            }
            to.write_all(&message).await?;
        }
    }
}

/// The message among the fields of a notice: each a letter and a text that ends with nought.
fn text_of(notice: &[u8]) -> Option<String> {
    let mut fields = notice.split(|byte| *byte == 0);
    let text = fields.find_map(|field| field.strip_prefix(b"M"))?;
    Some(String::from_utf8_lossy(text).into_owned())
}
