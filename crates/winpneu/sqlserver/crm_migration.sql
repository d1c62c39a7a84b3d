-- Which migrations were applied: the one table that no migration makes. sha256: of the migration's text, so that another text of the same
-- number is noticed.
CREATE TABLE dbo.crm_migration (
    numero      int NOT NULL,
    nom         varchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sha256      char(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    applique_le datetime NOT NULL,
    CONSTRAINT pk_crm_migration PRIMARY KEY (numero)
);
