//! Who published it?

use crate::bundle::faults::Faults;
use crate::bundle::node::{At, Node};
use crate::bundle::picture::{self, Beside};
use crate::bundle::{Code, prose, written};
use crate::model::Provider;

/// The provider in a field: its fields, or its name alone.
pub(crate) fn provider(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    field: Option<&At<Node<written::Provider>>>,
) -> Option<Provider> {
    let Node::Fields(fields) = &field?.value else {
        let name = prose::text(faults, "provider", field)?;
        return Some(Provider {
            name,
            domain: None,
            icon: None,
        });
    };
    let name = prose::text(faults, "name", fields.name.as_ref());
    let domain = domain(faults, fields.domain.as_ref());
    let icon = picture::first(faults, beside, "images", fields.images.as_ref());
    let name = name.or_else(|| domain.clone())?;
    Some(Provider { name, domain, icon })
}

/// A domain in lower case; what is none is left out.
fn domain(faults: &mut Faults<'_>, field: Option<&At<Node>>) -> Option<Box<str>> {
    let written = faults.scalar("domain", field)?;
    let text = written.trim();
    let field = field.filter(|_| !text.is_empty())?;
    match url::Host::parse(text) {
        Ok(url::Host::Domain(domain)) => Some(domain.trim_end_matches('.').into()),
        _ => {
            faults.note(
                Code::DomainInvalid,
                field,
                format!("`{text}` is no domain; write it like `example.com`"),
            );
            None
        }
    }
}
