//! What does a static host do, and what may go wrong with one?
//!
//! A small HTTP server on a free port of the loopback address. Two of them are two origins.
//! It keeps a log, and on request it misbehaves as real hosts do.

mod answer;
mod fault;
mod log;

pub(crate) use answer::Encoding;
pub(crate) use answer::WITNESS;
use anyhow::Result;
pub(crate) use fault::Fault;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use log::Log;
pub(crate) use log::Request;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::task::JoinSet;

/// A running host; it stops when dropped.
pub(crate) struct Host {
    port: u16,
    site: Arc<Site>,
    task: JoinHandle<()>,
}

/// What a host knows, as the connections share it.
#[derive(Default)]
struct Site {
    rules: Mutex<Rules>,
    compressed: answer::Memo,
    log: Log,
}

/// How a host answers. Changes count from the next request.
#[derive(Clone, Default)]
struct Rules {
    /// Folders by the address below which they appear.
    folders: BTreeMap<String, PathBuf>,
    /// Pages that are no file, by their whole path.
    pages: BTreeMap<String, String>,
    /// Further headers of every answer.
    headers: BTreeMap<String, String>,
    encoding: Option<Encoding>,
    without_cors: bool,
    /// What one round trip takes, to make waiting visible.
    delay: Duration,
    /// What happens to paths that end in these words.
    faults: Vec<(String, Fault)>,
}

impl Host {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let site = Arc::new(Site::default());
        let task = tokio::spawn(accept(listener, Arc::clone(&site)));
        Ok(Self { port, site, task })
    }

    /// The address of a path, which starts with `/`.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Shows the files of a folder below a path that starts and ends with `/`.
    pub(crate) fn serve(&self, below: &str, folder: impl Into<PathBuf>) {
        self.site
            .rules()
            .folders
            .insert(below.to_owned(), folder.into());
    }

    /// Shows a page, or a script, that is no file.
    pub(crate) fn page(&self, path: &str, html: impl Into<String>) {
        self.site.rules().pages.insert(path.to_owned(), html.into());
    }

    /// Sends this header with everything, in place of its own of that name.
    pub(crate) fn header(&self, name: &str, value: &str) {
        self.site
            .rules()
            .headers
            .insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn compress(&self, encoding: Encoding) {
        self.site.rules().encoding = Some(encoding);
    }

    /// Stops telling browsers that other origins may read.
    pub(crate) fn forbid_other_origins(&self) {
        self.site.rules().without_cors = true;
    }

    pub(crate) fn delay(&self, round_trip: Duration) {
        self.site.rules().delay = round_trip;
    }

    /// Lets something happen to all paths that end in these words.
    pub(crate) fn fault(&self, path_end: &str, fault: Fault) {
        self.site.rules().faults.push((path_end.to_owned(), fault));
    }

    /// Takes all faults back.
    pub(crate) fn mend(&self) {
        self.site.rules().faults.clear();
    }

    /// What was asked for, in that order, without the icon that browsers ask for on their own.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let mut requests = self.site.log.all();
        requests.retain(|request| request.path != "/favicon.ico");
        requests
    }

    pub(crate) fn forget_requests(&self) {
        self.site.log.clear();
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Site {
    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn accept(listener: TcpListener, site: Arc<Site>) {
    // Connections end with the set, so a dropped host is gone at once.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(converse(stream, Arc::clone(&site)));
    }
}

async fn converse(stream: TcpStream, site: Arc<Site>) {
    let service = service_fn(|request| answer::answer(Arc::clone(&site), request));
    // Browsers break connections off, and some faults do; the log shows what matters.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
