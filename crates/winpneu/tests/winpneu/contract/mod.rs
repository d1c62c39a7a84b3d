//! What every driver does alike. Each check takes a way to open connections to one fresh base; a driver's module below supplies it.

use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use futures_util::FutureExt;
use winpneu::Connection;
use winpneu::sqlserver::Server;

use crate::servers::Named;

mod archiving;
mod checks;
mod creations;
mod duplicates;
mod extracts;
mod given;
mod new_customers;
mod outgoing;
mod prospect_extracts;
mod prospect_history;
mod prospects;
mod reading;
mod refusals;
mod registry;
mod relation_extracts;
mod use_cases;
mod visits;

/// Opens a further connection to the same base.
type Open = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Connection>>>>;

macro_rules! for_every_driver {
    ($($suite:ident :: $check:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $check() {
                super::$suite::$check(super::embedded()).await;
            })*
        }

        /// Through tiberius and TLS to the test server.
        mod served {
            $(#[tokio::test]
            async fn $check() {
                let served = crate::servers::Served::installed().await;
                super::$suite::$check(super::opening(&served.server)).await;
            })*
        }

        /// Every check by its name.
        fn checks() -> Vec<(&'static str, fn(Open) -> Checking)> {
            vec![$((concat!(stringify!($suite), "::", stringify!($check)), |open| Box::pin($suite::$check(open)))),*]
        }
    };
}

type Checking = Pin<Box<dyn Future<Output = ()>>>;

/// A fresh embedded base; it goes with what opens it.
fn embedded() -> Open {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("winpneu.db");
    winpneu::sqlite::migrate(&path, crate::embedded::now()).expect("made");
    Box::new(move || {
        let path = folder.path().join("winpneu.db");
        Box::pin(async move { winpneu::sqlite::open(&path).await.expect("opened") })
    })
}

fn opening(server: &Server) -> Open {
    let server = server.clone();
    Box::new(move || {
        let server = server.clone();
        Box::pin(async move { crate::servers::open(&server).await })
    })
}

/// The same on a real server, each check in a database of its own; what two sessions see of each other with READ_COMMITTED_SNAPSHOT, too.
#[tokio::test]
async fn on_the_server_that_is_named() {
    if !Named::is_wanted() {
        // Past the test harness, which keeps what is printed to itself.
        let words = "\n!! SKIPPED: the contract of winpneu on a real SQL Server; set TOURNEE_TEST_SQLSERVER to an ADO.NET connection string\n";
        std::io::stderr().write_all(words.as_bytes()).expect("told");
        return;
    }
    let mut failed = Vec::new();
    for read_committed_snapshot in [false, true] {
        let alone = |name: &str| !(name.starts_with("checks::") || name.starts_with("reading::"));
        for (name, check) in checks().into_iter().filter(|(name, _)| !read_committed_snapshot || !alone(name))
        {
            let named = Named::installed(read_committed_snapshot).await;
            let done = AssertUnwindSafe(check(opening(&named.server))).catch_unwind().await;
            named.remove().await;
            if done.is_err() {
                failed.push(format!("{name}, READ_COMMITTED_SNAPSHOT {read_committed_snapshot}"));
            }
        }
    }
    assert_eq!(failed, Vec::<String>::new());
}

