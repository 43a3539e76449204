//! Where the pages of one's own sign-in are.

/// The page's address.
pub const SECURITY: &str = "/staff/security";
