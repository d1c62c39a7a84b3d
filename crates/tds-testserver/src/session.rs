//! One connection, from PRELOGIN to its end.

use std::io::{self, Read};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::plan::{Fault, RequestKind};
use crate::server::{Request, Shared};
use crate::sql::engine::{Engine, Patience};
use crate::sql::errors::SqlError;
use crate::sql::split::{Command, split};
use crate::wire::login::Login;
use crate::wire::packets::{self, Packets};
use crate::wire::prelogin::Encryption;
use crate::wire::read::Malformed;
use crate::wire::requests::{Asked, Asking};
use crate::wire::tls::Wire;
use crate::wire::tokens::{Answer, Fate};
use crate::wire::{login, prelogin, requests, tokens};

/// Serves a connection until it ends. What was open is rolled back and what was locked is free before the client can see the end.
pub(crate) fn serve(shared: &Arc<Shared>, session: u64, socket: TcpStream, leaving: Arc<AtomicBool>) {
    // Whatever ended it, the connection is over.
    let _ = converse(shared, session, socket, leaving);
}

fn converse(
    shared: &Arc<Shared>,
    session: u64,
    socket: TcpStream,
    leaving: Arc<AtomicBool>,
) -> io::Result<()> {
    let patience = Patience::new(socket.try_clone()?, leaving);
    let wire = Wire::accept(socket, &shared.identity.config)?;
    let mut packets = Packets::new(wire, u16::try_from(session).unwrap_or(u16::MAX));
    let Some(login) = enter(shared, &mut packets)? else { return Ok(()) };
    if let Some(refusal) = refusal(shared, session, &mut packets, &login)? {
        packets.write(&tokens::refused(&refusal))?;
        return packets.finish();
    }
    let mut engine = Engine::open(Arc::clone(shared), session, patience).map_err(io::Error::other)?;
    shared.logged_in(session);
    // What [MS-TDS] 2.2.6.4 allows; 0 leaves it to the server.
    let size = if login.packet_size == 0 { 4096 } else { login.packet_size.clamp(512, 32767) };
    packets.write(&tokens::logged_in(&shared.options.database, size))?;
    packets.finish()?;
    packets.size = size;
    while let Some(message) = packets.read()? {
        let asking = requests::parse(&message)?;
        answer(shared, session, &mut engine, &mut packets, asking)?;
    }
    Ok(())
}

/// PRELOGIN, TLS and what the client says of itself; nothing when it hung up.
fn enter(shared: &Shared, packets: &mut Packets) -> io::Result<Option<Login>> {
    let Some(first) = packets.read()? else { return Ok(None) };
    if first.kind != packets::PRELOGIN {
        return Err(Malformed("a connection begins with PRELOGIN").into());
    }
    let encryption = prelogin::parse(&first.bytes)?;
    packets.write(&prelogin::answer(encryption))?;
    packets.finish()?;
    if encryption != Encryption::Nothing && packets.wire.is_plain() {
        packets.wire.encrypt(&shared.identity.config)?;
    }
    let Some(message) = packets.read()? else { return Ok(None) };
    if message.kind != packets::LOGIN {
        return Err(Malformed("a login follows PRELOGIN").into());
    }
    if encryption == Encryption::Login {
        packets.wire.decrypt();
    }
    Ok(Some(login::parse(&message.bytes)?))
}

/// Why the client may not stay, if it may not.
fn refusal(
    shared: &Shared,
    session: u64,
    packets: &mut Packets,
    login: &Login,
) -> io::Result<Option<Vec<SqlError>>> {
    let (text, parameters) = (login.application.clone(), Vec::new());
    let fault = shared.arrived(Request { session, kind: RequestKind::Login, text, parameters });
    let options = &shared.options;
    let is_known = login.user.eq_ignore_ascii_case(&options.user) && login.password == options.password;
    let is_here = login.database.is_empty() || login.database.eq_ignore_ascii_case(&options.database);
    let no_database = || vec![SqlError::no_database(&login.database), SqlError::login_failed(&login.user)];
    match fault {
        Some(Fault::RefuseLogin(4060)) => Ok(Some(no_database())),
        Some(Fault::RefuseLogin(number) | Fault::Error(number)) => Ok(Some(vec![SqlError::injected(number)])),
        Some(Fault::Stall) => stall(packets).map(|()| None),
        Some(Fault::DropBefore | Fault::DropAnswer | Fault::DropAmidRows) => {
            Err(io::Error::other("cut at the login"))
        }
        None if !is_known => Ok(Some(vec![SqlError::login_failed(&login.user)])),
        None if !is_here => Ok(Some(no_database())),
        None => Ok(None),
    }
}

