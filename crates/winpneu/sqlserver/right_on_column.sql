-- Whether this login has a right on a column: 1 or 0; NULL when there is no such column.
SELECT HAS_PERMS_BY_NAME(@P1, 'OBJECT', @P2, @P3, 'COLUMN') AS allowed;
