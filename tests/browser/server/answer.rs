//! What is sent for one request?

mod body;
mod file;
mod memo;
mod witness;

use super::Rules;
use super::Site;
use super::fault::Fault;
use super::log::Entry;
use anyhow::Result;
use body::Body;
pub(crate) use body::Encoding;
use body::End;
use file::File;
use hyper::Request;
use hyper::Response;
use hyper::body::Incoming;
use hyper::header;
use hyper::header::HeaderName;
use hyper::header::HeaderValue;
pub(super) use memo::Memo;
use std::sync::Arc;
pub(crate) use witness::WITNESS;

const HOME_PAGE: &str = "<!doctype html><title>Home</title><p>Welcome.";

pub(super) async fn answer(site: Arc<Site>, request: Request<Incoming>) -> Result<Response<Body>> {
    let path = request.uri().path().to_owned();
    let entry = Entry::open(Arc::clone(&site), &path);
    let rules = site.rules().clone();
    tokio::time::sleep(rules.delay).await;
    let mut reply = Reply::to(&path, &rules);
    if witness::is_needed(request.headers(), &rules) {
        witness::place(&mut reply.file);
    }
    if let Some(encoding) = rules
        .encoding
        .filter(|encoding| encoding.suits(request.headers()))
    {
        reply.compress(encoding, &site.compressed)?;
    }
    entry.answered(reply.status, reply.sent());
    reply.into_response(&rules, entry)
}

/// An answer before it is on its way.
struct Reply {
    status: u16,
    file: File,
    encoding: Option<Encoding>,
    end: End,
}

impl Reply {
    fn to(path: &str, rules: &Rules) -> Self {
        let (status, file) = match rules.find(path) {
            Some(file) => (200, file),
            None if path == "/favicon.ico" => (204, File::empty()),
            None => (404, File::text("there is no such file")),
        };
        let reply = Self {
            status,
            file,
            encoding: None,
            end: End::Whole,
        };
        match rules.fault(path) {
            Some(fault) => reply.with(fault),
            None => reply,
        }
    }

    fn with(mut self, fault: Fault) -> Self {
        match fault {
            Fault::Status(status) => {
                (self.status, self.file) = (status, File::text("this host fails"));
            }
            Fault::Mime(mime) => self.file.mime = mime,
            Fault::Html => self.file = File::html(HOME_PAGE),
            Fault::Truncate(at) => self.end = End::Broken(at),
            Fault::Stall(at) => self.end = End::Silent(at),
            Fault::Flip(at) => self.file.flip(at),
        }
        self
    }

    fn compress(&mut self, encoding: Encoding, known: &Memo) -> Result<()> {
        if !self.file.is_worth_compressing() {
            return Ok(());
        }
        let small = known.compressed(&self.file.bytes, encoding)?;
        // Some files are compressed inside, and no host makes them larger.
        if small.len() < self.file.bytes.len() {
            self.file.bytes = small;
            self.encoding = Some(encoding);
        }
        Ok(())
    }

    fn sent(&self) -> usize {
        match self.end {
            End::Whole => self.file.bytes.len(),
            End::Broken(at) | End::Silent(at) => self.file.bytes.len().min(at),
        }
    }

    fn into_response(self, rules: &Rules, entry: Entry) -> Result<Response<Body>> {
        let mut response = Response::builder()
            .status(self.status)
            .header(header::CONTENT_TYPE, self.file.mime)
            .header(header::CONTENT_LENGTH, self.file.bytes.len())
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::CACHE_CONTROL, "no-cache");
        if let Some(encoding) = self.encoding {
            response = response.header(header::CONTENT_ENCODING, encoding.name());
        }
        if !rules.without_cors {
            response = response
                .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .header("cross-origin-resource-policy", "cross-origin");
        }
        let sent = self.sent();
        let mut response = response.body(Body::new(self.file.bytes, sent, self.end, entry))?;
        for (name, value) in &rules.headers {
            let name = HeaderName::from_bytes(name.as_bytes())?;
            response
                .headers_mut()
                .insert(name, HeaderValue::from_str(value)?);
        }
        Ok(response)
    }
}

impl Rules {
    fn fault(&self, path: &str) -> Option<Fault> {
        let mut faults = self.faults.iter();
        let fault = faults.find(|(path_end, _)| path.ends_with(path_end))?;
        Some(fault.1)
    }

    fn find(&self, path: &str) -> Option<File> {
        if let Some(html) = self.pages.get(path) {
            return Some(File::made(path, html));
        }
        if path == WITNESS.path {
            return Some(File::script(WITNESS.script));
        }
        // The longest folder wins, as in most hosts' settings.
        let mut folders = self.folders.iter().rev();
        let (below, folder) = folders.find(|(below, _)| path.starts_with(below.as_str()))?;
        File::read(folder, &path[below.len()..])
    }
}
