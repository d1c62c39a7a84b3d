//! Which of the requests that a server saw belong to a file.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use tds_testserver::{Request, RequestKind};

/// Every file's transaction writes a line of this, and in a pass nothing else does.
const JOURNAL: &str = "crm_journal";

/// What a kind of file costs, in requests that an answer is waited for.
#[derive(Debug, PartialEq)]
pub struct Cost {
    /// Of the cheapest transaction, its begin and its COMMIT included.
    pub least: usize,
    /// Of the dearest.
    pub most: usize,
    /// Outside of the transactions, per file, without what a pass costs anyway.
    pub besides: f64,
    /// Both together, per file.
    pub all: f64,
    /// What is asked for every file outside of its transaction.
    pub asked: Vec<String>,
    /// One of the dearest transactions, request by request.
    pub sample: Vec<String>,
}

/// Tells what `files` files cost, from all requests of their pass and the number of those that a pass without files makes.
pub fn cost_of(requests: &[Request], idle: usize, files: usize) -> Result<Cost> {
    let mut transactions = transactions(requests);
    transactions.retain(|all| all.iter().any(|place| requests[*place].text.contains(JOURNAL)));
    let found = transactions.len();
    ensure!(found == files, "{found} transactions write the journal, {files} were expected");
    let within: usize = transactions.iter().map(Vec::len).sum();
    let rest = requests.len() as f64 - idle as f64 - within as f64;
    let dearest = transactions.iter().max_by_key(|all| all.len()).map_or(&[][..], Vec::as_slice);
    Ok(Cost {
        least: transactions.iter().map(Vec::len).min().unwrap_or_default(),
        most: dearest.len(),
        besides: rest / files as f64,
        all: (rest + within as f64) / files as f64,
        asked: asked(requests, &transactions.concat(), files),
        sample: dearest.iter().map(|place| brief(&requests[*place])).collect(),
    })
}

/// What is asked at least `files` times outside of these places.
fn asked(requests: &[Request], within: &[usize], files: usize) -> Vec<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for (place, request) in requests.iter().enumerate() {
        let asks = !request.text.is_empty() && matches!(request.kind, RequestKind::Rpc | RequestKind::Batch);
        if asks && !within.contains(&place) {
            *counts.entry(brief(request)).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= files).map(|(brief, _)| brief).collect()
}

/// The transactions that were committed, each from its begin to its COMMIT, as places in the list. Sessions do not mix.
fn transactions(requests: &[Request]) -> Vec<Vec<usize>> {
    let mut open = BTreeMap::<u64, Vec<usize>>::new();
    let mut done = Vec::new();
    for (place, request) in requests.iter().enumerate() {
        match request.kind {
            RequestKind::Begin => {
                open.insert(request.session, vec![place]);
            }
            RequestKind::Rollback => {
                open.remove(&request.session);
            }
            RequestKind::Commit => {
                done.extend(open.remove(&request.session).map(|mut all| {
                    all.push(place);
                    all
                }));
            }
            _ => {
                if let Some(all) = open.get_mut(&request.session) {
                    all.push(place);
                }
            }
        }
    }
    done
}

/// `INSERT crm_fichier; UPDATE crm_prospect`: what each statement of a request does, and to what.
fn brief(request: &Request) -> String {
    match request.kind {
        RequestKind::Begin => "BEGIN".to_owned(),
        RequestKind::Commit => "COMMIT".to_owned(),
        _ => request
            .text
            .split(";\n")
            .map(brief_statement)
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn brief_statement(text: &str) -> String {
    let code = text.lines().map(str::trim_start).filter(|line| !line.starts_with("--"));
    let words: Vec<&str> = code.flat_map(str::split_whitespace).collect();
    let Some(verb) = words.first() else { return String::new() };
    let before = ["INTO", "FROM", "UPDATE"];
    let table = words.windows(2).find(|pair| before.contains(&pair[0])).map(|pair| pair[1]);
    let table = table.map(|table| table.rsplit('.').next().unwrap_or(table));
    table.map_or_else(|| (*verb).to_owned(), |table| format!("{verb} {table}"))
}

#[cfg(test)]
mod tests {
    use super::{Cost, cost_of};
    use tds_testserver::{Request, RequestKind};

    fn request(session: u64, kind: RequestKind, text: &str) -> Request {
        Request { session, kind, text: text.to_owned(), parameters: Vec::new() }
    }

    /// A look-up, and a transaction of four or five requests.
    fn file(session: u64, more: bool) -> Vec<Request> {
        let rpc = |text| request(session, RequestKind::Rpc, text);
        let mut all = vec![rpc("SELECT nom FROM x.client"), request(session, RequestKind::Begin, "")];
        all.extend(more.then(|| rpc("SELECT valeur\nFROM x.compteur")));
        all.push(rpc("-- why\nINSERT INTO x.crm_fichier (nom) VALUES (@P1);\nINSERT INTO x.crm_journal (id) VALUES (@P2);\n"));
        all.push(request(session, RequestKind::Commit, ""));
        all
    }

    #[test]
    fn a_file_is_its_transaction_and_its_share_of_the_rest() {
        let mut requests = vec![request(51, RequestKind::Login, "")];
        requests.extend(file(51, false));
        requests.extend(file(51, true));
        // What neither writes the journal nor is committed is nobody's transaction.
        requests.extend(
            [RequestKind::Begin, RequestKind::Rpc, RequestKind::Commit].map(|kind| request(51, kind, "")),
        );
        requests.extend([RequestKind::Begin, RequestKind::Rollback].map(|kind| request(51, kind, "")));
        let expected = Cost {
            least: 3,
            most: 4,
            besides: 1.0,
            all: 4.5,
            asked: vec!["SELECT client".to_owned()],
            sample: ["BEGIN", "SELECT compteur", "INSERT crm_fichier; INSERT crm_journal", "COMMIT"]
                .map(str::to_owned)
                .into(),
        };
        assert_eq!(cost_of(&requests, 6, 2).unwrap(), expected);
    }

    #[test]
    fn a_file_that_was_not_integrated_is_seen() {
        let told = cost_of(&file(51, false), 0, 2).unwrap_err().to_string();
        assert!(told.starts_with("1 transactions"), "{told}");
    }

    #[test]
    fn sessions_do_not_mix() {
        let (mut first, second) = (file(51, false), file(52, false));
        let last = first.split_off(2);
        let mixed: Vec<Request> = first.into_iter().chain(second).chain(last).collect();
        assert_eq!(cost_of(&mixed, 0, 2).unwrap().most, 3);
    }
}
