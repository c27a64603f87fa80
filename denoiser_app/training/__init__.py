"""How the shipped networks are trained: noise synthesis, camera simulation, the trainer."""
