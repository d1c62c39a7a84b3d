//! `GET /health`, for whoever watches the server. Answered from memory: it tells that the base is locked while the base is locked.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use tokio::net::TcpListener;

use super::board::{Board, Health};
use super::visitors::Door;
use crate::clock;
use crate::failure::Failure;

/// Takes the listen address.
///
/// # Errors
/// When somebody else has it, or the system refuses it.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => "is another automaton running? One is enough; else mend it",
            _ => "mend it",
        };
        Failure::Other(format!("[web] listen = \"{address}\": {error}; {hint}"))
    })
}

/// Answers until the process ends.
pub async fn serve(listener: TcpListener, board: Arc<Board>) {
    let routes = Router::new().route("/health", get(health)).with_state(board);
    if let Err(error) = axum::serve(Door::of(listener), routes).await {
        tracing::error!(%error, "/health is answered no more");
    }
}

async fn health(State(board): State<Arc<Board>>) -> (StatusCode, Json<Health>) {
    let health = board.health(clock::now());
    (if health.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(health))
}
