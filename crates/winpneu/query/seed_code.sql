INSERT INTO dbo.code_liste (liste, code, libelle, parent, rang) VALUES (@P1, @P2, @P3, @P4, @P5)
