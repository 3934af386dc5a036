// The words that every question may have without being about something else: those of grammar, of asking and of manners. No
// list of nouns, verbs or names would ever be complete, so one that is not known makes a question somebody else's. "Not",
// "who", "why" and "his" are left out with reason.

export const grammar = `a an the this that these those some any all each every one ones it its they them i me you your yours
  we us what which how is are was were be do does did have has had can could may might will would shall should got of in on at by
  for from to out and or but if whether as so too very really just only also still yet already now here there today tonight
  yesterday currently nowadays recently again anyway actually exactly roughly approximately maybe perhaps possibly possible please
  kindly thanks tell let by_any_chance any_chance at_all right_now at_the_moment by_the_way as_well would_like quick quickly guys folks or_not around`;

/** With how people ask. */
export const small = `${grammar} dear madam folks guys friend true lol haha well know remind say ask asking hope think guess
  wonder wondering like_to sure help happen kind_of sort_of thing_called called been being am having bit right correct heard remember wondered`;

/** Wishing and looking. */
export const seeking = `want wants wanted wanting need needs needed wish interested looking look looked see saw seen find found
  check checked checking show search searching searched get getting buy buying bought purchase order after curious`;

export const things = 'items? things? products? goods? articles? stuff anything something everything';
export const shop = 'shop store catalogue catalog range assortment selection website site';
