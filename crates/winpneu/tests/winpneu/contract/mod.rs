//! What every driver does alike. Each check takes a way to open connections to one fresh base; a driver's module below supplies it.

use std::pin::Pin;

use winpneu::Connection;

mod checks;
mod use_cases;

/// Opens a further connection to the same base.
type Open = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Connection>>>>;

macro_rules! for_every_driver {
    ($($suite:ident :: $check:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $check() {
                let folder = tempfile::tempdir().expect("a folder");
                let path = folder.path().join("winpneu.db");
                winpneu::sqlite::migrate(&path, crate::embedded::now()).expect("made");
                let open: super::Open = Box::new(move || {
                    let path = path.clone();
                    Box::pin(async move { winpneu::sqlite::open(&path).await.expect("opened") })
                });
                super::$suite::$check(open).await;
            })*
        }
    };
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
    use_cases::a_visit_stands_as_annex_1_says,
    use_cases::the_registry_takes_a_name_once,
    use_cases::follow_ups_do_not_depend_on_the_order_of_arrival,
    use_cases::users_parameters_and_forms_come_back,
    use_cases::receipts_and_overviews_tell_the_truth,
    use_cases::looks_and_runs_are_remembered,
}
