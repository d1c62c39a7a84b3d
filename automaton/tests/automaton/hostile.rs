//! What a hostile, broken or foolish laptop can put into the inbox, and what its texts try to be once they are somewhere else.

#[cfg(unix)] // links, FIFOs, sockets, names of any bytes
mod corpus;
mod injected;
mod lengths;
#[cfg(unix)]
mod names;
#[cfg(unix)]
mod pile;
#[cfg(unix)]
mod rubbish;
#[cfg(unix)]
mod special;
mod texts;
