SELECT c_client, c_pays, tel_1, tel_2, contact_divers_1, contact_divers_2 FROM dbo.crm_v_client
