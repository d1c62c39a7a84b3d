SELECT c_client, rang, nom, fonction, tel, portable, courriel FROM dbo.crm_v_contact WHERE 1 = 0
