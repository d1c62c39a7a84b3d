SELECT liste, code, libelle, parent, rang FROM dbo.crm_v_code
