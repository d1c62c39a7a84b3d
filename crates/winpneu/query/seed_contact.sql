INSERT INTO dbo.client_contact (c_client, num_contact, nom, fonction, tel, portable, courriel) VALUES (@P1, @P2, @P3, @P4, @P5, @P6, @P7)
