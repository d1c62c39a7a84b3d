//! Laptops without a window and the real automaton, with a folder sync between them that this test plays: files travel when it says so,
//! late, twice, half or in another order. At every moment each laptop shows each of its entries exactly once.

mod check;
mod day;
pub mod figures;
mod random;
mod world;
