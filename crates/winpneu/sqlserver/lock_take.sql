-- A lock of this session on a name of ours, in this database; it ends with the session. 0: granted, -1: somebody else has it.
DECLARE @answer int;
EXEC @answer = sp_getapplock @Resource = @P1, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
SELECT @answer AS answer;
