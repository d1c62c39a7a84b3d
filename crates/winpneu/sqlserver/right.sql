-- Whether this login has a right on an object: 1 or 0; NULL when there is no such object.
SELECT HAS_PERMS_BY_NAME(@P1, 'OBJECT', @P2) AS allowed;
