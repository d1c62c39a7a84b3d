INSERT INTO dbo.crm_rattachement (id, prospect, depuis, c_rep, createur_retire, lot, par) VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)
