-- The code page of the database's char columns.
SELECT CAST(COLLATIONPROPERTY(CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS varchar(128)), 'CodePage') AS int) AS code_page;
