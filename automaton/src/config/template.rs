//! The commented `automaton.toml` that `automaton init` writes.

/// Every key with its default.
pub const TEMPLATE: &str = r#"# Configuration of the Tournée automaton. Relative paths start at this file's folder.
# Check it with: automaton --config automaton.toml config check
# Business parameters (form, addresses, bounds …) are not here: automaton params export

# Zone of the company's days and of the schedules below.
timezone = "Europe/Paris"

[winpneu]
# "embedded": one SQLite file, for a company without the ERP's SQL Server or for trying things out.
backend = "embedded"
path = "winpneu.db"
# "sqlserver" in place of both lines: the ERP's own database (the DBA's chapter in docs/operations.md).
# backend = "sqlserver"
# server: "ERP", "ERP\INSTANCE" (in single quotes: 'ERP\INSTANCE'; asks SQL Server Browser, UDP 1434) or "ERP,1433"; or port = 1433
# server = "ERP"
# database = "winpneu"
# user = "tournee"
# One of: password_file (a file that only the automaton can read), password_env (an environment variable), password.
# password_file = "winpneu.password"
# authentication: "sql"; "integrated" (the account that the automaton runs under, without user and password) in programs built for it.
# authentication = "sql"
# All is encrypted, and the certificate checked: by the authorities that the system trusts, and those of this PEM file.
# ca_file = "ca.pem"
# The name in the certificate, where it is not that of server:
# certificate_host = "erp.example.fr"
# Believes any certificate; encrypt = false protects nothing but the password:
# trust_certificate = false
# encrypt = true
# What the DBA sees among the sessions, and how long is waited: for a session, for a silent server, for rows that others have locked.
# application_name = "Tournee automaton"
# connect_timeout_ms = 15000
# statement_timeout_ms = 120000
# lock_timeout_ms = 10000

[folders]
# inbox: the laptops' files arrive here, <inbox>/<user>/<device>/NAME; the automaton only reads.
inbox = "inbox"
# bases: what the laptops receive.
bases = "bases"
# archive: a copy of every integrated file; part of every backup.
archive = "archive"
# quarantine: a copy of every refused file, with the reason beside it.
quarantine = "quarantine"
# work: the bases are built here before they are published; needs room for the largest base twice, and is not synced.
work = "work"

[schedule]
# Cron with five fields (minute hour day month weekday), in the zone above; "" is off.
integrate = "* * * * *"
rebuild = "30 2 * * *"
rebuild_after_integration = false
rebuild_min_minutes = 30
# A file that is no whole JSON is refused when two looks this far apart see the same.
settle_seconds = 10
# A file that waits for another one is refused after this long.
defer_hours = 72
# Base, disk or a folder away for longer than this: one mail to the error addresses, and one when it is back.
alert_after_seconds = 60

[mail]
# "file": each mail becomes an .eml file in this folder.
transport = "file"
path = "mail"
# "smtp" in place of both lines: by a mail server.
# transport = "smtp"
# host = "mail.example.fr"
# security: "starttls" (port 587), "tls" (465), or "none" (25), for a server on this machine; another port: port = 2525
# security = "starttls"
# user = "crm"
# One of: password_file (a file that only the automaton can read), password_env (an environment variable), password.
# password_file = "mail.password"
# A company's own certificate authority, beside those that the system trusts:
# ca_file = "ca.pem"
# timeout_seconds = 30
# Who writes where no person does. Bounces go there: if it has no mailbox, set envelope_sender.
# sender = "Tournée <crm@example.fr>"
# A rep's or an accountant's own address stands in From where its domain is one of these (else in Reply-To); by default that of sender.
# from_domains = ["example.fr"]
# Where bounces go; by default to sender.
# envelope_sender = "bounces@example.fr"

[logs]
folder = "logs"
keep_days = 30
level = "info"

[web]
listen = "127.0.0.1:8787"
public_url = "http://127.0.0.1:8787"

[retention]
# Rows of client_relation older than this many days are marked c_archive = 'O', which hides them in the ERP; 0 is off.
archive_relations_after_days = 0
"#;
