UPDATE dbo.crm_etat SET valeur = @P1, change_le = GETUTCDATE() WHERE nom = 'views';
IF @@ROWCOUNT = 0 INSERT INTO dbo.crm_etat (nom, valeur, change_le) VALUES ('views', @P1, GETUTCDATE());
GO
