SELECT liste, code, libelle, parent, rang FROM dbo.crm_v_code WHERE 1 = 0