/// Says nothing until the client hangs up.
fn stall(packets: &mut Packets) -> io::Result<()> {
    let mut unheard = [0; 4096];
    while packets.wire.read(&mut unheard)? > 0 {}
    Err(io::Error::other("the client hung up"))
}

/// As tests see a request.
fn seen(session: u64, asked: &Asked) -> Request {
    let (kind, text, parameters) = match asked {
        Asked::Batch { text } => {
            let commands = split(text).unwrap_or_default();
            let kind = match commands.first().map(|statement| &statement.command) {
                Some(Command::Begin) => RequestKind::Begin,
                Some(Command::Commit) => RequestKind::Commit,
                Some(Command::Rollback { .. }) => RequestKind::Rollback,
                _ => RequestKind::Batch,
            };
            (kind, text.clone(), Vec::new())
        }
        Asked::Execute { text, parameters } => (
            RequestKind::Rpc,
            text.clone(),
            parameters.iter().map(|parameter| parameter.kind.name()).collect(),
        ),
        Asked::OtherProcedure { name } => (RequestKind::Rpc, name.clone(), Vec::new()),
        Asked::Begin { .. } => (RequestKind::Begin, String::new(), Vec::new()),
        Asked::Commit => (RequestKind::Commit, String::new(), Vec::new()),
        Asked::Rollback => (RequestKind::Rollback, String::new(), Vec::new()),
        Asked::Attention => (RequestKind::Attention, String::new(), Vec::new()),
    };
    Request { session, kind, text, parameters }
}

fn answer(
    shared: &Shared,
    session: u64,
    engine: &mut Engine,
    packets: &mut Packets,
    asking: Asking,
) -> io::Result<()> {
    let fault = shared.arrived(seen(session, &asking.asked));
    let fate = match fault {
        Some(Fault::Stall) => return stall(packets),
        Some(Fault::DropBefore) => return Err(io::Error::other("cut before the request")),
        Some(Fault::DropAnswer) => Fate::Lost,
        Some(Fault::DropAmidRows) => Fate::CutAmidRows,
        Some(Fault::Error(_) | Fault::RefuseLogin(_)) | None => Fate::Arrives,
    };
    if asking.asked == Asked::Attention {
        packets.write(&tokens::attended())?;
        return packets.finish();
    }
    let in_procedure = matches!(asking.asked, Asked::Execute { .. } | Asked::OtherProcedure { .. });
    let mut answer = Answer::new(packets, in_procedure, fate);
    let is_whole = match (fault, asking.asked) {
        (Some(Fault::Error(number) | Fault::RefuseLogin(number)), _) => {
            engine.fail(&SqlError::injected(number), &mut answer)?;
            true
        }
        _ if asking.transaction != engine.transaction() => {
            engine.fail(&SqlError::wrong_transaction(), &mut answer)?;
            true
        }
        (_, Asked::Batch { text }) => engine.run(&text, Vec::new(), &mut answer)?,
        (_, Asked::Execute { text, parameters }) => engine.call(&text, parameters, &mut answer)?,
        (_, Asked::OtherProcedure { name }) => {
            engine.fail(&SqlError::no_procedure(&name), &mut answer)?;
            true
        }
        (_, Asked::Begin { isolation }) => engine.begin_as_asked(isolation, &mut answer)?,
        (_, Asked::Commit) => engine.run("COMMIT TRANSACTION", Vec::new(), &mut answer)?,
        (_, Asked::Rollback) => engine.run("ROLLBACK TRANSACTION", Vec::new(), &mut answer)?,
        (_, Asked::Attention) => true,
    };
    // A request that an attention ended has no end of its own.
    if is_whole { answer.end() } else { Ok(()) }
}
