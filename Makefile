# One line each; the work is done by dev/.
.PHONY: help up up-distributed down logs clean test chaos check

help:
	@echo "make up               install what is missing, build, start, load the demo (PORT=8080)"
	@echo "make up-distributed   the same, with every service as a process of its own"
	@echo "make logs | down      show what it says | stop it"
	@echo "make clean            stop it and forget its data, secrets and ports"
	@echo "make test | check     everything, from nothing | formatting and lints alone"
	@echo "make chaos            kills its processes while commands run (ROUNDS=20 SEED=…), and checks what came of them"

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
chaos:
	@dev/chaos
check:
	@dev/check
