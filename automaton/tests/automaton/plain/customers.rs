//! VC and MC.

use chrono::Days;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{Judged, No, Plain, local, local_day, rows, texts};
use crate::generator::Entry;
use crate::generator::company::REQUEST_MAILS;

pub(super) fn day(value: &Value) -> NaiveDate {
    value.as_str().expect("a date").parse().expect("a date")
}

impl Plain {
    pub(super) fn visit_customer(&mut self, entry: &Entry) -> Judged {
        if !self.customers.contains_key(entry.about()) {
            return Err(No::Refused("unknown-customer"));
        }
        check_visit(entry)?;
        self.relate_visit(entry, entry.about(), "");
        self.answer(entry);
        self.follow_up(entry, "C", entry.about());
        Ok(())
    }

    /// The ERP's row of a visit, as annex 1.
    pub(super) fn relate_visit(&mut self, entry: &Entry, customer: &str, before_the_subject: &str) {
        let visited_on = day(&entry.payload["visited_on"]);
        let time = entry.payload["visited_at"].as_str().expect("an hour");
        let subject = format!("{before_the_subject}Visite du {}", texts::french(visited_on));
        self.relate(entry, customer, (visited_on, time), &subject, &visit_comment(entry));
    }

    fn relate(
        &mut self,
        entry: &Entry,
        customer: &str,
        when: (NaiveDate, &str),
        subject: &str,
        comment: &str,
    ) {
        let c_user = self.reps[entry.author].c_user.expect("looked at before");
        let date = format!("{} 00:00:00", when.0);
        let name = entry.name();
        let row = ["CRV", &date, when.1, "C", customer, c_user, "S", subject, comment, "0", "N", &name];
        self.insert("client_relation", rows::row(&row));
    }

    pub(super) fn answer(&mut self, entry: &Entry) {
        let Some(answers) = entry.payload.get("answers") else { return };
        let choice = json!(texts::sorted(&texts::picked(answers))).to_string();
        let row = rows::row(&[&entry.name(), &answers["form"].to_string(), &choice]);
        self.insert("crm_reponse_visite", row);
    }

    /// What the file says of follow-up and fleet; a visit that says nothing may still clear a date.
    pub(super) fn follow_up(&mut self, entry: &Entry, sort: &str, whose: &str) {
        let payload = &entry.payload;
        let visited_on = payload["visited_on"].as_str().map(str::to_owned);
        let (says, on) = match payload.get("follow_up_on") {
            None => (None, None),
            Some(Value::Null) => (Some("efface".to_owned()), None),
            Some(on) => (Some("pose".to_owned()), texts::text(on)),
        };
        let fleet = payload.get("fleet").map(Value::to_string);
        if visited_on.is_none() && says.is_none() && fleet.is_none() {
            return;
        }
        let created_at = entry.created_at.format("%Y-%m-%d %H:%M:%S").to_string();
        let mut row = rows::row(&[&entry.name(), sort, whose, &created_at]);
        row.extend([visited_on, says, on, fleet].map(rows::cell));
        self.insert("crm_suivi_client", row);
    }

    pub(super) fn request(&mut self, entry: &Entry) -> Judged {
        if !self.customers.contains_key(entry.about()) {
            return Err(No::Refused("unknown-customer"));
        }
        let changes = entry.payload["changes"].as_array().expect("a list").clone();
        let words = entry.payload["comment"].as_str().expect("a text");
        self.ask(entry, entry.about(), &changes, words);
        self.follow_up(entry, "C", entry.about());
        Ok(())
    }

    /// Asks the accountants, if there is anything to ask.
    pub(super) fn ask(&mut self, entry: &Entry, customer: &str, changes: &[Value], words: &str) {
        if changes.is_empty() && words.trim().is_empty() {
            self.meet("nothing to ask of the accountants");
            return;
        }
        let (on, at) = (local_day(entry.created_at), local(entry.created_at).format("%H:%M").to_string());
        let subject = format!("Demande de modification du {}", texts::french(on));
        self.relate(entry, customer, (on, &at), &subject, &texts::request(words, changes));
        let asked =
            |change: &Value| json!({ "field": change["field"], "from": change["from"], "to": change["to"] });
        let asked = Value::from(changes.iter().map(asked).collect::<Vec<_>>()).to_string();
        let row = [&entry.name(), customer, &asked, words, entry.author, "open"];
        self.insert("crm_demande_modification", rows::row(&row));
        let subject = format!("[Modification Client] {customer} {}", self.customers[customer].name);
        for recipient in REQUEST_MAILS {
            self.mail(entry, recipient, &subject);
        }
    }

    pub(super) fn mail(&mut self, entry: &Entry, recipient: &str, subject: &str) {
        self.insert("crm_courriel", rows::row(&[recipient, subject, &entry.name()]));
    }
}

pub(super) fn visit_comment(entry: &Entry) -> String {
    let typed = entry.payload["comment"].as_str().expect("a text");
    texts::comment(typed, &texts::picked(&entry.payload["answers"]))
}

/// At most a day ahead of the author's own, at most fourteen days back; answers that the form has.
pub(super) fn check_visit(entry: &Entry) -> Judged {
    let (visited_on, today) = (day(&entry.payload["visited_on"]), local_day(entry.created_at));
    if visited_on > today + Days::new(1) || visited_on < today - Days::new(14) {
        return Err(No::Refused("date-out-of-bounds"));
    }
    if let Some(answers) = entry.payload.get("answers") {
        if answers["form"] != 1 {
            return Err(No::Refused("unknown-form"));
        }
        if !texts::can_be_picked(&texts::picked(answers)) {
            return Err(No::Refused("bad-answers"));
        }
    }
    Ok(())
}
