DECLARE @answer int;
EXEC @answer = sp_releaseapplock @Resource = @P1, @LockOwner = 'Session';
SELECT @answer AS answer;
