//! The gateway's tests, in one binary: the contract that every driver passes, what holds shared SQL to the portable subset, and the
//! embedded base as other tools see it.

mod contract;
mod embedded;
mod portable;
