//! What was asked for, when, and how much was sent?

use super::Site;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

/// One request, as the host saw it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) status: u16,
    /// Of the body, compressed if it was.
    pub(crate) bytes: usize,
    /// Since the host started.
    pub(crate) began: Duration,
    /// When all was sent or given up; `None` while it is under way.
    pub(crate) ended: Option<Duration>,
}

pub(super) struct Log {
    start: Instant,
    requests: Mutex<Vec<Request>>,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            requests: Mutex::default(),
        }
    }
}

impl Log {
    pub(super) fn all(&self) -> Vec<Request> {
        self.requests().clone()
    }

    pub(super) fn clear(&self) {
        self.requests().clear();
    }

    fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request under way; dropping it writes down that it ended.
pub(super) struct Entry {
    site: Arc<Site>,
    index: usize,
}

impl Entry {
    pub(super) fn open(site: Arc<Site>, path: &str) -> Self {
        let mut requests = site.log.requests();
        requests.push(Request {
            path: path.to_owned(),
            status: 0,
            bytes: 0,
            began: site.log.start.elapsed(),
            ended: None,
        });
        let index = requests.len() - 1;
        drop(requests);
        Self { site, index }
    }

    pub(super) fn answered(&self, status: u16, bytes: usize) {
        self.change(|request| (request.status, request.bytes) = (status, bytes));
    }

    /// The log may have been cleared meanwhile; then there is nothing to change.
    fn change(&self, change: impl FnOnce(&mut Request)) {
        if let Some(request) = self.site.log.requests().get_mut(self.index) {
            change(request);
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let now = self.site.log.start.elapsed();
        self.change(|request| request.ended = Some(now));
    }
}
