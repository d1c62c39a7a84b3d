//! Values whose own words say that they are wrong, but not how a right one looks.

use std::net::SocketAddr;
use std::str::FromStr;

use chrono_tz::Tz;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

pub(super) fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
    parsed(deserializer, "no time zone", "Europe/Paris")
}

pub(super) fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    parsed(deserializer, "no address with a port", "127.0.0.1:8787")
}

fn parsed<'de, D: Deserializer<'de>, T: FromStr>(
    deserializer: D,
    is: &str,
    example: &str,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom(format!("{text:?} is {is}; write one such as {example:?}")))
}
