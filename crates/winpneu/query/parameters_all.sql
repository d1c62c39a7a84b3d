SELECT nom, valeur FROM dbo.crm_parametre
