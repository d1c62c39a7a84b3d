/** Codes, fields and the form of the invented company. The fields are annex 2, the form is the default one of `domain`. */
import { OWN, REP_CODES, REPS } from './people';
import type { Code, CustomerField, FieldView, FormNode, ListsView, VisitForm } from '../types';

const node = (
  id: string,
  label: string,
  choice: 'radio' | 'checkbox',
  rest: Partial<FormNode> = {}
): FormNode => ({
  id,
  label,
  choice,
  ...rest
});
const contact = (id: string, label: string) =>
  node(`contact.${id}`, label, 'radio', { meaning: `contact/${id}` });
const quote = (id: string, label: string) =>
  node(`visite.proposition.${id}`, label, 'checkbox', { meaning: `quote/${id}` });

export const FORM: VisitForm = {
  version: 1,
  sections: [
    {
      id: 'contact',
      label: 'Type de contact',
      nodes: [
        contact('visite', 'Visite'),
        contact('telephone', 'Téléphone'),
        contact('mail', 'Mail'),
        contact('agence', 'Agence')
      ]
    },
    {
      id: 'visite',
      label: 'Type de visite',
      nodes: [
        node('visite.avec-rdv', 'Visite commerciale avec rdv', 'radio'),
        node('visite.sans-rdv', 'Visite commerciale sans rdv', 'radio'),
        node('visite.commande', 'Commande', 'checkbox'),
        node('visite.livraison', 'Livraison', 'checkbox'),
        node('visite.releve-parc', 'Relevé de parc', 'checkbox'),
        node('visite.proposition', 'Remise de proposition', 'checkbox', {
          children: [
            quote('agraire', 'Agraire'),
            quote('tp', 'TP'),
            quote('gc', 'GC'),
            quote('pl-plp', 'PL & PLP'),
            quote('lubrifiant', 'Lubrifiant'),
            quote('flotte-entreprise', 'Flotte entreprise')
          ]
        })
      ]
    }
  ]
};

/** Every node of the form, whatever its depth. */
export function formNodes(nodes: FormNode[] = FORM.sections.flatMap((section) => section.nodes)): FormNode[] {
  return nodes.flatMap((it) => [it, ...formNodes(it.children ?? [])]);
}

/** column, label, width (0 = number, -1 = day), whether a creation needs it. */
const FIELDS: [CustomerField, string, number, boolean][] = [
  ['c_fam_client', 'catégorie client', 4, true],
  ['c_sfam_client', 'sous catégorie client', 4, true],
  ['c_titre', 'titre', 4, false],
  ['nom_client', 'nom', 35, true],
  ['adr1_fac', 'adresse 1', 35, true],
  ['adr2_fac', 'adresse 2', 35, false],
  ['adr3_fac', 'adresse 3', 35, false],
  ['dep_fac', 'département', 4, true],
  ['bur_dis_fac', 'bureau distributeur', 3, true],
  ['ville_fac', 'ville', 35, true],
  ['c_agence', 'agence', 4, true],
  ['c_rep', 'Commercial', 4, true],
  ['c_pays', 'pays', 4, true],
  ['tel_1', 'téléphone', 20, true],
  ['fax', 'fax', 20, false],
  ['tel_2', 'portable', 20, false],
  ['contact_divers_1', 'n° TVA', 40, false],
  ['contact_divers_2', 'SIRET', 40, true],
  ['contact_divers_3', 'Activité', 40, false],
  ['contact_divers_4', 'mail', 255, false],
  ['c_per', 'Périodicité', 1, true],
  ['c_regpmt_bl', 'Regroupement BL', 1, false],
  ['c_regpmt_fac', 'Regroupement CDE', 1, false],
  ['c_releve', 'Edition relevé', 1, false],
  ['c_autoris_bl', 'Autorisation BL', 1, false],
  ['c_catc', 'Grille Conditions', 8, true],
  ['c_frais_fixe', 'Frais Fixes', 1, false],
  ['c_ref_oblig', 'Référence Client Obligatoire', 1, false],
  ['c_mod_rgl_1', 'Mode de Règlement', 2, true],
  ['nb_jour_1', 'Nb de jours', 0, true],
  ['jour_1', "Jour de l'échéance", 2, false],
  ['c_type_fact', 'Type de Facturation', 1, false],
  ['c_attention', "A l'attention de", 35, false],
  ['c_ape', 'Code NAF', 10, false],
  ['date_creation_ste', 'Création de Société', -1, false],
  ['bic', 'BIC', 11, false],
  ['iban', 'IBAN', 34, false],
  ['codepays', 'Code Pays', 2, false],
  ['codemonnaie', 'Code Monnaie', 3, false],
  ['type_edition_fac', 'Type édition facture', 1, true],
  ['etape', 'étape', 40, false],
  ['motif_perte', 'motif de perte', 40, false]
];

