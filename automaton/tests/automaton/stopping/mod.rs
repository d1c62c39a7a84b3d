//! Asked to stop, a command ends at a good place: the file in hand is done, nothing is half published, and the next run does the rest. The
//! real program is stopped at a step and signalled there, so that each test knows where it was.

mod integrating;
mod process;
mod rebuilding;
