INSERT INTO dbo.crm_conflit (prospect, champ, attendu, trouve, demande, ouvert_le, crm_fichier, appareil, sequence, cree_le)
VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7, @P8, @P9, @P10)
