# What is called otherwise in Sweden than in Finland's Swedish.
organisation-kind-joint_authority = kommunalförbund
organisation-kind-wellbeing_services_county = välfärdsområde (Finland)
organisation-kind-sub_region = delregion
organisation-kind-region = region
unit-kind-council = kommunfullmäktige
unit-kind-board = kommunstyrelse
unit-kind-office = förvaltning
total-cost = Budget
project-kind-own = eget utvecklingsprojekt
source-own = egen medfinansiering
source-municipal = kommunal medfinansiering
activity-kind-advocacy = påverkansarbete
organisation-place-hint = Kommunens, delregionens eller regionens officiella kod.
fault-not_joint = Bara ett kommunalförbund har ägare.
