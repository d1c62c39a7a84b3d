//! How bases are published: what did not change stays untouched, whatever is named is whole, numbers only rise.

mod failures;
mod generation;
mod retiring;
mod through;
mod unchanged;
