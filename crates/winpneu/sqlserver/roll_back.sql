-- After an error the server itself has rolled back (XACT_ABORT): then there is nothing to roll back, and asking for it would be error 3903.
IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
