# One line each; the work is done by dev/.
.PHONY: help up up-distributed down logs clean test chart images reproduce chaos fuzz bench check upgrade restore

help:
	@echo "make up               install what is missing, build, start, load the demo (PORT=8080)"
	@echo "make up-distributed   the same, with every service as a process of its own"
	@echo "make logs | down      show what it says | stop it"
	@echo "make clean            stop it and forget its data, secrets and ports"
	@echo "make test | check     everything, from nothing | formatting and lints alone"
	@echo "make chart            the Helm chart: rendered, held against schemas, scanned, its network computed, each alert fired"
	@echo "make images           an image of each program: assembled twice, looked into, started without a shell; bills and licences"
	@echo "make reproduce        compiles a program twice, in different folders, and holds one against the other (slow)"
	@echo "make chaos            kills its processes while commands run (ROUNDS=20 SEED=…), and checks what came of them"
	@echo "make upgrade          rehearses an upgrade: the version before and this one serve at once, and no request fails"
	@echo "make restore          rehearses a backup and the way back to a second chosen at random (SEED=…)"
	@echo "make bench            measures it beside the floor, in both ways to run; figures in .local/bench.json"
	@echo "make fuzz             asks whatever fits the API's description or does not, as each role (EXAMPLES=20 SEED=…)"

up:
	@dev/up embedded
up-distributed:
	@dev/up distributed
down:
	@dev/down
logs:
	@dev/logs
clean:
	@dev/clean
test:
	@dev/test $(ARGS)
chart:
	@dev/chart $(ARGS)
images:
	@dev/images $(ARGS)
reproduce:
	@dev/reproduce
chaos:
	@dev/chaos
fuzz:
	@dev/fuzz
bench:
	@dev/bench
check:
	@dev/check
upgrade:
	@dev/upgrade
restore:
	@dev/rehearse-restore
