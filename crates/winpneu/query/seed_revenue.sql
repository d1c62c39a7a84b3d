INSERT INTO dbo.client_ca (c_client, annee, mois, montant_cents) VALUES (@P1, @P2, @P3, @P4)
