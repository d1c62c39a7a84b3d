/** A few postal codes, the largest town first. */
const TOWNS: Record<string, string[]> = {
  '49000': ['Angers'],
  '49130': ['Les Ponts-de-Cé', 'Sainte-Gemmes-sur-Loire'],
  '49150': ['Baugé-en-Anjou', 'Clefs-Val d’Anjou'],
  '49490': ['Noyant-Villages'],
  '49500': ['Segré-en-Anjou Bleu'],
  '53000': ['Laval'],
  '53100': ['Mayenne', 'Saint-Baudelle', 'Parigné-sur-Braye', 'Moulay'],
  '53170': ['Meslay-du-Maine', 'Villiers-Charlemagne', 'Bazougers', 'Arquenay'],
  '53230': ['Cossé-le-Vivien', 'Quelaines-Saint-Gault', 'Astillé', 'Méral'],
  '53400': ['Craon', 'Pommerieux', 'Denazé', 'Athée'],
  '53500': ['Ernée', 'Saint-Denis-de-Gastines', 'Montenay', 'Vautorte'],
  '53600': ['Évron', 'Sainte-Gemmes-le-Robert', 'Mézangers'],
  '72000': ['Le Mans'],
  '72100': ['Le Mans'],
  '72130': ['Fresnay-sur-Sarthe', 'Saint-Ouen-de-Mimbré', 'Sougé-le-Ganelon'],
  '72200': ['La Flèche', 'Bazouges Cré sur Loir', 'Crosmières'],
  '72300': ['Sablé-sur-Sarthe', 'Solesmes', 'Juigné-sur-Sarthe', 'Vion'],
  '72350': ['Brûlon', 'Avessé', 'Chevillé', 'Poillé-sur-Vègre'],
  '72540': ['Loué', 'Vallon-sur-Gée', 'Amné'],
  '72600': ['Mamers', 'Neufchâtel-en-Saosnois', 'Saosnes'],
  '72800': ['Le Lude', 'Aubigné-Racan', 'Thorée-les-Pins']
};

export const townsOf = (postalCode: string): string[] => TOWNS[postalCode.replaceAll(' ', '')] ?? [];
