//! The pages of What's On: view models in, HTML out.
//!
//! A page is one file under [`pages`]: its view model, and a function from that model to the
//! whole document as a string. Pages are plain functions of their arguments: no database, no
//! clock, no request. [`shell`] draws what stands round every page, [`components`] the parts that
//! pages share, [`islands`] the few parts that come alive in a browser with script; every page
//! does its work without them.

#[cfg(feature = "ssr")]
pub mod components;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;
