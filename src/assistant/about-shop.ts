import { bag } from './rules/loose.ts';
import { small } from './rules/small-words.ts';
import { plainWords } from './wording.ts';

const shopTalk = `deliver delivers delivered delivery deliveries ship ships shipped shipping shipment post postage send sends sent
  parcel return returns returned refund refunds exchange back money contact reach email e-mail mail phone telephone call number
  address write open opening hours close closed closing located location based find shop shop's store company terms conditions
  pay payment payments paying accept card cards cash paypal invoice policy policies rules take takes long many days weeks cost
  costs much free fee fees charge abroad my an order orders item items something things guarantee warranty where when who about
  run runs owns yourself yourselves need want not does`;
const marks =
  'deliver(?:s|ed|y|ies)?|ship(?:s|ped|ping|ment)?|postage|returns?|refunds?|contact|reach|e-?mail|phone|telephone|opening|open|hours|located|location|based|address|pay|payments?|paypal|invoice|policy|policies|terms|guarantee|warranty|about (?:the |this |your )?(?:shop|store|company|yourselves)|who (?:.* )?(?:runs|owns)|send (?:.* )?back';
const isSaid = bag(`${small} ${shopTalk}`, marks);

/** Whether somebody asks about the shop itself, in no word that could mean anything else. */
export const isAboutShop = (question: string): boolean => isSaid(plainWords(question)) !== null;
