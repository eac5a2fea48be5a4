# Units, one by one.
units-on = Fanns på dagen
units-back = Alla enheter
unit-ended = upphört
unit-ended-told = Enheten finns inte längre. Den finns kvar i uppföljningen för sina år.
unit-merged-into = Arbetet fortsätter i
units-below = Underordnade enheter
units-below-none = Inga enheter är underordnade den här.
unit-statements = Redogörelser
unit-statements-none = Enheten har inte ombetts lämna någon redogörelse ännu.
unit-edit-title = Ändra enheten
unit-edit-lead = Ett namn som rättas här rättas också bakåt i tiden. När enheten byter namn, ge den ett nytt namn från och med en dag.
unit-merge-link = Slå samman med en annan enhet
unit-merge-title = Slå samman ”{ $name }” med en annan enhet
unit-merge-lead = Enheten upphör dagen innan. De underordnade enheterna hör därefter till den andra enheten; det som enheten har gjort finns kvar under dess namn.
unit-merge-into = Enhet som fortsätter arbetet
unit-merge-on = Första dagen i den andra enheten
unit-merge-submit = Slå samman
removal-lead-unit = Bara en enhet som har lagts till av misstag raderas. En enhet som har varit verksam avslutas eller slås samman, och finns då kvar i uppföljningen för sina år.

# Names over time.
names = Namn genom tiderna
names-none = Namnet har varit detsamma hela tiden.
rename-link = Nytt namn
rename-title = Nytt namn för ”{ $name }”
rename-lead = Det som hände före dagen finns kvar under det gamla namnet.
rename-name = Nytt namn
rename-from = Från och med vilken dag
rename-submit = Ta det nya namnet i bruk

# What a service may refuse here.
fault-unknown_unit = Enheten hittas inte.
fault-own_branch = En enhet kan inte slås samman med sig själv eller med en enhet under den.
fault-not_there = Den andra enheten finns inte den dagen.
fault-already_merged = Enheten är redan sammanslagen med en annan.
fault-has_children = Något är underordnat den: flytta det först.
fault-in_use = Någons roll är bunden till den: ändra rollen först.
