//! What goes wrong on real hosts?

/// One misbehavior, for all answers it is set for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// An error of this number, such as 404 or 500.
    Status(u16),
    /// The right bytes under a wrong type.
    Mime(&'static str),
    /// The home page instead of what was asked for, and 200.
    Html,
    /// After so many bytes the connection breaks.
    Truncate(usize),
    /// After so many bytes nothing more comes.
    Stall(usize),
    /// The byte at this place, counted from 0, has one bit altered.
    Flip(usize),
}
