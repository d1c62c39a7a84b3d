-- Visits and other relations: annex 1. cle identifies a row for ever: two rows must never share one, and it must never change.
--
-- !! THIS ERP'S client_relation HAS NO COLUMN num_relation, AND ANNEX 1 NAMES NO KEY: what follows is the best that can be had without.
-- !! The CRM's own rows are identified by the name of their file. Any other row is identified by what it says (origin, customer, day,
-- !! hour, user, object). Two rows that say the same are one visit to the CRM; a row whose object is corrected in the ERP becomes
-- !! another visit. If the table has a number or any other unique column under another name, use it, as in
-- !!     SELECT CAST(numero AS varchar(20)) AS cle, ...
--
-- crm_fichier must stay the column of that name as it is: answers and prospect visits are joined with it. COLLATE keeps columns of
-- different collations from meeting in one text.
CREATE OR ALTER VIEW dbo.crm_v_visite AS
SELECT CASE WHEN crm_fichier IS NOT NULL THEN crm_fichier
            ELSE CONCAT(RTRIM(origine_relation) COLLATE Latin1_General_100_BIN2, '|',
                        RTRIM(type_entite) COLLATE Latin1_General_100_BIN2, '|',
                        RTRIM(c_entite) COLLATE Latin1_General_100_BIN2, '|',
                        CONVERT(varchar(23), date_relation, 126) COLLATE Latin1_General_100_BIN2, '|',
                        RTRIM(heure_relation) COLLATE Latin1_General_100_BIN2, '|',
                        RTRIM(c_user) COLLATE Latin1_General_100_BIN2, '|',
                        RTRIM(objet) COLLATE Latin1_General_100_BIN2)
       END AS cle,
       origine_relation, date_relation, heure_relation, type_entite, c_entite, c_user,
       type_relation, objet, commentaire, c_archive, crm_fichier
FROM dbo.client_relation;
GO
