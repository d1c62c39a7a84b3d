//! The plan of faults: an ordered list, whose first entry waits for its request.

use std::collections::VecDeque;

/// A fault and the request that it strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The request.
    pub at: At,
    /// What happens to it.
    pub fault: Fault,
}

/// Which request a fault waits for. Attentions are not counted: they belong to the request that they end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// The next login.
    Login,
    /// The n-th request, from 1, since this entry became the first of the plan.
    Request(usize),
    /// The next batch or procedure call whose text contains this.
    Statement(String),
    /// The next begin of a transaction, asked by a transaction request or as a text.
    Begin,
    /// The next commit of a transaction, asked by a transaction request or as a text.
    Commit,
    /// The next request.
    AnyRequest,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request is not run and answered with this error. 1205 rolls back, others do as XACT_ABORT says; a class of 20 or more ends
    /// the connection.
    Error(u32),
    /// The request is not run, and nothing is answered until the client hangs up.
    Stall,
    /// The request is not run, and the connection is cut.
    DropBefore,
    /// The request is run to its end (a COMMIT commits), then the connection is cut without an answer.
    DropAnswer,
    /// The request is run; after three rows, or before its end if there are fewer, the connection is cut.
    DropAmidRows,
    /// The login is refused with this error: 18456, 4060 or another. Elsewhere the same as [`Fault::Error`].
    RefuseLogin(u32),
}

/// What kind of request arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// LOGIN7.
    Login,
    /// A batch of SQL.
    Batch,
    /// A procedure call.
    Rpc,
    /// The begin of a transaction, as a transaction request or as a batch that begins with it.
    Begin,
    /// A commit, in either way.
    Commit,
    /// A roll-back, in either way.
    Rollback,
    /// The client gives up on the request that it sent before.
    Attention,
}

/// What is still to come.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    entries: VecDeque<Planned>,
    struck: usize,
    /// Requests since the first entry became the first.
    passed: usize,
}

impl Plan {
    pub(crate) fn new(entries: Vec<Planned>) -> Self {
        Self { entries: entries.into(), struck: 0, passed: 0 }
    }

    pub(crate) fn struck(&self) -> usize {
        self.struck
    }

    /// The fault that strikes this request, if it is its turn.
    pub(crate) fn strike(&mut self, kind: RequestKind, text: &str) -> Option<Fault> {
        if kind == RequestKind::Attention {
            return None;
        }
        let is_login = kind == RequestKind::Login;
        self.passed += usize::from(!is_login);
        let strikes = match &self.entries.front()?.at {
            At::Login => is_login,
            At::Request(number) => !is_login && self.passed == *number,
            At::Statement(part) => !is_login && text.contains(part.as_str()),
            At::Begin => kind == RequestKind::Begin,
            At::Commit => kind == RequestKind::Commit,
            At::AnyRequest => !is_login,
        };
        if !strikes {
            return None;
        }
        self.passed = 0;
        self.struck += 1;
        self.entries.pop_front().map(|entry| entry.fault)
    }
}

#[cfg(test)]
mod tests {
    use super::{At, Fault, Plan, Planned, RequestKind};

    #[test]
    fn the_first_entry_waits_for_its_request() {
        let plan = [
            (At::Statement("client".to_owned()), Fault::Error(1205)),
            (At::Request(2), Fault::Stall),
            (At::Commit, Fault::DropAnswer),
            (At::Login, Fault::RefuseLogin(18456)),
            (At::AnyRequest, Fault::DropBefore),
        ];
        let mut plan = Plan::new(plan.map(|(at, fault)| Planned { at, fault }).to_vec());
        for (number, (kind, text, fault)) in [
            (RequestKind::Login, "", None),
            (RequestKind::Rpc, "SELECT 1", None),
            (RequestKind::Rpc, "SELECT * FROM dbo.client", Some(Fault::Error(1205))),
            (RequestKind::Batch, "SELECT * FROM dbo.client", None),
            (RequestKind::Login, "", None),
            (RequestKind::Attention, "", None),
            (RequestKind::Commit, "", Some(Fault::Stall)),
            (RequestKind::Begin, "", None),
            (RequestKind::Commit, "", Some(Fault::DropAnswer)),
            (RequestKind::Rpc, "", None),
            (RequestKind::Login, "", Some(Fault::RefuseLogin(18456))),
            (RequestKind::Rollback, "", Some(Fault::DropBefore)),
            (RequestKind::Rollback, "", None),
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(plan.strike(kind, text), fault, "request {number}");
        }
        assert_eq!(plan.struck(), 5);
    }
}