for_every_driver! {
    checks::values_come_back_as_they_went,
    checks::a_rolled_back_or_dropped_transaction_leaves_nothing,
    checks::any_error_ends_a_transaction,
    checks::a_missing_or_extra_parameter_is_an_error,
    checks::other_connections_see_only_what_is_committed,
    checks::a_stream_may_be_left_early,
    checks::pages_are_the_first_rows,
    checks::the_lock_has_one_holder,
    use_cases::the_registry_takes_a_name_once,
    use_cases::follow_ups_do_not_depend_on_the_order_of_arrival,
    use_cases::users_parameters_and_forms_come_back,
    use_cases::receipts_and_overviews_tell_the_truth,
    use_cases::looks_and_runs_are_remembered,
    registry::only_files_that_wait_for_a_prospect_wait_anew,
    registry::receipts_come_the_latest_first,
    registry::a_receipt_tells_kind_words_and_clashes,
    registry::long_words_are_cut_and_refuse_nothing,
    registry::only_a_refused_file_can_be_replaced,
    registry::a_receipt_never_goes_back_in_time,
    registry::a_chain_of_corrections_is_found_from_its_end,
    refusals::refusals_are_reported_once_oldest_first,
    refusals::what_was_settled_meanwhile_is_not_reported,
    refusals::refused_files_are_listed_the_latest_first,
    refusals::unsettled_files_are_counted_whole_and_dated_by_the_oldest,
    refusals::what_is_no_exchange_file_can_be_refused_too,
    refusals::a_refused_file_is_discarded_once,
    visits::a_visit_stands_as_annex_1_says,
    visits::a_relation_may_be_nobodys_and_stand_beside_others,
    visits::customers_are_known_by_their_exact_code,
    visits::visits_to_a_prospect_come_oldest_first,
    visits::answers_stand_with_their_form,
    prospects::every_field_of_a_prospect_comes_back_as_it_went,
    prospects::one_field_alone_comes_back_alone,
    prospects::blanks_at_the_end_and_empty_texts_are_no_value,
    prospects::a_text_wider_than_its_column_is_refused,
    prospects::a_prospect_and_its_file_stand_once,
    prospects::touch_raises_only_the_version_that_was_judged,
    prospects::a_deleted_prospect_stays_with_its_fields,
    prospect_history::each_device_marks_fields_for_itself,
    prospect_history::attachments_come_oldest_first,
    prospect_history::whoever_attaches_is_told,
    prospect_history::a_field_has_one_clash,
    duplicates::customers_are_recognised_however_the_erp_spells_them,
    duplicates::customers_are_compared_as_they_were_when_read,
    duplicates::prospects_are_found_by_their_keys_but_not_ended_ones,
    duplicates::keys_of_two_kinds_have_nothing_in_common,
    duplicates::a_pair_is_flagged_once_whoever_came_first,
    duplicates::keys_that_do_not_fit_are_refused,
    creations::a_creation_comes_back_as_it_was_asked,
    creations::creations_of_a_state_come_oldest_first,
    creations::a_creation_is_validated_once,
    creations::a_refused_creation_tells_why_and_another_may_come,
    creations::a_decision_is_never_dated_before_what_was_told,
    creations::a_decision_is_undone_with_its_transaction,
    new_customers::the_built_in_statement_makes_a_whole_customer,
    new_customers::an_installation_may_make_customers_its_own_way,
    new_customers::a_wrong_statement_of_an_installation_ends_the_transaction,
    new_customers::a_code_is_taken_once,
    new_customers::a_converted_prospect_hands_its_follow_up_on,
    archiving::only_what_is_dated_before_the_day_is_archived_and_no_open_request,
    archiving::what_is_archived_goes_by_portions_and_once,
    archiving::an_open_request_is_passed_by,
    archiving::what_is_decided_between_looking_and_archiving_counts,
    outgoing::a_modification_request_is_kept_whole,
    outgoing::a_mail_is_queued_once,
    outgoing::mails_are_counted_by_state_with_their_oldest,
    outgoing::due_mails_come_once_the_longest_due_first,
    outgoing::a_mail_is_marked_once_and_a_changed_one_is_left,
    outgoing::a_mail_is_claimed_before_it_is_sent_and_can_be_given_back,
    outgoing::mails_are_tried_again_on_demand,
    outgoing::mails_are_listed_by_state,
    reading::a_reader_sees_the_base_as_it_was_when_it_began,
    reading::a_reader_keeps_no_writer_waiting,
    reading::a_reader_writes_nothing,
    reading::a_reader_that_is_dropped_releases_the_connection,
    extracts::a_customer_comes_whole_but_for_bank_details,
    extracts::customers_without_a_code_are_listed,
    extracts::a_customer_tells_the_prospect_it_was_made_of,
    extracts::a_customer_that_comes_twice_keeps_its_prospect,
    extracts::contacts_and_codes_come_as_they_are,
    extracts::revenue_begins_with_a_year_and_is_never_guessed,
    relation_extracts::relations_tell_what_they_count_as,
    relation_extracts::odd_relations_stay_unless_nobody_knows_whose_they_are,
    extracts::more_rows_than_travel_together_all_arrive,
    prospect_extracts::prospects_come_whole_but_deleted_ones_do_not,
    prospect_extracts::whatever_is_integrated_moves_a_prospect,
    prospect_extracts::attachments_come_as_for_one_prospect,
    prospect_extracts::visits_to_every_prospect_come_with_their_answers,
    prospect_extracts::clashes_and_creations_that_are_open_come,
    prospect_extracts::follow_ups_come_event_by_event,
}

/// What a server would not take, and SQLite does: an embedded base may hold anything, and one odd value hides nothing else.
mod anything {
    #[tokio::test]
    async fn odd_columns_are_left_empty_and_hide_no_customer() {
        super::extracts::odd_columns_are_left_empty_and_hide_no_customer(super::embedded()).await;
    }

    #[tokio::test]
    async fn odd_follow_ups_say_nothing() {
        super::prospect_extracts::odd_follow_ups_say_nothing(super::embedded()).await;
    }

    #[tokio::test]
    async fn odd_prospects_belong_to_nobody() {
        super::prospect_extracts::odd_prospects_belong_to_nobody(super::embedded()).await;
    }
}