function fieldView([column, label, width, needed]: (typeof FIELDS)[number]): FieldView {
  const bank = column === 'bic' || column === 'iban';
  return {
    column,
    label,
    kind: width === 0 ? 'integer' : width < 0 ? 'date' : 'text',
    max_length: width > 0 ? width : null,
    annex_2: column !== 'etape' && column !== 'motif_perte',
    required: bank ? 'with_bank_details' : needed ? 'always' : 'never'
  };
}

const codes = (...pairs: [string, string, (string | null)?][]): Code[] =>
  pairs.map(([code, label, parent]) => ({ code, label, parent: parent ?? null }));

export const AGENCIES = codes(['LAVA', 'Laval'], ['LEMA', 'Le Mans'], ['ANGE', 'Angers'], ['RENN', 'Rennes']);
export const GRIDS = codes(
  ['GARAGE', 'Garage'],
  ['AGRI', 'Agricole'],
  ['TP-GC', 'Travaux publics'],
  ['PL', 'Poids lourds'],
  ['FLOTTE', 'Flottes']
);

/** The grids of a company that has many, with long names: what a printed page must hold. */
const MORE_GRIDS = codes(
  ['VITI', 'Viticulture et arboriculture'],
  ['COLLEC', 'Collectivités et services publics'],
  ['REVEND', 'Revendeurs et centres indépendants']
);

/** `everybody`: what an administrator gets; `crowded`: with as many grids as a page may have to hold. */
export function invented(everybody = false, crowded = false): ListsView {
  const yesNo = codes(['O', 'Oui'], ['N', 'Non']);
  return {
    codes: {
      c_fam_client: codes(['PROF', 'Professionnel'], ['AGRI', 'Agriculteur'], ['ADMI', 'Administration']),
      c_sfam_client: codes(
        ['GARA', 'Garage', 'PROF'],
        ['TRAN', 'Transport', 'PROF'],
        ['ELEV', 'Élevage', 'AGRI'],
        ['CUMA', 'CUMA', 'AGRI'],
        ['MAIR', 'Mairie', 'ADMI']
      ),
      c_titre: codes(['SARL', 'SARL'], ['EARL', 'EARL'], ['SAS', 'SAS'], ['M', 'Monsieur']),
      c_agence: AGENCIES,
      c_rep: REP_CODES,
      c_pays: codes(['FR', 'France'], ['BE', 'Belgique']),
      c_per: codes(['M', 'Mensuelle'], ['D', 'Décadaire'], ['J', 'Journalière']),
      c_regpmt_bl: yesNo,
      c_regpmt_fac: yesNo,
      c_releve: yesNo,
      c_autoris_bl: yesNo,
      c_frais_fixe: yesNo,
      c_ref_oblig: yesNo,
      c_catc: crowded ? [...GRIDS, ...MORE_GRIDS] : GRIDS,
      c_mod_rgl_1: codes(['LD', 'LCR directe'], ['VI', 'Virement'], ['CH', 'Chèque']),
      c_type_fact: codes(['N', 'Normale'], ['R', 'Récapitulative']),
      type_edition_fac: codes(['P', 'Papier'], ['M', 'Mail'])
    },
    fields: FIELDS.map(fieldView),
    forms: [FORM],
    visit_days_back: 14,
    fleet_kinds: ['VL', 'VUL', 'AGRI', 'TP', 'GC', 'PL & PLP'],
    bases_expire_after_hours: 48,
    stages: ['à contacter', 'visité', 'offre remise', 'gagné', 'perdu'],
    lost_reasons: ['prix', 'concurrent', 'cessation'],
    farmer_categories: ['AGRI'],
    people: [...REPS],
    own: { folder: OWN.folder, name: OWN.name, c_rep: OWN.c_rep, admin: everybody }
  };
}
